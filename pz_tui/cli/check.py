"""``pz-chat check FILE…``: lint case and knowledge files; names the rule, the place, the mend."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pz_tui.cli.common import CommandError, faults_told, library, plain

if TYPE_CHECKING:
    from pz_tui.knowledge.library import Library


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE",
                        help="case (.json), knowledge file (.toml) or condition folder")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Check each; exit code 1 when anything is an error."""
    known = library()
    bad = False
    for path in options.files:
        if not path.exists():
            raise CommandError(f"There is no file '{path}'.")
        faults = _case(path, known) if path.suffix == ".json" else _knowledge(path, known)
        bad = bad or any(severity == "error" for severity, _ in faults)
        for severity, text in faults:
            print(f"{path}: {severity}: {plain(text)}")
        if not faults:
            print(f"{path}: fine")
    return 1 if bad else 0


def _case(path: Path, known: Library) -> list[tuple[str, str]]:
    from pz_tui.encounter.catalogue import CaseError, load_case  # noqa: PLC0415
    from pz_tui.plausibility import STAGES, Case, check  # noqa: PLC0415

    try:
        record = load_case(str(path))
    except CaseError as problem:
        return [("error", str(problem))]
    with faults_told():
        found = check(Case.of_record(record, known), STAGES)
    return [(item.severity, f"{item.rule} at {item.place or 'the record'}: {item.message} {item.mend}".strip())
            for item in found]  # fmt: skip


def _knowledge(path: Path, known: Library) -> list[tuple[str, str]]:
    from pz_tui.knowledge.library import lint_file  # noqa: PLC0415

    return [(remark.severity, str(remark)) for remark in lint_file(path, known)]
