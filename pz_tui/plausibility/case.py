"""What the rules look at: a patient as far as it is written, and the knowledge to judge it by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from pz_tui.knowledge.circumstances import circumstances
from pz_tui.knowledge.matching import Situation
from pz_tui.knowledge.schema import Analyte, Concept, Condition, Drug
from pz_tui.record.base import Stated
from pz_tui.record.patient import (
    Alcohol,
    Allergy,
    Diagnosis,
    DifferentialItem,
    Encounter,
    Finding,
    Identity,
    Informant,
    Investigation,
    Medication,
    PastItem,
    PatientRecord,
    Perspective,
    RedFlag,
    Relative,
    Result,
    Smoking,
    SocialItem,
    Symptom,
    TimelineEntry,
    VitalSigns,
)
from pz_tui.record.persona import Persona

T = TypeVar("T")
HOURS_PER_YEAR = 8766.0


class Unwritten(Exception):
    """A rule asked for a part that no stage has written yet; it has nothing to say so far."""


def known(part: T | None) -> T:
    """The part itself; raises Unwritten when it is still missing."""
    if part is None:
        raise Unwritten
    return part


class Reference(Protocol):
    """As much of the knowledge library as the rules read."""

    @property
    def conditions(self) -> Mapping[str, Condition]: ...
    @property
    def drugs(self) -> Mapping[str, Drug]: ...
    @property
    def analytes(self) -> Mapping[str, Analyte]: ...
    @property
    def concepts(self) -> Mapping[str, Concept]: ...


@dataclass(frozen=True, kw_only=True)
class Case:
    """A patient in the making, or a whole one.

    A dataclass and no stored model: it only points at parts that are validated where they are made, and is
    built afresh for every check. Parts of stages not yet written are None or empty.

    Attributes:
        learning_points: what the record wants to teach (a drug error named there is meant).
        knowledge: the condition with its four levels, None where it is not in the library.
        drugs, analytes, lexicon: reference tables and concepts by id.
    """

    identity: Identity | None = None
    persona: Persona | None = None
    informant: Informant | None = None
    condition: Diagnosis | None = None
    encounter: Encounter | None = None
    comorbid: tuple[str, ...] = ()
    past: tuple[PastItem, ...] = ()
    medications: tuple[Medication, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    family: tuple[Relative, ...] = ()
    smoking: Smoking | None = None
    alcohol: Alcohol | None = None
    social: tuple[SocialItem, ...] = ()
    complaint: Stated | None = None
    symptoms: tuple[Symptom, ...] = ()
    perspectives: tuple[Perspective, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    vitals: VitalSigns | None = None
    examination: tuple[Finding, ...] = ()
    investigations: tuple[Investigation, ...] = ()
    differential: tuple[DifferentialItem, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    learning_points: tuple[str, ...] = ()
    knowledge: Condition | None = None
    drugs: Mapping[str, Drug] = field(default_factory=dict)
    analytes: Mapping[str, Analyte] = field(default_factory=dict)
    lexicon: Mapping[str, Concept] = field(default_factory=dict)

    @classmethod
    def of_record(cls, record: PatientRecord, library: Reference | None = None) -> Case:
        """The case of a whole record; without a library, rules that need knowledge say nothing."""
        return cls(
            identity=record.identity, persona=record.persona, informant=record.informant, condition=record.condition,
            encounter=record.encounter, comorbid=record.comorbid, past=record.past,
            medications=record.medications, allergies=record.allergies, family=record.family,
            smoking=record.smoking, alcohol=record.alcohol, social=record.social,
            complaint=record.complaint, symptoms=record.symptoms, perspectives=record.perspectives,
            timeline=record.timeline, vitals=record.vitals, examination=record.examination,
            investigations=record.investigations, differential=record.differential,
            red_flags=record.red_flags, learning_points=record.learning_points,
            knowledge=library.conditions.get(record.condition.id) if library else None,
            drugs=library.drugs if library else {}, analytes=library.analytes if library else {},
            lexicon=library.concepts if library else {},
        )  # fmt: skip

    # --- who -------------------------------------------------------------------------------------------

    @property
    def age(self) -> int:
        """Age in years; raises Unwritten before the profile."""
        return known(self.identity).age

    @property
    def adult(self) -> bool:
        """16 and over, as NEWS2 and the adult reference ranges have it."""
        return self.age >= 16

    @property
    def female(self) -> bool:
        """By birth: the sex that decides on organs unless the record says otherwise."""
        return known(self.identity).sex == "female"

    @cached_property
    def pregnant(self) -> bool:
        """Pregnant at the encounter, as far as the record says so."""
        return (
            bool({"pregnancy", "pregnant"} & set(self.comorbid))
            or any(item.head == "pregnancy" and item.polarity == "present" for item in self.social)
            or any(
                item.concept in ("pregnancy", "pregnant", "current_pregnancy")
                and item.kind == "pregnancy" and item.ongoing and item.polarity == "present"
                and (item.age_at is None or item.age_at >= self.age - 1)
                for item in self.past
            )
        )  # fmt: skip

    @cached_property
    def situation(self) -> Situation:
        """The same patient as conditions of the knowledge (``When``) see it."""
        who, what = known(self.identity), known(self.condition)
        return Situation(
            severity=what.severity, presentation=what.presentation, sex=who.sex, age=who.age,
            employment=who.employment, concepts=self.concepts | circumstances(
                identity=who, encounter=self.encounter, past=self.past, social=self.social, smoking=self.smoking,
                alcohol=self.alcohol, allergies=self.allergies, symptoms=self.symptoms),
        )  # fmt: skip

    # --- what is there -----------------------------------------------------------------------------------

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Everything that is present: comorbidity, past, drugs and their classes, symptoms, signs."""
        classes = (drug.drug_class for drug in (self.drugs.get(m.concept) for m in self.medications) if drug)
        return frozenset((
            *self.comorbid, *classes,
            *(item.concept for item in self.past if item.polarity == "present"),
            *(item.concept for item in self.medications if item.polarity == "present"),
            *(item.concept for item in self.symptoms if item.polarity == "present"),
            *(item.sign for item in self.examination if item.sign and item.abnormal),
        ))  # fmt: skip

    def ill_with(self, *concepts: str) -> bool:
        """Whether one of these diseases is the condition, a comorbidity or in the past history."""
        own = self.condition.id if self.condition else ""
        return bool(self.concepts & set(concepts)) or own in concepts

    @property
    def operations(self) -> tuple[PastItem, ...]:
        """Operations that were done."""
        return tuple(x for x in self.past if x.kind == "operation" and x.polarity == "present")

    @property
    def taken(self) -> tuple[Medication, ...]:
        """Drugs that are taken (a denied drug is a fact too)."""
        return tuple(x for x in self.medications if x.polarity == "present")

    @property
    def results(self) -> Iterator[tuple[str, Result]]:
        """Measured values with the place they stand."""
        for test in self.investigations:
            for result in test.results:
                yield f"investigations.{test.test}.{result.analyte}", result

    def measured(self, *analytes: str) -> float | None:
        """The first value found for one of these analytes."""
        return next((result.value for _, result in self.results if result.analyte in analytes), None)

    @cached_property
    def told(self) -> frozenset[str]:
        """Symptoms that are present."""
        return frozenset(item.concept for item in self.symptoms if item.polarity == "present")

    @cached_property
    def denied(self) -> frozenset[str]:
        """Symptoms that are denied."""
        return frozenset(item.concept for item in self.symptoms if item.polarity == "absent")

    @property
    def lead(self) -> Symptom | None:
        """The lead symptom, when it is present."""
        return next((x for x in self.symptoms if x.lead and x.polarity == "present"), None)

    # --- what is said --------------------------------------------------------------------------------------

    @property
    def statements(self) -> Iterator[tuple[str, Stated]]:
        """Every statement about the patient with its place, without those of examination and tests."""
        if self.identity:
            yield "identity.occupation", self.identity.occupation
            yield "identity.living", self.identity.living
            yield from ((f"identity.facts.{x.head}", x) for x in self.identity.facts)
        for past in self.past:
            yield from _with_aspects(f"past.{past.concept}", past)
        for drug in self.medications:
            yield from _with_aspects(f"medications.{drug.concept}", drug)
        for allergy in self.allergies:
            yield from _with_aspects(f"allergies.{allergy.concept}", allergy)
        yield from ((f"family.{x.relative}.{x.concept}", x) for x in self.family)
        for habits in (self.smoking, self.alcohol):
            yield from ((f"social.{x.head}.{x.facet}".rstrip("."), x) for x in (habits.items if habits else ()))
        yield from ((f"social.{x.head}.{x.facet}".rstrip("."), x) for x in self.social)
        if self.complaint:
            yield "complaint", self.complaint
        for symptom in self.symptoms:
            yield from _with_aspects(f"symptoms.{symptom.concept}", symptom)
        yield from ((f"perspectives.{x.kind}", x) for x in self.perspectives)

    @property
    def reports(self) -> Iterator[tuple[str, str]]:
        """What examination and tests say, with the place."""
        yield from ((f"examination.{x.region}.{x.sign}".rstrip("."), x.clinical) for x in self.examination)
        yield from ((f"investigations.{x.test}", x.report) for x in self.investigations if x.report)

    @property
    def clinical_texts(self) -> Iterator[tuple[str, str]]:
        """Everything a clinician has written, present or not, with the place."""
        yield from ((place, stated.clinical) for place, stated in self.statements)
        yield from self.reports


def _with_aspects(place: str, stated: Symptom | PastItem | Medication | Allergy) -> Iterator[tuple[str, Stated]]:
    yield place, stated
    yield from ((f"{place}.{aspect.kind}", aspect) for aspect in stated.aspects)
