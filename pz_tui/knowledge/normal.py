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
        if name == "creatinine" and age < _GROWN:
            found.append(_creatinine_of_child(analyte, age, rng))
            continue
        if name == "egfr" and age < _ADULT:
            continue
        if name == "creatinine":
            high = min(high, _creatinine_at(_HEALTHY_EGFR, sex, age))
        found.append(flagged(analyte, round(rng.uniform(min(low, high), high), analyte.decimals), sex))
    return derived(tuple(found), analytes, sex, age)


def derived(
    results: tuple[Result, ...], analytes: Mapping[str, Analyte], sex: Sex, age: int
) -> tuple[Result, ...]:
    """The results with those that follow from others: eGFR (LAB10), LDL (LAB20), white cells (LAB4)."""
    return _with_differential(_with_ldl(with_egfr(results, analytes, sex, age), analytes, sex), analytes, sex)


def _with_ldl(results: tuple[Result, ...], analytes: Mapping[str, Analyte], sex: Sex) -> tuple[Result, ...]:
    """LDL after Friedewald, mmol/L: total less HDL less triglycerides / 2.2, where these are under 4.5."""
    value = {result.analyte: result.value for result in results}
    if not {"ldl", "total_cholesterol", "hdl", "triglycerides"} <= set(value) or value["triglycerides"] >= 4.5:
        return results
    ldl = value["total_cholesterol"] - value["hdl"] - value["triglycerides"] / 2.2
    return _replaced(results, "ldl", max(0.5, ldl), analytes, sex)


_OTHER_CELLS = (0.06, 0.14)
"""Share of monocytes, eosinophils and basophils in the white cells of an adult (Dacie and Lewis)."""


def _with_differential(
    results: tuple[Result, ...], analytes: Mapping[str, Analyte], sex: Sex
) -> tuple[Result, ...]:
    """Lymphocytes, then neutrophils, brought to where their sum leaves room for the other white cells."""
    value = {result.analyte: result.value for result in results}
    if not {"wbc", "neutrophils", "lymphocytes"} <= set(value):
        return results
    few, many = (value["wbc"] * (1 - share) for share in (_OTHER_CELLS[1], _OTHER_CELLS[0]))
    counted = value["neutrophils"] + value["lymphocytes"]
    if few <= counted <= many:
        return results
    lymphocytes = min(3.6, max(1.2, (few + many) / 2 - value["neutrophils"]))
    mended = _replaced(results, "lymphocytes", lymphocytes, analytes, sex)
    if few <= value["neutrophils"] + lymphocytes <= many:
        return mended
    return _replaced(mended, "neutrophils", (few + many) / 2 - lymphocytes, analytes, sex)


def _replaced(
    results: tuple[Result, ...], name: str, value: float, analytes: Mapping[str, Analyte], sex: Sex
) -> tuple[Result, ...]:
    fresh = flagged(analytes[name], round(value, analytes[name].decimals), sex)
    return tuple(fresh if result.analyte == name else result for result in results)


_GROWN, _ADULT = 16, 18
"""Ages from which creatinine has the adult range, and from which a filtration rate may be reckoned from it (LAB10)."""


def _creatinine_of_child(analyte: Analyte, age: int, rng: random.Random) -> Result:
    """It grows with muscle: about 30 to 50 micromol/L at eight, 45 to 75 at fifteen (UK paediatric ranges)."""
    low, high = round(14 + 2 * age), round(26 + 3.2 * age)
    return Result(analyte=analyte.id, name=analyte.name, value=float(rng.randint(low + 3, high - 4)), unit=analyte.unit,
                  low=float(low), high=float(high))  # fmt: skip


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
