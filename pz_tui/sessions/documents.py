"""A session as the documents of its file: what changes often is kept apart from what never does.

- ``session`` 1: the header, small, written at every save;
- ``patient`` 1: record and facts, written once;
- ``work`` 1: notes, submission, debrief, ratings and marks, written when they change;
- ``turns`` n: turn n - 1.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from tinydb import TinyDB
from tinydb.table import Document, Table

from pz_tui.sessions.errors import StoreError
from pz_tui.sessions.journal import JournalStorage
from pz_tui.sessions.session import Session

HEADER, PATIENT, WORK, TURNS = "session", "patient", "work", "turns"
PATIENT_FIELDS = frozenset({"record", "facts"})
WORK_FIELDS = frozenset({"notes", "submission", "debrief", "ratings", "marks"})
HEADER_FIELDS = frozenset(Session.model_fields) - PATIENT_FIELDS - WORK_FIELDS - {"turns"}


class SessionFile:
    """One open session file. Every method may raise StoreError (one sentence)."""

    def __init__(self, storage: JournalStorage) -> None:
        self.storage = storage
        self._db = TinyDB(storage=lambda: storage)
        self._last: Session | None = None

    def read(self, migrated: dict[str, Any] | None = None) -> dict[str, Any]:
        """The session as plain data, of the version it was written in."""
        header = self._one(HEADER)
        if not header:
            raise StoreError(f"{self.storage.path.name} holds no session; it is left as it is.")
        turns = sorted(self._db.table(TURNS).all(), key=lambda turn: turn.doc_id)
        return {**header, **self._one(PATIENT), **self._one(WORK), "turns": [dict(turn) for turn in turns]}

    def remember(self, session: Session) -> None:
        """Take ``session`` as what the file holds, so that the next write compares with it."""
        self._last = session

    def write(self, session: Session) -> None:
        """Bring the file to ``session`` by one change-set; only documents that differ are written."""
        with self.storage.batch():
            self._put_all(session, self._last)
        self._last = session

    def replace(self, session: Session) -> None:
        """Write ``session`` over whatever documents are there, by one change-set (after a migration)."""
        with self.storage.batch():
            self._db.drop_tables()
            self._put_all(session, None)
        self._last = session

    def header(self) -> dict[str, Any]:
        """The header alone; empty when there is none."""
        return self._one(HEADER)

    def counts(self) -> tuple[int, int]:
        """How many turns and how many ratings it holds."""
        ratings = self._one(WORK).get("ratings", ())
        return len(self._db.table(TURNS)), len(ratings) if isinstance(ratings, list) else 0

    def close(self) -> None:
        """Compact the file when it pays."""
        self._db.close()

    def _put_all(self, session: Session, last: Session | None) -> None:
        _put(self._db.table(HEADER), 1, session.model_dump(mode="json", include=set(HEADER_FIELDS)))
        for table, fields in ((PATIENT, PATIENT_FIELDS), (WORK, WORK_FIELDS)):
            if last is None or any(_differs(session, last, field) for field in fields):
                _put(self._db.table(table), 1, session.model_dump(mode="json", include=set(fields)))
        self._put_turns(session, last)

    def _put_turns(self, session: Session, last: Session | None) -> None:
        table = self._db.table(TURNS)
        before = last.turns if last else ()
        for place, turn in enumerate(session.turns):
            # Frozen turns pass from one session to the next as they are: identity answers nearly always.
            if place < len(before) and (turn is before[place] or turn == before[place]):
                continue
            _put(table, place + 1, turn.model_dump(mode="json"))
        stored = len(before) if last else max((turn.doc_id for turn in table.all()), default=0)
        if stored > len(session.turns):
            table.remove(doc_ids=range(len(session.turns) + 1, stored + 1))

    def _one(self, table: str) -> dict[str, Any]:
        found = self._db.table(table).get(doc_id=1)
        return dict(found) if isinstance(found, Document) else {}


def as_session(data: dict[str, Any], id: str) -> Session:
    """The session in ``data``, under the name of its file (a copied file stays a session of its own).

    Raises:
        StoreError: a field is missing, wrong, or unknown to this version.
    """
    try:
        return Session.model_validate({**data, "id": id})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise StoreError(
            f"The session {id} cannot be read ({place}: {first['msg']}); it is left as it is, and a newer "
            "pz-chat may read it."
        ) from error


def _put(table: Table, id: int, data: dict[str, Any]) -> None:
    table.upsert(Document(data, doc_id=id))


def _differs(session: Session, last: Session, field: str) -> bool:
    new, old = getattr(session, field), getattr(last, field)
    return new is not old and new != old
