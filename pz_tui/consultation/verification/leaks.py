"""Leaks: the hidden diagnosis, findings not yet found, and what this turn keeps back."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.case import Case, Check, objection
from pz_tui.consultation.verification.words import plain


def leaks(case: Case) -> Check:
    """Objections to what must not come out in this turn."""
    yield from _diagnosis(case)
    yield from _kept_back(case)


def _diagnosis(case: Case) -> Check:
    said = f" {case.plain} "
    for name in case.patient.hidden_names:
        if f" {name} " not in said:
            continue
        if case.patient.speaks_openly_of(name) or _told(case, name):
            continue
        if f" {name} " in case.doctor_said and "?" in case.brief.sentence:
            continue
        yield objection("leak", "names the hidden diagnosis", name, "diagnosis")
        return


def _told(case: Case, name: str) -> bool:
    memory, condition = case.brief.memory, case.brief.record.condition
    if memory.knows_told(condition.id):
        return True
    return any(f" {name} " in f" {plain(told.words)} " for told in memory.told)


def _kept_back(case: Case) -> Check:
    given = case.patient.wordings.facts(case.plain)
    if not given or set(given) & case.planned:
        return
    kept = [fact for fact in given if fact in case.withheld]
    if kept:
        yield objection("leak", "tells what this turn keeps back", case.brief.sentence, kept[0])


def names_of(record_names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the diagnosis in plain words, without those too short to be sure of in speech."""
    found = {plain(re.sub(r"\(.*?\)", "", name)) for name in record_names}
    return tuple(sorted((name for name in found if len(name) > 2), key=len, reverse=True))
