"""Rivals: a sentence in the words of another value than this patient's.

The knowledge holds every value that an attribute may take, each in patients' words. A sentence whose words are
those of another value, and not of this patient's, says something else than the record, whatever it is about.
"""

from __future__ import annotations

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.other_values import ASSERTION, DENIAL, features

_MARGIN = 0.34
"""How much more of a sentence must be in another value's words than in this patient's."""


def rivals(case: Case, ledger: Ledger) -> None:
    """Object to a sentence that says another value of what is planned."""
    reading = case.reading
    asserted = any(clause.mode in ("said", "told", "believed", "wished") for clause in reading.clauses)
    if case.unanswered or not asserted or ledger.told or not reading.content():
        return
    denied = {reading.stems[place] for clause in reading.clauses for place in clause.denied}
    for fact in case.planned_facts:
        said = features([reading], signed=fact.attribute == "presence")
        own, others = case.patient.rivals.of(fact, case.patient.readings(fact))
        for other in others:
            for_it, for_own = said & (other - own), said & (own - other)
            if fact.attribute != "presence":
                for_it -= denied
            if len(case.planned_facts) > 1:
                for_it -= {DENIAL, ASSERTION}
                if len(for_it) < 2:
                    continue
            cover = len(said & other) / len(said)
            if cover - len(said & own) / len(said) < _MARGIN:
                continue
            if for_it and not for_own and (cover >= 0.75 or (len(for_it) > 1 and cover >= 0.5)):
                ledger.contradicts(fact, "says what another patient would, not this one", reading.text)
                return
