"""Sentences written by somebody who saw only a patient's facts, each judged under the plan the engine would make.

A file holds ``[[sentence]]`` tables: condition, seed, question, text, verdict (``good`` or ``bad``), kind, why.
Nothing was examined or told before the question. What the question asks for counts as allowed; a fact that ``why``
calls "sensitive, not asked for" is kept back.
"""

from __future__ import annotations

import gzip
import re
import time
import tomllib
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.ports import Delta, SpeechBrief, VerdictBrief
from pz_tui.consultation.turn import EngineInfo, Move, Plan, Verdict, Withholding
from pz_tui.consultation.verification import Verifier
from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood
from tests.patients import library, meet, talk, with_persona

Row = Mapping[str, Any]
_AT_EASE = Mood(trust=1.0, anxiety=0.2, irritation=0.0)


def rows(file: Path) -> list[Row]:
    """The sentences of a file."""
    found: list[Row] = tomllib.loads(file.read_text(encoding="utf-8"))["sentence"]
    return found


class _Listening:
    """A voice that says nothing and keeps what it was to say."""

    def __init__(self) -> None:
        self.brief: SpeechBrief | None = None

    async def speak(self, brief: SpeechBrief) -> AsyncIterator[Delta]:
        """Keep the first brief of a turn."""
        self.brief = self.brief or brief
        yield Delta(done=True, finish="stop")


@cache
def patient(file: Path) -> tuple[PatientRecord, tuple[Fact, ...], Verifier]:
    """A frozen record (``.json`` or ``.json.gz``), at ease, with what judges it."""
    text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    record = with_persona(PatientRecord.model_validate_json(text), mood=_AT_EASE)
    facts = facts_of(record)
    return record, facts, Verifier(record, facts, library())


def record_file(records: Path, row: Row) -> Path:
    """Where the row's patient is kept."""
    plain = records / f"{row['condition']}-{row['seed']}.json"
    return plain if plain.exists() else plain.with_suffix(".json.gz")


@cache
def _heard(file: Path, question: str) -> SpeechBrief:
    """What an engine is given when this is the first thing the doctor says."""
    voice = _Listening()
    engine = builtin_engine(library())
    engine = Engine(info=EngineInfo(kind="ollama", model="test:1b"), author=engine.author, voice=voice, reason="a bench")
    talk(meet(patient(file)[0], engine=engine), [question])
    assert voice.brief is not None, question
    return voice.brief


def brief_of(row: Row, records: Path) -> VerdictBrief:
    """What the gate would be asked in the live turn."""
    record, facts, _ = patient(record_file(records, row))
    heard = _heard(record_file(records, row), row["question"])
    return VerdictBrief(
        sentence=row["text"], record=record, facts=facts, memory=heard.memory, plan=_as_agreed(heard.plan, row, facts),
        utterance=row["question"], understanding=heard.understanding,
    )  # fmt: skip


def _as_agreed(plan: Plan, row: Row, facts: tuple[Fact, ...]) -> Plan:
    """The plan with what it withheld allowed, and with what the row keeps back withheld."""
    known = {fact.id: fact for fact in facts}
    kept = tuple(id for id in _ids(row["why"]) if id in known) if "not asked for" in row["why"] else ()
    asked = [held.fact for held in plan.withheld if held.fact not in kept]
    given = [Move(strategy="direct", facts=(id,), truth=known[id].wording.full[:1]) for id in asked if id in known]
    moves = [move.model_copy(update={"withheld": (), "facts": tuple(id for id in move.facts if id not in kept)})
             for move in plan.moves]  # fmt: skip
    if kept:
        held = tuple(Withholding(fact=id, reason="sensitive") for id in kept)
        given.append(Move(strategy="minimise", withheld=held))
    return plan.model_copy(update={"moves": (*moves, *given)})


def _ids(why: str) -> list[str]:
    return re.findall(r"[a-z]+(?:/[a-z0-9-]+)+", why)


def judged(row: Row, records: Path) -> tuple[Verdict, float]:
    """The verdict on a row, and how many milliseconds of processor it took."""
    brief, verifier = brief_of(row, records), patient(record_file(records, row))[2]
    start = time.process_time()
    verdict = verifier.judge(brief)
    return verdict, (time.process_time() - start) * 1000


def report(file: Path, records: Path) -> Iterator[str]:
    """Lines that say what was refused, what was missed, and how long it took."""
    every = rows(file)
    judged(every[0], records)  # reads the tables, once in a process
    results = [(row, *judged(row, records)) for row in every]
    for verdict, name, wrong in (("good", "refused", False), ("bad", "missed", True)):
        asked = [one for one in results if one[0]["verdict"] == verdict]
        errors = [one for one in asked if one[1].ok is wrong]
        right = len(asked) - len(errors)
        share = f"{name} {len(errors)} = {len(errors) / max(1, len(asked)):.1%}" if not wrong else (
            f"caught {right} = {right / max(1, len(asked)):.1%}")  # fmt: skip
        yield f"{file.stem}: {verdict} {len(asked)}, {share}"
        yield from (f"  {name} {_line(row, found)}" for row, found, _ in errors)
    taken = sorted(spent for _, _, spent in results)
    yield f"processor ms a sentence: p50 {taken[len(taken) // 2]:.2f}, p95 {taken[int(len(taken) * 0.95)]:.2f}"


def _line(row: Row, verdict: Verdict) -> str:
    found = "; ".join(f"{item.kind} {item.message} [{item.words}] {item.fact}" for item in verdict.objections)
    return f"{row['condition']}-{row['seed']} {row['kind']} {row['question']!r} {row['text']!r} {found or row['why']}"
