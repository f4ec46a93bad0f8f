"""SOC, FAM: habits add up and families are possible (logic; UK Chief Medical Officers 2016)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pz_tui.knowledge.circumstances import LOW_RISK_UNITS
from pz_tui.plausibility.rule import Case, Fault, error, known, rule
from pz_tui.record.patient import Relative


@rule("SOC1", "error", "logic", "Pack-years are cigarettes a day / 20 x years; none for who never smoked", "history")
def _pack_years(case: Case) -> Iterator[Fault]:
    smoking = known(case.smoking)
    if smoking.status == "never":
        if smoking.pack_years or smoking.per_day or smoking.years:
            yield error("Never smoked, yet there are cigarettes, years or pack-years.", "smoking", "Set them to 0.")
        return
    right = smoking.per_day / 20 * smoking.years
    if abs(right - smoking.pack_years) > max(1.0, 0.1 * right):
        yield error(f"{smoking.per_day} a day for {smoking.years:g} years are {right:.1f} pack-years, not "
                    f"{smoking.pack_years:g}.", "smoking.pack_years", f"Write {right:.1f}.")  # fmt: skip


_UNITS = re.compile(r"(\d+(?:\.\d+)?) units", re.I)
_ABOVE = re.compile(r"above|over|exceed|more than|hazard|harm|heavy|excess|depend|14", re.I)


@rule("SOC2", "error", "UK CMO 2016", "Units a week agree with what is said, and over 14 is flagged", "history")
def _units(case: Case) -> Iterator[Fault]:
    alcohol = known(case.alcohol)
    for item in alcohol.items:
        stated = [float(number) for number in _UNITS.findall(item.clinical)]
        if item.unit.startswith("unit") and item.value is not None:
            stated.append(item.value)
        wrong = [x for x in stated if x != LOW_RISK_UNITS and abs(x - alcohol.units_per_week) > 1]
        if wrong:
            yield error(f"'{item.clinical}' against {alcohol.units_per_week:g} units a week.", "alcohol",
                        f"Write {alcohol.units_per_week:g} units.")  # fmt: skip
    flagged = any(item.red_flag or item.importance >= 2 or _ABOVE.search(item.clinical) for item in alcohol.items)
    if alcohol.units_per_week > LOW_RISK_UNITS and not flagged:
        yield error(f"{alcohol.units_per_week:g} units a week are not flagged.", "alcohol",
                    f"Say that it is over {LOW_RISK_UNITS} units a week.")  # fmt: skip


_PARENTS, _GRANDPARENTS = ("mother", "father"), ("grandmother", "grandfather")
_CHILDREN = ("son", "daughter", "child")


@rule("FAM1", "error", "logic", "A parent is 12 or more years older than the child", "history")
def _generations(case: Case) -> Iterator[Fault]:
    for relative in case.family:
        if relative.age is None or not relative.alive:
            continue
        older = relative.age - case.age
        least = 12 if relative.relative in _PARENTS else 24 if relative.relative in _GRANDPARENTS else None
        if least is not None and older < least:
            yield error(f"The {relative.relative} is {relative.age}, the patient {case.age}.",
                        f"family.{relative.relative}", f"Give at least {case.age + least}.")  # fmt: skip
        if relative.relative in _CHILDREN and -older < 12:
            yield error(f"The {relative.relative} is {relative.age}, the patient {case.age}.",
                        f"family.{relative.relative}", f"Give at most {case.age - 12}.")  # fmt: skip


_WOMEN = ("mother", "sister", "daughter", "grandmother", "aunt")
_HIS, _HER = re.compile(r"\b(?:he|his|him)\b", re.I), re.compile(r"\b(?:she|her|hers)\b", re.I)
_THEY = re.compile(r"\bthey (?:were|was|had|got|died)\b", re.I)


@rule("FAM5", "error", "logic", "A relative is called by the pronoun of his or her sex", "history")
def _pronoun(case: Case) -> Iterator[Fault]:
    for relative in case.family:
        if relative.relative == "child":
            continue
        woman = relative.relative in _WOMEN
        for text in (*relative.wording.full, *relative.wording.short):
            wrong = (_HIS if woman else _HER).search(text) or _THEY.search(text)
            if wrong:
                yield error(f"'{text}' of the {relative.relative}.", f"family.{relative.relative}",
                            f"Write '{'she' if woman else 'he'}'.")  # fmt: skip


_NOTHING = re.compile(r"\b(?:nil|no|none|nothing)\b.{0,24}\b(?:family|relevant|known|of note|runs)\b|no FH\b", re.I)


def _diseased(relative: Relative) -> bool:
    return relative.polarity == "present" and relative.concept not in ("well", "none", "")


@rule("FAM4", "error", "logic", "No 'nothing in the family' beside a relative with a disease", "history")
def _nil(case: Case) -> Iterator[Fault]:
    ill = {relative.concept for relative in case.family if _diseased(relative)}
    for relative in case.family:
        denied = relative.polarity == "absent" and relative.concept in ill
        nothing = not _diseased(relative) and relative.concept in ("none", "") and ill
        if denied or nothing or (ill and not _diseased(relative) and _NOTHING.search(relative.clinical)):
            yield error(f"'{relative.clinical}' beside {', '.join(sorted(ill))}.", f"family.{relative.relative}",
                        "Drop the denial.")  # fmt: skip
