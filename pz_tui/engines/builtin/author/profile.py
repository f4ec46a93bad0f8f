"""Stage 1, profile: who the patient is, with which condition at which severity."""

from __future__ import annotations

from datetime import date, timedelta

from pz_tui.engines.builtin.author.phrases import Phrases
from pz_tui.generation.brief import ProfileDraft, StageBrief, Strata
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.schema import NameTable, Outline
from pz_tui.record.base import Stated, Wording
from pz_tui.record.chance import chance
from pz_tui.record.patient import Diagnosis, Encounter, Identity


def write_profile(brief: StageBrief, library: Library, phrases: Phrases) -> ProfileDraft:
    """The profile of the strata, from the outline alone."""
    outline = brief.level
    assert isinstance(outline, Outline)
    strata = brief.strata
    level = outline.severity[strata.severity]
    return ProfileDraft(
        identity=_identity(brief, library, phrases),
        condition=Diagnosis(
            id=outline.id, name=level.name or outline.name, code=level.code or outline.code,
            specialty=outline.specialty, acuity=outline.acuity, severity=strata.severity,
            stage=level.stage, presentation=strata.presentation, aliases=outline.aliases,
        ),
        encounter=_encounter(brief, outline),
        comorbid=strata.comorbid,
    )  # fmt: skip


def _encounter(brief: StageBrief, outline: Outline) -> Encounter:
    strata = brief.strata
    return Encounter(
        date=strata.date, time=strata.time, setting=strata.setting.setting,
        arrival=chance(brief.chance, "arrival").choice(strata.setting.arrival),
        triage=outline.chief_complaint[:1].upper() + outline.chief_complaint[1:],
        task=strata.setting.task, minutes=strata.setting.minutes,
    )  # fmt: skip


def _identity(brief: StageBrief, library: Library, phrases: Phrases) -> Identity:
    strata = brief.strata
    names = library.names
    rng = chance(brief.chance, "name")
    given = rng.choice(_given(names, strata))
    family = rng.choice(names.family)
    title = "Mr" if strata.sex == "male" else rng.choice(
        ["Mrs"] if strata.partner in ("married", "widowed") and strata.age > 45 else ["Ms", "Miss"])  # fmt: skip
    return Identity(
        name=f"{given} {family}", given_name=given, title=title, age=strata.age, sex=strata.sex,
        date_of_birth=_born(brief), pronoun="he" if strata.sex == "male" else "she",
        occupation=_occupation(strata, library, phrases, brief), employment=strata.employment,
        living=_living(strata, phrases, brief), partner=strata.partner, children=strata.children,
        facts=phrases.relations(strata, chance(brief.chance, "relations")),
    )  # fmt: skip


def _given(names: NameTable, strata: Strata) -> tuple[str, ...]:
    older = strata.age >= 50
    if strata.sex == "female":
        return names.female_older if older else names.female_younger
    return names.male_older if older else names.male_younger


def _born(brief: StageBrief) -> date:
    strata = brief.strata
    birthday_this_year = _same_day(strata.date, strata.date.year - strata.age)
    return birthday_this_year - timedelta(days=chance(brief.chance, "born").randint(1, 364))


def _same_day(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)


def _occupation(strata: Strata, library: Library, phrases: Phrases, brief: StageBrief) -> Stated:
    job = library.occupations[strata.occupation]
    rng = chance(brief.chance, "job")
    key = strata.employment if job.employment != strata.employment else "own"
    now = "full-time carer at home" if strata.employment == "carer" else strata.employment
    return Stated(
        clinical=job.title if key == "own" else f"{now}, formerly {job.title}"
        if strata.employment in ("retired", "unemployed", "carer") else f"{job.title} ({now})",
        wording=phrases.occupation(key, job, rng),
        importance=1,
    )  # fmt: skip


def _living(strata: Strata, phrases: Phrases, brief: StageBrief) -> Stated:
    rng = chance(brief.chance, "living")
    clinical = {
        "alone": "Lives alone", "partner": "Lives with partner", "family": "Lives with family",
        "parents": "Lives with parents", "shared": "Shares a house", "care_home": "Lives in a care home",
    }[strata.household]  # fmt: skip
    wording: Wording = phrases.living(strata, rng)
    return Stated(clinical=clinical, wording=wording, importance=1)
