"""Entailment: which planned facts a sentence gives, where no check has found a sure sign of it."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.record.facts import Fact

_FOR_ALL = re.compile(r"\b(?:both|neither|none of|all (?:normal|fine|good|okay)|nothing like that|not any of|none)\b")
"""One word for everything that was asked."""
_SHARE = 0.5
"""Share of a wording's meaningful words, or of the sentence's, from which it is taken to say the same."""


def entailment(case: Case, ledger: Ledger) -> None:
    """Note the planned facts whose words the sentence shares."""
    content = case.reading.content()
    for fact in case.planned_facts:
        if fact.id in case.given or (fact.id not in ledger.told and _shares(case, fact, content)):
            ledger.tells([fact], case.brief.sentence, gently=True)
    if not ledger.objections and _FOR_ALL.search(case.reading.plain):
        ledger.tells(case.planned_facts, case.brief.sentence, gently=True)
    rest = [fact for fact in case.planned_facts if fact.id not in ledger.told]
    if len(case.planned_facts) == 1 and rest and not ledger.objections and _answers(case, rest[0]):
        ledger.tells(rest, case.brief.sentence, gently=True)


def _shares(case: Case, fact: Fact, content: frozenset[str]) -> bool:
    if not content:
        return False
    return any(
        own and (len(own & content) >= _SHARE * len(own) or len(own & content) >= _SHARE * len(content) > 0.9)
        for own in case.patient.contents(fact)
    )


def _answers(case: Case, fact: Fact) -> bool:
    """A plain statement when only one fact was to be given: it can only be meant for that one."""
    reading = case.reading
    asserted = any(clause.mode in ("said", "told") for clause in reading.clauses)
    denies = any(clause.denied for clause in reading.clauses)
    yes_or_no = any(move.opening is not None and fact.id in move.facts for move in case.brief.plan.moves)
    meant = (yes_or_no and reading.opener is not None) or (denies and fact.polarity == "absent")
    return asserted and (meant or bool(reading.content() & case.patient.content(fact)))
