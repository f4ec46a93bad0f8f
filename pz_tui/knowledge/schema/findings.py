"""Level 4 of a condition: what examination and tests show, and what it all means."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pz_tui.knowledge.schema.choices import Line, Option, When
from pz_tui.knowledge.schema.score import ScoreKnowledge
from pz_tui.record.base import Frozen, Severity


class VitalsAdjustment(Frozen):
    """Other ranges for those for whom ``when`` holds (a slower pulse on a beta-blocker)."""

    when: When
    pulse: tuple[int, int] | None = None
    systolic: tuple[int, int] | None = None
    respiratory_rate: tuple[int, int] | None = None
    diastolic: tuple[int, int] | None = None
    temperature: tuple[float, float] | None = None
    bmi: float | None = None


class VitalsKnowledge(Frozen):
    """Ranges at one severity, both ends included (units as in ``VitalSigns``).

    Attributes:
        bmi: mean in kg/m2; the default is that of adults in the Health Survey for England.
        adjust: what other ranges hold for some; where two give the same sign, the earlier does.
    """

    pulse: tuple[int, int]
    systolic: tuple[int, int]
    diastolic: tuple[int, int]
    respiratory_rate: tuple[int, int]
    oxygen_saturation: tuple[int, int]
    temperature: tuple[float, float]
    rhythm: Literal["regular", "irregularly irregular", "irregular"] = "regular"
    glucose: tuple[float, float] | None = None
    bmi: float = 27.2
    adjust: tuple[VitalsAdjustment, ...] = ()


class FindingKnowledge(Frozen):
    """An examination finding with its options; ``abnormal`` by option via ``tag = "abnormal"``."""

    region: str
    sign: str = ""
    importance: Literal[1, 2, 3] = 1
    red_flag: bool = False
    intimate: bool = False
    when: When = When()
    options: tuple[Option, ...] = Field(min_length=1)


class AnalyteRange(Frozen):
    """The values an analyte of the reference table takes here."""

    analyte: str
    low: float
    high: float
    when: When = When()


class InvestigationKnowledge(Frozen):
    """A test (id of the test table) and what it shows here.

    Analytes of the test that are not named get a normal value; a test that is not named at all is
    normal when it is asked for.
    """

    test: str
    usefulness: Literal["essential", "useful", "needless", "harmful"] = "useful"
    importance: Literal[1, 2, 3] = 1
    when: When = When()
    abnormal: bool = False
    values: tuple[AnalyteRange, ...] = ()
    reports: tuple[Option, ...] = ()
    """``tag = "abnormal"`` marks an abnormal report."""
    score: ScoreKnowledge | None = None
    """For a questionnaire: its items, scored by the symptoms that are there."""


class DifferentialKnowledge(Frozen):
    """A rival, with what speaks for and against it, in clinical words that are facts of the patient (rule DDX5)."""

    name: str
    code: str = ""
    concept: str = ""
    cant_miss: bool = False
    when: When = When()
    for_it: tuple[Line, ...] = ()
    against_it: tuple[Line, ...] = ()


class RedFlagKnowledge(Frozen):
    """A red flag, the concepts or ids that carry it (any present one will do), and the action."""

    text: str
    concepts: tuple[str, ...] = ()
    when: When = When()
    action: str


class Findings(Frozen):
    """Level 4: what examination and tests show, and what it all means."""

    vitals: dict[Severity, VitalsKnowledge]
    examination: tuple[FindingKnowledge, ...] = Field(min_length=1)
    investigations: tuple[InvestigationKnowledge, ...] = Field(min_length=1)
    differential: tuple[DifferentialKnowledge, ...] = Field(min_length=3)
    red_flags: tuple[RedFlagKnowledge, ...] = ()
    management: tuple[Line, ...] = Field(min_length=1)
    learning_points: tuple[Line, ...] = Field(min_length=1)
