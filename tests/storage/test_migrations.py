"""Newer sessions are never rewritten; older ones are backed up, then migrated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from pz_tui.sessions.errors import StoreError
from pz_tui.sessions.journal import JournalStorage
from pz_tui.sessions.migrations import migrate
from pz_tui.sessions.session import SCHEMA_VERSION
from pz_tui.sessions.store import SessionStore
from tests.factories import a_session

OLD = a_session(3, id="old")


def from_zero(data: dict[str, Any]) -> dict[str, Any]:
    """A made-up version 0 called the label a title, and kept the notes as lines."""
    data["label"] = data.pop("title")
    data["notes"] = "\n".join(data.pop("note_lines"))
    return data


STEPS = {0: from_zero}


def write_version(root: Path, id: str, version: int, **changes: object) -> bytes:
    """A file of another version under ``id``; its content."""
    SessionStore(root).create(OLD.model_copy(update={"id": id}))
    path = root / f"{id}.session"
    with TinyDB(path, storage=JournalStorage) as db:
        header = {**(db.table("session").all()[0]), "schema_version": version, **changes}
        db.table("session").truncate()
        db.table("session").insert(header)
    return path.read_bytes()


@pytest.fixture
def zero(tmp_path: Path) -> Path:
    root = tmp_path / "sessions"
    write_version(root, "old", 0, title=OLD.label, note_lines=["RIF pain", "no fever"])
    path = root / "old.session"
    with TinyDB(path, storage=JournalStorage) as db:
        db.table("session").update(lambda header: header.pop("label"))
        db.table("work").update(lambda work: work.pop("notes"))
    return path


def test_an_older_session_is_listed_and_read_without_a_write(zero: Path) -> None:
    store, whole = SessionStore(zero.parent, migrations=STEPS), zero.read_bytes()
    assert store.load("old") == OLD.model_copy(update={"notes": "RIF pain\nno fever"})
    assert [row.unreadable for row in store.list()] == [""]
    assert zero.read_bytes() == whole
    assert not (zero.parent / "backups").exists()


@pytest.mark.parametrize("held", [False, True])
def test_the_first_save_backs_it_up_and_rewrites_it(zero: Path, held: bool) -> None:
    store, whole = SessionStore(zero.parent, migrations=STEPS), zero.read_bytes()
    session = store.load("old")
    later = session.model_copy(update={"notes": "more"})
    if held:
        with store.lock("old"):
            assert store.load("old") == session
            store.save(later)
    else:
        store.save(later)
    assert (zero.parent / "backups" / "old.v0.session").read_bytes() == whole
    assert SessionStore(zero.parent).load("old") == later, "no migration is needed any more"
    store.delete("old")
    assert list((zero.parent / "backups").iterdir()) == []


def test_without_a_backup_nothing_is_rewritten(zero: Path) -> None:
    store, whole = SessionStore(zero.parent, migrations=STEPS), zero.read_bytes()
    session = store.load("old")
    (zero.parent / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="backup"):
        store.save(session)
    assert zero.read_bytes() == whole


def test_a_newer_session_is_listed_as_unreadable_and_never_rewritten(tmp_path: Path) -> None:
    whole = write_version(tmp_path, "newer", SCHEMA_VERSION + 1, novelty={"a": 1})
    store = SessionStore(tmp_path)
    store.create(a_session(id="mine"))
    for use in (store.load, lambda id: store.save(a_session(id=id))):
        with pytest.raises(StoreError, match="newer pz-chat"):
            use("newer")
    with store.lock("newer"), pytest.raises(StoreError, match="newer pz-chat"):
        store.load("newer")
    rows = {row.id: row.unreadable for row in store.list()}
    assert rows["mine"] == ""
    assert "newer pz-chat" in rows["newer"]
    assert (tmp_path / "newer.session").read_bytes() == whole


def test_a_version_that_no_step_leads_on_from_says_so(tmp_path: Path) -> None:
    write_version(tmp_path, "ancient", -1)
    with pytest.raises(StoreError, match="cannot read"):
        SessionStore(tmp_path, migrations=STEPS).load("ancient")


def test_an_unknown_field_of_the_same_version_is_refused_and_kept(tmp_path: Path) -> None:
    whole = write_version(tmp_path, "other", SCHEMA_VERSION, novelty=1)
    with pytest.raises(StoreError, match="novelty"):
        SessionStore(tmp_path).load("other")
    assert (tmp_path / "other.session").read_bytes() == whole


@pytest.mark.parametrize("version", [None, "1", True, 1.0, []])
def test_a_version_that_is_no_number_is_one_sentence(version: object) -> None:
    with pytest.raises(StoreError, match="does not say its version"):
        migrate({"schema_version": version}, "x")


def test_a_step_that_fails_is_one_sentence() -> None:
    with pytest.raises(StoreError, match="from version 0 to 1"):
        migrate({"schema_version": 0}, "x", STEPS)
