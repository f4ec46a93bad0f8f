"""Fidelity: how faithful the patient was to the record, counted for figures rather than for the trainee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pz_tui.consultation.turn import Turn
from pz_tui.record.base import Frozen


class Fidelity(Frozen):
    """Counts of one session.

    Attributes:
        drafted, shown, rejected: sentences; ``objections`` says why, by kind (``leak``, ``contradiction`` …).
        repaired, fell_back: shown sentences that a repair or the built-in wording supplied.
        contradictions_caught, contradictions_shown: fact verdicts ``contradicted`` in rejected and shown sentences.
        volunteered, asked, withheld: facts by how they came out or were kept back.
        inventions: details the record does not hold. not_understood: turns the patient asked back.
        interrupted, failed: turns that ended so.
    """

    turns: int
    drafted: int
    shown: int
    rejected: int
    objections: dict[str, int]
    repaired: int
    fell_back: int
    contradictions_caught: int
    contradictions_shown: int
    volunteered: int
    asked: int
    withheld: int
    inventions: int
    not_understood: int
    interrupted: int
    failed: int

    @property
    def rejection_rate(self) -> float:
        """Share of drafted sentences that were rejected."""
        return self.rejected / self.drafted if self.drafted else 0.0


def fidelity(turns: Sequence[Turn]) -> Fidelity:
    """Count one session."""
    drafts = [draft for turn in turns for draft in turn.drafts]
    shown = [draft for draft in drafts if draft.shown]
    rejected = [draft for draft in drafts if not draft.shown]
    events = Counter(event.kind for turn in turns for event in turn.events)
    how = Counter(event.how for turn in turns for event in turn.events if event.kind == "disclosed")
    return Fidelity(
        turns=len(turns), drafted=len(drafts), shown=len(shown), rejected=len(rejected),
        objections=dict(sorted(Counter(x.kind for draft in rejected for x in draft.verdict.objections).items())),
        repaired=sum(draft.source == "repair" for draft in shown),
        fell_back=sum(draft.source == "fallback" for draft in shown),
        contradictions_caught=sum(x.relation == "contradicted" for draft in rejected for x in draft.verdict.facts),
        contradictions_shown=sum(x.relation == "contradicted" for draft in shown for x in draft.verdict.facts),
        volunteered=how["volunteered"], asked=how["asked"], withheld=events["withheld"],
        inventions=events["improvised"], not_understood=sum(_not_understood(turn) for turn in turns),
        interrupted=sum(turn.status == "interrupted" for turn in turns),
        failed=sum(turn.status == "failed" for turn in turns),
    )  # fmt: skip


def _not_understood(turn: Turn) -> bool:
    return turn.marked == "not_what_i_asked" or any(
        event.kind == "asked" and event.outcome == "not_understood" for event in turn.events
    )
