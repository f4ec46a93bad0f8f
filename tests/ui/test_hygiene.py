from __future__ import annotations

import subprocess
import sys
from pathlib import Path

UI = Path(__file__).parents[2] / "pz_tui" / "ui"


def test_the_app_is_imported_without_anything_heavy() -> None:
    code = (
        "import sys, pz_tui.ui.app\n"
        "heavy = {'pydantic', 'ollama', 'httpx', 'tinydb', 'tomlkit', 'rapidfuzz', 'pz_tui.encounter',"
        " 'pz_tui.engines', 'pz_tui.knowledge', 'pz_tui.ui.rooms', 'textual.widgets._text_area'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_every_screen_has_its_style_and_no_file_outgrows_its_subject() -> None:
    for path in UI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, f"{path.name} has more than 400 lines"
        for line in text.splitlines():
            if "CSS_PATH = " in line and "../styles/" in line:
                name = line.split("../styles/")[1].split('"')[0]
                assert (UI / "styles" / name).is_file(), name


def test_screens_and_widgets_know_the_host_and_never_the_app() -> None:
    for path in (UI / "commands.py", UI / "host.py", *UI.glob("screens/*.py"), *UI.glob("widgets/*.py")):
        assert "pz_tui.ui.app" not in path.read_text(encoding="utf-8"), path.name
