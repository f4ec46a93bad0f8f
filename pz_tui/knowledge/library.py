"""The knowledge library: what is packaged and what a user adds, validated and indexed by id.

Tables are parsed when they are first read, so that the program starts quickly however much knowledge there
is; a condition is parsed when it is first asked for, and lists of conditions read ``outline.toml`` alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pz_tui.knowledge import lint
from pz_tui.knowledge.files import LexiconFile, ReferenceFile, read_condition
from pz_tui.knowledge.reading import KnowledgeError, read_model
from pz_tui.knowledge.schema import (
    Analyte,
    Concept,
    Condition,
    Drug,
    Everyday,
    ExaminationKnowledge,
    NameTable,
    Occupation,
    OrderableTest,
    Outline,
)

__all__ = ["KnowledgeError", "Library", "lint_file", "load"]

PACKAGED = Path(__file__).parent


class Conditions(Mapping[str, Condition]):
    """Conditions by id, each read and validated when it is first asked for."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = dict(sorted(folders.items()))
        self._read: dict[str, Condition] = {}
        self._outlines: dict[str, Outline] = {}

    def __getitem__(self, id: str) -> Condition:
        if id not in self._read:
            self._read[id] = read_condition(self._folders[id])
        return self._read[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)

    def __contains__(self, id: object) -> bool:
        return id in self._folders

    def outline(self, id: str) -> Outline:
        """The first level alone, for lists."""
        if id not in self._outlines:
            self._outlines[id] = read_model(self._folders[id] / "outline.toml", Outline)
        return self._outlines[id]


