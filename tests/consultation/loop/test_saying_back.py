"""What the doctor says back: put right where it is wrong, confirmed where it is right, never agreed to blindly."""

from __future__ import annotations

import pytest

from pz_tui.consultation.grounding.saying_back import claims_in, says_back
from pz_tui.consultation.turn import Turn
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import PatientRecord
from tests.patients import meet, patient, talk, with_persona

OPENING = "Hello, I'm Dr Osei. What's brought you in today?"
CONDITIONS = ("nstemi", "migraine_with_aura", "appendicitis", "depression")


@pytest.mark.parametrize(
    ("said", "claimed"),
    [
        ("You said you were allergic to aspirin?", ("I am allergic to aspirin.",)),
        ("So no pain in the arm then.", ("No pain in the arm.",)),
        ("You don't smoke, do you?", ("I do not smoke.",)),
        ("So it's on the right, the pain, is that right?", ("The pain is on the right.",)),
        ("And you work as a bus driver, you said?", ("I work as a bus driver.",)),
        ("You told me your father had a stroke.", ("My father had a stroke.",)),
        ("you dont smoke, do you", ("I do not smoke.",)),
        ("So it was the left arm you said?", ("It was the left arm.",)),
        ("you havent got a cough then", ("I have not got a cough.",)),
    ],
)
def test_what_is_said_back_becomes_the_patients_own_sentence(said: str, claimed: tuple[str, ...]) -> None:
    assert says_back(said)
    assert claims_in(said) == claimed


@pytest.mark.parametrize("asked", ["When did it start?", "How long have you smoked for, or did you?", "What age are you?",
                                   "Is everything all right?", "Does it go anywhere?"])  # fmt: skip
def test_a_question_says_nothing_back(asked: str) -> None:
    assert not says_back(asked)


def said(record: PatientRecord, line: str, *before: str) -> Turn:
    return talk(meet(with_persona(record, talkativeness=0.5)), [OPENING, *before, line])[-1]


def one(condition: str, wanted: str, *, there: bool = True) -> PatientRecord:
    """The first patient who has, or has not, a fact."""
    return next(record for record in (patient(condition, seed) for seed in range(60))
                if any(fact.id == wanted for fact in facts_of(record)) is there)  # fmt: skip


def test_the_true_allergy_is_named_in_place_of_the_wrong_one() -> None:
    record = one("depression", "allergy/trimethoprim")
    turn = said(record, "You said you were allergic to aspirin?")
    assert turn.plan.strategy == "correct"
    assert "trimethoprim" in turn.reply_text.lower()


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("line", [
    "You said you take warfarin?", "You told me you're on insulin.", "You've got seven children, haven't you?",
    "So you're 103, is that right?", "You mentioned you were allergic to latex, didn't you?",
])  # fmt: skip
def test_nothing_false_is_agreed_to(condition: str, line: str) -> None:
    for seed in range(4):
        turn = said(patient(condition, seed), line)
        assert not turn.reply_text.lower().startswith(("yes", "yeah", "that's right", "yep", "that's it")), turn.reply_text


def test_the_wrong_side_and_the_wrong_time_are_put_right_from_memory() -> None:
    record = one("nstemi", "symptom/chest-pain/site")
    site = next(fact for fact in facts_of(record) if fact.id == "symptom/chest-pain/onset")
    turn = said(record, "You said it started three weeks ago.", "When did it start?")
    assert [event.fact for event in turn.events if event.kind == "corrected"] == [site.id]


def test_what_is_right_is_confirmed_shortly() -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(40)) if item.smoking.status == "never")
    turn = said(record, "You told me you don't smoke.", "Do you smoke?")
    assert turn.plan.strategy in ("acknowledge", "deny", "repeat")
    assert len(turn.reply_text.split()) <= 12
    assert not [event for event in turn.events if event.kind == "corrected"]


def test_where_the_pain_does_go_is_said_to_where_it_does_not() -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(60))
                  if any(fact.id == "symptom/chest-pain/radiation" and "neck" in fact.clinical and "arm" not in fact.clinical
                         for fact in facts_of(item)))  # fmt: skip
    turn = said(record, "So no pain in the arm then.")
    assert [event.fact for event in turn.events if event.kind == "disclosed"] == ["symptom/chest-pain/radiation"]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_hidden_diagnosis_is_never_confirmed(condition: str) -> None:
    record = patient(condition, 5)
    names = [record.condition.name, *record.condition.aliases][:4]
    for name in names:
        turn = said(record, f"You've got {name}, haven't you?")
        assert not turn.reply_text.lower().startswith(("yes", "yeah", "that's right", "yep")), (name, turn.reply_text)


def holding(condition: str, wanted: str, *words: str) -> PatientRecord:
    """The first patient with a fact whose clinical statement has one of the words."""
    return next(record for record in (patient(condition, seed) for seed in range(60))
                if any(fact.id == wanted and any(word in fact.clinical.lower() for word in words)
                       for fact in facts_of(record)))  # fmt: skip


