"""Makes typed and spoken English even: lower case, contractions and shorthand written out, British spelling.

Everything else here works on these tokens; each knows where it stood in the text as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pz_tui.consultation.understanding.tables import read_table

_WORD = re.compile(r"[^\W_]+(?:['’`&/+.\-][^\W_]+)*|[?.!,;:…\n/+&()\[\]–—-]+|\.\.\.")
_APOSTROPHES = str.maketrans({"’": "'", "`": "'", "‘": "'"})
_PAUSES = frozenset(",:/+&()[]–—-")
"""Marks that only set items apart; any other ends a sentence."""
_SUFFIXES = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word made even.

    Attributes:
        text: lower case, British, written out.
        base: ``text`` without a plural ending; patterns match on it.
        start, end: place in the text as typed (shared by the words of one abbreviation).
        after: a pause or "?" that follows: ``""``, ``","``, ``"."`` or ``"?"``.
    """

    text: str
    base: str
    start: int
    end: int
    after: str = ""


@cache
def base_form(word: str) -> str:
    """The word without a plural ending. Crude on purpose: patterns go through it too."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def tokens_of(text: str, correct: Callable[[str], str] | None = None) -> list[Token]:
    """Tokens of an utterance; ``correct`` may replace a single misspelt word."""
    tokens: list[Token] = []
    for match in _WORD.finditer(text.translate(_APOSTROPHES)):
        piece = match[0]
        if not piece[0].isalnum():
            if tokens:
                tokens[-1] = _with_pause(tokens[-1], piece)
            continue
        name = piece[0].isupper() and bool(tokens) and not tokens[-1].after and not piece.isupper()
        for word in _written_out(piece.lower(), None if name else correct):
            if word in _fillers() or (tokens and tokens[-1].text == word and not tokens[-1].after):
                continue
            tokens.append(Token(word, base_form(word), match.start(), match.end()))
    return tokens


def even(text: str) -> list[str]:
    """The words alone, for phrases of tables."""
    return [token.text for token in tokens_of(text)]


def is_shorthand(name: str) -> bool:
    """Whether a name is written out on the way in, so that it never stands in a token."""
    return name.lower() in _abbreviations()


def even_word(word: str) -> str:
    """A word of a pattern as it stands in tokens; shorthand for several words stays as it is."""
    out = _british().get(word) or _abbreviations().get(word, word)
    return word if " " in out else out


def _with_pause(token: Token, marks: str) -> Token:
    mark = "?" if "?" in marks else "," if set(marks) <= _PAUSES else "."
    strongest = max(token.after, mark, key=["", ",", ".", "?"].index)
    return Token(token.text, token.base, token.start, token.end, strongest)


def _written_out(piece: str, correct: Callable[[str], str] | None) -> Iterator[str]:
    known = _contractions().get(piece) or _abbreviations().get(piece)
    if known:
        yield from known.split()
    elif "/" in piece or "+" in piece or "&" in piece:
        parts = [part for part in re.split(r"[/+&]", piece) if part]
        for place, part in enumerate(parts):
            if place:
                yield "or"
            yield from _written_out(part, correct)
    elif "-" in piece or ("." in piece and not any(c.isdigit() for c in piece)):
        for part in re.split(r"[-.]", piece):
            yield from _written_out(part, correct)
    elif "'" in piece:
        yield from _contraction(piece)
    else:
        word = _british().get(piece, piece)
        if correct and word not in _fillers():
            right = correct(word)
            word = _british().get(right) or _abbreviations().get(right, right)
        yield from word.split()


def _contraction(piece: str) -> Iterator[str]:
    stem, _, _ = piece.partition("'")
    if piece.endswith("n't"):
        yield from (piece[:-3], "not")
    elif piece.endswith("'s"):
        yield _abbreviations().get(stem, stem)
        if stem in _takes_is():
            yield "is"
    else:
        for suffix, word in _SUFFIXES.items():
            if piece.endswith(suffix):
                yield from (piece.removesuffix(suffix), word)
                return
        yield piece.replace("'", "")


@cache
def _contractions() -> dict[str, str]:
    return dict(read_table("text.toml")["contractions"])


@cache
def _abbreviations() -> dict[str, str]:
    return dict(read_table("text.toml")["abbreviations"])


@cache
def _british() -> dict[str, str]:
    return dict(read_table("text.toml")["british"])


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_table("text.toml")["fillers"])


@cache
def _takes_is() -> frozenset[str]:
    return frozenset(read_table("text.toml")["takes_is"])
