"""The files of the knowledge folders: which there are and what each holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

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


class LexiconFile(Frozen):
    """A file of the folder ``lexicon``."""

    concepts: tuple[Concept, ...] = Field(min_length=1)


class ReferenceFile(Frozen):
    """A file of the folder ``reference``; the packaged ones hold the table they are named after."""

    tests: tuple[OrderableTest, ...] = ()
    analytes: tuple[Analyte, ...] = ()
    examinations: tuple[ExaminationKnowledge, ...] = ()
    drugs: tuple[Drug, ...] = ()
    occupations: tuple[Occupation, ...] = ()
    everyday: tuple[Everyday, ...] = ()
    names: NameLists = NameLists()


def read_condition(folder: Path) -> Condition:
    """A condition from its four files.

    Raises:
        KnowledgeError: a file is missing or faulty, or the id is not the folder's name.
    """
    levels: dict[str, Any] = {
        name: read_model(folder / f"{name}.toml", model) for name, model in LEVELS.items()
    }
    id = levels["outline"].id
    if id != folder.name:
        raise KnowledgeError(
            "outline.toml", "id", f"{id} is not the folder's name {folder.name}; use one name."
        )
    return Condition(**levels)