AGREES = ("yes", "yeah", "that's right", "yep", "that's it", "mm")


@pytest.mark.parametrize(("condition", "wanted", "word", "line", "true"), [
    ("migraine_with_aura", "symptom/headache/site", "left", "So it's on the right, this headache, is that right?", "left"),
    ("migraine_with_aura", "symptom/aura/site", "right half", "You said the visual disturbance was on the left?", "right"),
    ("nstemi", "symptom/chest-pain/onset", "hours", "So this all started about three weeks ago, you said?", "hour"),
    ("nstemi", "symptom/chest-pain/timing", "constant", "If I've understood you, it comes and goes.", ""),
])  # fmt: skip
def test_a_particular_is_held_against_the_thing_it_is_said_of(
    condition: str, wanted: str, word: str, line: str, true: str
) -> None:
    reply = said(holding(condition, wanted, word), line).reply_text.lower()
    assert not reply.startswith(AGREES), reply
    assert true in reply


@pytest.mark.parametrize(("condition", "wanted", "line"), [
    ("migraine_with_aura", "symptom/photophobia", "So light doesn't bother you?"),
    ("migraine_with_aura", "symptom/vomiting", "You haven't thrown up, have you?"),
    ("depression", "symptom/concentration", "You haven't had trouble concentrating, have you?"),
])  # fmt: skip
def test_no_no_is_said_to_a_denial_of_what_is_there(condition: str, wanted: str, line: str) -> None:
    record = next(item for item in (patient(condition, seed) for seed in range(60))
                  if any(fact.id == wanted and fact.polarity == "present" for fact in facts_of(item)))  # fmt: skip
    turn = said(record, line)
    assert wanted in turn.plan.facts
    assert not turn.reply_text.lower().startswith((*AGREES, "no,", "no.")) or "not right" in turn.reply_text.lower()


@pytest.mark.parametrize("line", ["You've been gromping all night, haven't you?", "And your flibbertigibbet hurts, you said?"])
def test_what_was_not_understood_is_never_agreed_to(line: str) -> None:
    assert not said(patient("nstemi", 5), line).reply_text.lower().startswith(AGREES)


def test_the_relatives_illness_is_no_diagnosis_of_ones_own() -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(60))
                  if any(fact.id == "family/mother/well" for fact in facts_of(item)))  # fmt: skip
    assert "family/mother/well" in said(record, "Your mum had a heart attack at forty, you said.").plan.facts


def test_a_drug_that_is_not_taken_denies_no_other() -> None:
    record = one("nstemi", "drug/atorvastatin")
    reply = said(record, "So you're on warfarin, correct?").reply_text.lower()
    assert "anything" not in reply
    assert "any tablets" not in reply


def test_what_a_question_takes_for_granted_is_put_right_first() -> None:
    record = next(item for item in (patient("migraine_with_aura", seed) for seed in range(60))
                  if any(fact.id == "symptom/memory" and fact.polarity == "absent" for fact in facts_of(item)))  # fmt: skip
    turn = said(record, "And the problems with your memory you mentioned, is it bad?")
    assert turn.plan.facts == ("symptom/memory",)
    assert not turn.reply_text.lower().startswith(AGREES)


def test_leave_to_ask_is_no_answer_to_what_is_asked() -> None:
    record = next(item for item in (patient("depression", seed) for seed in range(60))
                  if any(fact.id == "symptom/weight-loss" and fact.polarity == "absent" for fact in facts_of(item)))  # fmt: skip
    for line in ("Can I ask, have you lost weight?", "I hope you don't mind me asking. Have you lost weight?",
                 "Can I ask you something? Have you lost weight?"):  # fmt: skip
        assert not said(record, line).reply_text.lower().startswith(AGREES), line


def test_a_secret_that_is_so_is_not_denied_with_the_doctor() -> None:
    for seed in range(40):
        record = patient("depression", seed)
        if not any(fact.id == "symptom/suicidal-ideation" and fact.polarity == "present" for fact in facts_of(record)):
            continue
        reply = said(record, "So no thoughts of ending your life?").reply_text.lower()
        assert not reply.startswith((*AGREES, "no, that's", "no, none", "no, you've got")), reply
        return
    pytest.fail("no such patient")


def test_what_was_given_up_is_rightly_denied_for_now() -> None:
    record = next(item for item in (patient("nstemi", seed) for seed in range(40)) if item.smoking.status == "ex")
    assert "social/smoking" in said(record, "You don't smoke, do you?").plan.facts
    assert said(record, "You've never smoked, have you?").plan.strategy == "correct"


def test_an_earlier_episode_denied_is_no_leave_to_confirm_this_one() -> None:
    record = next(item for item in (patient("depression", seed) for seed in range(40))
                  if any(fact.id == "past/depression" and fact.polarity == "absent" for fact in facts_of(item)))  # fmt: skip
    for line in ("So you're clinically depressed then?", "You've got depression, haven't you?"):
        assert not said(record, line).reply_text.lower().startswith(AGREES), line
