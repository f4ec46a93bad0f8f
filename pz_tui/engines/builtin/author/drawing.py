"""Draws from the knowledge: which option, which number, and the wording with its blanks filled."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from pz_tui.engines.builtin.author.lay_time import lay_duration, lay_when, spoken
from pz_tui.knowledge.matching import Situation, fitting
from pz_tui.knowledge.schema import AspectKnowledge, Option
from pz_tui.record.base import Side, Wording
from pz_tui.record.chance import weighted
from pz_tui.record.patient import Aspect

_BLANK = re.compile(r"\{(\w+)\}")
_TWICE = re.compile(r"\b(on) on\b")


class Blanks:
    """Values for the blanks of a wording; each has ways of saying it that are rotated over the variants."""

    def __init__(self, at: datetime, hours: float | None = None, number: float | None = None,
                 side: Side | None = None, extra: Mapping[str, str] | None = None) -> None:  # fmt: skip
        self._ways: dict[str, tuple[str, ...]] = {key: (value,) for key, value in (extra or {}).items()}
        if hours is not None:
            self._ways["when"] = lay_when(hours, at)
            self._ways["duration"] = lay_duration(hours)
        self._figures = {} if number is None else {"n": f"{number:g}"}
        if number is not None:
            self._ways["n"] = (spoken(number),)
        if side in ("left", "right"):
            self._ways["side"] = (side,)

    def fill(self, text: str, turn: int = 0) -> str:
        """``text`` with its blanks filled and its first letter raised; an unknown blank raises KeyError."""
        filled = _BLANK.sub(lambda blank: self._ways[blank[1]][turn % len(self._ways[blank[1]])], text)
        # "came on" meets a time that begins with its own "on"
        filled = _TWICE.sub(r"\1", filled)
        return filled[:1].upper() + filled[1:]

    def fill_plain(self, text: str) -> str:
        """For the clinical statement: figures, else the first way; case left alone."""
        return _BLANK.sub(lambda blank: self._figures.get(blank[1]) or self._ways[blank[1]][0], text)

    def wording(self, full: Sequence[str], short: Sequence[str], rng: random.Random) -> Wording:
        """All variants filled, in an order of this patient's own."""
        return Wording(full=self._filled(full, rng), short=self._filled(short, rng))

    def _filled(self, texts: Sequence[str], rng: random.Random) -> tuple[str, ...]:
        order = list(texts)
        rng.shuffle(order)
        return tuple(dict.fromkeys(self.fill(text, turn) for turn, text in enumerate(order)))


def number_in(rng: random.Random, low: float, high: float) -> float:
    """A value in the range: whole where both ends are whole, else one decimal."""
    if float(low).is_integer() and float(high).is_integer():
        return float(rng.randint(int(low), int(high)))
    return round(rng.uniform(low, high), 1)


def choose(
    rng: random.Random, options: Sequence[Option], situation: Situation, tags: set[str]
) -> Option | None:
    """One of the options that fit, or None when none does."""
    pool = [item for item in fitting(options, situation) if not item.follows or item.follows in tags]
    return weighted(rng, pool, [item.weight for item in pool]) if pool else None


def choose_many(
    rng: random.Random, options: Sequence[Option], situation: Situation, tags: set[str]
) -> list[Option]:
    """Every fitting option whose weight, read as a share, comes up."""
    pool = [item for item in fitting(options, situation) if not item.follows or item.follows in tags]
    return [item for item in pool if rng.random() < min(1.0, item.weight)]


def aspects_of(
    knowledge: Sequence[AspectKnowledge], rng: random.Random, situation: Situation, *, at: datetime,
    hours: float | None, tags: set[str], side: Side | None,
) -> tuple[Aspect, ...]:  # fmt: skip
    """The attributes of one thing, drawn in file order; drawn tags are added to ``tags``."""
    found: list[Aspect] = []
    for aspect in knowledge:
        come = rng.random() < aspect.rate
        drawn = choose_many(rng, aspect.options, situation, tags) if aspect.many else _one(
            choose(rng, aspect.options, situation, tags))  # fmt: skip
        if not come:
            continue
        for option in drawn:
            if option.tag:
                tags.add(option.tag)
            found.append(_aspect(aspect, option, rng, at=at, hours=hours, side=side))
    return tuple(found)


def _one(option: Option | None) -> list[Option]:
    return [] if option is None else [option]


def _aspect(
    aspect: AspectKnowledge, option: Option, rng: random.Random, *, at: datetime, hours: float | None,
    side: Side | None,
) -> Aspect:  # fmt: skip
    value = number_in(rng, option.low, option.high) if option.low is not None and option.high is not None else None
    timed = option.unit in ("h", "hours")
    own_hours = value if timed and value is not None else hours
    tells_time = any("{when}" in text or "{duration}" in text for text in (option.clinical, *option.full))
    if value is None and tells_time:
        value, unit = hours, "h"
    else:
        unit = option.unit
    blanks = Blanks(at, own_hours, value, option.side or side)
    return Aspect(
        kind=aspect.kind, concept=option.concept, clinical=blanks.fill_plain(option.clinical),
        wording=blanks.wording(option.full, option.short, rng), polarity=aspect.polarity,
        access=aspect.access, importance=aspect.importance, red_flag=aspect.red_flag,
        value=value, unit=unit, side=option.side,
    )  # fmt: skip
