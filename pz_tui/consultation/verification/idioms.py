"""Idioms: turns of phrase whose words name nothing ("bit my head off", "till Christmas")."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

_FIRST = re.compile(r"^([a-z]+) ")


@cache
def _idioms() -> tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    """The idioms that may begin in several ways, and the rest by their first word."""
    table = tomllib.loads((Path(__file__).parent / "idioms.toml").read_text(encoding="utf-8"))
    by_word: dict[str, list[str]] = {}
    for text in table["idioms"]:
        found = _FIRST.match(text)
        by_word.setdefault(found[1] if found else "", []).append(text)
    compiled = {word: re.compile(rf"\b(?:{'|'.join(texts)})\b") for word, texts in by_word.items()}
    return compiled.pop(""), compiled


@lru_cache(maxsize=2048)
def idiom_places(plain: str) -> frozenset[int]:
    """Places of the words of a plain sentence that belong to an idiom."""
    anyhow, by_word = _idioms()
    patterns = [anyhow, *(by_word[word] for word in dict.fromkeys(plain.split()) if word in by_word)]
    found: set[int] = set()
    for pattern in patterns:
        for match in pattern.finditer(plain):
            start = plain.count(" ", 0, match.start())
            found.update(range(start, start + match[0].count(" ") + 1))
    return frozenset(found)
