"""Amounts of facts, and whether an amount that is said agrees with one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pz_tui.consultation.verification.numbers import HOURS, Kind, Quantity
from pz_tui.consultation.verification.reading import Reading
from pz_tui.record.facts import Fact

_UNITS: dict[str, tuple[Kind, float, str]] = {
    "h": ("duration", 1.0, ""), "min": ("duration", HOURS["min"], ""), "days": ("duration", 24.0, ""),
    "weeks": ("duration", 168.0, ""), "months": ("duration", HOURS["month"], ""), "years": ("duration", HOURS["year"], ""),
    "/10": ("score", 1.0, ""), "mg": ("dose", 1.0, "mg"), "micrograms": ("dose", 1.0, "micrograms"), "g": ("dose", 1.0, "g"),
    "share": ("share", 1.0, ""), "/day": ("rate", 1.0, "/day"), "/week": ("rate", 1.0, "/week"),
    "/month": ("rate", 1.0, "/month"), "times": ("count", 1.0, ""), "tablets": ("count", 1.0, ""),
}  # fmt: skip
_MILLIGRAMS = {"mg": 1.0, "g": 1000.0, "micrograms": 0.001}
_PERIODS = {"day": 1.0, "week": 1 / 7, "month": 12 / 365.25, "year": 1 / 365.25, "hour": 24.0, "minute": 1440.0}


class Amount(NamedTuple):
    """An amount that is so: kind, range, and the unit it is counted in."""

    kind: Kind
    low: float
    high: float
    unit: str = ""


def amounts_of(fact: Fact, readings: Iterable[Reading]) -> tuple[Amount, ...]:
    """The fact's value and every number of its words."""
    of_words = (Amount(one.kind, one.low, one.high, one.unit) for reading in readings for one in reading.quantities)
    every = dict.fromkeys((*_of_value(fact), *of_words))
    if fact.unit == "/10":
        every = {one: None for one in every if one.kind == "score" or one.low == one.high == fact.value}
    if fact.section == "drug_history" and fact.attribute == "presence":
        every = {one: None for one in every if one.kind != "duration"}
    return tuple(every)


def _of_value(fact: Fact) -> Iterator[Amount]:
    if fact.value is None:
        return
    if fact.attribute == "age" or fact.section == "family_history" or fact.unit == "years":
        yield Amount("age", fact.value, fact.value)
    known = _UNITS.get(fact.unit)
    if known:
        kind, scale, unit = known
        yield Amount(kind, fact.value * scale, fact.value * scale, unit)
    elif "/" in fact.unit:
        noun, _, period = fact.unit.partition("/")
        yield Amount("rate", fact.value, fact.value, f"{noun.rstrip('s')}/{period}")
    elif not fact.unit:
        yield Amount("count", fact.value, fact.value)


def comparable(said: Quantity, true: Amount, *, strictly: bool = False) -> bool:
    """Whether both count the same kind of thing.

    Args:
        strictly: a count and a rate only when they name the same thing.
    """
    if strictly and said.kind != true.kind and {said.kind, true.kind} <= {"count", "rate"}:
        return said.unit.partition("/")[0] == true.unit.partition("/")[0]
    if said.kind == "plain":
        return true.kind != "duration"
    if said.kind == true.kind:
        return _alike(said.unit, true.unit) if said.kind == "rate" else said.kind != "dose" or _weighed(said.unit, true.unit)
    return (said.kind, true.kind) in (("count", "rate"), ("rate", "count"), ("count", "dose"), ("count", "plain"), ("age", "plain"))


def _weighed(said: str, true: str) -> bool:
    """Whether both are weights, or the same of what is not weighed."""
    return said == true or {said, true} <= set(_MILLIGRAMS)


def _alike(said: str, true: str) -> bool:
    one, other = said.partition("/")[0], true.partition("/")[0]
    return not ("unit" in (one, other) and one and other and one != other)


def agrees(said: Quantity, true: Amount) -> bool:
    """Whether what is said is what is so, with the play that people have in saying it."""
    low, high = _scaled(said.low, said, true), _scaled(said.high, said, true)
    if low <= true.high and true.low <= high:
        return True
    nearest = low if true.high < low else high
    at = true.high if true.high < low else true.low
    if not at or not nearest:
        return False
    ratio = max(nearest / at, at / nearest)
    match true.kind:
        case "duration":
            return ratio <= (1.26 if said.hedged or said.unit in ("day", "week", "month") else 1.21)
        case "age":
            return abs(nearest - at) <= (3 if said.hedged else 0)
        case "rate":
            return ratio <= (1.4 if said.hedged else 1.15)
        case "score" | "share":
            return False
    return said.hedged and ratio <= 1.2 and true.kind != "dose"


def _scaled(value: float, said: Quantity, true: Amount) -> float:
    """A rate in the other's period, a weight in the other's unit."""
    if said.kind == true.kind == "dose" and said.unit != true.unit:
        return value * _MILLIGRAMS.get(said.unit, 1.0) / _MILLIGRAMS.get(true.unit, 1.0)
    if said.kind != "rate" or true.kind != "rate":
        return value
    one, other = _PERIODS.get(said.unit.partition("/")[2]), _PERIODS.get(true.unit.partition("/")[2])
    return value * one / other if one and other else value
