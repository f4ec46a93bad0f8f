"""``pz-chat delete ID``: delete a session for good."""

from __future__ import annotations

import argparse
import sys

from pz_tui.cli.common import CommandError, faults_told, store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("id", metavar="ID", help="as 'pz-chat sessions' lists it")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Ask, then delete."""
    with faults_told():
        kept = store()
        known = {row.id for row in kept.list()}
        if options.id not in known:
            raise CommandError(f"There is no session '{options.id}'; 'pz-chat sessions' lists them.")
        if not options.yes and not _sure(options.id):
            print("Nothing was deleted.")
            return 0
        kept.delete(options.id)
    print(f"Deleted {options.id}.")
    return 0


def _sure(id: str) -> bool:
    if not sys.stdin.isatty():
        raise CommandError(f"Deleting {id} cannot be undone; say --yes to do it without being asked.", 2)
    print(f"Delete {id} for good? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
