"""A real SIGKILL at random moments: what was acknowledged is always there, and the session opens at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from pz_tui.sessions.replay import frames
from pz_tui.sessions.store import SessionStore
from tests.factories import a_session

ROUNDS = 20
REPOSITORY = Path(__file__).parents[2]

WRITER = """
import os, pathlib, sys
from pz_tui.sessions.store import SessionStore
from tests.factories import a_session, turns_of
id = sys.argv[2]
turns = turns_of(400)

def write(store):
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

# the imports are paid for once: each line read starts one more process, and tells its number
for _ in sys.stdin:
    child = os.fork()
    if not child:
        write(SessionStore(pathlib.Path(sys.argv[1])))
    print("pid", child, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""


def killed(writers: subprocess.Popen[str], saves: int, after: float) -> list[list[str]]:
    """Start a writer, kill it so many saves and seconds later; the saves that it had acknowledged."""
    assert writers.stdin is not None
    assert writers.stdout is not None
    writers.stdin.write("go\n")
    said: list[list[str]] = []
    child, alive = 0, True
    for line in writers.stdout:
        if line == "dead\n":
            break
        if line.startswith("pid "):
            child = int(line.split()[1])
        elif line.endswith(("pending\n", "answered\n")):
            said.append(line.split())
        if child and alive and len(said) >= saves:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
            alive = False
    return said


def test_killed_twenty_times_the_last_acknowledged_save_is_there(tmp_path: Path) -> None:
    store, session, rng = SessionStore(tmp_path), a_session(0), random.Random(5)
    store.create(session)
    seen = []
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), session.id],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=REPOSITORY,
    ) as writers:  # fmt: skip
        for _ in range(ROUNDS):
            acknowledged = killed(writers, rng.randrange(1, 25), rng.uniform(0.0, 0.01))
            with store.lock(session.id):
                found = store.load(session.id)
                count, status = int(acknowledged[-1][0]), acknowledged[-1][1]
                # The save after the last acknowledged one may have got through, or not.
                following = (count, "answered") if status == "pending" else (count + 1, "pending")
                assert (len(found.turns), found.turns[-1].status) in {(count, status), following}
                assert found.notes == "n" * 3000 + str(len(found.turns))
                assert all(frame.digest_ok for frame in frames(found))
            seen.append(len(found.turns))
    assert seen == sorted(seen)
    assert seen[-1] > ROUNDS, "the writer gets somewhere between the kills"


MOMENTS = 6
COMPACTING = """
import os, pathlib, signal, sys
from pz_tui.sessions.store import SessionStore

def compact(root, moment):
    store = SessionStore(root / str(moment))
    lock = store.lock(sys.argv[2])
    session = store.load(sys.argv[2])
    for n in range(60):
        session = session.model_copy(update={"notes": str(n) * 5000})
        store.save(session)
    left = [moment]
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

for moment in range(int(sys.argv[3])):
    child = os.fork()
    if not child:
        compact(pathlib.Path(sys.argv[1]), moment)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_killed_in_the_middle_of_compacting_the_session_is_whole(tmp_path: Path) -> None:
    """The process dies at the n-th system call of the rewrite: before, between and after its steps."""
    session = a_session(5)
    for moment in range(MOMENTS):
        SessionStore(tmp_path / str(moment)).create(session)
    done = subprocess.run(
        [sys.executable, "-c", COMPACTING, str(tmp_path), session.id, str(MOMENTS)],
        check=True, cwd=REPOSITORY, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split() == [str(-signal.SIGKILL)] * MOMENTS
    for moment in range(MOMENTS):
        store = SessionStore(tmp_path / str(moment))
        assert store.load(session.id) == session.model_copy(update={"notes": "59" * 5000}), moment
        assert [row.unreadable for row in store.list()] == [""], moment
