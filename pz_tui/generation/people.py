"""Who people are: conditional draws of job, household and persona by age.

Independent draws broke elementary rules in 30 % of the patients of another implementation (a retired
pupil); here each draw is made among what the earlier ones leave possible. Shares are rough proportions of
the adult population of England and Wales (ONS census 2021), good enough for variety, not for statistics.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Literal

from pz_tui.knowledge.schema import NameTable, Occupation
from pz_tui.record.base import Severity
from pz_tui.record.chance import weighted
from pz_tui.record.patient import Identity, Informant
from pz_tui.record.persona import Level, Mood, Persona, Personality

Employment = Literal["employed", "self-employed", "student", "pupil", "retired", "unemployed", "carer"]
Partner = Literal["none", "partner", "married", "divorced", "widowed", "separated"]
Household = Literal["alone", "partner", "family", "parents", "shared", "care_home"]
Stratum = Literal["manual", "service", "office", "professional", "none"]

_EMPLOYMENT: tuple[tuple[int, dict[Employment, float]], ...] = (
    (15, {"pupil": 1}),
    (17, {"pupil": 0.85, "employed": 0.15}),
    (22, {"student": 0.5, "employed": 0.42, "unemployed": 0.08}),
    (64, {"employed": 0.78, "self-employed": 0.12, "unemployed": 0.05, "carer": 0.05}),
    (67, {"employed": 0.3, "self-employed": 0.08, "retired": 0.62}),
    (74, {"retired": 0.95, "self-employed": 0.05}),
    (110, {"retired": 1}),
)
_PARTNER: tuple[tuple[int, dict[Partner, float]], ...] = (
    (17, {"none": 1}),
    (25, {"none": 0.7, "partner": 0.27, "married": 0.03}),
    (35, {"none": 0.35, "partner": 0.33, "married": 0.3, "separated": 0.02}),
    (64, {"none": 0.15, "partner": 0.12, "married": 0.54, "divorced": 0.13, "separated": 0.03, "widowed": 0.03}),
    (79, {"none": 0.07, "partner": 0.05, "married": 0.6, "divorced": 0.12, "widowed": 0.16}),
    (110, {"none": 0.05, "married": 0.38, "divorced": 0.07, "widowed": 0.5}),
)
_WITH_SOMEONE = ("partner", "married")
_CHILDREN_TO_CARE_FOR = 50
"""Up to this age a carer at home without a partner looks after children; later there is a partner to care for."""
_PERSONALITY: dict[Personality, float] = {
    "plain": 0.32, "verbose": 0.14, "pleasing": 0.14, "impatient": 0.1, "overanxious": 0.12,
    "distrustful": 0.08, "reserved": 0.1,
}  # fmt: skip
_TALK: dict[Personality, tuple[float, float]] = {
    "plain": (0.3, 0.5), "verbose": (0.75, 0.95), "pleasing": (0.35, 0.6), "impatient": (0.15, 0.35),
    "overanxious": (0.5, 0.75), "distrustful": (0.2, 0.45), "reserved": (0.05, 0.2),
}  # fmt: skip
_MOOD: dict[Personality, tuple[float, float, float]] = {
    "plain": (0.45, 0.35, 0.08), "verbose": (0.5, 0.4, 0.05), "pleasing": (0.55, 0.3, 0.03),
    "impatient": (0.35, 0.3, 0.35), "overanxious": (0.45, 0.7, 0.08), "distrustful": (0.2, 0.45, 0.25),
    "reserved": (0.35, 0.4, 0.08),
}  # fmt: skip
_LEVELS: dict[Stratum, dict[Level, float]] = {
    "manual": {"A": 0.3, "B": 0.62, "C": 0.08}, "service": {"A": 0.2, "B": 0.65, "C": 0.15},
    "office": {"A": 0.05, "B": 0.6, "C": 0.35}, "professional": {"A": 0.0, "B": 0.35, "C": 0.65},
    "none": {"A": 0.25, "B": 0.6, "C": 0.15},
}  # fmt: skip
_MUDDLED: tuple[tuple[int, dict[Severity, float]], ...] = (
    (64, {"mild": 0.0, "moderate": 0.0, "severe": 0.0}),
    (74, {"mild": 0.02, "moderate": 0.03, "severe": 0.08}),
    (84, {"mild": 0.06, "moderate": 0.09, "severe": 0.18}),
    (110, {"mild": 0.14, "moderate": 0.2, "severe": 0.32}),
)
"""How often somebody of an age is muddled: dementia known to practices in England (2 % at 65 to 74, 20 % past 85)
and what an acute illness adds to it."""
_CONFUSION, _VAGUE = (0.36, 0.5), 0.55
"""Who is muddled yet answers to their name and gives a history, and how well they recall at the best."""
_LITERACY: dict[Level, tuple[float, float]] = {"A": (0.1, 0.35), "B": (0.35, 0.65), "C": (0.6, 0.9)}


def _by_age(table: tuple[tuple[int, dict[str, float]], ...], age: int) -> dict[str, float]:
    return next(row for limit, row in table if age <= limit)


def draw_occupation(rng: random.Random, age: int, jobs: Mapping[str, Occupation]) -> tuple[Employment, str]:
    """Employment and job id that fit the age; of the retired and the unemployed the job they had."""
    weights = _by_age(_EMPLOYMENT, age)  # type: ignore[arg-type]
    employment: Employment = weighted(rng, list(weights), list(weights.values()))  # type: ignore[arg-type]
    own = [job for job in jobs.values() if job.employment == employment and job.age_min <= age <= job.age_max]
    past = [job for job in jobs.values() if job.employment in ("employed", "self-employed") and job.age_min < age]
    pool = own or past or list(jobs.values())
    if employment in ("retired", "unemployed", "self-employed", "carer") and past and not own:
        pool = past
    job = weighted(rng, pool, [job.weight for job in pool])
    return employment, job.id


def draw_household(
    rng: random.Random, age: int, employment: Employment
) -> tuple[Partner, int, Household]:
    """Partner, number of children and who is at home, each given the ones before."""
    weights = _by_age(_PARTNER, age)  # type: ignore[arg-type]
    if employment == "carer" and age > _CHILDREN_TO_CARE_FOR:
        weights = {name: share for name, share in weights.items() if name in _WITH_SOMEONE}
    partner: Partner = weighted(rng, list(weights), list(weights.values()))  # type: ignore[arg-type]
    children = _children(rng, age, partner)
    if age < 18:
        return partner, 0, "parents"
    if partner in _WITH_SOMEONE:
        return partner, children, "family" if children and age < 52 else "partner"
    if employment == "carer":
        return partner, children or 1, "family"
    if employment == "student" or age < 24:
        return partner, children, weighted(rng, ["parents", "shared", "alone"], [0.5, 0.42, 0.08])
    if children and age < 50:
        return partner, children, "family"
    if age > 84 and rng.random() < 0.2:
        return partner, children, "care_home"
    young = age < 35
    return partner, children, weighted(rng, ["alone", "shared", "parents"], [0.5, 0.35, 0.15] if young else [1, 0, 0])


def _children(rng: random.Random, age: int, partner: Partner) -> int:
    if age < 22 or (partner == "none" and rng.random() < 0.85):
        return 0
    if age < 30:
        return weighted(rng, [0, 1, 2], [0.7, 0.22, 0.08])
    return weighted(rng, [0, 1, 2, 3, 4], [0.18, 0.2, 0.38, 0.18, 0.06])


def draw_persona(
    rng: random.Random, *, age: int, stratum: Stratum, severity: Severity, personality: Personality | None
) -> Persona:
    """Manner of speaking, given age, schooling and how ill the patient is."""
    who: Personality = weighted(rng, list(_PERSONALITY), list(_PERSONALITY.values()))
    who = personality if personality is not None else who
    levels = _LEVELS[stratum]
    language = weighted(rng, list(levels), list(levels.values()))
    trust, anxiety, irritation = _MOOD[who]
    worse = {"mild": -0.08, "moderate": 0.0, "severe": 0.1}[severity]
    return Persona(
        personality=who,
        language=language,
        literacy=round(rng.uniform(*_LITERACY[language]), 2),
        recall=round(min(0.95, max(0.3, rng.gauss(0.78 - max(0, age - 60) * 0.008, 0.1))), 2),
        confusion=0.0,
        talkativeness=round(rng.uniform(*_TALK[who]), 2),
        openness=round(rng.uniform(0.15, 0.4) if who in ("distrustful", "reserved") else rng.uniform(0.4, 0.85), 2),
        mood=Mood(
            trust=round(_near(rng, trust), 2),
            anxiety=round(_near(rng, anxiety + worse), 2),
            irritation=round(_near(rng, irritation), 2),
        ),
        regional=weighted(rng, ["", "northern", "scottish", "london"], [0.7, 0.12, 0.08, 0.1]),
    )


_SPEAKS_UNTIL = 15
"""Age up to which a carer gives the history (GMC, 0-18 years: a younger child's history comes from who cares)."""
_INFORMANTS: dict[Literal["mother", "father", "grandmother"], float] = {
    "mother": 0.66, "father": 0.26, "grandmother": 0.08,
}  # fmt: skip


def draw_informant(rng: random.Random, identity: Identity, names: NameTable) -> Informant | None:
    """Who speaks for a child; None for whoever is old enough to speak for themselves."""
    if identity.age > _SPEAKS_UNTIL:
        return None
    relation = weighted(rng, list(_INFORMANTS), list(_INFORMANTS.values()))
    pool = {"mother": names.female_younger, "father": names.male_younger, "grandmother": names.female_older}[relation]
    given = rng.choice([name for name in pool if name != identity.given_name])
    return Informant(relation=relation, name=f"{given} {identity.name.removeprefix(identity.given_name).strip()}")


def muddled(rng: random.Random, persona: Persona, *, age: int, severity: Severity) -> Persona:
    """The persona, now and then of an old patient whose thread is easily lost: more often the older and the iller."""
    if rng.random() >= _by_age(_MUDDLED, age)[severity]:  # type: ignore[arg-type]
        return persona
    confusion = round(rng.uniform(*_CONFUSION), 2)
    return persona.model_copy(update={"confusion": confusion, "recall": min(persona.recall, _VAGUE)})


def _near(rng: random.Random, value: float) -> float:
    return min(1.0, max(0.0, value + rng.uniform(-0.06, 0.06)))
