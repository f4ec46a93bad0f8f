"""Disclosure: what is kept back, how it is turned aside, and what opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest

from pz_tui.consultation.deciding.banks import _table
from pz_tui.consultation.deciding.disclosure import matter_of, matters
from pz_tui.consultation.turn import Turn
from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood
from tests.patients import meet, patient, talk, with_persona

DENIAL = re.compile(r"(?:no|never|nothing|none|not at all|I don't (?:drink|take|use|feel|have|want to die))\b", re.IGNORECASE)
WARY = Mood(trust=0.1, anxiety=0.5, irritation=0.2)
"""Below what even a frank patient needs."""
SUICIDAL = "symptom/suicidal-ideation"
COLD = {
    "social/alcohol/amount": "How much do you drink?",
    SUICIDAL: "Are you suicidal?",
    "symptom/guilt": "Do you feel guilty?",
    "symptom/libido": "How is your sex drive?",
}
KIND = {
    "social/alcohol/amount": "I ask everyone this, because it's common: how much do you drink in a week?",
    SUICIDAL: "I ask everyone this, because it's common: have you had thoughts of ending your life?",
    "symptom/guilt": "Many people feel that way, because it's common: do you feel guilty?",
    "symptom/libido": "I ask everyone this, because it's common: has your sex drive changed?",
}


@lru_cache(maxsize=1)
def _found() -> tuple[tuple[str, PatientRecord], ...]:
    """For each of the facts above two patients who have it to hide."""
    out: list[tuple[str, PatientRecord]] = []
    for fact in COLD:
        with_it = (record for seed in range(60) for record in [patient("depression", seed)]
                   if any(one.id == fact and one.access == "sensitive" and one.polarity == "present"
                          for one in facts_of(record)))  # fmt: skip
        out += [(fact, record) for record, _ in zip(with_it, range(2), strict=False)]
    return tuple(out)


def told(turns: list[Turn]) -> set[str]:
    return {event.fact for turn in turns for event in turn.events if event.kind == "disclosed"}


def fact_of(record: PatientRecord, id: str) -> Fact:
    return next(fact for fact in facts_of(record) if fact.id == id)


def test_every_sensitive_fact_belongs_to_a_matter_that_a_kind_doctor_reaches_before_a_plain_one() -> None:
    for matter in matters():
        assert matter.kind < matter.plain < 0.8, matter.name
        assert matter.frank <= 0.4, matter.name
    named = {matter_of(fact).name for seed in range(20) for condition in ("nstemi", "depression", "appendicitis")
             for fact in facts_of(patient(condition, seed)) if fact.access == "sensitive"}  # fmt: skip
    assert {"harming oneself", "tablets missed", "drink", "sex", "low mood", "the real worry"} <= named


def test_a_wary_patient_is_vague_seven_times_and_never_in_the_same_words() -> None:
    for fact, record in _found():
        turns = talk(meet(with_persona(record, WARY, personality="reserved", openness=0.2)), [COLD[fact]] * 7)
        assert fact not in told(turns)
        said = [sentence for turn in turns for sentence in turn.reply]
        assert len(said) == len(set(said)), said
        for turn in turns:
            assert [held.fact for held in turn.plan.withheld] == [fact]
            assert not re.search(r"\d|\bunits?\b|\bpints?\b|\bglass", turn.reply_text), turn.reply_text
            assert not DENIAL.match(turn.reply_text), turn.reply_text


def test_two_things_kept_back_are_not_met_in_the_same_words() -> None:
    for _, record in _found():
        wary = with_persona(record, WARY, personality="distrustful", openness=0.2)
        asked = [COLD[fact.id] for fact in facts_of(record)
                 if fact.id in COLD and fact.access == "sensitive" and fact.polarity == "present"]  # fmt: skip
        turns = talk(meet(wary), [*asked, *["Any fever?"] * 11, *asked])
        lines = [text for turn in turns for move in turn.plan.moves if move.withheld for text in move.truth]
        assert len(lines) == 2 * len(asked)
        assert len(lines) == len(set(lines)), lines


def test_no_line_of_one_matter_serves_another() -> None:
    table = _table("vague")
    lines = [line for bank in (table["any"], table["pressed"], table["also"], *table["matters"].values()) for line in bank]
    assert len(lines) == len(set(lines))
    assert set(table["matters"]) == {matter.name for matter in matters()}
    assert not [line for line in lines if DENIAL.match(line)]


def test_pressing_coldly_costs_trust_and_asking_gently_again_does_not() -> None:
    fact, record = _found()[0]
    wary = with_persona(record, WARY, openness=0.5)
    for lines, reasons in ((COLD, {"presses for what was kept back"}), (KIND, set[str]())):
        last = talk(meet(wary), [lines[fact], lines[fact]])[-1]
        moved = {event.reason for event in last.events if event.kind == "mood_moved"}
        assert moved & {"presses for what was kept back"} == reasons


@pytest.mark.parametrize("personality", ["plain", "verbose", "pleasing", "impatient", "overanxious", "distrustful", "reserved"])
def test_thoughts_of_ending_ones_life_are_told_in_the_end_to_a_clear_kind_question(personality: str) -> None:
    for fact, record in _found():
        if fact != SUICIDAL:
            continue
        closed = with_persona(record, WARY, personality=personality, openness=0.15)
        turns = talk(meet(closed), [KIND[SUICIDAL]] * 3)
        assert SUICIDAL in told(turns)
        assert all(turn.plan.withheld or SUICIDAL in turn.plan.facts for turn in turns)


def test_who_has_no_such_thoughts_says_so_even_to_a_cold_question() -> None:
    record = next(item for item in (patient("depression", seed) for seed in range(40))
                  if fact_of(item, SUICIDAL).polarity == "absent")  # fmt: skip
    turn = talk(meet(with_persona(record, WARY)), [COLD[SUICIDAL]])[0]
    assert SUICIDAL in told([turn])


def test_sympathy_in_the_same_breath_or_leave_asked_before_makes_a_plain_question_kind() -> None:
    fact = "social/alcohol/amount"
    record = next(item for name, item in _found() if name == fact)
    near = (matter_of(fact_of(record, fact)).kind + matter_of(fact_of(record, fact)).plain) / 2
    person = with_persona(record, Mood(trust=near - 0.02, anxiety=0.3, irritation=0.0), openness=0.0)
    plain = ["How much do you drink?"]
    assert fact not in told(talk(meet(person), plain))
    assert fact in told(talk(meet(person), ["I'm so sorry, that sounds hard. How much do you drink?"]))
    assert fact in told(talk(meet(person), ["Is it all right if I ask some personal questions?", *plain]))


def _missing_tablets() -> Iterator[tuple[str, PatientRecord]]:
    for condition in ("nstemi", "migraine_with_aura"):
        for seed in range(30):
            record = patient(condition, seed)
            for fact in facts_of(record):
                if fact.attribute == "adherence" and fact.access == "sensitive":
                    yield fact.id, record


@pytest.mark.parametrize("question", [
    "A lot of people miss some tablets, it's easily done. How often do you take them?",
    "Lots of people forget theirs, it's easily done. Do you take them every day?",
])  # fmt: skip
def test_missed_tablets_are_told_to_either_way_of_asking_once_there_is_trust(question: str) -> None:
    cases = list(_missing_tablets())[:6]
    assert len(cases) == 6
    for fact, record in cases:
        trusting = with_persona(record, Mood(trust=0.8, anxiety=0.3, irritation=0.0))
        assert fact in told(talk(meet(trusting), ["What tablets do you take?", question]))
        wary = with_persona(record, WARY, personality="plain")
        turns = talk(meet(wary), ["What tablets do you take?", "How often do you take them?"])
        assert fact not in told(turns)
        assert not re.match(r"(?:i take (?:it|them)|every|once|twice)\b", turns[-1].reply_text.lower()), turns[-1].reply_text


def test_the_detail_of_a_secret_that_is_out_needs_no_trust_again() -> None:
    record = next(item for fact, item in _found() if fact == SUICIDAL)
    wary = with_persona(record, WARY, personality="plain")
    turns = talk(meet(wary), [KIND[SUICIDAL]] * 3 + ["How often do you have those thoughts?"])
    assert f"{SUICIDAL}/timing" in told(turns[-1:])


CLAIMS = {
    "social/alcohol/amount": ["So you drink a glass of wine at the weekend, is that right?", "You drink four pints a night, don't you?"],
    SUICIDAL: ["You're not suicidal, are you?", "So you've been thinking of ending your life."],
}  # fmt: skip


@pytest.mark.parametrize("fact", list(CLAIMS))
def test_a_claim_about_what_is_kept_back_is_neither_confirmed_nor_put_right(fact: str) -> None:
    for name, record in _found():
        if name != fact:
            continue
        for claim in CLAIMS[fact]:
            turn = talk(meet(with_persona(record, WARY)), [claim])[0]
            assert [held.fact for held in turn.plan.withheld] == [fact], (claim, turn.reply_text)
            assert not re.match(r"(?:yes|yeah|yep|no|that's right)\b", turn.reply_text.lower()), (claim, turn.reply_text)
