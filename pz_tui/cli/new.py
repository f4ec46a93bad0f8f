"""``pz-chat new``: generate a patient."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pz_tui.cli.common import engine, engine_arguments, faults_told, library, plain, write_new
from pz_tui.cli.patients import patient_arguments, request_of

if TYPE_CHECKING:
    from pz_tui.generation.pipeline import StageProgress
    from pz_tui.record.patient import PatientRecord


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    patient_arguments(parser)
    engine_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the whole record with its facts (spoils the case)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write a case file; refuses to overwrite")


def run(options: argparse.Namespace) -> int:
    """Generate, then print the door card, or the record with ``--json``."""
    with faults_told():
        record = asyncio.run(_create(options))
    from pz_tui.encounter.catalogue import dump_case  # noqa: PLC0415

    if options.out is not None:
        write_new(options.out, dump_case(record))
        print(options.out, file=sys.stderr)
    if options.json:
        sys.stdout.write(dump_case(record))
    elif options.out is None:
        _card(record)
    return 0


async def _create(options: argparse.Namespace) -> PatientRecord:
    from pz_tui.encounter.create import create_patient  # noqa: PLC0415

    known = library()
    chosen = await engine(options, known)
    try:
        return await create_patient(request_of(options), chosen, known, _tell if sys.stderr.isatty() else _quiet)
    finally:
        await chosen.close()


def _tell(progress: StageProgress) -> None:
    print(f"{progress.stage}: {progress.state}, {plain(progress.detail)} ({progress.seconds:.1f} s)", file=sys.stderr)


def _quiet(progress: StageProgress) -> None:
    del progress


def _card(record: PatientRecord) -> None:
    from pz_tui.encounter.door_card import door_card  # noqa: PLC0415

    card = door_card(record)
    print(f"{card.name}, {card.age}, {card.sex}\n{card.setting}, {card.arrival}\nTriage: {card.triage}\n"
          f"Your task: {card.task} ({card.minutes} minutes)\nSeed {record.seed}")  # fmt: skip
