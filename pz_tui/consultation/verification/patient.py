"""What verification knows of one patient before any sentence is judged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from pz_tui.consultation.verification.leaks import names_of
from pz_tui.consultation.verification.wordings import Wordings
from pz_tui.consultation.verification.words import plain
from pz_tui.knowledge.library import Library
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

_OPENLY = ("past_history", "family_history", "perspective", "social_history", "drug_history")


class Patient:
    """A record made ready for checking."""

    def __init__(self, record: PatientRecord, facts: Sequence[Fact], library: Library) -> None:
        self.record = record
        self.facts = {fact.id: fact for fact in facts}
        self.library = library
        self.wordings = Wordings(facts)
        self._open_texts = " | ".join(
            plain(text) for fact in facts if fact.section in _OPENLY and fact.polarity == "present"
            for text in (fact.clinical, *fact.wording.full, *fact.wording.short)
        )  # fmt: skip

    @cached_property
    def hidden_names(self) -> tuple[str, ...]:
        """Every name of the hidden diagnosis, in plain words, the longest first."""
        condition = self.record.condition
        return names_of((condition.name, condition.id.replace("_", " "), *condition.aliases))

    def speaks_openly_of(self, name: str) -> bool:
        """Whether the record lets the patient speak of it: own past, family, ideas."""
        return f" {name} " in f" {self._open_texts} "
