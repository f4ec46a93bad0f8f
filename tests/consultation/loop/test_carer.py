"""A child's carer: speaks of the child in the third person, is asked about "she", and says only what the record holds."""

from __future__ import annotations

import re

import pytest

from pz_tui.consultation.person.carer import Carer
from pz_tui.consultation.turn import Move, Plan
from pz_tui.encounter.door_card import door_card
from pz_tui.plausibility import Case, check
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import Informant, PatientRecord
from tests.patients import library, meet, patient, talk

TOLD = Plan(moves=(Move(strategy="direct"),))
OPENING = "Hello, I'm Dr Osei. What's brought you in today?"


def child(seed: int = 2, age: int = 9, relation: str = "mother", sex: str = "female") -> PatientRecord:
    record = patient("appendicitis", seed, age=age, sex=sex)
    return record.model_copy(update={"informant": Informant.model_validate({"relation": relation, "name": "Karen Gill"})})


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("I've had a tummy ache since yesterday.", "She's had a tummy ache since yesterday."),
        ("My belly's really sore and it hurts to move.", "Her belly's really sore and it hurts to move."),
        ("I don't feel well in myself.", "She doesn't feel well in herself."),
        ("I think I've got a bit of a temperature.", "I think she's got a bit of a temperature."),
        ("I was hoping for a scan, so I'd know what's wrong.", "I was hoping for a scan, so I'd know what's wrong."),
        ("I play a lot of video games and watch films.", "She plays a lot of video games and watches films."),
        ("I never miss it.", "She never misses it."),
        ("If I lie dead still with my legs up it's easier.", "If she lies dead still with her legs up it's easier."),
        ("It crept up on me, I thought it was nothing at first.", "It crept up on her, I thought it was nothing at first."),
        ("My mum's fine, 39.", "I'm fine, 39."), ("My dad got diabetes at 37 or so.", "Her dad got diabetes at 37 or so."),
        ("I'm still at home with my mum and dad.", "She's still at home with me and her dad."),
        ("Am I going to be all right?", "Is she going to be all right?"), ("Should I be worried?", "Should I be worried?"),
        ("What if I don't wake up?", "What if she doesn't wake up?"), ("I do, yeah.", "She does, yeah."),
        ("I'm her mum, Karen.", "I'm her mum, Karen."),
    ],
)  # fmt: skip
def test_what_the_child_would_say_is_turned_about(own: str, said: str) -> None:
    assert Carer(child()).speaks(own, TOLD) == said


@pytest.mark.parametrize(
    ("asked", "put"),
    [
        ("Does she have a temperature?", "do you have a temperature?"), ("Has she been sick?", "have you been sick?"),
        ("Is her tummy sore?", "Is your tummy sore?"), ("What does she take for it?", "What do you take for it?"),
        ("How long has your daughter had this?", "How long have you had this?"), ("Is anything bothering her?", "Is anything bothering you?"),
        ("Does her sister have it too? Is she well?", "Does her sister have it too? Is she well?"),
    ],
)  # fmt: skip
def test_the_doctor_is_understood_as_if_the_child_were_asked(asked: str, put: str) -> None:
    assert Carer(child()).asked(asked).lower() == put.lower()


def test_who_is_there_is_said_at_the_door_in_the_panel_and_when_asked() -> None:
    record = patient("appendicitis", 2, age=9)
    assert record.informant is not None
    assert record.informant.relation in record.encounter.triage
    assert record.informant.name in door_card(record).informant
    assert record.speaker == record.informant.given_name
    assert any(record.informant.name in fact.clinical for fact in facts_of(record))
    greeting, who = talk(meet(record), [OPENING, "And who are you?"])
    assert record.informant.given_name in greeting.reply_text
    assert {"mother": "mum", "father": "dad", "grandmother": "gran"}[record.informant.relation] in who.reply_text
    assert patient("appendicitis", 2, age=30).informant is None


QUESTIONS = [OPENING, "Go on.", "When did it start?", "Where is it?", "Does she have a fever?", "Has he been sick?", "Is she eating?",
             "Any diarrhoea?", "Any medical problems?", "Does she take any medicines?", "Any allergies?", "Who's at home?",
             "How bad is it out of ten?", "Does anything make it worse?", "Does she play any sport?", "What are you worried about?"]  # fmt: skip


@pytest.mark.parametrize(("seed", "age"), [(2, 9), (4, 10), (11, 14), (6, 12)])
def test_a_whole_consultation_is_in_the_third_person_and_holds_the_same_facts_as_the_childs(seed: int, age: int) -> None:
    record = patient("appendicitis", seed, age=age)
    carer = Carer(record)
    turns = talk(meet(record), QUESTIONS)
    assert {"complaint", "symptom/fever", "symptom/vomiting"} <= {fact for turn in turns for fact in turn.plan.facts}
    for turn in turns:
        assert turn.reply == tuple(carer.speaks(sentence, turn.plan) for sentence in turn.own_words)
        assert not re.search(r"\bmy\b", turn.reply_text), turn.reply_text


@pytest.mark.parametrize("age", range(8, 16))
def test_children_are_sound_and_live_the_life_of_children(age: int) -> None:
    for seed in range(3):
        record = patient("appendicitis", seed, age=age)
        assert not [one.message for one in check(Case.of_record(record, library())) if one.severity == "error"]
        assert record.identity.employment == "pupil"
        assert record.smoking.status == "never"
        assert not record.alcohol.units_per_week
        assert not {item.head for item in record.social} & {"contraception", "sexual"}
        assert 20 <= (record.vitals.weight_kg or 0) <= 80
        assert 115 <= (record.vitals.height_cm or 0) <= 190
        if age < 13:
            assert not any(item.head == "menstrual" and item.polarity == "present" for item in record.social)
        assert not any(result.analyte == "egfr" for test in record.investigations for result in test.results)


def test_a_child_without_a_carer_is_refused() -> None:
    alone = patient("appendicitis", 2, age=9).model_copy(update={"informant": None})
    assert any(one.rule == "DEM2" and one.severity == "error" for one in check(Case.of_record(alone, library())))
