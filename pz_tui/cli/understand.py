"""``pz-chat understand``: lines, or rows with id, text and before, on stdin; what each asks, in labels."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from pz_tui.cli.common import CommandError, library, print_json

if TYPE_CHECKING:
    from pz_tui.consultation.turn import Understanding


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="rows in and out: {id, text, before} -> {id, labels}")


def run(options: argparse.Namespace) -> int:
    """Understand each line by itself."""
    from pz_tui.consultation.understanding import Context, Understander, public_labels  # noqa: PLC0415

    understander = Understander(library())
    for number, raw in enumerate(sys.stdin.buffer, 1):
        line = raw.decode("utf-8", errors="replace").strip()
        if not line:
            continue
        row = _row(line, number) if options.json else {"text": line}
        found = understander.understand(str(row.get("text", "")), Context(last_reply=str(row.get("before") or "")))
        if options.json:
            print_json({"id": row.get("id", number), "labels": list(public_labels(found))})
        else:
            print(_told(found, public_labels(found)))
    return 0


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise CommandError(f"Line {number} is not JSON ({problem.msg}); give one object a line.") from problem
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise CommandError(f"Line {number} has no 'text'; give objects with id, text and before.")
    return row


def _told(found: Understanding, labels: tuple[str, ...]) -> str:
    return f"{', '.join(labels) or '-'}  ({found.form}, {found.confidence:.2f})"
