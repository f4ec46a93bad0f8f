"""What patients say to what is done, told and planned: fitting, their own, and never the same twice."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import pz_tui.consultation.deciding
from pz_tui.consultation.turn import Turn
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood
from tests.patients import meet, patient, talk, with_persona

OPENING = "Hello, I'm Dr Osei. What's brought you in today?"
REACTIONS = tomllib.loads((Path(pz_tui.consultation.deciding.__file__).parent / "reactions.toml").read_text(encoding="utf-8"))


def plain(condition: str = "nstemi", seed: int = 5) -> PatientRecord:
    return evened(patient(condition, seed))


def evened(record: PatientRecord) -> PatientRecord:
    """The patient with nothing marked about the manner."""
    return with_persona(record, Mood(trust=0.5, anxiety=0.4, irritation=0.1), personality="plain", talkativeness=0.4)


def words_of(turn: Turn) -> list[str]:
    return [move.wording for move in turn.plan.moves]


def test_every_reaction_can_be_said_in_six_ways_at_least() -> None:
    assert {name: len(bank["any"]) for name, bank in REACTIONS.items() if len(bank["any"]) < 6} == {}


@pytest.mark.parametrize(
    ("line", "bank"),
    [
        ("ECG please", "tested_heart"), ("FBC and U&E please", "tested_blood"), ("chest x-ray please", "tested_scan"),
        ("I'd like to feel your tummy.", "examined_sore"), ("I'd like to listen to your chest.", "examined_chest"),
        ("We'll need to operate tonight.", "planned_operation"), ("We'll keep you in overnight.", "planned_stay"),
        ("I'd like to start you on some tablets.", "planned_tablets"),
    ],
)  # fmt: skip
def test_what_is_done_brings_its_own_question(line: str, bank: str) -> None:
    assert bank in words_of(talk(meet(plain()), [OPENING, line])[-1])


def test_the_same_done_again_is_not_met_in_the_same_words() -> None:
    turns = talk(meet(plain()), [OPENING, *["I'd like to take some blood."] * 5])[1:]
    assert len({turn.reply_text for turn in turns}) == len(turns)


def test_being_told_what_it_is_and_is_not() -> None:
    told, again, isnt = talk(meet(plain()), [
        "I think you've had a heart attack.", "As I said, you've had a heart attack.", "It isn't a stroke, though."])  # fmt: skip
    assert "told_bad" in words_of(told)
    assert "told_again" in words_of(again)
    assert {"told_not", "reassured"} & set(words_of(isnt))


def test_an_illness_of_what_was_taken_out_cannot_be() -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(80))
                  if any(one.concept == "appendicectomy" and one.polarity == "present" for one in item.past))  # fmt: skip
    turn = talk(meet(evened(record)), ["I think you've got appendicitis."])[0]
    assert "told_gone" in words_of(turn)


def test_a_lecture_is_met_by_what_is_so() -> None:
    smokers: dict[str, PatientRecord] = {}
    for seed in range(60):
        record = plain("nstemi", seed)
        smokers.setdefault(record.smoking.status, record)
    banks = {"never": "blamed_not_me", "ex": "blamed_past", "current": "blamed"}
    for status, record in smokers.items():
        turn = talk(meet(record), ["Do you smoke?", "That's very bad for you."])[-1]
        assert words_of(turn) == [banks[status]], (status, turn.reply_text)


def test_words_of_which_only_the_tone_is_heard_are_still_met() -> None:
    news, praise = talk(meet(plain()), ["I'm afraid I've got some bad news.", "You did the right thing, well done."])
    assert words_of(news) == ["told_serious"]
    assert words_of(praise) == ["praised"]


def test_somebody_who_lives_alone_thinks_of_the_animal_at_home() -> None:
    asked = []
    for seed in range(40):
        record = plain("nstemi", seed)
        if record.identity.partner in ("married", "partner") or record.identity.children:
            continue
        turns = talk(meet(record), ["Do you have any pets?", "We'll need to keep you in tonight."])
        kept = {event.topic: event.value for turn in turns for event in turn.events if event.kind == "improvised"}
        if turns[-1].plan.moves[-1].strategy == "own_question":
            asked.append(turns[-1].reply_text)
            assert kept["pet"].removeprefix("a ") in turns[-1].reply_text
    assert asked


@pytest.mark.parametrize(("employment", "word"), [("retired", "retired"), ("carer", "car")])
def test_work_that_is_not_done_is_not_praised(employment: str, word: str) -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(200))
                  if item.identity.employment == employment)  # fmt: skip
    turn = talk(meet(evened(record)), ["How is work?"])[0]
    assert word in turn.reply_text.lower()


def test_a_habit_given_up_is_a_no_today_and_a_yes_before() -> None:
    record = next(item for item in (plain("nstemi", seed) for seed in range(60)) if item.smoking.status == "ex")
    now = talk(meet(record), ["Do you smoke?"])[0]
    before = talk(meet(record), ["Have you ever smoked?"])[0]
    assert now.plan.moves[0].opening is False
    assert before.plan.moves[0].opening is True


def test_asked_a_third_time_the_patient_is_weary_and_says_the_same() -> None:
    turns = talk(meet(plain()), [OPENING, *["Do you smoke?"] * 4])[1:]
    assert [turn.plan.moves[0].wording for turn in turns[2:]] == ["repeat_again", "repeat_again"]
    assert len({turn.plan.moves[0].facts for turn in turns}) == 1
    assert len({turn.reply_text for turn in turns}) == len(turns)


def test_health_in_general_is_told_of_as_people_do_where_there_is_no_illness() -> None:
    record = next(item for item in (patient("appendicitis", seed) for seed in range(60))
                  if not any(one.polarity == "present" and one.kind == "illness" for one in item.past))  # fmt: skip
    turn = talk(meet(evened(record)), ["How is your health in general?"])[0]
    assert re.search(r"\b(?:well|fit|ill|wrong|doctors)\b", turn.reply_text), turn.reply_text
