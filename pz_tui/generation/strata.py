"""Stratified permutation: the attribute vector of one patient, drawn conditionally before any stage."""

from __future__ import annotations

import itertools
import random
from datetime import time

from pz_tui.generation.brief import Strata
from pz_tui.generation.people import draw_household, draw_occupation, draw_persona, muddled
from pz_tui.generation.request import PatientRequest, RequestError
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.matching import Situation, fitting, holds
from pz_tui.knowledge.schema import AgeBand, Outline
from pz_tui.record.base import Frozen, Presentation, Severity, Sex
from pz_tui.record.chance import chance, weighted

_PLAIN_UNDER = 16


class _Cell(Frozen):
    """One combination of the strata that a cohort is spread over."""

    condition: str
    band: AgeBand
    sex: Sex
    severity: Severity
    presentation: Presentation
    weight: float


def draw(request: PatientRequest, library: Library) -> Strata:
    """The strata of the patient that ``request`` asks for.

    Raises:
        RequestError: nothing in the knowledge fits the wishes.
    """
    outlines = _outlines(request, library)
    cells = [cell for outline in outlines for cell in _cells(request, outline)]
    if not cells:
        raise RequestError(_why_none(request, outlines))
    cell = _pick(request, cells)
    outline = library.outlines[cell.condition]
    return _person(request, library, outline, cell)


def _outlines(request: PatientRequest, library: Library) -> list[Outline]:
    every = list(library.outlines.values())
    if request.condition is not None:
        found = [outline for outline in every if outline.id == request.condition]
        if not found:
            known = ", ".join(sorted(outline.id for outline in every))
            raise RequestError(f"There is no condition '{request.condition}'; choose one of: {known}.")
        return found
    if request.specialty is not None:
        found = [outline for outline in every if outline.specialty == request.specialty.lower()]
        if not found:
            known = ", ".join(sorted({outline.specialty for outline in every}))
            raise RequestError(f"There is no specialty '{request.specialty}'; choose one of: {known}.")
        return found
    return every


def _cells(request: PatientRequest, outline: Outline) -> list[_Cell]:
    cells = []
    ways: tuple[Presentation, ...] = ("typical", "atypical")
    for band, sex, severity, way in itertools.product(outline.ages, outline.sex, outline.severity, ways):
        fitted = _fit_band(request, outline, band)
        share = outline.atypical_rate if way == "atypical" else 1 - outline.atypical_rate
        wanted = (
            fitted is not None
            and (request.sex is None or sex == request.sex)
            and (request.severity is None or severity == request.severity)
            and (request.presentation is None or way == request.presentation)
        )
        weight = band.weight * outline.sex[sex] * outline.severity[severity].weight * share
        if wanted and fitted is not None and weight > 0:
            cells.append(_Cell(condition=outline.id, band=fitted, sex=sex, severity=severity, presentation=way,
                               weight=weight))  # fmt: skip
    return cells


def _fit_band(request: PatientRequest, outline: Outline, band: AgeBand) -> AgeBand | None:
    """The part of a band that the wishes leave, or None. An exact age may lie outside the usual bands."""
    low, high = band.low, band.high
    if request.age is not None:
        usual = any(b.low <= request.age <= b.high for b in outline.ages)
        possible = outline.age_limits[0] <= request.age <= outline.age_limits[1]
        if not possible or (usual and not low <= request.age <= high):
            return None
        return band.model_copy(update={"low": request.age, "high": request.age})
    low = max(low, request.age_low if request.age_low is not None else low)
    high = min(high, request.age_high if request.age_high is not None else high)
    return band.model_copy(update={"low": low, "high": high}) if low <= high else None


def _pick(request: PatientRequest, cells: list[_Cell]) -> _Cell:
    if request.way == "coverage":
        rounds, place = divmod(request.index, len(cells))
        order = list(cells)
        chance(request.seed, "coverage", rounds).shuffle(order)
        return order[place]
    rng = chance(request.seed, request.index, "cell")
    by_condition: dict[str, list[_Cell]] = {}
    for cell in cells:
        by_condition.setdefault(cell.condition, []).append(cell)
    pool = by_condition[rng.choice(sorted(by_condition))]
    return weighted(rng, pool, [cell.weight for cell in pool])


def _person(request: PatientRequest, library: Library, outline: Outline, cell: _Cell) -> Strata:
    def own(purpose: str) -> random.Random:
        return chance(request.seed, request.index, cell.condition, purpose)

    age = own("age").randint(cell.band.low, cell.band.high)
    employment, job = draw_occupation(own("job"), age, library.occupations)
    stratum = library.occupations[job].stratum
    partner, children, household = draw_household(own("household"), age, employment)
    persona = draw_persona(own("persona"), age=age, stratum=stratum, severity=cell.severity,
                           personality=request.personality)  # fmt: skip
    if age < _PLAIN_UNDER:  # it is a carer who speaks, in whose words "me" is not "my"
        persona = persona.model_copy(update={"regional": ""})
    persona = muddled(own("confusion"), persona, age=age, severity=cell.severity)
    situation = Situation(severity=cell.severity, presentation=cell.presentation, sex=cell.sex, age=age,
                          employment=employment)  # fmt: skip
    comorbid = _comorbid(own("comorbid"), outline, situation)
    presentation = _possible_presentation(outline, cell, situation.having(*comorbid))
    settings = fitting(outline.settings, situation) or list(outline.settings)
    setting = weighted(own("setting"), settings, [item.weight for item in settings])
    hour = own("hour")
    return Strata(
        specialty=outline.specialty, condition=outline.id, age=age,
        age_band=f"{cell.band.low}-{cell.band.high}", sex=cell.sex, severity=cell.severity,
        presentation=presentation, comorbid=comorbid, occupation=job, employment=employment,
        social_stratum=stratum, partner=partner, children=children, household=household, setting=setting,
        persona=persona, date=request.date,
        time=request.time or time(hour.randint(setting.hours[0], setting.hours[1]), hour.choice(range(0, 60, 5))),
    )  # fmt: skip


def _comorbid(rng: random.Random, outline: Outline, situation: Situation) -> tuple[str, ...]:
    found: list[str] = []
    for item in outline.comorbidities:
        come = rng.random() < item.rate
        if come and holds(item.when, situation.having(*found)):
            found.append(item.concept)
    return tuple(found)


def _possible_presentation(outline: Outline, cell: _Cell, situation: Situation) -> Presentation:
    """Atypical needs its host (rule SYM7): a patient who is none presents typically."""
    hosts = outline.atypical_hosts
    if cell.presentation == "atypical" and hosts and not any(holds(host, situation) for host in hosts):
        return "typical"
    return cell.presentation


def _why_none(request: PatientRequest, outlines: list[Outline]) -> str:
    wishes = [
        f"{name} {value}"
        for name, value in (("age", request.age), ("sex", request.sex), ("severity", request.severity),
                            ("presentation", request.presentation))
        if value is not None
    ]  # fmt: skip
    what = outlines[0].id if len(outlines) == 1 else "any condition"
    ages = ", ".join(f"{band.low}-{band.high}" for band in outlines[0].ages) if len(outlines) == 1 else ""
    hint = f" (ages {ages})" if ages else ""
    return f"No patient with {what}{hint} fits {' and '.join(wishes) or 'these wishes'}; leave one of them open."
