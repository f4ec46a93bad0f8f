"""The verifier: one sentence in, one verdict out. Deterministic, without a model."""

from __future__ import annotations

from collections.abc import Sequence

from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.turn import FactVerdict, Objection, Verdict
from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.language import language
from pz_tui.consultation.verification.leaks import leaks
from pz_tui.consultation.verification.patient import Patient
from pz_tui.consultation.verification.role import role
from pz_tui.consultation.verification.speakable import speakable
from pz_tui.consultation.verification.wordings import in_plan
from pz_tui.knowledge.library import Library
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord


class Verifier:
    """Judges what one patient says. Thread-safe; a few milliseconds a sentence at most."""

    def __init__(self, record: PatientRecord, facts: Sequence[Fact], library: Library) -> None:
        self._patient = Patient(record, facts, library)

    def judge(self, brief: VerdictBrief) -> Verdict:
        """The verdict on ``brief.sentence`` against record, memory and plan."""
        case = Case(brief, self._patient)
        objections: list[Objection] = [*speakable(case)]
        if not in_plan(case.plain, brief.plan):
            objections += [*role(case), *language(case)]
        objections += leaks(case)
        given = [fact for fact in self._patient.wordings.facts(case.plain) if fact in case.planned]
        verdicts = tuple(FactVerdict(fact=fact, relation="entailed", words=brief.sentence) for fact in given)
        return Verdict(ok=not objections, objections=tuple(objections), facts=verdicts)
