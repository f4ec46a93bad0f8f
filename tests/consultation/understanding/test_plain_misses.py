"""Plain questions that were once asked back or taken for something else, by their kind."""

from __future__ import annotations

import pytest

from pz_tui.consultation.turn import ASK_BACK_BELOW
from pz_tui.consultation.understanding import Context, Understander


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Is the shortness of breath any better when you sit up?", "relieving:sitting"),
        ("What makes the shortness of breath better?", "relieving"),
        ("Is the cough worse when you lie down?", "aggravating:lying"),
    ],
)
def test_a_part_of_a_troubles_name_is_no_factor(understander: Understander, line: str, label: str) -> None:
    assert understander.understand(line, Context()).labels == (label,)


def test_a_trouble_inside_the_name_of_an_illness_is_not_asked_for(understander: Understander) -> None:
    assert "onset:fever" not in understander.understand("When did the hay fever begin?", Context()).labels


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("What's your oxygen?", "results_question"), ("What is your temperature right now?", "results_question"),
        ("Anyone else in the house with you?", "living"), ("What else is worrying you?", "concerns"),
        ("Is it better after you've emptied your bowels?", "relieving:opening_bowels"),
        ("Duration of the belly pain?", "duration:abdominal_pain"), ("Is the headache constant?", "timing:headache"),
    ],
)  # fmt: skip
def test_it_is_taken_for_what_it_asks(understander: Understander, line: str, label: str) -> None:
    found = understander.understand(line, Context())
    assert label in found.labels
    assert found.confidence >= ASK_BACK_BELOW
