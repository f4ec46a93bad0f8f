"""The banks of the voice: enough ways, sound blanks, and nothing that the gate would refuse."""

from __future__ import annotations

import re

import pytest

from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.turn import Move, Plan, Understanding
from pz_tui.consultation.verification import Verifier
from pz_tui.engines.builtin.asides import asides
from pz_tui.engines.builtin.phrasing import colours_of, lines, marks
from pz_tui.record.facts import facts_of
from tests.patients import library, meet, patient

FREQUENT = (("yes", "bare"), ("yes", "lead"), ("no", "bare"), ("no", "lead"), ("plain", "lead"), ("hard", "lead"),
            ("feeling", "lead"), ("turned", "ill"), ("turned", "fine"))  # fmt: skip
BLANKS = {"point", "Point", "noun", "echo", "Echo", "nouns", "Nouns"}


@pytest.mark.parametrize(("group", "kind"), FREQUENT)
def test_every_frequent_form_has_at_least_six_ways(group: str, kind: str) -> None:
    ways = {line for bank in colours_of(group, kind).values() for line in bank}
    assert len(ways) >= 6, ways


@pytest.mark.parametrize("colour", ["anxious", "pleasing", "distrustful", "irritated", "low_mood", "relieved", "verbose"])
def test_every_feeling_can_be_heard(colour: str) -> None:
    assert sum(len(bank) for bank in marks()[colour].values()) >= 4


def test_blanks_are_known_and_links_hold_the_next_part() -> None:
    for group, kind in (*FREQUENT, ("turned", "well")):
        for bank in colours_of(group, kind).values():
            for line in bank:
                assert set(re.findall(r"\{(\w+)\}", line)) <= BLANKS, line
    for link in ("also", "talker", "detail", "contrast", "restate"):
        assert lines("join", link)
        assert all("oint}" in line for line in lines("join", link))


def test_asides_are_said_of_one_matter_each_and_several_for_what_is_asked_often() -> None:
    says = [line for aside in asides() for line in aside.says]
    assert len(says) >= 100
    for head in ("drug_history", "family_history", "occupation", "living", "smoking", "sleep"):
        assert sum(len(aside.says) for aside in asides() if head in aside.about) >= 5, head
    assert not [line for line in says if re.search(r"\d|\bmy (?:pain|chest|heart|head|stomach|belly)\b", line)]


@pytest.mark.parametrize("condition", ["nstemi", "migraine_with_aura", "appendicitis", "depression"])
def test_the_gate_lets_asides_and_marks_pass(condition: str) -> None:
    record = patient(condition, 3)
    facts = facts_of(record)
    verifier = Verifier(record, facts, library())
    memory = meet(record).memory
    plan = Plan(moves=(Move(strategy="direct", facts=("complaint",), truth=("It hurts.",)),))
    every = [line for aside in asides() for line in aside.says]
    every += [line for kinds in marks().values() for bank in kinds.values() for line in bank]
    refused = []
    for line in every:
        brief = VerdictBrief(sentence=line, before=("It hurts.",), record=record, facts=facts, memory=memory, plan=plan,
                             utterance="Tell me about it.", understanding=Understanding())  # fmt: skip
        if not verifier.judge(brief).ok:
            refused.append(line)
    assert len(refused) <= 0.01 * len(every), refused
