"""What a question leaves unsaid, and how it was put."""

from __future__ import annotations

import pytest

from pz_tui.consultation.understanding import Context, Understander, public_labels

CHEST = Context(focus="chest_pain", focus_label="open_invitation", earlier_labels=("open_invitation",))


@pytest.mark.parametrize(
    ("utterance", "head"),
    [
        ("how bad?", "severity"), ("since when?", "onset"), ("does it go anywhere?", "radiation"),
        ("is that new?", "progression"), ("how long?", "duration"), ("how often?", "timing"),
        ("what about your arm?", "radiation"), ("and at night?", "timing"),
    ],
)  # fmt: skip
def test_an_elliptic_question_leans_on_the_focus(understander: Understander, utterance: str, head: str) -> None:
    asks = understander.understand(utterance, CHEST).asks
    assert [ask.head for ask in asks] == [head]
    assert asks[0].subject == "chest_pain"


def test_a_thing_named_outright_is_not_replaced_by_the_focus(understander: Understander) -> None:
    ask = understander.understand("how bad is the headache?", CHEST).asks[0]
    assert (ask.head, ask.object, ask.subject) == ("severity", "headache", "")


def test_the_other_side_goes_on_with_the_focus(understander: Understander) -> None:
    found = understander.understand("and the left one?", Context(focus="leg_swelling"))
    assert [ask.subject for ask in found.asks] == ["leg_swelling"]


def test_without_a_focus_a_few_words_mean_nothing(understander: Understander) -> None:
    assert understander.understand("and the left one?", Context()).asks == ()


@pytest.mark.parametrize(
    ("before", "utterance", "label"),
    [
        ("smoking", "how many a day?", "smoking:amount"),
        ("alcohol", "how often?", "alcohol:amount"),
        ("drug_history", "how often?", "drug_history:frequency"),
        ("surgical", "when was that?", "surgical"),
        ("family_history", "what about diabetes?", "family_history:diabetes"),
        ("family_history", "and your dad?", "family_history:father"),
    ],
)
def test_a_question_without_a_topic_keeps_the_last_one(
    understander: Understander, before: str, utterance: str, label: str
) -> None:
    found = understander.understand(utterance, Context(focus_label=before, earlier_labels=(before,)))
    assert found.labels == (label,)


def test_the_focus_is_found_in_the_patients_last_line(understander: Understander) -> None:
    found = understander.understand("How bad is it?", Context(last_reply="Well, I've had this headache since Monday."))
    assert public_labels(found) == ("severity:headache",)


def test_a_thing_named_before_a_restart_belongs_to_the_question(understander: Understander) -> None:
    found = understander.understand("Do you have the cough, is it, does it come and go?", CHEST)
    assert "timing:cough" in found.labels


@pytest.mark.parametrize(
    ("utterance", "polarity"),
    [("no fever, then?", "absent"), ("You've got no allergies, right?", "absent"), ("So no pain in the arm then.", "absent")],
)
def test_a_leading_question_tells_what_it_expects(understander: Understander, utterance: str, polarity: str) -> None:
    found = understander.understand(utterance, Context())
    assert {ask.polarity for ask in found.asks} == {polarity}
    assert found.form == "leading"


def test_an_open_invitation_is_open_and_a_plain_question_closed(understander: Understander) -> None:
    assert understander.understand("Tell me more about it.", Context()).form == "open"
    assert understander.understand("Do you smoke?", Context()).form == "closed"


def test_a_reason_or_normalising_makes_it_kind(understander: Understander) -> None:
    kind = understander.understand("A lot of people forget their tablets. Do you ever miss any?", Context())
    plain = understander.understand("Do you ever miss any tablets?", Context())
    assert all(ask.kind for ask in kind.asks)
    assert not any(ask.kind for ask in plain.asks)


def test_jargon_is_named_on_the_ask_that_holds_it(understander: Understander) -> None:
    found = understander.understand("Any cough or orthopnoea?", Context())
    assert {ask.object: ask.jargon for ask in found.asks} == {"cough": (), "orthopnoea": ("orthopnoea",)}


def test_shorthand_is_no_jargon(understander: Understander) -> None:
    assert all(not ask.jargon for ask in understander.understand("any sob?", Context()).asks)


def test_a_relative_is_the_subject_of_the_illness(understander: Understander) -> None:
    ask = understander.understand("Did your mother have a stroke?", Context()).asks[0]
    assert (ask.label, ask.subject) == ("family_history:stroke", "mother")


def test_what_is_said_back_keeps_what_it_is_about(understander: Understander) -> None:
    found = understander.understand("You said you were allergic to aspirin?", Context())
    assert "confirm" in found.labels
    assert {ask.subject for ask in found.asks if ask.head == "allergies"} == {"aspirin"}
