"""Questions for a fact: at least three ways each, made from the facts alone."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Literal

from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord
from tests.bench.oracle.tables import at, symptom, table

Way = Literal["wh", "closed", "negative", "inverted", "lead", "short", "open", "trap", "opening"]
Expect = Literal["polar", "value", "refuse", "deny", "everyday", "blank", "list", "compound", "nothing"]


@dataclass(frozen=True)
class Probe:
    """One question and what it aims at.

    Attributes:
        facts: what it asks for; empty for small talk, attempts and things that nobody has.
        absent: no fact says so, but nothing of the kind is so ("any allergies?" to one without).
        claim: what a false lead claims, as words.
    """

    question: str
    kind: str
    way: Way
    expect: Expect
    facts: tuple[Fact, ...] = ()
    absent: bool = False
    claim: str = ""
    concept: str = ""
    topic: str = ""
    tags: tuple[str, ...] = field(default=())


def kind_of(fact: Fact) -> str:
    """The kind that reached and missed facts are counted by."""
    sign = "absent" if fact.polarity == "absent" else "present"
    if fact.head == "symptom":
        return f"symptom {sign}"
    if fact.id.startswith("symptom/"):
        return f"symptom {fact.attribute}"
    if fact.id.startswith(("past/", "family/")):
        part = fact.section.removesuffix("_history")
        return f"{part} {sign}" if fact.attribute == "presence" or part == "family" else f"{part} {fact.attribute}"
    if fact.id.startswith(("drug/", "allergy/")):
        return f"{fact.id.split('/')[0]} {fact.attribute}"
    return fact.id if fact.id.startswith(("social/", "ice/", "identity/")) else fact.head


def askable(fact: Fact) -> bool:
    """Whether a doctor can learn it by asking."""
    return fact.knowable and fact.access not in ("examination", "investigation", "hidden") and fact.id != "complaint"


TAGGED_NO = r"(n't|not|never|no)\b.*, (do|have|are|did|is|does|has) (you|it|they|there|anyone)\?$|^(so )?(no|nobody|you haven't|you've never|you've not|you've no|you're not)\b"
POLAR = r"^(do|does|did|have|has|is|are|any|could|can|been|ever|were|was|nkda)\b"


def way_of(question: str) -> Way:
    """How a question is put, by its own look."""
    low = question.lower()
    if re.search(TAGGED_NO, low):
        return "negative"
    if re.search(r"first time|no known", low):
        return "inverted" if "first" in low else "negative"
    if re.search(r", (don't|haven't|aren't|isn't|didn't) (you|it)\?$", low):
        return "lead"
    if re.match(POLAR, low) and " or " not in low:
        return "closed"
    return "short" if len(low.split()) <= 3 and not re.match(r"(what|where|when|how|who)\b", low) else "wh"


def probes_for(record: PatientRecord, fact: Fact, rng: random.Random) -> list[Probe]:
    """All the questions for a fact, shuffled so that the first few differ in their way."""
    found = _build(record, fact, rng)
    rng.shuffle(found)
    first: dict[str, Probe] = {}
    for probe in found:
        first.setdefault(probe.way, probe)
    rest = [probe for probe in found if probe not in first.values()]
    return [*first.values(), *rest]


def _build(record: PatientRecord, fact: Fact, rng: random.Random) -> list[Probe]:
    if fact.head == "symptom":
        return _symptom(fact, rng)
    if fact.id.startswith("symptom/"):
        return _aspect(fact, rng)
    if fact.id.startswith("past/"):
        return _past(fact, rng)
    if fact.id.startswith("drug/"):
        return _drug(record, fact)
    if fact.id.startswith("allergy/"):
        return _allergy(fact)
    if fact.id.startswith("family/"):
        return _family(fact, rng)
    if fact.id.startswith("ice/"):
        if fact.id.endswith("-2"):
            return _simple(fact, ("ice", "concern_more"))
        return _simple(fact, ("ice", "concern_treatment" if fact.attribute == "treatment" else _ice(fact)))
    if fact.id == "social/smoking/amount":
        did = "did" if record.smoking.status == "ex" else "do"
        return [_probe(fact, q.format(did=did), way_of(q), "value") for q in at("questions", "social", "smoking", "amount")]
    if fact.id.startswith("identity/"):
        return _simple(fact, ("identity", fact.attribute))
    return _simple(fact, ("social", fact.head, fact.attribute))


def _ice(fact: Fact) -> str:
    return f"impact_{fact.attribute}" if fact.head == "impact" else fact.head.rstrip("s")


def _probe(fact: Fact, question: str, way: Way, expect: Expect) -> Probe:
    return Probe(_tidy(question), kind_of(fact), way, expect, (fact,), concept=fact.concept)


def _tidy(question: str) -> str:
    question = re.sub(r"\b([Yy]our|the|any) (your|the|this|that) ", r"\2 ", question)
    for one, many in (("is", "are"), ("does", "do"), ("has", "have"), ("isn't", "aren't"), ("doesn't", "don't")):
        question = re.sub(rf"\b{one} ((?:the|your|this) (?:\w+ )?(?:lights|nights|pins and needles)\b)",
                          rf"{many} \1", question, flags=re.IGNORECASE)  # fmt: skip
        question = re.sub(rf"(\b(?:lights|nights|needles|lights in your eyes)) {one}\b", rf"\1 {many}", question)
    return question[0].upper() + question[1:] if question[0] == "{" else question


def _simple(fact: Fact, path: tuple[str, ...]) -> list[Probe]:
    found = []
    for question in at("questions", *path):
        way = way_of(question)
        expect: Expect = "polar" if way in ("closed", "negative", "lead", "inverted") or (
            way == "short" and (fact.polarity == "absent" or fact.head in ("smoking", "alcohol"))) else "value"  # fmt: skip
        found.append(_probe(fact, question, way, expect))
    return found


CLOSED = ("Have you had any {n}?", "any {n}?", "Any {n} at all?", "Do you get {n}?", "Have you noticed any {n}?", "{n}?",
          "have u had {n}", "Is there any {n}?", "And what about {n}?")  # fmt: skip
NEGATIVE = ("So no {n} then?", "You've not had any {n}, have you?", "No {n}?", "You haven't had {n}, have you?")
LEAD = ("And you've had {n} as well?", "You've had {n}, haven't you?", "You get {n} with it, I take it?")


def _symptom(fact: Fact, rng: random.Random) -> list[Probe]:
    own = symptom(fact.concept)
    found: list[Probe] = []
    nouns = [re.sub(r"^(a|an|the) ", "", n) if rng.random() < 0.5 else n for n in own.get("n", [])]
    for n in nouns:
        a = re.sub(r"^(a|an) ", "", n)
        found.append(_probe(fact, rng.choice(CLOSED).format(n=a), "closed", "polar"))
        found.append(_probe(fact, rng.choice(NEGATIVE).format(n=a), "negative", "polar"))
    if nouns:
        found.append(_probe(fact, rng.choice(LEAD).format(n=nouns[0]), "lead", "polar"))
    for vp in own.get("vp", []):
        found.append(_probe(fact, f"Have you {vp}?", "closed", "polar"))
        found.append(_probe(fact, f"You haven't {vp.removeprefix('ever ')}, have you?", "negative", "polar"))
        found.append(_probe(fact, f"So you've {vp.removeprefix('ever ').replace(' any ', ' some ')}?", "lead", "polar"))
    found += [_probe(fact, q, "closed", "polar") for q in own.get("q", [])]
    found += [_probe(fact, q, "inverted", "polar") for q in own.get("iq", [])]
    found += [_probe(fact, s, "short", "polar") for s in own.get("s", [])]
    if fact.concept == "protective_factor":
        return [Probe(p.question, p.kind, "wh", "value", p.facts, concept=p.concept) for p in found if p.way in ("closed", "short")]
    return found


def _aspect(fact: Fact, rng: random.Random) -> list[Probe]:
    own = symptom(fact.concept)
    its = own.get("the") or [f"the {n}" for n in own.get("n", [])[:1]]
    factor = fact.factor
    base = {"not_aggravating": "aggravating", "not_relieving": "relieving"}.get(fact.attribute, fact.attribute)
    found = []
    for way in ("wh", "yes", "no", "s"):
        if way in ("yes", "no") and base in ("aggravating", "relieving") and factor not in table("questions")["factor"]:
            continue
        if way == "wh" and (fact.polarity == "absent" or factor == "back"):
            continue
        for question in at("questions", "aspect", f"{base}_{fact.concept}", way) or at("questions", "aspect", base, way):
            f = rng.choice(at("questions", "factor", f"{factor}_{fact.concept}") or at("questions", "factor", factor) or [""])
            it = rng.choice(its)
            counted = bool(re.search(r"\d|once", fact.clinical))
            if fact.attribute == "amount" and fact.concept == "vomiting" and ("came up" in question) == counted:
                continue
            put = question.format(it=it, f=f)
            put = put[0].upper() + put[1:] if question.startswith("{it}") and way != "s" else put
            asked = way_of(put) if way != "no" else "negative"
            expect: Expect = "polar" if way in ("yes", "no") and base in ("aggravating", "relieving") else "value"
            if base in ("previous_episode", "tried_treatment", "prior_care") and asked in ("closed", "negative", "inverted"):
                expect = "polar"
            found.append(_probe(fact, put, asked, expect))
    if factor in ("back", "night"):
        its0 = rng.choice(its)
        place = "through to your back" if factor == "back" else "at night and wake you"
        verb = "go" if factor == "back" else "come"
        found = [_probe(fact, f"Does {its0} {verb} {place}?", "closed", "polar"),
                 _probe(fact, f"So {its0} doesn't {verb} {place}?", "negative", "polar"),
                 _probe(fact, "Is there any of it in your back?" if factor == "back" else f"Does {its0} wake you from sleep?",
                        "closed", "polar")]  # fmt: skip
    return found


def _past(fact: Fact, rng: random.Random) -> list[Probe]:
    group = {"surgical": "operation", "trauma": "injury"}.get(fact.head, "illness")
    names = at("questions", "names", group, fact.concept) or at("questions", "names", "illness", fact.concept) or [fact.concept]
    if fact.attribute != "presence":
        return [_probe(fact, q.format(n=rng.choice(names)), way_of(q), "value")
                for q in at("questions", group, fact.attribute)]  # fmt: skip
    found = [_probe(fact, q.format(n=rng.choice(names)), "closed", "polar") for q in at("questions", group, "presence_yes")]
    for q in at("questions", group, "presence_no"):
        n = rng.choice(names)
        found.append(_probe(fact, q.format(n=re.sub(r"^an? ", "", n) if q.startswith("No ") else n), "negative", "polar"))
    found += [_probe(fact, q.format(n=rng.choice(names)), "short", "polar") for q in at("questions", group, "presence_s")]
    if fact.polarity == "present":
        found += [_probe(fact, q, "open", "value") for q in at("questions", group, "open")]
    return found


def drug_name(record: PatientRecord, concept: str) -> str:
    """A drug as the record spells it."""
    name = next((m.name for m in record.medications if m.concept == concept), concept)
    return name if name[:1].isupper() and name.lower().startswith(("microgynon", "st ")) else name.lower()


def _drug(record: PatientRecord, fact: Fact) -> list[Probe]:
    n = drug_name(record, fact.concept)
    if fact.attribute in ("presence", "otc"):
        key = "otc_wh" if fact.attribute == "otc" else "presence_wh"
        found = [_probe(fact, q, "open", "value") for q in at("questions", "drug", key)]
        found += [_probe(fact, q.format(n=n), way_of(q.format(n=n)), "polar") for q in at("questions", "drug", "presence_yes")]
        return found + [_probe(fact, q.format(n=n), "negative", "polar") for q in at("questions", "drug", "presence_no")]
    return [_probe(fact, q.format(n=n), way_of(q.format(n=n)), "value") for q in at("questions", "drug", fact.attribute)]


def _allergy(fact: Fact) -> list[Probe]:
    n = fact.concept
    if fact.attribute != "presence":
        return [_probe(fact, q.format(n=n), "wh", "value") for q in at("questions", "allergy", fact.attribute)]
    found = [_probe(fact, q, "open", "value") for q in at("questions", "allergy", "presence_wh")]
    found += [_probe(fact, q, "negative", "polar") for q in at("questions", "allergy", "presence_no")]
    return found + [_probe(fact, q.format(n=n), "closed", "polar") for q in at("questions", "allergy", "presence_yes")]


def _family(fact: Fact, rng: random.Random) -> list[Probe]:
    relative = fact.attribute
    r = rng.choice(at("questions", "names", "relative", relative) or [relative])
    if fact.concept == "well":
        return [_probe(fact, q.format(r=r), "wh", "value") for q in at("questions", "family", "well_wh")]
    names = at("questions", "names", "illness", fact.concept) or [fact.concept.replace("_", " ")]
    found = [_probe(fact, q.format(r=r), "open", "value") for q in at("questions", "family", "ill_wh")]
    found += [_probe(fact, q.format(r=r, n=rng.choice(names)), "closed", "polar") for q in at("questions", "family", "ill_yes")]
    return found + [_probe(fact, q.format(r=r, n=rng.choice(names)), "negative", "polar")
                    for q in at("questions", "family", "ill_no")]  # fmt: skip
