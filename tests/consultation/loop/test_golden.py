"""Whole consultations, good, poor and rude: each turn does what such a patient would do, in whatever words."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from pz_tui.consultation.turn import Turn
from pz_tui.record.base import Frozen
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood
from tests.patients import meet, patient, talk, with_persona

GOLDEN = Path(__file__).parent / "golden"
NAMES = tuple(sorted(path.stem for path in GOLDEN.glob("*.toml")))
SEEDS = 150
LONG = 6
"""Words from which a sentence is not said twice in one consultation."""


class Expected(Frozen):
    """What a turn must do.

    Attributes:
        strategy: one of these is among its moves; empty for any.
        gives, keeps: patterns of fact ids that come out by then, and that do not in this turn.
        must, never: patterns of the reply, case ignored.
        cards: at least so many are shown.
    """

    say: str
    strategy: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    cards: int = 0


class Script(Frozen):
    """One consultation with the patient it is held with: the first who has what it needs."""

    condition: str
    needs: tuple[str, ...]
    absent: tuple[str, ...]
    secret: tuple[str, ...] = ()
    persona: dict[str, Any]
    mood: Mood
    irritation_rises: bool = False
    turns: tuple[Expected, ...]

    def patient(self) -> PatientRecord:
        """The patient, with the manner of the script."""
        record = next(item for item in (patient(self.condition, seed) for seed in range(SEEDS)) if self._fits(item))
        return with_persona(record, self.mood, **self.persona)

    def _fits(self, record: PatientRecord) -> bool:
        secrets = {fact.id for fact in facts_of(record) if fact.access == "sensitive"}
        polarity = {fact.id: fact.polarity for fact in facts_of(record)}
        return secrets >= set(self.secret) and all(polarity.get(one) == "present" for one in self.needs) and all(
            polarity.get(one, "absent") == "absent" for one in self.absent)  # fmt: skip


@lru_cache(maxsize=len(NAMES))
def held(name: str) -> tuple[Script, PatientRecord, tuple[Turn, ...]]:
    """The script, the patient and the consultation."""
    script = Script.model_validate(tomllib.loads((GOLDEN / f"{name}.toml").read_text(encoding="utf-8")))
    record = script.patient()
    return script, record, tuple(talk(meet(record), [turn.say for turn in script.turns]))


def given(turns: tuple[Turn, ...]) -> set[str]:
    return {event.fact for turn in turns for event in turn.events if event.kind == "disclosed"}


def test_there_is_one_for_each_condition_and_a_poor_and_a_rude_one() -> None:
    assert set(NAMES) == {"nstemi", "migraine_with_aura", "appendicitis", "depression", "poor", "rude"}


@pytest.mark.parametrize("name", NAMES)
def test_each_turn_does_what_it_should(name: str) -> None:
    script, _, turns = held(name)
    faults = []
    for place, (want, turn) in enumerate(zip(script.turns, turns, strict=True)):
        reply, out = turn.reply_text, given(turns[: place + 1])
        strategies = {move.strategy for move in turn.plan.moves}
        faults += [f"{want.say} -> {reply}: {sorted(strategies)}"] * (
            bool(want.strategy) and not strategies & set(want.strategy))  # fmt: skip
        faults += [f"{want.say} -> {reply}: does not give {one}" for one in want.gives
                   if not any(fnmatchcase(fact, one) for fact in out)]  # fmt: skip
        faults += [f"{want.say} -> {reply}: gives {one}" for one in want.keeps
                   if any(fnmatchcase(fact, one) for fact in given((turn,)))]  # fmt: skip
        faults += [f"{want.say} -> {reply}: lacks {one}" for one in want.must if not re.search(one, reply, re.I)]
        faults += [f"{want.say} -> {reply}: has {one}" for one in want.never if re.search(one, reply, re.I)]
        faults += [f"{want.say} -> {len(turn.cards)} cards"] * (len(turn.cards) < want.cards)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_says_the_same_twice_or_is_left_without_words(name: str) -> None:
    _, _, turns = held(name)
    said = [sentence for turn in turns for sentence in turn.reply if len(sentence.split()) >= LONG]
    assert all(turn.reply for turn in turns)
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("name", NAMES)
def test_the_diagnosis_is_the_doctors_to_say(name: str) -> None:
    _, record, turns = held(name)
    names = [record.condition.name, *record.condition.aliases]
    for turn in turns:
        if any(event.kind == "told" and event.what == "diagnosis" for event in turn.events):
            break
        spoken = [one for one in names if re.search(rf"\b{re.escape(one)}\b", turn.reply_text, re.I)]
        assert not spoken, (turn.utterance, turn.reply_text)


def test_rudeness_puts_the_patient_out() -> None:
    script, record, _ = held("rude")
    encounter = meet(record)
    talk(encounter, [turn.say for turn in script.turns[:8]])
    assert script.irritation_rises
    assert encounter.memory.mood.irritation > record.persona.mood.irritation + 0.3
