"""Stems: one form for the forms of a word, so that "coughing", "coughed" and "coughs" meet. Crude on purpose."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

_VOWELS = frozenset("aeiouy")
_KEEPS_DOUBLE = frozenset("lsfz")


@cache
def _tables() -> tuple[Mapping[str, str], frozenset[str]]:
    table = tomllib.loads((Path(__file__).parent / "stems.toml").read_text(encoding="utf-8"))
    irregular = {form: base for base, forms in table["irregular"].items() for form in forms}
    return irregular, frozenset(table["unchanged"])


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem of one plain word."""
    irregular, unchanged = _tables()
    if word in unchanged or (len(word) < 4 and word not in irregular):
        return word
    word = irregular.get(word, word)
    if word in unchanged or len(word) < 4:
        return word
    return _bare(_without_ending(word))


def _without_ending(word: str) -> str:
    for ending, put in (("iness", ""), ("ness", ""), ("ies", ""), ("ied", ""), ("sses", "ss"), ("ily", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + put
    if word.endswith("ing") and _is_stem(word[:-3]):
        return _single(word[:-3])
    if word.endswith("ed") and not word.endswith("eed") and _is_stem(word[:-2]):
        return _single(word[:-2])
    if word.endswith("ly") and len(word) > 5:
        return word[:-2]
    if word.endswith("es") and word[-3] in "sxzh" and len(word) > 5:
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _is_stem(rest: str) -> bool:
    return len(rest) >= 3 and any(letter in _VOWELS for letter in rest)


def _single(rest: str) -> str:
    if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in _KEEPS_DOUBLE | _VOWELS:
        return rest[:-1]
    return rest


def _bare(word: str) -> str:
    """Without a last "e" or "y", so that "smoke" meets "smoking" and "itchy" meets "itch"."""
    if len(word) > 3 and word[-1] in "ey" and word[-2] not in "aeo":
        return _single(word[:-1]) if word[-1] == "y" else word[:-1]
    return word
