"""Asides: what talkers add by the way. Everyday life near the topic, never a fact about health, never twice."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pz_tui.consultation.turn import Plan
from pz_tui.record.base import Frozen, Polarity
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

_REST = 3
"""How many replies without an aside lie between two: one turn in four at most."""


class Aside(Frozen):
    """Lines with the matters they fit; see ``asides.toml``.

    Attributes:
        about: heads, attributes or concepts of the fact just told.
        polarity: of that fact; None for either.
        label: only where exactly this was asked.
        life: what must be so about the person.
    """

    about: tuple[str, ...]
    says: tuple[str, ...]
    polarity: Polarity | None = None
    label: str = ""
    life: Literal["", "working", "retired", "alone", "together"] = ""


@lru_cache(maxsize=1)
def asides() -> tuple[Aside, ...]:
    """The packaged table."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(Aside.model_validate(row) for row in table["asides"])


@lru_cache(maxsize=1)
def _all_lines() -> frozenset[str]:
    return frozenset(line for aside in asides() for line in aside.says)


def aside_for(
    plan: Plan, facts: Sequence[Fact], record: PatientRecord, replies: Sequence[Collection[str]], rng: random.Random
) -> str:
    """One line that fits what this reply tells and was never said, or the empty text.

    Args:
        replies: the sentences of every earlier reply, the last one last.
    """
    said = [line for reply in replies for line in reply if line in _all_lines()]
    if any(line in _all_lines() for reply in replies[-_REST:] for line in reply):
        return ""
    told = [fact for move in plan.moves for fact in facts if fact.id in move.facts]
    labels = {move.label for move in plan.moves}
    fitting = [line for aside in asides() for line in aside.says
               if line not in said and _fits(aside, told, labels, record)]  # fmt: skip
    return rng.choice(fitting) if fitting else ""


def _fits(aside: Aside, told: Sequence[Fact], labels: Collection[str], record: PatientRecord) -> bool:
    if not told or (aside.label and aside.label not in labels) or aside.life not in ("", *_life(record)):
        return False
    first = told[0]
    if first.access == "sensitive" or (aside.polarity is not None and first.polarity != aside.polarity):
        return False
    return first.head in aside.about or first.attribute in aside.about or (
        first.attribute == "presence" and first.concept in aside.about)  # fmt: skip


def _life(record: PatientRecord) -> frozenset[str]:
    who = record.identity
    working = who.employment in ("employed", "self-employed")
    alone = "alone" in who.living.clinical.lower()
    return frozenset({"alone" if alone else "together", "working" if working else who.employment})
