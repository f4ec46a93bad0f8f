"""The rooms beneath, joined for the screens. Importing this imports all of them: only ``Services.warm`` may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pz_tui.encounter.catalogue import (
    CaseSummary,
    ConditionSummary,
    conditions,
    load_case,
    load_library,
    ready_cases,
)
from pz_tui.encounter.create import StageProgress, create_patient
from pz_tui.encounter.door_card import DoorCard, door_card
from pz_tui.encounter.encounter import Encounter
from pz_tui.engines.builtin import CHOSEN, builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.engines.selection import Preference, choose
from pz_tui.generation.request import PatientRequest
from pz_tui.paths import cases_folder, data_home, knowledge_folder, private_folder, sessions_folder
from pz_tui.record.patient import PatientRecord
from pz_tui.sessions.exports.markdown import to_markdown
from pz_tui.sessions.replay import Frame, frames
from pz_tui.sessions.session import Mode, Rating, Session, SessionSummary
from pz_tui.sessions.store import SessionStore
from pz_tui.settings import Settings

if TYPE_CHECKING:
    from pz_tui.engines.ollama.health import ModelInfo
    from pz_tui.engines.ollama.pulling import PullProgress

__all__ = ["Rooms"]


class Rooms:
    """Library, store and everything that needs them. Blocking methods are meant for threads."""

    def __init__(self) -> None:
        self.library = load_library(knowledge_folder())
        self.store = SessionStore(sessions_folder())

    # --- engines --------------------------------------------------------------------------------------

    async def choose(self, settings: Settings) -> Engine:
        """The engine of the settings. Raises EngineError."""
        return await choose(
            cast("Preference", settings.engine), host=settings.ollama_host, model=settings.ollama_model,
            builtin=self.builtin(), num_ctx=settings.num_ctx, library=self.library,
        )  # fmt: skip

    def builtin(self, reason: str = CHOSEN) -> Engine:
        """The built-in engine, which always works."""
        return builtin_engine(self.library, reason)

    @staticmethod
    async def models(settings: Settings) -> tuple[ModelInfo, ...]:
        """The models on the host of the settings. Raises EngineError."""
        # the client library costs 0.3 s and most machines have no Ollama
        from pz_tui.engines.ollama.client import Client  # noqa: PLC0415
        from pz_tui.engines.ollama.health import probe  # noqa: PLC0415
        from pz_tui.engines.ollama.host import read_host  # noqa: PLC0415

        client = Client(read_host(settings.ollama_host))
        try:
            found = await probe(client)
        finally:
            await client.close()
        return found.models

    @staticmethod
    async def pull(settings: Settings, name: str) -> AsyncGenerator[PullProgress, None]:
        """Fetch a model to the host of the settings; closing the iterator stops it. Raises EngineError."""
        from pz_tui.engines.ollama.client import Client  # noqa: PLC0415 - as above
        from pz_tui.engines.ollama.host import read_host  # noqa: PLC0415
        from pz_tui.engines.ollama.pulling import pull  # noqa: PLC0415

        client = Client(read_host(settings.ollama_host))
        try:
            async with aclosing(pull(client, name)) as steps:
                async for step in steps:
                    yield step
        finally:
            await client.close()

    # --- patients -------------------------------------------------------------------------------------

    def conditions(self) -> tuple[ConditionSummary, ...]:
        """Conditions that patients can be made of."""
        return conditions(self.library)

    def ready_cases(self) -> tuple[CaseSummary, ...]:
        """Ready patients, packaged and the user's own."""
        return ready_cases(cases_folder())

    def load_case(self, case: str) -> PatientRecord:
        """One ready patient. Raises CaseError."""
        return load_case(case, cases_folder())

    async def create_patient(
        self, request: PatientRequest, engine: Engine, on_progress: Callable[[StageProgress], None]
    ) -> PatientRecord:
        """A new patient. Raises RequestError."""
        return await create_patient(request, engine, self.library, on_progress)

    @staticmethod
    def door_card(record: PatientRecord, minutes: int | None) -> DoorCard:
        """What is known before the patient is seen."""
        return door_card(record, minutes)

    # --- consultations --------------------------------------------------------------------------------

    def begin(
        self, record: PatientRecord, engine: Engine, *, mode: Mode, minutes: int, case: str, surprise: bool,
        keep: bool, crisis_lines: str,
    ) -> Encounter:  # fmt: skip
        """A new consultation; ``keep`` False saves nothing. Raises StoreError."""
        return Encounter.begin(
            record, engine, self.library, self.store if keep else None, mode=mode, minutes=minutes, case=case,
            surprise=surprise, crisis_lines=crisis_lines,
        )  # fmt: skip

    def resume(self, session: str, engine: Engine, crisis_lines: str = "") -> Encounter:
        """An earlier consultation where it stood. Raises StoreError."""
        return Encounter.resume(session, engine, self.library, self.store, crisis_lines=crisis_lines)

    def fork(self, session: str, turn: int, engine: Engine, crisis_lines: str) -> Encounter:
        """A new consultation that shares the first ``turn`` turns. Raises StoreError."""
        return Encounter.fork(session, turn, engine, self.library, self.store, crisis_lines=crisis_lines)

    # --- what is kept ---------------------------------------------------------------------------------

    def summaries(self) -> list[SessionSummary]:
        """All that is kept, newest first."""
        return list(self.store.list())

    def session(self, session: str) -> Session:
        """One kept consultation. Raises StoreError."""
        return self.store.load(session)

    def delete(self, session: str) -> None:
        """Delete one for good. Raises StoreError."""
        self.store.delete(session)

    @staticmethod
    def frames(session: Session) -> tuple[Frame, ...]:
        """The session turn by turn, rebuilt from its events."""
        return frames(session)

    def export(self, session: str, reveal: bool) -> Path:
        """Write a session as Markdown, never over a file that is there. Raises StoreError, OSError."""
        words = to_markdown(self.store.load(session), reveal=reveal)
        folder = private_folder(data_home() / "exports")
        number = 1
        while True:
            file = folder / (f"{session}.md" if number == 1 else f"{session}-{number}.md")
            try:
                with file.open("x", encoding="utf-8") as out:
                    out.write(words)
            except FileExistsError:
                number += 1
            except OSError:
                # a full disk must leave no torn file behind
                file.unlink(missing_ok=True)
                raise
            else:
                return file

    def keep_rating(self, session: str, rating: Rating) -> None:
        """Keep a filled realism form in the session. Raises StoreError, EncounterError."""
        encounter = self.resume(session, self.builtin())
        try:
            encounter.rate(rating)
        finally:
            asyncio.run(encounter.close())

    def note_replay(self, session: str) -> None:
        """Log that an unfinished session was replayed. Raises StoreError."""
        encounter = self.resume(session, self.builtin())
        try:
            encounter.open_record("replay")
        finally:
            asyncio.run(encounter.close())
