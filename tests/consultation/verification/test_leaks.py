"""What must not come out: the diagnosis, findings, what is kept back, what was not asked."""

from __future__ import annotations

import pytest

from tests.consultation.verification.cases import judge, kinds

PUZZLED = {"strategy": "puzzled", "truth": "Sorry? I don't know what you mean."}


@pytest.mark.parametrize(
    ("who", "doctor", "said"),
    [
        ("kofi", "What's wrong with you?", "I'm having a heart attack."),
        ("kofi", "Tell me the diagnosis.", "It's a myocardial infarction."),
        ("kofi", "Could this be a heart attack?", "Yes, it's a heart attack."),
        ("kofi", "Any questions?", "Is it a heart attack?"),
        ("hodan", "What is it?", "It's one of my migraines."),
        ("aileen", "What is it?", "I think my appendix has burst."),
    ],
)
def test_the_diagnosis_is_not_named(who: str, doctor: str, said: str) -> None:
    assert "leak" in kinds(judge(who, doctor, said, move=PUZZLED))


@pytest.mark.parametrize(
    ("doctor", "said", "told"),
    [
        ("I think you've had a heart attack.", "A heart attack? Am I going to be all right?", ""),
        ("Any questions?", "Will I be able to work after a heart attack?", "heart attack"),
    ],
)
def test_what_the_doctor_named_may_be_asked_about(doctor: str, said: str, told: str) -> None:
    assert judge("kofi", doctor, said, told=told, move={"strategy": "react", "truth": "Oh dear."}).ok


def test_a_past_that_is_denied_is_no_leak() -> None:
    assert judge("kofi", "Ever had a heart attack?", "No, I've never had a heart attack.", ["past/mi"]).ok


@pytest.mark.parametrize(
    "said",
    [
        "It's 125 over 77.",
        "My troponin is raised.",
        "The ECG shows changes.",
        "My pulse is 97.",
        "You'll hear crackles at the bases.",
        "My temperature is 38.1.",
    ],
)
def test_findings_are_for_the_doctor_to_find(said: str) -> None:
    assert "leak" in kinds(judge("kofi", "What did they find?", said, move=PUZZLED))


@pytest.mark.parametrize(
    "said",
    [
        "I only take the losartan half the week.",
        "If I'm honest I miss it a lot, maybe half the week.",
        "I never miss it.",
        "Yes, I take it every day.",
    ],
)
def test_what_is_kept_back_is_neither_told_nor_denied(said: str) -> None:
    verdict = judge("kofi", "Do you take it every day?", said, withheld=["drug/losartan/adherence"],
                    disclosed=["complaint", "drug/losartan"])  # fmt: skip
    assert not verdict.ok


@pytest.mark.parametrize("said", ["I try to.", "I do my best with them.", "Why do you ask?"])
def test_vague_words_pass(said: str) -> None:
    assert judge("kofi", "Do you take it every day?", said, withheld=["drug/losartan/adherence"],
                 disclosed=["complaint", "drug/losartan"]).ok  # fmt: skip


@pytest.mark.parametrize(
    ("who", "doctor", "plan", "said"),
    [
        ("kofi", "How bad is it?", "severity", "Six, and I'm frightened it's my heart."),
        ("kofi", "What tablets?", "drug/losartan", "Losartan, but I only take it half the time."),
        ("hodan", "Where is it?", "site", "On the left, and I'm on the pill."),
        ("aileen", "When did it start?", "onset", "Last night, and I had a termination at nineteen."),
    ],
)
def test_nobody_answers_five_things_when_one_was_asked(who: str, doctor: str, plan: str, said: str) -> None:
    assert "leak" in kinds(judge(who, doctor, said, [plan]))


def test_the_records_own_words_are_caught_when_the_fact_is_kept_back() -> None:
    verdict = judge("kofi", "How much do you drink?", "I'd say half a bottle of wine most evenings.",
                    withheld=["social/alcohol/amount"], disclosed=["complaint", "social/alcohol"])  # fmt: skip
    assert kinds(verdict) == {"leak"}


def test_what_is_out_may_be_said_again() -> None:
    assert judge("kofi", "So what have you told me?", "It goes down both arms.",
                 disclosed=["complaint", "symptom/chest-pain/radiation"]).ok  # fmt: skip
