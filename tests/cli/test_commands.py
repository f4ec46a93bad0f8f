"""The command: the whole job in a pipe, the same bytes twice, one sentence and the right exit code for each fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pz_tui.cli.common import CommandError, write_new

QUESTIONS = "Hello, what's brought you in today?\nAny allergies?\n\n/test troponin\nDo you have any pets?\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def pz(home: Path, *arguments: str, feed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PZ_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "pz_tui", *arguments], input=feed, capture_output=True, text=True, encoding="utf-8",
        env=environment, check=False, timeout=60,
    )  # fmt: skip


def chat(home: Path, *extra: str, feed: str = QUESTIONS) -> subprocess.CompletedProcess[str]:
    return pz(home, "chat", "--engine", "builtin", "--condition", "nstemi", "--seed", "7", "--date", "2026-03-14",
              *extra, feed=feed)  # fmt: skip


def test_a_consultation_in_a_pipe_gives_the_same_bytes_twice(home: Path) -> None:
    first, second = chat(home, "--json"), chat(home, "--json")
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    rows = [json.loads(line) for line in first.stdout.splitlines()]
    assert [row["turn"] for row in rows] == [0, 1, 2, 3]
    assert all(row["status"] == "answered" and row["reply"] for row in rows)
    assert "complaint" in rows[0]["facts"]
    assert rows[2]["cards"][0]["results"]
    assert {"plan", "verdicts", "events"} <= rows[0].keys()
    assert not {"session", "at", "timings"} & rows[0].keys()


def test_an_exam_tells_neither_plan_nor_verdicts(home: Path) -> None:
    row = json.loads(chat(home, "--json", "--mode", "exam").stdout.splitlines()[0])
    assert not {"plan", "verdicts", "events"} & row.keys()


def test_new_prints_the_record_at_the_promised_places(home: Path) -> None:
    done = pz(home, "new", "--engine", "builtin", "--condition", "nstemi", "--age", "70", "--sex", "f", "--seed", "3", "--json")
    record = json.loads(done.stdout)
    assert record["condition"]["name"].startswith("Non-ST")
    assert record["identity"]["age"] == 70
    assert record["identity"]["sex"] == "female"
    assert len(record["facts"]) > 25


def test_a_door_card_spoils_nothing(home: Path) -> None:
    done = pz(home, "new", "--engine", "builtin", "--condition", "nstemi", "--seed", "3")
    assert "Your task" in done.stdout
    assert "infarction" not in (done.stdout + done.stderr).lower()


def test_sessions_are_kept_replayed_exported_and_deleted(home: Path) -> None:
    chat(home, feed=QUESTIONS + "/finish heart attack 80, reflux 10 | admit\n")
    listed = pz(home, "sessions", "--json")
    row = json.loads(listed.stdout)
    assert row["status"] == "finished"
    assert "infarction" not in listed.stdout
    replay = pz(home, "replay", row["id"], "--json")
    assert replay.returncode == 0
    assert all(json.loads(line)["digest_ok"] for line in replay.stdout.splitlines())
    assert "Any allergies?" in pz(home, "export", row["id"]).stdout
    assert pz(home, "delete", row["id"]).returncode == 2
    assert pz(home, "delete", row["id"], "--yes").returncode == 0
    assert not pz(home, "sessions", "--json").stdout


def test_a_case_file_is_written_checked_and_played(home: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    pz(home, "new", "--engine", "builtin", "--condition", "nstemi", "--seed", "3", "--out", str(case))
    assert pz(home, "check", str(case)).returncode == 0
    again = pz(home, "new", "--engine", "builtin", "--seed", "3", "--out", str(case))
    assert again.returncode == 1
    assert "there already" in again.stderr
    played = pz(home, "chat", "--engine", "builtin", "--case", str(case), "--json", feed="Any allergies?\n")
    assert json.loads(played.stdout)["status"] == "answered"


def test_understand_reads_rows_and_prints_labels(home: Path) -> None:
    done = pz(home, "understand", "--json", feed='{"id": "a", "text": "Do you smoke?", "before": ""}\n')
    assert json.loads(done.stdout) == {"id": "a", "labels": ["smoking"]}


@pytest.mark.parametrize(
    ("arguments", "feed", "code", "says"),
    [
        ((), "", 2, "no terminal"),
        (("new", "--condition", "scurvy", "--engine", "builtin"), "", 1, "no condition 'scurvy'"),
        (("new", "--seed", "-3"), "", 2, "is no seed"),
        (("new", "--nonsense"), "", 2, "unrecognized"),
        (("chat", "--case", "nobody", "--engine", "builtin"), "", 1, "no case 'nobody'"),
        (("replay", "20260101-000000-zzzzzzzz"), "", 1, "20260101-000000-zzzzzzzz"),
        (("replay", "../../etc/passwd"), "", 1, ""),
        (("understand", "--json"), "not json\n", 1, "Line 1"),
        (("check", "/does/not/exist.toml"), "", 1, "no file"),
        (("new", "--age", "200"), "", 2, "from 0 to 110"),
        (("new", "--condition", "nstemi", "--seed", "1", "--engine", "builtin", "--out", "/does/not/exist.json"), "", 1,
         "/does/not/exist.json could not be written"),
    ],
)
def test_each_fault_is_one_sentence_with_its_exit_code(
    home: Path, arguments: tuple[str, ...], feed: str, code: int, says: str
) -> None:
    done = pz(home, *arguments, feed=feed)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not done.stdout


def test_a_home_that_cannot_be_written_is_told_once_and_the_patient_talks(home: Path) -> None:
    home.write_text("a file where the folder should be", encoding="utf-8")
    done = chat(home, "--json")
    assert done.returncode == 0
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["answered"] * 4
    assert len(done.stderr.splitlines()) == 1
    assert "Nothing is saved in this run" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_leaves_no_torn_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, *given: Any, **named: Any) -> Any:
        path.touch()
        return open("/dev/full", "w", encoding="utf-8")  # noqa: PTH123 - Path.open is what is replaced

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(CommandError, match="could not be written"):
        write_new(tmp_path / "case.json", "x" * 100_000)
    assert not list(tmp_path.iterdir())


def test_a_server_that_is_not_there_is_exit_code_three(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('ollama_host = "127.0.0.1:9"\n', encoding="utf-8")
    done = pz(home, "new", "--engine", "ollama", "--condition", "nstemi", "--seed", "1")
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["new", "chat", "sessions", "replay", "export", "delete", "check", "understand", "doctor"])
def test_every_command_has_help(home: Path, command: str) -> None:
    done = pz(home, command, "--help")
    assert done.returncode == 0
    assert command in done.stdout
    assert not home.exists()


def test_doctor_names_folders_and_engine(home: Path) -> None:
    done = pz(home, "doctor")
    assert done.returncode == 0
    assert str(home) in done.stdout
    assert "Engine:" in done.stdout
