"""``pz-chat export ID --format F``: write a session as a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pz_tui.cli.common import CommandError, faults_told, store, write_new


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("id", metavar="ID", help="as 'pz-chat sessions' lists it")
    parser.add_argument("--format", default="markdown", metavar="F", help="markdown (default) or jsonl")
    parser.add_argument("--reveal", action="store_true", help="with the diagnosis and the record, even before the end")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a file instead of stdout; refuses to overwrite")


def run(options: argparse.Namespace) -> int:
    """Print or write the export."""
    from pz_tui.sessions.exports import EXPORTS  # noqa: PLC0415

    if options.format not in EXPORTS:
        raise CommandError(f"There is no format '{options.format}'; choose one of: {', '.join(sorted(EXPORTS))}.")
    with faults_told():
        session = store().load(options.id)
    if options.reveal and session.mode == "exam" and session.status == "open":
        raise CommandError("This exam is not finished, so its record stays closed; finish it or leave out --reveal.")
    text = EXPORTS[options.format](session, reveal=options.reveal or session.status == "finished")
    if options.out is None:
        sys.stdout.write(text)
        return 0
    write_new(options.out, text)
    return 0
