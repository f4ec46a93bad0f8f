"""The patient record: what is so about one patient, frozen once it is generated."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from pydantic import Field

from pz_tui.record.base import Frozen, Presentation, Severity, Sex, Side, Stated
from pz_tui.record.persona import Persona

RECORD_VERSION = 1

AspectKind = Literal[
    "site", "onset", "onset_manner", "circumstances", "character", "radiation", "associated",
    "timing", "duration", "progression", "aggravating", "relieving", "severity", "previous_episode",
    "tried_treatment", "prior_care", "amount", "colour", "not_aggravating", "not_relieving",
    # of drugs, allergies, illnesses and habits
    "dose", "frequency", "adherence", "side_effects", "prescriber", "reaction", "control", "since",
    "last_taken", "quit", "readiness", "detail", "status",
]  # fmt: skip


class Aspect(Stated):
    """One attribute of a symptom, drug, allergy, illness or habit (SOCRATES and its neighbours)."""

    kind: AspectKind
    concept: str = ""
    """For aggravating and relieving factors the factor (``exertion``, ``lying``); for the state of a past illness
    ``state:…`` where something else depends on it; else empty."""


class Encounter(Frozen):
    """Where and when the patient is seen. Dates in the record are relative to ``date``."""

    date: date
    time: time
    setting: str
    arrival: str
    triage: str
    """The complaint as a triage nurse notes it: no diagnosis."""
    task: str
    minutes: int = Field(gt=0)


class Identity(Frozen):
    """Who the patient is. An invented person: no address, no number, no public figure (rule DEM11)."""

    name: str
    given_name: str
    title: str
    age: int = Field(ge=0, le=110)
    sex: Sex
    date_of_birth: date
    pronoun: Literal["she", "he", "they"]
    occupation: Stated
    employment: Literal["employed", "self-employed", "student", "pupil", "retired", "unemployed", "carer"]
    living: Stated
    partner: Literal["none", "partner", "married", "divorced", "widowed", "separated"]
    children: int = Field(default=0, ge=0, le=12)
    facts: tuple[SocialItem, ...] = ()


class Informant(Frozen):
    """Who speaks for a patient that is a child: in the third person, and of nothing but what the record holds."""

    relation: Literal["mother", "father", "grandmother"]
    name: str

    @property
    def given_name(self) -> str:
        """What they are called."""
        return self.name.split()[0]


class Diagnosis(Frozen):
    """The hidden condition.

    Attributes:
        aliases: every name that would give it away, lay and clinical; verification reads them.
    """

    id: str
    name: str
    code: str
    """ICD-10-CM, a leaf."""
    specialty: str
    acuity: Literal["emergency", "urgent", "routine"]
    severity: Severity
    stage: str = ""
    presentation: Presentation
    aliases: tuple[str, ...] = ()


class Symptom(Stated):
    """A symptom, present or denied. ``polarity`` ``absent`` is a pertinent negative."""

    concept: str
    lead: bool = False
    part: Literal["complaint", "systems_review"] = "complaint"
    story: int | None = None
    """Order in which an untold story brings it up (1 first); None: only when asked."""
    aspects: tuple[Aspect, ...] = ()


class PastItem(Stated):
    """An illness, operation, admission, injury or pregnancy of the past, or a relevant denial."""

    concept: str
    kind: Literal["illness", "operation", "admission", "injury", "pregnancy", "vaccination", "screening"]
    age_at: int | None = Field(default=None, ge=0)
    ongoing: bool = True
    aspects: tuple[Aspect, ...] = ()


class Medication(Stated):
    """A drug now taken. Dose in ``dose_unit``; ``per_day`` is how often, 0 for when needed."""

    concept: str
    name: str
    dose: float | None = Field(default=None, gt=0)
    dose_unit: str = "mg"
    route: str = "oral"
    per_day: float = Field(default=1, ge=0)
    frequency: str = "once daily"
    indication: str
    """Concept of what it is for (rule DRU2)."""
    over_the_counter: bool = False
    started_years: float | None = None
    adherence: float = Field(default=1.0, ge=0, le=1)
    """Share of doses taken."""
    aspects: tuple[Aspect, ...] = ()


class Allergy(Stated):
    """An allergy with its reaction; ``intolerance`` kept apart (NICE CG183, rule DRU5)."""

    concept: str
    kind: Literal["allergy", "intolerance"] = "allergy"
    reaction: str
    aspects: tuple[Aspect, ...] = ()


class Relative(Stated):
    """A relative and what is known of their health."""

    relative: Literal["mother", "father", "sister", "brother", "son", "daughter", "grandmother",
                      "grandfather", "aunt", "uncle", "child"]  # fmt: skip
    concept: str
    """The illness; ``well`` where none is known."""
    alive: bool = True
    age: int | None = Field(default=None, ge=0, le=110)
    """Age now, or at death."""
    age_at_onset: int | None = Field(default=None, ge=0, le=110)


class SocialItem(Stated):
    """Anything of daily life a doctor asks about.

    Attributes:
        head: the label that asks for it (``living``, ``travel``, ``exercise``, ``sexual``, ``safety`` …;
            see ``consultation/understanding``).
        facet: the object of the label where there is one (``amount``, ``stress``), else empty.
    """

    head: str
    facet: str = ""


class Smoking(Frozen):
    """Tobacco. Pack-years = cigarettes a day / 20 x years (rule SOC1)."""

    status: Literal["never", "ex", "current"]
    per_day: int = Field(default=0, ge=0, le=100)
    start_age: int | None = None
    years: float = Field(default=0, ge=0)
    quit_years_ago: float | None = None
    pack_years: float = Field(default=0, ge=0)
    items: tuple[SocialItem, ...] = ()


class Alcohol(Frozen):
    """Alcohol in UK units a week (8 g); over 14 is flagged (UK CMO 2016, rule SOC2)."""

    units_per_week: float = Field(default=0, ge=0)
    pattern: str = ""
    items: tuple[SocialItem, ...] = ()


class Perspective(Stated):
    """Ideas, concerns, expectations and impact. A ``late`` concern comes out only after trust or kindness."""

    kind: Literal["idea", "concern", "expectation", "impact"]
    facet: str = ""
    late: bool = False


class TimelineEntry(Frozen):
    """Something that happened ``hours_ago`` before the encounter."""

    hours_ago: float = Field(ge=0)
    event: str


class VitalSigns(Frozen):
    """Observations at arrival: per minute, mmHg, per cent, degrees Celsius. GCS as its parts (VIT6)."""

    pulse: int
    rhythm: Literal["regular", "irregularly irregular", "irregular"] = "regular"
    systolic: int
    diastolic: int
    respiratory_rate: int
    oxygen_saturation: int
    oxygen: str = "air"
    temperature: float
    eye: int = 4
    verbal: int = 5
    motor: int = 6
    glucose: float | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    pain_score: int | None = None

    @property
    def consciousness(self) -> int:
        """Glasgow Coma Scale, 3 to 15."""
        return self.eye + self.verbal + self.motor


class Finding(Frozen):
    """One examination finding; only examining brings it out."""

    region: str
    """Object of the ``exam`` label: chest, heart, abdomen, fundi, mental_state …"""
    sign: str = ""
    """Lexicon concept where there is one (``murmur``, ``guarding``)."""
    clinical: str
    abnormal: bool
    side: Side | None = None
    importance: Literal[1, 2, 3] = 1
    red_flag: bool = False
    intimate: bool = False


class Result(Frozen):
    """One measured value with the range it is flagged against (clinical-lookup.md section E)."""

    analyte: str
    name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    flag: Literal["", "L", "H"] = ""


class Investigation(Frozen):
    """One test and what it shows: values, or a report, or both."""

    test: str
    name: str
    results: tuple[Result, ...] = ()
    report: str = ""
    abnormal: bool = False
    importance: Literal[1, 2, 3] = 1
    usefulness: Literal["essential", "useful", "needless", "harmful"] = "useful"


class DifferentialItem(Frozen):
    """A diagnosis to think of. ``reasons`` cite facts of this record by what they say."""

    name: str
    code: str = ""
    concept: str = ""
    for_it: tuple[str, ...] = ()
    against_it: tuple[str, ...] = ()
    cant_miss: bool = False
    truth: bool = False


class RedFlag(Frozen):
    """A red flag that is present, the facts that carry it and what it asks for."""

    text: str
    facts: tuple[str, ...] = ()
    action: str


class Violation(Frozen):
    """A broken plausibility rule, named so that a repair knows what to do."""

    rule: str
    severity: Literal["error", "warning"]
    message: str
    place: str = ""
    mend: str = ""


class StageProvenance(Frozen):
    """Who made a stage, from what, and what had to be repaired."""

    stage: Literal["profile", "history", "presentation", "findings"]
    engine: str
    model: str = ""
    model_digest: str = ""
    seed: int
    knowledge_version: str
    attempts: int = 1
    repairs: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()
    fell_back: bool = False
    milliseconds: int = 0


class PatientRecord(Frozen):
    """Everything that is true of one generated patient (the stable track)."""

    record_version: int = RECORD_VERSION
    seed: int
    encounter: Encounter
    identity: Identity
    persona: Persona
    """The manner of who speaks: the patient, or the informant."""
    informant: Informant | None = None
    """Who speaks for a child; None where the patient does."""
    condition: Diagnosis
    comorbid: tuple[str, ...] = ()
    complaint: Stated
    """The presenting complaint in the patient's words; says neither diagnosis nor finding."""
    symptoms: tuple[Symptom, ...]
    past: tuple[PastItem, ...] = ()
    medications: tuple[Medication, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    family: tuple[Relative, ...] = ()
    smoking: Smoking
    alcohol: Alcohol
    social: tuple[SocialItem, ...] = ()
    perspectives: tuple[Perspective, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    vitals: VitalSigns
    examination: tuple[Finding, ...] = ()
    investigations: tuple[Investigation, ...] = ()
    differential: tuple[DifferentialItem, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    management: tuple[str, ...] = ()
    learning_points: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    provenance: tuple[StageProvenance, ...] = ()

    @property
    def speaker(self) -> str:
        """The given name of who answers: the patient, or the carer of a child."""
        return self.informant.given_name if self.informant is not None else self.identity.given_name


Identity.model_rebuild()
