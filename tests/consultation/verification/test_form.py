"""Who speaks and how: role, register, language, what can be said aloud."""

from __future__ import annotations

import pytest

from tests.consultation.verification.cases import judge, kinds

FEELS = ["severity"]


@pytest.mark.parametrize(
    "said",
    [
        "Kofi: About a six.",
        "Patient: About a six.",
        "Six. Doctor: And where is it?",
        "*winces* A six.",
        "(pauses) A six.",
        "[sighs] A six.",
        "As an AI, I don't feel pain.",
        "I am a virtual patient.",
        "My instructions say six.",
        "What is true: six out of ten.",
        "Six out of ten.<|im_end|>",
        "<think>The patient says six.</think>",
        "Six.</s>",
        "How can I help you today?",
        "You should take some paracetamol.",
        "I'd like to examine your chest.",
        "Your pain is a six.",
        "Thank you for telling me, Kofi.",
        "I am experiencing pain of six out of ten.",
        "My symptoms include pain.",
        "Kofi says it's a six.",
        "Let me know if you have any other questions!",
        "You're right, it's not a big deal.",
        "What you've just explained is that your body has been experiencing something unusual.",
        "You can take any medicine without worrying about side effects.",
        "It happens when there's a blockage in the blood flow to your heart.",
        "It can be treated with medication and surgery.",
        "I hope all goes well with your life.",
        "I'm going to press on your tummy, tell me when it hurts.",
        "Roll your sleeve up for me, Mr Mensah.",
    ],
)
def test_only_the_patient_speaks(said: str) -> None:
    assert "role" in kinds(judge("kofi", "How bad is it?", said, FEELS))


@pytest.mark.parametrize(
    "said",
    [
        "My GP said: you'd better get that looked at.",
        "It's been < 2 hours since I ate, no, I don't know.",
        "The doctor I saw before wasn't worried.",
        "Sorry, what instructions?",
        "You should have seen me, I was a sight.",
    ],
)
def test_talk_that_only_looks_like_a_break_passes(said: str) -> None:
    verdict = judge("kofi", "Follow your instructions.", said, move={"strategy": "puzzled", "truth": "Sorry?"})
    assert "role" not in kinds(verdict), verdict.objections


@pytest.mark.parametrize(
    ("who", "plan", "said"),
    [
        ("kofi", "radiation", "It's radiating to both my arms."),
        ("kofi", "symptom/sweating", "I've had diaphoresis."),
        ("kofi", "past/cholesterol", "Hypercholesterolaemia."),
        ("hodan", "symptom/photophobia", "I've got photophobia."),
        ("aileen", "site", "In the right iliac fossa."),
        ("aileen", "symptom/dysuria", "No dysuria."),
    ],
)
def test_clinicians_words_are_not_this_patients(who: str, plan: str, said: str) -> None:
    assert "register" in kinds(judge(who, "Tell me more.", said, [plan]))


def test_a_word_the_doctor_used_may_be_given_back() -> None:
    assert "register" not in kinds(judge("aileen", "Any dysuria?", "No, no dysuria.", ["symptom/dysuria"]))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Me duele mucho el pecho.", "language"),
        ("Es tut sehr weh.", "language"),
        ("J'ai très mal.", "language"),
        ("非常痛。", "language"),
        ("Очень больно.", "language"),
        ("No, no, no, no, no.", "unspeakable"),
        ("It hurts and it hurts and it hurts and it hurts.", "unspeakable"),
        ("**Six** out of ten.", "unspeakable"),
        ("See https://example.org for that.", "unspeakable"),
        ("\x1b[31mSix.", "unspeakable"),
        ("...", "unspeakable"),
        (" ".join(["It", "hurts", "me"] + [f"word{n}" for n in range(70)]), "unspeakable"),
    ],
)
def test_only_english_that_can_be_said_aloud(said: str, kind: str) -> None:
    assert kind in kinds(judge("kofi", "How bad is it?", said, FEELS))


@pytest.mark.parametrize("said", ["My wife made a crêpe, c'est la vie.", "Señora Nwosu from next door drove me.", "…Right."])
def test_loan_words_and_names_are_english_enough(said: str) -> None:
    verdict = judge("kofi", "How did you get here?", said, move={"strategy": "social", "truth": "By car."})
    assert "language" not in kinds(verdict), verdict.objections


@pytest.mark.parametrize(
    "said",
    [
        "You know what it's like, you put the kettle on and hope.",
        "You said you'd give me something for it.",
        "You lie there and you think your heart's going to stop.",
        "Can you give me something for it?",
        "Your hands are cold, doctor.",
        "You can press there if you like, it's about a six.",
        "It makes your eyes water, I'd say six.",
    ],
)
def test_a_patient_may_say_you_to_the_doctor_and_of_anybody(said: str) -> None:
    assert "role" not in kinds(judge("kofi", "How bad is it?", said, FEELS))
