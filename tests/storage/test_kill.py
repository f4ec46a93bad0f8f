"""A real SIGKILL at random moments: what was acknowledged is always there, and the session opens at once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pz_tui.sessions.replay import frames
from pz_tui.sessions.store import SessionStore
from tests.factories import a_session

ROUNDS = 20
REPOSITORY = Path(__file__).parents[2]

WRITER = """
import pathlib, sys
from pz_tui.sessions.store import SessionStore
from tests.factories import a_session, turns_of
store, id = SessionStore(pathlib.Path(sys.argv[1])), sys.argv[2]
turns = turns_of(400)
print("ready", flush=True)
while True:
    with store.lock(id):
        session = store.load(id)
        for _ in range(7):
            count = len(session.turns) % 399 + 1
            for status in ("pending", "answered"):
                last = turns[count - 1].model_copy(update={"status": status})
                notes = "n" * 3000 + str(count)
                session = session.model_copy(update={"turns": (*turns[: count - 1], last), "notes": notes})
                store.save(session)
                print(count, status, flush=True)
"""


def test_killed_twenty_times_the_last_acknowledged_save_is_there(tmp_path: Path) -> None:
    store, session, rng = SessionStore(tmp_path), a_session(0), random.Random(5)
    store.create(session)
    seen = []
    for _ in range(ROUNDS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), session.id],
            stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
        )  # fmt: skip
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.005, 0.12))
        writer.send_signal(signal.SIGKILL)
        acknowledged = [line.split() for line in writer.communicate()[0].splitlines() if line.endswith(("ng", "ed"))]
        with store.lock(session.id):
            found = store.load(session.id)
            if acknowledged:
                count, status = int(acknowledged[-1][0]), acknowledged[-1][1]
                # The save after the last acknowledged one may have got through, or not.
                following = (count, "answered") if status == "pending" else (count + 1, "pending")
                assert (len(found.turns), found.turns[-1].status) in {(count, status), following}
                assert found.notes == "n" * 3000 + str(len(found.turns))
            assert all(frame.digest_ok for frame in frames(found))
        seen.append(len(found.turns))
    assert seen == sorted(seen)
    assert seen[-1] > ROUNDS, "the writer must have got somewhere between the kills"


@pytest.mark.parametrize("moment", range(6))
def test_killed_in_the_middle_of_compacting_the_session_is_whole(tmp_path: Path, moment: int) -> None:
    """The process dies at the n-th system call of the rewrite: before, between and after its steps."""
    store, session = SessionStore(tmp_path), a_session(5)
    store.create(session)
    code = f"""
import os, pathlib, signal, sys
from pz_tui.sessions.store import SessionStore
store = SessionStore(pathlib.Path(sys.argv[1]))
lock = store.lock({session.id!r})
session = store.load({session.id!r})
for n in range(60):
    session = session.model_copy(update={{"notes": str(n) * 5000}})
    store.save(session)
left = [{moment}]
def dying(call):
    def wrapped(*given, **more):
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return call(*given, **more)
    return wrapped
for name in ("open", "write", "fsync", "close"):
    setattr(os, name, dying(getattr(os, name)))
pathlib.Path.replace = dying(pathlib.Path.replace)
lock.release()
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, cwd=REPOSITORY)
    assert done.returncode == -signal.SIGKILL
    assert store.load(session.id) == session.model_copy(update={"notes": "59" * 5000})
    assert [row.unreadable for row in store.list()] == [""]
