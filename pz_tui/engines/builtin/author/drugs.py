"""Drugs taken: which, how much, how faithfully, and what the patient makes of their names."""

from __future__ import annotations

import random
from collections.abc import Sequence

from pz_tui.engines.builtin.author.phrases import Phrases, inside
from pz_tui.generation.brief import StageBrief
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.matching import Situation, holds
from pz_tui.knowledge.schema import Drug, DrugChoice
from pz_tui.record.base import Access, Wording
from pz_tui.record.chance import chance, weighted
from pz_tui.record.patient import Aspect, Medication

_KEPT_TO = 0.8
"""Share of doses from which tablets count as taken (the usual 80 % of adherence studies)."""
_HALF_KNOWN_BELOW = 0.62
"""Recall under which a patient gropes for a drug's name; groping still finds the right one."""


def take_drugs(
    rng: random.Random, wanted: Sequence[tuple[str, DrugChoice]], situation: Situation, library: Library,
    avoid: set[str],
) -> list[tuple[str, DrugChoice]]:  # fmt: skip
    """One drug a group, none of an allergy's class, none twice."""
    groups: dict[tuple[str, str], list[DrugChoice]] = {}
    for indication, choice in wanted:
        groups.setdefault((indication, choice.group or choice.drug), []).append(choice)
    taken: list[tuple[str, DrugChoice]] = []
    classes: set[str] = set(avoid)
    for (indication, _), choices in groups.items():
        comes = rng.random() < max(choice.rate for choice in choices)
        fit = [choice for choice in choices if holds(choice.when, situation) and _free(choice, library, classes)]
        if not comes or not fit:
            continue
        choice = weighted(rng, fit, [item.weight for item in fit])
        classes |= {choice.drug, library.drugs[choice.drug].drug_class}
        taken.append((indication, choice))
    return taken


def _free(choice: DrugChoice, library: Library, classes: set[str]) -> bool:
    drug = library.drugs.get(choice.drug)
    return drug is not None and drug.id not in classes and drug.drug_class not in classes


def medication(
    brief: StageBrief, drug: Drug, choice: DrugChoice, indication: str, phrases: Phrases, *, forgets: bool
) -> Medication:
    """The drug as this patient takes it."""
    rng = chance(brief.chance, "drug", drug.id)
    dose = choice.dose or rng.choice(drug.doses)
    purpose = choice.indication or indication
    adherence = 1.0
    if drug.per_day and not drug.over_the_counter:
        adherence = 0.5 if forgets else rng.choice([1.0, 1.0, 1.0, 0.86])
    return Medication(
        concept=drug.id, name=drug.name, dose=dose, dose_unit=drug.dose_unit, route=drug.route,
        per_day=drug.per_day, frequency=drug.frequency, indication=purpose or drug.drug_class,
        over_the_counter=drug.over_the_counter, adherence=adherence, importance=choice.importance,
        clinical=f"{drug.name} {dose:g} {drug.dose_unit} {drug.frequency}",
        wording=_name(brief, drug, purpose, phrases, rng),
        aspects=_aspects(drug, dose, adherence, phrases, rng),
    )  # fmt: skip


_FOR = {
    "hypertension": " for my blood pressure", "cholesterol": " for my cholesterol", "diabetes": " for my sugar",
    "asthma": " for my asthma", "depression": " for my mood", "thyroid": " for my thyroid",
    "hypothyroidism": " for my thyroid", "reflux": " for my stomach", "mi": " for my heart",
    "angina": " for my heart", "atrial_fibrillation": " for my heartbeat", "copd": " for my chest",
    "anxiety": " for my nerves", "osteoarthritis": " for my joints", "migraine": " for my headaches",
    "heart_protection": " to protect my heart",
}  # fmt: skip


def _name(
    brief: StageBrief, drug: Drug, indication: str, phrases: Phrases, rng: random.Random
) -> Wording:
    name = inside(drug.name)
    blanks = {"name": name, "for_it": _FOR.get(indication, ""), "letter": drug.name[:1].upper()}
    if drug.over_the_counter:
        return phrases.say("drug", "bought_daily" if drug.per_day else "bought", rng, **blanks)
    known = brief.strata.persona.recall >= _HALF_KNOWN_BELOW
    return phrases.say("drug", "known" if known else "half_known", rng, **blanks)


def _aspects(drug: Drug, dose: float, adherence: float, phrases: Phrases, rng: random.Random) -> tuple[Aspect, ...]:
    unit = {"mg": "milligrams", "micrograms": "micrograms", "g": "grams"}.get(drug.dose_unit, drug.dose_unit)
    aspects = [
        Aspect(kind="dose", clinical=f"{dose:g} {drug.dose_unit}", value=dose, unit=drug.dose_unit,
               wording=phrases.say("drug", "dose", rng, dose=f"{dose:g} {unit}"), importance=1),
        Aspect(kind="frequency", clinical=drug.frequency.capitalize(), value=drug.per_day, unit="/day",
               wording=phrases.say("drug", "frequency" if adherence >= _KEPT_TO else "frequency_meant", rng,
                                   often=drug.frequency_words)),
    ]  # fmt: skip
    if drug.per_day:
        case = "good" if adherence >= 0.95 else "fair" if adherence >= _KEPT_TO else "poor"
        access: Access = "sensitive" if adherence < _KEPT_TO else "direct-question"
        aspects.append(
            Aspect(kind="adherence", clinical=f"Takes about {adherence:.0%} of doses", value=adherence,
                   unit="share", access=access, importance=2 if adherence < _KEPT_TO else 1,
                   wording=phrases.say("drug", f"adherence_{case}", rng))
        )  # fmt: skip
    return tuple(aspects)
