"""A sound patient for the rules to pass, and short ways to spoil or vary it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from pz_tui.knowledge.schema import (
    AgeBand,
    Analyte,
    AspectKnowledge,
    ComplaintOption,
    Condition,
    DifferentialKnowledge,
    Drug,
    FindingKnowledge,
    Findings,
    History,
    InvestigationKnowledge,
    Option,
    Outline,
    PresentationLevel,
    RedFlagKnowledge,
    SettingKnowledge,
    SeverityLevel,
    SymptomKnowledge,
    VitalsKnowledge,
)
from pz_tui.plausibility import Case
from pz_tui.record.base import Stated, Wording
from pz_tui.record.patient import (
    Alcohol,
    Allergy,
    Aspect,
    Diagnosis,
    DifferentialItem,
    Encounter,
    Finding,
    Identity,
    Informant,
    Investigation,
    Medication,
    PastItem,
    RedFlag,
    Relative,
    Result,
    Smoking,
    SocialItem,
    Symptom,
    VitalSigns,
)
from pz_tui.record.persona import Persona


def said(clinical: str, *full: str) -> Stated:
    return Stated(clinical=clinical, wording=Wording(full=full))


IDENTITY = Identity(
    name="Janet Whitlow", given_name="Janet", title="Mrs", age=58, sex="female", date_of_birth=date(1967, 9, 4),
    pronoun="she", occupation=said("Shop assistant", "I work in a shop."), employment="employed",
    living=said("Lives with partner", "I live with my husband."), partner="married", children=2,
)  # fmt: skip
ENCOUNTER = Encounter(
    date=date(2026, 3, 14), time=time(11, 0), setting="emergency department", arrival="ambulance",
    triage="Chest discomfort since this morning", task="Take a history.", minutes=15,
)  # fmt: skip
CONDITION = Diagnosis(
    id="nstemi", name="Non-ST-elevation myocardial infarction", code="I21.4", specialty="cardiology",
    acuity="emergency", severity="moderate", presentation="typical", aliases=("heart attack", "NSTEMI"),
)  # fmt: skip
VITALS = VitalSigns(
    pulse=96, systolic=152, diastolic=94, respiratory_rate=20, oxygen_saturation=96, temperature=36.8,
    height_cm=164, weight_kg=76,
)  # fmt: skip


def symptom(concept: str, present: bool = True, **parts: Any) -> Symptom:
    fields: dict[str, Any] = {"clinical": concept.replace("_", " ").capitalize(),
                              "polarity": "present" if present else "absent",
                              "wording": Wording(full=("That's how it is.",))}  # fmt: skip
    return Symptom(concept=concept, **(fields | parts))


def aspect(kind: Any, clinical: str, *full: str, **parts: Any) -> Aspect:
    return Aspect(kind=kind, clinical=clinical, wording=Wording(full=full), **parts)


ONSET = aspect("onset", "Onset about two hours ago", "It came on about two hours ago.", value=2.0, unit="h")
SYMPTOMS = (
    symptom("chest_pain", lead=True, red_flag=True, aspects=(ONSET,)),
    symptom("sweating"),
    symptom("nausea"),
    symptom("fever", present=False),
    symptom("calf_pain", present=False),
)


def past(concept: str, kind: Any = "illness", **parts: Any) -> PastItem:
    return PastItem(**({"concept": concept, "kind": kind, "clinical": concept.replace("_", " ")} | parts))


def drug(concept: str, indication: str = "hypertension", **parts: Any) -> Medication:
    name = concept.replace("_", " ").capitalize()
    return Medication(**({"concept": concept, "name": name, "clinical": name, "indication": indication} | parts))


def allergy(concept: str, reaction: str = "rash", **parts: Any) -> Allergy:
    return Allergy(**({"concept": concept, "clinical": concept, "reaction": reaction} | parts))


def relative(who: Any, concept: str = "well", **parts: Any) -> Relative:
    return Relative(**({"relative": who, "concept": concept, "clinical": f"{who}: {concept}"} | parts))


def social(head: str, clinical: str, **parts: Any) -> SocialItem:
    return SocialItem(head=head, clinical=clinical, **parts)


def finding(clinical: str, region: str = "general", **parts: Any) -> Finding:
    return Finding(**({"region": region, "clinical": clinical, "abnormal": True} | parts))


def report(test: str, text: str) -> Investigation:
    return Investigation(test=test, name=test.upper(), report=text)


def result(analyte: str, value: float, unit: str, low: float | None = None, high: float | None = None,
           flag: Any = "") -> Investigation:  # fmt: skip
    value_ = Result(analyte=analyte, name=analyte.capitalize(), value=value, unit=unit, low=low, high=high, flag=flag)
    return Investigation(test="blood", name="Blood", results=(value_,))


def rival(name: str, code: str = "", **parts: Any) -> DifferentialItem:
    return DifferentialItem(name=name, code=code, **parts)


TRUTH = rival(CONDITION.name, CONDITION.code, truth=True, cant_miss=True)
DIFFERENTIAL = (TRUTH, rival("Aortic dissection", "I71.00", cant_miss=True), rival("Reflux disease", "K21.9"))
RED_FLAG = RedFlag(text="Chest pain at rest", facts=("symptom/chest-pain",), action="ECG within ten minutes")


def _option(text: str) -> Option:
    return Option(clinical=text)


KNOWLEDGE = Condition(
    outline=Outline(
        id="nstemi", name=CONDITION.name, code=CONDITION.code, specialty="cardiology", acuity="emergency",
        summary="Plaque rupture.", sources=("NICE NG185",), aliases=CONDITION.aliases,
        chief_complaint="chest discomfort", sex={"female": 0.4, "male": 0.6},
        ages=(AgeBand(low=45, high=85, weight=1),), age_limits=(30, 100),
        severity={"moderate": SeverityLevel(weight=1, summary="moderate")},
        settings=(SettingKnowledge(setting="ED", arrival=("ambulance",), task="History.", minutes=15),),
    ),
    history=History(),
    presentation=PresentationLevel(
        complaint=(ComplaintOption(triage="Chest discomfort", full=("It's my chest.",)),),
        onset_hours={"moderate": (1, 12)},
        symptoms=tuple(
            SymptomKnowledge(concept=name, clinical=name, key=True,
                             aspects=(AspectKnowledge(kind="onset", options=(_option("x"),)),))
            for name in ("chest_pain", "sweating", "nausea")
        ),
    ),
    findings=Findings(
        vitals={"moderate": VitalsKnowledge(
            pulse=(80, 100), systolic=(120, 160), diastolic=(70, 95), respiratory_rate=(16, 22),
            oxygen_saturation=(94, 98), temperature=(36.2, 37.2))},
        examination=(FindingKnowledge(region="heart", options=(_option("Heart sounds normal"),)),),
        investigations=(InvestigationKnowledge(test="ecg"),),
        differential=tuple(DifferentialKnowledge(name=name) for name in ("a", "b", "c")),
        red_flags=(RedFlagKnowledge(text="Chest pain at rest", concepts=("chest_pain",), action="ECG"),),
        management=("Aspirin",), learning_points=("Early troponin may be normal.",),
    ),
)  # fmt: skip
DRUGS = {
    "microgynon": Drug(id="microgynon", name="Microgynon", drug_class="combined_pill", doses=(1,)),
    "amlodipine": Drug(id="amlodipine", name="Amlodipine", drug_class="calcium_channel_blocker", doses=(5,),
                       max_daily=10),
}
ANALYTES = {
    "hb": Analyte(id="hb", name="Haemoglobin", unit="g/L", female=(120, 150), male=(130, 170), survivable=(20, 250)),
    "egfr": Analyte(id="egfr", name="eGFR", unit="mL/min/1.73m2", low=60, survivable=(1, 150)),
}

SOUND = Case(
    identity=IDENTITY, persona=Persona(), condition=CONDITION, encounter=ENCOUNTER, comorbid=("hypertension",),
    past=(past("hypertension", age_at=50),),
    medications=(drug("amlodipine", started_years=7.0),),
    allergies=(allergy("penicillin"),),
    family=(relative("mother", "stroke", age=84, age_at_onset=60),),
    smoking=Smoking(status="current", per_day=20, start_age=22, years=35, pack_years=35),
    alcohol=Alcohol(units_per_week=6), social=(social("travel", "No travel"),),
    complaint=said("Chest discomfort", "It's this pressure on my chest."), symptoms=SYMPTOMS,
    vitals=VITALS, examination=(finding("Heart sounds normal", "heart", abnormal=False),),
    investigations=(report("ecg", "Sinus rhythm, ST depression V4 to V6"), result("hb", 131, "g/L", 120, 150)),
    differential=DIFFERENTIAL, red_flags=(RED_FLAG,),
    knowledge=KNOWLEDGE, drugs=DRUGS, analytes=ANALYTES,
)  # fmt: skip


def but(**parts: Any) -> Case:
    """The sound patient with these parts replaced."""
    return replace(SOUND, **parts)


def person(age: int | None = None, **parts: Any) -> Case:
    """The sound patient with another identity; the date of birth follows the age."""
    if age is not None:
        parts |= {"age": age, "date_of_birth": date(2025 - age, 9, 4)}
    return but(identity=IDENTITY.model_copy(update=parts))


def signs(**parts: Any) -> Case:
    """The sound patient with other vital signs."""
    return but(vitals=VITALS.model_copy(update=parts))


def ill(**parts: Any) -> Case:
    """The sound patient with another condition, without knowledge of it."""
    return but(condition=CONDITION.model_copy(update=parts), knowledge=None)


def also(case: Case, **parts: Any) -> Case:
    """Another case with these parts replaced."""
    return replace(case, **parts)


MALE = IDENTITY.model_copy(update={"sex": "male", "pronoun": "he", "title": "Mr"})
PREGNANT = social("pregnancy", "Pregnant, 30 weeks")
FERTILE = person(30)
CHILD = replace(person(8, employment="pupil", partner="none", children=0),
                informant=Informant(relation="mother", name="Ann Other"))  # fmt: skip
SORE_LEFT = symptom("calf_pain", side="left")
ECG_AF = report("ecg", "Atrial fibrillation, rate 110")


def lead(*aspects: Aspect) -> Case:
    """The sound patient whose lead symptom has these aspects."""
    return but(symptoms=(symptom("chest_pain", lead=True, aspects=aspects), *SYMPTOMS[1:]))
