"""What the words for a time hold, in hours; each word with its own width."""

from __future__ import annotations

from datetime import datetime

import pytest

from pz_tui.plausibility.texts import mentions, spans, states
from pz_tui.plausibility.vital_signs import _SHOCK

AT = datetime(2026, 3, 14, 11, 0)  # a Saturday
DAY, WEEK = 24.0, 168.0


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("about two hours ago", (1.6, 2.4), (1.0, 4.0)),
        ("half an hour or so", (0.4, 0.7), (1.0,)),
        ("an hour and a half", (1.2, 1.9), (0.5, 3.0)),
        ("a couple of weeks", (10.1 * DAY, 17.9 * DAY), (7 * DAY, 21 * DAY)),
        ("I had one three weeks or so ago", (2.5 * WEEK, 3.2 * WEEK), (1 * WEEK,)),
        ("two or three days", (2 * DAY, 3 * DAY), (0.5 * DAY, 5 * DAY)),
        ("2 to 4 weeks", (2 * WEEK, 4 * WEEK), (WEEK, 6 * WEEK)),
        ("two days ago, in the night", (1.2 * DAY, 2.6 * DAY), (4 * DAY,)),
        ("a good week", (6 * DAY, 8 * DAY), (2 * DAY,)),
        ("a few months", (3 * 730.0, 5 * 730.0), (730.0,)),
        ("a fortnight", (14 * DAY,), (7 * DAY,)),
        ("15 years", (13 * 8766.0, 17 * 8766.0), (25 * 8766.0,)),
        ("this morning", (1.0, 9.0), (20.0,)),
        ("yesterday evening", (14.0, 30.0), (60.0,)),
        ("last night", (11.5, 14.0), (40.0,)),
        ("on Thursday", (40.0, 50.0), (5.0, 100.0)),
    ],
)
def test_a_word_holds_its_span(text: str, inside: tuple[float, ...], outside: tuple[float, ...]) -> None:
    found = spans(text, AT)
    assert found
    for hours in inside:
        assert any(low <= hours <= high for low, high in found), (text, hours, found)
    for hours in outside:
        assert not any(low <= hours <= high for low, high in found), (text, hours, found)


@pytest.mark.parametrize("text", ["it came on suddenly", "down my left arm", "one of those weeks", "May I sit down?"])
def test_other_words_name_no_time(text: str) -> None:
    assert spans(text, AT) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("Signs of shock", True), ("No signs of shock", False), ("No rash. In shock", True), ("Not in shock", False)],
)
def test_a_denied_sign_is_not_stated(text: str, said: bool) -> None:
    assert states(text, _SHOCK) is said


def test_names_are_found_as_whole_words() -> None:
    assert mentions("like a Heart Attack", "heart attack")
    assert not mentions("a smile", "mi")
    assert not mentions("anything", "")
