"""The debrief: everything a finished consultation has to say, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pz_tui.assessment.communication import Communication, communication
from pz_tui.assessment.coverage import Coverage, cover
from pz_tui.assessment.diagnosis import DiagnosisReport, grade
from pz_tui.assessment.fidelity import Fidelity, fidelity
from pz_tui.assessment.procedures import Procedures, procedures
from pz_tui.assessment.red_flags import RedFlags, red_flags
from pz_tui.consultation.memory import Memory
from pz_tui.consultation.turn import Turn
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

__all__ = ["FOOTER", "Debrief", "PlanReview", "debrief"]

FOOTER = "Generated for training; may contain errors; check against current local guidance."


class PlanReview(Frozen):
    """The submitted plan beside the record's outline; free text is not graded by machine."""

    submitted: str
    management: tuple[str, ...]
    learning_points: tuple[str, ...]
    sources: tuple[str, ...]


class Debrief(Frozen):
    """What a consultation was worth; every point cites its turns (indexes from 0).

    Attributes:
        opened: turns before which the hidden record was looked at.
        not_understood: turns the patient asked back or the trainee marked as answered wrongly.
    """

    patient: str
    turns: int
    coverage: Coverage
    red_flags: RedFlags
    procedures: Procedures
    diagnosis: DiagnosisReport
    plan: PlanReview
    communication: Communication
    fidelity: Fidelity
    opened: tuple[int, ...]
    not_understood: tuple[int, ...]
    footer: str = FOOTER


def debrief(
    record: PatientRecord, facts: Sequence[Fact], turns: Sequence[Turn], *, differential: Sequence[tuple[str, int]],
    plan: str, memory: Memory, concepts: Mapping[str, Concept],
) -> Debrief:  # fmt: skip
    """Judge a finished consultation.

    Args:
        differential: ranked names with confidence in per cent; may be empty.
        plan: free text, shown beside the record's outline.
        memory: after the last turn.
        concepts: the lexicon by id, for synonyms and for what patients call a thing.
    """
    who = record.identity
    return Debrief(
        patient=f"{who.name}, {who.age}",
        turns=len(turns),
        coverage=cover(facts, turns, concepts),
        red_flags=red_flags(record, facts, turns, concepts),
        procedures=procedures(record, facts, turns, concepts),
        diagnosis=grade(record, facts, turns, differential, concepts),
        plan=PlanReview(submitted=plan.strip(), management=record.management,
                        learning_points=record.learning_points, sources=record.sources),
        communication=communication(facts, turns),
        fidelity=fidelity(turns),
        opened=memory.record_openings,
        not_understood=tuple(turn.index for turn in turns if _asked_back(turn)),
    )  # fmt: skip


def _asked_back(turn: Turn) -> bool:
    return turn.marked == "not_what_i_asked" or any(
        event.kind == "asked" and event.outcome == "not_understood" for event in turn.events
    )
