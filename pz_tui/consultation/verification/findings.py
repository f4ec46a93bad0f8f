"""Findings: what only examining and testing bring out, and no patient can tell."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.words import plain

_READING = re.compile(
    r"\b\d{2,3}/\d{2,3}\b|\b3[5-9]\.\d\b|\b4[01]\.\d\b|\b\d{2,3} over \d{2,3}\b|\b(?:pulse|heart rate|sats?|saturations?|temperature|resps?)"
    r" (?:is|was|are|of|at)(?: about| around)? (?:\d|ninety|eighty|seventy|thirty)"
)  # fmt: skip
_FINDING = re.compile(
    r"\b(?:st (?:depression|elevation)|t wave|sinus (?:rhythm|tachycardia)|crackles|creps|murmur|guarding|rebound|rovsing|kernig|supple|babinski"
    r"|plantars?|papilloedema|optic discs?|heart sounds|air entry|percussion|jugular|bowel sounds|reflexes|cranial nerves|on examination"
    r"|ejection fraction|white cells?|white (?:cell|blood) count|troponin|d dimer|crp|haemoglobin|creatinine|potassium|sodium|inflammatory markers"
    r"|visual fields?|pupils|oxygen (?:level|saturation)s?|on air|on room air|sats)\b"
)  # fmt: skip
_RESULT = re.compile(
    r"\b(?:shows?|showed|shown|came back|comes back|normal|abnormal|negative|positive|raised|elevated|high|low|up at|is up|clear|found|saw|was fine|changes?|something on|a problem"
    r"|reveal\w*|suggests?|confirm\w*)\b"
)  # fmt: skip
_MEASURED = re.compile(
    r"\b(?:oxygen|heart|pulse|blood pressure|pressure|temperature|sats|sugars?|breathing)(?: \w+){0,2} (?:is|was|were|going|up|down|at|of|over|dropped|went|read|came)\b"
)
_LEAST = 30.0
"""The least figure that is a reading and no count of hours, days or times."""
_VITAL_ASKED = re.compile(r"\b(?:pulse|blood pressure|temperature|sats|heart rate|oxygen|breathing rate|bp)\b")
_SECTIONS = ("vital_signs", "examination", "investigations")


def findings(case: Case, ledger: Ledger) -> None:
    """Object to findings, results and readings in a patient's mouth."""
    reading = case.reading
    if not reading.words or all(clause.mode == "asked" for clause in reading.clauses):
        return
    if _VITAL_ASKED.search(case.doctor.plain) and any(
        one.kind in ("plain", "count", "share") and one.low >= _LEAST and reading.asserted(one.start) for one in reading.quantities
    ) and not any(case.patient.amounts(fact) for fact in case.planned_facts):
        ledger.object("leak", "tells a reading that only measuring gives", case.brief.sentence)
    result = _RESULT.search(reading.plain)
    asked = any(test.kind == "test" for test in case.doctor.of_kind("test")) and "?" in case.brief.utterance
    if asked and result and not case.planned_facts and reading.asserted(reading.plain[: result.start()].count(" ")):
        ledger.object("leak", "tells the result of a test", result[0])
    if _MEASURED.search(reading.plain) and not reading.relatives and any(one.low >= _LEAST for one in reading.quantities if one.kind in ("plain", "count", "share", "reading")) and not (
        _own_knowledge(case, _MEASURED.search(reading.plain)[0])  # type: ignore[index]
    ):
        ledger.object("leak", "tells a reading that only measuring gives", reading.text)
    measured = _READING.search(reading.plain) or _READING.search(case.brief.sentence.lower())
    if measured and not _own_knowledge(case, measured[0]):
        ledger.object("leak", "tells a reading that only measuring gives", measured[0])
    found = _FINDING.search(reading.plain)
    if found and not _may(case, found[0]) and f" {found[0]} " not in f" {_asked(case)} ":
        ledger.object("leak", "tells what only an examination or a test finds", found[0])
    for test in reading.of_kind("test"):
        clause = reading.clause_at(test.start)
        said = " ".join(reading.said[clause.start : clause.end])
        result = _RESULT.search(said)
        words = reading.bit(test.start, test.end)
        if clause.mode in ("said", "told") and result and not clause.denied and not _own_knowledge(case, plain(words)):
            ledger.object("leak", "tells the result of a test", f"{words} {result[0]}")
        elif clause.mode in ("said", "told") and _had(said) and not clause.denied and not _own_knowledge(case, plain(words)):
            ledger.object("invention", "adds a test that the record does not hold", words)


def _had(said: str) -> bool:
    return bool(re.search(r"\bi (?:have |also )?(?:had|went for|was sent for)\b|\b(?:he|she|they) (?:did|took|sent me for|gave me|ordered)\b", said))


def _asked(case: Case) -> str:
    """The doctor's words where the patient only asks back."""
    return case.doctor.plain if "?" in case.brief.sentence else ""


def _may(case: Case, words: str) -> bool:
    told = " ".join(plain(one.words) for one in case.brief.memory.told)
    return f" {words} " in f" {told} " or _own_knowledge(case, words)


def _own_knowledge(case: Case, words: str) -> bool:
    """Whether the patient knows it by themselves: measured at home, told before, or what the tests are hoped for."""
    own = (one.plain for fact in case.patient.facts.values() if fact.section not in _SECTIONS and fact.knowable
           and case.may_say(fact) for one in case.patient.readings(fact))  # fmt: skip
    return any(f" {words} " in f" {text} " for text in (*own, *(truth.plain for truth in case.truths)))
