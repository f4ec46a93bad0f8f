"""Places: left and right, and the parts of the body where something is felt or where it goes."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.reading import Mention, Reading, SideSaid
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.record.facts import Fact

_FELT = re.compile(
    r"\b(?:pain|pains|hurt|hurts|hurting|ache|aches|aching|sore|goes|go|going|spread|spreads|runs|shoots|moved|radiat\w+|travels|came on in"
    r"|tight|tightness|burning|throbb\w+|pressure|into|down|started in|starts in|weak|numb)\b"
)  # fmt: skip
IN_MIND = re.compile(r"\b(?:over it|over things|round|through|top of|over and over|out of) (?:and round )?(?:in )?my (?:own )?head\b")
_NO_PLACE = frozenset({"everywhere", "skin_part", "muscle", "joint", "bone", "side", "nail", "heart_organ", "mouth"})
_ELLIPTIC = 6
"""Words up to which a side needs no noun to be that of what was asked."""
_ONLY = frozenset({"just", "only"})
_SITED = ("site", "radiation")


def places(case: Case, ledger: Ledger) -> None:
    """Hold sides and body parts against the facts."""
    reading = case.reading
    for said in reading.sides:
        if said.asserted:
            _side(case, ledger, reading, said)
    for part in reading.parts:
        if part.id not in _NO_PLACE and part.mode in ("said", "told") and part.subject == "self":
            _part(case, ledger, reading, part)


def _side(case: Case, ledger: Ledger, reading: Reading, said: SideSaid) -> None:
    patient = case.patient
    words = reading.bit(max(0, said.place - 1), said.place + 2)
    sided = [(fact, sides) for fact in case.planned_facts if (sides := patient.sides(fact))]
    if not sided:
        middle = next((fact for fact in case.planned_facts if "middle" in patient.poles(fact, "place")), None)
        if middle is not None and middle.attribute == "site" and "middle" not in {pole.pole for pole in reading.poles}:
            ledger.contradicts(middle, "gives a side where the record says the middle", words)
        elif middle is None and not _of_the_same(case, ledger, reading, said, words):
            _side_of_part(case, ledger, reading, said, words)
        return
    right = [fact for fact, sides in sided if said.side in sides or _with_other(reading, said, sides)]
    alone = reading.clause_at(said.place)
    only = bool(_ONLY & set(reading.said[alone.start : said.place])) or any(one.denied for one in reading.sides)
    if only and said.side != "both" and all("both" in sides for _, sides in sided):
        ledger.contradicts(sided[0][0], "gives one side where the record has both", words)
        return
    if right:
        ledger.tells(right, words)
    else:
        ledger.contradicts(sided[0][0], "gives another side than the record", words)


def _of_the_same(case: Case, ledger: Ledger, reading: Reading, said: SideSaid, words: str) -> bool:
    """ "The right one.": a side of the planned thing, which another fact about it has. Whether there is such a fact."""
    if len(reading.said) > _ELLIPTIC:
        return False
    about = case.planned_facts or case.asked_facts
    spoken_of = {(fact.concept, fact.section) for fact in about if fact.section == "history_of_complaint"}
    held = [(fact, sides) for fact in case.patient.facts.values() if (fact.concept, fact.section) in spoken_of
            and fact.access != "sensitive" and (sides := case.patient.sides(fact))]  # fmt: skip
    if held and not any(said.side in sides or "both" in sides for _, sides in held):
        ledger.contradicts(held[0][0], "gives another side than the record", words)
    return bool(held)


def _with_other(reading: Reading, said: SideSaid, sides: frozenset[str]) -> bool:
    """One of two sides that are both said, where the record has both."""
    if "both" in sides or {"left", "right"} <= sides:
        return {"left", "right"} <= {one.side for one in reading.sides} or "both" in {one.side for one in reading.sides}
    return False


def _side_of_part(case: Case, ledger: Ledger, reading: Reading, said: SideSaid, words: str) -> None:
    """Nothing planned has a side: what is said must not turn what the record says of the same part."""
    if "same" in reading.said:
        return
    near = {part.id for part in reading.parts if abs(part.start - said.place) <= 2}
    if not near:
        return
    patient = case.patient
    for fact in patient.facts.values():
        named = patient.named_parts.get(fact.id, frozenset())
        if fact.polarity == "present" and named & near and patient.parts(fact) & near:
            sides = patient.sides(fact)
            if sides and said.side not in sides and "both" not in sides:
                ledger.contradicts(fact, "gives another side than the record", words)
                return


def _part(case: Case, ledger: Ledger, reading: Reading, part: Mention) -> None:
    patient, words = case.patient, reading.bit(part.start, part.end)
    clause = reading.clause_at(part.start)
    planned = [fact for fact in case.planned_facts if fact.attribute in _SITED]
    if not planned and "where" in case.doctor.said:
        planned = [fact for fact in case.answering_facts if fact.attribute == "presence" and case.patient.parts(fact)]
    if part.denied and len(reading.said) <= 6 and not planned:
        planned = [fact for fact in case.planned_facts if fact.head == "symptom" and fact.attribute == "presence"]
        felt_there = True
    else:
        felt_there = False
    said = reading.said[clause.start : clause.end]
    found = _FELT.search(" ".join(said))
    if reading.said[part.end : part.end + 1] == ["side"] and part.id == "hand":
        return
    if part.id == "head" and IN_MIND.search(reading.plain):
        return
    felt = felt_there or (bool(found) and not set(said) & listed("fine", "words"))
    denied = part.denied or (found is not None and clause.start + said.index(found[0].split()[0]) in clause.denied)
    if not planned and not felt:
        return
    if denied:
        wrong = [fact for fact in planned if fact.polarity == "present" and _same_part(case, fact, part.id, exactly=True)]
        if wrong and felt and not part.conditional:
            ledger.contradicts(wrong[0], "denies a place that the record names", words)
        return
    if part.conditional:
        return
    if any(_same_part(case, fact, part.id) for fact in case.planned_facts if fact.polarity == "present"):
        return
    elsewhere = [fact for fact in _naming(case, part.id) if fact.polarity == "present"
                 and fact.section in ("presenting_complaint", "history_of_complaint", "systems_review", "past_history")
                 and _same_part(case, fact, part.id)]  # fmt: skip
    sites = [fact for fact in planned if fact.attribute == "site"]
    exact = [fact for fact in elsewhere if part.id in patient.parts(fact)]
    if exact and sites and all(fact.attribute == "radiation" and fact.concept == sites[0].concept for fact in exact):
        ledger.contradicts(sites[0], "names another place than the record", words)
        return
    if elsewhere:
        if felt:
            ledger.tells(elsewhere, words)
        return
    ruled_out = next((fact for fact in _naming(case, part.id) if fact.polarity == "absent" and fact.section in
                      ("history_of_complaint", "systems_review") and part.id in patient.parts(fact, denied=True)), None)  # fmt: skip
    if ruled_out is not None and felt:
        ledger.contradicts(ruled_out, "names a place that the record rules out", words)
    elif planned:
        ledger.contradicts(planned[0], "names another place than the record", words)
    elif felt and re.search(r"\b(?:pain|hurts?|ache|aches|sore|weak|numb|swollen)\b", reading.plain):
        ledger.object("invention", "adds a place of complaint that the record does not hold", words)


def _naming(case: Case, part: str) -> list[Fact]:
    """Facts whose words name the part, or a larger or smaller one."""
    kin = case.patient.names.kin
    wider = {part, *kin(part)}
    return [case.patient.facts[id] for id, named in case.patient.named_parts.items()
            if named & wider or any(part in kin(one) for one in named)]  # fmt: skip


def _same_part(case: Case, fact: Fact, part: str, *, exactly: bool = False) -> bool:
    """Whether the fact's words name the part, or a larger or smaller one that holds it."""
    kin = case.patient.names.kin(part)
    named = case.patient.parts(fact)
    if exactly:
        return part in named
    return bool(named & kin) or any(part in case.patient.names.kin(one) for one in named)
