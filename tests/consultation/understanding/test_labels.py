"""What is asked, in every form: plain questions, lists, several asks, stumbling speech, shorthand, third person."""

from __future__ import annotations

import pytest

from pz_tui.consultation.understanding import Context, Understander, public_labels

ASKED = {
    "so what's been the trouble then": {"open_invitation"},
    "whens it start": {"onset"},
    "did your cough begin suddenly": {"onset:cough"},
    "how many weeks have you had the rash": {"duration:rash"},
    "where abouts is the headache": {"site:headache"},
    "is it more of a stabbing or a dull ache": {"character"},
    "has the pain moved anywhere": {"radiation:pain"},
    "how bad is the itch out of ten": {"severity:itch"},
    "is the headache there all the time": {"timing:headache"},
    "are things getting worse": {"progression"},
    "does lying down make it worse": {"aggravating:lying"},
    "does sitting forward ease it": {"relieving:leaning_forward"},
    "have you noticed any other symptoms": {"associated"},
    "ever had anything similar before": {"previous_episode"},
    "have you tried any painkillers for it": {"tried_treatment"},
    "what did your GP say": {"prior_care"},
    "is it stopping you from working": {"impact:work"},
    "what do you think might be causing it": {"ideas"},
    "what worries you most": {"concerns"},
    "what were you hoping I could do": {"expectations"},
    "have you ever had an asthma attack or pneumonia": {"pmh:asthma", "pmh:pneumonia"},
    "ever been kept in hospital": {"hospitalisation"},
    "have you had your gallbladder taken out": {"surgical"},
    "did you bang your head": {"trauma:head"},
    "do you ever forget your tablets": {"drug_history:adherence"},
    "any vitamins or herbal things": {"drug_history:supplements"},
    "are you allergic to any medicines": {"allergies:drug"},
    "is there anyone in your family with heart trouble": {"family_history:heart"},
    "does your dad have diabetes": {"family_history:diabetes"},
    "how many fags a day do you smoke": {"smoking:amount"},
    "how many units do you get through in a week": {"alcohol:amount"},
    "any cannabis or cocaine": {"drugs"},
    "what's your job": {"occupation"},
    "is there anyone at home with you": {"living"},
    "been anywhere abroad lately": {"travel"},
    "are you on the pill": {"contraception"},
    "when was your last period": {"menstrual"},
    "could you be pregnant": {"pregnancy"},
    "has anybody else at home been poorly": {"sick_contacts"},
    "do you feel safe with your partner": {"safety"},
    "are you right handed": {"handedness"},
    "could I have your date of birth": {"identity_check:dob"},
    "pop your shirt up and let me listen to your chest": {"exam:chest"},
    "we'll get a chest x-ray done": {"test:chest_xray"},
    "have you had a scan of this": {"past_test:imaging"},
    "I'm sorry, that must be hard": {"empathy"},
    "if the pain gets worse come straight back": {"safety_net"},
    "I'm going to prescribe some antibiotics": {"plan"},
    "any questions for me": {"invite_questions"},
    "bye, take care": {"closing"},
}
"""Utterance -> labels that must be among those found."""


@pytest.mark.parametrize("utterance", ASKED)
def test_it_finds_what_is_asked(understander: Understander, utterance: str) -> None:
    found = set(public_labels(understander.understand(utterance, Context())))
    heads = {label.split(":")[0] for label in found}
    assert all(label in found or (":" not in label and label in heads) for label in ASKED[utterance]), found


SHORTHAND = {
    "pmh?": "pmh", "any sob": "symptom:dyspnoea", "fhx of htn": "family_history:hypertension", "loc?": "symptom:syncope",
    "?fever": "symptom:fever", "etoh?": "alcohol", "nkda?": "allergies:drug", "lmp": "menstrual", "psh": "surgical",
    "check obs": "exam:vital_signs", "cxr pls": "test:chest_xray", "wt loss?": "symptom:weight_loss",
}  # fmt: skip


@pytest.mark.parametrize("utterance", SHORTHAND)
def test_shorthand_is_read_written_out(understander: Understander, utterance: str) -> None:
    assert public_labels(understander.understand(utterance, Context())) == (SHORTHAND[utterance],)


def test_a_list_is_one_question_and_every_item_is_found(understander: Understander) -> None:
    found = understander.understand("any fever, chills or weight loss?", Context())
    assert found.labels == ("symptom:fever", "symptom:chills", "symptom:weight_loss")
    assert found.form == "list"


def test_shorthand_for_two_things_is_a_list(understander: Understander) -> None:
    assert set(understander.understand("n/v?", Context()).labels) == {"symptom:nausea", "symptom:vomiting"}


def test_two_different_questions_are_a_compound(understander: Understander) -> None:
    found = understander.understand("When did the cough start, and do you smoke?", Context())
    assert [ask.head for ask in found.asks] == ["onset", "smoking"]
    assert found.form == "compound"


def test_facets_of_one_head_are_different_questions(understander: Understander) -> None:
    found = understander.understand("What dose is it, and do you take it every day?", Context())
    assert set(found.labels) == {"drug_history:dose", "drug_history:adherence"}
    assert found.form == "compound"


def test_stumbling_speech_is_followed_to_its_point(understander: Understander) -> None:
    found = understander.understand("And um, have you, do you get any, any swelling in your ankles at all?", Context())
    assert found.labels == ("symptom:leg_swelling",)


def test_a_statement_before_the_question_does_not_hide_it(understander: Understander) -> None:
    found = understander.understand("OK, that's helpful. Now a few personal things. Do you drink alcohol?", Context())
    assert public_labels(found) == ("alcohol",)


@pytest.mark.parametrize("utterance", ["does he have a sore throat", "has she got a sore throat"])
def test_a_carer_is_asked_about_a_third_person(understander: Understander, utterance: str) -> None:
    assert understander.understand(utterance, Context()).labels == ("symptom:sore_throat",)


def test_american_and_british_spelling_mean_the_same(understander: Understander) -> None:
    one = understander.understand("any diarrhea or edema", Context()).labels
    other = understander.understand("any diarrhoea or oedema", Context()).labels
    assert one == other
    assert "symptom:diarrhoea" in one


def test_several_tests_are_ordered_by_the_librarys_ids(understander: Understander) -> None:
    found = understander.understand("ECG, troponin and FBC please", Context())
    assert found.labels == ("test:ecg", "test:troponin", "test:fbc")


def test_tests_are_published_by_group(understander: Understander) -> None:
    assert public_labels(understander.understand("FBC and CRP please", Context())) == ("test:blood",)


def test_small_acts_beside_a_question_are_kept_but_not_published(understander: Understander) -> None:
    found = understander.understand("Thank you. Do you smoke?", Context())
    assert "thanks" in found.labels
    assert public_labels(found) == ("smoking",)


def test_the_words_it_rests_on_are_as_typed(understander: Understander) -> None:
    utterance = "Right. Do you get any SOB?"
    found = understander.understand(utterance, Context())
    assert all(ask.words in utterance for ask in found.asks)
    assert any("SOB" in ask.words for ask in found.asks)


def test_nonsense_is_not_understood(understander: Understander) -> None:
    found = understander.understand("qwer zxcv uiop", Context())
    assert found.asks == ()
    assert found.confidence == 0
