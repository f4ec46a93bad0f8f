"""Amounts and points in time: what is said must be what a fact, an invention or the plan holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from pz_tui.consultation.verification.amounts import Amount, agrees, comparable
from pz_tui.consultation.verification.calendar import calendar
from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.numbers import Quantity
from pz_tui.consultation.verification.reading import Reading, content_of
from pz_tui.consultation.verification.times import Moment, fits
from pz_tui.record.facts import Fact

_STARTS = re.compile(r"\b(?:start|began|begin|beginning|came on|come on|first notic|since|woke up with|been there|kick(?:ed)? off)")
_HOW_MUCH = re.compile(
    r"\bhow (?:many|much|often|long|old|bad|frequent|regular)|\bwhat (?:dose|strength|age)|\bout of (?:ten|10)|\b(?:have|got|any) (?:you )?(?:any |got any )?"
    r"(?:children|kids)\b"
)
_WHEN = re.compile(r"\b(?:when|how long|since when|how recently|what year|what age)\b")
_LASTS = re.compile(r"\b(?:last|lasts|lasted|stay|stays|go on for|take|takes|in between|between)\b")
_OFTEN = frozenset({"frequency", "amount", "presence"})
_NOT_ASKED = frozenset({"onset", "presence", "otc", "circumstances", "age"})
"""Attributes whose numbers are by the way."""
_SO_MANY = re.compile(r"\bhow many (days) (?:a|per|each|in a) (week|month|year)\b")
"""A question whose bare number counts days in a period."""
_CLOCKED = 3
"""Days within which people give the time of day when asked since when."""
_PACK = 20
"""Cigarettes in a pack."""
_EVERY = re.compile(r"\bevery\b", re.IGNORECASE)
_COUNTED = frozenset({
    "tablet", "pill", "cigaret", "fag", "unit", "pint", "glass", "bottl", "can", "puff", "paracetamol", "ibuprofen", "aspirin", "tim", "stone",
    "pound", "kilo", "dos", "pack", "ston", "week", "coffe", "tea", "cup", "pillow",
})  # fmt: skip
"""Nouns whose number matters to a doctor."""


def quantities(case: Case, ledger: Ledger) -> None:
    """Hold every asserted amount and point in time against the facts."""
    reading = case.reading
    for said in reading.quantities:
        if reading.in_simile(said.start):
            continue
        if reading.asserted(said.start) or _only_denied(reading, said) or _for_so_long(reading, said):
            _amount(case, ledger, reading, said)
    for said in calendar(reading.said, case.patient.now):
        if said.start + 1 not in reading.idle and reading.asserted(said.start):
            _amount(case, ledger, reading, said)
    for moment in reading.moments:
        if reading.asserted(moment.start):
            _moment(case, ledger, reading, moment)


def _only_denied(reading: Reading, said: Quantity) -> bool:
    """ "Never miss it": a share whose words are themselves a denial."""
    return said.kind == "share" and reading.clause_at(said.start).mode in ("said", "told", "supposed")


def _for_so_long(reading: Reading, said: Quantity) -> bool:
    """ "I've not had one for two months": what is denied is not the length."""
    before = reading.said[max(0, said.start - 1) : said.start]
    return said.kind == "duration" and before in (["for"], ["in"], ["over"]) and reading.clause_at(said.start).mode == "said"


def _amount(case: Case, ledger: Ledger, reading: Reading, said: Quantity) -> None:
    words = reading.bit(said.start, said.end)
    if said.unit.startswith("pack"):
        said = said._replace(kind="rate", low=said.low * _PACK, high=said.high * _PACK, unit="/day")
    asked = _SO_MANY.search(case.doctor.plain) if said.kind == "plain" and not case.unanswered else None
    if asked:
        said = said._replace(kind="rate", unit=f"{asked[1]}/{asked[2]}")
    if _kept_back(case, ledger, said, words):
        return
    if said.kind == "count" and said.unit != "times" and _known_elsewhere(case, reading, said):
        return
    holding = [(fact, true) for fact in case.planned_facts for true in _amounts(case, fact, reading, said)
               if comparable(said, true)]  # fmt: skip
    match = next((fact for fact, true in holding if agrees(said, true)), None)
    if match is not None:
        ledger.tells([match], words)
        return
    if said.kind == "share" and said.unit == "share":
        _taken(case, ledger, said, words)
        return
    if case.unanswered and said.kind != "age" and not (_HOW_MUCH.search(case.doctor.plain) or _WHEN.search(case.doctor.plain)):
        return
    own = any(_only_its_own(said, fact, true) or _answers_when(case, reading, said, fact) for fact, true in holding)
    if _ago_fits(case, ledger, said, words) or (not own and (_known_elsewhere(case, reading, said) or _sibling_agrees(case, said))):
        return
    wrong = _contradicted(case, reading, said, holding)
    if wrong is not None:
        ledger.contradicts(wrong, "gives another amount than the record", words)
    elif said.kind == "reading":
        ledger.object("leak", "tells a reading that only measuring gives", words)
    elif _weighs(reading, said) and not _each_year(case, reading, said) and not _told_in_passing(case, said):
        ledger.object("invention", "gives an amount that no fact supports", words)


def _only_its_own(said: Quantity, fact: Fact, true: Amount) -> bool:
    """Whether the planned fact alone can hold the amount: a dose, a score, how long something lasts."""
    if said.kind == "duration":
        return fact.attribute in ("duration", "previous_episode") and not said.ago
    return true.kind in ("dose", "score") and said.kind in (true.kind, "plain")


def _answers_when(case: Case, reading: Reading, said: Quantity, fact: Fact) -> bool:
    """Whether the amount is the answer to the doctor's "when" or "how long", which this fact alone gives."""
    first = min((*(one.start for one in reading.quantities), *(one.start for one in reading.moments)), default=said.start)
    asked = bool(_WHEN.search(case.doctor.plain)) and not _LASTS.search(case.doctor.plain) and fact in case.answering_facts
    return said.kind == "duration" and asked and said.start <= first and said.start < reading.clauses[0].end


