"""Disclosure: what may be said now. One table; the plan names the strategy it led to.

| access | open question | direct question | direct, kind, with its reason |
|---|---|---|---|
| volunteered, open-question | given (story) | given | given |
| direct-question | kept | given | given |
| sensitive, trust below .4 | kept | vague | vague |
| sensitive, trust .4 to .6 | kept | vague | given |
| sensitive, trust from .6 | kept | given | given |
| examination, investigation | kept | patient cannot know | patient cannot know |
| hidden | never | never | never |

A leading question changes nothing; of a compound one the last or easiest part is answered. Thresholds:
clinical.md section 6 (proposed, calibrated on scripted doctors in ``tests/bench``).
"""

from __future__ import annotations

from typing import Literal

from pz_tui.consultation.turn import Ask
from pz_tui.record.base import Access
from pz_tui.record.facts import Fact
from pz_tui.record.persona import Mood, Persona

Outcome = Literal["given", "vague", "kept", "cannot_know", "never"]
Way = Literal["open", "direct", "kind"]

TRUSTS = 0.6
"""Trust from which a sensitive fact is given to a plain direct question."""
OPENS = 0.4
"""Trust from which it is given to a direct, kind question that says why."""

_TABLE: dict[Access, dict[Way, Outcome]] = {
    "volunteered": {"open": "given", "direct": "given", "kind": "given"},
    "open-question": {"open": "given", "direct": "given", "kind": "given"},
    "direct-question": {"open": "kept", "direct": "given", "kind": "given"},
    "sensitive": {"open": "kept", "direct": "vague", "kind": "vague"},
    "examination": {"open": "kept", "direct": "cannot_know", "kind": "cannot_know"},
    "investigation": {"open": "kept", "direct": "cannot_know", "kind": "cannot_know"},
    "hidden": {"open": "never", "direct": "never", "kind": "never"},
}


def way_of(ask: Ask) -> Way:
    """How an ask is put, as far as disclosure cares."""
    if ask.kind:
        return "kind"
    return "open" if ask.head in ("open_invitation", "anything_else", "associated") else "direct"


def outcome(fact: Fact, way: Way, mood: Mood, *, already: bool = False) -> Outcome:
    """What becomes of a fact that was asked for.

    Args:
        already: it has come out before; what is out stays out.
    """
    if fact.access == "hidden":
        return "never"
    if already:
        return "given"
    if fact.access == "sensitive" and way != "open":
        opened = mood.trust >= TRUSTS or (way == "kind" and mood.trust >= OPENS)
        return "given" if opened else "vague"
    return _TABLE[fact.access][way]


def volunteered(persona: Persona, mood: Mood, *, again: bool) -> int:
    """How many facts an open question brings: two or three, one or four with the persona and the mood."""
    count = 2 + round(persona.talkativeness * 2.2)
    if mood.irritation > 0.6 or persona.personality == "reserved":
        count -= 1
    if again:
        count -= 1
    return max(1, min(4, count))


def late_worry_comes(mood: Mood, persona: Persona) -> bool:
    """Whether the real worry comes out by itself when the doctor is kind."""
    threshold = {"overanxious": 0.45, "reserved": 0.7, "distrustful": 0.65}.get(persona.personality, 0.58)
    return mood.trust >= threshold
