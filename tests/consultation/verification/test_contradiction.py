"""What is said must be what is so: polarity, number, side, place, time, drug, person, way, invention."""

from __future__ import annotations

import pytest

from tests.consultation.verification.cases import judge, kinds, relation


@pytest.mark.parametrize(
    ("who", "doctor", "plan", "true", "false"),
    [
        ("kofi", "Any nausea?", "symptom/nausea", "I do feel a bit sick.", "I don't feel sick at all."),
        ("kofi", "Any nausea?", "symptom/nausea", "Yes.", "No."),
        ("kofi", "Have you vomited?", "symptom/vomiting", "No.", "Yes."),
        ("kofi", "When did it start?", "onset", "Four hours back.", "Ten hours ago."),
        ("kofi", "When did it start?", "onset", "This morning, about nine.", "Last night."),
        ("kofi", "How bad is it?", "severity", "Five or six.", "A nine."),
        ("kofi", "Does it go anywhere?", "radiation", "Into both arms.", "Up into my jaw."),
        ("kofi", "Does it go anywhere?", "radiation", "Both arms.", "Just my left arm."),
        ("kofi", "What's it like?", "character", "Like being squeezed.", "A burning feeling."),
        ("kofi", "Is it getting better?", "progression", "No, it's worse now.", "Yes, it's getting better."),
        ("kofi", "Worse on the stairs?", "aggravating/exertion", "Yes, stairs are bad.", "No, stairs make no difference."),
        ("kofi", "What dose?", "drug/losartan/dose", "Fifty, I think.", "A hundred."),
        ("kofi", "Any tablets?", "drug/losartan", "I take losartan.", "I take ramipril."),
        ("kofi", "Any allergies?", "allergy/penicillin", "Penicillin.", "Aspirin."),
        ("kofi", "Is your dad alive?", "family/father/well", "He's eighty-two.", "My dad died last year."),
        ("kofi", "Do you smoke?", "social/smoking", "I do, yes.", "I gave up years ago."),
        ("kofi", "What do you do?", "social/occupation", "I bake bread for a living.", "I drive a lorry."),
        ("kofi", "Who's at home?", "social/living", "Just me and the wife.", "I live on my own."),
        ("hodan", "Which side?", "site", "The left.", "The right."),
        ("hodan", "When did it start?", "onset", "Sunday evening.", "On Friday."),
        ("hodan", "What helps?", "relieving/dark-room", "Lying in the dark.", "Going for a walk helps."),
        ("aileen", "Gran's age?", "family/grandmother/colorectal-cancer", "She was sixty-six.", "She was eighty."),
        ("aileen", "Illness in the family?", "family/grandmother/colorectal-cancer", "My gran had bowel cancer.",
         "My mum had bowel cancer."),
        ("aileen", "Have you been away?", "social/travel", "No, nowhere.", "We just got back from Spain."),
        ("aileen", "How did you sleep?", "ice/impact/sleep", "I hardly slept.", "I slept like a log."),
    ],
)  # fmt: skip
def test_the_true_one_passes_and_the_false_one_does_not(
    who: str, doctor: str, plan: str, true: str, false: str
) -> None:
    good, bad = judge(who, doctor, true, [plan]), judge(who, doctor, false, [plan])
    assert good.ok, good.objections
    assert not bad.ok
    assert kinds(bad) <= {"contradiction", "invention"}


def test_a_fact_that_is_told_is_entailed_and_one_that_is_turned_is_contradicted() -> None:
    fact = "symptom/chest-pain/severity"
    assert relation(judge("kofi", "How bad?", "About a six.", ["severity"]), fact) == "entailed"
    wrong = judge("kofi", "How bad?", "About a nine.", ["severity"])
    assert relation(wrong, fact) == "contradicted"
    assert "nine" in next(item.words for item in wrong.facts if item.fact == fact)
    assert relation(judge("kofi", "How bad?", "Let me think.", ["severity"]), fact) == "neutral"


@pytest.mark.parametrize("said", ["No, I did sweat, like I said.", "No, I do, I said."])
def test_a_leading_question_may_be_set_right(said: str) -> None:
    assert judge("kofi", "So no sweating, then?", said, ["symptom/sweating"]).ok


@pytest.mark.parametrize("said", ["That's right.", "Yes, that's right, no sweating."])
def test_a_leading_question_may_not_be_agreed_with(said: str) -> None:
    assert not judge("kofi", "So no sweating, then?", said, ["symptom/sweating"]).ok


def test_an_invention_binds() -> None:
    move = {"strategy": "improvise", "topic": "pet_name", "value": "Biscuit", "truth": "It's Biscuit."}
    known = {"pet_name": "Biscuit"}
    assert judge("kofi", "What's the dog called?", "He's called Biscuit.", improvised=known, move=move).ok
    other = judge("kofi", "What's the dog called?", "She's called Molly.", improvised=known, move=move)
    assert kinds(other) == {"contradiction"}


def test_a_pet_that_there_is_not_stays_away() -> None:
    verdict = judge("aileen", "Any pets?", "We've got two cats.", improvised={"pet": "no pets"},
                    move={"strategy": "improvise", "topic": "pet", "value": "no pets", "truth": "No pets."})  # fmt: skip
    assert kinds(verdict) == {"contradiction"}


@pytest.mark.parametrize(
    "said",
    [
        "I've been coughing up blood.",
        "I had a small stroke once.",
        "I take warfarin.",
        "I'm ten weeks pregnant.",
        "I've been thinking of ending it all.",
        "I had my gallbladder out.",
        "My mum had a brain tumour.",
    ],
)
def test_nothing_of_clinical_weight_is_made_up(said: str) -> None:
    assert not judge("aileen", "Anything else?", said, ["symptom/nausea"]).ok


def test_a_harmless_detail_is_noted_so_that_it_binds() -> None:
    verdict = judge("kofi", "How did you get here?", "My neighbour drove me.",
                    move={"strategy": "social", "truth": "I got a lift."})  # fmt: skip
    assert verdict.ok
    assert [topic for topic, _ in verdict.inventions] == ["neighbour"]