def _each_year(case: Case, reading: Reading, said: Quantity) -> bool:
    """ "A tablet for it in the summer": a season or month in which something is so, and not since when."""
    if said.unit != "calendar" or reading.said[said.end - 1].isdigit() or said.start == 0:
        return False
    when = reading.said[said.start] in ("last", "this", "since") or _STARTS.search(reading.plain) or _WHEN.search(case.doctor.plain)
    return not when


def _told_in_passing(case: Case, said: Quantity) -> bool:
    """Whether some fact that is no secret has the amount."""
    return any(
        said.kind == true.kind and comparable(said, true, strictly=True) and agrees(said, true)
        for fact in case.patient.facts.values()
        if fact.knowable and fact.access != "sensitive" and fact.id not in case.withheld for true in case.patient.amounts(fact)
    )  # fmt: skip


def _contradicted(case: Case, reading: Reading, said: Quantity, holding: Sequence[tuple[Fact, Amount]]) -> Fact | None:
    """The fact that an amount is about without agreeing: planned, asked for, or of the same thing."""
    settled = any(other is not said and other.kind == said.kind and comparable(other, true) and agrees(other, true)
                  for other in reading.quantities for _, true in holding)  # fmt: skip
    own_illness = any(one.subject in ("self", "other") and case.patient.present(one.id) for one in reading.mentions)
    if own_illness and not reading.relatives:
        holding = [(fact, true) for fact, true in holding if fact.section != "family_history"]
    about = next((fact for fact, _ in holding if _speaks_of(case, reading, said, fact)), None)
    if about is not None:
        return None if settled else about
    asked = _asked(case, said)
    if asked is not None:
        return asked
    return _sibling(case, said) if said.kind == "duration" and said.ago and not _each_year(case, reading, said) else None


def _asked(case: Case, said: Quantity) -> Fact | None:
    """A fact whose amount the doctor asks for, though the plan does not give it, and which does not agree."""
    if not _HOW_MUCH.search(case.doctor.plain) or said.unit in ("calendar", "vague"):
        return None
    planned = {(fact.concept, fact.section) for fact in case.planned_facts}
    often = bool({"often", "many", "frequent", "frequently", "regular", "regularly"} & set(case.doctor.said))
    asked = set(case.doctor.stems)
    facts = [*case.asked_facts, *(
        fact for fact in case.patient.facts.values()
        if fact.knowable and "/" in fact.unit and fact.unit.partition("/")[0].rstrip("s") in asked
    ), *(
        fact for fact in case.patient.facts.values()
        if (fact.concept, fact.section) in planned and often and said.kind == "rate" and fact.attribute in _OFTEN
    )]  # fmt: skip
    held = [(fact, true) for fact in facts if fact.attribute not in _NOT_ASKED for true in case.patient.amounts(fact)
            if comparable(said, true) and true.kind != "plain" and _same_unit(said, true)]  # fmt: skip
    return held[0][0] if held and not any(agrees(said, true) for _, true in held) else None


