"""The tables: sound, complete, and built."""

from __future__ import annotations

from collections import Counter

import pytest

from pz_tui.consultation.understanding import Context, Understander
from pz_tui.consultation.understanding.labels import HEADS, PUBLIC_HEADS, SPECIAL, head_of, public_label, unknown_heads
from pz_tui.consultation.understanding.learn import build, phrases
from pz_tui.consultation.understanding.model import WEIGHTS
from pz_tui.consultation.understanding.pattern import Pattern
from pz_tui.consultation.understanding.rules import silences
from pz_tui.consultation.understanding.spelling import Spelling
from pz_tui.consultation.understanding.tables import BUILT, read_folder
from pz_tui.consultation.understanding.text import even, tokens_of
from pz_tui.knowledge.library import Library

MEGABYTE = 1_000_000


def _rule_labels() -> list[str]:
    files = read_folder("rules")
    return [label for name, table in files.items() if name not in ("precedence.toml", "carry.toml") for label in table]


def test_every_label_of_a_table_is_in_the_label_set() -> None:
    assert unknown_heads(_rule_labels()) == ()
    assert unknown_heads(label for label, _ in phrases()) == ()
    assert unknown_heads([head for head, others in silences().items() for head in (head, *others)]) == ()


def test_every_head_has_a_rule_or_is_made_in_code() -> None:
    assert HEADS - {head_of(label) for label in _rule_labels()} == {"silence", "diagnosis_told"}


def test_every_published_head_has_25_phrasings_of_our_own() -> None:
    count = Counter(head_of(label) for label, _ in phrases())
    assert {head: count[head] for head in PUBLIC_HEADS if count[head] < 25} == {}


def test_special_heads_are_published_as_public_ones() -> None:
    assert {head_of(public_label(head)) for head in SPECIAL} <= PUBLIC_HEADS


def test_what_is_shipped_was_built_from_the_tables(library: Library) -> None:
    assert BUILT.read_text(encoding="utf-8") == build(library), "run python -m pz_tui.consultation.understanding.learn"


def test_what_is_shipped_is_small() -> None:
    assert BUILT.stat().st_size + WEIGHTS.stat().st_size < 5 * MEGABYTE


def test_most_phrasings_of_the_bank_are_read_as_meant(understander: Understander) -> None:
    every = list(phrases())
    read = [(label, understander.understand(line, Context()).labels) for label, line in every]
    right = sum(head_of(label) in {head_of(one) for one in found} for label, found in read)
    assert right / len(every) > 0.95


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("palpatations", "palpitation"), ("alergies", "allergy"), ("wher", "where"), ("chst", "chest"), ("nausia", "nausea")],
)
def test_typos_are_corrected_towards_names(understander: Understander, typed: str, meant: str) -> None:
    assert understander.understand(f"any {typed}", Context()).corrections == ((typed, meant),)


@pytest.mark.parametrize("word", ["window", "garden", "colleague", "wallet", "running", "nephew", "happily", "trains"])
def test_a_good_word_is_never_corrected(word: str) -> None:
    assert Spelling(["widow", "harden", "college", "pallet", "cunning", "happy", "strain", "strains"]).correct(word) == word


def test_between_two_near_words_none_is_chosen() -> None:
    assert Spelling(["fatigue", "fatigua"]).correct("fatigux") == "fatigux"


def test_text_is_made_even() -> None:
    assert even("What’s your mum's PMH? Don't u smoke") == [
        "what", "is", "your", "mother", "past", "medical", "history", "do", "not", "you", "smoke",
    ]  # fmt: skip


def test_tokens_know_where_they_stood() -> None:
    text = "Any SOB, uh, at night?"
    tokens = tokens_of(text)
    assert [text[token.start : token.end] for token in tokens if token.text == "breath"] == ["SOB"]
    assert tokens[-1].after == "?"


@pytest.mark.parametrize(
    ("pattern", "text", "stands"),
    [
        ("how bad|severe", "how severe is it", True), ("how bad|severe", "how is it", False),
        ("swell* .. leg", "swelling in your left leg", True), ("swell* .. leg", "swelling and a lot more of that on one leg", False),
        ("^ any", "is there any", False), ("have the? pain", "have pain", True), ("fine|all_right $", "it is all right", True),
    ],
)  # fmt: skip
def test_the_pattern_language(pattern: str, text: str, stands: bool) -> None:
    tokens = tokens_of(text)
    where: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        where.setdefault(token.base, []).append(place)
    assert bool(Pattern(pattern).matches(tokens, {}, where)) is stands


def test_a_pattern_needs_a_word() -> None:
    with pytest.raises(ValueError, match="needs a word"):
        _ = Pattern(".. the?").keys
