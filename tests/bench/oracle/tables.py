"""The oracle's own words: questions, lay names, scales. Read from the TOML files beside this one."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """A table by its file's name without ending."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def at(name: str, *path: str) -> list[str]:
    """The list of texts at a place, empty where there is none."""
    found: Any = table(name)
    for step in path:
        found = found.get(step, {}) if isinstance(found, dict) else {}
    return list(found) if isinstance(found, list) else []


def symptom(concept: str) -> dict[str, Any]:
    """The words of a symptom; raises KeyError where the table lacks it."""
    words: dict[str, Any] = table("symptoms")[concept]
    return {**words, "say": rf"\b(?:{words['say']})"}


@lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """A compiled pattern, case ignored."""
    return re.compile(text, re.IGNORECASE)


@lru_cache(maxsize=1)
def scales() -> dict[str, dict[str, Any]]:
    """Every scale by name."""
    return dict(table("scales"))


def scale_of(kind: str) -> tuple[str, ...]:
    """The names of the scales that a kind of fact is read with."""
    return tuple(name for name, scale in scales().items() if kind in scale["kinds"])


def values_in(scale: str, text: str) -> frozenset[str]:
    """The values of a scale that a text speaks of."""
    found = scales()[scale].items()
    return frozenset(v for v, words in found if v != "kinds" and pattern(words).search(text))
