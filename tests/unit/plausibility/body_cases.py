"""Patients that break, and that just keep, each rule on signs, results, drugs, symptoms and reasoning."""

from __future__ import annotations

from pz_tui.plausibility import Case
from pz_tui.record.base import Wording
from pz_tui.record.patient import RedFlag, Smoking
from pz_tui.record.persona import Persona
from tests.unit.plausibility.patients import (
    CHILD,
    CONDITION,
    DIFFERENTIAL,
    ECG_AF,
    ENCOUNTER,
    FERTILE,
    MALE,
    PREGNANT,
    SORE_LEFT,
    SYMPTOMS,
    VITALS,
    allergy,
    also,
    aspect,
    but,
    drug,
    finding,
    past,
    person,
    relative,
    report,
    result,
    rival,
    said,
    signs,
    symptom,
)

# rule -> (patients that break it, nearest patients that keep it)
BODY_CASES: dict[str, tuple[tuple[Case, ...], tuple[Case, ...]]] = {
    "VIT1": (
        (signs(systolic=90, diastolic=95), signs(systolic=100, diastolic=94), signs(systolic=190, diastolic=70)),
        (signs(systolic=100, diastolic=70),),
    ),
    "VIT3": (
        (signs(pulse=310), signs(oxygen_saturation=101), signs(temperature=44.0), signs(systolic=30), signs(pulse=230)),
        (signs(pulse=200), signs(systolic=45, diastolic=20)),
    ),
    "VIT4": (
        (but(examination=(finding("BMI 35.0"),)), but(comorbid=("obesity",))),
        (but(examination=(finding("BMI 28.3"),)), also(signs(weight_kg=90), comorbid=("obesity",))),
    ),
    "VIT5": (
        (but(examination=(finding("Looks flushed and febrile"),)),
         also(signs(temperature=38.4), examination=(finding("Afebrile", abnormal=False),)),
         but(examination=(finding("Low-grade fever"),)), but(examination=(finding("Hypothermic"),))),
        (also(signs(temperature=38.0), examination=(finding("Febrile"),)), but(examination=(finding("Afebrile"),)),
         also(signs(temperature=37.6), examination=(finding("Low-grade fever"),))),
    ),
    "VIT6": (
        (signs(motor=7), also(signs(eye=3), examination=(finding("GCS 15/15"),))),
        (also(signs(eye=3), examination=(finding("GCS 14/15"),)),),
    ),
    "VIT7": (
        (signs(verbal=2), signs(eye=1), signs(verbal=4)),
        (also(signs(verbal=4), persona=Persona(confusion=0.6)),
         also(signs(verbal=3), examination=(finding("Expressive dysphasia"),)),
         also(signs(verbal=2), symptoms=(symptom("chest_pain", wording=Wording()),))),
    ),
    "PER1": (
        (but(persona=Persona(confusion=0.4)), also(person(80), persona=Persona(confusion=0.7)),
         also(person(80), persona=Persona(confusion=0.4), symptoms=(symptom("confusion", False),))),
        (also(person(80), persona=Persona(confusion=0.4)), but(persona=Persona(confusion=0.2)),
         also(person(58), persona=Persona(confusion=0.4), comorbid=("dementia",))),
    ),
    "VIT8": (
        (but(examination=(finding("Central cyanosis"),)),),
        (also(signs(oxygen_saturation=84), examination=(finding("Central cyanosis"),)),
         but(examination=(finding("No cyanosis"), finding("Peripheral cyanosis of the fingers")))),
    ),
    "VIT9": (
        (but(examination=(finding("NEWS2 9"),)),
         also(signs(pulse=80, oxygen_saturation=98), condition=CONDITION.model_copy(update={"severity": "severe"})),
         also(signs(pulse=140, systolic=85, diastolic=50, respiratory_rate=30),
              condition=CONDITION.model_copy(update={"severity": "mild"}))),
        (but(examination=(finding("NEWS2 1"),)),),
    ),
    "VIT10": (
        (but(examination=(finding("Signs of shock"),)),),
        (but(examination=(finding("No signs of shock", abnormal=False),)),
         also(signs(systolic=84, diastolic=50), examination=(finding("Signs of shock"),)),
         but(examination=(finding("Signs of shock"),), investigations=(result("lactate", 4.1, "mmol/L"),))),
    ),
    "VIT11": (
        (but(investigations=(ECG_AF,)), signs(rhythm="irregularly irregular")),
        (also(signs(rhythm="irregularly irregular"), investigations=(ECG_AF,)),
         but(investigations=(report("ecg", "Sinus rhythm, no atrial fibrillation"),))),
    ),
    "VIT12": (
        (signs(temperature=39.2, pulse=80),),
        (signs(temperature=39.2, pulse=110),
         also(signs(temperature=39.2, pulse=80), medications=(drug("bisoprolol"),))),
    ),
    "VIT13": (
        (but(investigations=(result("pao2", 6.5, "kPa"),)),),
        (but(investigations=(result("pao2", 11.0, "kPa"),)),
         also(signs(oxygen_saturation=90), investigations=(result("pao2", 8.0, "kPa"),))),
    ),
    "VIT14": ((signs(oxygen="oxygen"), signs(oxygen="mask")), (signs(oxygen="2 L/min by nasal cannulae"),)),
    "VIT15": (
        (but(examination=(finding("Postural drop: lying 120/80, standing 116/78"),)),
         but(examination=(finding("No postural drop: lying 140/80, standing 110/70"),))),
        (but(examination=(finding("Postural drop: lying 140/80, standing 110/70"),)),
         but(examination=(finding("No postural drop: lying 120/80, standing 116/78"),))),
    ),
    "VIT16": (
        (also(CHILD, vitals=VITALS.model_copy(update={"pulse": 140, "systolic": 100, "diastolic": 60}),
              condition=CONDITION.model_copy(update={"acuity": "routine"})),),
        (also(CHILD, vitals=VITALS.model_copy(update={"pulse": 140, "systolic": 100, "temperature": 38.6})),
         signs(pulse=140)),
    ),
    "VIT17": (
        (also(FERTILE, social=(PREGNANT,)),
         also(signs(systolic=165, diastolic=112), social=(PREGNANT,),
              red_flags=(RedFlag(text="Raised blood pressure", action="Treat"),))),
        (also(FERTILE, social=(PREGNANT,), red_flags=(RedFlag(text="Raised blood pressure", action="Treat"),)),
         also(signs(systolic=118, diastolic=70), social=(PREGNANT,))),
    ),
    "VIT18": (
        (also(CHILD, examination=(finding("NEWS2 1"),)), but(examination=(finding("NEWS2 2, scale 2"),))),
        (but(examination=(finding("NEWS2 1"),)),
         but(examination=(finding("NEWS2 2, scale 2"),), comorbid=("copd",))),
    ),
    "LAB1": (
        (but(investigations=(result("hb", 13.1, "g/dL", 12, 15),)), but(investigations=(result("xyz", 1, "g"),)),
         but(investigations=(result("hb", 900, "g/L", 120, 150, "H"),))),
        (but(investigations=(result("hb", 70, "g/L", 120, 150, "L"),)),),
    ),
    "LAB2": (
        (but(investigations=(result("hb", 100, "g/L", 120, 150),)),
         but(investigations=(result("hb", 125, "g/L", 130, 170, "L"),))),
        (but(investigations=(result("hb", 100, "g/L", 120, 150, "L"),)),),
    ),
    "DRU2": ((but(medications=(drug("amlodipine", " "),)),), (but(medications=(drug("aspirin", "headache"),)),)),
    "DRU4": (
        (but(medications=(drug("amoxicillin"),)), but(medications=(drug("cefalexin"),)),
         but(allergies=(allergy("penicillin", "anaphylaxis"),), medications=(drug("cefalexin"),))),
        (but(medications=(drug("doxycycline"),)),
         but(allergies=(allergy("penicillin", kind="intolerance"),), medications=(drug("amoxicillin"),))),
    ),
    "DRU6": (
        (but(comorbid=("asthma",), medications=(drug("propranolol"),)),
         but(comorbid=("asthma",), medications=(drug("bisoprolol"),))),
        (but(medications=(drug("propranolol"),)), but(comorbid=("asthma",))),
    ),
    "DRU8": (
        (but(medications=(drug("ibuprofen"),), investigations=(result("egfr", 22, "mL/min/1.73m2"),)),
         but(medications=(drug("naproxen"),), past=(past("gi_bleed"),)),
         but(medications=(drug("aspirin"),), comorbid=("nsaid_asthma",)),
         but(medications=(drug("naproxen"),), past=(past("gi_bleed"),), learning_points=("Stop naproxen.",))),
        (but(medications=(drug("ibuprofen"),), investigations=(result("egfr", 82, "mL/min/1.73m2"),)),
         but(medications=(drug("aspirin"),), past=(past("gi_bleed"),))),
    ),
    "DRU11": (
        (also(FERTILE, medications=(drug("microgynon"),), past=(past("migraine_with_aura"),)),
         also(person(40), medications=(drug("combined_pill"),), past=())),
        (also(FERTILE, medications=(drug("microgynon"),), smoking=Smoking(status="never"),
              condition=CONDITION.model_copy(update={"id": "tension_headache"})),
         also(FERTILE, medications=(drug("progestogen_only_pill"),), past=(past("migraine_with_aura"),))),
    ),
    "DRU22": (
        (also(CHILD, medications=(drug("doxycycline"),)), also(CHILD, medications=(drug("aspirin"),)),
         also(CHILD, medications=(drug("codeine"),)),
         also(FERTILE, social=(PREGNANT,), medications=(drug("doxycycline"),))),
        (also(person(17), medications=(drug("doxycycline"), drug("aspirin"), drug("codeine"))),
         also(CHILD, medications=(drug("paracetamol"),))),
    ),
    "SYM1": (
        (but(symptoms=SYMPTOMS[1:]), but(symptoms=SYMPTOMS[2:])),
        (but(symptoms=SYMPTOMS[2:], condition=CONDITION.model_copy(update={"presentation": "atypical"})),),
    ),
    "SYM3": (
        (but(symptoms=(*SYMPTOMS, symptom("nausea", present=False))),),
        (but(symptoms=(*SYMPTOMS, symptom("vomiting"))),),
    ),
    "SYM5": ((but(symptoms=SYMPTOMS[:4]),), (but(symptoms=SYMPTOMS),)),
    "SYM6": (
        (but(complaint=said("Chest pain", "I think it's a heart attack.")), but(complaint=said("Chest pain")),
         but(complaint=said("Chest pain", "I've got diaphoresis.")), but(symptoms=SYMPTOMS[1:]),
         but(encounter=ENCOUNTER.model_copy(update={"triage": "?NSTEMI"}))),
        (but(complaint=said("Chest pain", "My heart feels tight.")),),
    ),
    "NAR3": (
        (but(symptoms=(symptom("chest_pain", wording=Wording(full=("Like a heart attack.",))),)),),
        (but(family=(relative("father", "mi", wording=Wording(full=("Dad had a heart attack.",)), age=85),)),
         but(past=(past("mi", clinical="Heart attack"),),
             medications=(drug("aspirin", wording=Wording(full=("Since my heart attack.",))),))),
    ),
    "EXA3": (
        (but(symptoms=(SORE_LEFT,), examination=(finding("Tender calf", "legs", sign="calf_pain", side="right"),)),
         but(symptoms=(symptom("calf_pain", side="left", aspects=(aspect("site", "Calf", side="right"),)),)),
         but(symptoms=(symptom("calf_pain", side="left", wording=Wording(full=("It's my right leg.",))),))),
        (but(symptoms=(SORE_LEFT,), examination=(finding("Tender calf", "legs", sign="calf_pain", side="left"),)),
         but(symptoms=(symptom("calf_pain", side="left", wording=Wording(full=("Right on the bony bit.",))),))),
    ),
    "DDX1": (
        (but(differential=DIFFERENTIAL[1:]), but(differential=(*DIFFERENTIAL, rival("Gout", truth=True))),
         but(differential=(rival("Gout", "M10.9", truth=True), *DIFFERENTIAL[1:]))),
        (but(differential=(rival("NSTEMI", truth=True), *DIFFERENTIAL[1:])),),
    ),
    "DDX2": (
        (but(differential=DIFFERENTIAL[:2]), but(differential=(*DIFFERENTIAL, rival("Heart attack"))),
         but(differential=(*DIFFERENTIAL, rival("Dissection"))), but(differential=(*DIFFERENTIAL, rival("X", "K21.9"))),
         but(differential=(*DIFFERENTIAL, rival("X", "K21")))),
        (but(differential=(*DIFFERENTIAL, rival("Pericarditis", "I30.9"))),),
    ),
    "DDX3": (
        (but(differential=tuple(x.model_copy(update={"cant_miss": False}) for x in DIFFERENTIAL)),),
        (but(differential=DIFFERENTIAL[:2]),),
    ),
    "DDX4": (
        (but(differential=(*DIFFERENTIAL, rival("Testicular torsion"))),
         but(identity=MALE, differential=(*DIFFERENTIAL, rival("Ectopic pregnancy")))),
        (but(differential=(*DIFFERENTIAL, rival("Ectopic pregnancy"))),),
    ),
    "RED1": (
        (but(red_flags=()), but(red_flags=(RedFlag(text="Chest pain at rest", action=" "),)),
         but(knowledge=None, red_flags=()),
         but(symptoms=(*SYMPTOMS, symptom("syncope", red_flag=True)))),
        (but(knowledge=None), but(symptoms=SYMPTOMS[1:], red_flags=())),
    ),
}  # fmt: skip
