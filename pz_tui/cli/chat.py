"""``pz-chat chat``: a consultation line by line, on stdin and stdout."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from pz_tui.cli.common import CommandError, engine, engine_arguments, faults_told, library, plain, print_json, store
from pz_tui.cli.patients import patient_arguments, request_of

if TYPE_CHECKING:
    from pz_tui.consultation.turn import Card, Turn
    from pz_tui.encounter.encounter import Encounter
    from pz_tui.engines.engine import Engine
    from pz_tui.knowledge.library import Library
    from pz_tui.record.patient import PatientRecord

_HELP = (
    "Type to the patient. /exam REGION, /test NAMES, /note TEXT, "
    "/finish DIAGNOSIS 70, OTHER 20 | PLAN, /quit."
)
_DIAGNOSIS = re.compile(r"^(?P<name>.*?)(?:\s+(?P<confidence>\d{1,3})\s*%?)?$")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--case", metavar="ID|FILE", help="a ready case instead of a new patient")
    patient_arguments(parser)
    engine_arguments(parser)
    parser.add_argument("--mode", choices=("practice", "exam"), default="practice")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--timings", action="store_true", help="with --json: session id, clock and timings too")
    parser.add_argument("--no-save", action="store_true", help="keep nothing")


def run(options: argparse.Namespace) -> int:
    """Hold the consultation until the input ends."""
    with faults_told():
        return asyncio.run(_hold(options))


async def _hold(options: argparse.Namespace) -> int:
    from pz_tui.encounter.encounter import Encounter  # noqa: PLC0415
    from pz_tui.sessions.store import StoreError  # noqa: PLC0415

    known = library()
    chosen = await engine(options, known)
    record = await _patient(options, chosen, known)
    begin = partial(Encounter.begin, record, chosen, known, mode=options.mode, case=options.case or "",
                    surprise=options.condition is None)  # fmt: skip
    try:
        encounter = begin(None if options.no_save else store())
    except StoreError as problem:
        print(f"pz-chat: {problem} Nothing is saved in this run.", file=sys.stderr)
        encounter = begin(None)
    told = ""
    try:
        if not options.json:
            _open(encounter)
        for line in _lines(prompt=sys.stdin.isatty() and not options.json):
            if not await _take(line, encounter, options):
                break
            if encounter.save_problem != told and encounter.save_problem:
                print(f"pz-chat: {encounter.save_problem}", file=sys.stderr)
            told = encounter.save_problem
    finally:
        await encounter.close()
        await chosen.close()
    return 0


async def _patient(options: argparse.Namespace, chosen: Engine, known: Library) -> PatientRecord:
    from pz_tui.encounter.catalogue import load_case  # noqa: PLC0415
    from pz_tui.encounter.create import create_patient  # noqa: PLC0415
    from pz_tui.paths import cases_folder  # noqa: PLC0415

    if options.case:
        return load_case(options.case, cases_folder())
    return await create_patient(request_of(options), chosen, known)


def _lines(*, prompt: bool) -> Iterator[str]:
    while True:
        if prompt:
            print("You: ", end="", file=sys.stderr, flush=True)
        raw = sys.stdin.buffer.readline() if hasattr(sys.stdin, "buffer") else sys.stdin.readline().encode()
        if not raw:
            return
        yield raw.decode("utf-8", errors="replace").strip()


async def _take(line: str, encounter: Encounter, options: argparse.Namespace) -> bool:
    """One line; False when the consultation is over."""
    from pz_tui.encounter.encounter import say  # noqa: PLC0415

    word, _, rest = line.partition(" ")
    if word == "/quit":
        return False
    if word == "/note":
        encounter.note(f"{encounter.session.notes}\n{rest}".strip())
        return True
    if word == "/finish":
        _finish(rest, encounter, options)
        return False
    turn = await say(encounter, line)
    if turn is None:
        return True
    if options.json:
        print_json(_object(turn, encounter, options))
    else:
        _print(turn, encounter)
    return True


# --- words ---------------------------------------------------------------------------------------------------


def _open(encounter: Encounter) -> None:
    from pz_tui.encounter.door_card import door_card  # noqa: PLC0415

    card = door_card(encounter.record, encounter.session.minutes)
    print(f"{card.name}, {card.age}. {card.setting}. Triage: {card.triage}\n{card.task}\n"
          f"{encounter.engine.reason}\n{_HELP}\n")  # fmt: skip


def _print(turn: Turn, encounter: Encounter) -> None:
    name = encounter.record.speaker
    for card in turn.cards:
        for text in _card_lines(card):
            print(f"  | {plain(text)}")
    if turn.aside:
        print(f"pz-chat: {turn.aside}")
    if turn.reply:
        print(f"{name}: {plain(turn.reply_text)}")
    if turn.failure:
        print(f"pz-chat: {plain(turn.failure)}", file=sys.stderr)


def _card_lines(card: Card) -> list[str]:
    lines = [card.title, *card.lines]
    for result in card.results:
        span = "" if result.low is None and result.high is None else f" ({_span(result.low, result.high)})"
        lines.append(f"{result.name} {result.value:g} {result.unit}{span} {result.flag}".rstrip())
    return lines


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"up to {high:g}"
    return f"{low:g} or more" if high is None else f"{low:g}-{high:g}"


# --- objects -----------------------------------------------------------------------------------------------------


def _object(turn: Turn, encounter: Encounter, options: argparse.Namespace) -> dict[str, Any]:
    from pz_tui.consultation.understanding import public_labels  # noqa: PLC0415

    given = [event.fact for event in turn.events if event.kind == "disclosed"]
    data: dict[str, Any] = {
        "turn": turn.index, "utterance": turn.utterance, "labels": list(public_labels(turn.understanding)),
        "reply": turn.reply_text, "status": turn.status, "facts": given,
        "cards": [card.model_dump(mode="json", exclude_defaults=True) for card in turn.cards],
    }  # fmt: skip
    if turn.aside:
        data["aside"] = turn.aside
    if turn.failure:
        data["failure"] = turn.failure
    if encounter.session.mode == "practice":
        data["plan"] = turn.plan.model_dump(mode="json", exclude_defaults=True)
        data["verdicts"] = [draft.model_dump(mode="json", exclude_defaults=True) for draft in turn.drafts]
        data["events"] = [event.model_dump(mode="json") for event in turn.events]
    if options.timings:
        data |= {"session": encounter.session.id, "at": turn.at, "elapsed": turn.elapsed,
                 "timings": turn.timings.model_dump()}  # fmt: skip
    return data


# --- the end --------------------------------------------------------------------------------------------------------


def _finish(rest: str, encounter: Encounter, options: argparse.Namespace) -> None:
    from pz_tui.assessment.rendering import render  # noqa: PLC0415
    from pz_tui.sessions.session import Diagnosed, Submission  # noqa: PLC0415

    names, _, plan = rest.partition("|")
    differential = []
    for part in names.split(","):
        found = _DIAGNOSIS.match(part.strip())
        if found and found["name"]:
            with contextlib.suppress(ValueError):
                differential.append(Diagnosed(name=found["name"], confidence=int(found["confidence"] or 50)))
    if not differential and names.strip():
        raise CommandError("Write '/finish DIAGNOSIS 70, OTHER 20 | PLAN', with confidences from 0 to 100.")
    result = encounter.submit(Submission(differential=tuple(differential), plan=plan.strip()))
    if options.json:
        print_json({"debrief": result.model_dump(mode="json")})
        return
    for heading, lines in render(result):
        print(f"\n{heading}")
        for text in lines:
            print(f"  {plain(text)}")
