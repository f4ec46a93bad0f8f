"""The files of the knowledge folders: which there are and what each holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from pz_tui.knowledge.reading import KnowledgeError, read_model
from pz_tui.knowledge.schema import (
    Analyte,
    Concept,
    Condition,
    Drug,
    Everyday,
    ExaminationKnowledge,
    Findings,
    History,
    Occupation,
    OrderableTest,
    Outline,
    PresentationLevel,
)
from pz_tui.record.base import Frozen

LEVELS: dict[str, type[Frozen]] = {
    "outline": Outline,
    "history": History,
    "presentation": PresentationLevel,
    "findings": Findings,
}


class NameLists(Frozen):
    """Names of one file; a user's file may hold some of the lists only."""

    female_older: tuple[str, ...] = ()
    female_younger: tuple[str, ...] = ()
    male_older: tuple[str, ...] = ()
    male_younger: tuple[str, ...] = ()
    family: tuple[str, ...] = ()


class PhraseFile(Frozen):
    """A file whose rows hold phrases: as a list, or as one text between semicolons or lines.

    The text is what the packaged files use: a reader sees words rather than quotes, and reading them takes
    half the time.
    """

    @model_validator(mode="before")
    @classmethod
    def _split(cls, tables: Any) -> Any:
        if not isinstance(tables, dict):
            return tables
        return {name: [_phrases(row) for row in rows] if isinstance(rows, list) else rows
                for name, rows in tables.items()}  # fmt: skip


class LexiconFile(PhraseFile):
    """A file of the folder ``lexicon``."""

    concepts: tuple[Concept, ...] = Field(min_length=1)


class ReferenceFile(PhraseFile):
    """A file of the folder ``reference``; the packaged ones hold the table they are named after."""

    tests: tuple[OrderableTest, ...] = ()
    analytes: tuple[Analyte, ...] = ()
    examinations: tuple[ExaminationKnowledge, ...] = ()
    drugs: tuple[Drug, ...] = ()
    occupations: tuple[Occupation, ...] = ()
    everyday: tuple[Everyday, ...] = ()
    names: NameLists = NameLists()


_PHRASES = ("lay", "clinical", "asked_as")


def _phrases(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    return {key: [phrase.strip() for phrase in re.split(r"[;\n]", value) if phrase.strip()]
            if key in _PHRASES and isinstance(value, str) else value for key, value in row.items()}  # fmt: skip


def read_condition(folder: Path) -> Condition:
    """A condition from its four files.

    Raises:
        KnowledgeError: a file is missing or faulty, or the id is not the folder's name.
    """
    levels: dict[str, Any] = {name: read_model(folder / f"{name}.toml", model) for name, model in LEVELS.items()}
    id = levels["outline"].id
    if id != folder.name:
        raise KnowledgeError("outline.toml", "id", f"{id} is not the folder's name {folder.name}; use one name.")
    return Condition(**levels)
