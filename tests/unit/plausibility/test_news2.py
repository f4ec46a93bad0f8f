"""NEWS2 against the chart of the Royal College of Physicians (2017)."""

from __future__ import annotations

import pytest

from pz_tui.plausibility.vital_signs import mean_pressure, news2
from pz_tui.record.patient import VitalSigns

HEALTHY = VitalSigns(pulse=70, systolic=120, diastolic=75, respiratory_rate=15, oxygen_saturation=98, temperature=37.0)

CHART: dict[str, dict[float, int]] = {
    "respiratory_rate": {8: 3, 9: 1, 11: 1, 12: 0, 20: 0, 21: 2, 24: 2, 25: 3},
    "oxygen_saturation": {91: 3, 92: 2, 93: 2, 94: 1, 95: 1, 96: 0, 100: 0},
    "systolic": {90: 3, 91: 2, 100: 2, 101: 1, 110: 1, 111: 0, 219: 0, 220: 3},
    "pulse": {40: 3, 41: 1, 50: 1, 51: 0, 90: 0, 91: 1, 110: 1, 111: 2, 130: 2, 131: 3},
    "temperature": {35.0: 3, 35.1: 1, 36.0: 1, 36.1: 0, 38.0: 0, 38.1: 1, 39.0: 1, 39.1: 2},
}
ROWS = [(name, value, score) for name, row in CHART.items() for value, score in row.items()]


@pytest.mark.parametrize(("name", "value", "score"), ROWS)
def test_each_part_scores_as_the_chart(name: str, value: float, score: int) -> None:
    found = news2(HEALTHY.model_copy(update={name: value}))
    assert found.parts[name] == score
    assert found.total == score


@pytest.mark.parametrize(
    ("saturation", "oxygen", "score"),
    [(83, "air", 3), (84, "air", 2), (85, "air", 2), (86, "air", 1), (87, "air", 1), (88, "air", 0), (92, "air", 0),
     (93, "air", 0), (99, "air", 0), (93, "2 L/min", 1), (94, "2 L/min", 1), (95, "2 L/min", 2), (96, "2 L/min", 2),
     (97, "2 L/min", 3), (90, "2 L/min", 0)],
)  # fmt: skip
def test_scale_two(saturation: int, oxygen: str, score: int) -> None:
    found = news2(HEALTHY.model_copy(update={"oxygen_saturation": saturation, "oxygen": oxygen}), scale2=True)
    assert found.parts["oxygen_saturation"] == score
    assert found.total == score + (0 if oxygen == "air" else 2)


def test_not_alert_scores_three() -> None:
    assert news2(HEALTHY.model_copy(update={"verbal": 4})).parts["consciousness"] == 3
    assert news2(HEALTHY, new_confusion=True).total == 3


@pytest.mark.parametrize(
    ("change", "total", "response"),
    [({}, 0, "low"), ({"pulse": 115, "temperature": 38.5}, 3, "low"), ({"respiratory_rate": 26}, 3, "urgent"),
     ({"pulse": 115, "temperature": 39.5, "systolic": 105}, 5, "urgent"),
     ({"pulse": 115, "temperature": 39.5, "respiratory_rate": 26}, 7, "emergency")],
)  # fmt: skip
def test_response(change: dict[str, float], total: int, response: str) -> None:
    found = news2(HEALTHY.model_copy(update=change))
    assert (found.total, found.response) == (total, response)


def test_mean_pressure_is_diastolic_and_a_third_of_the_pulse_pressure() -> None:
    assert mean_pressure(HEALTHY) == 90
