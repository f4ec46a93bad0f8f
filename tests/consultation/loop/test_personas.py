"""Every persona can be reached by a good doctor, and none changes what is so."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pytest

from pz_tui.assessment.questions import question_for
from pz_tui.consultation.turn import Turn
from pz_tui.generation.request import PatientRequest
from pz_tui.generation.strata import draw
from pz_tui.plausibility import STAGES, Case, check
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood
from tests.patients import DAY, library, meet, patient, talk, with_persona

CONDITIONS = {"nstemi": 4, "migraine_with_aura": 5, "appendicitis": 5, "depression": 0}
PERSONAS: dict[str, tuple[dict[str, Any], Mood | None]] = {
    "verbose": ({"personality": "verbose", "talkativeness": 0.95, "openness": 0.9}, None),
    "reserved": ({"personality": "reserved", "talkativeness": 0.05, "openness": 0.15}, Mood(trust=0.3, anxiety=0.4)),
    "pleasing": ({"personality": "pleasing", "talkativeness": 0.5}, None),
    "impatient": ({"personality": "impatient", "talkativeness": 0.15}, Mood(trust=0.35, anxiety=0.3, irritation=0.38)),
    "overanxious": ({"personality": "overanxious", "talkativeness": 0.7}, Mood(trust=0.45, anxiety=0.85)),
    "distrustful": ({"personality": "distrustful", "openness": 0.15}, Mood(trust=0.15, anxiety=0.5, irritation=0.25)),
    "unschooled, poor recall": ({"language": "A", "literacy": 0.1, "recall": 0.3, "talkativeness": 0.2}, None),
    "schooled, good recall": ({"language": "C", "literacy": 0.9, "recall": 0.95}, None),
    "muddled": ({"confusion": 0.5}, None),
}
SYMPATHY = [
    "That sounds hard, I'm sorry you're going through this.", "I can see this has been worrying you.",
    "Thank you for telling me, I know it isn't easy.", "That must be frightening.", "I understand.",
]  # fmt: skip
GENTLY = "I ask everybody this, because it's common. "
ROUNDS, ROUNDS_KIND = 2, 6
"""How often a good doctor asks for a plain thing, and for a delicate one, at the most."""
_NUMBER = re.compile(r"\d+")


def good_consultation(condition: str, persona: str) -> tuple[list[Turn], dict[str, Fact], set[str]]:
    """A whole consultation: open start, one question for each thing that matters, kindness, and patience."""
    axes, mood = PERSONAS.get(persona, ({"personality": "plain"}, None))
    return consulted(with_persona(patient(condition, CONDITIONS[condition]), mood, **axes))


def reached_by_a_good_doctor(record: PatientRecord) -> set[str]:
    """The facts that matter and came out."""
    return consulted(record)[2]


def consulted(record: PatientRecord) -> tuple[list[Turn], dict[str, Fact], set[str]]:
    """The turns, the facts, and which of those that matter came out."""
    encounter = meet(record)
    facts = {fact.id: fact for fact in encounter.facts}
    wanted = [fact for fact in encounter.facts if fact.knowable and fact.access not in ("examination", "investigation", "hidden")
              and (fact.access == "sensitive" or fact.importance >= 2 or fact.red_flag)]  # fmt: skip
    turns = talk(encounter, ["Hello, I'm Dr Osei. What's brought you in today?", "Go on.", SYMPATHY[0]])
    for asking in range(ROUNDS_KIND):
        for place, fact in enumerate(wanted):
            delicate = fact.access == "sensitive"
            if fact.id in encounter.memory.disclosed or (asking >= ROUNDS and not delicate):
                continue
            kindness = [SYMPATHY[place % len(SYMPATHY)]] if place % 4 == 0 else []
            question = question_for(fact, library().concepts)
            turns += talk(encounter, [*kindness, GENTLY + question if delicate else question])
    return turns, facts, set(encounter.memory.disclosed) & {fact.id for fact in wanted}


@lru_cache(maxsize=4)
def _plain(condition: str) -> frozenset[str]:
    return frozenset(good_consultation(condition, "plain")[2])


@pytest.mark.parametrize("condition", list(CONDITIONS))
@pytest.mark.parametrize("persona", list(PERSONAS))
def test_a_good_doctor_reaches_the_same_with_everybody_and_no_fact_changes(condition: str, persona: str) -> None:
    turns, facts, reached = good_consultation(condition, persona)
    plain = _plain(condition)
    assert len(plain) >= 20
    assert not plain - reached, sorted(plain - reached)
    for turn in turns:
        told = [event for event in turn.events if event.kind == "disclosed"]
        true = " ".join(text for event in told for fact in [facts[event.fact]]
                        for text in (fact.clinical, *fact.wording.full, *fact.wording.short))  # fmt: skip
        for event in told:
            assert set(_NUMBER.findall(event.words)) <= set(_NUMBER.findall(true)), (event, true)


def test_more_is_said_by_who_talks_more() -> None:
    lengths = {}
    for persona in ("verbose", "reserved"):
        axes, mood = PERSONAS[persona]
        record = with_persona(patient("nstemi", 4), mood, **axes)
        turns = talk(meet(record), ["What's brought you in today?", "When did it start?", "Any other symptoms?",
                                    "Does anything make it worse?", "Any medical problems?", "Who's at home?"])  # fmt: skip
        lengths[persona] = sum(len(turn.reply_text.split()) for turn in turns)
    assert lengths["verbose"] > 2 * lengths["reserved"]


MUDDLING = ["What's brought you in today?", "When did it start?", "Does it go anywhere?", "Do you have any pain now?",
            "Any fever?", "Any medical problems?", "Do you take any tablets?", "Do you smoke?", "Who's at home with you?",
            "How bad is it out of ten?", "Any allergies?", "Does anything make it better?"]  # fmt: skip


def test_a_muddled_patient_loses_the_thread_and_answers_when_asked_again_and_says_nothing_false() -> None:
    lost = drifted = 0
    for condition, seed in CONDITIONS.items():
        for more in range(2):
            record = with_persona(patient(condition, seed + more), confusion=0.8)
            turns = talk(meet(record), [line for line in MUDDLING for _ in range(2)])
            for first, second in zip(turns[::2], turns[1::2], strict=True):
                words = {move.wording for move in first.plan.moves}
                drifted += bool(words & {"drifts", "days_mixed", "comes_back"})
                if words & {"lost_thread", "who_are_you"}:
                    lost += 1
                    assert not first.plan.facts
                    assert "left_open" in {event.outcome for event in first.events if event.kind == "asked"}
                    assert not {move.wording for move in second.plan.moves} & {"lost_thread", "who_are_you"}
                    assert second.plan.facts or any(move.topic for move in second.plan.moves), second.reply_text
            clear = talk(meet(with_persona(record, confusion=0.0)), MUDDLING)
            denied = {fact for turn in clear for move in turn.plan.moves if move.strategy == "deny" for fact in move.facts}
            given = {fact for turn in turns for move in turn.plan.moves if move.opening for fact in move.facts}
            assert not denied & given
    assert lost >= 8
    assert drifted >= 8


def test_a_clear_patient_never_loses_the_thread() -> None:
    turns = talk(meet(with_persona(patient("nstemi", 4), confusion=0.2)), MUDDLING)
    words = {move.wording for turn in turns for move in turn.plan.moves}
    assert not words & {"lost_thread", "who_are_you", "drifts", "days_mixed", "comes_back"}


def test_of_a_compound_question_one_part_is_answered_and_the_rest_can_be_asked_again() -> None:
    record = with_persona(patient("nstemi", 4), talkativeness=0.3)
    both, left = talk(meet(record), ["What makes it worse, and do you have any allergies?", "What makes it worse?"])
    asked = {event.label: event.outcome for event in both.events if event.kind == "asked"}
    assert asked == {"aggravating": "left_open", "allergies": "answered"}
    assert not [fact for fact in both.plan.facts if "aggravating" in fact]
    assert [fact for fact in left.plan.facts if "aggravating" in fact]


def test_of_a_list_every_item_is_answered() -> None:
    record = with_persona(patient("nstemi", 4), talkativeness=0.3)
    turn = talk(meet(record), ["Any fever, cough, nausea or rash?"])[0]
    assert {"symptom/fever", "symptom/cough", "symptom/nausea", "symptom/rash"} <= set(turn.plan.facts)


def test_generation_now_and_then_draws_a_muddled_old_patient_and_never_a_young_one() -> None:
    drawn = {age: [draw(PatientRequest(condition="nstemi", age=age, personality="verbose", seed=seed, date=DAY), library()).persona
                   for seed in range(150)] for age in (50, 70, 88)}  # fmt: skip
    shares = {age: sum(persona.muddled for persona in personas) / len(personas) for age, personas in drawn.items()}
    assert shares[50] == 0
    assert 0 < shares[70] < shares[88] < 0.4
    assert {persona.personality for personas in drawn.values() for persona in personas} == {"verbose"}


def test_a_drawn_muddle_is_heard_and_a_good_doctor_still_gets_there() -> None:
    seed = next(seed for seed in range(99) if patient("nstemi", seed, age=88).persona.muddled)
    record = patient("nstemi", seed, age=88)
    assert not [one for one in check(Case.of_record(record, library()), STAGES) if one.rule == "PER1"]
    heard = {move.wording for turn in talk(meet(record), [*MUDDLING, *MUDDLING]) for move in turn.plan.moves}
    assert heard & {"lost_thread", "who_are_you", "drifts", "days_mixed", "comes_back"}
    clear = with_persona(record, confusion=0.0)
    assert reached_by_a_good_doctor(record) >= reached_by_a_good_doctor(clear)
