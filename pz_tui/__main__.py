"""``python -m pz_tui`` and the ``pz-chat`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and leave with its exit code."""
    from pz_tui.cli import run  # noqa: PLC0415 - nothing is imported before the command runs

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