def _same_unit(said: Quantity, true: Amount) -> bool:
    """A count only of the same things; a bare number stands for any."""
    return said.kind != "count" or said.unit in ("times", true.unit, true.unit.partition("/")[0])


def _sibling_agrees(case: Case, said: Quantity) -> bool:
    """Whether another fact about a planned thing has the amount: said in passing, and true."""
    planned = {(fact.concept, fact.section) for fact in case.planned_facts}
    if "complaint" in case.planned:
        planned.add((case.patient.lead, "history_of_complaint"))
    siblings = [fact for fact in case.patient.facts.values() if (fact.concept, fact.section) in planned]
    return any(
        comparable(said, true, strictly=True) and agrees(said, true)
        for fact in (*siblings, *case.asked_facts) if fact.access != "sensitive" and fact.id not in case.withheld
        for true in case.patient.amounts(fact)
    )  # fmt: skip


def _sibling(case: Case, said: Quantity) -> Fact | None:
    """A fact about the same thing as a planned one that dates it otherwise."""
    for planned in case.planned_facts:
        for fact in case.patient.facts.values():
            dates = fact.attribute in ("since", "onset") or (fact.section == "social_history" and "since" in fact.clinical.lower())
            if fact.concept != planned.concept or not dates or fact.section != planned.section:
                continue
            true = [one for one in case.patient.amounts(fact) if one.kind == "duration"]
            if true and not any(agrees(said, one) for one in true):
                return fact
    return None


def _amounts(case: Case, fact: Fact, reading: Reading, said: Quantity) -> Sequence[Amount]:
    """The amounts of a fact; of a relative's the ages that the record has."""
    own = case.patient.amounts(fact)
    if fact.section != "family_history":
        return own
    subject = reading.clause_at(said.start).subject
    ages = tuple(Amount("age", age, age) for age in case.patient.ages(fact.attribute))
    return (*own, *ages) if subject in (fact.attribute, "other", "self") else ()


def _kept_back(case: Case, ledger: Ledger, said: Quantity, words: str) -> bool:
    for id in case.withheld:
        fact = case.patient.facts[id]
        true = [one for one in case.patient.amounts(fact) if comparable(said, one)]
        if not true:
            continue
        if any(agrees(said, one) for one in true):
            ledger.object("leak", "tells an amount that this turn keeps back", words, id)
        else:
            ledger.contradicts(fact, "gives a false amount in place of one kept back", words)
        return True
    return False


def _taken(case: Case, ledger: Ledger, said: Quantity, words: str) -> None:
    """How much of a drug is taken, told though it was not asked for."""
    facts = [fact for fact in case.patient.of_head("drug_history") if fact.attribute == "adherence"
             and fact.concept in case.open_concepts]  # fmt: skip
    if not facts or (_EVERY.search(words) and not case.reading.opener):
        return
    right = [fact for fact in facts if any(agrees(said, true) for true in case.patient.amounts(fact) if true.kind == "share")]
    if right:
        ledger.tells(right, words)
    elif len(facts) == 1:
        ledger.contradicts(facts[0], "gives another amount than the record", words)


def _ago_fits(case: Case, ledger: Ledger, said: Quantity, words: str) -> bool:
    """A bare number for a clock time, or a length for a planned point in time."""
    for fact in case.planned_facts:
        when = case.patient.moment(fact)
        if when is None or "many" in case.doctor.said or (case.patient.now - when).days > _CLOCKED:
            continue
        if said.kind == "plain" and (abs(when.hour % 12 + when.minute / 60 - said.low % 12) <= 1.1):
            ledger.tells([fact], words)
            return True
    return False


def _known_elsewhere(case: Case, reading: Reading, said: Quantity) -> bool:
    """Whether a fact that may be said, the plan's words or the doctor's hold the same amount."""
    drugs = [fact for fact in case.planned_facts if fact.section == "drug_history"]
    if said.unit in ("tablet", "pill", "medicin", "drug") and said.low in (len(case.brief.record.medications), len(drugs)):
        return True
    for text in case.truths:
        for other in text.quantities:
            true = Amount(other.kind, other.low, other.high, other.unit)
            if comparable(said, true, strictly=True) and agrees(said, true):
                return True
    for fact in case.patient.counted:
        if case.may_say(fact) and fact.id not in case.planned and fact.section != "identity" and any(
            comparable(said, true, strictly=True) and agrees(said, true) for true in case.patient.amounts(fact)
        ):  # fmt: skip
            return True
    return reading.clause_at(said.start).subject not in ("self", "other") and _age_of(case, reading, said)


