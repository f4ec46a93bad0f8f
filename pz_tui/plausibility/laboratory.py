"""LAB: results are possible and carry the right flag (ranges of the analyte table; teaching values).

Of the catalogue: LAB1 and LAB2. Children and pregnant women have ranges of their own,
so their flags are compared with the range stored beside the value and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pz_tui.plausibility.rule import Case, Fault, error, known, rule
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
