"""Questions of risk, mood, attacks and offers in prefaced, loose and non-native words, by their kind."""

from __future__ import annotations

import pytest

from pz_tui.consultation.turn import ASK_BACK_BELOW
from pz_tui.consultation.understanding import Context, Understander

RISK = [
    ("Some people feel that life isn't worth living. Have you ever felt like that?", "symptom:suicidal_ideation"),
    ("You are thinking sometimes that is better to be dead?", "symptom:suicidal_ideation"),
    ("You did something to hurt yourself?", "symptom:self_harm"),
    ("Is there anything that stops you from acting on it?", "symptom:protective_factor"),
    ("Many people with depression wish they wouldn't wake up. Do you feel that way?", "symptom:suicidal_ideation"),
    ("It's quite common to have thoughts of ending it all. Have you?", "symptom:suicidal_ideation"),
    ("What helps you not to do it?", "symptom:protective_factor"),
    ("What holds you back from doing it?", "symptom:protective_factor"),
    ("Have you heard or seen things other people couldn't?", "symptom:hallucination"),
    ("Are there things you still enjoy?", "symptom:anhedonia"),
    ("Can you concentrate, say on a book?", "symptom:concentration"),
    ("Do you still see your friends?", "symptom:social_withdrawal"),
    ("Have you told anyone how you feel?", "support"),
    ("A lot of people drink more when they feel low. How much are you drinking?", "alcohol:amount"),
]
ATTACK = [
    ("How is this one compared with the others?", "previous_episode"),
    ("Do you get any warning that one is coming?", "symptom:aura"),
    ("Do you have to lie down in a dark room?", "symptom:photophobia"),
    ("Was there something that started it?", "circumstances"),
    ("any reason you can think of", "circumstances"),
    ("Did it begin somewhere else?", "radiation"),
    ("Number from zero until ten?", "severity"),
    ("When did you last have a wee?", "symptom:urinary"),
    ("Have you been sick? How many times?", "timing:vomiting"),
    ("What do you make of it all?", "ideas"),
    ("And what is making you most afraid?", "concerns"),
]
BACKGROUND_AND_ACTS = [
    ("Have you ever had gout?", "pmh:gout"),
    ("Any history of TB?", "pmh:tuberculosis"),
    ("Have you had hepatitis?", "pmh:viral_hepatitis"),
    ("Do you drink or smoke?", "alcohol"),
    ("Do you drink or smoke?", "smoking"),
    ("You don't take paracetamol, do you?", "drug_history:paracetamol"),
    ("Has anyone close to you had heart disease?", "family_history:heart"),
    ("Your ECG shows some changes", "exam_report"),
    ("start propranolol ok?", "check_agreement"),
    ("You like to speak with psychologist?", "check_agreement"),
    ("It's your appendix.", "diagnosis_told:appendicitis"),
    ("ring if worse", "safety_net"),
    ("Right, I'm off.", "closing"),
    ("Does light or noise bother you?", "symptom:photophobia"),
    ("Does light or noise bother you?", "symptom:phonophobia"),
    ("Would you act on them?", "symptom:suicide_plan"),
    ("And what about food, are you eating?", "symptom:appetite"),
    ("migraine w aura", "diagnosis_told:migraine_with_aura"),
]


@pytest.mark.parametrize(("line", "label"), [*RISK, *ATTACK, *BACKGROUND_AND_ACTS])
def test_loose_words_are_taken_for_what_they_ask(understander: Understander, line: str, label: str) -> None:
    found = understander.understand(line, Context())
    assert label in found.labels
    assert found.confidence >= ASK_BACK_BELOW


def test_what_is_said_of_others_is_asked_of_the_patient_alone(understander: Understander) -> None:
    line = "A lot of people drink more when they feel low. How much are you drinking?"
    assert "symptom:low_mood" not in understander.understand(line, Context()).labels


def test_what_the_patient_mentioned_is_no_preface_about_others(understander: Understander) -> None:
    found = understander.understand("You mentioned dizziness. Have you had that before?", Context())
    assert "previous_episode" in found.labels


@pytest.mark.parametrize(
    ("line", "well"), [("Do you still see your friends?", True), ("Are you keeping away from friends?", False)]
)
def test_seeing_friends_is_asked_as_what_is_well(understander: Understander, line: str, well: bool) -> None:
    (ask,) = understander.understand(line, Context()).asks
    assert ask.well is well
