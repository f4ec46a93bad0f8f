"""Leaks: the hidden diagnosis, findings not yet found, and what this turn keeps back."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.places import IN_MIND
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.words import plain
from pz_tui.record.facts import Fact

_ONLY_ONE = re.compile(r"\b(?:only pregnancy|first pregnancy|never been pregnant|only time i have been pregnant|just the one pregnancy)\b")
_DRINKS = re.compile(r"\b(?:bottles?|glass(?:es)?|pints?|cans?|units?|shots|litres?) (?:of|a|every|at)\b")
_BLAMED = re.compile(
    r"\b(?:it is|it has to be|it must be|that is|this is|wrong with|trouble with|problem with|down to|because of|caused by|coming from|comes from"
    r"|is in)(?: \w+)? (?:my|the|me) (\w+)\b"
)
"""What a patient who is sure of the cause says."""
_APART = 7
"""Words between which the parts of a name still belong together."""
_FEARS = frozenset({"scar", "worr", "fear", "frighten", "afraid", "think", "keep", "bad", "someth", "anyth", "seriou", "someon", "bother", "doctor",
                    "terrif", "hop", "want", "like", "whether"})  # fmt: skip


def leaks(case: Case, ledger: Ledger) -> None:
    """Object to what must not come out in this turn."""
    _diagnosis(case, ledger)
    _kept_back(case, ledger)
    _worries(case, ledger)


def _diagnosis(case: Case, ledger: Ledger) -> None:
    said = f" {case.plain} "
    acronym = _acronym(case)
    if acronym and not _told(case) and acronym not in case.brief.utterance:
        ledger.object("leak", "names the hidden diagnosis", acronym, "diagnosis")
        return
    for name in case.patient.hidden_names:
        if f" {name} " not in said:
            continue
        if not case.patient.speaks_openly_of(name) and not _told(case) and not _harmless(case, name):
            ledger.object("leak", "names the hidden diagnosis", name, "diagnosis")
        return
    _in_other_words(case, ledger)


def _in_other_words(case: Case, ledger: Ledger) -> None:
    """ "My appendix is inflamed": the words of a name in another order; and its organ, named as the cause."""
    reading = case.reading
    if _told(case) or any(f" {one} " in case.doctor_said for one in case.patient.hidden_names):
        return
    organ = _BLAMED.search(reading.plain)
    if organ and stem(organ[1]) in case.patient.hidden_organs and not _opened(case, stem(organ[1])):
        clause = reading.clause_at(reading.plain[: organ.start()].count(" "))
        if clause.mode in ("said", "told") and clause.subject in ("self", "other") and not clause.denied:
            ledger.object("leak", "names the organ that the hidden diagnosis is of as the cause", organ[0], "diagnosis")
            return
    for name in case.patient.hidden_stems:
        places = [place for place, word in enumerate(reading.stems) if word in name]
        if {reading.stems[place] for place in places} != name or places[-1] - places[0] > _APART:
            continue
        clause = reading.clause_at(places[0])
        if clause.mode in ("said", "told") and clause.subject in ("self", "other") and not clause.denied & set(places):
            if not case.patient.support(name):
                ledger.object("leak", "names the hidden diagnosis", reading.bit(places[0], places[-1] + 1), "diagnosis")
            return



def _opened(case: Case, organ: str) -> bool:
    """Whether the organ has been named: by the doctor, the plan, or in a fear or idea that is out."""
    facts = [case.patient.facts[id] for id in (*case.planned, *case.disclosed) if id in case.patient.facts]
    return organ in case.doctor.stems or any(organ in truth.stems for truth in case.truths) or any(
        organ in case.patient.content(fact) for fact in facts
    )  # fmt: skip


def _acronym(case: Case) -> str:
    """A short name of the diagnosis in capitals, as written ("MI"), or the empty text."""
    condition = case.brief.record.condition
    short = [name for name in condition.aliases if name.isupper() and len(name) <= 4]
    return next((name for name in short if re.search(rf"\b{re.escape(name)}\b", case.brief.sentence)), "")


def _told(case: Case) -> bool:
    memory, condition = case.brief.memory, case.brief.record.condition
    if memory.knows_told(condition.id):
        return True
    names = case.patient.hidden_names
    return any(f" {name} " in f" {plain(told.words)} " for told in memory.told for name in names)


def _harmless(case: Case, name: str) -> bool:
    """Asked back after the doctor named it; denied, or said of a relative, where that is what was asked."""
    doctor_named = any(f" {one} " in case.doctor_said for one in case.patient.hidden_names)
    if doctor_named and "?" in case.brief.sentence:
        return True
    reading = case.reading
    words = name.split()
    place = next((at for at in range(len(reading.said)) if reading.said[at : at + len(words)] == words), 0)
    clause = reading.clause_at(place)
    asked = doctor_named or any(fact.section in ("past_history", "family_history") for fact in case.planned_facts)
    if clause.subject not in ("self", "other"):
        return True
    return asked and place in clause.denied


def _kept_back(case: Case, ledger: Ledger) -> None:
    """Wordings of facts that this turn keeps back or that were not asked for, word for word or nearly."""
    if case.given:
        facts = [case.patient.facts[id] for id in case.given]
        ledger.tells(facts, case.brief.sentence, gently=_is_common(case))
        return
    content = case.reading.content()
    elsewhere = case.doctor.content().union(*(truth.content() for truth in case.truths))
    for id in case.withheld:
        fact = case.patient.facts[id]
        if fact.concept in ("termination", "miscarriage") and _ONLY_ONE.search(case.reading.plain):
            ledger.contradicts(fact, "denies what this turn keeps back", case.brief.sentence)
            return
        if fact.head == "alcohol" and _DRINKS.search(case.reading.plain) and case.reading.asserted(0):
            ledger.object("leak", "tells an amount that this turn keeps back", case.brief.sentence, id)
            return
        telling = {word for word in content & case.patient.content(fact) - elsewhere if len(word) > 4}
        if telling:
            ledger.object("leak", "tells what this turn keeps back", case.brief.sentence, id)
            return
        for own in case.patient.contents(fact):
            if len(own) >= 2 and len(own & content) >= 0.6 * len(own):
                ledger.object("leak", "tells what this turn keeps back", case.brief.sentence, id)
                return


def _is_common(case: Case) -> bool:
    """A wording that says nothing by itself ("Nothing like that.", "Never.")."""
    if any(id in case.withheld for id in case.given):
        return False
    given = {case.patient.facts[id].attribute for id in case.given}
    return len(case.reading.content()) < 2 or any(fact.attribute in given for fact in case.planned_facts)


def _worries(case: Case, ledger: Ledger) -> None:
    """A fear or idea that was not opened, told by its own words."""
    thinks = "i think" in case.reading.plain or "i reckon" in case.reading.plain
    if not thinks and not any(clause.mode == "believed" for clause in case.reading.clauses):
        return
    content = case.reading.content() - _FEARS - ({"head", "mind"} if IN_MIND.search(case.reading.plain) else set())
    for fact in case.patient.facts.values():
        if fact.section == "perspective" and "impact" not in (fact.attribute, fact.head) and not case.may_say(fact):
            shared = content & _telling(case, fact)
            if shared and not any(shared & case.patient.content(one) for one in case.planned_facts):
                ledger.tells([fact], case.brief.sentence)
                return


def _telling(case: Case, fact: Fact) -> frozenset[str]:
    """The stems of what a fear or idea is about: conditions and parts of the body."""
    return frozenset(
        word for one in case.patient.readings(fact) for named in (*one.mentions, *one.parts)
        for word in one.stems[named.start : named.end]
    ) & (case.patient.content(fact) - _FEARS)  # fmt: skip
