"""What the verifier lets through and what it stops: 200 sentences a patient might say, 200 none may.

Run with ``python -m tests.bench.bench_verification [tune|held|all|more]``, or ``outsider --file F --records DIR``
for sentences of somebody who saw only the facts (``outsider_sentences``). Aims: 90 % of the bad ones caught,
at most 3 % of the good ones refused, 3 ms a sentence at the 95th percentile. The sentences were written
against the facts of three patients before the rules; a third of them (``held``, by a digest of the id) was
never looked at while the rules were made. Whether a sentence is good or bad is what its file says: nothing of
the verifier is asked for it. ``more`` holds sentences written later, each batch before the rules that it led to:
this part keeps what was won and says nothing about unseen sentences.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.memory import Memory, begin, fold
from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.turn import Disclosed, Improvised, Move, Plan, Told, Understanding, Verdict, Withholding
from pz_tui.consultation.verification import Verifier
from pz_tui.knowledge.library import load
from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood
from tests.bench import outsider_sentences

HERE = Path(__file__).parent / "verification"
Row = Mapping[str, Any]


def rows(name: str, part: str = "all") -> list[Row]:
    """The sentences of a file, or of its part ``tune`` or ``held``."""
    if part == "more":
        name, part = f"more_{name}", "all"
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    every = [json.loads(line) for line in lines]
    return [row for row in every if part == "all" or (part == "held") == held(row["id"])]


def held(id: str) -> bool:
    """Whether a sentence belongs to the third that is opened at the end."""
    return hashlib.blake2b(id.encode(), digest_size=2).digest()[0] % 3 == 0


@cache
def patient(who: str) -> tuple[PatientRecord, tuple[Fact, ...], Verifier]:
    """One of the three patients with a verifier."""
    record = PatientRecord.model_validate_json((HERE / f"{who}.json").read_text(encoding="utf-8"))
    facts = facts_of(record)
    return record, facts, Verifier(record, facts, _library())


@cache
def _library() -> Any:
    return load()


def brief_of(row: Row) -> VerdictBrief:
    """The brief of a row: plan, memory and the doctor's words as it says."""
    record, facts, _ = patient(row["who"])
    personality = {"personality": row["persona"]}
    record = record.model_copy(update={"persona": record.persona.model_copy(update=personality)})
    known = {fact.id: fact for fact in facts}
    return VerdictBrief(
        sentence=row["text"], record=record, facts=facts, memory=_memory(row), plan=_plan(row, known),
        utterance=row["doctor"], understanding=Understanding(),
    )  # fmt: skip


def _memory(row: Row) -> Memory:
    events: list[Any] = [Disclosed(turn=0, fact=fact, words="said before") for fact in row["disclosed"]]
    events += [Improvised(turn=0, topic=topic, value=value, words=f"{value}.")
               for topic, value in row.get("improvised", {}).items()]  # fmt: skip
    if "told" in row:
        events.append(Told(turn=0, what="diagnosis", words=row["told"]))
    return fold(begin(Mood()), events)


def _plan(row: Row, known: Mapping[str, Fact]) -> Plan:
    moves = [_giving(known[fact]) for fact in row["plan"]]
    withheld = tuple(Withholding(fact=known[fact].id, reason="sensitive") for fact in row["withheld"])
    if withheld:
        moves.append(Move(strategy="minimise", truth=("I'd rather not go into it.",), withheld=withheld))
    own = row.get("move")
    if own:
        moves.append(Move(strategy=own["strategy"], topic=own.get("topic", ""), wording=own.get("value", ""),
                          truth=(own["truth"],)))  # fmt: skip
    return Plan(moves=tuple(moves))


def _giving(fact: Fact) -> Move:
    closed = fact.attribute in ("presence", "otc") and fact.head not in ("living", "occupation", "open_invitation")
    return Move(
        strategy="deny" if fact.polarity == "absent" else "direct", label=fact.head, facts=(fact.id,),
        truth=fact.wording.full[:1] or ("No.",), short=fact.wording.short,
        opening=fact.polarity == "present" if closed else None,
    )  # fmt: skip


def judged(row: Row) -> tuple[Verdict, float]:
    """The verdict on a row, and how many milliseconds of processor it took."""
    brief, verifier = brief_of(row), patient(row["who"])[2]
    start = time.process_time()
    verdict = verifier.judge(brief)
    return verdict, (time.process_time() - start) * 1000


def _lines(part: str) -> Iterator[str]:
    taken: list[float] = []
    good, bad = rows("good", part), rows("bad", part)
    refused, missed = [], []
    kinds: Counter[str] = Counter()
    judged(good[0])  # reads the tables, once in a process
    for row in good:
        verdict, spent = judged(row)
        taken.append(spent)
        if not verdict.ok:
            refused.append(f"{row['id']} {row['text']!r}: " + "; ".join(
                f"{item.kind} {item.message} [{item.words}] {item.fact}" for item in verdict.objections))  # fmt: skip
    for row in bad:
        verdict, spent = judged(row)
        taken.append(spent)
        if verdict.ok:
            missed.append(f"{row['id']} ({row['how']}, {row['kind']}) {row['doctor']!r} {row['text']!r}")
        else:
            kinds[f"{row['kind']} -> {verdict.objections[0].kind}"] += 1
    taken.sort()
    yield f"{part}: good {len(good)}, refused {len(refused)} = {len(refused) / len(good):.1%}"
    yield from (f"  refused {line}" for line in refused)
    yield f"{part}: bad {len(bad)}, caught {len(bad) - len(missed)} = {1 - len(missed) / len(bad):.1%}"
    yield from (f"  missed {line}" for line in missed)
    yield "  as what: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    yield f"processor ms a sentence: p50 {taken[len(taken) // 2]:.2f}, p95 {taken[int(len(taken) * 0.95)]:.2f}"


def main() -> None:
    """Print the figures of the part that is asked for."""
    parser = argparse.ArgumentParser(description="Bench of the verifier.")
    parser.add_argument("part", nargs="?", choices=("tune", "held", "all", "more", "outsider"), default="all")
    parser.add_argument("--file", type=Path, default=HERE / "outsider_dev.toml", help="sentences of an outsider")
    parser.add_argument("--records", type=Path, default=HERE / "records", help="folder of their frozen patients")
    asked = parser.parse_args()
    for line in outsider_sentences.report(asked.file, asked.records) if asked.part == "outsider" else _lines(asked.part):
        print(line)


if __name__ == "__main__":
    main()
