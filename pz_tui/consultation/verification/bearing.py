"""Bearing: whether the particulars of a sentence are those of given facts.

A side, a place, an amount, a time or a way ("on the left", "three weeks ago", "twenty a day", "all the time") is held
against what the facts at hand say of the same kind, and against nothing else: that another fact has the same number
makes it no truer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from pz_tui.consultation.verification.amounts import Amount, agrees, comparable
from pz_tui.consultation.verification.calendar import calendar
from pz_tui.consultation.verification.numbers import Quantity
from pz_tui.consultation.verification.patient import Patient
from pz_tui.consultation.verification.reading import Mention, Reading, SideSaid
from pz_tui.consultation.verification.scales import Pole, scales
from pz_tui.consultation.verification.times import Moment, fits
from pz_tui.record.facts import Fact

Stand = Literal["held", "against", "near", "loose"]
_SITED = ("site", "radiation")
_NEAR = 2
"""Words between a side and the part it is of."""
_NO_PLACE = frozenset({"everywhere", "skin_part", "muscle", "joint", "bone", "side", "nail", "heart_organ", "mouth"})
_OF_FACTORS = frozenset({"progression", "relief"})
"""Scales whose words, beside a factor, say what the factor does."""
_COARSE = frozenset({"circumstances", "place"})
"""Scales on one pole of which are many things: being on the same one is not yet the same."""
_STARTS = re.compile(r"\b(?:start|started|began|begun|came on|come on|first|since|woke up|been there)\b")
_STARTING = frozenset({"onset", "duration", "since", "presence"})


class Bearing(NamedTuple):
    """How the particulars of a sentence stand to facts.

    Attributes:
        held: facts that have one of them.
        against: facts that have another of its kind.
        near: facts that speak of one of them without settling it.
        loose: some particular that none of the facts settles.
    """

    held: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    loose: bool = False


def bearing(reading: Reading, facts: Sequence[Fact], patient: Patient) -> Bearing:
    """The particulars of a sentence against facts, the most likely meant first."""
    found = [*_sides(reading, facts, patient), *_parts(reading, facts, patient), *_amounts(reading, facts, patient),
             *_moments(reading, facts, patient), *_poles(reading, facts, patient)]  # fmt: skip
    held, against, near = (
        tuple(dict.fromkeys(id for one, id in found if one == stand)) for stand in ("held", "against", "near")
    )
    return Bearing(held, against, near, any(one in ("near", "loose") for one, _ in found))


_Found = Iterator[tuple[Stand, str]]


def _stand(facts: Sequence[Fact], true: Callable[[Fact], bool | None], *, denied: bool = False) -> tuple[Stand, str]:
    """By the facts that speak of such a thing: the first that has it, else the first that has another."""
    speaking = [(fact, has) for fact in facts if (has := true(fact)) is not None]
    right = next((fact.id for fact, has in speaking if has is not denied), "")
    if right:
        return "held", right
    other = sorted((fact for fact, _ in speaking), key=lambda fact: fact.value is None)
    return ("against", other[0].id) if other else ("loose", "")


# --- sides and places ---------------------------------------------------------------------------------------------


def _sides(reading: Reading, facts: Sequence[Fact], patient: Patient) -> _Found:
    said = reading.sides
    if {one.side for one in said} >= {"left", "right"}:
        said = [one for one in said if one.denied][:1] or said[:0]
    for one in said:
        yield _stand(_of_part(reading, one, facts, patient), lambda fact, one=one: _on_side(fact, one, patient),  # type: ignore[misc]
                     denied=one.denied)  # fmt: skip


def _on_side(fact: Fact, said: SideSaid, patient: Patient) -> bool | None:
    sides = patient.sides(fact)
    if sides:
        return said.side in sides or ("both" in sides and said.denied)
    return False if fact.attribute == "site" and "middle" in patient.poles(fact, "place") else None


def _of_part(reading: Reading, said: SideSaid, facts: Sequence[Fact], patient: Patient) -> Sequence[Fact]:
    """Where a part is named with the side, the facts about that part; else where the thing itself is."""
    near = {part.id for part in reading.parts if abs(part.start - said.place) <= _NEAR}
    named = [fact for fact in facts if near & patient.parts(fact)]
    sited = next((fact.attribute for fact in facts if fact.attribute in _SITED), "")
    return named or [fact for fact in facts if fact.attribute == sited] or facts


def _parts(reading: Reading, facts: Sequence[Fact], patient: Patient) -> _Found:
    sited = [fact for fact in facts if fact.attribute in _SITED]
    for part in reading.parts:
        topic = any(one.start <= part.start < one.end for one in reading.mentions)
        if part.id in _NO_PLACE or part.subject != "self" or topic or not sited:
            continue
        yield _stand(sited, lambda fact, part=part: _in_part(fact, part, patient), denied=part.denied)  # type: ignore[misc]


def _in_part(fact: Fact, part: Mention, patient: Patient) -> bool:
    named, kin = patient.parts(fact), patient.names.kin
    return fact.polarity == "present" and bool(named & kin(part.id) or any(part.id in kin(one) for one in named))


# --- amounts and times --------------------------------------------------------------------------------------------


def _amounts(reading: Reading, facts: Sequence[Fact], patient: Patient) -> _Found:
    for said in (*reading.quantities, *calendar(reading.said, patient.now)):
        denied = said.start in reading.clause_at(said.start).denied
        yield _stand(_timed_first(facts, said), lambda fact, said=said: _has_amount(fact, said, patient), denied=denied)  # type: ignore[misc]


def _timed_first(facts: Sequence[Fact], said: Quantity) -> Sequence[Fact]:
    """How long ago is dated by the beginning alone, where that is known."""
    starting = [fact for fact in facts if fact.attribute in _STARTING] if said.kind == "duration" and said.ago else []
    return [fact for fact in starting if fact.value is not None] or facts


def _has_amount(fact: Fact, said: Quantity, patient: Patient) -> bool | None:
    held: list[Amount] = [one for one in patient.amounts(fact) if comparable(said, one)]
    if said.kind == "plain":
        held = [one for one in held if fact.value is not None]
    return any(agrees(said, one) for one in held) if held else None


def _moments(reading: Reading, facts: Sequence[Fact], patient: Patient) -> _Found:
    starts = _STARTS.search(reading.plain) is not None
    for moment in reading.moments:
        if moment.weekday is None and moment.days_ago is None and not starts:
            continue  # "at night", "in the morning": a habit and no date
        denied = moment.start in reading.clause_at(moment.start).denied
        yield _stand(facts, lambda fact, moment=moment: _at(fact, moment, patient), denied=denied)  # type: ignore[misc]


def _at(fact: Fact, moment: Moment, patient: Patient) -> bool | None:
    when = patient.moment(fact)
    if when is not None:
        return fits(moment, when, patient.now)
    own = [one for text in patient.readings(fact) for one in text.moments]
    return any(one[:3] == moment[:3] for one in own) if own else None


# --- ways ---------------------------------------------------------------------------------------------------------


def _poles(reading: Reading, facts: Sequence[Fact], patient: Patient) -> _Found:
    for pole in reading.poles:
        scale = scales()[pole.scale]
        on = [fact for fact in facts if {fact.attribute, fact.head} & scale.attributes]
        if not on or (scale.id in _OF_FACTORS and reading.factors):
            continue
        stand, id = _stand(on, lambda fact, pole=pole: _has_pole(fact, pole, patient), denied=reading.pole_denied(pole))  # type: ignore[misc]
        yield ("near", id) if stand == "held" and scale.id in _COARSE else (stand, id)


def _has_pole(fact: Fact, pole: Pole, patient: Patient) -> bool | None:
    scale, true = scales()[pole.scale], patient.poles(fact, pole.scale)
    if pole.pole in patient.poles(fact, pole.scale, denied=True) - true:
        return False
    return any(not scale.excludes(pole.pole, one) for one in true) if true else None
