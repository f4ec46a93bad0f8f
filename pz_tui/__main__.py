"""``python -m pz_tui`` and the ``pz-chat`` command: the app without arguments, else a subcommand."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the app or the command and leave with its exit code."""
    if len(sys.argv) > 1:
        from pz_tui.cli import run as run_command  # noqa: PLC0415 - nothing is imported that does not run

        sys.exit(run_command(sys.argv[1:]))
    sys.exit(_app())


def _app() -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        print(
            "pz-chat: there is no terminal to draw on; use 'pz-chat new', 'chat', 'sessions', 'replay', 'export', "
            "'delete', 'check', 'understand' or 'doctor' instead (each has --help).",
            file=sys.stderr,
        )
        return 2
    from pz_tui.ui.app import run as run_app  # noqa: PLC0415 - the app is imported late

    return run_app()


if __name__ == "__main__":
    main()
