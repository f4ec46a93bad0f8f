"""Everyday turns of a consultation that no fact answers: how it was before, the last meal, offers, goodbyes."""

from __future__ import annotations

import pytest

from pz_tui.consultation.turn import Turn
from pz_tui.record.patient import PatientRecord
from tests.patients import meet, patient, talk, with_persona

OPENING = "Hello, I'm Dr Osei. What's brought you in today?"


def said(record: PatientRecord, *lines: str) -> Turn:
    return talk(meet(record), [OPENING, *lines])[-1]


@pytest.mark.parametrize("condition", ["nstemi", "migraine_with_aura", "appendicitis", "depression"])
@pytest.mark.parametrize(("line", "topic"), [
    ("How far can you normally walk?", "exercise:tolerance"),
    ("And before that, were you well?", "general_health:before"),
    ("When did you last eat or drink?", "diet:last_meal"),
    ("How do you normally sleep?", "usual:sleep"),
])  # fmt: skip
def test_how_it_was_before_is_not_answered_with_how_it_is_now(condition: str, line: str, topic: str) -> None:
    turn = said(patient(condition, 11), line)
    assert [move.topic for move in turn.plan.moves][:1] == [topic]
    assert not turn.plan.facts


def test_the_last_meal_fits_who_has_been_sick() -> None:
    record = next(one for one in (patient("appendicitis", seed) for seed in range(30))
                  if any(item.concept == "vomiting" and item.polarity == "present" for item in one.symptoms))  # fmt: skip
    assert "toast" not in said(record, "When did you last have something to eat?").reply_text


@pytest.mark.parametrize("status", ["current", "ex", "never"])
def test_thoughts_of_stopping_fit_the_habit(status: str) -> None:
    record = next(one for one in (patient("nstemi", seed) for seed in range(60)) if one.smoking.status == status)
    turn = said(record, "Do you smoke?", "Have you ever thought about stopping?")
    value = next(event.value for event in turn.events if event.kind == "improvised")
    assert {"never": "does not smoke", "ex": "stopped already"}.get(status, value) == value
    assert status != "current" or value not in ("does not smoke", "stopped already")


@pytest.mark.parametrize(("line", "bank"), [
    ("Would you like some painkillers while we wait?", "offered_pain_relief"),
    ("Would you like a chaperone for this?", "offered_chaperone"),
    ("Do you need an interpreter?", "offered_interpreter_needless"),
    ("Can I get you a glass of water?", "offered_comfort"),
    ("Thanks for your time, goodbye.", "ends"),
])  # fmt: skip
def test_offers_and_goodbyes_are_met(line: str, bank: str) -> None:
    record = with_persona(patient("appendicitis", 11), language="B")
    assert said(record, line).plan.moves[0].wording == bank


def test_no_pain_relief_is_taken_where_nothing_hurts_and_an_interpreter_where_words_are_few() -> None:
    painless = next(one for one in (patient("depression", seed) for seed in range(30))
                    if not any(item.polarity == "present" and ("pain" in item.concept or "ache" in item.concept)
                               for item in one.symptoms))  # fmt: skip
    assert said(painless, "Would you like some pain relief?").plan.moves[0].wording == "offered_pain_relief_needless"
    foreign = with_persona(patient("nstemi", 3), language="A")
    assert said(foreign, "Would an interpreter help?").plan.moves[0].wording == "offered_interpreter"


def test_an_apology_for_the_wait_does_not_answer_for_the_question() -> None:
    turn = talk(meet(patient("nstemi", 3)), ["Hi, I'm Aisha, sorry to keep you waiting. What's brought you in?"])[0]
    assert "complaint" in turn.plan.facts
    assert not [event for event in turn.events if event.kind == "improvised"]


@pytest.mark.parametrize("line", ["When was the last time you had anything to eat?", "Were you well yesterday?",
                                  "Before all this started, were you your usual self?"])  # fmt: skip
def test_more_ways_to_ask_how_it_was(line: str) -> None:
    turn = said(patient("appendicitis", 11), line)
    assert turn.plan.moves[0].topic in ("diet:last_meal", "general_health:before")


@pytest.mark.parametrize("line", ["Could you tell me what's going to happen?",
                                  "Can you tell me in your own words what the plan is?"])  # fmt: skip
def test_a_plan_can_be_asked_back(line: str) -> None:
    turn = said(patient("appendicitis", 11), "We'd like to keep you in and give you antibiotics.", line)
    assert turn.plan.moves[0].wording.startswith("taught")


def test_what_makes_it_worse_is_asked_of_the_main_trouble_after_another_was_named() -> None:
    record = next(one for one in (patient("nstemi", seed) for seed in range(60))
                  if any(item.lead and any(aspect.kind == "aggravating" for aspect in item.aspects) for item in one.symptoms)
                  and any(item.concept == "sweating" and item.polarity == "present" for item in one.symptoms))  # fmt: skip
    turn = said(record, "Any sweating?", "Does anything make it worse?")
    assert turn.plan.facts


def test_a_man_is_not_asked_of_periods_in_vain() -> None:
    record = next(one for one in (patient("appendicitis", seed) for seed in range(30)) if one.identity.sex == "male")
    assert "man" in said(record, "When was your last period?").reply_text


@pytest.mark.parametrize(("line", "bank"), [("What did they show?", "results_here"),
                                            ("I'm pleased to say it isn't cancer.", "reassured")])  # fmt: skip
def test_results_are_asked_and_told_in_few_words(line: str, bank: str) -> None:
    moves = said(patient("appendicitis", 11), "I'd like to send off some blood tests.", line).plan.moves
    assert moves[0].wording == bank


@pytest.mark.parametrize("asked", ["Is it a heart attack?", "ok, is this a heart attack then?", "Are you having a heart attack?"])
def test_the_hidden_diagnosis_is_neither_confirmed_nor_denied(asked: str) -> None:
    for seed in range(3):
        turn = talk(meet(patient("nstemi", seed)), ["What's brought you in?", asked])[-1]
        assert not turn.reply_text.lower().startswith(("no", "yes", "not", "never", "it's not")), turn.reply_text
        assert [move.strategy for move in turn.plan.moves][:1] == ["puzzled"]


@pytest.mark.parametrize("asked", ["ok and then what happened", "Then what?", "What happened next?"])
def test_what_happened_next_brings_more_of_the_story(asked: str) -> None:
    then = talk(meet(patient("nstemi", 3)), ["What's brought you in?", asked])[-1]
    assert {event.fact for event in then.events if event.kind == "disclosed"}


@pytest.mark.parametrize("asked", ["Why didn't you come in sooner?", "why have you left it so long"])
def test_why_not_sooner_is_no_question_about_the_cause(asked: str) -> None:
    for seed in range(3):
        turn = said(patient("depression", seed), asked)
        assert not {fact for fact in turn.plan.facts if fact.endswith("circumstances")}
        assert turn.plan.strategy != "not_understood"


def test_what_do_you_think_after_a_plan_asks_of_the_plan() -> None:
    turn = said(patient("depression", 3), "I'd like to start you on some tablets. What do you think?")
    assert not {fact for fact in turn.plan.facts if fact.startswith("ice/idea")}
