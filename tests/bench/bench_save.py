"""How long a turn's save takes at 10, 100 and 500 turns: the doctor's words, then the answered turn.

Run with ``python -m tests.bench.bench_save``; the aim is 5 ms at the 95th percentile at any length. The
second figure is the same by TinyDB's own JSONStorage in one file, as the measure.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from tinydb import TinyDB
from tinydb.table import Document

from pz_tui.sessions.session import Session
from pz_tui.sessions.store import SessionStore
from tests.factories import a_session, turns_of

LENGTHS = (10, 100, 500)
SAVES = 60


def measure(folder: Path, length: int) -> list[float]:
    """Milliseconds of each save, two a turn, from a session that has ``length`` turns already."""
    store, session = SessionStore(folder), a_session(0)
    turns = turns_of(length + SAVES)
    session = session.model_copy(update={"turns": turns[:length]})
    store.create(session)
    taken = []
    with store.lock(session.id):
        session = store.load(session.id)
        for turn in turns[length:]:
            asked = turn.model_copy(update={"status": "pending", "reply": (), "drafts": (), "events": ()})
            before = session.turns
            for state in (asked, turn):
                session = session.model_copy(update={"turns": (*before, state), "elapsed": turn.elapsed})
                taken.append(_timed(store, session))
    return taken


def _timed(store: SessionStore, session: Session) -> float:
    start = time.perf_counter()
    store.save(session)
    return (time.perf_counter() - start) * 1000


def measure_plain(folder: Path, length: int) -> list[float]:
    """The same turns into TinyDB's JSONStorage, which rewrites its file and does not sync it."""
    turns = [turn.model_dump(mode="json") for turn in turns_of(length + 10)]
    taken = []
    with TinyDB(folder / "plain.json", encoding="utf-8") as db:
        db.insert_multiple(turns[:length])
        for place, turn in enumerate(turns[length:], start=length + 1):
            start = time.perf_counter()
            db.upsert(Document(turn, doc_id=place))
            taken.append((time.perf_counter() - start) * 1000)
    return taken


def main() -> None:
    """Print one line a length."""
    print(f"{'turns':>6} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}   {'TinyDB JSONStorage p50 ms':>26}")
    for length in LENGTHS:
        with tempfile.TemporaryDirectory() as folder:
            taken = sorted(measure(Path(folder), length))
            plain = statistics.median(measure_plain(Path(folder), length))
        p95 = taken[int(len(taken) * 0.95)]
        print(f"{length:>6} {statistics.median(taken):>8.2f} {p95:>8.2f} {taken[-1]:>8.2f}   {plain:>26.2f}")


if __name__ == "__main__":
    main()
