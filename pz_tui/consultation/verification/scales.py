"""Scales: what is one way or another (better or worse, constant or not, sharp or dull), read from a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pz_tui.consultation.verification.phrases import Phrases, longest

_NEGATIVE = frozenset({"not", "no", "never", "nothing", "hardly", "barely", "nobody"})


@dataclass(frozen=True)
class Scale:
    """One scale; see ``scales.toml``."""

    id: str
    attributes: frozenset[str]
    poles: tuple[str, ...]
    always: bool = False
    of_complaint: bool = False
    of_planned: bool = False
    close: frozenset[frozenset[str]] = frozenset()

    def excludes(self, said: str, true: str) -> bool:
        """Whether one pole cannot be so where the other is."""
        return said != true and frozenset((said, true)) not in self.close


class Pole(NamedTuple):
    """A pole that stands in a sentence. ``bare``: by a word that says it only when it was asked for; ``negative``: by a
    phrase that has its own negation."""

    scale: str
    pole: str
    start: int
    end: int
    bare: bool = False
    negative: bool = False


@cache
def scales() -> Mapping[str, Scale]:
    """All scales by id."""
    return {
        row["id"]: Scale(
            id=row["id"], attributes=frozenset(row["attributes"]), poles=tuple(row["poles"]),
            always=row.get("always", False), of_complaint=row.get("of_complaint", False), of_planned=row.get("of_planned", False), close=frozenset(frozenset(pair) for pair in row.get("close", ())),
        )
        for row in _rows()
    }  # fmt: skip


def poles(stems: Sequence[str]) -> list[Pole]:
    """Every pole in the sentence; of overlapping ones of a scale the longest."""
    every = list(_phrases().find(stems))
    found = [one for scale in dict.fromkeys(one.what[0] for one in every)
             for one in longest(other for other in every if other.what[0] == scale)]  # fmt: skip
    kept: list[Pole] = []
    for one in found:
        scale, pole, bare, negative = one.what
        inside = any(other.scale == scale and other.start < one.end and one.start < other.end and
                     (other.end - other.start > one.end - one.start) for other in kept)  # fmt: skip
        if not inside:
            kept.append(Pole(scale, pole, one.start, one.end, bare, negative))
    return kept


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "scales.toml").read_text("utf-8"))["scales"]
    return rows


@cache
def _phrases() -> Phrases[tuple[str, str, bool, bool]]:
    return Phrases(
        (text, (row["id"], pole, bare, bool(_NEGATIVE & set(text.split()))))
        for row in _rows()
        for key, bare in (("poles", False), ("bare", True))
        for pole, texts in row.get(key, {}).items()
        for text in texts
    )
