"""Normal values: inside the range, flagged against it, and agreeing with each other."""

from __future__ import annotations

import random

import pytest

from pz_tui.knowledge.library import load
from pz_tui.knowledge.normal import egfr, normal_values
from pz_tui.record.base import Sex

LIBRARY = load()


@pytest.mark.parametrize(
    ("creatinine", "sex", "age", "expected"),
    # worked by hand from the CKD-EPI 2021 equation (creatinine in micromol/L)
    [(88.4, "male", 50, 92), (61.88, "female", 40, 112), (176.8, "female", 70, 26), (79.56, "male", 80, 86)],
)
def test_egfr_follows_ckd_epi_2021(creatinine: float, sex: Sex, age: int, expected: int) -> None:
    assert egfr(creatinine, sex, age) == pytest.approx(expected, abs=1.0)


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("age", [18, 45, 70, 92])
def test_renal_function_is_normal_and_agrees_with_itself(sex: Sex, age: int) -> None:
    for seed in range(40):
        results = normal_values(LIBRARY.tests["ue"], LIBRARY.analytes, sex, age, random.Random(seed))
        values = {result.analyte: result for result in results}
        assert not [result for result in results if result.flag]
        assert values["egfr"].value == pytest.approx(egfr(values["creatinine"].value, sex, age), abs=3)


def test_every_normal_value_lies_in_its_range() -> None:
    for test in LIBRARY.tests.values():
        for seed in range(3):
            for result in normal_values(test, LIBRARY.analytes, "female", 60, random.Random(seed)):
                assert not result.flag, (test.id, result)
