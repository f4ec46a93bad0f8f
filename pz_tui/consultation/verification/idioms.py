"""Idioms: turns of phrase whose words name nothing ("bit my head off", "till Christmas")."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path


@cache
def _idioms() -> re.Pattern[str]:
    table = tomllib.loads((Path(__file__).parent / "idioms.toml").read_text(encoding="utf-8"))
    return re.compile(rf"\b(?:{'|'.join(table['idioms'])})\b")


@lru_cache(maxsize=2048)
def idiom_places(plain: str) -> frozenset[int]:
    """Places of the words of a plain sentence that belong to an idiom."""
    found: set[int] = set()
    for match in _idioms().finditer(plain):
        start = plain.count(" ", 0, match.start())
        found.update(range(start, start + match[0].count(" ") + 1))
    return frozenset(found)
