"""Sessions as they are kept: what is saved is what is loaded, and one writer at a time."""

from __future__ import annotations

import errno
import os
import random
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from pz_tui.sessions.ids import is_safe_id, new_id
from pz_tui.sessions.session import Diagnosed, Mark, Rating, Session, Submission
from pz_tui.sessions.store import AlreadyThere, SessionLocked, SessionStore, StoreError
from tests.factories import DIAGNOSIS, a_session, turns_of

TURNS = turns_of(12)
OTHER_TURNS = turns_of(12, seed=1)


@pytest.fixture
def store(tmp_path: Path) -> SessionStore:
    return SessionStore(tmp_path / "sessions")


def size_of(store: SessionStore, session: Session) -> int:
    return (store.root / f"{session.id}.session").stat().st_size


# --- what is saved is what is loaded ---------------------------------------------------------------------


def test_a_session_comes_back_whole(store: SessionStore) -> None:
    session = a_session(5).model_copy(
        update={
            "notes": "RIF pain\n<b>Zoë</b> 胸",
            "submission": Submission(differential=(Diagnosed(name="Appendicitis", confidence=80),), plan="CT"),
            "debrief": {"score": 0.75, "missed": ["onset"], "deep": {"a": None}},
            "ratings": (Rating(id="r1", items={"like": 3, "reacts": None}, marks=(Mark(turn=1, reason="?"),)),),
            "marks": (Mark(turn=2, reason="odd"),),
        }
    )
    store.create(session)
    assert store.load(session.id) == session
    assert SessionStore(store.root).load(session.id) == session


