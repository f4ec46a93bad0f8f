"""What points back: animals and people in the patient's life, what was mentioned, and why."""

from __future__ import annotations

import pytest

from pz_tui.consultation.memory import begin
from pz_tui.consultation.person.household import Household
from pz_tui.consultation.person.improvisation import Everydays
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import PatientRecord
from tests.patients import library, meet, patient, talk, with_persona

CONDITIONS = ("nstemi", "migraine_with_aura", "appendicitis", "depression")
OPENING = "Hello, I'm Dr Osei. What's brought you in today?"


def household(record: PatientRecord) -> Household:
    return Household(record, library().names)


def pet_of(record: PatientRecord) -> str:
    everydays = Everydays(record, library(), household(record))
    return everydays.pet(begin(record.persona.mood))


def adult(**wanted: object) -> PatientRecord:
    """The first adult whose pet, partner or children are as wanted."""
    for seed in range(80):
        record = patient("nstemi", seed)
        home = household(record)
        have = {"pet": pet_of(record), "partner": bool(home.partner), "children": bool(home.children),
                "daughter": home.person("daughter") is not None, "son": home.person("son") is not None}  # fmt: skip
        if all(have[key] == value for key, value in wanted.items()):
            return with_persona(record, talkativeness=0.5)
    raise AssertionError(wanted)


# --- whom there is ---------------------------------------------------------------------------------------------


def test_a_cat_there_is_not_is_put_right_and_the_dog_there_is_named() -> None:
    record = adult(pet="a dog")
    asked, again, name = talk(meet(record), ["What's the cat called?", "Do you have any pets?", "What's your dog called?"])
    kept = {event.topic: event.value for event in asked.events if event.kind == "improvised"}
    assert kept["pet"] == "a dog"
    assert "dog" in asked.reply_text
    assert kept["pet_name"] in asked.reply_text
    assert "dog" in again.reply_text.lower()
    assert kept["pet_name"] in name.reply_text


def test_a_pet_is_asked_after_where_there_is_none() -> None:
    record = adult(pet="")
    for line in ("What's the cat called?", "How old is your dog?"):
        turn = talk(meet(record), [line])[0]
        assert turn.plan.strategy == "correct", turn.reply_text
        assert not [event for event in turn.events if event.kind == "improvised" and event.topic != "pet"]


def test_the_name_of_the_one_last_spoken_of_is_not_the_patients() -> None:
    record = adult(pet="a dog")
    _, named, old = talk(meet(record), ["Do you have any pets?", "What's its name?", "And how old is it?"])
    assert record.identity.given_name not in named.reply_text
    assert "pet_name" in {event.topic for event in named.events if event.kind == "improvised"}
    assert str(record.identity.age) not in old.reply_text
    assert "pet_age" in {event.topic for event in old.events if event.kind == "improvised"}


@pytest.mark.parametrize("line", ["What does your husband do?", "How's your wife?", "What's your partner called?"])
def test_a_partner_there_is_not_is_not_made_up(line: str) -> None:
    record = adult(partner=False)
    turn = talk(meet(record), [line])[0]
    assert not [event for event in turn.events if event.kind == "improvised"]
    assert [event.fact for event in turn.events if event.kind == "disclosed"] == ["social/relationships/partner"]


def test_a_daughter_is_spoken_of_by_her_pronoun() -> None:
    record = adult(daughter=True)
    name, age, work, home = talk(meet(record), ["What's your daughter called?", "How old is she?", "What does she do?",
                                                "Where does she live?"])  # fmt: skip
    person = household(record).person("daughter")
    assert person is not None
    assert person.name in name.reply_text
    assert str(record.identity.age) not in age.reply_text
    topics = [event.topic for turn in (name, age, work, home) for event in turn.events if event.kind == "improvised"]
    assert topics == ["daughter_name", "daughter_age", "daughter_job", "daughter_home"]


def test_no_children_are_made_up_and_the_doctor_is_told() -> None:
    record = adult(children=False)
    turn = talk(meet(record), ["How old is your son?"])[0]
    assert "child" in turn.reply_text.lower()
    assert not [event for event in turn.events if event.kind == "improvised"]


def test_a_son_asked_after_where_there_is_only_a_daughter() -> None:
    record = adult(daughter=True, son=False)
    turn = talk(meet(record), ["What does your son do?"])[0]
    assert "daughter" in turn.reply_text
    assert turn.plan.strategy == "correct"


