"""Patients and talks for tests: made by the built-in engine from a seed, held through the real encounter."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pz_tui.consultation.turn import Turn
from pz_tui.encounter.create import create_patient
from pz_tui.encounter.encounter import Encounter, say
from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.generation.request import PatientRequest
from pz_tui.knowledge.library import Library, load
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood, Persona
from pz_tui.sessions.store import SessionStore

DAY = dt.date(2026, 3, 14)


@lru_cache(maxsize=1)
def library() -> Library:
    """The packaged knowledge."""
    return load()


@lru_cache(maxsize=256)
def patient(condition: str = "nstemi", seed: int = 7, **wishes: Any) -> PatientRecord:
    """One patient of the built-in author."""
    request = PatientRequest.model_validate({"condition": condition, "seed": seed, "date": DAY, **wishes})
    return asyncio.run(create_patient(request, builtin_engine(library()), library()))


def with_persona(record: PatientRecord, mood: Mood | None = None, **axes: Any) -> PatientRecord:
    """The same patient with another manner."""
    persona = Persona.model_validate({**record.persona.model_dump(), **axes})
    if mood is not None:
        persona = persona.model_copy(update={"mood": mood})
    return record.model_copy(update={"persona": persona})


def meet(
    record: PatientRecord, store: SessionStore | None = None, *, engine: Engine | None = None, **extra: Any
) -> Encounter:
    """A consultation with the patient; nothing is kept without a store."""
    return Encounter.begin(record, engine or builtin_engine(library()), library(), store, **extra)


def talk(encounter: Encounter, lines: Sequence[str]) -> list[Turn]:
    """Say the lines; the turns."""

    async def go() -> list[Turn]:
        turns = [await say(encounter, line) for line in lines]
        return [turn for turn in turns if turn is not None]

    return asyncio.run(go())
