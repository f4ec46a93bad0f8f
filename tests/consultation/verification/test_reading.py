"""What is read from a sentence: negation, subject, assertion, amounts, times, sides."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pz_tui.consultation.verification.names import Names
from pz_tui.consultation.verification.numbers import quantities
from pz_tui.consultation.verification.reading import Reading
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.times import fits, moments
from pz_tui.consultation.verification.words import plain, words_of
from pz_tui.knowledge.library import load
from tests.patients import library


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(load())


def named(sentence: str, names: Names) -> dict[str, bool]:
    """Concept -> denied, of what the patient says of themselves."""
    return {one.id: one.denied for one in Reading(sentence, names).mentions
            if one.subject == "self" and one.mode in ("said", "told")}  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "concept", "denied"),
    [
        ("I've not been sweating.", "sweating", True),
        ("No fever, no cough.", "cough", True),
        ("No fever, cough or sore throat.", "cough", True),
        ("No cough, but I do feel sick.", "nausea", False),
        ("I haven't got a cough and I feel sick.", "nausea", False),
        ("I don't think I've had a fever.", "fever", True),
        ("I've had neither a cough nor a rash.", "rash", True),
        ("I can't stand the light.", "photophobia", False),
        ("I can't stop yawning.", "fatigue", False),
        ("My breathing's fine.", "dyspnoea", True),
        ("I've not actually been sick.", "vomiting", True),
        ("Apart from a cough I'm well.", "cough", False),
        ("Without a rash.", "rash", True),
    ],
)
def test_denial_reaches_as_far_as_it_should(sentence: str, concept: str, denied: bool, names: Names) -> None:
    assert named(sentence, names)[concept] is denied


@pytest.mark.parametrize(
    "sentence",
    [
        "Is it a stroke?",
        "My mum had a stroke.",
        "I thought it was a stroke.",
        "I'm scared it's a stroke.",
        "It could be a stroke, for all I know.",
        "I wonder about a stroke.",
    ],
)
def test_what_is_asked_feared_or_somebody_elses_is_not_said_of_oneself(sentence: str, names: Names) -> None:
    assert "stroke" not in named(sentence, names)


def test_a_relative_is_the_subject_of_their_illness(names: Names) -> None:
    mentions = Reading("My mum's thyroid's slow, and my gran had bowel cancer.", names).mentions
    assert {(one.id, one.subject) for one in mentions} == {("thyroid", "mother"), ("colorectal_cancer", "grandmother")}


@pytest.mark.parametrize(
    ("sentence", "kind", "low", "high", "unit"),
    [
        ("About four hours ago.", "duration", 4, 4, "hour"),
        ("An hour and a half.", "duration", 1.5, 1.5, "hour"),
        ("A couple of weeks.", "duration", 336, 336, "week"),
        ("Seven out of ten.", "score", 7, 7, "/10"),
        ("It's a hundred milligrams.", "dose", 100, 100, "mg"),
        ("50mg, I think.", "dose", 50, 50, "mg"),
        ("Thirty-two units a week.", "rate", 32, 32, "unit/week"),
        ("Once or twice a month.", "rate", 1, 2, "/month"),
        ("Five or six.", "plain", 5, 6, ""),
        ("When I was nineteen.", "age", 19, 19, "years"),
        ("She was sixty-six when she died.", "age", 66, 66, "years"),
        ("Two tablets.", "count", 2, 2, "tablet"),
        ("I take it half the time.", "share", 0.4, 0.6, "share"),
        ("I never miss it.", "share", 0.95, 1.0, "share"),
    ],
)
def test_amounts_are_read_with_what_they_count(
    sentence: str, kind: str, low: float, high: float, unit: str
) -> None:
    words = [word.text for word in words_of(sentence)]
    first = quantities(words, [stem(word) for word in words])[0]
    assert (first.kind, first.low, first.high, first.unit) == (kind, low, high, unit)


def test_a_number_counts_nothing_beyond_a_pause(names: Names) -> None:
    alone, counting = Reading("Ten. Could not be worse.", names), Reading("Ten tablets. Could not be worse.", names)
    assert (alone.quantities[0].kind, alone.quantities[0].low) == ("plain", 10)
    assert (counting.quantities[0].kind, counting.quantities[0].unit) == ("count", "tablet")


@pytest.mark.parametrize("sentence", ["The left one.", "Ten minutes away.", "That one.", "Half past eight."])
def test_what_counts_nothing_is_no_amount(sentence: str) -> None:
    words = [word.text for word in words_of(sentence)]
    assert quantities(words, [stem(word) for word in words]) == []


NOW = datetime(2026, 5, 19, 10, 30)  # a Tuesday


@pytest.mark.parametrize(
    ("said", "hours", "true"),
    [
        ("Last night.", 14, True),
        ("Yesterday evening, after tea.", 14, True),
        ("About half past eight last night.", 14, True),
        ("On Monday evening.", 14, True),
        ("This morning.", 14, False),
        ("On Sunday.", 14, False),
        ("Around nine this morning.", 1.5, True),
        ("Yesterday.", 1.5, False),
        ("In the night.", 8, True),
    ],
)
def test_times_are_held_against_the_clock(said: str, hours: float, true: bool) -> None:
    read = moments([word.text for word in words_of(said)])
    assert len(read) == 1
    assert fits(read[0], NOW - timedelta(hours=hours), NOW) is true


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("On the left.", ["left"]),
        ("My right arm.", ["right"]),
        ("All right.", []),
        ("That's right.", []),
        ("Right in the middle of my chest.", []),
        ("I left work.", []),
        ("Both arms.", ["both"]),
        ("It's right here.", []),
    ],
)
def test_right_is_not_always_a_side(sentence: str, sides: list[str], names: Names) -> None:
    assert [one.side for one in Reading(sentence, names).sides] == sides


def test_contractions_are_written_out() -> None:
    assert plain("I haven’t, he's can't; won't!") == "i have not he is can not will not"


@pytest.mark.parametrize(("one", "other"), [("coughing", "cough"), ("swollen", "swelling"), ("dizziness", "dizzy"),
                                            ("smoked", "smoke"), ("threw", "throwing")])  # fmt: skip
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


CLAIMS = tomllib.loads((Path(__file__).parent / "lay_claims.toml").read_text(encoding="utf-8"))["claims"]
TOLD = frozenset({"said", "told", "likened", "believed", "supposed"})


@pytest.mark.parametrize("concept", [id for id in CLAIMS if id in library().concepts])
def test_what_patients_call_a_thing_is_read_as_that_thing(concept: str, names: Names) -> None:
    missed = [
        text for text in CLAIMS[concept]
        if not any(
            (one.id in names.kin(concept) or concept in names.kin(one.id)) and not one.denied and one.mode in TOLD
            for one in Reading(text, names).mentions
        )
    ]  # fmt: skip
    assert len(missed) <= 1, missed
