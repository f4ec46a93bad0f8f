"""Who speaks: persona axes and mood (clinical.md section 6; after PatientSim 2025 and Patient-Psi 2024).

They live beside the record because a patient is generated with them; how the conversation moves the
mood is the business of ``consultation``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pz_tui.record.base import Frozen

Personality = Literal[
    "plain", "verbose", "pleasing", "impatient", "overanxious", "distrustful", "reserved"
]
Level = Literal["A", "B", "C"]
MUDDLED = 0.3
"""Confusion from which it shows in speech."""


class Mood(Frozen):
    """Three moving quantities, each 0 to 1."""

    trust: float = Field(default=0.4, ge=0, le=1)
    anxiety: float = Field(default=0.4, ge=0, le=1)
    irritation: float = Field(default=0.1, ge=0, le=1)


class Persona(Frozen):
    """The fixed manner of a patient; it decides how much is said and in which words, never what is true.

    Attributes:
        language: CEFR band, A fragments, B everyday words, C fluent and at ease with terms.
        literacy: health literacy, 0 lay causes and no organ names, 1 uses clinical words rightly.
        recall: 1 exact, below 0.5 dates and names blur ("the white one", "a few years ago").
        confusion: 0 clear; from ``MUDDLED`` loses the thread and drifts off the question.
        talkativeness, openness: 0 to 1.
        mood: where the conversation begins.
        regional: mild colouring of the speech ("love", "wee"), empty for none.
    """

    personality: Personality = "plain"
    language: Level = "B"
    literacy: float = Field(default=0.5, ge=0, le=1)
    recall: float = Field(default=0.7, ge=0, le=1)
    confusion: float = Field(default=0.0, ge=0, le=1)
    talkativeness: float = Field(default=0.4, ge=0, le=1)
    openness: float = Field(default=0.5, ge=0, le=1)
    mood: Mood = Mood()
    regional: str = ""

    @property
    def muddled(self) -> bool:
        """Whether the thread is easily lost."""
        return self.confusion >= MUDDLED
