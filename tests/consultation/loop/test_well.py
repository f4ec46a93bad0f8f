"""Asked whether all is well, "yes" means that nothing is wrong: the answer must never say the opposite."""

from __future__ import annotations

import re

import pytest

from pz_tui.record.facts import facts_of
from tests.patients import meet, patient, talk

ASKED = {
    "sleep": ("Sleeping all right?", "Are you sleeping well?", "Can you sleep?", "Is your sleep ok?"),
    "anhedonia": ("Do you still enjoy things?",),
    "appetite": ("Eating ok?", "Is your appetite normal?", "Have you got a good appetite?"),
    "concentration": ("Can you concentrate all right?", "Are you able to concentrate on a film?"),
    "orthopnoea": ("Can you lie flat?", "Are you all right lying flat?"),
}
YES = re.compile(r"^(?:yes|yeah|yep|aye|mm)\b", re.IGNORECASE)
NO = re.compile(r"^(?:no|nope|not really)\b(?! different| trouble| problem)", re.IGNORECASE)


@pytest.mark.parametrize("concept", ASKED)
def test_a_yes_is_for_the_function_and_a_no_for_the_trouble(concept: str) -> None:
    seen = set()
    for condition in ("depression", "nstemi"):
        for seed in range(8):
            record = patient(condition, seed)
            there = any(fact.id == f"symptom/{concept}" and fact.polarity == "present" for fact in facts_of(record))
            for line in ASKED[concept]:
                turn = talk(meet(record), ["Hello, what's brought you in today?", line])[1]
                if not any(ask.well and ask.object == concept for ask in turn.understanding.asks):
                    continue
                seen.add(line)
                assert not (YES if there else NO).match(turn.reply_text), (seed, line, turn.reply_text)
    assert seen == set(ASKED[concept])


@pytest.mark.parametrize("line", ["Any trouble sleeping?", "Have you lost your appetite?", "Not sleeping well?"])
def test_a_question_for_the_trouble_stays_one(line: str) -> None:
    turn = talk(meet(patient("nstemi", 44)), [line])[0]
    assert not any(ask.well for ask in turn.understanding.asks)


def test_how_it_is_gets_no_yes_or_no() -> None:
    for seed in range(8):
        for line in ("How's your mood been?", "How is your sleep?", "How are your energy levels?"):
            reply = talk(meet(patient("depression", seed)), [line])[0].reply_text
            assert not YES.match(reply), (seed, line, reply)
