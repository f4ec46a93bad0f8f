"""The layers point one way: the contracts of pyproject.toml hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_package_imports_no_heavy_room() -> None:
    code = (
        "import sys, pz_tui, pz_tui.cli\n"
        "heavy = [name for name in ('textual', 'ollama', 'httpx', 'tinydb', 'pydantic') if name in sys.modules]\n"
        "print(', '.join(heavy)); raise SystemExit(bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

