"""One sentence to be judged, with everything the checks ask about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.turn import FindingKind, Objection
from pz_tui.consultation.verification.words import Word, plain, words_of

if TYPE_CHECKING:
    from pz_tui.consultation.verification.patient import Patient


@dataclass(frozen=True)
class Case:
    """A sentence with its brief and what is known of the patient."""

    brief: VerdictBrief
    patient: Patient

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The sentence's words, made even."""
        return words_of(self.brief.sentence)

    @cached_property
    def plain(self) -> str:
        """The sentence's words in one string."""
        return plain(self.brief.sentence)

    @cached_property
    def before_plain(self) -> tuple[str, ...]:
        """The sentences of this reply that are already shown, in plain words."""
        return tuple(plain(text) for text in self.brief.before)

    @cached_property
    def planned(self) -> frozenset[str]:
        """Ids of the facts this turn may give."""
        return frozenset(self.brief.plan.facts)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Ids of the facts this turn keeps back."""
        return frozenset(held.fact for held in self.brief.plan.withheld) - self.planned

    @cached_property
    def disclosed(self) -> frozenset[str]:
        """Ids of the facts that are out."""
        return frozenset(self.brief.memory.disclosed)

    @cached_property
    def doctor_said(self) -> str:
        """The doctor's words in this turn, made even, with a space at both ends."""
        return f" {plain(self.brief.utterance)} "


Check = Iterator[Objection]


def objection(kind: FindingKind, message: str, words: str = "", fact: str = "") -> Objection:
    """An objection, its words cut to what fits a line."""
    return Objection(kind=kind, message=message, words=words.strip()[:160], fact=fact)
