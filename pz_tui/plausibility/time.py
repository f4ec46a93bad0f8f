"""TIM: what happened when must be possible (logic; UK schedules of vaccines and screening, UKHSA).

Left out, because the record has no field for them: TIM6 (exposure to onset), TIM8 and TIM12 (gestation),
TIM10 (an operation's complication). Of TIM2 only treatment before diagnosis can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pz_tui.plausibility.case import HOURS_PER_YEAR
from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.texts import spans
from pz_tui.record.base import Stated

_IN_HOURS = {
    "min": 1 / 60, "minutes": 1 / 60, "h": 1.0, "hours": 1.0, "hour": 1.0, "d": 24.0, "days": 24.0,
    "weeks": 168.0, "months": 730.5, "y": HOURS_PER_YEAR, "years": HOURS_PER_YEAR,
}  # fmt: skip


def hours_of(stated: Stated) -> float | None:
    """The time a statement's value stands for in hours, None when it is no time."""
    factor = _IN_HOURS.get(stated.unit)
    return None if stated.value is None or factor is None else stated.value * factor


@rule("TIM1", "error", "logic", "Birth comes before onset, onset before the encounter", "presentation")
def _order(case: Case) -> Iterator[Fault]:
    life = (case.age + 1) * HOURS_PER_YEAR
    for symptom in case.symptoms:
        for aspect in symptom.aspects:
            hours = hours_of(aspect)
            if aspect.kind in ("onset", "duration") and hours is not None and not 0 <= hours <= life:
                yield error(f"{symptom.clinical}: {aspect.clinical} lies {hours:g} hours back, in a life of "
                            f"{case.age} years.", f"symptoms.{symptom.concept}.{aspect.kind}",
                            "Give hours between birth and the encounter.")  # fmt: skip
    for entry in case.timeline:
        if entry.hours_ago > life:
            yield error(f"'{entry.event}' lies before birth.", "timeline", "Give fewer hours.")


@rule("TIM2", "warning", "logic", "Treatment does not come before the diagnosis it is for", "history")
def _treated_before(case: Case) -> Iterator[Fault]:
    found = {x.concept: x.age_at for x in case.past if x.kind == "illness" and x.polarity == "present"}
    for drug in case.taken:
        diagnosed = found.get(drug.indication)
        if diagnosed is None or drug.started_years is None:
            continue
        started = case.age - drug.started_years
        if started < diagnosed - 1:
            yield warning(f"{drug.name} was begun at {started:g}, but {drug.indication} was found at {diagnosed}.",
                          f"medications.{drug.concept}", "Begin it with the diagnosis or later.")  # fmt: skip


@rule("TIM3", "error", "logic", "Nothing happened at an age not yet reached, to relatives either", "history")
def _ages(case: Case) -> Iterator[Fault]:
    for item in case.past:
        if item.age_at is not None and item.age_at > case.age:
            yield error(f"{item.clinical} at {item.age_at}, but the patient is {case.age}.", f"past.{item.concept}",
                        f"Give an age up to {case.age}.")  # fmt: skip
    for relative in case.family:
        if relative.age is not None and relative.age_at_onset is not None and relative.age_at_onset > relative.age:
            yield error(f"{relative.relative.capitalize()}: {relative.clinical} began at {relative.age_at_onset}, "
                        f"after {relative.age}.", f"family.{relative.relative}",
                        f"Give an onset up to {relative.age}.")  # fmt: skip
    if case.smoking and case.smoking.start_age is not None and case.smoking.start_age > case.age:
        yield error(f"Smoking began at {case.smoking.start_age}, but the patient is {case.age}.",
                    "smoking.start_age", f"Give an age up to {case.age}.")  # fmt: skip


@rule("TIM4", "error", "logic; each word with its span", "Words for a time agree with its value", "history",
      "presentation")  # fmt: skip
def _words(case: Case) -> Iterator[Fault]:
    seen = known(case.encounter)
    at = datetime.combine(seen.date, seen.time)
    for place, stated in case.statements:
        hours = hours_of(stated)
        # of a relative the value is an age
        if hours is None or place.startswith("family"):
            continue
        for text in (stated.clinical, *stated.wording.full, *stated.wording.short):
            named = spans(text, at)
            if named and not any(low - 0.01 <= hours <= high + 0.01 for low, high in named):
                yield error(f"'{text}' is said of {_spoken(hours)}.", place, "Let the words and the value agree.")


def _spoken(hours: float) -> str:
    for factor, unit in ((HOURS_PER_YEAR, "years"), (168.0, "weeks"), (24.0, "days")):
        if hours >= 2 * factor:
            return f"{hours / factor:.1f} {unit}"
    return f"{hours:.1f} hours"


@rule("TIM5", "warning", "the condition's presentation", "How urgent it is fits how long it has lasted",
      "presentation")  # fmt: skip
