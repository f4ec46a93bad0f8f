"""What a test shows in health: values drawn inside the reference range, flagged against it."""

from __future__ import annotations

import random
from collections.abc import Container, Mapping

from pz_tui.knowledge.schema import Analyte, OrderableTest
from pz_tui.record.base import Sex
from pz_tui.record.patient import Result


def limits(analyte: Analyte, sex: Sex) -> tuple[float | None, float | None]:
    """Lower and upper reference limit for the sex, in the analyte's unit; None where there is none."""
    own = analyte.female if sex == "female" else analyte.male
    return own if own is not None else (analyte.low, analyte.high)


def flagged(analyte: Analyte, value: float, sex: Sex) -> Result:
    """The value with its range and flag (rule LAB2)."""
    low, high = limits(analyte, sex)
    flag = "L" if low is not None and value < low else "H" if high is not None and value > high else ""
    return Result.model_validate(
        {"analyte": analyte.id, "name": analyte.name, "value": value, "unit": analyte.unit, "low": low,
         "high": high, "flag": flag}
    )  # fmt: skip


def normal_values(
    test: OrderableTest, analytes: Mapping[str, Analyte], sex: Sex, age: int, rng: random.Random,
    leave: Container[str] = (),
) -> tuple[Result, ...]:  # fmt: skip
    """A normal value for each analyte of the test not in ``leave``; an unflagged one where there is no range."""
    found = []
    for name in test.analytes:
        analyte = analytes.get(name)
        if analyte is None or name in leave:
            continue
        low, high = _normal_span(analyte, sex)
        if name == "creatinine":
            high = min(high, _creatinine_at(_HEALTHY_EGFR, sex, age))
        found.append(flagged(analyte, round(rng.uniform(min(low, high), high), analyte.decimals), sex))
    return with_egfr(tuple(found), analytes, sex, age)


_HEALTHY_EGFR = 62.0
"""mL/min/1.73 m²: a little above the 60 below which chronic kidney disease is thought of (KDIGO)."""


def egfr(creatinine: float, sex: Sex, age: int) -> float:
    """Estimated filtration in mL/min/1.73 m² (CKD-EPI 2021, rule LAB10); creatinine in micromol/L, 18 or over."""
    relative = creatinine / 88.4 / (0.7 if sex == "female" else 0.9)
    power = (-0.241 if sex == "female" else -0.302) if relative < 1 else -1.2
    return float(142 * relative**power * 0.9938**age * (1.012 if sex == "female" else 1.0))


def with_egfr(
    results: tuple[Result, ...], analytes: Mapping[str, Analyte], sex: Sex, age: int
) -> tuple[Result, ...]:
    """The results with the eGFR that their creatinine gives; left alone where there is none of it."""
    creatinine = next((result.value for result in results if result.analyte == "creatinine"), None)
    if creatinine is None:
        return results
    return tuple(
        flagged(analytes["egfr"], round(egfr(creatinine, sex, age)), sex) if result.analyte == "egfr" else result
        for result in results
    )


def _creatinine_at(filtration: float, sex: Sex, age: int) -> float:
    """The creatinine at which the eGFR falls to ``filtration``."""
    full = 142 * 0.9938**age * (1.012 if sex == "female" else 1.0)
    usual = 88.4 * (0.7 if sex == "female" else 0.9)
    if full < filtration:
        return usual * float((filtration / full) ** (1 / (-0.241 if sex == "female" else -0.302)))
    return usual * float((filtration / full) ** (1 / -1.2))


def _normal_span(analyte: Analyte, sex: Sex) -> tuple[float, float]:
    if analyte.typical is not None:
        return analyte.typical
    low, high = limits(analyte, sex)
    if low is None and high is None:
        return analyte.survivable
    if low is None:
        assert high is not None
        return max(0.0, analyte.survivable[0]) if analyte.survivable[0] < high else 0.0, high * 0.85
    if high is None:
        return low * 1.05, min(analyte.survivable[1], low * 1.6)
    margin = (high - low) * 0.1
    return low + margin, high - margin
