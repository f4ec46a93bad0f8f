"""A whole consultation for one patient: opening, the facts three ways, false leads, attempts, small talk."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from tests.bench.oracle.probes import Probe, askable, kind_of, probes_for
from tests.bench.oracle.tables import at
from tests.bench.oracle.traps import attempts, blanks, everyday, false_leads, lists

OPENINGS = (
    ("Hello, I'm Dr Amin, one of the doctors here. What's brought you in today?", "Tell me more about that.",
     "That sounds hard, thank you for telling me. Go on."),
    ("hi there, I'm one of the junior doctors. what can I do for you", "ok and then what happened", "I see. Anything else?"),
    ("Good morning, my name's Sam, I'm a medical student. How can I help?", "Can you talk me through it from the start?",
     "I'm sorry you've been going through this. What else have you noticed?"),
)  # fmt: skip
KIND = (
    "I can see this isn't easy. Whatever you tell me stays between us. ",
    "I ask everybody this because it's common and nothing to be ashamed of. ",
    "Lots of people in your position feel that way, so I hope you don't mind me asking. ",
    "Is it all right if I ask something more personal? It helps me look after you properly. ",
)
BEFORE = ("Okay. ", "Right, ", "Thanks, that's helpful. ", "And ", "Just to check, ", "Sorry if I've asked this already, but ",
          "I'm going to ask you a few quick questions now. ", "ok, ", "Can I ask, ", "Sorry to jump around. ")  # fmt: skip
THREADS = 2
"""How many pairs of a question and one that leans on it."""
WEIGHT = {"symptom absent": 1, "symptom present": 2}
"""Kinds with many facts each are asked more often than others, which weigh 6."""
COMFORT = (
    "Thank you for being so open with me, I know this isn't easy.",
    "That must be really hard for you. I'm here to help, take your time.",
    "Just so you know, what we talk about is confidential. We'll go at your pace.",
)


def script_for(record: PatientRecord, count: int, seed: int, asked: Counter[str]) -> list[Probe]:
    """The questions in order.

    Args:
        count: how many, the three of the opening among them.
        asked: how often each kind was asked so far; kinds asked least come first, and it is moved on.
    """
    rng = random.Random(f"oracle {seed} {record.condition.id} {record.seed}")
    facts = facts_of(record)
    opening = [Probe(q, "opening", "opening", "nothing") for q in rng.choice(OPENINGS)]
    pairs = 1 if count < 40 else 2
    traps = [*false_leads(record, facts, rng)[: max(3, count // 12)], *attempts(record, rng), *blanks(record, rng), *lists(facts, rng), *_compound(record, facts, rng)]
    talk = everyday(rng, pairs)
    room = count - 2 * THREADS - len(opening) - len(traps) - len(talk) - 1
    chosen = _choose([f for f in facts if askable(f)], max(1, room // 3), rng, asked)
    rounds: list[list[Probe]] = [[], [], []]
    for fact in chosen:
        for number, probe in enumerate(_three(record, fact, rng)):
            rounds[number].append(_kindly(probe, rng) if fact.access == "sensitive" else probe)
    later = [*rounds[1], *rounds[2], *traps]
    rng.shuffle(later)
    comfort = [Probe(rng.choice(COMFORT), "comfort", "opening", "nothing")]
    body = [*_threads(record, facts, rng), *rounds[0], *comfort, *later]
    whole = _strew([replace(p, question=dressed(p.question, rng)) for p in body], talk, rng)
    return [*opening, *whole][:count]


def _threads(record: PatientRecord, facts: tuple[Fact, ...], rng: random.Random) -> list[Probe]:
    """A thing asked about, then one of its sides by a few words that lean on it."""
    parents = {f.id: f for f in facts if f.polarity == "present" and askable(f) and f.access != "sensitive"
               and f.attribute in ("presence", "otc") and f.id.split("/")[0] in ("symptom", "past", "drug", "allergy")}  # fmt: skip
    pairs = [(parents[f.id.rsplit("/", 1)[0]], f) for f in facts if f.id.rsplit("/", 1)[0] in parents
             and f.access != "sensitive" and at("questions", "follow", f.attribute)]  # fmt: skip
    found: list[Probe] = []
    for parent, fact in rng.sample(pairs, min(THREADS, len(pairs))):
        first = next((p for p in probes_for(record, parent, rng) if p.way == "closed"), None)
        if first is not None:
            follow = rng.choice(at("questions", "follow", fact.attribute))
            found += [replace(first, tags=("thread",)), Probe(follow, f"follow-up: {fact.attribute}", "wh", "value", (fact,),
                                                              concept=fact.concept, tags=("thread",))]  # fmt: skip
    return found


def _three(record: PatientRecord, fact: Fact, rng: random.Random) -> Sequence[Probe]:
    found = probes_for(record, fact, rng)
    return found[:3]


def _choose(facts: list[Fact], count: int, rng: random.Random, asked: Counter[str]) -> list[Fact]:
    pool = list(facts)
    rng.shuffle(pool)
    chosen: list[Fact] = []
    while pool and len(chosen) < count:
        best = min(pool, key=lambda fact: asked[kind_of(fact)])
        asked[kind_of(best)] += WEIGHT.get(kind_of(best), 6)
        chosen.append(best)
        pool.remove(best)
    order = {fact.id: number for number, fact in enumerate(facts)}
    return sorted(chosen, key=lambda fact: order[fact.id])


def dressed(question: str, rng: random.Random) -> str:
    """The same question as people say and type it: something before it, no capitals, a slip of the fingers."""
    draw = rng.random()
    if draw < 0.15:
        before = rng.choice(BEFORE)
        first = question.split(" ", maxsplit=1)[0]
        keep = before.rstrip().endswith(".") or first.isupper()
        return before + (question if keep else question[0].lower() + question[1:])
    if draw < 0.25:
        return question.lower().rstrip("?.")
    if draw < 0.30:
        long = [w for w in question.split() if len(w) >= 7 and w.isalpha()]
        if long:
            word = rng.choice(long)
            at_ = rng.randrange(2, len(word) - 2)
            slip = word[:at_] + word[at_ + 1] + word[at_] + word[at_ + 2 :]
            return question.replace(word, slip, 1)
    return question


def _compound(record: PatientRecord, facts: tuple[Fact, ...], rng: random.Random) -> list[Probe]:
    """Two different questions about one symptom in one breath."""
    sides = [f for f in facts if f.id.count("/") == 2 and f.id.startswith("symptom/") and f.access != "sensitive"
             and f.attribute in ("onset", "site", "character", "severity", "timing", "progression", "radiation")]  # fmt: skip
    concepts = sorted({f.concept for f in sides if sum(g.concept == f.concept for g in sides) > 1})
    if not concepts:
        return []
    concept = rng.choice(concepts)
    two = rng.sample([f for f in sides if f.concept == concept], 2)
    first, second = (next(p.question for p in probes_for(record, f, rng) if p.way in ("wh", "closed")) for f in two)
    joined = first.rstrip("?") + rng.choice((", and ", "? And ", "? ")) + second[0].lower() + second[1:]
    return [Probe(joined, "compound", "wh", "compound", tuple(two), concept=concept)]


def _kindly(probe: Probe, rng: random.Random) -> Probe:
    return replace(probe, question=rng.choice(KIND) + probe.question)


def _strew(body: list[Probe], talk: list[Probe], rng: random.Random) -> list[Probe]:
    places = sorted(rng.sample(range(len(body) + len(talk)), len(talk)))
    rest, small = iter(body), iter(talk)
    return [next(small) if n in places else next(rest) for n in range(len(body) + len(talk))]
