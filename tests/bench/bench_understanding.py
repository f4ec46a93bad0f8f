"""How well and how fast utterances are understood: ``python -m tests.bench.bench_understanding GOLD.jsonl``.

GOLD has a row a line: id, text, before, labels, also_ok, source, pick. The label set and the scores are those of the
published scorer. A third of the rows (by hash of id) is held back: ``--held-back`` opens it, for the end. Without a
file it measures speed alone, on the phrase bank.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from pz_tui.consultation.turn import ASK_BACK_BELOW, Understanding
from pz_tui.consultation.understanding import Context, Understander, public_labels, reading
from pz_tui.consultation.understanding.labels import head_of
from pz_tui.consultation.understanding.learn import phrases
from pz_tui.knowledge.library import load

Row = dict[str, Any]
WAYS = {"rules and model": {}, "rules alone": {"_TRUST": 0.0, "_SAY": 2.0}}


def held_back(row: Row) -> bool:
    """Whether a row belongs to the third that is opened last."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 3 == 0


def counts(row: Row, found: Sequence[str], key: Callable[[str], str]) -> tuple[int, int, int]:
    """Met, wrong and missed labels of one row; readings of ``also_ok`` are neither right nor wrong."""
    want = {key(label) for label in row["labels"]}
    every = [*row["labels"], *row.get("also_ok", ())]
    fine = {key(label) for label in every} | {head_of(label) for label in every}
    got = {key(label) for label in found}
    bare = {label for label in want if ":" not in label}
    heads = {head_of(label) for label in got}
    met = {label for label in want if label in got or (label in bare and label in heads)}
    wrong = {label for label in got if label not in fine and head_of(label) not in bare}
    return len(met), len(wrong), len(want - met)


def f1(tallies: Iterable[tuple[int, int, int]]) -> float:
    """Micro F1."""
    met, wrong, missed = (sum(column) for column in zip(*tallies, strict=True))
    return 2 * met / (2 * met + wrong + missed) if met else 0.0


def outcome(row: Row, found: Understanding) -> str:
    """What a patient would do: ``right``, ``ask_back`` or ``something_else``."""
    labels = public_labels(found)
    if not labels or found.confidence < ASK_BACK_BELOW:
        return "ask_back"
    fine = {head_of(label) for label in (*row["labels"], *row.get("also_ok", ()))}
    return "right" if fine & {head_of(label) for label in labels} else "something_else"


def score(rows: Sequence[Row], understander: Understander) -> str:
    """One line of figures."""
    found = [understander.understand(row["text"], Context(last_reply=row.get("before") or "")) for row in rows]
    labels = [public_labels(one) for one in found]
    head = f1(counts(row, got, head_of) for row, got in zip(rows, labels, strict=True))
    full = f1(counts(row, got, str) for row, got in zip(rows, labels, strict=True))
    ends = [outcome(row, one) for row, one in zip(rows, found, strict=True)]
    share = {end: ends.count(end) / len(ends) for end in ("something_else", "ask_back")}
    return (
        f"n {len(rows):4}  head F1 {head:.3f}  full F1 {full:.3f}  "
        f"something else {share['something_else']:.1%}  asks back {share['ask_back']:.1%}"
    )


def speed(texts: Sequence[str], understander: Understander) -> str:
    """Milliseconds an utterance."""
    times = []
    for text in texts:
        began = time.perf_counter()
        understander.understand(text, Context())
        times.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{len(texts)} utterances: median {statistics.median(times):.2f} ms, 95 % {p95:.2f} ms"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--held-back", action="store_true", help="score the third that was kept for the end")
    options = parser.parse_args()
    library = load()
    library.concepts, library.tests, library.examinations, library.drugs, library.everyday  # noqa: B018
    began = time.perf_counter()
    understander = Understander(library)
    understander.understand("hello", Context())
    print(f"start, library read: {(time.perf_counter() - began) * 1000:.0f} ms")
    texts = [line for _, line in phrases()]
    if options.gold:
        every = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        rows = [row for row in every if held_back(row) == options.held_back]
        texts = [row["text"] for row in rows]
        shipped = {name: getattr(reading, name) for way in WAYS.values() for name in way}
        for name, changes in WAYS.items():
            for constant, value in (shipped | changes).items():
                setattr(reading, constant, value)
            print(f"{name:16} {score(rows, understander)}")
        for constant, value in shipped.items():
            setattr(reading, constant, value)
        mix = [row for row in rows if row.get("pick") == "random"]
        if mix:
            print(f"{'natural mix':16} {score(mix, understander)}")
    print(speed(texts, understander))


if __name__ == "__main__":
    main()
