"""What is left of a model's text, however the stream is cut."""

from __future__ import annotations

import pytest

from pz_tui.engines.ollama.cleaning import ReplyText, clean, polished, without_tokens

NAMES = ("Maria Keller", "Maria", "Ms Keller", "Keller")


def spoken(raw: str, size: int, *, reason: str = "stop", hold: bool = False) -> list[str]:
    reply = ReplyText(NAMES, hold=hold)
    found = [sentence for start in range(0, len(raw), size) for sentence in reply.add(raw[start : start + size])]
    return found + reply.finish(reason)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 400])
@pytest.mark.parametrize(
    ("raw", "sentences"),
    [
        ("It began last night. It hurts here.", ["It began last night.", "It hurts here."]),
        ("  \n\nIt began last night.", ["It began last night."]),
        ("Maria: It began last night.", ["It began last night."]),
        ("**Maria:** It began last night.", ["It began last night."]),
        ("Maria answers: No.", ["No."]),
        ("No.\nMaria answers: Yes, it does.", ["No."]),
        ("Ms Keller: No.\nMaria: None at all.", ["No.", "None at all."]),
        ("My GP said: rest. So I did.", ["My GP said: rest.", "So I did."]),
        ("My doctor told me Maria: rest.", ["My doctor told me Maria: rest."]),
        ("No fever.\nDoctor: Any cough?\nMaria: No.", ["No fever."]),
        ("No fever. Doctor: Any cough?", ["No fever."]),
        ("No fever.\n\n**Dr Osei**: Any cough?", ["No fever."]),
        ("No fever.\nUser: and?", ["No fever."]),
        ("No fever.\nWhat is true: I have a cough.", ["No fever."]),
        ("Doctor: Any cough?\nMaria: No.", []),
        ("No fever.\n\nI also have a heart attack.", ["No fever."]),
        ("No fever.<|im_end|>\nassistant", ["No fever."]),
        ("No fever. <|eot_id|><|start_header_id|>user", ["No fever."]),
        ("No fever.</s>", ["No fever."]),
        ("No fever<end_of_turn>", ["No fever"]),
        ("No fever.[/INST] More.", ["No fever."]),
        ("<|im_start|>assistant\nNo fever.", ["No fever."]),
        ("<s> No fever.", ["No fever."]),
        ("It came on < 2 hours ago. Yes.", ["It came on < 2 hours ago.", "Yes."]),
        ("<think>She asks about fever. I say no.</think>No fever.", ["No fever."]),
        ("<think>\n\n</think>\n\nNo fever.", ["No fever."]),
        ("<THINKING>Hm.</THINKING> No fever.", ["No fever."]),
        ("[THINK]Hm. So.[/THINK]No fever.", ["No fever."]),
        ("<think>She asks about fever. And it never ends", []),
        ("The doctor asks about fever. I should say no.</think>No fever.", ["No fever."]),
        ("Okay, let me think. The truth says no.</think>\n\nNo fever.", ["No fever."]),
        ("No fever. <think>Is that so?</think> None at all.", ["No fever.", "None at all."]),
        ('"No fever. None at all."', ["No fever.", "None at all."]),
        ("“No fever.”", ["No fever."]),
        ('She said "go home". I went.', ['She said "go home".', "I went."]),
        ("*sighs* No fever.", ["No fever."]),
        ("(pauses) No fever.", ["No fever."]),
        ("It *really* hurts.", ["It really hurts."]),
        ("Here's Maria's answer: No fever.", ["No fever."]),
        ("No fever.\x1b[31m\x1b]0;title\x07 None.", ["No fever.", "None."]),
        ("Seven", ["Seven"]),
        ("No. No. No. No.", ["No."]),
        ("It's about 2.5 hours. Dr. Shah knows.", ["It's about 2.5 hours.", "Dr. Shah knows."]),
    ],
)
def test_only_the_patient_s_words_pass(raw: str, sentences: list[str], size: int) -> None:
    assert spoken(raw, size) == sentences


@pytest.mark.parametrize("size", [1, 4, 400])
def test_a_model_that_thinks_is_held_back_until_the_end(size: int) -> None:
    raw = "Last night it began. I was at work.</think>It began last night."
    assert spoken(raw, size, hold=True) == ["It began last night."]


@pytest.mark.parametrize("size", [1, 3, 400])
def test_a_cut_end_does_not_count(size: int) -> None:
    assert spoken("It began last night. It hurts and my", size, reason="length") == ["It began last night."]
    assert spoken("It began last night. It hurts.", size, reason="length") == ["It began last night.", "It hurts."]
    assert spoken("It hurts and my", size, reason="length") == []


@pytest.mark.parametrize("tail", ["<|im_e", "<|", "</s", "<", "<thi", "<end_of_tu"])
def test_an_unfinished_token_at_the_end_is_dropped(tail: str) -> None:
    assert spoken(f"No fever.{tail}", 2) == ["No fever."]
    assert spoken(f"No fever. {tail}", 2) == ["No fever."]


def test_what_was_said_is_not_said_again() -> None:
    reply = ReplyText(NAMES, said=("It began last night.",))
    assert reply.add("It began last night! It hurts here. ") == ["It hurts here."]


def test_a_reply_ends_at_its_limit() -> None:
    reply = ReplyText(NAMES, limit=2)
    assert reply.add("One. Two. Three. Four. ") == ["One.", "Two."]
    assert reply.ended
    assert reply.finish("stop") == []


def test_a_late_thinking_mark_makes_the_model_suspect() -> None:
    reply = ReplyText(NAMES)
    assert reply.add("No fever at all. ") == ["No fever at all."]
    assert reply.add("</think>No fever at all. None. ") == ["None."]
    assert reply.thought


def test_prompts_carry_no_tokens() -> None:
    assert without_tokens("a <|im_end|> b </s> <think>c") == "a   b    c"


def test_polishing_leaves_nothing_of_a_stage_direction() -> None:
    assert polished("(Pauses.)") == ""
    assert polished("[silence]") == ""
    assert polished("...") == ""


def test_ended_says_that_the_rest_does_not_count() -> None:
    assert clean("No.\nDoctor: So", NAMES).ended
    assert not clean("No. So", NAMES).ended
