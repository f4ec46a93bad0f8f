"""What the screens ask of the rooms beneath, built late and away from the event loop.

The first paint must not wait for the rooms, so they are imported in a thread by ``warm``. Blocking calls run
in threads. Tests replace the whole by a subclass.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pz_tui.paths import data_home, log_file, private_folder, settings_file
from pz_tui.settings import Settings, load_settings, save_settings

if TYPE_CHECKING:
    from pz_tui.encounter.catalogue import CaseSummary, ConditionSummary
    from pz_tui.encounter.create import StageProgress
    from pz_tui.encounter.door_card import DoorCard
    from pz_tui.encounter.encounter import Encounter
    from pz_tui.engines.engine import Engine
    from pz_tui.engines.ollama.health import ModelInfo
    from pz_tui.engines.ollama.pulling import PullProgress
    from pz_tui.generation.request import PatientRequest
    from pz_tui.record.patient import PatientRecord
    from pz_tui.sessions.replay import Frame
    from pz_tui.sessions.session import Mode, Rating, Session, SessionSummary
    from pz_tui.ui.rooms import Rooms


class Services:
    """The rooms beneath, as the screens use them. Errors of the rooms pass through; each is one sentence."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._rooms: Rooms | None = None
        self._engine: Engine | None = None
        self._warming = asyncio.Lock()
        self._choosing = asyncio.Lock()
        self.problems: tuple[str, ...] = ()
        self.read_only = ""

    # --- settings and log -----------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The user's settings; read once, defaults where the file is faulty (see ``problems``)."""
        if self._settings is None:
            self._settings, self.problems = load_settings(settings_file())
        return self._settings

    def change_settings(self, **changes: Any) -> None:
        """Keep what the user changed; writes nothing where nothing differs. Raises SettingsError."""
        changed = replace(self.settings, **changes)
        if changed == self.settings:
            return
        # it holds for this run even where it cannot be written
        self._settings = changed
        save_settings(changed, settings_file())

    @property
    def log_file(self) -> Path:
        """Where faults are written."""
        return log_file()

    def picture_file(self) -> Path:
        """A new name for a picture of the screen. Raises OSError."""
        folder = private_folder(data_home() / "exports")
        return folder / f"screen-{datetime.now():%Y%m%d-%H%M%S}.svg"

    def start_log(self) -> None:
        """Write warnings and faults to the log; the file comes into being with the first of them."""
        logger = logging.getLogger("pz_tui")
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        if not _unwritable(self.log_file.parent):
            logger.addHandler(_LateFile(self.log_file))

    # --- the rooms ------------------------------------------------------------------------------------

    async def warm(self) -> None:
        """Import the rooms, load the knowledge, open the store; once."""
        await self.rooms()

    async def rooms(self) -> Rooms:
        """The rooms, built on the first call."""
        async with self._warming:
            if self._rooms is None:
                self._rooms = await asyncio.to_thread(_build)
                self.read_only = _unwritable(data_home())
            return self._rooms

    async def engine(self, *, fresh: bool = False) -> Engine:
        """The engine of the settings; chosen once, and anew with ``fresh``.

        Where Ollama was chosen and cannot be used, the built-in engine stands in and ``reason`` says so.
        """
        rooms = await self.rooms()
        async with self._choosing:
            if self._engine is None or fresh:
                before = self._engine
                self._engine = await self._choose(rooms)
                if before is not None:
                    await before.close()
            return self._engine

    async def _choose(self, rooms: Rooms) -> Engine:
        try:
            return await rooms.choose(self.settings)
        except Exception as problem:
            if not type(problem).__module__.startswith("pz_tui."):
                raise
            words = f"{problem} Until then patients use the built-in engine. You can change this in Settings."
            return rooms.builtin(words)

    async def builtin(self) -> Engine:
        """The built-in engine, which always works."""
        rooms = await self.rooms()
        return rooms.builtin()

    async def models(self) -> tuple[ModelInfo, ...]:
        """The models that Ollama offers on the host of the settings. Raises EngineError."""
        rooms = await self.rooms()
        return await rooms.models(self.settings)

    async def pull(self, name: str) -> AsyncGenerator[PullProgress, None]:
        """Fetch a model; closing the iterator stops it, what has come is kept by the server. Raises EngineError."""
        rooms = await self.rooms()
        async with contextlib.aclosing(rooms.pull(self.settings, name)) as steps:
            async for step in steps:
                yield step

    async def close(self) -> None:
        """Let the engine go."""
        if self._engine is not None:
            await self._engine.close()

    # --- patients -------------------------------------------------------------------------------------

    async def conditions(self) -> tuple[ConditionSummary, ...]:
        """Conditions that patients can be made of."""
        rooms = await self.rooms()
        return await asyncio.to_thread(rooms.conditions)

    async def ready_cases(self) -> tuple[CaseSummary, ...]:
        """Ready patients, packaged and the user's own."""
        rooms = await self.rooms()
        return await asyncio.to_thread(rooms.ready_cases)

    async def load_case(self, case: str) -> PatientRecord:
        """One ready patient. Raises CaseError."""
        rooms = await self.rooms()
        return await asyncio.to_thread(rooms.load_case, case)

    async def create_patient(
        self, request: PatientRequest, on_progress: Callable[[StageProgress], None]
    ) -> PatientRecord:
        """A new patient. Raises RequestError."""
        rooms = await self.rooms()
        return await rooms.create_patient(request, await self.engine(), on_progress)

    async def warm_engine(self, record: PatientRecord) -> None:
        """Let the engine get ready for this patient; what stands in its way is told when the patient is asked."""
        from pz_tui.consultation.ports import EngineError  # noqa: PLC0415 - no room before the first paint

        with contextlib.suppress(EngineError):
            await (await self.engine()).warm(record)

    def door_card(self, record: PatientRecord, minutes: int | None) -> DoorCard:
        """What is known before the patient is seen; there is a record, so the rooms are there."""
        assert self._rooms is not None
        return self._rooms.door_card(record, minutes)

    # --- consultations --------------------------------------------------------------------------------

    async def begin(
        self, record: PatientRecord, *, mode: Mode, minutes: int, case: str = "", surprise: bool = False
    ) -> Encounter:
        """A new consultation. Raises StoreError."""
        rooms, engine = await self.rooms(), await self.engine()
        return await asyncio.to_thread(
            rooms.begin, record, engine, mode=mode, minutes=minutes, case=case, surprise=surprise,
            keep=not self.read_only, crisis_lines=self.settings.emergency_text,
        )  # fmt: skip

    async def resume(self, session: str) -> Encounter:
        """An earlier consultation where it stood. Raises StoreError."""
        rooms, engine = await self.rooms(), await self.engine()
        return await asyncio.to_thread(rooms.resume, session, engine, self.settings.emergency_text)

    async def fork(self, session: str, turn: int) -> Encounter:
        """A new consultation that shares the first ``turn`` turns. Raises StoreError."""
        rooms, engine = await self.rooms(), await self.engine()
        return await asyncio.to_thread(rooms.fork, session, turn, engine, self.settings.emergency_text)

    # --- what is kept ---------------------------------------------------------------------------------

    async def summaries(self) -> list[SessionSummary]:
        """All that is kept, newest first."""
        rooms = await self.rooms()
        return await asyncio.to_thread(rooms.summaries)

    async def session(self, session: str) -> Session:
        """One kept consultation. Raises StoreError."""
        rooms = await self.rooms()
        return await asyncio.to_thread(rooms.session, session)

    async def delete(self, session: str) -> None:
        """Delete one for good. Raises StoreError."""
        rooms = await self.rooms()
        await asyncio.to_thread(rooms.delete, session)

    async def frames(self, session: Session) -> tuple[Frame, ...]:
        """The session turn by turn, rebuilt from its events."""
        rooms = await self.rooms()
        return await asyncio.to_thread(rooms.frames, session)

    async def export(self, session: str, *, reveal: bool) -> Path:
        """Write a session as Markdown; the file. Raises StoreError, OSError."""
        rooms = await self.rooms()
        return await asyncio.to_thread(rooms.export, session, reveal)

    async def keep_rating(self, session: str, rating: Rating) -> None:
        """Keep a filled realism form, with its marks. Raises StoreError."""
        rooms = await self.rooms()
        await asyncio.to_thread(rooms.keep_rating, session, rating)

    async def note_replay(self, session: str) -> None:
        """Log that an unfinished session was replayed. Raises StoreError."""
        rooms = await self.rooms()
        await asyncio.to_thread(rooms.note_replay, session)


class _LateFile(logging.Handler):
    """Opens the log only when there is something to write; asking where it is creates nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a log that cannot be written must not disturb."""
        try:
            if self._file is None:
                private_folder(self._path.parent)
                self._file = RotatingFileHandler(self._path, maxBytes=512_000, backupCount=1, encoding="utf-8")
                self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
            self._file.emit(record)
        except OSError:
            self.setLevel(logging.CRITICAL + 1)


def _build() -> Rooms:
    from pz_tui.ui.rooms import Rooms  # noqa: PLC0415 - all the heavy imports, in a thread

    return Rooms()


def _unwritable(folder: Path) -> str:
    """Why nothing can be kept in ``folder``, or an empty text; creates nothing."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return ""
    return f"{folder} cannot be written, so nothing is saved in this run; set PZ_HOME to a folder that can."
