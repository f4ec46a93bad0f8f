"""What was done and told in this very consultation: said back, and never denied or read off by the patient."""

from __future__ import annotations

import pytest

from tests.patients import meet, patient, talk, with_persona

OPENING = "Hello, I'm Dr Osei. What's brought you in today?"
DENIES = ("not had anything", "not that i remember", "not lately", "never had")
TOLD = ["I'm afraid you've had a small heart attack.",
        "We're going to give you aspirin and admit you to the ward. Is that okay?"]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("done", "asked"), [
    ("I'd like to do an ECG.", "What did the ECG show?"),
    ("Let me check your blood pressure.", "What's my blood pressure?"),
    ("Can I take your temperature?", "What's your temperature?"),
])  # fmt: skip
def test_a_result_of_this_consultation_is_the_doctors_to_tell(seed: int, done: str, asked: str) -> None:
    turn = talk(meet(patient("nstemi", seed)), [OPENING, done, asked])[-1]
    assert not any(words in turn.reply_text.lower() for words in DENIES), turn.reply_text
    assert not any(character.isdigit() for character in turn.reply_text)
    assert not turn.plan.facts


def test_what_was_not_done_has_no_result() -> None:
    turn = talk(meet(patient("nstemi", 3)), [OPENING, "What's my blood pressure?"])[-1]
    assert turn.plan.moves[0].wording == "not_done_yet"


def test_an_earlier_test_is_told_apart_from_the_one_just_done() -> None:
    turn = talk(meet(patient("nstemi", 3)), [OPENING, "I'd like to do an ECG.", "Have you ever had an ECG before?"])[-1]
    assert turn.plan.moves[0].wording == "tested_only_here"


@pytest.mark.parametrize("asked", ["Do you understand what I've told you?", "Can you tell me back what we're going to do?"])
def test_what_was_told_is_said_back(asked: str) -> None:
    record = with_persona(patient("nstemi", 3), recall=0.8)
    turn = talk(meet(record), [OPENING, *TOLD, asked])[-1]
    said = turn.reply_text.lower()
    assert "a small heart attack" in said
    assert "stay in" in said or "keeping me in" in said
    assert turn.plan.moves[0].strategy == "acknowledge"


def test_little_of_it_is_said_back_by_the_forgetful_and_nothing_where_nothing_was_told() -> None:
    record = with_persona(patient("nstemi", 3), recall=0.2)
    turn = talk(meet(record), [OPENING, *TOLD, "Can you tell me back what I've said?"])[-1]
    assert "heart attack" in turn.reply_text
    assert "stay in" not in turn.reply_text
    nothing = talk(meet(record), [OPENING, "Can you tell me back what I've said?"])[-1]
    assert nothing.plan.moves[0].wording == "told_nothing"
    assert "heart attack" not in nothing.reply_text.lower()


def test_a_temperature_that_was_just_taken_is_not_asked_of_the_patient() -> None:
    record = patient("appendicitis", 5)
    lines = [OPENING, "I'd like to check your temperature and pulse, may I?", "So what was your temperature?"]
    examined, asked = talk(meet(record), lines)[1:]
    assert examined.cards
    assert asked.plan.moves[0].strategy == "cannot_know"
