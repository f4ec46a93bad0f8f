"""The ``pz-chat`` command: one file a subcommand; rooms are imported only by the one that runs.

Exit codes: 1 bad input, 2 usage or no terminal, 3 no engine. Errors go to stderr, data to stdout.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from pz_tui import __version__

COMMANDS: dict[str, str] = {
    "new": "generate a patient",
    "chat": "hold a consultation line by line, without the screen",
    "sessions": "list what is kept",
    "replay": "show a session turn by turn",
    "export": "write a session as a file",
    "delete": "delete a session",
    "check": "lint case and knowledge files",
    "understand": "show what lines ask for, in labels",
    "doctor": "show what this machine has",
}
_ABOUT = (
    "Practise consultations offline with generated virtual patients. For training, never for care. "
    "Without a command the app opens."
)


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong in one sentence and where help is, in place of the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message.rstrip('.')}; see '{self.prog} --help'.\n")


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    parser = _Parser(prog="pz-chat", description=_ABOUT)
    parser.add_argument("--version", action="version", version=f"pz-chat {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in arguments if not word.startswith("-")), "")
    for name, words in COMMANDS.items():
        sub = commands.add_parser(name, help=words, description=words[:1].upper() + words[1:] + ".")
        if name == wanted:
            importlib.import_module(f"pz_tui.cli.{name}").arguments(sub)
    options = parser.parse_args(list(arguments))
    return _guarded(options)


def _guarded(options: argparse.Namespace) -> int:
    """Run the command; every expected fault becomes one sentence on stderr."""
    from pz_tui.cli.common import CommandError  # noqa: PLC0415

    module = importlib.import_module(f"pz_tui.cli.{options.command}")
    try:
        return int(module.run(options))
    except CommandError as problem:
        print(f"pz-chat: {problem}", file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        print("pz-chat: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # the reader has gone; keep the interpreter from complaining about it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        print(f"pz-chat: {problem.strerror or problem}{where}; check the path and the space on the disk.",
              file=sys.stderr)  # fmt: skip
        return 1
