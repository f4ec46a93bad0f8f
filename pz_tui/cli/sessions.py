"""``pz-chat sessions``: list what is kept, newest first; no diagnosis is shown."""

from __future__ import annotations

import argparse

from pz_tui.cli.common import faults_told, plain, print_json, store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="one object a line")


def run(options: argparse.Namespace) -> int:
    """Print a line a session."""
    with faults_told():
        rows = store().list()
    for row in rows:
        if options.json:
            print_json(row.model_dump(mode="json"))
        elif row.unreadable:
            print(f"{row.id}  unreadable: {plain(row.unreadable)}")
        else:
            print(f"{row.id}  {row.status:9} {row.mode:8} {row.turns:3} turns  {row.engine:8} {plain(row.label)}")
    if not rows and not options.json:
        print("Nothing is kept yet; start with 'pz-chat' or 'pz-chat chat'.")
    return 0
