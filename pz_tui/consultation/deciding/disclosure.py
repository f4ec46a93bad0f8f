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
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from pz_tui.consultation.manner import is_harsh, is_kind
from pz_tui.consultation.person.mood import as_they_feel, put_out
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask
from pz_tui.record.base import Access, Frozen
from pz_tui.record.chance import chance
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

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

_MIDDLING = 0.6
"""Openness at which the share of the table holds."""
_PUT_OFF_TRUST, _PUT_OFF_IRRITATION = 0.25, 0.6
"""Below this trust, or above this irritation, nobody is frank."""
_NO_IS_EASIER = 0.3
"""How much trust less it takes to say that there is nothing of the kind."""
_SOFTER = 0.03
"""How much trust less it takes for each time it was asked before and kept back, when the question is kind."""

_LATE = 6
"""Turns before which nobody brings up the real worry by themselves (clinical.md section 1: it often comes last)."""


class Matter(Frozen):
    """A kind of thing people keep back; the fields are explained at the head of ``disclosure.toml``."""

    name: str
    facts: tuple[str, ...]
    kind: float = Field(ge=0, le=1)
    plain: float = Field(ge=0, le=1)
    frank: float = Field(ge=0, le=1)
    denied: bool = False
    in_the_end: int = Field(ge=1)


@lru_cache(maxsize=1)
def matters() -> tuple[Matter, ...]:
    """The table of ``disclosure.toml``."""
    table = tomllib.loads((Path(__file__).parent / "disclosure.toml").read_text(encoding="utf-8"))
    return tuple(Matter.model_validate(row) for row in table["matters"])


def matter_of(fact: Fact) -> Matter:
    """Which kind of thing a sensitive fact is."""
    return next(item for item in matters() if any(fnmatchcase(fact.id, pattern) for pattern in item.facts))


def way_of(ask: Ask, scene: Scene) -> Way:
    """How an ask is put, as far as disclosure cares; leave asked in the turn before still holds."""
    if ask.head in _OPEN_HEADS:
        return "open"
    if is_harsh(scene.understanding):
        return "direct"
    kind = ask.head in _EXPLORES or scene.earlier.leave or is_kind(scene.understanding)
    return "kind" if kind else "direct"


def outcome(fact: Fact, way: Way, scene: Scene) -> Outcome:
    """What becomes of a fact that was asked for; what is out stays out."""
    if fact.access == "hidden":
        return "never"
    if fact.id in scene.memory.disclosed:
        return "given"
    if fact.access == "sensitive" and way != "open":
        return "given" if opens(fact, way, scene) else "vague"
    return _TABLE[fact.access][way]


def opens(fact: Fact, way: Way, scene: Scene) -> bool:
    """Whether a sensitive fact is told now to a question put this way."""
    matter, mood = matter_of(fact), scene.mood
    if fact.polarity == "absent" and matter.denied:
        return True
    times = scene.earlier.kept_back.get(fact.id, 0)
    if way == "kind" and times + 1 >= matter.in_the_end:
        return True
    if mood.trust >= _PUT_OFF_TRUST and mood.irritation <= _PUT_OFF_IRRITATION and is_frank(fact, scene.record):
        return True
    needed = matter.kind - _SOFTER * times if way == "kind" else matter.plain
    return mood.trust >= needed - (_NO_IS_EASIER if fact.polarity == "absent" else 0)


def comes_by_itself(fact: Fact, scene: Scene) -> bool:
    """Whether the real worry is told unasked: late, once there is trust, and not while put out."""
    late = scene.turn >= _LATE and not put_out(scene.persona, scene.mood)
    return late and scene.mood.trust >= matter_of(fact).kind


def is_frank(fact: Fact, record: PatientRecord) -> bool:
    """Whether this person minds little about this one thing; open people oftener, and the same at every asking."""
    share = matter_of(fact).frank * record.persona.openness / _MIDDLING
    return chance(record.seed, record.identity.name, "frank", fact.id).random() < share


def volunteered(scene: Scene, *, again: bool) -> int:
    """How many facts an open question brings: three or four, two or five with the persona and the mood."""
    persona = as_they_feel(scene.persona, scene.mood)
    count = 3 + round(persona.talkativeness * 2.4)
    if persona.personality == "reserved":
        count -= 1
    if again:
        count -= 1
    if put_out(scene.persona, scene.mood):
        return 1
    return max(1, min(5, count))