class Library:
    """All knowledge, immutable; made by ``load``.

    Attributes:
        conditions: by id (the folder's name); parsed one by one as they are asked for.
        concepts, tests, analytes, examinations, drugs, occupations: by id.
        names, everyday: see ``NameTable`` and ``Everyday``.
        version: digest of every file, so that a record can name the knowledge it came from.
        problems: one sentence for each faulty file of the user, which is left out.

    Reading an attribute raises KnowledgeError when a packaged file is faulty.
    """

    def __init__(self, packaged: Path, user: _UserFiles) -> None:
        self._packaged, self._user = packaged, user
        self._own = _subfolders(packaged / "conditions")
        self.conditions = Conditions({path.name: path for path in self._own} | user.conditions)
        self.problems: tuple[str, ...] = tuple(user.problems)

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """The first level of every condition, without reading the others."""
        return MappingProxyType({id: self.conditions.outline(id) for id in self.conditions})

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """Lexicon concepts by id."""
        files = [read_model(path, LexiconFile) for path in _files(self._packaged / "lexicon")]
        return _by_id([file.concepts for file in (*files, *self._user.lexicon.values())])

    @cached_property
    def tests(self) -> Mapping[str, OrderableTest]:
        """Tests and bundles of tests that can be ordered, by id."""
        return _by_id([file.tests for file in self._reference("tests")])

    @cached_property
    def analytes(self) -> Mapping[str, Analyte]:
        """Measured quantities with unit and range, by id."""
        return _by_id([file.analytes for file in self._reference("analytes")])

    @cached_property
    def examinations(self) -> Mapping[str, ExaminationKnowledge]:
        """What can be examined and what is found when it is normal, by id."""
        return _by_id([file.examinations for file in self._reference("examinations")])

    @cached_property
    def drugs(self) -> Mapping[str, Drug]:
        """Drugs with usual doses, by id."""
        return _by_id([file.drugs for file in self._reference("drugs")])

    @cached_property
    def occupations(self) -> Mapping[str, Occupation]:
        """Jobs by id."""
        return _by_id([file.occupations for file in self._reference("occupations")])

    @cached_property
    def everyday(self) -> tuple[Everyday, ...]:
        """Harmless matters a record does not hold; a user's topic replaces the packaged one."""
        topics = {item.topic: item for file in self._reference("everyday") for item in file.everyday}
        return tuple(topics.values())

    @cached_property
    def names(self) -> NameTable:
        """Given and family names; a user's names are added."""
        lists = [file.names for file in self._reference("names")]
        return NameTable(
            **{
                field: tuple(dict.fromkeys(name for file in lists for name in getattr(file, field)))
                for field in NameTable.model_fields
            }
        )

    @cached_property
    def version(self) -> str:
        """Digest of all files, read in sorted order; the user's come after the packaged ones."""
        digest = hashlib.blake2b(digest_size=8)
        folders = ("lexicon", "reference", *(f"conditions/{path.name}" for path in self._own))
        packaged = [path for folder in folders for path in _files(self._packaged / folder)]
        for path in (*packaged, *self._user.files()):
            digest.update(f"{path.parent.name}/{path.name}\n".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _reference(self, table: str) -> tuple[ReferenceFile, ...]:
        packaged = read_model(self._packaged / "reference" / f"{table}.toml", ReferenceFile)
        return (packaged, *self._user.reference.values())


class _UserFiles:
    """The files a user has added; what turns out faulty is dropped and named in ``problems``."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder if folder is not None and folder.is_dir() else None
        self.lexicon: dict[Path, LexiconFile] = {}
        self.reference: dict[Path, ReferenceFile] = {}
        self.conditions: dict[str, Path] = {}
        self.problems: list[str] = []
        if self.folder is None:
            return
        for path in _files(self.folder / "lexicon"):
            self._read(path, LexiconFile, self.lexicon)
        for path in _files(self.folder / "reference"):
            self._read(path, ReferenceFile, self.reference)
        self.conditions = {path.name: path for path in _subfolders(self.folder / "conditions")}

    def files(self) -> list[Path]:
        """What is used, in a fixed order."""
        return [*self.lexicon, *self.reference, *(path for own in self.conditions.values() for path in _files(own))]

    def drop_tables(self, known: Library) -> bool:
        """Leaves out tables that do not fit the others; True when there were any."""
        faulty = {path: first for path in (*self.lexicon, *self.reference) if (first := _first_error(path, known))}
        for path, first in faulty.items():
            self.lexicon.pop(path, None)
            self.reference.pop(path, None)
            self.problems.append(first)
        return bool(faulty)

    def drop_conditions(self, known: Library) -> bool:
        """Leaves out conditions with an error; True when there were any."""
        faulty = {id: first for id, path in self.conditions.items() if (first := _first_error(path, known))}
        for id, first in faulty.items():
            del self.conditions[id]
            self.problems.append(f"{id}/{first}")
        return bool(faulty)

    def _read(self, path: Path, model: type[Any], into: dict[Path, Any]) -> None:
        try:
            into[path] = read_model(path, model)
        except KnowledgeError as error:
            self.problems.append(str(error))


def load(user_folder: Path | None = None, packaged: Path = PACKAGED) -> Library:
    """The packaged knowledge, extended or overridden by id from ``user_folder``.

    Args:
        user_folder: holds ``conditions``, ``lexicon`` and ``reference`` like the package; any may be absent.
            Faulty files in it are left out and named in ``Library.problems``.
        packaged: the folder of the packaged knowledge, for tests.
    """
    user = _UserFiles(user_folder)
    library = Library(packaged, user)
    for drop in (user.drop_tables, user.drop_conditions):
        if drop(library):
            library = Library(packaged, user)
    return library


def lint_file(path: Path, library: Library | None = None) -> list[lint.Remark]:
    """Remarks on a knowledge file or the folder of a condition, cross checks included; [] when sound."""
    return lint.remarks(path, library or load())


def _first_error(path: Path, known: Library) -> str:
    return next((str(remark) for remark in lint.remarks(path, known) if remark.severity == "error"), "")


def _by_id(tables: list[tuple[Any, ...]]) -> Mapping[str, Any]:
    """Later entries override earlier ones of the same id."""
    return MappingProxyType({item.id: item for table in tables for item in table})


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if path.is_file())


def _subfolders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_dir() and not path.name.startswith((".", "_")))
