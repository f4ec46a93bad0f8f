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
        low, high = _normal_span(analyte, sex, age)
        found.append(flagged(analyte, round(rng.uniform(low, high), analyte.decimals), sex))
    return tuple(found)


def _normal_span(analyte: Analyte, sex: Sex, age: int) -> tuple[float, float]:
    if analyte.id == "egfr":
        top = max(62.0, 115.0 - 0.6 * age)
        return max(60.0, top - 20), top
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
