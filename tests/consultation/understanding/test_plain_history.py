"""The questions of every history, as every trainee puts them, are read surely; nothing learned later may unlearn them."""

from __future__ import annotations

import pytest

from pz_tui.consultation.understanding import Context, Understander

ASKED = {
    "Do you have any medical conditions?": "pmh", "Any medical problems?": "pmh", "Any past medical history?": "pmh",
    "Do you have any long-term illnesses?": "pmh", "Are you generally fit and well?": "general_health",
    "Do your parents have any medical conditions?": "family_history:parents", "Any family history?": "family_history",
    "Are you on any medication?": "drug_history", "Do you take any medicines?": "drug_history",
    "Any allergies?": "allergies", "Do you smoke?": "smoking", "Do you drink alcohol?": "alcohol",
    "Do you use any recreational drugs?": "drugs", "What do you do for work?": "occupation",
    "Who lives at home with you?": "living", "What are you worried about?": "concerns",
    "What do you think is causing it?": "ideas", "What were you hoping for today?": "expectations",
    "When did it start?": "onset", "Where is the pain?": "site:pain", "Does it go anywhere?": "radiation",
    "What is it like?": "character", "How bad is it?": "severity", "Is it constant or does it come and go?": "timing",
    "Have you had it before?": "previous_episode", "Is it getting worse?": "progression",
    "Does anything make it worse?": "aggravating", "Does anything make it better?": "relieving",
    "Have you taken anything for it?": "tried_treatment", "Any fever?": "symptom:fever",
    "Any weight loss?": "symptom:weight_loss", "How are you sleeping?": "symptom:sleep",
    "How's your appetite?": "symptom:appetite", "How is your mood?": "symptom:low_mood",
    "Do you have any thoughts of harming yourself?": "symptom:suicidal_ideation",
    "Have you had any operations?": "surgical", "Have you ever been in hospital?": "hospitalisation",
    "Are you sexually active?": "sexual", "Could you be pregnant?": "pregnancy",
    "When was your last period?": "menstrual", "How has this affected your life?": "impact",
    "Any other symptoms?": "associated", "Is there anything else you'd like to tell me?": "anything_else",
}  # fmt: skip


@pytest.mark.parametrize(("asked", "label"), ASKED.items())
def test_a_plain_question_is_read_surely(understander: Understander, asked: str, label: str) -> None:
    found = understander.understand(asked, Context())
    assert found.labels == (label,)
    assert found.confidence >= 0.8


@pytest.mark.parametrize("asked", ["Does anything make it better or worse?", "what makes the pain better or worse"])
def test_better_or_worse_asks_for_both(understander: Understander, asked: str) -> None:
    found = understander.understand(asked, Context())
    assert set(found.labels) == {"relieving", "aggravating"}
    assert found.confidence >= 0.7


@pytest.mark.parametrize(("asked", "labels"), [
    ("Which side is it, and any fever or vomiting?", {"site", "symptom:fever", "symptom:vomiting"}),
    ("Where is it and any fever?", {"site", "symptom:fever"}),
    ("How bad is it, and any vomiting?", {"severity", "symptom:vomiting"}),
])  # fmt: skip
def test_a_list_after_a_question_of_its_own_loses_neither(
    understander: Understander, asked: str, labels: set[str]
) -> None:
    assert set(understander.understand(asked, Context()).labels) == labels
