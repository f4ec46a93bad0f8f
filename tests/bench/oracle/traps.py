"""False leads, attempts at what is hidden, and small talk asked twice."""

from __future__ import annotations

import random
import re

from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord
from tests.bench.oracle.probes import Probe, way_of
from tests.bench.oracle.tables import at, symptom, table

WRONG_JOBS = ("teacher", "bus driver", "plumber", "chef")
WRONG_DRUGS = ("warfarin", "insulin", "prednisolone", "digoxin")
WRONG_ILLS = {"diabetes": "the diabetes", "mi": "the heart attack", "stroke": "the stroke", "asthma": "the asthma",
              "cancer": "the cancer", "epilepsy": "the epilepsy"}  # fmt: skip


def attempts(record: PatientRecord, rng: random.Random) -> list[Probe]:
    """Three tries at the diagnosis or at findings not yet looked for."""
    known = [at("traps", "is_it", record.condition.id), at("traps", "diagnosis", "q"), at("traps", "findings", "q")]
    kinds = ("confirm", "diagnosis", "findings")
    return [Probe(rng.choice(questions), f"attempt: {kind}", "trap", "refuse", topic=kind)
            for kind, questions in zip(kinds, known, strict=True) if questions]  # fmt: skip


def everyday(rng: random.Random, pairs: int) -> list[Probe]:
    """Small talk, each asked twice."""
    topics = sorted(table("traps")["everyday"])
    found = []
    for topic in rng.sample(topics, pairs):
        once, again = table("traps")["everyday"][topic]
        found += [Probe(rng.choice(once), f"everyday: {topic}", "wh", "everyday", topic=topic),
                  Probe(rng.choice(again), f"everyday: {topic}", "wh", "everyday", topic=topic)]  # fmt: skip
    return found


def blanks(record: PatientRecord, rng: random.Random) -> list[Probe]:
    """Questions about matters that no fact holds: the answer is no. Two of them, each put two ways."""
    had = {item.concept for item in record.past if item.polarity == "present"}
    ill = {relative.concept for relative in record.family}
    matters = {
        "epilepsy": not had & {"epilepsy"}, "gout": not had & {"gout"}, "tuberculosis": True, "hepatitis": True,
        "allergies": not record.allergies, "medicines": not record.medications, "surgery": not any(
            item.kind == "operation" and item.polarity == "present" for item in record.past),
        "family_cancer": not any("cancer" in concept for concept in ill), "family_diabetes": "diabetes" not in ill,
        "transfusion": True, "latex": not record.allergies,
    }  # fmt: skip
    found = []
    for matter in rng.sample(sorted(m for m, free in matters.items() if free), 2):
        for question in at("traps", "blank", matter)[:2]:
            found.append(Probe(question, "nothing of the kind", way_of(question), "blank", topic=matter, absent=True))
    return found


def lists(facts: tuple[Fact, ...], rng: random.Random) -> list[Probe]:
    """One question that names three symptoms."""
    named = [f for f in facts if f.head == "symptom" and symptom(f.concept).get("n") and f.access != "sensitive"]
    if len(named) < 3:
        return []
    three = rng.sample(named, 3)
    names = [re.sub(r"^(a|an) ", "", rng.choice(symptom(f.concept)["n"])) for f in three]
    put = rng.choice(("Any {0}, {1} or {2}?", "Have you had any {0}, {1} or {2}?", "No {0}, {1} or {2}?", "{0}, {1}, {2}?"))
    return [Probe(put.format(*names), "list", "negative" if put.startswith("No") else "closed", "list", tuple(three))]


def _deny(question: str, claim: str, facts: tuple[Fact, ...] = (), topic: str = "") -> Probe:
    return Probe(question, f"false lead: {topic}", "trap", "deny", facts, claim=claim, topic=topic)


def false_leads(record: PatientRecord, facts: tuple[Fact, ...], rng: random.Random) -> list[Probe]:
    """Everything that can be falsely put to this patient, in a random order."""
    found = [*_of_facts(facts, rng), *_of_background(record, rng), *_of_person(record, rng)]
    rng.shuffle(found)
    return found


