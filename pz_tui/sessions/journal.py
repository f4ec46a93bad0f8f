"""TinyDB over a journal: every change-set is one checked line, appended and synced.

TinyDB hands a storage the whole database at every write. Rewriting it would make a turn cost more the
longer the session is, and a kill in the middle would lose it; so the storage works out which documents
differ and appends these alone.

The file is UTF-8::

    pz-chat journal 1
    <crc32 of payload, 8 hex digits> <bytes of payload> <payload>

A payload is ``table TAB id TAB json`` for each changed document, joined by tabs; an empty json removes it.
JSON has no raw tab or new line, so a line is whole or it is not, and a change-set with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from pz_tui.sessions.errors import StoreError, cannot_read, cannot_write
from pz_tui.sessions.files import private_folder, write_all, write_whole

MAGIC = b"pz-chat journal 1\n"
COMPACT_FROM = 64 * 1024
"""Bytes of outdated lines below which compacting is not worth a rewrite."""

_HEAD = re.compile(rb"([0-9a-f]{8}) ([0-9]{1,12}) ")

Tables = dict[str, dict[str, str]]
Change = tuple[str, str, str]


class Kept(MutableMapping[str, Any]):
    """A stored document that is parsed when it is looked into, and not before.

    Only one that was looked into can have been changed in place, so only that one is compared by content.
    """

    __slots__ = ("_data", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._data: dict[str, Any] | None = None

    @property
    def untouched(self) -> bool:
        """Whether nobody has looked into it."""
        return self._data is None

    def parsed(self) -> dict[str, Any]:
        """The document. Raises StoreError when the text is not a JSON object."""
        if self._data is None:
            try:
                data = json.loads(self.text)
            except (ValueError, RecursionError) as error:
                raise StoreError("A session file holds a document that is not JSON; it is left as it is.") from error
            if not isinstance(data, dict):
                raise StoreError("A session file holds a document that is no table of values; it is left as it is.")
            self._data = data
        return self._data

    def __getitem__(self, key: str) -> Any:
        return self.parsed()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.parsed()[key] = value

    def __delitem__(self, key: str) -> None:
        del self.parsed()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parsed())

    def __len__(self) -> int:
        return len(self.parsed())


def text_of(document: Mapping[str, Any]) -> str:
    """One document as JSON on one line. Raises ValueError for what JSON cannot hold (NaN, objects)."""
    if isinstance(document, Kept):
        if document.untouched:
            return document.text
        document = document.parsed()
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair has no UTF-8; escaped it survives.
        text = json.dumps(document, allow_nan=False, separators=(",", ":"))
    except TypeError as error:
        raise ValueError(f"not storable: {error}") from error
    return text


def line_of(changes: list[Change]) -> bytes:
    """One change-set as a checked line."""
    for table, id, _ in changes:
        if set(table + id) & set("\t\r\n"):
            raise ValueError(f"table {table!r} or id {id!r} holds a tab or a line end")
    payload = "\t".join("\t".join(change) for change in changes).encode()
    return b"%08x %d %s\n" % (zlib.crc32(payload), len(payload), payload)


class JournalStorage(Storage):
    """TinyDB's storage over one journal file.

    Every method may raise StoreError (one sentence). A file that is not a journal, or is damaged anywhere
    but in an unfinished last line, is never written.

    Attributes:
        torn: bytes at the end that an interrupted write left, ignored; the next append cuts them off.
    """

    def __init__(self, path: Path | str, *, read_only: bool = False) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self.torn = 0
        self._tables: Tables = {}
        self._exists = False
        self._good = 0
        self._wrote = False
        self._suspect = False
        self._batch: dict[str, dict[str, Any]] | None = None
        self._batching = False
        self._open()

    # --- TinyDB's side ---------------------------------------------------------------------------------

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Every table; the documents are made anew, so that changing one changes nothing until it is written."""
        if self._batch is not None:
            return self._batch
        if not self._tables:
            return None
        return {
            name: {id: Kept(text) for id, text in documents.items()}
            for name, documents in self._tables.items()
        }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Append what differs from the last state, as one change-set; nothing when nothing differs."""
        if self._batching:
            self._batch = data
            return
        changes = self._changes(data)
        if changes:
            self._commit(changes)

    def close(self) -> None:
        """Compact when something was written and more than half of a longer file is outdated."""
        if not self._wrote or not self.path.exists():
            return
        live = sum(len(text) for documents in self._tables.values() for text in documents.values())
        if self._good - live > max(COMPACT_FROM, live):
            # Only room is saved here; on a full disk the long file is as good.
            with contextlib.suppress(OSError):
                self._rewrite(self._tables)

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Make all writes within it one change-set; an error within drops them all."""
        self._batching = True
        try:
            yield
            data = self._batch
        finally:
            self._batching, self._batch = False, None
        if data is not None:
            self.write(data)

    # --- the file --------------------------------------------------------------------------------------

    def _open(self) -> None:
        try:
            with self.path.open("rb") as file:
                start = file.read(len(MAGIC))
                if start != MAGIC:
                    raise StoreError(f"{self.path.name} is not a pz-chat session file; it is left as it is.")
                self._parse(file.read())
        except FileNotFoundError:
            return
        except OSError as error:
            raise cannot_read(error, self.path.name) from error
        self._exists = True

    def _parse(self, body: bytes) -> None:
        at = 0
        while at < len(body):
            changes, end = self._line(body, at)
            if changes is None:
                break
            _apply(self._tables, changes)
            at = end
        self._good = len(MAGIC) + at
        self.torn = len(body) - at
        tail = (at + match.start() for match in _HEAD.finditer(body[at:]))
        if (body and at == 0) or any(self._line(body, start)[0] for start in tail):
            raise StoreError(
                f"{self.path.name} is damaged; it is left as it is, so put back a copy of it or delete it."
            )

    def _line(self, body: bytes, at: int) -> tuple[list[Change] | None, int]:
        """The change-set that begins at ``at`` and where it ends; None when it is not whole."""
        head = _HEAD.match(body, at)
        if head is None or body[(end := head.end() + int(head[2])) : end + 1] != b"\n":
            return None, at
        payload = body[head.end() : end]
        if b"%08x" % zlib.crc32(payload) != head[1]:
            return None, at
        try:
            fields = payload.decode().split("\t")
        except UnicodeDecodeError:
            return None, at
        if len(fields) % 3:
            return None, at
        return list(zip(fields[::3], fields[1::3], fields[2::3], strict=True)), end + 1

    def _changes(self, data: dict[str, dict[str, Any]]) -> list[Change]:
        changes: list[Change] = []
        for name, documents in data.items():
            before = self._tables.get(name, {})
            for id, document in documents.items():
                old = before.get(id)
                if isinstance(document, Kept) and document.untouched and document.text is old:
                    continue
                text = text_of(document)
                if text != old:
                    changes.append((name, id, text))
            changes += [(name, id, "") for id in before.keys() - documents.keys()]
        for name in self._tables.keys() - data.keys():
            changes += [(name, id, "") for id in self._tables[name]]
        return changes

    def _commit(self, changes: list[Change]) -> None:
        if self.read_only:
            raise StoreError(f"{self.path.name} is open for reading only.")
        line = line_of(changes)
        try:
            there = self.path.exists()
            if there and not self._exists:
                raise self._changed_by_another()
            if self._suspect or not there:
                tables = {name: dict(documents) for name, documents in self._tables.items()}
                _apply(tables, changes)
                self._rewrite(tables)
                self._tables = tables
            else:
                self._append(line)
                _apply(self._tables, changes)
        except OSError as error:
            raise cannot_write(error, f"the session {self.path.stem}") from error
        self._wrote = True

    def _append(self, line: bytes) -> None:
        with self.path.open("r+b", buffering=0) as file:
            if os.fstat(file.fileno()).st_size != self._good + self.torn:
                raise self._changed_by_another()
            try:
                if self.torn:
                    file.truncate(self._good)
                    self.torn = 0
                file.seek(self._good)
                write_all(file.fileno(), line)
                os.fsync(file.fileno())
            except BaseException:
                # Unless the part that was written can be taken back, the next write lays the file down anew.
                self._suspect = True
                with contextlib.suppress(OSError):
                    file.truncate(self._good)
                    os.fsync(file.fileno())
                    self._suspect = False
                raise
        self._good += len(line)

    def _changed_by_another(self) -> StoreError:
        return StoreError(f"{self.path.name} was changed by another program; it is left as it is, so open it again.")

    def _rewrite(self, tables: Tables) -> None:
        changes = [(name, id, text) for name, documents in tables.items() for id, text in documents.items()]
        data = MAGIC + (line_of(changes) if changes else b"")
        private_folder(self.path.parent)
        write_whole(self.path, data)
        self._exists, self._suspect = True, False
        self._good, self.torn = len(data), 0


def _apply(tables: Tables, changes: list[Change]) -> None:
    for name, id, text in changes:
        if text:
            tables.setdefault(name, {})[id] = text
        else:
            documents = tables.get(name, {})
            documents.pop(id, None)
            if not documents:
                tables.pop(name, None)

