"""What an author is given for one stage, and the shapes it hands back."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from pydantic import Field

from pz_tui.knowledge.schema import Findings, History, Outline, PresentationLevel, SettingKnowledge
from pz_tui.record.base import Frozen, Presentation, Severity, Sex, Stated
from pz_tui.record.patient import (
    Alcohol,
    Allergy,
    Diagnosis,
    DifferentialItem,
    Encounter,
    Finding,
    Identity,
    Investigation,
    Medication,
    PastItem,
    Perspective,
    RedFlag,
    Relative,
    Smoking,
    SocialItem,
    Symptom,
    TimelineEntry,
    Violation,
    VitalSigns,
)
from pz_tui.record.persona import Persona

StageName = Literal["profile", "history", "presentation", "findings"]


class Strata(Frozen):
    """The attribute vector, drawn conditionally before any stage is written."""

    specialty: str
    condition: str
    age: int = Field(ge=0, le=110)
    age_band: str
    sex: Sex
    severity: Severity
    presentation: Presentation
    comorbid: tuple[str, ...] = ()
    occupation: str
    """Id in the occupation table."""
    employment: Literal["employed", "self-employed", "student", "pupil", "retired", "unemployed", "carer"]
    social_stratum: Literal["manual", "service", "office", "professional", "none"]
    partner: Literal["none", "partner", "married", "divorced", "widowed", "separated"]
    children: int = 0
    household: Literal["alone", "partner", "family", "parents", "shared", "care_home"]
    setting: SettingKnowledge
    persona: Persona
    date: date
    time: time


class ProfileDraft(Frozen):
    """Stage 1: who, and which condition at which severity."""

    identity: Identity
    condition: Diagnosis
    encounter: Encounter
    comorbid: tuple[str, ...] = ()


class HistoryDraft(Frozen):
    """Stage 2: past, drugs, allergies, family, life."""

    past: tuple[PastItem, ...]
    medications: tuple[Medication, ...]
    allergies: tuple[Allergy, ...]
    family: tuple[Relative, ...]
    smoking: Smoking
    alcohol: Alcohol
    social: tuple[SocialItem, ...]


class PresentationDraft(Frozen):
    """Stage 3: complaint, symptoms and negatives, timeline, ideas, concerns, expectations."""

    complaint: Stated
    triage: str
    symptoms: tuple[Symptom, ...]
    perspectives: tuple[Perspective, ...]
    timeline: tuple[TimelineEntry, ...]


class FindingsDraft(Frozen):
    """Stage 4: vital signs, examination, tests, differential, red flags, what to learn."""

    vitals: VitalSigns
    examination: tuple[Finding, ...]
    investigations: tuple[Investigation, ...]
    differential: tuple[DifferentialItem, ...]
    red_flags: tuple[RedFlag, ...]
    management: tuple[str, ...]
    learning_points: tuple[str, ...]


StageDraft = ProfileDraft | HistoryDraft | PresentationDraft | FindingsDraft


class StageBrief(Frozen):
    """All that an author may know for one stage.

    Attributes:
        level: the knowledge of this stage's level, and of no other.
        strata: the attribute vector.
        profile, history, presentation: what the stages above fixed; None for those not yet written.
        chance: seed text for this stage and attempt; the same text gives the same draft.
        violations: why the last draft was refused, empty at first.
    """

    stage: StageName
    level: Outline | History | PresentationLevel | Findings
    strata: Strata
    profile: ProfileDraft | None = None
    history: HistoryDraft | None = None
    presentation: PresentationDraft | None = None
    chance: str
    violations: tuple[Violation, ...] = ()
