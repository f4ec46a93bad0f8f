"""How the built-in patients sound over whole consultations: nothing said again, people told apart by ear."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pytest

from pz_tui.consultation.turn import Turn
from pz_tui.engines.builtin.asides import asides
from pz_tui.engines.builtin.phrasing import marks
from pz_tui.record.persona import Mood
from tests.bench.bench_turn import QUESTIONS
from tests.bench.bench_voice import MORE, said_again
from tests.patients import meet, patient, talk, with_persona

CONDITIONS = ("nstemi", "migraine_with_aura", "appendicitis", "depression")
LINES = [line for line in [*QUESTIONS, *MORE] if "obs" not in line and "FBC" not in line][:40]
ASIDES = {line for aside in asides() for line in aside.says}


@lru_cache(maxsize=16)
def consultation(condition: str, seed: int) -> tuple[Turn, ...]:
    return tuple(talk(meet(patient(condition, seed)), LINES))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_reply_and_no_longer_sentence_comes_again_within_ten(condition: str) -> None:
    assert len(LINES) == 40
    for seed in (2, 5, 8):
        assert said_again(consultation(condition, seed)) == []


@pytest.mark.parametrize("condition", CONDITIONS)
def test_asides_are_rare_and_never_come_twice(condition: str) -> None:
    for seed in (2, 5, 8):
        places = [place for place, turn in enumerate(consultation(condition, seed)) if ASIDES & set(turn.reply)]
        assert all(after - before > 3 for before, after in pairwise(places))
    talker = with_persona(patient(condition, 2), talkativeness=0.95, personality="verbose")
    said = Counter(sentence for turn in talk(meet(talker), LINES) for sentence in turn.reply if sentence in ASIDES)
    assert max(said.values(), default=0) <= 1


def test_what_the_gate_refuses_of_our_own_is_rare() -> None:
    turns = [turn for condition in CONDITIONS for seed in (2, 5, 8) for turn in consultation(condition, seed)]
    refused = [draft.text for turn in turns for draft in turn.drafts if not draft.shown]
    assert len(refused) <= 0.01 * sum(len(turn.drafts) for turn in turns), refused


def heard(colour: str) -> set[str]:
    return {line for bank in marks()[colour].values() for line in bank}


@pytest.mark.parametrize(
    ("personality", "mood", "colour"),
    [
        ("overanxious", Mood(trust=0.5, anxiety=0.85, irritation=0.0), "anxious"),
        ("pleasing", Mood(trust=0.5, anxiety=0.3, irritation=0.0), "pleasing"),
        ("distrustful", Mood(trust=0.2, anxiety=0.3, irritation=0.2), "distrustful"),
    ],
)
def test_a_person_shows_within_ten_replies_and_only_as_that_person(personality: str, mood: Mood, colour: str) -> None:
    others = {"anxious", "pleasing", "distrustful"} - {colour}
    for seed in range(4):
        record = with_persona(patient("nstemi", seed), mood, personality=personality, talkativeness=0.5)
        said = {sentence for turn in talk(meet(record), LINES[:14]) for sentence in turn.reply}
        assert said & heard(colour)
        assert not [line for other in others for line in said & (heard(other) - heard(colour))]


def test_terse_and_talkative_schooled_and_unschooled_are_told_apart() -> None:
    record = patient("nstemi", 6)

    def words(**axes: Any) -> list[int]:
        return [len(turn.reply_text.split()) for turn in talk(meet(with_persona(record, **axes)), LINES)]

    terse = words(personality="reserved", talkativeness=0.08)
    talker = words(personality="verbose", talkativeness=0.85)
    assert sorted(terse)[len(terse) // 2] <= 4
    assert sum(talker) > 2 * sum(terse)


def test_home_is_heard_in_the_words_of_some_regions() -> None:
    colour = {"scottish": r"\b(?:wee|aye|och|cannae|dinnae)\b", "northern": r"\b(?:me|nowt|summat|aye|love)\b"}
    for region, pattern in colour.items():
        record = with_persona(patient("nstemi", 6), regional=region, talkativeness=0.6)
        said = " ".join(turn.reply_text for turn in talk(meet(record), LINES)).lower()
        assert re.search(pattern, said), region


def test_a_question_whether_all_is_well_is_answered_by_its_sense() -> None:
    record = next(item for item in (patient("appendicitis", seed) for seed in range(20))
                  if any(one.concept == "appetite" and one.polarity == "present" for one in item.symptoms))  # fmt: skip
    reply = talk(meet(record), ["Is your appetite all right?"])[0].reply_text
    assert not re.match(r"(?:Yes|Yeah|Yep|Aye|Mm)\b", reply)


def test_a_name_keeps_its_capital_letter() -> None:
    asked = ["What's your partner's name?", "What are your children called?", "What's the dog called?"]
    for seed in range(12):
        for turn in talk(meet(patient("depression", seed)), asked):
            for kept in turn.events:
                if kept.kind == "improvised" and kept.topic.endswith("name") and kept.polarity == "present":
                    assert kept.value in turn.reply_text, (seed, turn.reply_text)
