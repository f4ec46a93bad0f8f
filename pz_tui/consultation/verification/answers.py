"""Bare answers: a yes or a no stands for what the question asked, and must be the true one."""

from __future__ import annotations

import re

from pz_tui.consultation.turn import Move
from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.record.facts import Fact

_AGREES = re.compile(r"\b(?:that is right|that's right|exactly|correct|right you are|yes that is it)\b")
_BUT_YES = re.compile(r"\b(?:i do|i have|i did|i am|i was|it does|it is|it did|there is|they do|they are)(?: (?!not)|$)")
_REJECTS = re.compile(r"\b(?:not right|never said|not what i said|not me)\b")
_DENYING = re.compile(r"\b(?:no|not|never|without|none)\b")


def answers(case: Case, ledger: Ledger) -> None:
    """Hold a bare yes or no against the first thing that the plan answers with one."""
    reading = case.reading
    move = _asked(case)
    agreed = bool(_AGREES.search(reading.plain))
    if move is None or not (reading.answers_only() or (agreed and len(reading.words) <= 6)):
        return
    said = True if agreed else reading.opener
    if said is False and _REJECTS.search(reading.plain):
        return
    if said is False and _BUT_YES.search(reading.plain):
        said = True
    facts = [case.patient.facts[id] for id in move.facts if id in case.patient.facts]
    if agreed or (_leads(case) and not _BUT_YES.search(reading.plain)):
        said = _meant(case, said)
        if said is None:
            return
    if said is not move.opening:
        _wrong(ledger, facts, case)
    else:
        ledger.tells(facts, reading.text, gently=True)
        if said is False:
            others = (one for one in case.brief.plan.moves if one.opening is False)
            ledger.tells([case.patient.facts[id] for one in others for id in one.facts], reading.text, gently=True)


def _asked(case: Case) -> Move | None:
    """The first move that a yes or no answers and that no shown sentence has served."""
    if case.brief.before:
        return None
    return next((move for move in case.brief.plan.moves if move.opening is not None), None)


def _leads(case: Case) -> bool:
    """Whether the doctor put the answer into the question, denying: "So no pain, then?"."""
    return bool(_DENYING.search(case.doctor.plain)) and (
        not case.doctor.plain.startswith(("do ", "did ", "have ", "has ", "are ", "is ", "any "))
    )


def _meant(case: Case, said: bool | None) -> bool | None:
    """What a yes or no to a leading question comes to: "yes" to "no pain then?" denies; "no" is open."""
    denying = bool(_DENYING.search(case.doctor.plain))
    if said is True:
        return not denying
    return None if denying else said


def _wrong(ledger: Ledger, facts: list[Fact], case: Case) -> None:
    words = case.brief.sentence
    if facts:
        ledger.contradicts(facts[0], "answers yes for no, or no for yes", words)
    else:
        ledger.object("contradiction", "answers yes for no, or no for yes", words)
