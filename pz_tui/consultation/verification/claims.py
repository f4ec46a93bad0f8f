"""Claims: what was found, done or given, by the turn of phrase, where no lexicon knows the name of it.

Whoever says "they found a …" or "I had my … out" tells something a doctor would write down. It must be in the words
of a fact, of the plan, or of the doctor's question; what is in none of them is invented.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.reading import Reading, content_of
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.words import plain

_CLINICAL = ("history_of_complaint", "presenting_complaint", "systems_review", "past_history", "drug_history", "allergies", "perspective")


_CUT = re.compile(r"\b(?:as|when|since|for|last|but|because|about|around|once|years?|months?|weeks?|in|at|with|from)\b")
"""Where the name of the thing ends and its when and where begin."""


_DONE = frozenset({"replaced", "transplanted", "pinned", "drained", "fused", "removed", "operated", "amputated", "fitted"})
"""What is done to a body by nobody but a surgeon."""


class _Tables(NamedTuple):
    cues: tuple[re.Pattern[str], ...]
    drug: re.Pattern[str]
    not_drugs: frozenset[str]
    everyday: frozenset[str]
    vague: frozenset[str]


@cache
def _tables() -> _Tables:
    table: Mapping[str, list[str]] = tomllib.loads((Path(__file__).parent / "claims.toml").read_text(encoding="utf-8"))
    return _Tables(
        cues=tuple(re.compile(rf"\b{cue}") for cue in (*table["found"], *table["done"])),
        drug=re.compile(rf"\w{{3,}}(?:{'|'.join(table['drug_endings'])})s?$"),
        not_drugs=frozenset(table["not_drugs"]), everyday=frozenset(table["everyday"]),
        vague=frozenset(stem(word) for word in table["vague"]),
    )  # fmt: skip


def claims(case: Case, ledger: Ledger) -> None:
    """Object to what was found, done or given without a fact that says so."""
    reading, tables = case.reading, _tables()
    _drugs(case, ledger, reading, tables)
    heads = {ask.head for ask in case.brief.understanding.asks}
    if ledger.objections or (heads and heads <= tables.everyday):
        return
    for clause in reading.clauses:
        if clause.mode not in ("said", "told", "supposed") or clause.subject not in ("self", "other") or clause.conditional:
            continue
        end = _end(reading, clause.end)
        text = " ".join(reading.said[clause.start : end])
        found = next((match for cue in tables.cues if (match := cue.search(text))), None)
        if found is None:
            continue
        place = clause.start + text[: found.start()].count(" ")
        thing = content_of([stem(word) for word in _CUT.split(found["thing"])[0].split()[:5]]) - tables.vague
        known = sum(_is_known(case, word) for word in thing)
        done = {stem(word) for word in _DONE & set(found[0].split())}
        unknown = thing and 2 * known < len(thing)
        if place not in clause.denied and (unknown or any(not _is_known(case, word) for word in done)):
            ledger.object("invention", "claims an illness, operation or finding that no fact holds", found[0])
            return


def _end(reading: Reading, end: int) -> int:
    """The end of the clause, or of the next where the cue and its thing are parted ("told me | I had …")."""
    clauses = reading.clauses
    after = next((clause for clause in clauses if clause.start == end), None)
    joined = after is not None and end and not reading.words[end - 1].pause
    return after.end if joined and after is not None else end


def _drugs(case: Case, ledger: Ledger, reading: Reading, tables: _Tables) -> None:
    """A word that only a drug can be, which neither record, plan nor doctor has."""
    for place, word in enumerate(reading.said):
        if not tables.drug.search(word) or word in tables.not_drugs or not reading.asserted(place):
            continue
        if not _is_known(case, reading.stems[place]):
            ledger.object("invention", "names a drug that the record does not hold", word)
            return


def _is_known(case: Case, word: str) -> bool:
    """Whether a clinical fact, the plan, the doctor, or what was said before has the word."""
    if word in case.doctor.content() or any(word in truth.content() for truth in case.truths):
        return True
    patient = case.patient
    ids = patient.supported_stems.get(word, frozenset())
    if any(patient.facts[id].section in _CLINICAL or id in case.planned for id in ids):
        return True
    memory = case.brief.memory
    said = (*(one.words for one in memory.told), *(event.words for event in memory.improvised.values()))
    return any(word in {stem(one) for one in plain(text).split()} for text in said)
