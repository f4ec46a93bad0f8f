"""Which fact a reply tells, and whether it says that a thing is there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pz_tui.record.facts import Fact
from tests.bench.oracle.reading import Answer, bare, bare_yes_no, clauses, negated, plain, sentences, shared, words
from tests.bench.oracle.tables import pattern, symptom

SOFT = 0.55


LIGHT = words("last lasts about normal usual year day week month time part start end left right side no not nothing now")


def texts(fact: Fact) -> tuple[str, ...]:
    """Everything a fact may be said as."""
    return (*fact.wording.full, *fact.wording.short, fact.clinical)


def tells(reply: str, fact: Fact) -> float:
    """How far a reply says a fact in the fact's own words, 0 to 1."""
    said, whole = words(reply), plain(reply)
    if any(len(text) > 5 and plain(text).rstrip(".") in whole for text in texts(fact)):
        return 1.0
    return max((shared(said, text) for text in texts(fact) if words(text)), default=0.0)


def meaning(fact: Fact) -> Answer:
    """Whether the answer to "is there …?" is yes or no."""
    if fact.polarity == "absent":
        return "absent"
    no = r"^(no|never|nothing|has (taken|seen) nothing|has (taken|seen) nobody|has not|does not|nobody|not)\b|none since|^rest and lying in do not|has taken nothing|has seen nobody|^always slept well|^temperature not"
    return "absent" if pattern(no).search(plain(fact.clinical)) else "present"


def content(fact: Fact, reply: str) -> Answer | None:
    """What the sentences say of the thing, apart from a yes or no."""
    if any(shared(words(s), text) >= 0.75 for s in sentences(reply) for text in texts(fact)[:-1] if len(words(text)) > 1):
        return meaning(fact)
    if any(len(text) > 8 and plain(text).rstrip(".") in plain(reply) for text in texts(fact)[:-1]):
        return meaning(fact)
    if fact.head != "symptom":
        return factor_said(fact, reply)
    own = symptom(fact.concept)
    found: Answer | None = None
    for part in sentences(bare(reply)):
        if part.endswith("?") or not pattern(own["say"]).search(part):
            continue
        if "bad" in own and pattern(own["bad"]).search(part):
            return "present"
        if "fine" in own and pattern(own["fine"]).search(part):
            return "absent"
        if len(words(part)) < 2 and part in ("no", "yes"):
            continue
        spoken = [c for c in clauses(part) if pattern(own["say"]).search(c)]
        if pattern(r"(n't|not) .*\b(till|until)\b").search(part):
            return "present"
        denied = any(negated(c) for c in spoken) or pattern(r"\b(fine|all right|ok|okay|normal|as (usual|normal|ever))\b").search(part)
        found = "absent" if denied else "present"
    return found


def factor_said(fact: Fact, reply: str) -> Answer | None:
    """Whether a reply says that a factor makes a difference."""
    if fact.attribute not in ("aggravating", "not_aggravating", "relieving", "not_relieving"):
        if fact.attribute == "previous_episode" and pattern(r"\bnever\b|first time").search(plain(reply)):
            return "absent"
        return None
    said = plain(bare(reply))
    if pattern(r"no (different|worse|better)|no difference|doesn't (change|make|help|hurt|bother)|hasn't helped|not any (worse|better)|the same").search(said):
        return "absent"
    return "present" if pattern(r"\b(worse|better|helps?|hurts?|eas(es|ier)|sets it off|agony|pounds?)\b").search(said) and not negated(said) else None


def kin(fact: Fact, other: Fact) -> bool:
    if other.concept == fact.concept or other.head == fact.head:
        return True
    if {fact.concept, other.concept} <= {"missed_period", "menstrual", "pregnancy", "vaginal_bleeding"}:
        return True
    if fact.factor and fact.factor[:5] in plain(" ".join(texts(other))):
        return True
    if (words(fact.clinical) & words(other.clinical)) - LIGHT:
        return True
    return other.section == fact.section and fact.section in ("perspective", "identity")


def elsewhere(facts: Iterable[Fact], fact: Fact, reply: str) -> Fact | None:
    """A fact of another matter that the reply tells instead of the one asked for."""
    for sentence in sentences(bare(reply)):
        said = words(sentence)
        if len(said) < 2:
            continue
        best = max(facts, key=lambda other: match(said, other), default=None)
        if best and match(said, best) >= 0.75 and not kin(fact, best) and not any(
            match(said, other) >= match(said, best) - 0.15 for other in facts if kin(fact, other)):
            return best
    return None


def match(said: frozenset[str], fact: Fact) -> float:
    return max((len(said & w) / max(len(said), len(w)) for t in texts(fact) if len(w := words(t)) > 1), default=0.0)


SMALL = {
    "town": ("living",), "siblings": ("family_history",), "partner_name": ("relationships",), "children_names": ("relationships",),
    "arrival": ("driving",), "breakfast": ("diet", "caffeine"), "food": ("diet",), "pets": (), "school": ("occupation",),
    "holiday": ("travel",), "team": ("hobbies", "exercise"), "tv": ("hobbies", "exercise"),
}  # fmt: skip
"""Heads of facts that may come up in answer to small talk."""


def word_for_word(facts: Iterable[Fact], topic: str, reply: str) -> Fact | None:
    """A fact of another matter that a whole sentence of small talk states."""
    said = {re.sub(r"^(yes|no|yeah|well)[,.] ", "", s).rstrip(".!") for s in sentences(bare(reply))}
    for fact in facts:
        if fact.head in SMALL.get(topic, ()) or not fact.knowable or (len(said) > 1 and fact.section == "perspective"):
            continue
        if any(plain(text).rstrip(".!") in said and len(words(text)) > (fact.section not in ("identity", "social_history")) and len(text) > 11 for text in (*fact.wording.full, *fact.wording.short)):
            return fact
    return None


def stray(facts: Iterable[Fact], reply: str) -> Fact | None:
    """A clinical fact told in answer to small talk."""
    clinical = [f for f in facts if f.section in ("history_of_complaint", "systems_review", "drug_history", "perspective", "past_history")]
    parts = sentences(bare(reply))
    if len(parts) > 1:
        clinical = [f for f in clinical if f.section != "perspective"]
    for sentence in parts:
        said = words(sentence)
        if len(said) < 2:
            continue
        best = max(clinical, key=lambda f: match(said, f), default=None)
        if best is not None and match(said, best) >= 0.85:
            return best
    return None


def twin(fact: Fact, other: Fact) -> bool:
    pair = {fact.concept, other.concept}
    if {fact.concept, other.concept} == {"missed_period", "menstrual"}:
        return True
    if fact.attribute == other.attribute == "frequency" and fact.head == other.head == "drug_history" and "drug_history" in (fact.concept, other.concept):
        return True
    return fact.attribute == other.attribute and (pair <= {"aura", "vision"} or fact.attribute == "previous_episode")


def beside(facts: tuple[Fact, ...], fact: Fact, reply: str, least: float = 0.6) -> Fact | None:
    """Another fact about the same matter that the reply tells instead."""
    if bare_yes_no(reply):
        return None
    said = words(bare(reply))
    best = max((f for f in facts if f.id != fact.id and f.knowable), key=lambda f: match(said, f), default=None)
    if best is not None and match(said, best) >= least:
        return best
    close = plain(bare(reply)).rstrip(".")
    return next((f for f in facts if f.id != fact.id and any(plain(t).rstrip(".") == close for t in texts(f))), None)
