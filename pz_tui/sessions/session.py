"""What is kept of one consultation."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pz_tui.consultation.turn import EngineInfo, MemoryEvent, Turn
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

SCHEMA_VERSION = 1

Mode = Literal["practice", "exam"]
SessionStatus = Literal["open", "finished", "abandoned"]


class Diagnosed(Frozen):
    """One line of the trainee's ranked differential; confidence 0 to 100 %."""

    name: str
    confidence: int = Field(default=50, ge=0, le=100)


class Submission(Frozen):
    """What the trainee hands in at the end."""

    differential: tuple[Diagnosed, ...] = ()
    plan: str = ""
    at: str = ""


class Mark(Frozen):
    """One reply marked as unreal by a rater, with the reason."""

    turn: int
    reason: str
    rater: str = ""
    at: str = ""


class Rating(Frozen):
    """One filled realism form (clinical.md section 7).

    Attributes:
        items: item id -> 1 to 4, or None for "cannot judge".
        overall: 1 to 10. usable: in teaching. blind: the rater saw neither engine nor provenance.
    """

    id: str
    rater: str = ""
    items: dict[str, int | None] = {}
    overall: int | None = Field(default=None, ge=1, le=10)
    usable: Literal["yes", "after_edits", "no"] | None = None
    worst_turn: int | None = None
    note: str = ""
    blind: bool = True
    marks: tuple[Mark, ...] = ()
    at: str = ""


class Session(Frozen):
    """One consultation as it is stored; every change makes a new one.

    Attributes:
        id: safe as a file name; made from time and chance, never from content.
        label: neutral name for lists (patient's name and complaint), never the diagnosis.
        turns: in order; the last may be ``pending`` when the program was killed.
        debrief: as ``assessment`` made it, stored as plain data so that it reads back under new code.
        opened_before_end: turns at which the hidden record was looked at live in the events.
    """

    schema_version: int = SCHEMA_VERSION
    id: str
    created: str
    changed: str
    mode: Mode = "practice"
    minutes: int = 15
    label: str
    status: SessionStatus = "open"
    record: PatientRecord
    facts: tuple[Fact, ...]
    engine: EngineInfo
    seed: int
    case: str = ""
    """Id of the ready case, empty for a generated patient."""
    surprise: bool = False
    turns: tuple[Turn, ...] = ()
    pending: tuple[MemoryEvent, ...] = ()
    """Events since the last turn (the record was opened); the next turn takes them up."""
    notes: str = ""
    elapsed: float = 0
    """Seconds of consultation so far, pauses left out."""
    submission: Submission | None = None
    debrief: dict[str, object] | None = None
    ratings: tuple[Rating, ...] = ()
    marks: tuple[Mark, ...] = ()
    forked_from: str = ""
    forked_at: int | None = None


class SessionSummary(Frozen):
    """One line of the index: enough for a list, without the diagnosis.

    ``unreadable`` holds the reason when the file could not be read; it is listed and never written.
    """

    id: str
    created: str = ""
    changed: str = ""
    mode: Mode = "practice"
    label: str = ""
    status: SessionStatus = "open"
    turns: int = 0
    engine: str = ""
    ratings: int = 0
    unreadable: str = ""
