"""Memory: a fold over events. It assigns what the events carry and computes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pz_tui.consultation.turn import (
    Asked,
    Corrected,
    Disclosed,
    Examined,
    Focused,
    Improvised,
    MemoryEvent,
    MoodMoved,
    RecordOpened,
    Tested,
    Told,
    Turn,
    Withheld,
)
from pz_tui.record.base import Frozen
from pz_tui.record.persona import Mood


class Memory(Frozen):
    """What has happened in this conversation (the plastic track).

    Attributes:
        disclosed: fact id -> the events by which it came out, first first.
        improvised: topic -> the accepted invention; later wordings are bound by it.
        told: what the doctor said of diagnosis, results and plan.
        examined, tested: regions and tests, with the turn of the first time.
        withheld: fact id -> turns in which it was kept back.
        asked: label -> (times, last outcome).
        focus, focus_label: what was last spoken of.
        record_openings: turns at which the hidden record was looked at.
    """

    mood: Mood = Mood()
    disclosed: dict[str, tuple[Disclosed, ...]] = {}
    improvised: dict[str, Improvised] = {}
    told: tuple[Told, ...] = ()
    examined: dict[str, int] = {}
    tested: dict[str, int] = {}
    withheld: dict[str, tuple[int, ...]] = {}
    corrected: tuple[Corrected, ...] = ()
    asked: dict[str, tuple[int, str]] = {}
    focus: str = ""
    focus_label: str = ""
    record_openings: tuple[int, ...] = ()
    turns: int = 0

    def knows_told(self, concept: str) -> bool:
        """Whether the doctor has named this concept to the patient."""
        return any(concept in told.concepts for told in self.told)

    def digest(self) -> str:
        """Short stable digest; equal for equal memories, on every machine."""
        return hashlib.blake2b(self.model_dump_json().encode(), digest_size=8).hexdigest()


def begin(mood: Mood) -> Memory:
    """The memory before the first turn."""
    return Memory(mood=mood)


def fold(memory: Memory, events: Iterable[MemoryEvent]) -> Memory:
    """The memory after ``events``."""
    for event in events:
        memory = _apply(memory, event)
    return memory


def rebuild(mood: Mood, turns: Iterable[Turn]) -> Memory:
    """The memory after ``turns``, from nothing but their events."""
    memory = begin(mood)
    for turn in turns:
        memory = fold(memory, turn.events)
    return memory


def _apply(memory: Memory, event: MemoryEvent) -> Memory:
    change: dict[str, object] = {"turns": max(memory.turns, event.turn + 1)}
    match event:
        case Disclosed():
            earlier = memory.disclosed.get(event.fact, ())
            change["disclosed"] = {**memory.disclosed, event.fact: (*earlier, event)}
        case Improvised():
            change["improvised"] = {**memory.improvised, event.topic: event}
        case MoodMoved():
            change["mood"] = event.mood
        case Told():
            change["told"] = (*memory.told, event)
        case Examined():
            change["examined"] = {event.region: event.turn, **memory.examined}
        case Tested():
            change["tested"] = {event.test: event.turn, **memory.tested}
        case Withheld():
            earlier_turns = memory.withheld.get(event.fact, ())
            change["withheld"] = {**memory.withheld, event.fact: (*earlier_turns, event.turn)}
        case Corrected():
            change["corrected"] = (*memory.corrected, event)
        case RecordOpened():
            change["record_openings"] = (*memory.record_openings, event.turn)
        case Focused():
            change["focus"], change["focus_label"] = event.concept, event.label
        case Asked():
            times = memory.asked.get(event.label, (0, ""))[0]
            change["asked"] = {**memory.asked, event.label: (times + 1, event.outcome)}
    return memory.model_copy(update=change)
