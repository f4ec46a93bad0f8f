"""Pieces of an answer become spoken sentences."""

from __future__ import annotations

import random

from pz_tui.consultation.sentences import split
from pz_tui.engines.builtin.joining import Link, Piece, spoken

BANKS = {"also": [", and {point}"], "detail": [", {point}"], "contrast": [", but {point}"], "restate": [", {point}"]}


def join(*pieces: Piece, flow: float = 1.0) -> list[tuple[str, tuple[str, ...]]]:
    said = spoken(pieces, flow, random.Random("a"), lambda link: BANKS[link])
    return [(one.text, one.facts) for one in said]


def piece(text: str, fact: str, link: Link = "") -> Piece:
    return Piece(text=text, facts=(fact,), link=link)


def test_beats_of_a_story_run_on_and_keep_their_facts() -> None:
    said = join(piece("My chest's tight.", "a"), piece("I'm a bit short of breath with it.", "b", "also"))
    assert said == [("My chest's tight, and I'm a bit short of breath with it.", ("a", "b"))]


def test_without_flow_each_stays_a_sentence_and_a_contrast_still_turns() -> None:
    said = join(piece("No, I've not been sick.", "a"), piece("I feel queasy.", "b", "contrast"), flow=0.0)
    assert said == [("No, I've not been sick.", ("a",)), ("But I feel queasy.", ("b",))]


def test_what_is_no_sentence_is_not_hung_on_as_one() -> None:
    said = join(piece("My stomach hurts.", "a"), piece("On Sunday afternoon, that's when it began.", "b", "detail"))
    assert [text for text, _ in said] == ["My stomach hurts.", "On Sunday afternoon, that's when it began."]


def test_names_of_a_list_stand_in_one_sentence() -> None:
    said = join(piece("High blood pressure.", "a"), piece("Angina.", "b", "also"), piece("Asthma.", "c", "also"))
    assert len(said) == 1
    assert said[0][1] == ("a", "b", "c")


def test_nobody_speaks_without_drawing_breath() -> None:
    long = "I was in the garden digging over the beds when it came on and I had to sit down."
    said = join(*(piece(long.replace("garden", word), word, "also") for word in ("a", "b", "c", "d")))
    assert max(len(text.split()) for text, _ in said) <= 40
    assert [fact for _, facts in said for fact in facts] == ["a", "b", "c", "d"]
    assert all(len(split(text)) == 1 for text, _ in said)
