"""What is kept of consultations: one journal file a session, one writer at a time.

Layout of the folder::

    <id>.session        one session (see ``journal`` and ``documents``)
    index.json          the rows of the list; only a cache
    locks/<id>.lock     held by the one process that may write; the kernel frees it with the process
    backups/            sessions of an older schema as they were before they were migrated

Nothing is created before something is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import BaseFileLock, FileLock, Timeout

from pz_tui.record.text import one_line, strip_controls
from pz_tui.sessions.documents import SessionFile, as_session
from pz_tui.sessions.errors import AlreadyThere, SessionLocked, StoreError, cannot_write
from pz_tui.sessions.files import private_folder, write_whole
from pz_tui.sessions.ids import check_id, is_safe_id, new_id
from pz_tui.sessions.index import SUFFIX, Index
from pz_tui.sessions.journal import JournalStorage
from pz_tui.sessions.migrations import MIGRATIONS, Step, check_version, migrate
from pz_tui.sessions.session import SCHEMA_VERSION, Session, SessionSummary

__all__ = ["AlreadyThere", "SessionLock", "SessionLocked", "SessionStore", "StoreError", "new_id"]

_log = logging.getLogger(__name__)


@dataclass
class _Held:
    lock: BaseFileLock
    file: SessionFile | None = None


class SessionLock:
    """The right to write one session; a context, or released by hand. Releasing twice is harmless."""

    def __init__(self, store: SessionStore, id: str, held: _Held) -> None:
        self._store = store
        self._held = held
        self.id = id

    def release(self) -> None:
        """Close the file and let others write."""
        self._store._release(self.id, self._held)

    def __enter__(self) -> SessionLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class SessionStore:
    """The sessions of one folder. Methods may be called from any thread.

    Who consults takes ``lock(id)`` for as long as it lasts: then a save appends only what changed, whatever
    the length of the session. Without it every save takes the lock, reads the file and lets go.
    """

    def __init__(self, root: Path, *, migrations: Mapping[int, Step] = MIGRATIONS) -> None:
        self.root = root
        self._migrations = migrations
        self._mutex = threading.RLock()
        self._held: dict[str, _Held] = {}
        self._index = Index(root, self._summary)
        # Apart from the other, so that making the list anew never holds up a save.
        self._index_mutex = threading.Lock()

    # --- writing ---------------------------------------------------------------------------------------

    def create(self, session: Session) -> None:
        """Keep a new session.

        Raises:
            StoreError: the folder cannot be written, or there is such a session already.
            SessionLocked: another process makes it at this moment.
        """
        with self._writing(session.id) as file:
            if file.header():
                raise StoreError(f"There is a session {session.id} already; it is left as it is.")
            self._write(file, session)

    def save(self, session: Session) -> None:
        """Bring the file to ``session``; a save that failed is caught up by the next one.

        Raises:
            StoreError: nothing was written (full disk, no permission); the file is as it was.
            SessionLocked: another process holds the session.
        """
        with self._writing(session.id) as file:
            self._write(file, session)

    def delete(self, id: str) -> None:
        """Remove a session with its backups.

        Raises:
            StoreError: there is none, or it cannot be removed.
            SessionLocked: it is being consulted, here or elsewhere.
        """
        path = self._existing(id)
        with self._mutex, self.lock(id):
            try:
                path.unlink()
                for backup in (self.root / "backups").glob(f"{id}.v*{SUFFIX}"):
                    backup.unlink()
            except OSError as error:
                raise cannot_write(error, f"the folder of the session {id}") from error
        with contextlib.suppress(OSError):
            self._lock_path(id).unlink()

    def lock(self, id: str) -> SessionLock:
        """Take the right to write ``id``; it need not exist yet. Free again at once when the process dies.

        Raises:
            SessionLocked: another holder has it.
            StoreError: no lock can be made (read-only folder).
        """
        check_id(id)
        with self._mutex:
            if id in self._held:
                raise SessionLocked("This consultation is open already; go on with it there.")
            try:
                private_folder(self._lock_path(id).parent)
                lock = FileLock(self._lock_path(id), timeout=0, mode=0o600, thread_local=False)
                lock.acquire()
            except Timeout as error:
                raise SessionLocked(
                    "This consultation is open in another window; close it there first, or read it here."
                ) from error
            except OSError as error:
                raise cannot_write(error, f"the session {id}") from error
            held = self._held[id] = _Held(lock)
            return SessionLock(self, id, held)

    def import_(self, path: Path) -> str:
        """Take in a session file from elsewhere and return its id here; the file itself is not touched.

        Another session that has the same id keeps it; then the id of the new one ends on a digest of its
        content, so that bringing the same file again is noticed too.

        Raises:
            AlreadyThere: this very session is here; nothing was added.
            StoreError: it is no session, or of a newer version, or cannot be kept.
        """
        if not path.is_file():
            raise StoreError(f"{path} is no file; give the path of a {SUFFIX} file.")
        raw = migrate(SessionFile(JournalStorage(path, read_only=True)).read(), path.name, self._migrations)
        given = str(raw.get("id", ""))
        as_it_is = as_session(raw, given)
        session = as_session(_cleaned(raw), given)
        digest = hashlib.blake2b(session.model_dump_json().encode(), digest_size=4).hexdigest()
        base = given if is_safe_id(given) else "imported"
        for id in (base, f"{base[:48]}-{digest}"):
            if not self._path(id).exists():
                self.create(session.model_copy(update={"id": id}))
                return id
            if self._holds(id, as_it_is, session):
                raise AlreadyThere(f"This session is here already as {id}; nothing was added.", id)
        raise StoreError(f"There is another session under the id {id}; nothing was added.")

    # --- reading ---------------------------------------------------------------------------------------

    def load(self, id: str) -> Session:
        """One session as it was last saved; an older schema is migrated in memory.

        Raises:
            StoreError: there is none, or it is damaged, foreign or of a newer version.
        """
        path = self._existing(id)
        with self._mutex:
            held = self._held.get(id)
            file = self._opened(id, held) if held else SessionFile(JournalStorage(path, read_only=True))
            if file.storage.torn:
                _log.warning("session %s: %d bytes of an unfinished save ignored", id, file.storage.torn)
            session = as_session(migrate(file.read(), id, self._migrations), id)
            if held:
                file.remember(session)
            return session

    def list(self) -> list[SessionSummary]:
        """Every session, the last changed first; files that cannot be read say why. Raises StoreError."""
        with self._index_mutex:
            return self._index.summaries()

    # --- inside ----------------------------------------------------------------------------------------

    def _path(self, id: str) -> Path:
        return self.root / f"{check_id(id)}{SUFFIX}"

    def _lock_path(self, id: str) -> Path:
        return self.root / "locks" / f"{id}.lock"

    def _existing(self, id: str) -> Path:
        path = self._path(id)
        if not path.is_file():
            raise StoreError(f"There is no session {id}; the list of sessions shows those there are.")
        return path

    @contextlib.contextmanager
    def _writing(self, id: str) -> Iterator[SessionFile]:
        check_id(id)
        with self._mutex, contextlib.ExitStack() as stack:
            if id not in self._held:
                stack.enter_context(self.lock(id))
            yield self._opened(id, self._held[id])

    def _opened(self, id: str, held: _Held) -> SessionFile:
        if held.file is None:
            file = SessionFile(JournalStorage(self._path(id)))
            header = file.header()
            if header and check_version(header.get("schema_version"), id, self._migrations) < SCHEMA_VERSION:
                self._bring_up(file, id)
            held.file = file
        return held.file

    def _bring_up(self, file: SessionFile, id: str) -> None:
        data = file.read()
        session = as_session(migrate(dict(data), id, self._migrations), id)
        try:
            folder = private_folder(self.root / "backups")
            backup = folder / f"{id}.v{data['schema_version']}{SUFFIX}"
            write_whole(backup, file.storage.path.read_bytes())
        except OSError as error:
            raise cannot_write(error, f"a backup of the session {id}") from error
        file.replace(session)

    def _write(self, file: SessionFile, session: Session) -> None:
        try:
            file.write(session)
        except ValueError as error:
            raise StoreError(f"The session {session.id} holds a value that cannot be stored ({error}).") from error

    def _release(self, id: str, held: _Held) -> None:
        with self._mutex:
            if self._held.get(id) is not held:
                return
            del self._held[id]
            try:
                if held.file:
                    held.file.close()
            finally:
                held.lock.release()

    def _holds(self, id: str, *candidates: Session) -> bool:
        try:
            there = self.load(id)
        except StoreError:
            return False
        return any(there == candidate.model_copy(update={"id": id}) for candidate in candidates)

    def _summary(self, path: Path) -> SessionSummary:
        name = path.name.removesuffix(SUFFIX)
        try:
            if not is_safe_id(name):
                raise StoreError("Its name is not one that pz-chat gives; rename it to import it.")
            return self._readable(path, name)
        except StoreError as error:
            return SessionSummary(id=one_line(name), changed=_changed(path), unreadable=str(error))

    def _readable(self, path: Path, name: str) -> SessionSummary:
        file = SessionFile(JournalStorage(path, read_only=True))
        header = file.header()
        check_version(header.get("schema_version"), name, self._migrations)
        turns, ratings = file.counts()
        engine = header.get("engine")
        shown = (engine.get("model") or engine.get("kind")) if isinstance(engine, dict) else ""
        texts = {field: one_line(str(header.get(field, ""))) for field in ("created", "changed", "label")}
        try:
            return SessionSummary.model_validate(
                {**texts, "id": name, "mode": header.get("mode"), "status": header.get("status"),
                 "turns": turns, "ratings": ratings, "engine": one_line(str(shown))}
            )  # fmt: skip
        except ValueError as error:
            raise StoreError(f"The session {name} has a header that cannot be read.") from error


def _changed(path: Path) -> str:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    except OSError:
        return ""


def _cleaned(value: Any) -> Any:
    """Data of a foreign file without control sequences in any text."""
    if isinstance(value, str):
        return strip_controls(value)
    if isinstance(value, dict):
        return {strip_controls(key): _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list) else value
