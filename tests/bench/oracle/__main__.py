"""Count contradictions, leaks and unreached facts in whole consultations.

Run: python -m tests.bench.oracle [--patients 120] [--questions 60] [--seed 1] [--show] [--sample 100]
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from pz_tui.record.facts import Fact, facts_of
from tests.bench.oracle.claims import aside, invention, leak
from tests.bench.oracle.consistency import repeats, small_talk
from tests.bench.oracle.form import false_again, slip
from tests.bench.oracle.judging import Judgement, judge
from tests.bench.oracle.matching import tells
from tests.bench.oracle.probes import Probe, askable, kind_of
from tests.bench.oracle.script import script_for
from tests.patients import meet, patient, talk

ELSE = re.compile(r"\b(?:else|other)\b", re.IGNORECASE)
"""Asks for a further thing: "nothing else" is right where all of it was told before."""
CONDITIONS = ("nstemi", "appendicitis", "migraine_with_aura", "depression")


@dataclass
class Case:
    """One exchange with its verdict."""

    condition: str
    seed: int
    place: int
    probe: Probe
    reply: str
    verdict: Judgement

    def show(self) -> str:
        """For reading by hand."""
        facts = "; ".join(f"{f.id}: {f.clinical}" for f in self.probe.facts) or self.probe.claim or self.probe.topic or "-"
        return (f"[{self.verdict.kind}] {self.condition} {self.seed} #{self.place} ({self.probe.kind}, {self.probe.way})\n"
                f"    D: {self.probe.question}\n    P: {self.reply}\n    fact: {facts}\n    why: {self.verdict.reason}")  # fmt: skip


@dataclass
class Tally:
    """All that was heard."""

    cases: list[Case] = field(default_factory=list)
    extra: list[Case] = field(default_factory=list)
    repeated: list[Case] = field(default_factory=list)
    reached: dict[tuple[str, int, str], bool] = field(default_factory=dict)
    facts: dict[tuple[str, int, str], Fact] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)


def consult(condition: str, seed: int, questions: int, script_seed: int, asked: Counter[str], tally: Tally) -> None:
    """One patient, heard and judged."""
    record = patient(condition, seed)
    facts = facts_of(record)
    tally.kinds.update(kind_of(f) for f in facts if askable(f) and f.access != "sensitive")
    script = script_for(record, questions, script_seed, asked)
    turns = talk(meet(record), [probe.question for probe in script])
    heard = [(probe, turn.reply_text) for probe, turn in zip(script, turns, strict=True)]
    for place, (probe, reply) in enumerate(heard):
        found = judge(record, facts, probe, reply)
        for kind, why in (("leak", leak(record, facts, probe, reply)),
                          ("contradiction", invention(record, facts, probe, reply) or aside(facts, probe, reply))):
            if why and found.kind not in ("leak", "contradiction"):
                found = Judgement(kind, why, found.reached)  # type: ignore[arg-type]
        if found.kind in ("empty", "bare") and ELSE.search(probe.question) and any(
                tells(said, fact) > 0.6 for _, said in heard[:place] for fact in probe.facts):  # fmt: skip
            found = Judgement("ok", "told before", True)
        tally.cases.append(Case(condition, seed, place, probe, reply, found))
        for fact in probe.facts:
            if probe.expect in ("polar", "value") and "thread" not in probe.tags:
                key = (condition, seed, fact.id)
                tally.reached[key] = tally.reached.get(key, False) or found.reached
                tally.facts[key] = fact
    for place, why in small_talk(heard):
        tally.extra.append(Case(condition, seed, place, *heard[place], Judgement("contradiction" if "against" in why or "no pets" in why else "wrong", why)))
    for place, (probe, reply) in enumerate(heard):
        why = slip(record, probe, reply)
        if why:
            tally.extra.append(Case(condition, seed, place, probe, reply, Judgement("form", why)))
    for place, why in false_again(heard):
        tally.extra.append(Case(condition, seed, place, *heard[place], Judgement("form", why)))
    for place, why in repeats(heard):
        tally.repeated.append(Case(condition, seed, place, *heard[place], Judgement("wrong", why)))


def figures(tally: Tally, seconds: float) -> None:
    """Print the figures."""
    turns = len(tally.cases)
    count = Counter(case.verdict.kind for case in tally.cases)
    count.update(case.verdict.kind for case in tally.extra)
    print(f"turns {turns}, {seconds:.0f} s")
    for kind in ("contradiction", "leak", "wrong", "beside", "offended", "asked_back", "bare", "vague", "empty", "form"):
        print(f"  {kind:14} {count[kind]:5}  {100 * count[kind] / max(turns, 1):5.2f} %")
    print(f"  {'word for word':14} {len(tally.repeated):5}  {100 * len(tally.repeated) / max(turns, 1):5.2f} %")
    leaning = [case for case in tally.cases if case.probe.kind.startswith("follow-up")]
    told = sum(case.verdict.reached for case in leaning)
    print(f"  asked in a few words that lean on the last question: {len(leaning)}, answered {told}")
    for name, sensitive in (("askable facts", False), ("sensitive facts, asked kindly", True)):
        keys = [k for k, f in tally.facts.items() if (f.access == "sensitive") == sensitive]
        missed = [k for k in keys if not tally.reached[k]]
        print(f"{name}: {len(keys)} asked, not reached {len(missed)} = {100 * len(missed) / max(len(keys), 1):.1f} %")
        by: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for key in keys:
            by[kind_of(tally.facts[key])][0] += 1
            by[kind_of(tally.facts[key])][1] += not tally.reached[key]
        if not sensitive:
            held = {kind: tally.kinds[kind] for kind in by}
            share = sum(held[kind] * lost / all_of for kind, (all_of, lost) in by.items()) / max(sum(held.values()), 1)
            print(f"    each kind by how many facts of it there are: {100 * share:.1f} %")
        for kind, (all_of, lost) in sorted(by.items(), key=lambda item: -item[1][1]):
            if lost:
                print(f"    {kind:40} {lost:3} of {all_of}")


def grouped(tally: Tally, examples: int = 3) -> None:
    """Print the suspected faults by kind, most frequent first, with a few examples each."""
    asked = Counter(case.probe.kind for case in tally.cases)
    groups: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in (*tally.cases, *tally.extra):
        verdict = case.verdict
        jargon = verdict.kind == "asked_back" and case.probe.way == "short"
        if verdict.kind not in ("ok", "vague", "bare") and not jargon:
            why = re.sub(r"\d[\d.]*|: .*", "", verdict.reason) if verdict.kind not in ("beside", "wrong") else _shape(verdict.reason)
            groups[(verdict.kind, case.probe.kind, why)].append(case)
    for (kind, about, why), cases in sorted(groups.items(), key=lambda item: -len(item[1])):
        print(f"### {kind}: {about} — {why} ({len(cases)} of {asked[about]} turns of this kind)")
        for case in cases[:examples]:
            fact = "; ".join(f"{f.id}: {f.clinical}" for f in case.probe.facts) or case.probe.claim or case.probe.topic
            print(f"- {case.condition} {case.seed} #{case.place}: D: {case.probe.question} / P: {case.reply}  [{fact}] {case.verdict.reason}")


def _shape(reason: str) -> str:
    parts = reason.split()
    place = parts[-1].split("/")
    return " ".join([*parts[:-1], place[0] if len(place) < 3 else f"{place[0]}/*/{place[2]}"])


def main() -> None:
    """Hear the patients, print the figures and the cases."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--patients", type=int, default=120)
    args.add_argument("--questions", type=int, default=60)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--show", action="store_true", help="every suspected case")
    args.add_argument("--missed", action="store_true", help="every question to a fact that was not reached")
    args.add_argument("--grouped", action="store_true", help="suspected faults by kind, most frequent first")
    args.add_argument("--sample", type=int, default=0, help="so many random exchanges for reading by hand")
    chosen = args.parse_args()
    tally, asked, began = Tally(), Counter[str](), time.perf_counter()
    for number in range(chosen.patients):
        condition = CONDITIONS[number % len(CONDITIONS)]
        consult(condition, 1000 * chosen.seed + number // len(CONDITIONS), chosen.questions, chosen.seed, asked, tally)
    figures(tally, time.perf_counter() - began)
    if chosen.show:
        order = ("leak", "contradiction", "wrong")
        flagged = [case for case in (*tally.cases, *tally.extra) if case.verdict.kind in order]
        for case in sorted(flagged, key=lambda c: (order.index(c.verdict.kind), c.probe.kind)):
            print(case.show())
    if chosen.grouped:
        grouped(tally)
    if chosen.missed:
        for case in tally.cases:
            if case.probe.expect in ("polar", "value") and not tally.reached.get((case.condition, case.seed, case.probe.facts[0].id), True):
                print(case.show())
    for case in random.Random(chosen.seed).sample(tally.cases, min(chosen.sample, len(tally.cases))):
        print(case.show())


if __name__ == "__main__":
    main()
