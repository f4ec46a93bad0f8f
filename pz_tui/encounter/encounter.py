"""One consultation as a whole: the only room that joins an engine and the store.

Command line, screens and tests all hold a consultation through ``Encounter``.
"""

from __future__ import annotations

import random
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Protocol

from pz_tui.assessment.debrief import Debrief, debrief
from pz_tui.consultation.happenings import Committed, Happening, Saved
from pz_tui.consultation.loop import Consultation
from pz_tui.consultation.memory import Memory, fold, rebuild
from pz_tui.consultation.turn import RecordOpened, Turn, Understanding
from pz_tui.encounter import commands
from pz_tui.encounter.catalogue import label_of
from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.knowledge.library import Library
from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from pz_tui.record.text import strip_controls
from pz_tui.sessions.ids import new_id
from pz_tui.sessions.session import Mark, Mode, Rating, Session, Submission
from pz_tui.sessions.store import SessionLocked, SessionStore, StoreError

LONGEST = 4000
"""Characters of one utterance that are kept; nobody says more in one breath."""
_CLOSED_EARLY = "The program was closed before the patient had answered."


class EncounterError(Exception):
    """What was asked cannot be done now; one sentence."""


class _Lock(Protocol):
    def release(self) -> None: ...


class Encounter:
    """One consultation with one patient. Not for two tasks at a time: ``busy`` says when a turn runs."""

    def __init__(
        self, session: Session, engine: Engine, library: Library, store: SessionStore | None, *,
        lock: _Lock | None = None, read_only: str = "", draft: str = "", crisis_lines: str = "",
    ) -> None:  # fmt: skip
        self._session, self._library, self._store, self._lock = session, library, store, lock
        self._engine, self._crisis_lines = engine, crisis_lines
        self.read_only, self.draft = read_only, draft
        self.busy = False
        self.save_problem = ""
        self._since = time.monotonic()
        self._before = session.elapsed
        self._memory = fold(rebuild(session.record.persona.mood, session.turns), session.pending)
        self._consultation = self._consult(engine)

    # --- ways to begin ----------------------------------------------------------------------------------

    @classmethod
    def begin(
        cls, record: PatientRecord, engine: Engine, library: Library, store: SessionStore | None, *,
        mode: Mode = "practice", minutes: int = 0, case: str = "", surprise: bool = False,
        crisis_lines: str = "", rng: random.Random | None = None,
    ) -> Encounter:  # fmt: skip
        """A new consultation.

        Args:
            store: None keeps nothing (a home that cannot be written).
            minutes: time allowed; 0 takes the record's.

        Raises:
            StoreError: the session cannot be created.
        """
        now = datetime.now(UTC)
        session = Session(
            id=new_id(now, rng), created=_stamp(now), changed=_stamp(now), mode=mode,
            minutes=minutes or record.encounter.minutes, label=label_of(record), record=record,
            facts=facts_of(record), engine=engine.info, seed=record.seed, case=case, surprise=surprise,
        )  # fmt: skip
        return cls._created(session, engine, library, store, crisis_lines)

    @classmethod
    def resume(
        cls, session_id: str, engine: Engine, library: Library, store: SessionStore, *, crisis_lines: str = ""
    ) -> Encounter:
        """An earlier one where it stood. A question that was never answered comes back as ``draft``.

        Raises:
            StoreError: there is none, or its file cannot be read.
        """
        lock: _Lock | None = None
        read_only = ""
        try:
            lock = store.lock(session_id)
        except SessionLocked as problem:
            read_only = str(problem)
        try:
            session = store.load(session_id)
            session, draft = _without_pending(session)
            encounter = cls(session, engine, library, store, lock=lock, read_only=read_only, draft=draft,
                            crisis_lines=crisis_lines)  # fmt: skip
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        if draft and not read_only:
            encounter._save(session)
        return encounter

    @classmethod
    def fork(
        cls, session_id: str, at_turn: int, engine: Engine, library: Library, store: SessionStore, *,
        crisis_lines: str = "",
    ) -> Encounter:  # fmt: skip
        """A new consultation that shares the first ``at_turn`` turns. Raises StoreError."""
        source = store.load(session_id)
        now = datetime.now(UTC)
        turns = source.turns[: max(0, at_turn)]
        session = source.model_copy(
            update={
                "id": new_id(now), "created": _stamp(now), "changed": _stamp(now), "status": "open", "turns": turns,
                "submission": None, "debrief": None, "ratings": (), "marks": (), "notes": "", "pending": (),
                "elapsed": turns[-1].elapsed if turns else 0.0, "forked_from": source.id, "forked_at": len(turns),
            }
        )  # fmt: skip
        return cls._created(session, engine, library, store, crisis_lines)

    @classmethod
    def _created(
        cls, session: Session, engine: Engine, library: Library, store: SessionStore | None, crisis_lines: str
    ) -> Encounter:
        lock: _Lock | None = None
        if store is not None:
            store.create(session)
            lock = store.lock(session.id)
        return cls(session, engine, library, store, lock=lock, crisis_lines=crisis_lines)

    # --- state --------------------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self._session

    @property
    def record(self) -> PatientRecord:
        """The hidden record."""
        return self._session.record

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Its facts."""
        return self._session.facts

    @property
    def memory(self) -> Memory:
        """The memory after the last turn and what has happened since."""
        return self._memory

    @property
    def engine(self) -> Engine:
        """Who speaks for the patient."""
        return self._engine

    @property
    def elapsed(self) -> float:
        """Seconds of consultation so far, times away left out."""
        return self._before + (0.0 if self._over else time.monotonic() - self._since)

    @property
    def _over(self) -> bool:
        return self._session.status != "open"

    # --- what a doctor does -----------------------------------------------------------------------------------

    async def ask(self, text: str) -> AsyncGenerator[Happening, None]:
        """Say something to the patient, examine or test; blank text does nothing.

        Closing the iterator stops the reply; the sentences shown so far are kept.

        Raises:
            EncounterError: the consultation is over, read-only, or a turn is running.
        """
        words = strip_controls(text).strip()[:LONGEST]
        if not words:
            return
        self._may_go_on()
        self.busy = True
        turns = self._session.turns
        carried, self._session = self._session.pending, self._session.model_copy(update={"pending": ()})
        base = rebuild(self.record.persona.mood, turns)
        at, elapsed = _stamp(datetime.now(UTC)), round(self.elapsed, 1)
        try:
            pending = Turn(index=len(turns), utterance=words, engine=self._engine.info, at=at, elapsed=elapsed,
                           events=carried)  # fmt: skip
            self._keep((*turns, pending))
            yield Saved(turn=pending.index)
            running = self._consultation.turn(
                words, memory=base, turns=turns, at=at, elapsed=elapsed, carried=carried,
                understood=self._typed(words), on_commit=lambda turn: self._commit(turns, base, turn),
            )  # fmt: skip
            async with aclosing(running) as happenings:
                async for happening in happenings:
                    yield happening
        finally:
            self.busy = False

    def completions(self, prefix: str) -> tuple[str, ...]:
        """Lines that complete ``/exam …`` and ``/test …``."""
        return commands.completions(prefix, self._library)

    def note(self, text: str) -> None:
        """Keep the whole text of the trainee's notes."""
        if not self.read_only and text != self._session.notes:
            self._save(self._session.model_copy(update={"notes": strip_controls(text)}))

    def open_record(self, where: str = "panel") -> bool:
        """Look at the hidden record; False while an exam runs. Before the end it is logged."""
        if self._over:
            return True
        if self._session.mode == "exam":
            return False
        if not self.read_only:
            event = RecordOpened.model_validate(
                {"turn": len(self._session.turns), "where": where, "reason": "looked at before the end"}
            )
            self._memory = fold(self._memory, (event,))
            self._save(self._session.model_copy(update={"pending": (*self._session.pending, event)}))
        return True

    def mark_not_asked(self) -> str:
        """Mark the last turn as not what was asked; its question for the prompt, empty when there is none."""
        turns = self._session.turns
        if not turns or self.busy or self.read_only or self._over:
            return ""
        last = turns[-1].model_copy(update={"marked": "not_what_i_asked"})
        self._keep((*turns[:-1], last))
        return last.utterance

    def forget_turn(self, index: int) -> bool:
        """Take the words of a turn out of the session (real data pasted by mistake); the rest of it stays."""
        turns = self._session.turns
        if not 0 <= index < len(turns) or self.busy or self.read_only:
            return False
        emptied = turns[index].model_copy(update={"utterance": "[removed]", "understanding": Understanding()})
        self._keep((*turns[:index], emptied, *turns[index + 1 :]))
        return True

    def submit(self, submission: Submission) -> Debrief:
        """Hand in differential and plan; ends the consultation. Raises EncounterError."""
        if self.busy:
            raise EncounterError("The patient is still speaking; wait or stop the reply with Esc, then finish.")
        if self.read_only:
            raise EncounterError(f"This consultation cannot be finished here: {self.read_only}")
        elapsed = round(self.elapsed, 1)
        handed_in = submission.model_copy(update={"at": submission.at or _stamp(datetime.now(UTC))})
        result = self.debrief(handed_in)
        self._before = elapsed
        self._save(self._session.model_copy(update={
            "submission": handed_in, "status": "finished", "elapsed": elapsed,
            "debrief": result.model_dump(mode="json"),
        }))  # fmt: skip
        return result

    def debrief(self, submission: Submission | None = None) -> Debrief:
        """What the consultation was worth as it stands, with what was or is handed in."""
        handed_in = submission or self._session.submission or Submission()
        return debrief(
            self.record, self.facts, self._session.turns,
            differential=[(row.name, row.confidence) for row in handed_in.differential], plan=handed_in.plan,
            memory=self._memory, concepts=self._library.concepts,
        )  # fmt: skip

    def rate(self, rating: Rating) -> None:
        """Keep a realism form; one with the same id is replaced. Raises EncounterError, StoreError."""
        self._may_write()
        others = tuple(row for row in self._session.ratings if row.id != rating.id)
        self._save(self._session.model_copy(update={"ratings": (*others, rating)}), strict=True)

    def mark(self, mark: Mark) -> None:
        """Keep a mark on one reply. Raises EncounterError, StoreError."""
        self._may_write()
        self._save(self._session.model_copy(update={"marks": (*self._session.marks, mark)}), strict=True)

    def switch_engine(self, engine: Engine) -> None:
        """Let another engine speak from the next turn on."""
        self._engine = engine
        self._consultation = self._consult(engine)
        self._save(self._session.model_copy(update={"engine": engine.info}))

    async def close(self) -> None:
        """Keep what there is and let others write."""
        if not self.read_only and not self._over and self._store is not None:
            self._save(self._session.model_copy(update={"elapsed": round(self.elapsed, 1)}))
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # --- within ---------------------------------------------------------------------------------------------------

    def _consult(self, engine: Engine) -> Consultation:
        return Consultation(
            self._session.record, self._session.facts, self._library, voice=engine.voice,
            fallback=engine.voice if engine.info.kind == "builtin" else builtin_engine(self._library).voice,
            engine=engine.info, judge=engine.judge, resolver=engine.resolver, crisis_lines=self._crisis_lines,
        )  # fmt: skip

    def _typed(self, words: str) -> Understanding | None:
        return commands.command(words, self._library)

    def _may_go_on(self) -> None:
        if self.busy:
            raise EncounterError("The patient is still answering; wait, or stop the reply with Esc.")
        if self.read_only:
            raise EncounterError(f"This consultation is open for reading only: {self.read_only}")
        if self._over:
            raise EncounterError("This consultation is finished; fork it from the replay to go on from a turn.")

    def _may_write(self) -> None:
        if self.read_only:
            raise EncounterError(f"Nothing can be kept here: {self.read_only}")

    def _commit(self, turns: tuple[Turn, ...], base: Memory, turn: Turn) -> None:
        self._memory = fold(base, turn.events)
        self._keep((*turns, turn))

    def _keep(self, turns: tuple[Turn, ...]) -> None:
        self._save(self._session.model_copy(update={"turns": turns, "elapsed": round(self.elapsed, 1)}))

    def _save(self, session: Session, *, strict: bool = False) -> None:
        """Store it; what cannot be stored now is stored with the next save and said on the screen."""
        self._session = session.model_copy(update={"changed": _stamp(datetime.now(UTC))})
        if self._store is None:
            return
        try:
            self._store.save(self._session)
            self.save_problem = ""
        except StoreError as problem:
            self.save_problem = str(problem)
            if strict:
                raise


def _stamp(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def _without_pending(session: Session) -> tuple[Session, str]:
    """A turn that was never answered becomes a failed one; its question is handed back."""
    if not session.turns or session.turns[-1].status != "pending":
        return session, ""
    last = session.turns[-1]
    before = rebuild(session.record.persona.mood, session.turns[:-1])
    failed = last.model_copy(update={"status": "failed", "failure": _CLOSED_EARLY,
                                     "memory_digest": fold(before, last.events).digest()})  # fmt: skip
    return session.model_copy(update={"turns": (*session.turns[:-1], failed)}), last.utterance


OnHappening = Callable[[Happening], None]


async def say(encounter: Encounter, text: str, on_happening: OnHappening = lambda happening: None) -> Turn | None:
    """Run one turn to its end; the turn, or None for blank text."""
    turn = None
    async with aclosing(encounter.ask(text)) as happenings:
        async for happening in happenings:
            on_happening(happening)
            if isinstance(happening, Committed):
                turn = happening.turn
    return turn
