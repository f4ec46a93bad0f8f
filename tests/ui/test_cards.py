from __future__ import annotations

import pytest

from pz_tui.consultation.turn import Card
from pz_tui.record.patient import Finding, Investigation, Result
from pz_tui.ui.widgets.cards import card_rows, reference, shown_unit


def lines(card: Card) -> list[str]:
    return [line.plain for row in card_rows(card, 0) for line in row.lines(76)]


@pytest.mark.parametrize(
    ("unit", "shown"),
    [("10^9/L", "×10⁹/L"), ("10*12/L", "×10¹²/L"), ("mmol/L", "mmol/L"), ("/min", "/min"), ("×10⁹/L", "×10⁹/L")],
)
def test_units_are_printed_as_a_laboratory_does(unit: str, shown: str) -> None:
    assert shown_unit(unit) == shown


def test_ranges_with_one_end() -> None:
    low = Result(analyte="x", name="X", value=1, unit="", low=3)
    high = Result(analyte="x", name="X", value=1, unit="", high=14)
    neither = Result(analyte="x", name="X", value=1, unit="")
    assert [reference(result) for result in (low, high, neither)] == ["> 3", "< 14", ""]


def test_an_investigation_shows_values_and_report_once() -> None:
    result = Result(analyte="trop", name="Troponin", value=84, unit="ng/L", high=14, flag="H")
    test = Investigation(test="troponin", name="Troponin", results=(result,), report="Repeat at 3 hours.")
    shown = lines(Card(kind="investigation", title="Troponin", lines=("Troponin 84 ng/L H", "Repeat at 3 hours."),
                       investigation=test))  # fmt: skip
    assert len([line for line in shown if "84" in line]) == 1
    assert len([line for line in shown if "Repeat at 3 hours." in line]) == 1
    assert any("84 ng/L" in line and "▲ H" in line and "< 14" in line for line in shown)


def test_findings_and_plain_lines_of_the_same_words_are_shown_once() -> None:
    finding = Finding(region="chest", clinical="Chest clear.", abnormal=False)
    shown = lines(Card(kind="examination", title="Chest", lines=("Chest clear.", "No scars."), findings=(finding,)))
    assert len([line for line in shown if "Chest clear." in line]) == 1
    assert any("No scars." in line for line in shown)


def test_what_cannot_be_had_says_so() -> None:
    shown = lines(Card(kind="not_available", title="MRI head", lines=("Not available here at this hour.",)))
    assert "not available" in shown[0]
    assert "Not available here at this hour." in shown[1]
