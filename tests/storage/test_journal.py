"""The journal under TinyDB: whole or not at all, and never over a file that it did not write."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.table import Document

from pz_tui.sessions import journal
from pz_tui.sessions.errors import StoreError
from pz_tui.sessions.journal import COMPACT_FROM, MAGIC, JournalStorage

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
DOCUMENTS = st.dictionaries(st.text(max_size=4), VALUES, max_size=4)
STATES = st.dictionaries(
    st.sampled_from(["turns", "work", "session"]),
    st.dictionaries(st.sampled_from(["1", "2", "30"]), DOCUMENTS, min_size=1, max_size=3),
    max_size=3,
)


def contents(path: Path) -> dict[str, Any]:
    """What a fresh storage reads, parsed."""
    tables = JournalStorage(path, read_only=True).read() or {}
    return {name: {id: dict(doc) for id, doc in table.items()} for name, table in tables.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "one.session"


@given(st.lists(STATES, max_size=6))
def test_any_sequence_of_writes_reads_back_as_the_last(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.session"
    path.unlink(missing_ok=True)
    storage = JournalStorage(path)
    for state in states:
        storage.write(state)
        assert (contents(path) if path.exists() else {}) == state
    storage.close()
    assert (contents(path) if path.exists() else {}) == (states[-1] if states else {})


@given(st.lists(STATES, min_size=2, max_size=4), st.data())
def test_cut_anywhere_after_the_first_state_the_last_whole_one_is_read(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, Any]], data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.session"
    path.unlink(missing_ok=True)
    storage, ends = JournalStorage(path), []
    for state in states:
        storage.write(state)
        ends.append((path.stat().st_size if path.exists() else 0, state))
    whole = path.read_bytes() if path.exists() else b""
    first = next((end for end, state in ends if state), 0)
    cut = data.draw(st.integers(first, len(whole)))
    path.write_bytes(whole[:cut])
    if cut:
        assert contents(path) == [state for end, state in ends if end <= cut][-1]


def test_torn_at_every_byte_of_the_last_line_it_opens_and_the_next_append_mends_it(path: Path) -> None:
    storage = JournalStorage(path)
    storage.write({"turns": {"1": {"said": "Grüße, 胸が痛い"}}})
    good = path.stat().st_size
    storage.write({"turns": {"1": {"said": "Grüße, 胸が痛い"}, "2": {"said": "später " * 20}}})
    whole = path.read_bytes()
    for cut in range(good, len(whole)):
        path.write_bytes(whole[:cut])
        again = JournalStorage(path)
        assert again.torn == cut - good
        assert contents(path) == {"turns": {"1": {"said": "Grüße, 胸が痛い"}}}
        assert path.stat().st_size == cut, "reading writes nothing"
        tables = again.read()
        assert tables is not None
        again.write({**tables, "work": {"1": {"notes": "x"}}})
        assert again.torn == 0
        assert contents(path)["work"] == {"1": {"notes": "x"}}
        assert JournalStorage(path).torn == 0, "what was torn is gone, also where it was longer than what came"


def test_cut_within_the_first_state_it_says_damaged_and_is_left_alone(path: Path) -> None:
    JournalStorage(path).write({"turns": {"1": {"said": "a"}}})
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        if cut == len(MAGIC):
            assert contents(path) == {}
        else:
            with pytest.raises(StoreError):
                JournalStorage(path)
        assert path.read_bytes() == whole[:cut]


@given(st.data())
def test_any_corruption_loads_an_earlier_state_or_is_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "rot.session"
    path.unlink(missing_ok=True)
    storage = JournalStorage(path)
    states: list[dict[str, Any]] = [{"turns": {str(n): {"n": n} for n in range(1, last)}} for last in range(2, 6)]
    for state in states:
        storage.write(state)
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path.write_bytes(whole)
    try:
        found, said = contents(path), ""
    except StoreError as error:
        found, said = states[0], str(error)
    assert found in states
    assert "\n" not in said
    assert path.read_bytes() == whole


@pytest.mark.parametrize("byte", range(0, 400, 3))
def test_a_flipped_bit_in_a_line_that_others_follow_is_damage(path: Path, byte: int) -> None:
    storage = JournalStorage(path)
    for n in range(1, 6):
        storage.write({"turns": {str(k): {"said": "x" * 20} for k in range(1, n + 1)}})
    whole = bytearray(path.read_bytes())
    last = whole.rindex(b"\n", 0, len(whole) - 1) + 1
    whole[byte % last] ^= 4
    path.write_bytes(whole)
    with pytest.raises(StoreError, match=r"damaged|not a pz-chat session"):
        JournalStorage(path)


@pytest.mark.parametrize("content", [b"", b"{}", b"SQLite format 3\x00" * 9, b'{"_default": {}}', MAGIC[:-1]])
def test_a_foreign_file_is_refused_and_not_touched(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a pz-chat session file"):
        JournalStorage(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("payload", ["turns\t1\t[1]", "turns\t1\t{", "turns\t1\t" + "[" * 5000])
def test_a_checked_line_with_a_document_that_is_none_is_one_sentence(path: Path, payload: str) -> None:
    line = journal.line_of([tuple(payload.split("\t"))])  # type: ignore[list-item]
    path.write_bytes(MAGIC + line)
    with pytest.raises(StoreError):
        contents(path)


# --- through TinyDB --------------------------------------------------------------------------------------


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") - 1


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.update({"n": 9}, doc_ids=[2]),
        lambda t: t.update(increment("n"), where("n") == 2),
        lambda t: t.update(lambda doc: doc["deep"]["list"].append(1), doc_ids=[3]),
        lambda t: t.upsert(Document({"n": 7}, doc_id=1)),
        lambda t: t.insert(Document({"n": 7}, doc_id=50)),
        lambda t: t.remove(doc_ids=[2]),
        lambda t: t.remove(where("n") > 1),
        lambda t: t.truncate(),
    ],
)
def test_every_way_to_change_a_table_reaches_the_file(path: Path, change: Callable[[Any], object]) -> None:
    with TinyDB(path, storage=JournalStorage) as db:
        table = db.table("turns")
        table.insert_multiple({"n": n, "deep": {"list": []}} for n in (1, 2, 3))
        before = lines(path)
        change(table)
        expected = {str(doc.doc_id): dict(doc) for doc in table.all()}
        assert lines(path) == before + 1
    assert contents(path).get("turns", {}) == expected


def test_only_changed_documents_are_appended(path: Path) -> None:
    with TinyDB(path, storage=JournalStorage) as db:
        db.table("turns").insert_multiple({"said": "x" * 1000} for _ in range(100))
        size = path.stat().st_size
        db.table("turns").update({"said": "y"}, doc_ids=[50])
        assert path.stat().st_size - size < 60
        size = path.stat().st_size
        db.table("turns").update({"said": "y"}, doc_ids=[50])
        assert path.stat().st_size == size, "what does not differ is not written"


def test_changing_what_was_read_changes_nothing_until_it_is_written(path: Path) -> None:
    with TinyDB(path, storage=JournalStorage) as db:
        db.insert({"list": []})
        found = db.get(doc_id=1)
        assert isinstance(found, Document)
        found["list"].append(1)
        db.insert({"other": 1})
        assert db.get(doc_id=1) == {"list": []}
    assert contents(path)["_default"]["1"] == {"list": []}


def test_a_batch_is_one_change_set_and_an_error_in_it_drops_all(path: Path) -> None:
    storage = JournalStorage(path)
    db = TinyDB(storage=lambda: storage)
    db.insert({"n": 1})
    with storage.batch():
        db.table("a").insert({"n": 2})
        db.table("b").insert({"n": 3})
        assert db.table("a").all() == [{"n": 2}]
    assert lines(path) == 2
    with pytest.raises(ValueError, match="JSON"), storage.batch():
        db.table("a").insert_multiple([{"n": 4}, {"n": float("nan")}])
    with pytest.raises(KeyError), storage.batch():
        db.table("a").update(lambda doc: doc.update(n=9) or doc["no such"], doc_ids=[1])
    assert lines(path) == 2
    assert db.table("a").all() == [{"n": 2}]


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, object()])
def test_what_json_cannot_hold_is_refused_and_nothing_is_written(path: Path, value: object) -> None:
    with TinyDB(path, storage=JournalStorage) as db:
        db.insert({"n": 1})
        with pytest.raises(ValueError, match=r"JSON|storable"):
            db.insert({"n": value})
    assert contents(path) == {"_default": {"1": {"n": 1}}}


@pytest.mark.parametrize("text", ["\ud83d", "a\u2028b\u0085c\nd\te", "Zoë 胸 🫀", "\x00\x1b[31m"])
def test_any_text_comes_back_as_it_was(path: Path, text: str) -> None:
    JournalStorage(path).write({"turns": {"1": {"said": text}}})
    assert contents(path) == {"turns": {"1": {"said": text}}}


def test_the_file_is_utf8_whatever_the_locale(path: Path) -> None:
    code = "import sys, pathlib; from pz_tui.sessions.journal import JournalStorage as J\n"
    code += "J(pathlib.Path(sys.argv[1])).write({'t': {'1': {'said': 'Zo\\xeb \\u80f8'}}})"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-c", code, str(path)], env=environment, check=True)
    assert "Zoë 胸".encode() in path.read_bytes()


def test_names_that_would_break_a_line_are_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="tab"):
        JournalStorage(path).write({"a\tb": {"1": {}}})


# --- compacting ------------------------------------------------------------------------------------------


def test_closing_compacts_when_it_pays_and_keeps_the_content(path: Path) -> None:
    with TinyDB(path, storage=JournalStorage) as db:
        for n in range(400):
            db.upsert(Document({"n": n, "said": "x" * 500}, doc_id=1))
        size = path.stat().st_size
        assert size > COMPACT_FROM
    assert path.stat().st_size < size / 100
    assert path.stat().st_mode & 0o777 == 0o600
    assert contents(path)["_default"]["1"]["n"] == 399
    assert list(path.parent.iterdir()) == [path]


def test_closing_what_was_only_read_writes_nothing(path: Path) -> None:
    storage = JournalStorage(path)
    for n in range(400):
        storage.write({"t": {"1": {"n": n, "said": "x" * 500}}})
    whole, before = path.read_bytes(), path.stat()
    with TinyDB(path, storage=JournalStorage) as db:
        assert len(db.table("t").all()) == 1
    assert path.read_bytes() == whole
    assert path.stat().st_ino == before.st_ino


def test_compacting_that_fails_leaves_the_long_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = JournalStorage(path)
    for n in range(400):
        storage.write({"t": {"1": {"n": n, "said": "x" * 500}}})
    whole = path.read_bytes()

    def full(target: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal, "write_whole", full)
    storage.close()
    assert path.read_bytes() == whole


def test_closing_does_not_bring_back_a_deleted_file(path: Path) -> None:
    storage = JournalStorage(path)
    for n in range(400):
        storage.write({"t": {"1": {"n": n, "said": "x" * 500}}})
    path.unlink()
    storage.close()
    assert not path.exists()


# --- disks that fail -------------------------------------------------------------------------------------


def test_a_disk_that_fills_up_in_mid_append_keeps_the_old_state_and_the_next_write_has_all(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = JournalStorage(path)
    storage.write({"t": {"1": {"n": 1}}})
    whole, write = path.read_bytes(), os.write
    budget = [10]

    def filling(descriptor: int, data: bytes) -> int:
        if not budget[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = write(descriptor, data[: budget[0]])
        budget[0] -= done
        return done

    monkeypatch.setattr(os, "write", filling)
    with pytest.raises(StoreError, match="disk is full"):
        storage.write({"t": {"1": {"n": 2}}})
    assert path.read_bytes() == whole
    with pytest.raises(StoreError, match="disk is full"):
        storage.write({"t": {"1": {"n": 3}}})
    monkeypatch.undo()
    storage.write({"t": {"1": {"n": 3}, "2": {"n": 4}}})
    assert contents(path) == {"t": {"1": {"n": 3}, "2": {"n": 4}}}


@pytest.mark.parametrize("also_truncate", [False, True])
def test_after_a_sync_that_failed_the_state_on_disk_is_whole_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, also_truncate: bool
) -> None:
    storage = JournalStorage(path)
    storage.write({"t": {"1": {"n": 1}}})
    if also_truncate:
        monkeypatch.setattr(os, "fsync", _raiser(errno.EIO))
    else:
        calls, sync = [0], os.fsync

        def once(descriptor: int) -> None:
            calls[0] += 1
            if calls[0] == 1:
                raise OSError(errno.EIO, "Input/output error")
            sync(descriptor)

        monkeypatch.setattr(os, "fsync", once)
    with pytest.raises(StoreError, match="Input/output error"):
        storage.write({"t": {"1": {"n": 2}}})
    monkeypatch.undo()
    assert contents(path) == {"t": {"1": {"n": 1}}}
    storage.write({"t": {"1": {"n": 3}}})
    assert contents(path) == {"t": {"1": {"n": 3}}}


def _raiser(number: int) -> Callable[[int], None]:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_real_limit_on_file_size_is_met_the_same_way(path: Path) -> None:
    """The kernel writes part of the line and then refuses, as a full disk does."""
    code = f"""
