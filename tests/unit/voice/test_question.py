"""What the doctor's words call for in the answer."""

from __future__ import annotations

import pytest

from pz_tui.engines.builtin.question import read


@pytest.mark.parametrize(
    ("asked", "yes", "no"),
    [
        ("Do you smoke?", "I do", "I don't"),
        ("ok so have you been sick", "I have", "I haven't"),
        ("Are you on any tablets?", "I am", "I'm not"),
        ("Does it go anywhere?", "it does", "it doesn't"),
        ("Is there any diabetes in the family?", "there is", "there isn't"),
        ("Does the pain go anywhere?", "it does", "it doesn't"),
    ],
)
def test_the_short_answer_takes_up_the_verb_of_the_question(asked: str, yes: str, no: str) -> None:
    question = read(asked)
    assert (question.yes, question.no) == (yes, no)


@pytest.mark.parametrize(
    "asked",
    ["Any allergies?", "You don't smoke, do you?", "Do you know if it runs in the family?", "Do you drink or smoke?",
     "When did it start?", "Do you smoke, and how many have you had every day for the last twenty years or so?"],
)  # fmt: skip
def test_where_no_verb_can_be_taken_up_none_is(asked: str) -> None:
    assert not read(asked).yes


def test_how_and_invitations_want_no_yes_or_no() -> None:
    assert read("How are you sleeping?").how
    assert read("Tell me more about it.").open
    assert not read("Do you sleep?").open
