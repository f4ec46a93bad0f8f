"""Mood: what the doctor does moves it, step by step with its reason, and it is heard in how much is said."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pz_tui.consultation.turn import Turn
from pz_tui.record.persona import Mood
from tests.patients import meet, patient, talk, with_persona

CONDITIONS = ("nstemi", "migraine_with_aura", "appendicitis", "depression")
CALM = Mood(trust=0.5, anxiety=0.3, irritation=0.05)
QUESTIONS = ["Do you have any other symptoms?", "When did it start?", "Does anything make it worse?",
             "Any medical problems?", "Who's at home with you?", "How bad is it out of ten?"]  # fmt: skip
OPENING = "Hello, I'm Dr Osei. What's brought you in today?"


def words(turns: list[Turn]) -> int:
    return sum(len(turn.reply_text.split()) for turn in turns)


def reasons(turn: Turn) -> list[str]:
    return [event.reason for event in turn.events if event.kind == "mood_moved"]


def mood_after(turn: Turn) -> Mood:
    return [event.mood for event in turn.events if event.kind == "mood_moved"][-1]


@pytest.mark.parametrize("insult", ["Stop wasting my time.", "It's your own fault, you should have come earlier."])
def test_rudeness_and_blame_make_answers_shorter_and_nothing_is_volunteered(insult: str) -> None:
    long, short = 0, 0
    for condition in CONDITIONS:
        for seed in range(2):
            record = with_persona(patient(condition, seed), CALM, personality="plain", talkativeness=0.6)
            plain = talk(meet(record), [OPENING, *QUESTIONS])[1:]
            rude = talk(meet(record), [OPENING, insult, insult, *QUESTIONS])
            assert "is rude" in reasons(rude[1]) or "blames" in reasons(rude[1])
            long, short = long + words(plain), short + words(rude[3:])
            opened = talk(meet(record), [insult, insult, "What's brought you in today?"])[-1]
            beyond = [fact for move in opened.plan.moves if move.strategy == "story" and "complaint" not in move.facts
                      for fact in move.facts if fact.count("/") != 1]  # fmt: skip
            assert not beyond
    assert short < 0.75 * long


def test_an_apology_and_sympathy_repair_what_rudeness_did() -> None:
    record = with_persona(patient("nstemi", 4), CALM, personality="plain", openness=0.5)
    turns = talk(meet(record), [OPENING, "Stop wasting my time.", "I'm sorry, that came out harsh.",
                                "It must be frightening for you.", "I can see how hard this is."])  # fmt: skip
    hurt, mended = mood_after(turns[1]), mood_after(turns[-1])
    assert "apologises" in reasons(turns[2])
    assert mended.trust > hurt.trust
    assert mended.irritation < hurt.irritation
    assert mended.anxiety < hurt.anxiety


def test_no_courtesy_counts_in_a_rude_sentence() -> None:
    record = with_persona(patient("nstemi", 4), CALM)
    turn = talk(meet(record), [OPENING, "I understand, but stop wasting my time."])[-1]
    assert reasons(turn) == ["is rude"]


def test_trust_is_won_slowly_and_each_courtesy_is_worth_less_the_next_time() -> None:
    record = with_persona(patient("nstemi", 4), CALM, openness=0.5)
    turns = talk(meet(record), ["That must be frightening."] * 4)
    trust = [0.5, *(mood_after(turn).trust for turn in turns)]
    gains = [after - before for before, after in pairwise(trust)]
    assert 0.03 <= gains[0] <= 0.05
    assert gains[0] > gains[1] > gains[-1] > 0


def test_several_kindnesses_in_one_breath_count_less_than_one_after_the_other() -> None:
    record = with_persona(patient("nstemi", 4), CALM, openness=0.5)
    at_once = talk(meet(record), ["Hello, I'm Dr Osei. That must be frightening. What worries you most?"])[-1]
    in_turn = talk(meet(record), ["Hello, I'm Dr Osei.", "That must be frightening.", "What worries you most?"])[-1]
    assert mood_after(at_once).trust < mood_after(in_turn).trust


def voiced(turn: Turn) -> list[str]:
    return [event.fact for event in turn.events if event.kind == "disclosed" and event.fact.startswith("ice/concern")]


NEUTRAL = ["Any fever?", "Any cough?", "Do you smoke?", "Any allergies?", "Any operations?", "Do you have any pets?",
           "What do you do for a living?", "Who's at home with you?"]  # fmt: skip


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_worry_that_was_passed_over_raises_anxiety_and_comes_back_in_other_words(condition: str) -> None:
    back = 0
    for seed in range(4):
        record = with_persona(patient(condition, seed), Mood(trust=0.6, anxiety=0.5, irritation=0.1), personality="plain")
        turns = talk(meet(record), [OPENING, "What worries you most?", *NEUTRAL])
        if not voiced(turns[1]):
            continue
        assert "passes over a worry that was voiced" in reasons(turns[2])
        again = [turn for turn in turns[2:] if voiced(turn)]
        assert 1 <= len(again) <= 2
        assert turns.index(again[0]) >= 4
        assert voiced(again[0]) == voiced(turns[1])
        assert not set(again[0].reply) & set(turns[1].reply)
        back += 1
    assert back >= 3


def test_a_worry_that_was_taken_up_does_not_come_back() -> None:
    for seed in range(4):
        record = with_persona(patient("migraine_with_aura", seed), Mood(trust=0.6, anxiety=0.5, irritation=0.1))
        turns = talk(meet(record), [OPENING, "What worries you most?", "I can see why that would frighten you.", *NEUTRAL])
        assert "passes over a worry that was voiced" not in reasons(turns[2])
        again = [turn for turn in turns[3:] if set(voiced(turn)) & set(voiced(turns[1]))]
        assert not again


def test_the_real_worry_comes_late_by_itself_to_a_kind_doctor_and_not_to_a_cold_one() -> None:
    kind = [OPENING, "That must be hard.", "When did it start?", "I'm sorry, that sounds frightening.", "Any fever?",
            "Thank you for telling me, that helps.", "Do you smoke?", "I can imagine how worrying that is.", "Any allergies?",
            "That sounds exhausting.", "Who's at home with you?", "I understand, that can't be easy."]  # fmt: skip
    cold = [OPENING, *NEUTRAL, "When did it start?", "Does it go anywhere?"]
    came = 0
    for condition in CONDITIONS:
        for seed in range(2):
            record = with_persona(patient(condition, seed), Mood(trust=0.5, anxiety=0.4, irritation=0.0), openness=0.7)
            turns = talk(meet(record), kind)
            late = [turn.index for turn in turns for move in turn.plan.moves if move.strategy == "late_worry"]
            assert not late or late[0] >= 6
            came += bool(late)
            assert not [move for turn in talk(meet(record), cold) for move in turn.plan.moves
                        if move.strategy == "late_worry"]  # fmt: skip
    assert came >= 6
