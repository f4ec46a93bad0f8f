"""Disclosure: what may be said now. One table; the plan names the strategy it led to.

| access | open question | direct question | direct and kind |
|---|---|---|---|
| volunteered, open-question | given (story) | given | given |
| direct-question | kept | given | given |
| sensitive, trust below `kind` | kept | vague, unless frank | vague, unless frank |
| sensitive, trust from `kind` to `plain` | kept | vague, unless frank | given |
| sensitive, trust from `plain` | kept | given | given |
| examination, investigation | kept | patient cannot know | patient cannot know |
| hidden | never | never | never |

A leading question changes nothing; of a compound one the last or easiest part is answered. How much trust a
sensitive matter takes, and who is frank about it, stands in ``disclosure.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from pz_tui.consultation.memory import Memory
from pz_tui.consultation.turn import Ask
from pz_tui.record.base import Access, Frozen
from pz_tui.record.chance import chance
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood, Persona

Outcome = Literal["given", "vague", "kept", "cannot_know", "never"]
Way = Literal["open", "direct", "kind"]

_TABLE: dict[Access, dict[Way, Outcome]] = {
    "volunteered": {"open": "given", "direct": "given", "kind": "given"},
    "open-question": {"open": "given", "direct": "given", "kind": "given"},
    "direct-question": {"open": "kept", "direct": "given", "kind": "given"},
    "sensitive": {"open": "kept", "direct": "vague", "kind": "vague"},
    "examination": {"open": "kept", "direct": "cannot_know", "kind": "cannot_know"},
    "investigation": {"open": "kept", "direct": "cannot_know", "kind": "cannot_know"},
    "hidden": {"open": "never", "direct": "never", "kind": "never"},
}
_OPEN_HEADS = frozenset({"open_invitation", "anything_else", "associated"})
_EXPLORES = frozenset({"concerns"})
"""Heads that are kind by themselves: who asks for a worry wants to hear it."""
_KIND_ACTS = frozenset({"empathy", "privacy", "confidentiality", "consent"})
_KIND_TONES = frozenset({"empathy", "normalising", "reason", "leave_asked", "confidential", "apology"})
_HARSH = frozenset({"blame", "lecture", "rude"})

_MIDDLING = 0.6
"""Openness at which the share of the table holds."""
_PUT_OFF_TRUST, _PUT_OFF_IRRITATION = 0.25, 0.6
"""Below this trust, or above this irritation, nobody is frank."""
_NO_IS_EASIER = 0.3
"""How much trust less it takes to say that there is nothing of the kind."""
_SOFTER = 0.03
"""How much trust less it takes for each time it was asked before and kept back, when the question is kind."""
_SHORT_TEMPERED = 0.5
"""Irritation from which nothing is added to what was asked."""


class Matter(Frozen):
    """A kind of thing people keep back; the fields are explained at the head of ``disclosure.toml``."""

    name: str
    facts: tuple[str, ...]
    kind: float = Field(ge=0, le=1)
    plain: float = Field(ge=0, le=1)
    frank: float = Field(ge=0, le=1)
    denied: bool = False
    in_the_end: int = 0


@lru_cache(maxsize=1)
def matters() -> tuple[Matter, ...]:
    """The table of ``disclosure.toml``."""
    table = tomllib.loads((Path(__file__).parent / "disclosure.toml").read_text(encoding="utf-8"))
    return tuple(Matter.model_validate(row) for row in table["matters"])


def matter_of(fact: Fact) -> Matter:
    """Which kind of thing a sensitive fact is."""
    return next(item for item in matters() if any(fnmatchcase(fact.id, pattern) for pattern in item.facts))


def way_of(ask: Ask, *, heads: Sequence[str] = (), manner: Sequence[str] = ()) -> Way:
    """How an ask is put, as far as disclosure cares.

    Args:
        heads: all that the utterance does, so that "I'm so sorry. How much …?" is as kind as its first half.
        manner: its tones.
    """
    if _HARSH & set(manner):
        return "direct"
    if ask.kind or ask.head in _EXPLORES:
        return "kind"
    if ask.head in _OPEN_HEADS:
        return "open"
    return "kind" if _KIND_ACTS & set(heads) or _KIND_TONES & set(manner) else "direct"


def outcome(fact: Fact, way: Way, record: PatientRecord, memory: Memory) -> Outcome:
    """What becomes of a fact that was asked for; what is out stays out."""
    if fact.access == "hidden":
        return "never"
    if fact.id in memory.disclosed:
        return "given"
    if fact.access == "sensitive" and way != "open":
        return "given" if _opens(fact, way, record, memory) else "vague"
    return _TABLE[fact.access][way]


def _opens(fact: Fact, way: Way, record: PatientRecord, memory: Memory) -> bool:
    matter, mood = matter_of(fact), memory.mood
    if fact.polarity == "absent" and matter.denied:
        return True
    times = len(memory.withheld.get(fact.id, ()))
    if way == "kind" and matter.in_the_end and times + 1 >= matter.in_the_end:
        return True
    if is_frank(fact, record) and mood.trust >= _PUT_OFF_TRUST and mood.irritation <= _PUT_OFF_IRRITATION:
        return True
    needed = matter.kind - _SOFTER * times if way == "kind" else matter.plain
    return mood.trust >= needed - (_NO_IS_EASIER if fact.polarity == "absent" else 0)


def is_frank(fact: Fact, record: PatientRecord) -> bool:
    """Whether this person minds little about this one thing; open people oftener, and the same at every asking."""
    share = matter_of(fact).frank * record.persona.openness / _MIDDLING
    return chance(record.seed, record.identity.name, "frank", fact.id).random() < share


def volunteered(persona: Persona, mood: Mood, *, again: bool) -> int:
    """How many facts an open question brings: two or three, one or four with the persona and the mood."""
    count = 2 + round(persona.talkativeness * 2.2)
    if persona.personality == "reserved":
        count -= 1
    if again:
        count -= 1
    if mood.irritation >= _SHORT_TEMPERED:
        return 1
    return max(1, min(4, count))


def late_worry_comes(fact: Fact, record: PatientRecord, memory: Memory) -> bool:
    """Whether the real worry comes out by itself when the doctor is kind."""
    return _opens(fact, "kind", record, memory)
