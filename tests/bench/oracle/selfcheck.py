"""The oracle judged: true answers must pass, wrong ones must not. Run: python -m tests.bench.oracle.selfcheck

True answers are the facts' own words; wrong ones are the same fact's words in another patient where they say
something else, the opposite yes or no, and the words of another fact of the same patient.
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from tests.bench.oracle.judging import judge
from tests.bench.oracle.matching import kin, meaning, tells
from tests.bench.oracle.probes import Probe, askable, probes_for
from tests.patients import patient

CONDITIONS = ("nstemi", "appendicitis", "migraine_with_aura", "depression")
FLAGGED = ("contradiction", "wrong", "beside")


def wrong_answers(fact: Fact, others: dict[str, list[Fact]], own: tuple[Fact, ...], probe: Probe, rng: random.Random) -> list[tuple[str, str]]:
    """Answers that must be noticed, with how they were made."""
    found = []
    if probe.expect == "polar" and fact.section != "social_history":
        yes = "Yes, I have." if probe.way != "inverted" else "Yes."
        if probe.way != "negative":
            present = meaning(fact) == "present"
            found.append(("opposite", ("No, not at all." if present else yes) if probe.way != "inverted" else (yes if present else "No.")))
    for other in others.get(fact.id, []):
        if other.value != fact.value and other.unit == fact.unit and fact.value and other.value and other.wording.full:
            apart = abs(other.value - fact.value) / max(fact.value, other.value)
            if apart > 0.5:
                found.append(("other value", other.wording.full[0]))
                break
    strange = [f for f in own if f.wording.full and not kin(fact, f) and f.section != fact.section and f.id != fact.id]
    if strange:
        found.append(("other matter", rng.choice(strange).wording.full[0]))
    return found


def check(record: PatientRecord, others: dict[str, list[Fact]], tally: Counter[str], show: bool) -> None:
    """One patient's facts, answered truly and wrongly."""
    rng = random.Random(f"self {record.seed} {record.condition.id}")
    facts = facts_of(record)
    for fact in facts:
        if not askable(fact) or not fact.wording.full:
            continue
        for probe in probes_for(record, fact, rng)[:2]:
            for text in (rng.choice(fact.wording.full), *fact.wording.short[:1]):
                found = judge(record, facts, probe, text)
                tally["true"] += 1
                bad = found.kind in FLAGGED
                tally["true, flagged"] += bad
                tally["true, not reached"] += not found.reached
                if show and (bad or not found.reached):
                    print(f"TRUE {found.kind}: {probe.question} / {text} [{fact.id}: {fact.clinical}] {found.reason}")
            for how, text in wrong_answers(fact, others, facts, probe, rng):
                if tells(text, fact) > 0.5 and how != "opposite":
                    continue
                found = judge(record, facts, probe, text)
                tally[how] += 1
                caught = found.kind in FLAGGED
                tally[f"{how}, caught"] += caught
                if show and not caught:
                    print(f"WRONG {how} {found.kind}: {probe.question} / {text} [{fact.id}: {fact.clinical}]")


def main() -> None:
    """Print the rates; with ``show`` also each failure."""
    tally: Counter[str] = Counter()
    for condition in CONDITIONS:
        records = [patient(condition, 500 + n) for n in range(6)]
        pool: dict[str, list[Fact]] = {}
        for record in records:
            for fact in facts_of(record):
                pool.setdefault(fact.id, []).append(fact)
        for record in records:
            check(record, pool, tally, "show" in sys.argv)
    for name, count in sorted(tally.items()):
        print(f"{name:28} {count}")


if __name__ == "__main__":
    main()
