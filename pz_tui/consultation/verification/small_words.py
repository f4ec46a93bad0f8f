"""Small words by their work in a sentence (``small_words.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "small_words.toml").read_text(encoding="utf-8"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """The words under a key; raises KeyError for an unknown one."""
    return frozenset(_table()[table][key])


@cache
def texts(table: str, key: str) -> tuple[str, ...]:
    """Phrases under a key, in order; raises KeyError for an unknown one."""
    return tuple(_table()[table][key])