import pathlib, resource, sys
from pz_tui.sessions.journal import JournalStorage
from pz_tui.sessions.errors import StoreError
path = pathlib.Path({str(path)!r})
storage = JournalStorage(path)
storage.write({{"t": {{"1": {{"n": 1}}}}}})
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    storage.write({{"t": {{"1": {{"n": 2, "said": "x" * 5000}}}}}})
except StoreError as error:
    print(error)
assert path.stat().st_size == size
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
storage.write({{"t": {{"1": {{"n": 3, "said": "x" * 5000}}}}}})
"""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("The disk is full")
    assert contents(path)["t"]["1"]["n"] == 3


# --- others at the same file -----------------------------------------------------------------------------


def test_a_file_that_another_program_changed_is_not_overwritten(path: Path) -> None:
    storage = JournalStorage(path)
    storage.write({"t": {"1": {"n": 1}}})
    JournalStorage(path).write({"t": {"1": {"n": 1}, "2": {"n": 2}}})
    whole = path.read_bytes()
    with pytest.raises(StoreError, match="changed by another program"):
        storage.write({"t": {"1": {"n": 5}}})
    assert path.read_bytes() == whole


def test_a_file_that_appeared_meanwhile_is_not_overwritten(path: Path) -> None:
    storage = JournalStorage(path)
    path.write_bytes(b"mine")
    with pytest.raises(StoreError, match="changed by another program"):
        storage.write({"t": {"1": {"n": 5}}})
    assert path.read_bytes() == b"mine"


def test_a_file_that_was_deleted_underneath_is_laid_down_whole(path: Path) -> None:
    storage = JournalStorage(path)
    storage.write({"t": {"1": {"n": 1}}})
    storage.write({"t": {"1": {"n": 1}, "2": {"n": 2}}})
    path.unlink()
    path.parent.rmdir()
    storage.write({"t": {"1": {"n": 1}, "2": {"n": 2}, "3": {"n": 3}}})
    assert contents(path) == {"t": {str(n): {"n": n} for n in (1, 2, 3)}}


def test_read_only_never_writes(path: Path) -> None:
    storage = JournalStorage(path, read_only=True)
    with pytest.raises(StoreError, match="reading only"):
        storage.write({"t": {"1": {"n": 1}}})
    assert not path.exists()


def test_a_reader_sees_the_format_that_the_docstring_promises(path: Path) -> None:
    JournalStorage(path).write({"t": {"1": {"n": 1}}})
    first, second = path.read_text(encoding="utf-8").splitlines()
    assert first == "pz-chat journal 1"
    checksum, length, payload = second.split(" ", 2)
    assert int(length) == len(payload)
    assert len(checksum) == 8
    assert payload.split("\t")[:2] == ["t", "1"]
    assert json.loads(payload.split("\t")[2]) == {"n": 1}
