"""Lists of topics, tags and topics named in the same turn, by kinds."""

from __future__ import annotations

import pytest

from pz_tui.consultation.understanding import Context, Understander, public_labels


@pytest.mark.parametrize(
    ("utterance", "labels"),
    [
        ("appetite / bowels", {"symptom:appetite", "symptom:bowel_habit"}),
        ("smoking / alcohol / drugs", {"smoking", "alcohol", "drugs"}),
        ("meds / allergies?", {"drug_history", "allergies:drug"}),
        ("Past medical history and any regular meds?", {"pmh", "drug_history"}),
        ("ECG and some bloods", {"test:ecg", "test:blood"}),
        ("ecg cxr fbc", {"test:ecg", "test:chest_xray", "test:blood"}),
        ("any fhx of asthma, stroke or diabetes?", {f"family_history:{one}" for one in ("asthma", "stroke", "diabetes")}),
        ("Thank you, goodbye", {"thanks", "closing"}),
        ("any ideas, concerns or expectations?", {"ideas", "concerns", "expectations"}),
        ("any swelling or bruising?", {"symptom:swelling", "symptom:bruising"}),
    ],
)  # fmt: skip
def test_every_item_of_a_list_comes_through(understander: Understander, utterance: str, labels: set[str]) -> None:
    assert labels <= set(public_labels(understander.understand(utterance, Context())))


@pytest.mark.parametrize("utterance", ["Does rest or exercise help?", "Is it worse when you smoke or drink?"])
def test_factors_are_no_list_of_topics(understander: Understander, utterance: str) -> None:
    heads = {ask.head for ask in understander.understand(utterance, Context()).asks}
    assert not heads & {"exercise", "alcohol"}


def test_a_topic_named_in_the_turn_goes_before_the_one_of_the_turn_before(understander: Understander) -> None:
    found = understander.understand("And alcohol, how much in a week?", Context(focus_label="smoking"))
    assert all(ask.head == "alcohol" for ask in found.asks)


def test_how_bad_it_was_is_never_an_amount(understander: Understander) -> None:
    found = understander.understand("How bad was it out of ten?", Context(focus_label="smoking"))
    assert {ask.head for ask in found.asks} == {"severity"}


@pytest.mark.parametrize(
    ("utterance", "head"),
    [("You don't smoke, do you?", "smoking"), ("Could this be a migraine, do you think?", "ideas")],
)
def test_a_tag_belongs_to_its_question(understander: Understander, utterance: str, head: str) -> None:
    assert {ask.head for ask in understander.understand(utterance, Context()).asks} == {head}


@pytest.mark.parametrize("drug", ["codeine", "penicillin", "ibuprofen"])
def test_an_allergy_to_a_named_drug_is_heard(understander: Understander, drug: str) -> None:
    found = understander.understand(f"Are you allergic to {drug}?", Context())
    assert {ask.label for ask in found.asks} == {"allergies:drug"}


def test_how_often_a_drug_is_taken_does_not_ask_whether(understander: Understander) -> None:
    found = understander.understand("How often do you take the painkillers?", Context())
    assert {ask.label for ask in found.asks} == {"drug_history:frequency"}


def test_a_small_act_beside_a_question_is_plain(understander: Understander) -> None:
    found = understander.understand("Hi, I am Sam, a medical student. What brought you in?", Context())
    assert all(ask.confidence > 0.5 for ask in found.asks)
