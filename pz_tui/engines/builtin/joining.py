"""Joining: pieces of an answer become sentences as they are spoken, with small words between them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Literal

from pz_tui.consultation.sentences import lowered, raised, split
from pz_tui.record.base import Frozen

Link = Literal["", "also", "detail", "contrast", "restate", "list"]

_LONGEST, _PARTS = 34, 3
"""Words and pieces in one spoken sentence, before a breath is taken."""
_STANDS_ALONE = re.compile(r"^(?:And|But|So|Well|Oh|Yes|Yeah|No|Nope|Aye|Then|Sorry|Is|Do|Does|Should|What|Why|…)\b")
_CLAUSE = re.compile(
    r"^(?:I|It|There|My|They|The|You|He|She|We|That|This)(?:['’]\w+)?\b"
    r"|^\w+(?: or \w+)?(?: \w+)? (?:hurts|makes|helps|eases|started|does)\b"
)
_ADDS = re.compile(r"\b(?:as well|too|with it)\.$")
_NAMES, _FEW = 6, 4
"""Words of the longest mere name in a list, and of a detail that is no sentence."""


class Spoken(Frozen):
    """One sentence with the facts it gives."""

    text: str
    facts: tuple[str, ...] = ()


class Piece(Frozen):
    """A part of an answer: one or more whole sentences, with the facts they give.

    Attributes:
        link: how it stands to the piece before it; empty where it must begin a sentence.
    """

    text: str
    facts: tuple[str, ...] = ()
    link: Link = ""


def spoken(
    pieces: Sequence[Piece], flow: float, rng: random.Random, bank: Callable[[Link], Sequence[str]]
) -> list[Spoken]:
    """The pieces as sentences.

    Args:
        flow: chance, 0 to 1, that a piece runs on from the one before.
        bank: the joining words for a link, each with ``{point}`` or ``{Point}``.
    """
    found: list[tuple[str, tuple[str, ...], int]] = []
    for piece in pieces:
        if found and piece.link and _joins(found[-1], piece) and rng.random() < flow:
            text, facts, parts = found[-1]
            joined = _run_on(text, piece, rng, bank(piece.link))
            found[-1] = (joined, (*facts, *piece.facts), parts + 1)
        else:
            turn = found and piece.link == "contrast" and not _STANDS_ALONE.match(piece.text)
            found.append((f"But {lowered(piece.text)}" if turn else piece.text, piece.facts, 1))
    return [sentence for text, facts, _ in found for sentence in as_sentences(text, facts)]


def _joins(before: tuple[str, tuple[str, ...], int], piece: Piece) -> bool:
    text, _, parts = before
    if parts >= _PARTS or len(split(piece.text)) > 1 or not text.endswith(".") or "…" in piece.text[:2]:
        return False
    if len(text.split()) + len(piece.text.split()) > _LONGEST or _STANDS_ALONE.match(piece.text):
        return False
    if piece.link == "detail":
        return _is_clause(piece.text) or len(piece.text.split()) <= _FEW
    return piece.link != "also" or _is_clause(piece.text) or _listed(split(text)[-1], piece.text, parts)


def _run_on(text: str, piece: Piece, rng: random.Random, bank: Sequence[str]) -> str:
    """The text with the piece joined on; the second join of a sentence is another than the first."""
    if piece.link == "also" and not _is_clause(piece.text):
        lines = [", {point}", " and {point}"]
    elif _is_clause(piece.text):
        lines = [line for line in bank if not (", and" in text and ", and" in line)] or list(bank)
        if _ADDS.search(piece.text):
            lines = [line for line in lines if "plus" not in line and "on top" not in line] or lines
    else:
        lines = [line for line in bank if line.startswith((", {", ", but {"))] or list(bank)
    return filled(text.rstrip(".") + rng.choice(lines), piece.text)


def _is_clause(text: str) -> bool:
    return bool(_CLAUSE.match(text))


def _listed(before: str, text: str, parts: int) -> bool:
    """Whether both are names of a list ("High blood pressure.", "Angina.")."""
    names = all(len(one.split()) <= _NAMES * count and not _is_clause(one) and one.count(",") < count
                for one, count in ((before, parts), (text, 1)))  # fmt: skip
    return names and "I" not in text.split()


def as_sentences(text: str, facts: tuple[str, ...]) -> list[Spoken]:
    """The text cut into sentences; the facts come with the last one."""
    sentences = split(text)
    return [Spoken(text=sentence, facts=facts if place == len(sentences) - 1 else ())
            for place, sentence in enumerate(sentences)]  # fmt: skip


def filled(text: str, point: str) -> str:
    """The line with the answer in its blanks."""
    return text.replace("{point}", lowered(point)).replace("{Point}", raised(point))

