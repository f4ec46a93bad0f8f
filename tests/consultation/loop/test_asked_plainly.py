"""What is asked in plain or clumsy words reaches the fact it asks for: kinds of questions that once went astray."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pz_tui.consultation.deciding.listening import listens
from pz_tui.consultation.grounding.prefaces import without_preface
from pz_tui.consultation.turn import Turn
from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from tests.patients import library, meet, patient, talk, with_persona

OPENING = "Hello, what's brought you in today?"
Wanted = Callable[[Fact], bool]


def holders(wanted: Wanted, many: int = 2, of: str = "") -> list[tuple[PatientRecord, Fact]]:
    """Patients who have such a fact."""
    found: list[tuple[PatientRecord, Fact]] = []
    for seed in range(60):
        for condition in [of] if of else library().conditions:
            record = patient(condition, seed)
            fact = next((one for one in facts_of(record) if wanted(one) and one.access != "sensitive"), None)
            if fact is not None:
                found.append((record, fact))
            if len(found) == many:
                return found
    return found


def told(turn: Turn) -> set[str]:
    return {event.fact for event in turn.events if event.kind == "disclosed"}


SIDES: dict[str, tuple[str, ...]] = {
    "symptom/vomiting/colour": ("What came up?", "The vomiting, any blood or bile?", "What colour was it, when you were sick?"),
    "symptom/diarrhoea/amount": ("How many times a day are you going?", "How many loose stools a day?"),
    "symptom/sleep/amount": ("How much sleep do you get a night?", "hours of sleep?"),
    "symptom/low-mood/severity": ("How low do you feel, out of ten?", "If ten is happy and one is rock bottom, where are you?"),
    "symptom/fever/severity": ("How high was your temperature?", "Did you measure your temperature?"),
    "symptom/headache/frequency": ("How many times a month do you get the headache?", "Frequency of the headaches?"),
    "symptom/aura/site": ("Where exactly are the funny lights?", "Site of the visual disturbance?"),
    "symptom/aura/circumstances": ("What were you doing when the lights in your eyes started?",),
    "symptom/sleep/character": ("Describe your sleep problem", "How would you describe your sleep?"),
    "symptom/low-mood/relieving": ("Have you found anything that eases feeling low?", "Does anything lift the low mood?"),
    "symptom/dyspnoea/aggravating/exertion": ("Is the breathlessness worse when you climb stairs?",),
    "symptom/chest-pain/timing": ("When do you get the chest pain, is there a pattern?", "Is this pain in your chest constant?"),
    "symptom/abdominal-pain/previous-episode": ("Prev episodes of the tummy pain?",),
    "past/hay-fever/since": ("When did the hay fever start?",),
}  # fmt: skip


@pytest.mark.parametrize("fact_id", SIDES)
def test_the_side_is_told_that_the_words_ask_for(fact_id: str) -> None:
    held = holders(lambda fact: fact.id == fact_id)
    assert held
    for record, fact in held:
        for line in SIDES[fact_id]:
            turn = talk(meet(record), [OPENING, line])[1]
            assert fact.id in told(turn), (line, turn.reply_text)


def test_no_other_trouble_lends_its_factor() -> None:
    """What eases the breath is told of the breath, though the breath is a factor of the pain as well."""
    for record, fact in holders(lambda one: one.id.startswith("symptom/dyspnoea/relieving")):
        turn = talk(meet(record), [OPENING, "What makes the shortness of breath better?"])[1]
        assert fact.id in told(turn), turn.reply_text


def test_a_slip_in_a_drugs_name_leads_to_no_other_drug() -> None:
    held = holders(lambda one: one.id == "drug/atorvastatin/dose")
    assert held
    for record, fact in held:
        turn = talk(meet(record), [OPENING, "What tablets do you take?", "What dose of atorvasattin do you take?"])[2]
        assert told(turn) <= {fact.id}, turn.reply_text


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Sorry if I've asked this already, but smoker?", "smoker?"),
        ("Thanks, that's helpful. Any allergies?", "Any allergies?"),
        ("Can I ask, how old are you?", "how old are you?"), ("Right. Sorry to jump around. Any cough?", "Any cough?"),
        ("Can I ask you to lie down?", "Can I ask you to lie down?"), ("Thank you.", "Thank you."),
        ("Sorry to hear that.", "Sorry to hear that."), ("What brings you in?", "What brings you in?"),
    ],
)  # fmt: skip
def test_where_a_question_begins(line: str, rest: str) -> None:
    assert without_preface(line) == rest


@pytest.mark.parametrize("line", ["Sorry if I've asked this already, but smoker?", "Sorry, I may have asked this, but do you smoke?"])
def test_a_preface_is_not_answered_in_place_of_the_question(line: str) -> None:
    for seed in range(3):
        assert "social/smoking" in told(talk(meet(patient("appendicitis", seed)), [OPENING, line])[1])


def test_a_doctor_who_listens_hears_more_of_the_story() -> None:
    for condition in library().conditions:
        record = with_persona(patient(condition, 3), talkativeness=0.4)
        first, *more = talk(meet(record), [OPENING, "Mm-hm.", "Uh-huh, go on."])
        assert all(told(turn) - told(first) for turn in more), [turn.reply_text for turn in more]


@pytest.mark.parametrize(("line", "bids"), [("Mm-hm.", True), ("Go on", True), ("I see.", False), ("Okay, right.", False),
                                            ("Okay, and where is it?", None), ("Right arm?", None)])  # fmt: skip
def test_what_leaves_the_patient_the_word(line: str, bids: bool | None) -> None:
    assert listens(line) is bids


def test_each_thing_of_a_list_that_is_denied_for_them_is_answered() -> None:
    for record, _ in holders(lambda one: one.id == "symptom/chest-pain", of="nstemi"):
        line = "No blackouts, rashes or chest pain?"
        turn = talk(meet(record), [OPENING, line])[1]
        assert {move.label for move in turn.plan.moves} >= {"symptom:syncope", "symptom:rash", "symptom:chest_pain"}
        assert re.search(r"\b(?:chest|pain|tight\w*|heavy|pressure|hurts)\b", turn.reply_text), turn.reply_text


@pytest.mark.parametrize("line", ["Have you ever had gout?", "Do you have epilepsy?", "Any history of TB?"])
def test_no_illness_of_another_kind_is_set_against_what_was_never_there(line: str) -> None:
    for seed in range(6):
        record = with_persona(patient("nstemi", seed), talkativeness=0.95)
        turn = talk(meet(record), [OPENING, line])[1]
        assert not [fact for fact in turn.plan.facts if fact.startswith(("past/hypertension", "past/cholesterol"))], line


def test_a_further_worry_is_told_when_asked_for() -> None:
    held = holders(lambda one: one.id == "ice/concern-2")
    assert held
    for record, fact in held:
        calm = with_persona(record, openness=0.9)
        turns = talk(meet(calm), [OPENING, "What worries you about this?", "Any other worries?", "Any other concerns?"])
        assert any(fact.id in told(turn) for turn in turns), [turn.reply_text for turn in turns]


def test_where_one_lives_is_a_place() -> None:
    for seed in range(4):
        reply = talk(meet(patient("nstemi", seed)), [OPENING, "Whereabouts do you live?"])[1].reply_text
        assert not re.search(r"\b(?:wife|husband|partner|children|kids|alone|on my own)\b", reply), reply


def test_a_doubtful_reading_gives_way_to_a_sure_one() -> None:
    for seed in range(3):
        turn = talk(meet(patient("migraine_with_aura", seed)), [OPENING, "How much coffee or tea do you drink?"])[1]
        assert not any("alcohol" in fact for fact in turn.plan.facts), turn.reply_text


def test_a_side_that_is_denied_for_them_is_told_and_not_the_trouble() -> None:
    for record, fact in holders(lambda one: one.id == "symptom/abdominal-pain/prior-care"):
        turn = talk(meet(record), [OPENING, "So you haven't seen anybody about the tummy pain yet?"])[1]
        assert fact.id in told(turn), turn.reply_text


@pytest.mark.parametrize("line", ["And how much do you smoke these days?", "How many a day would you smoke?"])
def test_no_drug_last_spoken_of_takes_the_question_of_smoking(line: str) -> None:
    held = holders(lambda one: one.id == "social/smoking/amount")
    assert held
    for record, fact in held:
        turn = talk(meet(record), [OPENING, "What tablets are you on?", "What dose is that?", line])[3]
        assert told(turn) == {fact.id}, turn.reply_text


def test_small_talk_asked_again_in_other_words_is_the_same() -> None:
    for seed in range(3):
        lines = [OPENING, "How did you get here today?", "How did you make your way in?", "Remind me how you got here?"]
        turns = talk(meet(patient("nstemi", seed)), lines)[1:]
        assert len({move.wording for turn in turns for move in turn.plan.moves if move.topic == "arrival"}) == 1
        assert all("everyday:arrival" in turn.understanding.labels for turn in turns)
