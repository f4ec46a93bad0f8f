"""LAB: results are possible and carry the right flag (ranges of the analyte table; teaching values).

Of the catalogue: LAB1, LAB2, LAB4 and LAB20. Children and pregnant women have ranges of their own,
so their flags are compared with the range stored beside the value and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.record.base import Sex
from pz_tui.record.patient import Result


@rule("LAB1", "error", "analyte table", "Known analyte and unit, and a value that can be survived", "findings")
def _survivable(case: Case) -> Iterator[Fault]:
    if not case.analytes:
        return
    for place, result in case.results:
        analyte = case.analytes.get(result.analyte)
        if analyte is None:
            yield error(f"'{result.analyte}' is no known analyte.", place, "Use an id of the analyte table.")
            continue
        if result.unit != analyte.unit:
            yield error(f"{result.name} is given in '{result.unit}'.", place, f"Give it in {analyte.unit}.")
            continue
        low, high = analyte.survivable
        if not low <= result.value <= high:
            yield error(f"{result.name} {result.value:g} {result.unit} is not survived.", place,
                        f"Give {low:g} to {high:g}.")  # fmt: skip


def right_flag(result: Result) -> Literal["", "L", "H"]:
    """The flag that the value earns against the range stored beside it."""
    if result.low is not None and result.value < result.low:
        return "L"
    return "H" if result.high is not None and result.value > result.high else ""


@rule("LAB2", "error", "analyte table", "The flag is the value against the range for this sex", "findings")
def _flags(case: Case) -> Iterator[Fault]:
    other: Sex = "male" if case.female else "female"
    for place, result in case.results:
        flag = right_flag(result)
        if flag != result.flag:
            yield error(f"{result.name} {result.value:g} ({result.low}-{result.high}) is flagged '{result.flag}'.",
                        place, f"Flag it '{flag}'.")  # fmt: skip
        analyte = case.analytes.get(result.analyte)
        if analyte is None or not case.adult or case.pregnant:
            continue
        own, others = getattr(analyte, known(case.identity).sex), getattr(analyte, other)
        if own != others and (result.low, result.high) == others:
            yield error(f"{result.name} carries the range of the other sex.", place, "Store the range of this sex.")


_CELLS = ("neutrophils", "lymphocytes", "monocytes", "eosinophils", "basophils", "blasts")


@rule("LAB4", "error", "logic", "White cells are the sum of their kinds within 10 %, more where some are uncounted",
      "findings")  # fmt: skip
def _differential(case: Case) -> Iterator[Fault]:
    for test in case.investigations:
        value = {result.analyte: result.value for result in test.results}
        counted = [value[name] for name in _CELLS if name in value]
        if "wbc" not in value or len(counted) < 2:
            continue
        share = sum(counted) / value["wbc"]
        least = 0.9 if set(_CELLS[:5]) <= value.keys() else 0.65
        if not least <= share <= 1.1:
            yield error(f"White cells {value['wbc']:g}, counted kinds {sum(counted):.1f}.",
                        f"investigations.{test.test}", "Let the kinds make up the count.")  # fmt: skip


@rule("LAB20", "warning", "Friedewald 1972", "LDL is total less HDL less triglycerides / 2.2 where these are under 4.5",
      "findings")  # fmt: skip
def _ldl(case: Case) -> Iterator[Fault]:
    for test in case.investigations:
        value = {result.analyte: result.value for result in test.results}
        if not {"ldl", "total_cholesterol", "hdl", "triglycerides"} <= value.keys() or value["triglycerides"] >= 4.5:
            continue
        right = value["total_cholesterol"] - value["hdl"] - value["triglycerides"] / 2.2
        if abs(right - value["ldl"]) > 0.3:
            yield warning(f"LDL {value['ldl']:g} mmol/L, by Friedewald {right:.1f}.", f"investigations.{test.test}.ldl",
                          f"Write {right:.1f}.")  # fmt: skip
