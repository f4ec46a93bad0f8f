"""Denied elsewhere: a word that the record has only under a denial, said to be so in answer to a question near it.

"There was blood in it" where the fact says "no blood"; "I've missed two" where it says that none was missed. No
lexicon needs to know the thing: the record's own words say what is not so.
"""

from __future__ import annotations

import re

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.reading import content_of
from pz_tui.record.facts import Fact

_SECTIONS = ("history_of_complaint", "systems_review", "past_history", "social_history", "drug_history")
_TOO_COMMON = frozenset({
    "work", "normal", "usual", "other", "wors", "better", "help", "bother", "trouble", "home", "nobody", "anybody", "someth", "special", "hard", "quit",
    "funny", "differ", "same", "good", "start", "stop", "today", "place", "long", "look", "find", "found", "even", "ill", "tak", "tablet", "need",
    "sleep", "wak", "mov", "feel", "pain", "hurt", "sort", "want", "eat", "liv", "turn", "walk", "talk", "hear", "see", "done", "change", "point",
    "week", "day", "month", "year", "night", "morn", "hour", "minute", "lately", "lat", "recent", "afternoon", "often", "ever", "flat", "touch", "light", "hot", "cold", "run",
})  # fmt: skip
"""Words that a denial has by the way."""


_ONCE = re.compile(r"\b(?:used to|i was|were|always been|always was)\b")
"""What was so once is not denied by what is so now."""


def denied_elsewhere(case: Case, ledger: Ledger) -> None:
    """Object to what the facts near the question deny."""
    reading = case.reading
    if ledger.objections or not reading.words:
        return
    if _ONCE.search(reading.plain):
        return
    asserted = set(content_of([
        word for place, word in enumerate(reading.stems) if reading.asserted(place) and not reading.clause_at(place).conditional
        and reading.clause_at(place).subject == "self" and not reading.clause_at(place).past
    ]))  # fmt: skip
    if not asserted:
        return
    planned = case.patient.words_of(case.planned_facts)
    truths = frozenset().union(*(truth.content() for truth in case.truths))
    for mention in reading.mentions:
        if case.patient.present(mention.id):
            asserted -= set(reading.stems[mention.start : mention.end])
    for fact in _near(case, case.patient.having(asserted)):
        denied = case.patient.only_denied(fact) & asserted
        telling = {word for word in denied if len(word) > 3} - _TOO_COMMON - planned - truths - case.doctor.content()
        if telling:
            word = sorted(telling)[0]
            at = reading.stems.index(word)
            ledger.contradicts(fact, "says what the record denies", reading.bit(at, at + 1))
            return


def _near(case: Case, among: frozenset[str]) -> list[Fact]:
    """Of these facts the ones about what is planned or what the doctor's words are about."""
    concepts = {(fact.concept, fact.section) for fact in case.planned_facts}
    asked = {word for word in case.doctor.content() if len(word) > 3} - _TOO_COMMON
    about = case.patient.having(asked)
    return [
        fact for fact in case.patient.facts.values()
        if fact.id in among and fact.section in _SECTIONS and fact.access != "sensitive"
        and ((fact.concept, fact.section) in concepts or (fact.polarity == "absent" and fact.id in about))
    ]  # fmt: skip
