"""Reference tables: tests, examinations, drugs, jobs, names, everyday life."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pz_tui.knowledge.schema.choices import Option, When
from pz_tui.record.base import Frozen


class Analyte(Frozen):
    """A measured quantity with its adult range (clinical-lookup.md section E; PH, DL, A there).

    ``low``/``high`` hold for both sexes unless the sexed ones are given. ``survivable`` bounds rule LAB1.
    """

    id: str
    name: str
    unit: str
    low: float | None = None
    high: float | None = None
    female: tuple[float | None, float | None] | None = None
    male: tuple[float | None, float | None] | None = None
    decimals: int = 0
    survivable: tuple[float, float]
    typical: tuple[float, float] | None = None
    """Where normal values are drawn; default the inner 80 % of the range."""


class OrderableTest(Frozen):
    """A test that can be ordered."""

    id: str
    name: str
    kind: Literal["blood", "urine", "imaging", "cardiac", "swab", "bedside", "invasive", "other", "bundle"]
    asked_as: tuple[str, ...] = ()
    """As typed: abbreviations and names, lower case."""
    analytes: tuple[str, ...] = ()
    normal_report: str = ""
    """Report of a normal one, for tests without values."""
    bundle: tuple[str, ...] = ()
    """Tests it stands for."""
    when: When = When()
    invasive: bool = False


class ExaminationKnowledge(Frozen):
    """A region or manoeuvre that can be examined, and what it shows when normal."""

    id: str
    name: str
    asked_as: tuple[str, ...] = ()
    normal: str
    vital: bool = False
    intimate: bool = False
    includes: tuple[str, ...] = ()
    """Other ids examined with it (``chest`` includes ``lungs`` and ``heart``)."""
    when: When = When()


class Drug(Frozen):
    """A drug with usual adult dose (BNF; teaching values) and what patients call it."""

    id: str
    name: str
    lay: tuple[str, ...] = ()
    """"my blood pressure tablet", brand names."""
    drug_class: str
    doses: tuple[float, ...] = Field(min_length=1)
    dose_unit: str = "mg"
    route: str = "oral"
    per_day: float = 1
    frequency: str = "once daily"
    frequency_words: str = "once a day"
    max_daily: float | None = None
    over_the_counter: bool = False
    appearance: str = ""
    """"a little white one", for patients who do not recall the name."""
    source: str = "BNF"


class Occupation(Frozen):
    """A job with who can hold it and the words for it."""

    id: str
    title: str
    age_min: int = 18
    age_max: int = 67
    says: str
    """"I work in a shop."."""
    employment: Literal["employed", "self-employed", "student", "pupil", "retired", "unemployed", "carer"] = (
        "employed"
    )
    physical: Literal["light", "moderate", "heavy"] = "light"
    stratum: Literal["manual", "service", "office", "professional", "none"] = "service"
    weight: float = 1.0


class NameTable(Frozen):
    """Invented names by decade of birth band; family names shared."""

    female_older: tuple[str, ...]
    female_younger: tuple[str, ...]
    male_older: tuple[str, ...]
    male_younger: tuple[str, ...]
    family: tuple[str, ...]


class Everyday(Frozen):
    """One harmless matter a patient may be asked about and the record does not hold.

    Attributes:
        topic: key under which an invention is kept (``pet_name``, ``breakfast``).
        asked_as: phrases that ask for it, lower case.
        options: the things themselves with sentences; ``when`` limits them to fitting lives.
        requires: topic and value that must have been settled first (a pet before its name).
    """

    topic: str
    asked_as: tuple[str, ...] = Field(min_length=1)
    options: tuple[Option, ...] = Field(min_length=1)
    requires: str = ""