def test_somebody_nobody_spoke_of_is_asked_back() -> None:
    turn = talk(meet(adult()), [OPENING, "What does he do?"])[-1]
    assert turn.plan.strategy == "ask_back"


def test_a_relatives_health_comes_from_the_family_history() -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(40))
                  if any(one.relative == "mother" for one in item.family))  # fmt: skip
    turn = talk(meet(record), ["How's your mum?"])[0]
    told = [event.fact for event in turn.events if event.kind == "disclosed"]
    assert told
    assert all(fact.startswith("family/mother") for fact in told)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_household_is_the_same_however_late_it_is_asked(condition: str) -> None:
    record = patient(condition, 11)
    assert household(record).children == household(record).children
    early = talk(meet(record), ["Do you have any pets?"])[0]
    late = talk(meet(record), [OPENING, "Do you smoke?", "Do you have any pets?"])[-1]
    values = [{event.topic: event.value for event in turn.events if event.kind == "improvised"}.get("pet")
              for turn in (early, late)]  # fmt: skip
    assert values[0] == values[1]


# --- what was mentioned ------------------------------------------------------------------------------------------


def test_more_about_that_goes_on_with_what_was_just_said() -> None:
    record = with_persona(patient("nstemi", 3), talkativeness=0.0)
    turns = talk(meet(record), [OPENING, "Have you felt sick?", "Tell me more about that."])
    before = {event.fact for turn in turns[:-1] for event in turn.events if event.kind == "disclosed"}
    told = [event.fact for event in turns[-1].events if event.kind == "disclosed"]
    assert told
    assert all(fact.startswith("symptom/nausea") and fact not in before for fact in told)


def test_the_other_thing_is_the_one_not_gone_into() -> None:
    record = with_persona(patient("nstemi", 3), talkativeness=0.4)
    turns = talk(meet(record), [OPENING, "Any breathlessness?", "How bad is the chest pain?",
                                "What about the other thing you mentioned?"])  # fmt: skip
    told = [event.fact for event in turns[-1].events if event.kind == "disclosed"]
    assert told
    assert all(fact.startswith("symptom/dyspnoea") for fact in told)


def test_nothing_mentioned_yet_is_asked_back() -> None:
    turn = talk(meet(patient("nstemi", 3)), [OPENING, "And the other thing you mentioned?"])[-1]
    assert turn.plan.strategy in ("ask_back", "direct")
    assert turn.plan.strategy == "ask_back" or turn.plan.facts


def test_why_of_a_tablet_is_what_it_is_for() -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(40)) if len(item.medications) == 1)
    drug = record.medications[0]
    indication = library().concepts[drug.indication]
    turn = talk(meet(with_persona(record, talkativeness=0.5)), ["Do you take any tablets?", "Why?"])[-1]
    assert any(word in turn.reply_text.lower() for word in (indication.noun, indication.name.lower(), *indication.lay))


@pytest.mark.parametrize("had", [True, False])
def test_an_organ_is_still_there_or_out(had: bool) -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(120))
                  if any(fact.id == "past/appendicectomy" for fact in facts_of(item)) is had)  # fmt: skip
    turn = talk(meet(record), ["Do you still have your appendix?"])[0]
    assert turn.plan.moves[0].opening is not had, turn.reply_text


def test_its_name_is_never_the_patients() -> None:
    record = adult(pet="")
    turn = talk(meet(record), ["What's its name?"])[0]
    assert record.identity.given_name not in turn.reply_text


def test_a_partners_name_is_asked_again_in_passing() -> None:
    record = adult(partner=True)
    person = household(record).partner
    assert person is not None
    turn = talk(meet(record), ["And your partner, what's their name again?"])[0]
    assert person.name in turn.reply_text


@pytest.mark.parametrize(("line", "topic"), [("What food do you like best?", "favourite_food"),
                                             ("Where was that holiday?", "last_holiday"),
                                             ("Is there anyone you'd like me to call?", "contact")])  # fmt: skip
def test_small_talk_stays_small_talk(line: str, topic: str) -> None:
    turn = talk(meet(adult()), [line])[0]
    assert topic in {event.topic for event in turn.events if event.kind == "improvised"}
