"""The verifier: one sentence in, one verdict out. Deterministic, without a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.turn import Move, Verdict
from pz_tui.consultation.verification.addressing import addressing
from pz_tui.consultation.verification.answers import answers, stated
from pz_tui.consultation.verification.bearing import Bearing, bearing
from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.claims import claims
from pz_tui.consultation.verification.conditions import conditions
from pz_tui.consultation.verification.denied_elsewhere import denied_elsewhere
from pz_tui.consultation.verification.entailment import entailment
from pz_tui.consultation.verification.findings import findings
from pz_tui.consultation.verification.inventions import inventions
from pz_tui.consultation.verification.language import language
from pz_tui.consultation.verification.leaks import leaks
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.names import Names
from pz_tui.consultation.verification.patient import Patient
from pz_tui.consultation.verification.people import people
from pz_tui.consultation.verification.places import places
from pz_tui.consultation.verification.quantities import quantities
from pz_tui.consultation.verification.register import register
from pz_tui.consultation.verification.rivals import rivals
from pz_tui.consultation.verification.role import role
from pz_tui.consultation.verification.speakable import speakable
from pz_tui.consultation.verification.unheard import unheard
from pz_tui.consultation.verification.unsupported import turned, unsupported
from pz_tui.consultation.verification.ways import ways
from pz_tui.consultation.verification.wordings import composed, in_plan, is_opener
from pz_tui.knowledge.library import Library
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

_FORM = (role, addressing, language)
_CONTENT: tuple[Callable[[Case, Ledger], None], ...] = (
    answers, conditions, stated, quantities, places, ways, people, inventions, claims, findings, register, rivals, unsupported, turned, denied_elsewhere, unheard,
)  # fmt: skip

_SAID = 0.5
"""Share of the meaningful words of one of its wordings, from which a move without facts counts as said."""


class Verifier:
    """Judges what one patient says."""

    def __init__(self, record: PatientRecord, facts: Sequence[Fact], library: Library) -> None:
        self._patient = Patient(record, facts, library)
        self._patient.prepare()

    @property
    def names(self) -> Names:
        """What the library's things are called, for whoever else reads sentences."""
        return self._patient.names

    def bearing(self, sentence: str, facts: Sequence[Fact]) -> Bearing:
        """How the particulars of a sentence stand to these facts alone."""
        return bearing(self._patient.read(sentence), facts, self._patient)

    def judge(self, brief: VerdictBrief) -> Verdict:
        """The verdict on ``brief.sentence`` against record, memory and plan."""
        case = Case(brief, self._patient)
        ledger = Ledger(case)
        ledger.objections += speakable(case)
        own = in_plan(case.plain, brief.plan) or composed(case.plain, case.truth_texts)
        if not own:
            for check in _FORM:
                ledger.objections += check(case)
        if case.words and not _fatal(ledger):
            if not own and not is_opener(case.plain) and not set(case.given) & case.planned:
                for look in _CONTENT:
                    look(case, ledger)
            leaks(case, ledger)
            entailment(case, ledger)
        return Verdict(
            ok=not ledger.objections, objections=tuple(ledger.objections), facts=ledger.verdicts(),
            inventions=tuple(ledger.inventions),
        )  # fmt: skip

    def says(self, sentence: str, move: Move) -> bool:
        """Whether a sentence holds what a move without facts is to say: its yes or no, or half of its words."""
        reading = self._patient.read(sentence)
        if move.opening is not None and reading.opener is move.opening:
            return True
        if move.opening is False and any(clause.denied for clause in reading.clauses):
            return True
        content = reading.content()
        meant = (self._patient.read(text).content() for text in (*move.truth, *move.short))
        return any(own and len(own & content) >= _SAID * len(own) for own in meant)


def _fatal(ledger: Ledger) -> bool:
    """Whether it is no speech of this patient at all, so that its content need not be read."""
    return any(item.kind in ("unspeakable", "language") for item in ledger.objections)
