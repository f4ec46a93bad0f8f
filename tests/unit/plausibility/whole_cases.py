"""Patients that break, and that just keep, each rule on the agreement of parts, scales and usual treatment."""

from __future__ import annotations

from pz_tui.knowledge.schema import Concept, SeverityLevel
from pz_tui.plausibility import Case
from pz_tui.record.base import Wording
from pz_tui.record.patient import Investigation, Perspective, Result
from tests.unit.plausibility.patients import (
    CONDITION,
    DIFFERENTIAL,
    KNOWLEDGE,
    SYMPTOMS,
    also,
    aspect,
    but,
    drug,
    finding,
    lead,
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

EPISODE = CONDITION.model_copy(update={
    "id": "depression", "name": "Moderate depressive episode", "code": "F32.1", "specialty": "psychiatry",
    "acuity": "routine", "aliases": ("depression",)})  # fmt: skip
LOW = ("low_mood", "anhedonia", "sleep", "fatigue", "guilt")
LEXICON = {
    "nausea": Concept(id="nausea", kind="symptom", name="Nausea", lay=("feel sick", "queasy"), noun="feeling sick"),
}


def headache(*aspects: object, light: bool = False) -> Case:
    return but(symptoms=(
        symptom("headache", lead=True, aspects=aspects), symptom("photophobia", present=light),
        symptom("neck_pain", present=False), symptom("fever", present=False),
    ))  # fmt: skip


def low(*tests: Investigation, worried: bool = True, code: str = "F32.1", felt: tuple[str, ...] = LOW) -> Case:
    return but(
        condition=EPISODE.model_copy(update={"code": code}), knowledge=None, investigations=tests,
        symptoms=(*(symptom(name) for name in felt), symptom("anxiety", present=worried)),
    )  # fmt: skip


def fears(clinical: str, *, dying: bool) -> Case:
    return but(
        symptoms=(*SYMPTOMS, symptom("fear_of_dying", present=dying)),
        perspectives=(Perspective(kind="concern", clinical=clinical, wording=Wording(full=("I'm scared.",))),),
    )  # fmt: skip


def measured(report_: str = "", **values: float) -> Case:
    results = tuple(Result(analyte=name, name=name.replace("_", " ").capitalize(), value=value, unit="u")
                    for name, value in values.items())  # fmt: skip
    return but(investigations=(Investigation(test="blood", name="Blood", results=results, report=report_),))


def troponin(hours: float, value: float) -> Case:
    told = lead(aspect("onset", "Onset", value=hours, unit="h"))
    return also(told, investigations=(result("troponin", value, "ng/L", high=14, flag="H"),))


def reasons(*for_it: str) -> Case:
    return but(differential=(*DIFFERENTIAL[:2], rival("Pneumonia", "J18.9", for_it=for_it)))


SEVERE_NAME = KNOWLEDGE.model_copy(update={"outline": KNOWLEDGE.outline.model_copy(update={
    "severity": {"moderate": SeverityLevel(weight=1, summary="x", name="Moderate something", code="I99.9")}})})  # fmt: skip
LIGHT = aspect("aggravating", "Worse in bright light", concept="light")
NOT_LIGHT = aspect("not_aggravating", "Light makes no difference", concept="light", polarity="absent")
STOPPED = aspect("status", "Stopped aspirin and the statin of own accord")

# rule -> (patients that break it, nearest patients that keep it)
WHOLE_CASES: dict[str, tuple[tuple[Case, ...], tuple[Case, ...]]] = {
    "SYM10": (
        (headache(LIGHT), headache(LIGHT, NOT_LIGHT, light=True), headache(NOT_LIGHT, light=True)),
        (headache(LIGHT, light=True), headache(NOT_LIGHT)),
    ),
    "SYM11": (
        (also(but(complaint=said("Headache with fever", "My head hurts."))),
         also(but(symptoms=(SYMPTOMS[0], symptom("nausea", present=False)), lexicon=LEXICON,
                  complaint=said("Chest discomfort", "I feel sick with it.")))),
        (but(complaint=said("Chest discomfort, no fever", "It's my chest.")),
         also(but(lexicon=LEXICON, complaint=said("Chest discomfort", "I feel sick with it.")))),
    ),
    "SYM12": (
        (headache(aspect("site", "Back of the head and neck")),),
        (headache(aspect("site", "Back of the head")), headache(aspect("radiation", "Does not spread to the neck"))),
    ),
    "NAR5": (
        (fears("Afraid of dying", dying=False),),
        (fears("Afraid of dying", dying=True), fears("Afraid of losing the job", dying=False)),
    ),
    "EXA2": (
        (but(symptoms=(*SYMPTOMS, symptom("pallor", present=False)), examination=(finding("Looks pale"),)),),
        (but(symptoms=(*SYMPTOMS, symptom("pallor")), examination=(finding("Looks pale"),)),
         but(symptoms=(*SYMPTOMS, symptom("pallor", present=False)), examination=(finding("Not pale"),))),
    ),
    "VIT19": ((signs(temperature=38.2),), (signs(temperature=37.9),)),
    "DRU1": (
        (but(medications=(drug("amlodipine", dose=50.0),)), but(medications=(drug("amlodipine", dose=5.0, dose_unit="g"),)),
         but(medications=(drug("amlodipine", dose=7.5),))),
        (but(medications=(drug("amlodipine", dose=5.0),)), but(medications=(drug("amlodipine"),)),
         but(medications=(drug("unlisted", dose=900.0),))),
    ),
    "DRU25": (
        (but(medications=(drug("atorvastatin"), drug("simvastatin"))),),
        (but(medications=(drug("atorvastatin"), drug("amlodipine"))),),
    ),
    "DRU26": (
        (but(medications=(drug("sumatriptan"),), past=(past("angina"),)),),
        (also(but(medications=(drug("sumatriptan"),)), condition=EPISODE),),
    ),
    "DRU3": (
        (but(past=(past("angina"),), medications=()), but(past=(past("hypertension"),), medications=()),
         but(past=(past("diabetes"),), medications=(drug("metformin", "diabetes"),))),
        (but(past=(past("angina", aspects=(STOPPED,)),), medications=()),
         but(past=(past("angina"),), medications=(drug("aspirin", "angina"), drug("statin", "angina"))),
         also(person(36), past=(past("diabetes"),), medications=(drug("metformin", "diabetes"),)),
         but(past=(past("hypertension", polarity="absent"),), medications=())),
    ),
    "DRU29": (
        (but(past=(past("hypertension", polarity="absent"),)),),
        (but(past=(past("hypertension"),)),),
    ),
    "SEV1": (
        (low(report("phq9", "17 of 27 (severe)")), low(report("phq9", "22 of 27 (severe)")),
         low(report("phq9", "12 of 27 (moderate)"), felt=("low_mood", "sleep")),
         low(report("gad7", "12 of 21 (moderate)"), worried=False), but(knowledge=SEVERE_NAME)),
        (low(report("phq9", "13 of 27 (moderate); item 9: 0")), low(report("gad7", "12 of 21 (moderate)")),
         low(report("phq9", "8 of 27 (mild)"), code="F32.0")),
    ),
    "INV1": ((troponin(1.2, 900.0),), (troponin(1.2, 60.0), troponin(4.0, 900.0))),
    "NAR1": (
        (measured("Clear fluid, opening pressure 14 cmH2O", opening_pressure=11),),
        (measured("Clear fluid, opening pressure 11 cmH2O", opening_pressure=11), measured("Clear", opening_pressure=11)),
    ),
    "FAM5": (
        (but(family=(relative("grandfather", "stroke", wording=Wording(full=("He had it when they were 70.",))),)),
         but(family=(relative("mother", "stroke", wording=Wording(short=("My mum, he was 60.",))),))),
        (but(family=(relative("mother", "stroke", wording=Wording(full=("My mum had it, she was 60.",))),)),),
    ),
    "TIM13": (
        (but(past=(past("asthma", age_at=40, wording=Wording(full=("I've had it since I was a kid.",))),)),
         but(past=(past("asthma", age_at=40, wording=Wording(full=("They found it two years ago.",))),)),
         but(past=(past("asthma", age_at=40, aspects=(
             aspect("since", "For about 3 years", value=3.0, unit="years"),)),))),
        (but(past=(past("asthma", age_at=6, wording=Wording(full=("I've had it since I was a kid.",))),)),
         but(past=(past("asthma", age_at=40, wording=Wording(full=("They found it about twenty years ago.",))),))),
    ),
    "LAB4": (
        (measured(wbc=6.6, neutrophils=4.9, lymphocytes=2.6), measured(wbc=9.0, neutrophils=3.0, lymphocytes=1.5)),
        (measured(wbc=7.0, neutrophils=4.3, lymphocytes=2.0),),
    ),
    "LAB20": (
        (measured(ldl=2.2, total_cholesterol=6.4, hdl=1.2, triglycerides=1.5),),
        (measured(ldl=4.5, total_cholesterol=6.4, hdl=1.2, triglycerides=1.5),
         measured(ldl=2.2, total_cholesterol=6.4, hdl=1.2, triglycerides=6.0)),
    ),
    "DDX5": (
        (reasons("calf_pain"), reasons("fever"), reasons("no nausea")),
        (reasons("no fever", "nausea"), reasons("breathless on the stairs")),
    ),
}  # fmt: skip