def _acuity(case: Case) -> Iterator[Fault]:
    what, lead = known(case.condition), case.lead
    onset = next((hours_of(x) for x in (lead.aspects if lead else ()) if x.kind == "onset"), None)
    if onset is None:
        return
    usual = case.knowledge.presentation.onset_hours.get(what.severity) if case.knowledge else None
    if usual and not usual[0] * 0.5 <= onset <= usual[1] * 2:
        yield warning(f"It began {_spoken(onset)} ago; usual are {_spoken(usual[0])} to {_spoken(usual[1])}.",
                      "symptoms", "Choose an onset within the usual span.")  # fmt: skip
    elif not usual and what.acuity == "emergency" and onset > 28 * 24:
        yield warning(f"An emergency that began {_spoken(onset)} ago.", "condition.acuity",
                      "Choose a later onset or a lower acuity.")  # fmt: skip


@rule("TIM7", "error", "logic", "Years of smoking fit between its start and today", "history")
def _smoking_years(case: Case) -> Iterator[Fault]:
    smoking = known(case.smoking)
    if smoking.status == "never":
        return
    possible = case.age - (smoking.start_age if smoking.start_age is not None else 8)
    spent = smoking.years + (smoking.quit_years_ago or 0)
    if spent > possible + 1:
        yield error(f"{smoking.years:g} years of smoking and {smoking.quit_years_ago or 0:g} since do not fit "
                    f"into {possible} years.", "smoking.years", "Give fewer years.")  # fmt: skip
    if smoking.status == "current" and smoking.quit_years_ago:
        yield error("A current smoker has a date of quitting.", "smoking.quit_years_ago", "Leave it out.")


@rule("TIM9", "error", "logic", "A drug's effect comes after its start", "history")
def _side_effects(case: Case) -> Iterator[Fault]:
    for drug in case.medications:
        for aspect in drug.aspects:
            hours = hours_of(aspect)
            if aspect.kind != "side_effects" or hours is None or drug.started_years is None:
                continue
            if hours > drug.started_years * HOURS_PER_YEAR:
                yield error(f"{aspect.clinical} began before {drug.name} was started.",
                            f"medications.{drug.concept}", "Let the effect begin after the start.")  # fmt: skip


_CHILDHOOD = re.compile(
    r"(?:since|when) I was (?:a (?:kid|child|baby)|little|small)|\b(?:as|in) (?:a )?(?:kid|child)\b|"
    r"\bsince childhood\b|(?:since|at|from) primary school", re.I)  # fmt: skip
_AGO = re.compile(r"\b(?:years?|months?) (?:ago|back)\b", re.I)
_LAST_OF_CHILDHOOD = 12


@rule("TIM13", "error", "logic", "The age at an event, its words and its 'since' agree", "history")
def _begun(case: Case) -> Iterator[Fault]:
    for item in case.past:
        if item.age_at is None or item.polarity != "present":
            continue
        back, place = case.age - item.age_at, f"past.{item.concept}"
        for stated in (item, *item.aspects):
            for text in (stated.clinical, *stated.wording.full, *stated.wording.short):
                if item.age_at > _LAST_OF_CHILDHOOD and _CHILDHOOD.search(text):
                    yield error(f"'{text}', but it began at {item.age_at}.", place, "Let it begin in childhood.")
                elif stated is item and _AGO.search(text) and not _lies_in(spans(text), back):
                    yield error(f"'{text}', but it was {back} years ago.", place, "Let both agree.")
        for aspect in item.aspects:
            years = aspect.value if aspect.kind == "since" and aspect.unit == "years" else None
            if years is not None and abs(years - back) > 1:
                yield error(f"{aspect.clinical}, but it began at {item.age_at}.", place, "Let both agree.")


def _lies_in(named: list[tuple[float, float]], years: int) -> bool:
    """Whether some year of age at the event, a year wide either way, lies in a span that is named."""
    low, high = (years - 1) * HOURS_PER_YEAR, (years + 1) * HOURS_PER_YEAR
    return not named or any(first <= high and low <= last for first, last in named)


# concept -> (first age, last age, sex) of the UK programmes; last None: no upper end
_PROGRAMMES: dict[str, tuple[int, int | None, str]] = {
    "cervical_screening": (24, 64, "female"), "breast_screening": (50, 71, "female"),
    "bowel_screening": (50, 74, ""), "aaa_screening": (64, None, "male"),
    "shingles_vaccine": (50, None, ""), "hpv_vaccine": (11, None, ""),
}  # fmt: skip
_OWN_RISK = ("immunosuppress", "transplant", "HIV", "high risk", "family", "genetic", "asplen", "privately")


@rule("TIM11", "warning", "UKHSA and NHS schedules", "Vaccines and screening fit age and sex", "history")
def _programmes(case: Case) -> Iterator[Fault]:
    for item in case.past:
        if item.kind not in ("vaccination", "screening") or item.polarity != "present":
            continue
        first, last, sex = _PROGRAMMES.get(item.concept, (0, None, ""))
        age = case.age if item.age_at is None else item.age_at
        odd = age < first or (item.age_at is not None and last is not None and age > last)
        if (odd and not any(word in item.clinical for word in _OWN_RISK)) or (
            sex and known(case.identity).sex != sex
        ):
            yield warning(f"{item.clinical} at {age} is outside the programme.", f"past.{item.concept}",
                          "Leave it out or give the reason.")  # fmt: skip
