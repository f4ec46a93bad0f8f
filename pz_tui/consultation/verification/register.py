"""Register: words this patient would use. Clinicians' words need education, or the doctor to have said them."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.words import plain

_LEVELS = {"A": 0, "B": 1, "C": 2, "D": 3}
_KNOWS_TERMS_FROM = 0.75
"""Health literacy from which a patient knows clinical words above their level of language."""
_LONG = 45


@cache
def _tables() -> tuple[re.Pattern[str], frozenset[str], Mapping[str, list[tuple[str, int]]]]:
    table = tomllib.loads((Path(__file__).parent / "register.toml").read_text(encoding="utf-8"))
    endings = re.compile(rf"\w{{3,}}(?:{'|'.join(table['endings'])})$")
    levels: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for level, words in table["words"].items():
        for word in map(plain, words):
            levels[word.split()[0]].append((word, _LEVELS[level]))
    return endings, frozenset(table["common"]), levels


def register(case: Case, ledger: Ledger) -> None:
    """Object to words above the patient, and to sentences nobody says aloud."""
    above = [word for word in _clinical(case) if not _heard(case, word)]
    for word in above[:1]:
        ledger.object("register", "uses a word that this patient would not know", word)
    said = case.reading.said
    commas = case.brief.sentence.count(",")
    if len(said) > _LONG and commas >= 4 and case.brief.record.persona.personality != "verbose":
        ledger.object("register", "is longer than anybody speaks", " ".join(said[:8]))


def _clinical(case: Case) -> Iterator[str]:
    persona = case.brief.record.persona
    knows = persona.literacy >= _KNOWS_TERMS_FROM
    level = _LEVELS[persona.language] if not knows else 2
    endings, common, levels = _tables()
    text = f" {case.reading.plain} "
    for first in set(case.reading.said):
        for word, needed in levels.get(first, ()):
            if needed > level and f" {word} " in text:
                yield word
    for word in case.reading.said:
        if endings.search(word) and word not in common and not (knows and persona.language == "C"):
            yield word
    for first in set(case.reading.said):
        for word, needed in case.patient.names.terms.get(first, ()):
            if needed > 1 and not knows and f" {word} " in text and word not in common:
                yield word


def _heard(case: Case, word: str) -> bool:
    """Whether it is in the record's own words, the plan's, or the doctor's."""
    told = " ".join(plain(one.words) for one in case.brief.memory.told)
    if f" {word} " in f"{case.doctor_said} {told} ":
        return True
    if any(f" {word} " in f" {truth.plain} " for truth in case.truths):
        return True
    return any(
        f" {word} " in f" {one.plain} " for fact in case.patient.facts.values()
        if fact.wording.full or fact.wording.short for one in case.patient.readings(fact)
    )  # fmt: skip
