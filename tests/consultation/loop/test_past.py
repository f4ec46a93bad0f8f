"""A question about the past that names an illness is about that one, whatever else the patient has had."""

from __future__ import annotations

import pytest

from pz_tui.record.facts import facts_of
from tests.patients import meet, patient, talk


@pytest.mark.parametrize("line", ["Have you ever had a blood transfusion?", "Have you ever had gout?"])
def test_what_was_never_had_is_denied_by_its_name(line: str) -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(40))
                  if sum(fact.head == "pmh" and fact.polarity == "present" for fact in facts_of(item)) > 1)  # fmt: skip
    turn = talk(meet(record), [line])[-1]
    assert not turn.plan.facts
    assert turn.plan.moves[0].opening is False


def test_a_question_about_any_illness_still_brings_what_there_is() -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(40))
                  if any(fact.id == "past/hypertension" and fact.polarity == "present" for fact in facts_of(item)))  # fmt: skip
    assert "past/hypertension" in talk(meet(record), ["Have you ever had a serious illness?"])[-1].plan.facts
