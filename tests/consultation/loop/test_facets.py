"""The side of a thing that is asked for is the side that is told: since when, how many, how well controlled."""

from __future__ import annotations

import re

import pytest

from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from tests.patients import library, meet, patient, talk

OPENING = "Hello, what's brought you in today?"
SIDES = {
    "social/relationships/children": ("How many children have you got?", "Any kids?"),
    "social/smoking/duration": ("How long have you smoked?", "When did you start smoking?"),
    "social/smoking/amount": ("How much do you smoke?", "How many a day do you smoke?"),
    "identity/age": ("What age are you?", "How old are you?"),
    "identity/preferred-name": ("How should I address you?", "What would you like to be called?"),
    "symptom/chest-pain/onset-manner": ("Did the pain come on all at once or bit by bit?",),
    "social/driving": ("Do you drive?",),
    "past/diabetes/since": ("How long have you had diabetes?", "When were you told you had diabetes?"),
    "past/diabetes/control": ("Is your diabetes well controlled?", "How's the diabetes been lately?"),
    "symptom/headache/frequency": ("How often do you get these headaches?",),
}


def holders(fact_id: str, wanted: int = 3) -> list[tuple[PatientRecord, Fact]]:
    """Patients who have the fact."""
    found = []
    for seed in range(60):
        for condition in library().conditions:
            record = patient(condition, seed)
            fact = next((one for one in facts_of(record) if one.id == fact_id), None)
            if fact is not None and fact.access not in ("sensitive", "hidden"):
                found.append((record, fact))
            if len(found) == wanted:
                return found
    return found


@pytest.mark.parametrize("fact_id", SIDES)
def test_the_side_asked_for_is_told(fact_id: str) -> None:
    held = holders(fact_id)
    assert held
    for record, fact in held:
        for line in SIDES[fact_id]:
            turn = talk(meet(record), [OPENING, line])[1]
            assert fact.id in {event.fact for event in turn.events if event.kind == "disclosed"}, (line, turn.reply_text)


@pytest.mark.parametrize("line", ["When were you diagnosed?", "How many hours do you sleep?", "How long have you smoked?"])
def test_no_yes_or_no_to_when_or_how_many(line: str) -> None:
    for seed in range(6):
        reply = talk(meet(patient("depression", seed)), [OPENING, line])[1].reply_text
        assert not re.match(r"(?:yes|yeah|yep|aye)\b", reply, re.IGNORECASE), (seed, reply)
