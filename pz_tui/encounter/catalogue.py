"""What there is to practise with: conditions to generate from, ready cases to open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pz_tui.knowledge.library import Library, load
from pz_tui.record.base import Frozen
from pz_tui.record.patient import RECORD_VERSION, PatientRecord
from pz_tui.record.text import one_line

_PACKAGE = Path(__file__).parent.parent
_LARGEST = 4 * 1024 * 1024


class ConditionSummary(Frozen):
    """A condition as lists for teachers show it."""

    id: str
    name: str
    specialty: str
    chief_complaint: str
    acuity: str


class CaseSummary(Frozen):
    """A ready case as a list shows it: no diagnosis. ``unreadable`` says why it cannot be opened."""

    id: str
    label: str
    specialty: str = ""
    path: Path
    unreadable: str = ""


class CaseError(Exception):
    """A case cannot be opened; one sentence that names the file, what is wrong and what to do."""


def load_library(user_folder: Path | None = None) -> Library:
    """The knowledge, with the user's own files where there are any."""
    return load(user_folder)


def conditions(library: Library) -> tuple[ConditionSummary, ...]:
    """Every condition, by specialty and name."""
    rows = (
        ConditionSummary(id=item.id, name=item.name, specialty=item.specialty, chief_complaint=item.chief_complaint,
                         acuity=item.acuity)
        for item in library.outlines.values()
    )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.specialty, row.name)))


def packaged_cases() -> Path:
    """Where the ready cases are: beside the package in a checkout, inside it in a wheel."""
    inside = _PACKAGE / "_cases"
    return inside if inside.is_dir() else _PACKAGE.parent / "cases"


def ready_cases(folder: Path | None = None) -> tuple[CaseSummary, ...]:
    """The packaged cases and those of the user's folder; a faulty one is listed with its reason."""
    folders = [packaged_cases(), *([folder] if folder is not None else [])]
    files = sorted(path for place in folders if place.is_dir() for path in place.glob("*.json"))
    return tuple(_summary(path) for path in files)


def load_case(id_or_path: str, folder: Path | None = None) -> PatientRecord:
    """One case by id or by file.

    Raises:
        CaseError: there is none, or the file is faulty.
    """
    path = Path(id_or_path)
    if path.suffix == ".json" or path.is_file():
        if not path.is_file():
            raise CaseError(f"There is no file '{one_line(id_or_path)}'; give the path of a case file.")
        return _read(path)
    cases = {case.id: case for case in ready_cases(folder)}
    if id_or_path not in cases:
        known = ", ".join(sorted(cases)) or "none"
        raise CaseError(f"There is no case '{one_line(id_or_path)}'; ready cases are: {known}.")
    return _read(cases[id_or_path].path)


def dump_case(record: PatientRecord) -> str:
    """A record as a case file, with its facts for readers; they are derived anew on loading."""
    from pz_tui.record.facts import facts_of  # noqa: PLC0415

    data = record.model_dump(mode="json")
    data["facts"] = [fact.model_dump(mode="json", exclude_none=True) for fact in facts_of(record)]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _summary(path: Path) -> CaseSummary:
    try:
        record = _read(path)
    except CaseError as problem:
        return CaseSummary(id=path.stem, label=path.stem, path=path, unreadable=str(problem))
    return CaseSummary(id=path.stem, label=label_of(record), specialty=record.condition.specialty, path=path)


def label_of(record: PatientRecord) -> str:
    """A neutral name for lists: who, and the complaint as triage has it."""
    triage = record.encounter.triage
    return f"{record.identity.name}, {record.identity.age} · {triage[:1].lower()}{triage[1:]}"


def _read(path: Path) -> PatientRecord:
    try:
        if path.stat().st_size > _LARGEST:
            raise CaseError(f"{path.name} is larger than 4 MB and is no case file.")
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as problem:
        raise CaseError(f"{path.name} is no text in UTF-8; check the file.") from problem
    except OSError as problem:
        raise CaseError(f"{path.name} cannot be read ({problem.strerror or problem}); check the file.") from problem
    except json.JSONDecodeError as problem:
        raise CaseError(f"{path.name}, line {problem.lineno}: not JSON ({problem.msg}); mend it.") from problem
    if not isinstance(data, dict):
        raise CaseError(f"{path.name}: a case is a JSON object; write one with 'pz-chat new --json'.")
    data.pop("facts", None)
    version = data.get("record_version", RECORD_VERSION)
    if isinstance(version, int) and version > RECORD_VERSION:
        raise CaseError(f"{path.name} was written by a newer pz-chat (record version {version}); update pz-chat.")
    try:
        return PatientRecord.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise CaseError(f"{path.name}, {place}: {first['msg']}; mend it or make the case anew.") from problem
