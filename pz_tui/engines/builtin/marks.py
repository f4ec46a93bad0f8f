"""Marks: the few words by which one hears who speaks and how they feel, and the talker's aside."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from pz_tui.consultation.person.mood import put_out
from pz_tui.consultation.turn import Plan
from pz_tui.engines.builtin.asides import aside_for
from pz_tui.engines.builtin.manner import Manner
from pz_tui.engines.builtin.phrasing import marks
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

_SHARES: Mapping[str, float] = {
    "relieved": 0.14, "irritated": 0.22, "anxious": 0.36, "pleasing": 0.34, "distrustful": 0.28, "verbose": 0.16,
    "low_mood": 0.2, "low": 0.12, "high": 0.1,
}  # fmt: skip
"""How often a reply carries the mark of each colour."""
_VERY_ANXIOUS, _TALKS, _TALKER = 0.75, 0.55, 0.42
_SILENT, _DUE = 4, 2.5
"""Replies without a mark after which one is due, and how much likelier it then is."""
_PERSONS = frozenset({"anxious", "pleasing", "distrustful"})
_HABITS = frozenset({"smoking", "alcohol", "drugs"})
_NEVER = frozenset({"identity_check"})


@lru_cache(maxsize=1)
def _lines() -> frozenset[str]:
    return frozenset(text for kinds in marks().values() for bank in kinds.values() for text in bank)


def after(
    plan: Plan, said: Sequence[str], facts: Sequence[Fact], record: PatientRecord, manner: Manner,
    replies: Sequence[Collection[str]], rng: random.Random,
) -> str:  # fmt: skip
    """What follows the answer: a mark, an aside, or mostly nothing.

    Args:
        said: the answer itself.
        replies: the sentences of every earlier reply, the last one last.
    """
    told = [fact for move in plan.moves if move.strategy in ("direct", "story", "list", "deny", "late_worry")
            for fact in facts if fact.id in move.facts]  # fmt: skip
    if not told or told[0].head in _NEVER or said[-1].endswith("?") or put_out(record.persona, manner.mood):
        return ""
    aside = _aside(plan, facts, record, manner, replies, rng)
    return aside or _mark(told, said, manner, replies, rng)


def _aside(
    plan: Plan, facts: Sequence[Fact], record: PatientRecord, manner: Manner,
    replies: Sequence[Collection[str]], rng: random.Random,
) -> str:  # fmt: skip
    if record.informant is not None:  # asides are of one's own life
        return ""
    share = manner.talk - 0.1
    if manner.talk < _TALKS or manner.persona.talkativeness < _TALKER or manner.in_low_mood:
        return ""
    if manner.mood.anxiety >= _VERY_ANXIOUS or record.condition.severity == "severe":
        share *= 0.4
    return aside_for(plan, facts, record, replies, rng) if rng.random() < share else ""


def _mark(
    told: Sequence[Fact], said: Sequence[str], manner: Manner, replies: Sequence[Collection[str]], rng: random.Random
) -> str:
    if replies and any(line in _lines() for line in replies[-1]):
        return ""
    kind = _kind(told[-1])
    recent = {line for reply in replies[-12:] for line in reply}
    silent = not any(line in _lines() for reply in replies[-_SILENT:] for line in reply)
    bare = len(said) == 1 and len(said[0].split()) <= 2
    for colour in manner.colours:
        lines = [line for line in marks().get(colour, {}).get(kind, ()) if line not in recent]
        share = _SHARES.get(colour, 0.0) * (0.5 if bare else 1.0)
        if colour == "anxious" and manner.mood.anxiety >= _VERY_ANXIOUS:
            share += 0.12
        if lines and rng.random() < share * (_DUE if silent and colour in _PERSONS else 1.0):
            return rng.choice(lines)
    return ""


def _kind(fact: Fact) -> str:
    if fact.section == "perspective":
        return "feeling"
    if fact.section == "social_history" and fact.head not in _HABITS:
        return "life"
    if fact.section in ("presenting_complaint", "history_of_complaint", "systems_review"):
        return "symptom" if fact.polarity == "present" else "denied"
    return "past"
