"""Choices: what the knowledge leaves open, and on what a choice depends."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pz_tui.record.base import Access, Frozen, Polarity, Presentation, Severity, Sex, Side
from pz_tui.record.patient import AspectKind


class When(Frozen):
    """A condition on the patient so far; every field that is set must hold.

    Attributes:
        has: any of these concepts is already in the record (comorbidity, drug, present symptom).
        lacks: none of these is.
    """

    severity: tuple[Severity, ...] = ()
    presentation: Presentation | None = None
    sex: Sex | None = None
    age_min: int | None = None
    age_max: int | None = None
    employment: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


class Line(Frozen):
    """A line of the record that is said of a patient for whom ``when`` holds; a plain text holds for everyone."""

    text: str
    when: When = When()

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value


class Option(Frozen):
    """One possible value, drawn by ``weight`` among those whose ``when`` holds.

    Attributes:
        low, high: range a number is drawn from (equal for a fixed one), in ``unit``; hours for times.
        tag: name by which a later ``Option`` of the same condition can be tied to this one via ``follows``.
        follows: only possible after an option with this tag was drawn (``""``: always).
    """

    clinical: str
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    weight: float = Field(default=1.0, gt=0)
    when: When = When()
    low: float | None = None
    high: float | None = None
    unit: str = ""
    side: Side | None = None
    concept: str = ""
    tag: str = ""
    follows: str = ""

    @model_validator(mode="after")
    def _range(self) -> Option:
        if (self.low is None) != (self.high is None):
            raise ValueError("give both low and high, or neither")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        return self


class AspectKnowledge(Frozen):
    """One SOCRATES attribute of a symptom with its possible values.

    ``many`` draws all whose own ``rate`` in ``weight`` (0 to 1) comes up, rather than one.
    """

    kind: AspectKind
    rate: float = Field(default=1.0, ge=0, le=1)
    access: Access = "direct-question"
    importance: Literal[1, 2, 3] = 1
    red_flag: bool = False
    polarity: Polarity = "present"
    many: bool = False
    options: tuple[Option, ...] = Field(min_length=1)