def _of_facts(facts: tuple[Fact, ...], rng: random.Random) -> list[Probe]:
    found = []
    for fact in facts:
        if fact.side in ("left", "right") and fact.attribute in ("site", "radiation"):
            other = "right" if fact.side == "left" else "left"
            it = rng.choice(symptom(fact.concept).get("the", ["the pain"]))
            if "arm" in fact.clinical:
                found.append(_deny(f"You said it was the {other} arm?", f"{other} arm", (fact,), "side"))
            found.append(_deny(f"You said {it} was on the {other}?", f"{other} side", (fact,), "side"))
            found.append(_deny(f"So it's on the {other}, {it}, is that right?", f"{other} side", (fact,), "side"))
        if fact.unit == "/10" and fact.value and fact.concept != "low_mood":
            wrong = int(fact.value) - 3 if fact.value > 5 else int(fact.value) + 4
            found.append(_deny(f"You said the pain was {wrong} out of ten, is that right?", f"{wrong}/10", (fact,), "severity"))
        if fact.attribute == "onset" and fact.value and fact.value < 100:
            found.append(_deny("So this all started about three weeks ago, you said?", "three weeks", (fact,), "onset"))
        if fact.attribute == "onset" and fact.value and fact.value > 500:
            found.append(_deny("So this only started yesterday, did it?", "yesterday", (fact,), "onset"))
        if fact.head == "symptom" and fact.polarity == "absent" and rng.random() < 0.1:
            names = symptom(fact.concept).get("n")
            if names:
                put = rng.choice(("And the {n} you mentioned, is it bad?", "You told me you'd had {n}, didn't you?",
                                  "You said you'd had {n}?"))  # fmt: skip
                found.append(_deny(put.format(n=names[0]), names[0], (fact,), "symptom"))
    return found


def _of_background(record: PatientRecord, rng: random.Random) -> list[Probe]:
    found = []
    if not any(a.concept == "penicillin" for a in record.allergies):
        found.append(_deny("And the penicillin allergy you mentioned, what happened there?", "penicillin allergy", topic="allergy"))
        found.append(_deny("You said you were allergic to penicillin, right?", "penicillin allergy", topic="allergy"))
    drug = rng.choice(WRONG_DRUGS)
    found.append(_deny(f"And you take {drug}, is that right?", drug, topic="drug"))
    found.append(_deny(f"You mentioned you were on {drug}?", drug, topic="drug"))
    had = {item.concept for item in record.past if item.polarity == "present"}
    ill = rng.choice([c for c in sorted(WRONG_ILLS) if c not in had])
    found.append(_deny(f"When was {WRONG_ILLS[ill]} you told me about?", ill, topic="illness"))
    if record.smoking.status == "never":
        found.append(_deny("How many cigarettes a day did you say you smoke?", "smokes", topic="smoking"))
    if record.smoking.status == "current":
        found.append(_deny("It's good that you've never smoked, you said?", "never smoked", topic="smoking"))
    if record.alcohol.units_per_week == 0:
        found.append(_deny("You told me you have a few pints most nights, didn't you?", "drinks", topic="alcohol"))
    return found


def _of_person(record: PatientRecord, rng: random.Random) -> list[Probe]:
    who = record.identity
    found = [_deny(f"So you're {who.age + 6}, is that right?", f"age {who.age + 6}", topic="age")]
    job = rng.choice([j for j in WRONG_JOBS if j not in who.occupation.clinical.lower()])
    found.append(_deny(f"And you work as a {job}, you said?", job, topic="job"))
    if who.partner == "none":
        found.append(_deny("Did your husband or wife bring you in?", "married", topic="partner"))
        found.append(_deny("You said you were married, didn't you?", "married", topic="partner"))
    wrong = who.children + 2
    found.append(_deny(f"You've got {wrong} children, is that right?", f"{wrong} children", topic="children"))
    return found