def _age_of(case: Case, reading: Reading, said: Quantity) -> bool:
    subject = reading.clause_at(said.start).subject
    return said.kind in ("age", "plain") and any(
        agrees(said, Amount("age", age, age)) for age in case.patient.ages(subject)
    )


def _speaks_of(case: Case, reading: Reading, said: Quantity, fact: Fact) -> bool:
    """Whether an amount that does not agree is about the fact, and not about something by the way."""
    if said.kind == "count" and said.unit not in _COUNTED:
        return fact.attribute in ("children", "amount") or (fact.attribute == "presence" and fact.value is not None)
    if said.kind == "plain" or said.unit in _COUNTED:
        return fact.value is not None or fact.attribute not in ("presence", "otc", "control")
    if _each_year(case, reading, said):
        return False
    if said.unit in ("vague", "calendar"):
        return fact.attribute in ("onset", "duration", "since", "previous_episode") or fact.head == "complaint" or (
            bool(_WHEN.search(case.doctor.plain)) and fact in case.answering_facts
        )  # fmt: skip
    return True


def _weighs(reading: Reading, said: Quantity) -> bool:
    """Whether an amount that nothing supports would mean something to a doctor."""
    if said.kind in ("dose", "score"):
        return True
    if said.kind == "count":
        return said.unit in _COUNTED
    if said.kind == "rate":
        return not said.unit.startswith("every")
    clause = reading.clause_at(said.start)
    text = " ".join(reading.said[clause.start : clause.end])
    if said.kind == "duration":
        return bool(_STARTS.search(text)) or (said.ago and bool(reading.mentions))
    return said.kind == "share" and said.unit == "%"


def _moment(case: Case, ledger: Ledger, reading: Reading, moment: Moment) -> None:
    words = reading.bit(moment.start, moment.end)
    patient = case.patient
    if reading.clause_at(moment.start).subject != "self":
        return
    timed = [(fact, when) for fact in case.planned_facts if (when := patient.moment(fact)) is not None]
    right = next((fact for fact, when in timed if fits(moment, when, patient.now)), None)
    if right is not None:
        ledger.tells([right], words)
        return
    if any(_same(moment, own) for fact in case.planned_facts for text in patient.readings(fact) for own in text.moments):
        return
    if any(_same(moment, own) for text in case.truths for own in text.moments):
        return
    if _of_another(case, reading, moment):
        return
    clause = reading.clause_at(moment.start)
    text = " ".join(reading.said[clause.start : clause.end])
    if timed and not _habit(case, timed[0][1], moment, text) and (_STARTS.search(text) or moment is reading.moments[0]):
        ledger.contradicts(timed[0][0], "gives another time than the record", words)
        return
    onset = patient.onset
    when = patient.moment(onset) if onset else None
    about = any(one.id in patient.names.kin(patient.lead) or patient.lead in patient.names.kin(one.id) for one in reading.mentions)
    if "since" in text and not about and not {"it", "this", "started", "began"} & set(reading.said):
        return
    if onset and when and _STARTS.search(text) and not fits(moment, when, patient.now) and clause.subject == "self":
        ledger.contradicts(onset, "gives another time than the record", words)


def _habit(case: Case, when: datetime, moment: Moment, text: str) -> bool:
    """Whether a time of day is that of a habit: what began long ago is not dated by the hour."""
    undated = moment.weekday is None and moment.days_ago is None and not _STARTS.search(text)
    return undated and (case.patient.now - when).days > _CLOCKED


def _of_another(case: Case, reading: Reading, moment: Moment) -> bool:
    """Whether another fact about the complaint has the moment and another word of the sentence: "moved this morning"."""
    content = reading.content() - content_of(reading.stems[moment.start : moment.end])
    lead = case.patient.lead
    return any(
        content & one.content() and any(_same(moment, own) for own in one.moments)
        for fact in case.patient.facts.values()
        if fact.concept == lead and fact.attribute not in ("onset", "presence") and fact.access != "sensitive"
        for one in case.patient.readings(fact)
    )  # fmt: skip


def _same(one: Moment, other: Moment) -> bool:
    return (one.weekday, one.days_ago, one.hours) == (other.weekday, other.days_ago, other.hours) or (
        one.weekday is None and other.weekday is None and one.hours == other.hours is not None
    )
