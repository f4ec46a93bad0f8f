"""Questionnaires: items scored by the symptoms that are there, a total and the band it falls in."""

from __future__ import annotations

from pydantic import Field

from pz_tui.record.base import Frozen, Severity


class ScoreItem(Frozen):
    """One item: 0 where none of ``concepts`` is present, else ``low`` to ``high`` points.

    Attributes:
        caps: fewer than ``high`` at a severity, since the symptom is told as rarer then.
        shown: its points stand in the report (the item on suicide).
    """

    name: str
    concepts: tuple[str, ...] = Field(min_length=1)
    low: int = Field(default=1, ge=1)
    high: int = Field(default=3, ge=1)
    caps: dict[Severity, int] = {}
    shown: bool = False


class ScoreBand(Frozen):
    """Totals from ``low`` up to the next band."""

    low: int = Field(ge=0)
    name: str


class ScoreKnowledge(Frozen):
    """A questionnaire.

    Attributes:
        maximum: the highest total there is.
        caps: the same for every item that has none of its own.
        totals: what the total must come to at a severity, as far as the items that are there allow it.
        bands: lowest first.
        abnormal_from: total from which it counts as abnormal.
    """

    maximum: int
    abnormal_from: int
    items: tuple[ScoreItem, ...] = Field(min_length=1)
    bands: tuple[ScoreBand, ...] = Field(min_length=1)
    caps: dict[Severity, int] = {}
    totals: dict[Severity, tuple[int, int]] = {}
