"""The list: from the index, made anew when missing, damaged or out of date, and fast for thousands."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pz_tui.sessions import index, store
from pz_tui.sessions.journal import JournalStorage
from pz_tui.sessions.session import SessionSummary
from pz_tui.sessions.store import SessionStore
from tests.factories import a_session, turns_of


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the session files that were opened."""
    names: list[str] = []

    def watched(path: Path, **more: bool) -> JournalStorage:
        names.append(path.name.removesuffix(".session"))
        return JournalStorage(path, **more)

    monkeypatch.setattr(store, "JournalStorage", watched)
    return names


@pytest.fixture
def root(tmp_path: Path) -> Path:
    kept = SessionStore(tmp_path)
    for n in range(3):
        kept.create(a_session(n, id=f"s{n}").model_copy(update={"changed": f"2026-03-1{n}T09:00:00+00:00"}))
    assert len(kept.list()) == 3
    return tmp_path


def test_rows_hold_what_a_list_needs_last_changed_first(root: Path) -> None:
    rows = SessionStore(root).list()
    assert [row.id for row in rows] == ["s2", "s1", "s0"]
    assert rows[0] == SessionSummary(
        id="s2", created=a_session().created, changed="2026-03-12T09:00:00+00:00", mode="practice",
        label="Maria Keller, 31, abdominal pain", status="open", turns=2, engine="builtin", ratings=0,
    )  # fmt: skip


def test_a_second_list_opens_no_session(root: Path, opened: list[str]) -> None:
    SessionStore(root).list()
    assert opened == []


def test_only_what_changed_is_opened_again(root: Path, opened: list[str]) -> None:
    kept = SessionStore(root)
    kept.save(kept.load("s1").model_copy(update={"turns": turns_of(9)}))
    kept.create(a_session(id="s9"))
    (root / "s0.session").unlink()
    opened.clear()
    rows = {row.id: row.turns for row in kept.list()}
    assert rows == {"s1": 9, "s2": 2, "s9": 3}
    assert sorted(opened) == ["s1", "s9"]
    opened.clear()
    assert {row.id: row.turns for row in SessionStore(root).list()} == rows
    assert opened == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-40]),
        lambda path: path.write_bytes(b"\xff\xfe" * 50),
        lambda path: path.write_text("[]", encoding="utf-8"),
        lambda path: path.write_text(json.dumps({"version": 99, "rows": {}}), encoding="utf-8"),
        lambda path: path.write_text(path.read_text("utf-8").replace('"turns"', '"tunrs"'), encoding="utf-8"),
    ],
)
def test_a_missing_or_damaged_index_is_made_anew(root: Path, damage: Callable[[Path], object]) -> None:
    before = SessionStore(root).list()
    damage(root / "index.json")
    assert SessionStore(root).list() == before
    assert len(json.loads((root / "index.json").read_text(encoding="utf-8"))["rows"]) == 3


def test_an_index_that_cannot_be_written_still_lists(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "index.json").unlink()

    def refuse(path: Path, data: bytes) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(index, "write_whole", refuse)
    assert len(SessionStore(root).list()) == 3
    assert not (root / "index.json").exists()


def test_an_unreadable_file_is_asked_once_and_its_reason_kept(root: Path, opened: list[str]) -> None:
    (root / "broken.session").write_bytes(b"nonsense")
    (root / "Ünsafe name.session").write_bytes(b"nonsense")
    (root / "folder.session").mkdir()
    os.mkfifo(root / "pipe.session")
    rows = {row.id: row.unreadable for row in SessionStore(root).list() if row.unreadable}
    assert set(rows) == {"broken", "Ünsafe name"}
    opened.clear()
    assert {row.id: row.unreadable for row in SessionStore(root).list() if row.unreadable} == rows
    assert opened == []


def test_temporary_files_of_a_killed_process_go_after_a_while(root: Path) -> None:
    old, new = root / ".s0.session.aaaa.tmp", root / ".s0.session.bbbb.tmp"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (1, 1))
    SessionStore(root).list()
    assert not old.exists()
    assert new.exists()


def test_ten_thousand_sessions_list_fast(tmp_path: Path) -> None:
    kept = SessionStore(tmp_path)
    kept.create(a_session(1, id="s0"))
    row = kept.list()[0]
    rows = {}
    for n in range(10_000):
        path = tmp_path / f"s{n}.session"
        if n:
            path.touch()
        stat = path.stat()
        summary = row.model_copy(update={"id": f"s{n}"})
        rows[f"s{n}"] = index.Row(time=stat.st_mtime_ns, size=stat.st_size, summary=summary)
    (tmp_path / "index.json").write_text(index.Rows(rows=rows).model_dump_json(), encoding="utf-8")
    fresh = SessionStore(tmp_path)
    start = time.process_time()
    assert len(fresh.list()) == 10_000
    first = time.process_time() - start
    start = time.process_time()
    assert {row.unreadable for row in fresh.list()} == {""}
    again = time.process_time() - start
    print(f"10,000 sessions: first list {first * 1000:.0f} ms, again {again * 1000:.0f} ms")
    assert first < 1.5
    assert again < 0.75
