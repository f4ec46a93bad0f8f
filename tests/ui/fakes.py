"""A scripted encounter and services around it: what the screens need, without the rooms beneath."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pz_tui.consultation.happenings import (
    Aside,
    CardShown,
    Committed,
    Happening,
    Planned,
    Saved,
    Sentence,
    Waiting,
)
from pz_tui.consultation.memory import Memory, rebuild
from pz_tui.consultation.ports import EngineError
from pz_tui.consultation.turn import (
    Ask,
    Card,
    Disclosed,
    Draft,
    EngineInfo,
    Examined,
    MoodMoved,
    Move,
    Objection,
    Plan,
    RecordOpened,
    Turn,
    Understanding,
    Verdict,
    Withheld,
    Withholding,
)
from pz_tui.engines.ollama.health import ModelInfo
from pz_tui.engines.ollama.pulling import PullProgress
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import Finding, Result
from pz_tui.record.persona import Mood
from pz_tui.sessions.errors import StoreError
from pz_tui.sessions.replay import frames
from pz_tui.sessions.session import Rating, Session, SessionSummary
from pz_tui.settings import Settings
from pz_tui.ui.services import Services
from tests.factories import a_record, a_session

VITALS = Card(
    kind="vitals",
    title="Vital signs",
    results=(
        Result(analyte="pulse", name="Pulse", value=96, unit="/min", low=60, high=100),
        Result(analyte="temperature", name="Temperature", value=37.9, unit="°C", low=36.1, high=37.9),
    ),
)
BLOODS = Card(
    kind="investigation",
    title="Full blood count",
    results=(
        Result(analyte="hb", name="Haemoglobin", value=128, unit="g/L", low=120, high=150),
        Result(analyte="wcc", name="White cells", value=14.2, unit="×10⁹/L", low=4, high=11, flag="H"),
        Result(analyte="k", name="Potassium", value=3.1, unit="mmol/L", low=3.5, high=5.3, flag="L"),
    ),
)
ABDOMEN = Card(
    kind="examination",
    title="Abdomen",
    findings=(Finding(region="abdomen", sign="guarding", clinical="Guarding in the right iliac fossa", abnormal=True),),
    facts=("exam/abdomen/guarding",),
)


@dataclass
class FakeEngine:
    """Enough of an engine for a screen."""

    reason: str = "No Ollama answers at 127.0.0.1:11434, so patients use the built-in engine; Settings changes it."
    info: EngineInfo = field(default_factory=lambda: EngineInfo(kind="builtin"))
    warmed: list[str] = field(default_factory=list)

    async def warm(self, record: Any) -> None:
        """Remember for whom."""
        self.warmed.append(record.identity.name)

    async def close(self) -> None:
        """Nothing to close."""


class FakeEncounter:
    """Answers by script: each question has a line of sentences, cards, an event to wait for, or an error."""

    def __init__(self, session: Session, script: dict[str, list[Any]] | None = None) -> None:
        self.session = session
        self.script = script or {}
        self.read_only = ""
        self.draft = ""
        self.busy = False
        self.elapsed = 12.0
        self.save_problem = ""
        self.asked: list[str] = []
        self.notes: list[str] = []
        self.closed = False
        self.gate: asyncio.Event | None = None
        self.engine: Any = FakeEngine()

    @property
    def record(self) -> Any:
        return self.session.record

    @property
    def facts(self) -> Any:
        return self.session.facts

    @property
    def memory(self) -> Memory:
        return rebuild(self.record.persona.mood, self.session.turns)

    async def ask(self, text: str) -> AsyncIterator[Happening]:
        if not text.strip():
            return
        self.asked.append(text)
        self.busy = True
        index = len(self.session.turns)
        turn = Turn(index=index, utterance=text)
        self._keep(turn)
        try:
            yield Saved(turn=index)
            plan = Plan(moves=(Move(strategy="direct", facts=("complaint",),
                                    withheld=(Withholding(fact="social/living", reason="sensitive"),)),))
            understanding = Understanding(asks=(Ask(head="open_invitation", confidence=0.9),), form="open")
            turn = turn.model_copy(update={"plan": plan, "understanding": understanding})
            yield Planned(understanding=understanding, plan=plan)
            if self.gate is not None:
                yield Waiting(message="the model is loading, 2 s")
                await self.gate.wait()
            for step in self.script.get(text, ["I'm not sure what you mean."]):
                await asyncio.sleep(0)
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, asyncio.Event):
                    await step.wait()
                elif isinstance(step, Card):
                    turn = turn.model_copy(update={"cards": (*turn.cards, step)})
                    yield CardShown(card=step)
                elif isinstance(step, Aside):
                    turn = turn.model_copy(update={"aside": step.text})
                    yield step
                elif isinstance(step, str) and step.startswith("!"):
                    turn = turn.model_copy(update={"status": "failed", "failure": step[1:]})
                else:
                    draft = Draft(text=step, verdict=Verdict(ok=True), shown=True)
                    turn = turn.model_copy(update={"reply": (*turn.reply, step), "drafts": (*turn.drafts, draft)})
                    yield Sentence(text=step)
            if turn.status == "pending":
                turn = turn.model_copy(update={"status": "answered"})
            turn = self._finish(turn)
            yield Committed(turn=turn)
        except (GeneratorExit, asyncio.CancelledError):
            self._finish(turn.model_copy(update={"status": "interrupted"}))
            raise
        except EngineError as error:
            status = "interrupted" if turn.reply else "failed"
            turn = self._finish(turn.model_copy(update={"status": status, "failure": str(error)}))
            yield Committed(turn=turn)
        finally:
            self.busy = False

    def _finish(self, turn: Turn) -> Turn:
        refused = Draft(
            text="It is my appendix.", shown=False,
            verdict=Verdict(ok=False, objections=(Objection(kind="leak", message="names the diagnosis"),)),
        )
        events: list[Any] = [MoodMoved(turn=turn.index, mood=Mood(trust=0.55, anxiety=0.5), reason="empathy"),
                             Withheld(turn=turn.index, fact="social/living", reason="sensitive")]
        if turn.reply:
            events.append(Disclosed(turn=turn.index, fact="complaint", words=turn.reply[0]))
        events += [Examined(turn=turn.index, region="abdomen", facts=card.facts) for card in turn.cards if card.facts]
        turn = turn.model_copy(update={"events": tuple(events), "drafts": (*turn.drafts, refused)})
        digest = rebuild(self.record.persona.mood, (*self.session.turns[: turn.index], turn)).digest()
        turn = turn.model_copy(update={"memory_digest": digest})
        self._keep(turn)
        return turn

    def _keep(self, turn: Turn) -> None:
        turns = (*self.session.turns[: turn.index], turn)
        self.session = self.session.model_copy(update={"turns": turns})

    def completions(self, prefix: str) -> tuple[str, ...]:
        command, space, rest = prefix.partition(" ")
        if not space:
            return tuple(f"{name} " for name in ("/exam", "/test") if name.startswith(command))
        names = {"/exam": ("Abdomen", "Chest", "Vital signs"), "/test": ("Full blood count", "Troponin")}
        return tuple(f"{command} {name}" for name in names.get(command, ()) if name.lower().startswith(rest.lower()))

    def switch_engine(self, engine: Any) -> None:
        self.engine = engine
        self.session = self.session.model_copy(update={"engine": engine.info})

    def forget_turn(self, index: int) -> bool:
        self._keep(self.session.turns[index].model_copy(update={"utterance": "[removed]"}))
        return True

    def note(self, text: str) -> None:
        self.notes.append(text)
        self.session = self.session.model_copy(update={"notes": text})

    def open_record(self, where: str = "panel") -> bool:
        if self.session.mode == "exam" and self.session.status == "open":
            return False
        if self.session.turns:
            last = self.session.turns[-1]
            opened = RecordOpened(turn=last.index)
            self._keep(last.model_copy(update={"events": (*last.events, opened)}))
        return True

    def mark_not_asked(self) -> str:
        if not self.session.turns:
            return ""
        last = self.session.turns[-1]
        self._keep(last.model_copy(update={"marked": "not_what_i_asked"}))
        return last.utterance

    def submit(self, submission: Any) -> Any:
        from tests.ui.debriefs import a_debrief

        made = a_debrief()
        self.session = self.session.model_copy(
            update={"submission": submission, "status": "finished", "debrief": made.model_dump(mode="json")}
        )
        return made

    async def close(self) -> None:
        self.closed = True


class FakeServices(Services):
    """Services over sessions held in memory."""

    def __init__(self, sessions: list[Session] | None = None, **settings: Any) -> None:
        super().__init__()
        self._settings = Settings(**{"first_start_seen": True, **settings})
        self.sessions = {session.id: session for session in sessions or []}
        self.extra: list[SessionSummary] = []
        self.script: dict[str, list[Any]] = {}
        self.fake_engine = FakeEngine()
        self.requests: list[Any] = []
        self.began: list[dict[str, Any]] = []
        self.encounters: list[FakeEncounter] = []
        self.saved: list[dict[str, Any]] = []
        self.replayed: list[str] = []
        self.stage_delay = 0.0
        self.pulled: list[str] = []
        self.pulling: asyncio.Event | None = None
        self.folder = Path()

    def change_settings(self, **changes: Any) -> None:
        changed = replace(self.settings, **changes)
        if changed != self.settings:
            self._settings = changed
            self.saved.append(changes)

    @property
    def log_file(self) -> Path:
        return Path("pz-chat.log")

    async def warm(self) -> None:
        return None

    def picture_file(self) -> Path:
        return self.folder / "screen.svg"

    async def note_replay(self, session: str) -> None:
        self.replayed.append(session)

    async def engine(self, *, fresh: bool = False) -> Any:
        return self.fake_engine

    async def builtin(self) -> Any:
        return FakeEngine(reason="Patients use the built-in engine.")

    async def models(self) -> tuple[ModelInfo, ...]:
        return (ModelInfo(name="llama3.2:3b"), ModelInfo(name="big:120b-cloud", remote=True))

    async def pull(self, name: str) -> AsyncGenerator[PullProgress, None]:
        self.pulled.append(name)
        yield PullProgress(status="pulling dde5aa3fc5ff", completed=1_200_000_000, total=2_000_000_000)
        if self.pulling is not None:
            await self.pulling.wait()
        if name == "absent":
            raise EngineError("The model absent could not be fetched (it does not exist): check the name.")
        yield PullProgress(status="success", done=True)

    async def conditions(self) -> Any:
        return _CONDITIONS

    async def ready_cases(self) -> Any:
        return _CASES

    async def load_case(self, case: str) -> Any:
        return a_record()

    async def create_patient(self, request: Any, on_progress: Callable[[Any], None]) -> Any:
        self.requests.append(request)
        for stage in ("profile", "history", "presentation", "findings"):
            on_progress(Stage(stage=stage, state="running", detail=f"writing the {stage}", seconds=0.0))
            await asyncio.sleep(self.stage_delay)
            on_progress(Stage(stage=stage, state="done", detail="checked", seconds=0.1))
        return a_record()

    def door_card(self, record: Any, minutes: int | None) -> Any:
        who = record.identity
        return Door(
            name=who.name, age=who.age, sex=who.sex, setting=record.encounter.setting,
            arrival=record.encounter.arrival, triage=record.encounter.triage, task=record.encounter.task,
            minutes=minutes or record.encounter.minutes,
        )

    async def begin(self, record: Any, **named: Any) -> Any:
        self.began.append(named)
        session = a_session(0).model_copy(
            update={"record": record, "facts": facts_of(record), "mode": named["mode"], "minutes": named["minutes"]}
        )
        return self._encounter(session)

    async def resume(self, session: str) -> Any:
        return self._encounter(await self.session(session))

    async def fork(self, session: str, turn: int) -> Any:
        kept = await self.session(session)
        return self._encounter(kept.model_copy(update={"turns": kept.turns[:turn], "forked_from": session}))

    def _encounter(self, session: Session) -> FakeEncounter:
        made = FakeEncounter(session, self.script)
        self.encounters.append(made)
        return made

    async def summaries(self) -> list[SessionSummary]:
        made = [
            SessionSummary(
                id=kept.id, created=kept.created, changed=kept.changed, mode=kept.mode, label=kept.label,
                status=kept.status, turns=len(kept.turns), engine="builtin", ratings=len(kept.ratings),
            )
            for kept in self.sessions.values()
        ]
        return [*made, *self.extra]

    async def session(self, session: str) -> Session:
        if session not in self.sessions:
            raise StoreError(f"There is no session {session}; it may have been deleted.")
        return self.sessions[session]

    async def delete(self, session: str) -> None:
        self.sessions.pop(session)

    async def frames(self, session: Session) -> Any:
        return frames(session)

    async def export(self, session: str, *, reveal: bool) -> Path:
        file = self.folder / f"{session}.md"
        file.write_text(f"reveal={reveal}", encoding="utf-8")
        return file

    async def keep_rating(self, session: str, rating: Rating) -> None:
        kept = self.sessions[session]
        self.sessions[session] = kept.model_copy(update={"ratings": (*kept.ratings, rating)})


@dataclass(frozen=True)
class Stage:
    stage: str
    state: str
    detail: str
    seconds: float


@dataclass(frozen=True)
class Door:
    name: str
    age: int
    sex: str
    setting: str
    arrival: str
    triage: str
    task: str
    minutes: int
    informant: str = ""


@dataclass(frozen=True)
class Condition:
    id: str
    name: str
    specialty: str
    chief_complaint: str
    acuity: str


@dataclass(frozen=True)
class Case:
    id: str
    label: str
    specialty: str
    path: str = ""
    unreadable: str = ""


_CONDITIONS = (
    Condition("nstemi", "NSTEMI", "cardiology", "chest pain", "emergency"),
    Condition("appendicitis", "Acute appendicitis", "general_surgery", "abdominal pain", "emergency"),
    Condition("depression", "Depressive episode", "psychiatry", "low mood", "urgent"),
)
_CASES = (
    Case("keller", "Maria Keller, 31 · abdominal pain", "general_surgery"),
    Case("broken", "broken.json", "", unreadable="broken.json, line 3: a comma is missing"),
)
