"""What the user asks for when a patient is made."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from pz_tui.record.base import Frozen, Presentation, Severity, Sex
from pz_tui.record.persona import Personality


class PatientRequest(Frozen):
    """Wishes for a patient; what is None is drawn.

    Attributes:
        condition: id of a condition; with neither condition nor specialty it is a surprise.
        age: in years; ``age_low``/``age_high`` an age band instead.
        seed: the one seed; the same seed, knowledge, request and engine give the same patient.
        date, time: of the encounter; dates in the record are relative to it.
        index: position in a cohort, mixed into the seed.
        way: ``natural`` follows the knowledge's own distributions, ``coverage`` spreads a cohort evenly
            over the strata before it repeats any.
    """

    condition: str | None = None
    specialty: str | None = None
    sex: Sex | None = None
    age: int | None = Field(default=None, ge=0, le=110)
    age_low: int | None = Field(default=None, ge=0, le=110)
    age_high: int | None = Field(default=None, ge=0, le=110)
    severity: Severity | None = None
    presentation: Presentation | None = None
    personality: Personality | None = None
    seed: int = Field(ge=0, lt=2**63)
    index: int = Field(default=0, ge=0)
    date: dt.date
    time: dt.time | None = None
    way: Literal["natural", "coverage"] = "natural"


class RequestError(ValueError):
    """The wishes cannot be met; one sentence that says why and what to do."""
