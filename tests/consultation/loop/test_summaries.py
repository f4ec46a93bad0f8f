"""Summaries, what was mentioned before, the reasons of fears, and illnesses told, ruled out or only warned of."""

from __future__ import annotations

import pytest

from pz_tui.consultation.grounding.saying_back import asks_for_more, claims_in, sums_up
from pz_tui.consultation.turn import Turn
from pz_tui.record.patient import PatientRecord
from tests.patients import meet, patient, talk, with_persona

OPENING = "Hello, I'm Dr Osei. What's brought you in today?"
CONDITIONS = ("nstemi", "migraine_with_aura", "appendicitis", "depression")


def said(record: PatientRecord, *lines: str) -> Turn:
    return talk(meet(with_persona(record, talkativeness=0.5)), [OPENING, *lines])[-1]


def having(condition: str, concept: str, polarity: str) -> PatientRecord:
    return next(one for one in (patient(condition, seed) for seed in range(60))
                if any(item.concept == concept and item.polarity == polarity for item in one.symptoms))  # fmt: skip


@pytest.mark.parametrize(("line", "claims"), [
    ("So just to summarise, you've had this since yesterday and it's on the right. Is that right?",
     ("I have had this since yesterday and it is on the right.",)),
    ("To recap: you smoke ten a day and you're allergic to nuts. Anything to add?",
     ("I smoke ten a day and I am allergic to nuts.",)),
    ("Let me check I've understood: you've been sick. Have I missed anything?", ("I have been sick.",)),
])  # fmt: skip
def test_only_what_a_summary_claims_is_judged(line: str, claims: tuple[str, ...]) -> None:
    assert sums_up(line)
    assert " ".join(claims_in(line)).replace(". ", " and ").lower() == " ".join(claims).replace(". ", " and ").lower()


def test_asking_for_more_is_heard() -> None:
    assert asks_for_more("Have I missed anything?")
    assert asks_for_more("Is there anything you'd like to add?")
    assert not asks_for_more("Did you take anything for it?")


def test_the_wrong_detail_of_a_summary_is_put_right() -> None:
    record = having("appendicitis", "vomiting", "absent")
    turn = said(record, "So to summarise, your tummy hurts, and you've been vomiting. Have I missed anything?")
    assert turn.plan.moves[0].strategy == "correct"
    assert turn.plan.moves[0].facts == ("symptom/vomiting",)


def test_a_right_summary_is_confirmed_and_what_was_left_out_is_told() -> None:
    record = having("appendicitis", "vomiting", "present")
    turn = said(record, "So to summarise, your tummy hurts, and you've been vomiting. Is there anything you'd like to add?")
    first, second = turn.plan.moves[:2]
    assert first.strategy == "acknowledge"
    assert second.strategy in ("story", "late_worry") or second.wording == "nothing_more"


def test_a_relative_who_was_not_mentioned_is_not_confirmed() -> None:
    for condition in CONDITIONS:
        turn = said(patient(condition, 5), "You mentioned your father earlier, how old was he?")
        assert turn.plan.moves[0].wording == "never_mentioned"
        assert "identity/age" not in turn.plan.facts


def test_a_relative_who_was_mentioned_is_spoken_of() -> None:
    record = next(one for one in (patient("nstemi", seed) for seed in range(60))
                  if any(item.relative == "father" and item.concept != "well" for item in one.family))  # fmt: skip
    turn = said(record, "Is your dad well?", "You mentioned your father earlier, how old was he?")
    assert turn.plan.facts
    assert turn.plan.facts[0].startswith("family/father")
    assert not [move for move in turn.plan.moves if move.wording == "never_mentioned"]


def test_the_reason_of_a_fear_is_the_relative_who_had_it() -> None:
    def ill(record: PatientRecord) -> bool:
        fears = any("the heart" in item.clinical for item in record.perspectives if item.kind == "concern")
        return fears and any(item.concept == "heart" for item in record.family)

    record = next(one for one in (patient("nstemi", seed) for seed in range(200)) if ill(one))
    open_now = with_persona(record, record.persona.mood.model_copy(update={"trust": 0.9}), talkativeness=0.5)
    turn = talk(meet(open_now), [OPENING, "I'm so sorry. What worries you most?", "What makes you say that?"])[-1]
    assert turn.plan.facts[0].startswith("family/")


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_thought_and_fear_has_a_reason(condition: str) -> None:
    for seed in range(4):
        turn = said(patient(condition, seed), "What do you think it is?", "Why do you think that?")
        assert turn.plan.moves[0].wording == "why" or turn.plan.facts
        assert turn.plan.strategy != "not_understood"


@pytest.mark.parametrize(("line", "bank"), [
    ("I don't think this is anything sinister. I think it's migraine.", "told_plain"),
    ("The pill raises your risk of stroke.", "okay"),
    ("This is not a brain tumour.", "told_not|reassured"),
    ("I think it's migraine, not a stroke.", "told_plain"),
])  # fmt: skip
def test_what_is_told_ruled_out_and_warned_of_are_met_differently(line: str, bank: str) -> None:
    assert said(patient("migraine_with_aura", 4), line).plan.moves[0].wording in bank.split("|")


def test_what_was_ruled_out_was_not_told() -> None:
    encounter = meet(patient("nstemi", 4))
    talk(encounter, [OPENING, "This is not a heart attack."])
    assert not encounter.memory.told
