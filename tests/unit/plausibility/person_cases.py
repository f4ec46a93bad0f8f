"""Patients that break, and that just keep, each rule on the person, the times and the family."""

from __future__ import annotations

from pz_tui.plausibility import Case
from pz_tui.record.patient import Alcohol, Smoking, TimelineEntry
from tests.unit.plausibility.patients import (
    CHILD,
    FERTILE,
    IDENTITY,
    MALE,
    PREGNANT,
    SYMPTOMS,
    also,
    aspect,
    but,
    drug,
    finding,
    ill,
    lead,
    past,
    person,
    relative,
    result,
    said,
    signs,
    social,
    symptom,
)

# rule -> (patients that break it, nearest patients that keep it)
PERSON_CASES: dict[str, tuple[tuple[Case, ...], tuple[Case, ...]]] = {
    "DEM1": (
        (but(identity=IDENTITY.model_copy(update={"age": 40})), person(130)),
        (person(0), person(100)),
    ),
    "DEM2": (
        (person(14), also(CHILD, informant=None),
         also(CHILD, informant=None, identity=CHILD.identity.model_copy(update={"age": 13}))),  # type: ignore[union-attr]
        (person(16), CHILD),
    ),
    "DEM3": (
        (person(20, occupation=said("Solicitor")),),
        (person(30, occupation=said("Solicitor")), person(19, occupation=said("Nursery nurse"))),
    ),
    "DEM4": (
        (person(42, employment="retired"), person(80)),
        (person(42, employment="retired", occupation=said("Retired early after an injury")), person(66)),
    ),
    "DEM5": (
        (but(social=(social("occupation", "Shop assistant for 50 years", value=50, unit="years"),)),
         person(14, partner="married")),
        (but(social=(social("occupation", "Shop assistant for 40 years", value=40, unit="years"),)),),
    ),
    "DEM6": (
        (also(person(60), social=(PREGNANT,)), also(person(13), social=(PREGNANT,)),
         but(identity=MALE, social=(PREGNANT,)),
         also(CHILD, identity=CHILD.identity.model_copy(update={"age": 8}),  # type: ignore[union-attr]
              social=(social("menstrual", "Regular periods"),))),
        (also(FERTILE, social=(PREGNANT,)), but(social=(social("pregnancy", "Not pregnant", polarity="absent"),))),
    ),
    "DEM7": (
        (but(past=(past("menopause", age_at=36),)), but(past=(past("menopause", age_at=60),)),
         also(person(62), social=(social("menstrual", "Regular periods"),))),
        (but(past=(past("menopause", age_at=51),)),
         but(past=(past("menopause", age_at=36, clinical="Premature ovarian insufficiency"),)),
         also(person(62), social=(social("menstrual", "Periods stopped at 50"),))),
    ),
    "DEM8": (
        (but(past=(past("births", "pregnancy", clinical="G2P3"),)), person(11)),
        (but(past=(past("births", "pregnancy", clinical="G2P3, once twins"),)), person(25)),
    ),
    "DEM9": ((signs(height_cm=250), signs(weight_kg=280)), (signs(height_cm=190, weight_kg=100),)),
    "DEM10": (
        (person(living=said("Lives alone")), person(living=said("Lives in a care home")), person(partner="widowed"),
         person(living=said("Lives alone"), partner="none", employment="carer")),
        (person(living=said("Lives alone"), partner="widowed"),
         person(84, living=said("Lives in a care home"), partner="none", employment="retired")),
    ),
    "DEM11": (
        (person(name="Boris Johnson"), but(complaint=said("Pain", "Ring me on 07700 900 123."))),
        (person(name="Boris Jonson"), but(complaint=said("Pain", "It hit me at 10:30 on 14/3/2026."))),
    ),
    "DEM12": ((person(20), person(40)), (person(50),)),
    "SEX1": (
        (but(past=(past("bph", clinical="Enlarged prostate"),)),
         but(examination=(finding("Tender left testis", "genital"),))),
        (but(family=(relative("father", "cancer", clinical="Prostate cancer", age=85),)),
         but(identity=MALE, past=(past("bph", clinical="Enlarged prostate"),))),
    ),
    "SEX2": (
        (but(identity=MALE, symptoms=(*SYMPTOMS, symptom("heavy_periods", present=False))),
         but(identity=MALE, investigations=(result("hcg", 2, "IU/L"),)),
         also(ill(code="O14.13"), identity=MALE)),
        (but(symptoms=(*SYMPTOMS, symptom("heavy_periods", present=False))),
         but(identity=MALE, social=(social("stress", "His wife is pregnant"),))),
    ),
    "SEX3": (
        (also(ill(id="appendicitis", name="Acute appendicitis"), past=(past("appendicectomy", "operation"),)),
         but(past=(past("hysterectomy", "operation"),), symptoms=(symptom("heavy_periods"),))),
        (also(ill(id="appendicitis", name="Appendicitis of the stump"), past=(past("appendicectomy", "operation"),)),
         but(past=(past("appendicectomy", "operation"),))),
    ),
    "SEX4": (
        (but(identity=MALE, past=(past("breast_cancer", clinical="Breast cancer"),)),),
        (but(past=(past("breast_cancer", clinical="Breast cancer"),)),
         but(identity=MALE, past=(past("breast_cancer", clinical="No breast cancer", polarity="absent"),))),
    ),
    "SEX5": (
        (person(pronoun="he", title="Mr"), person(title="Mr")),
        (also(person(pronoun="he", title="Mr"), past=(past("gender", clinical="Trans man, uterus present"),)),
         person(pronoun="they")),
    ),
    "TIM1": (
        (lead(aspect("onset", "Onset", value=70.0, unit="years")),
         but(timeline=(TimelineEntry(hours_ago=900_000, event="Pain"),))),
        (lead(aspect("onset", "Onset", value=3.0, unit="years")),
         but(timeline=(TimelineEntry(hours_ago=2, event="Pain"),))),
    ),
    "TIM2": (
        (but(medications=(drug("amlodipine", started_years=20.0),)),),
        (but(medications=(drug("amlodipine", started_years=8.0),)),),
    ),
    "TIM3": (
        (but(past=(past("mi", age_at=70),)), but(family=(relative("father", "mi", age=60, age_at_onset=70),)),
         but(smoking=Smoking(status="current", start_age=60))),
        (but(past=(past("mi", age_at=58),)), but(family=(relative("father", "mi", age=80, age_at_onset=80),))),
    ),
    "TIM4": (
        (lead(aspect("onset", "Onset a couple of weeks ago", value=24 * 30.0, unit="h")),
         lead(aspect("onset", "Onset", "It began this morning.", value=30.0, unit="h")),
         lead(aspect("onset", "Onset", "It began on Monday.", value=24.0, unit="h"))),
        (lead(aspect("onset", "Onset a couple of weeks ago", value=24 * 16.0, unit="h")),
         lead(aspect("onset", "Onset", "It began this morning.", value=3.0, unit="h")),
         lead(aspect("onset", "Onset", "It began on Friday.", value=24.0, unit="h"))),
    ),
    "TIM5": (
        (lead(aspect("onset", "Onset", value=400.0, unit="h")),
         also(lead(aspect("onset", "Onset", value=2000.0, unit="h")), knowledge=None)),
        (lead(aspect("onset", "Onset", value=14.0, unit="h")),),
    ),
    "TIM7": (
        (but(smoking=Smoking(status="ex", per_day=20, start_age=20, years=35, quit_years_ago=10, pack_years=35)),
         but(smoking=Smoking(status="current", per_day=20, start_age=20, years=30, quit_years_ago=2, pack_years=30))),
        (but(smoking=Smoking(status="ex", per_day=20, start_age=20, years=28, quit_years_ago=10, pack_years=28)),),
    ),
    "TIM9": (
        (but(medications=(drug("amlodipine", started_years=1.0, aspects=(
            aspect("side_effects", "Swollen ankles", value=3, unit="years"),)),)),),
        (but(medications=(drug("amlodipine", started_years=4.0, aspects=(
            aspect("side_effects", "Swollen ankles", value=3, unit="years"),)),)),),
    ),
    "TIM11": (
        (but(past=(past("bowel_screening", "screening", age_at=35),)),
         but(identity=MALE, past=(past("cervical_screening", "screening", age_at=40),))),
        (but(past=(past("bowel_screening", "screening", age_at=56),)),
         but(past=(past("bowel_screening", "screening", age_at=35, clinical="Colonoscopy, family risk"),))),
    ),
    "SOC1": (
        (but(smoking=Smoking(status="current", per_day=20, start_age=22, years=35, pack_years=20)),
         but(smoking=Smoking(status="never", pack_years=3))),
        (but(smoking=Smoking(status="never")),),
    ),
    "SOC2": (
        (but(alcohol=Alcohol(units_per_week=40)),
         but(alcohol=Alcohol(units_per_week=6, items=(social("alcohol", "About 10 units a week"),)))),
        (but(alcohol=Alcohol(units_per_week=40, items=(social("alcohol", "40 units a week, over 14"),))),
         but(alcohol=Alcohol(units_per_week=6, items=(social("alcohol", "6 units a week"),)))),
    ),
    "FAM1": (
        (but(family=(relative("mother", age=65),)), but(family=(relative("son", age=50),)),
         but(family=(relative("grandmother", age=75),))),
        (but(family=(relative("mother", age=70), relative("son", age=46), relative("sister", age=50))),
         but(family=(relative("mother", age=60, alive=False),))),
    ),
    "FAM4": (
        (but(family=(relative("mother", "stroke"), relative("father", "none", clinical="Nil relevant"))),
         but(family=(relative("mother", "stroke"), relative("father", "stroke", polarity="absent")))),
        (but(family=(relative("mother", "stroke"), relative("father", "well"))),
         but(family=(relative("father", "none", clinical="Nil relevant"),))),
    ),
}  # fmt: skip
