"""Clinical and logical rules a patient must keep, a file per area.

Importing the package registers every rule. Not expressible with the fields of a record, and so left out:
SYM9 for children under three, DEM8 for twins, DEM9 for children's growth curves, TIM6, TIM8,
TIM10, TIM12, VIT2, and those named in the docstrings of the files. Sources stand with each rule.
"""

from __future__ import annotations

from pz_tui.plausibility import (
    agreement,
    demography,
    drugs,
    laboratory,
    persona,
    reasoning,
    scales,
    sex,
    social,
    symptoms,
    time,
    treatment,
    vital_signs,
)
from pz_tui.plausibility.rule import RULES, STAGES, Case, Rule, Stage, check

__all__ = [
    "RULES",
    "STAGES",
    "Case",
    "Rule",
    "Stage",
    "agreement",
    "check",
    "demography",
    "drugs",
    "laboratory",
    "persona",
    "reasoning",
    "scales",
    "sex",
    "social",
    "symptoms",
    "time",
    "treatment",
    "vital_signs",
]
