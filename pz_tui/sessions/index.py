"""The list of sessions without opening them: rows kept in ``index.json``, each valid for one state of its file.

The index is only a cache. A row counts while time and size of the file are what they were; a missing or
damaged index is made again from the files, and one that cannot be written costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from pz_tui.record.base import Frozen
from pz_tui.sessions.errors import cannot_read
from pz_tui.sessions.files import write_whole
from pz_tui.sessions.session import SessionSummary

SUFFIX = ".session"
INDEX_VERSION = 1
_STALE_AFTER = 3600
"""Seconds after which a temporary file is one that a killed process left."""


class Row(Frozen):
    """One line of the list, with the time (ns) and size (bytes) of the file it was read from."""

    time: int
    size: int
    summary: SessionSummary


class Rows(Frozen):
    """The index as it is stored; keys are names of files without their suffix."""

    version: int = INDEX_VERSION
    rows: dict[str, Row] = {}


class Index:
    """The rows of one folder. ``summarise`` reads one file and never raises."""

    def __init__(self, root: Path, summarise: Callable[[Path], SessionSummary]) -> None:
        self._root = root
        self._path = root / "index.json"
        self._summarise = summarise
        self._rows: dict[str, Row] | None = None

    def summaries(self) -> list[SessionSummary]:
        """Every session file of the folder, the last changed first. Raises StoreError."""
        known = self._load() if self._rows is None else self._rows
        found = self._scan()
        rows: dict[str, Row] = {}
        for name, (changed, size) in found.items():
            row = known.get(name)
            if row is None or (row.time, row.size) != (changed, size):
                row = Row(time=changed, size=size, summary=self._summarise(self._root / f"{name}{SUFFIX}"))
            rows[name] = row
        if rows != known:
            self._store(rows)
        self._rows = rows
        return sorted((row.summary for row in rows.values()), key=lambda s: (s.changed, s.id), reverse=True)

    def _scan(self) -> dict[str, tuple[int, int]]:
        found = {}
        try:
            with os.scandir(self._root) as entries:
                for entry in entries:
                    if entry.name.endswith(SUFFIX) and entry.is_file():
                        with contextlib.suppress(FileNotFoundError):
                            stat = entry.stat()
                            found[entry.name.removesuffix(SUFFIX)] = (stat.st_mtime_ns, stat.st_size)
                    elif entry.name.startswith(".") and entry.name.endswith(".tmp"):
                        _remove_stale(entry)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise cannot_read(error, f"the folder {self._root}") from error
        return found

    def _load(self) -> dict[str, Row]:
        try:
            stored = Rows.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return {}
        return stored.rows if stored.version == INDEX_VERSION else {}

    def _store(self, rows: dict[str, Row]) -> None:
        # On a full disk or in a read-only folder the list is only slower.
        with contextlib.suppress(OSError):
            write_whole(self._path, Rows(rows=rows).model_dump_json().encode())


def _remove_stale(entry: os.DirEntry[str]) -> None:
    with contextlib.suppress(OSError):
        if time.time() - entry.stat().st_mtime > _STALE_AFTER:
            Path(entry.path).unlink()