MARKS = st.lists(st.builds(Mark, turn=st.integers(0, 9), reason=st.text()), max_size=2).map(tuple)
CHANGES = st.one_of(
    st.tuples(st.just("turns"), st.integers(0, 12).map(lambda n: TURNS[:n])),
    st.tuples(st.just("turns"), st.integers(0, 12).map(lambda n: (*TURNS[: n // 2], *OTHER_TURNS[n // 2 : n]))),
    st.tuples(st.just("notes"), st.text(max_size=20)),
    st.tuples(st.just("elapsed"), st.floats(0, 1e6)),
    st.tuples(st.just("status"), st.sampled_from(["open", "finished", "abandoned"])),
    st.tuples(st.just("submission"), st.none() | st.builds(Submission, plan=st.text(max_size=9))),
    st.tuples(st.just("debrief"), st.none() | st.dictionaries(st.text(max_size=3), st.integers(), max_size=3)),
    st.tuples(st.just("marks"), MARKS),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CHANGES, st.sampled_from(["held", "free", "reload"])), max_size=8))
def test_any_sequence_of_saves_loads_as_the_last(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[tuple[str, object], str]]
) -> None:
    store = SessionStore(tmp_path_factory.mktemp("any"))
    session = a_session(1)
    store.create(session)
    lock = None
    for (field, value), how in steps:
        if how == "held" and lock is None:
            lock = store.lock(session.id)
        elif how == "free" and lock is not None:
            lock.release()
            lock = None
        elif how == "reload":
            session = store.load(session.id)
        session = session.model_copy(update={field: value})
        store.save(session)
        assert SessionStore(store.root).load(session.id) == session
    if lock is not None:
        lock.release()
    assert store.load(session.id) == session


def test_a_save_appends_the_header_and_the_turn_and_nothing_else(store: SessionStore) -> None:
    session = a_session(0).model_copy(update={"turns": turns_of(200)[:199], "notes": "n" * 5000})
    store.create(session)
    turn = turns_of(200)[199]
    with store.lock(session.id):
        session = store.load(session.id)
        before = size_of(store, session)
        store.save(session.model_copy(update={"turns": (*session.turns, turn)}))
        grown = size_of(store, session) - before
    assert len(turn.model_dump_json()) < grown < len(turn.model_dump_json()) + 1500


@pytest.mark.parametrize("held", [True, False])
def test_a_turn_that_changes_in_its_place_is_written(store: SessionStore, held: bool) -> None:
    session = a_session(3)
    store.create(session)
    lock = store.lock(session.id) if held else None
    for status in ("pending", "answered", "interrupted"):
        last = session.turns[2].model_copy(update={"status": status})
        session = session.model_copy(update={"turns": (*session.turns[:2], last)})
        store.save(session)
        assert SessionStore(store.root).load(session.id).turns[2].status == status
    earlier = session.turns[0].model_copy(update={"marked": "not_what_i_asked"})
    session = session.model_copy(update={"turns": (earlier, *session.turns[1:])})
    store.save(session)
    assert SessionStore(store.root).load(session.id) == session
    if lock:
        lock.release()


def test_the_cost_of_a_save_in_bytes_and_syncs_does_not_grow(
    store: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown, syncs, sync = [], [], os.fsync

    def counted(fd: int) -> None:
        syncs.append(fd)
        sync(fd)

    monkeypatch.setattr(os, "fsync", counted)
    for count in (10, 300):
        turns = turns_of(count + 1)
        session = a_session(0, id=f"s{count}").model_copy(update={"turns": turns[:count]})
        store.create(session)
        with store.lock(session.id):
            session = store.load(session.id)
            before = size_of(store, session)
            syncs.clear()
            store.save(session.model_copy(update={"turns": turns}))
            grown.append(size_of(store, session) - before)
            assert len(syncs) == 1
    assert abs(grown[0] - grown[1]) < 100


def test_files_and_folders_are_private_and_nothing_is_made_before_a_save(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "a" / "sessions")
    assert store.list() == []
    assert list(tmp_path.iterdir()) == []
    session = a_session()
    store.create(session)
    with store.lock(session.id):
        store.save(session)
        store.list()
        for path in tmp_path.rglob("*"):
            assert path.stat().st_mode & 0o077 == 0, path


def test_the_diagnosis_is_in_no_name_and_no_row(store: SessionStore) -> None:
    store.create(a_session())
    store.list()
    words = " ".join(str(path) for path in store.root.rglob("*")) + (store.root / "index.json").read_text("utf-8")
    assert DIAGNOSIS.lower() not in words.lower()
    assert "appendic" not in words.lower()
    assert "k35" not in words.lower()


def test_a_second_create_does_not_overwrite(store: SessionStore) -> None:
    session = a_session()
    store.create(session)
    with pytest.raises(StoreError, match="already"):
        store.create(session.model_copy(update={"notes": "other"}))
    assert store.load(session.id) == session


def test_deleting_leaves_nothing_behind_but_the_index(store: SessionStore) -> None:
    session = a_session()
    store.create(session)
    store.list()
    store.delete(session.id)
    assert store.list() == []
    assert [path.name for path in store.root.rglob("*") if path.is_file()] == ["index.json"]
    with pytest.raises(StoreError, match="no session"):
        store.load(session.id)
    with pytest.raises(StoreError, match="no session"):
        store.delete(session.id)


def test_saves_from_threads_are_all_kept(store: SessionStore) -> None:
    sessions = [a_session(1, id=f"s{n}") for n in range(4)]
    for session in sessions:
        store.create(session)

    def work(session: Session) -> None:
        with store.lock(session.id):
            for n in range(10):
                store.save(session.model_copy(update={"turns": TURNS[: n + 1]}))
                store.list()

    threads = [threading.Thread(target=work, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(store.load(session.id).turns) for session in sessions] == [10] * 4


# --- ids -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "id",
    ["", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", "A", "con", "nul", "com1", "-a", "a.b", "a\n", "x" * 65, "é"],
)
def test_an_id_that_could_leave_the_folder_or_be_no_file_name_is_refused(store: SessionStore, id: str) -> None:
    outside = store.root.parent / "x.session"
    store.root.parent.mkdir(exist_ok=True)
    outside.write_bytes(b"precious")
    for use in (store.load, store.delete, store.lock):
        with pytest.raises(StoreError, match="not the id"):
            use(id)
    for keep in (store.create, store.save):
        with pytest.raises(StoreError, match="not the id"):
            keep(a_session(id=id))
    assert outside.read_bytes() == b"precious"
    assert not store.root.exists()


def test_ids_come_from_time_and_chance_sort_by_time_and_are_safe() -> None:
    now = datetime(2026, 3, 14, 9, 15, tzinfo=UTC)
    one, same = new_id(now, random.Random(1)), new_id(now, random.Random(1))
    assert one == same
    assert re.fullmatch(r"20260314-091500-[2-9a-z]{8}", one)
    assert new_id(now.astimezone(timezone(timedelta(hours=-7))), random.Random(1)) == one
    assert new_id(now + timedelta(seconds=1), random.Random(1)) > one
    drawn = {new_id(now) for _ in range(2000)}
    assert len(drawn) == 2000
    assert all(is_safe_id(id) for id in drawn)


# --- one writer ------------------------------------------------------------------------------------------


def test_two_stores_cannot_write_one_session(store: SessionStore) -> None:
    session, other = a_session(), SessionStore(store.root)
    store.create(session)
    with store.lock(session.id):
        for refused in (other.lock, other.delete):
            with pytest.raises(SessionLocked, match="another window"):
                refused(session.id)
        with pytest.raises(SessionLocked):
            other.save(session)
        with pytest.raises(SessionLocked, match="open already"):
            store.lock(session.id)
        assert other.load(session.id) == session, "reading needs no lock"
    other.save(session.model_copy(update={"notes": "mine now"}))
    assert store.load(session.id).notes == "mine now"


def test_releasing_again_frees_nothing_of_a_later_holder(store: SessionStore) -> None:
    session = a_session()
    lock = store.lock(session.id)
    lock.release()
    with store.lock(session.id):
        lock.release()
        with pytest.raises(SessionLocked):
            SessionStore(store.root).lock(session.id)


HOLD = """
import pathlib, sys, time
from pz_tui.sessions.store import SessionStore, SessionLocked
store = SessionStore(pathlib.Path(sys.argv[1]))
try:
    with store.lock(sys.argv[2]):
        print("held", flush=True)
        sys.stdin.readline()
except SessionLocked as error:
    print(error, flush=True)
"""


def hold(store: SessionStore, id: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store.root), id], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_process_is_told_and_after_a_kill_the_session_opens_at_once(store: SessionStore) -> None:
    session = a_session()
    store.create(session)
    first = hold(store, session.id)
    assert said(first) == "held"
    second = hold(store, session.id)
    assert said(second).startswith("This consultation is open in another window")
    second.communicate("")
    with pytest.raises(SessionLocked):
        store.save(session)
    first.kill()
    first.communicate()
    with store.lock(session.id):
        store.save(session.model_copy(update={"notes": "after"}))
    assert store.load(session.id).notes == "after"


def test_a_lock_file_that_nobody_holds_blocks_nobody(store: SessionStore) -> None:
    session = a_session()
    store.create(session)
    (store.root / "locks").mkdir(exist_ok=True)
    (store.root / "locks" / f"{session.id}.lock").write_text("99999999", encoding="utf-8")
    store.save(session)


def test_the_lock_is_one_of_the_kernel(store: SessionStore) -> None:
    session = a_session()
    with store.lock(session.id):
        other = FileLock(store.root / "locks" / f"{session.id}.lock", timeout=0)
        with pytest.raises(TimeoutError):
            other.acquire()


# --- disks and folders that refuse -----------------------------------------------------------------------


def test_a_full_disk_loses_nothing_and_the_next_save_catches_up(
    store: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(2)
    store.create(session)
    lock = store.lock(session.id)

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    for count in (3, 4):
        with pytest.raises(StoreError, match=r"^The disk is full.*next save"):
            store.save(session.model_copy(update={"turns": TURNS[:count], "notes": f"n{count}"}))
        assert SessionStore(store.root).load(session.id) == session
    monkeypatch.undo()
    later = session.model_copy(update={"turns": TURNS[:5]})
    store.save(later)
    lock.release()
    assert store.load(session.id) == later


def test_a_create_that_failed_is_made_good_by_the_next_save(
    store: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(2)

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StoreError, match="disk is full"):
        store.create(session)
    assert not list(store.root.glob("*.session"))
    assert not list(store.root.glob(".*")), "no temporary file stays"
    monkeypatch.undo()
    store.save(session)
    assert store.load(session.id) == session


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = SessionStore(tmp_path / "file" / "sessions")
    for use in (lambda: store.create(a_session()), lambda: store.lock("s1")):
        with pytest.raises(StoreError) as raised:
            use()
        assert str(raised.value).count(". ") == 0
    assert SessionStore(tmp_path / "none").list() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_lists_and_loads_and_says_why_it_does_not_save(store: SessionStore) -> None:
    session = a_session()
    store.create(session)
    store.root.chmod(0o500)
    (store.root / "locks").chmod(0o500)
    try:
        again = SessionStore(store.root)
        assert [row.id for row in again.list()] == [session.id]
        assert again.load(session.id) == session
        with pytest.raises(StoreError, match="no permission"):
            again.create(a_session(id="s2"))
    finally:
        store.root.chmod(0o700)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_no_permission_is_one_sentence_that_names_pz_home(
    store: SessionStore, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(self: Path, *args: object, **more: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreError, match="PZ_HOME"):
        store.create(a_session())


# --- files that are not ours -----------------------------------------------------------------------------


def test_a_broken_or_foreign_file_is_never_written_and_the_rest_loads(store: SessionStore) -> None:
    good = a_session(id="good")
    store.create(good)
    foreign = {"empty": b"", "json": b'{"_default": {}}', "text": "Grüße".encode("latin-1")}
    for name, content in foreign.items():
        (store.root / f"{name}.session").write_bytes(content)
    rows = {row.id: row for row in store.list()}
    assert rows["good"].unreadable == ""
    for name, content in foreign.items():
        assert "not a pz-chat session" in rows[name].unreadable
        for use in (store.load, lambda id: store.save(a_session(id=id)), lambda id: store.create(a_session(id=id))):
            with pytest.raises(StoreError):
                use(name)
        assert (store.root / f"{name}.session").read_bytes() == content
    store.delete("json")
    assert store.load("good") == good


def test_a_copied_file_is_a_session_of_its_own(store: SessionStore) -> None:
    session = a_session()
    store.create(session)
    (store.root / "copy.session").write_bytes((store.root / f"{session.id}.session").read_bytes())
    copy = store.load("copy")
    assert copy == session.model_copy(update={"id": "copy"})
    store.save(copy.model_copy(update={"notes": "only here"}))
    assert store.load(session.id) == session


# --- import ----------------------------------------------------------------------------------------------


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """The file of a session of another machine."""
    other, session = SessionStore(tmp_path / "other"), a_session(4)
    other.create(session)
    return tmp_path / "other" / f"{session.id}.session"


def test_importing_twice_adds_nothing_and_says_so(store: SessionStore, foreign: Path) -> None:
    whole = foreign.read_bytes()
    id = store.import_(foreign)
    assert store.load(id) == a_session(4)
    with pytest.raises(AlreadyThere, match="nothing was added") as raised:
        store.import_(foreign)
    assert raised.value.id == id
    assert len(store.list()) == 1
    assert foreign.read_bytes() == whole


def test_another_state_under_the_same_id_overwrites_nothing_and_is_known_again(
    store: SessionStore, foreign: Path
) -> None:
    mine = a_session(2)
    store.create(mine)
    id = store.import_(foreign)
    assert id != mine.id
    assert store.load(mine.id) == mine
    assert store.load(id) == a_session(4).model_copy(update={"id": id})
    with pytest.raises(AlreadyThere):
        store.import_(foreign)
    assert len(store.list()) == 2


def test_an_imported_session_cannot_steer_the_terminal(store: SessionStore, tmp_path: Path) -> None:
    other = SessionStore(tmp_path / "other")
    turn = TURNS[0].model_copy(update={"utterance": "\x1b]52;c;QQ==\x07hello\x1b[2J", "reply": ("a\u202eb",)})
    other.create(a_session(0).model_copy(update={"turns": (turn,), "label": "\x1b[31mRed\nline"}))
    path = next((tmp_path / "other").glob("*.session"))
    session = store.load(store.import_(path))
    assert session.turns[0].utterance == "hello"
    assert session.turns[0].reply == ("ab",)
    assert store.list()[0].label == "Red line"
    with pytest.raises(AlreadyThere):
        store.import_(path)
    assert other.list()[0].label == "Red line", "a row is safe to show wherever it comes from"


@pytest.mark.parametrize("what", ["missing", "folder", "foreign", "torn"])
def test_what_is_no_session_is_not_imported(store: SessionStore, foreign: Path, tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    elif what == "foreign":
        path.write_bytes(b"{}")
    elif what == "torn":
        path.write_bytes(foreign.read_bytes()[:-5])
    with pytest.raises(StoreError):
        store.import_(path)
    assert not store.root.exists()
