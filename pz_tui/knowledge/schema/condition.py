"""A condition with its four levels, one file each."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pz_tui.knowledge.schema.choices import AspectKnowledge, Option, When
from pz_tui.knowledge.schema.findings import Findings
from pz_tui.record.base import Access, Frozen, Polarity, Presentation, Severity, Sex, Side


class SymptomKnowledge(Frozen):
    """A symptom of the condition.

    Attributes:
        rate, rate_atypical: how often it is present in typical and atypical patients; otherwise it is
            denied, which makes a fact too. ``rate_atypical`` defaults to ``rate``.
        rates: other than ``rate`` at a severity.
        key: belongs to the must-have pool (rule SYM1).
        story: order in an untold story, 1 first; None when it only comes by asking.
        full, short: presence in the patient's words; ``absent_full`` and ``absent_short`` the denial
            (short without "no": "Not that I've noticed."); ``absent_clinical`` its clinical statement where
            "No" and the concept's name would say something else.
        when: without which it can be neither present nor asked about (a sex, an organ).
    """

    concept: str
    clinical: str
    lead: bool = False
    key: bool = False
    part: Literal["complaint", "systems_review"] = "complaint"
    rate: float = Field(default=1.0, ge=0, le=1)
    rate_atypical: float | None = Field(default=None, ge=0, le=1)
    rates: dict[Severity, float] = {}
    access: Access = "direct-question"
    importance: Literal[1, 2, 3] = 1
    red_flag: bool = False
    story: int | None = None
    when: When = When()
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    absent_clinical: str = ""
    absent_full: tuple[str, ...] = ()
    absent_short: tuple[str, ...] = ()
    side: Side | None = None
    aspects: tuple[AspectKnowledge, ...] = ()

    @property
    def negative(self) -> bool:
        """True for a pertinent negative of the condition: never present because of it."""
        return self.rate == 0 and not self.rate_atypical and not any(self.rates.values())

    def rate_in(self, severity: Severity, presentation: Presentation) -> float:
        """How often it is present in such patients."""
        if presentation == "atypical" and self.rate_atypical is not None:
            return self.rate_atypical
        return self.rates.get(severity, self.rate)


class AgeBand(Frozen):
    """An age stratum in whole years, both ends included."""

    low: int = Field(ge=0)
    high: int = Field(le=110)
    weight: float = Field(gt=0)


class SeverityLevel(Frozen):
    """One severity by the condition's own scale.

    Attributes:
        name, code: where this severity has a name and a leaf of ICD-10-CM of its own; else the outline's hold.
    """

    weight: float = Field(gt=0)
    stage: str = ""
    """By the scale: Killip class, PHQ-9 range."""
    name: str = ""
    code: str = ""
    summary: str


class SettingKnowledge(Frozen):
    """Where such a patient is seen, and the trainee's task there."""

    setting: str
    arrival: tuple[str, ...]
    task: str
    minutes: int
    hours: tuple[int, int] = (8, 18)
    """Hours of the day between which the encounter falls."""
    weight: float = 1.0
    when: When = When()


class Comorbidity(Frozen):
    """Another disease that is often there; drawn before the history."""

    concept: str
    rate: float = Field(ge=0, le=1)
    when: When = When()


class Contraindication(Frozen):
    """An impossible or doubtful combination (DEM12 and the condition's own)."""

    id: str
    severity: Literal["error", "warning"] = "error"
    when: When
    message: str


class Outline(Frozen):
    """Level 1: the disease and whom it meets."""

    id: str
    name: str
    code: str
    specialty: str
    acuity: Literal["emergency", "urgent", "routine"]
    version: int = 1
    summary: str
    sources: tuple[str, ...] = Field(min_length=1)
    aliases: tuple[str, ...] = Field(min_length=1)
    """Every name that gives the diagnosis away, lay words too ("heart attack")."""
    chief_complaint: str
    """Neutral label for lists ("chest discomfort"): neither diagnosis nor finding."""
    sex: dict[Sex, float]
    ages: tuple[AgeBand, ...] = Field(min_length=1)
    age_limits: tuple[int, int] = (0, 110)
    """Outside is an error by the definition (rule DEM12)."""
    severity: dict[Severity, SeverityLevel] = Field(min_length=1)
    atypical_rate: float = Field(default=0.25, ge=0, le=1)
    atypical_hosts: tuple[When, ...] = ()
    """Who may present atypically: any one of these (rule SYM7); empty: anyone."""
    settings: tuple[SettingKnowledge, ...] = Field(min_length=1)
    comorbidities: tuple[Comorbidity, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    special_populations: tuple[str, ...] = ()


class UntreatedKnowledge(Frozen):
    """Why somebody with the illness takes no drug of a group that standard care would have (rule DRU3)."""

    group: str
    options: tuple[Option, ...] = Field(min_length=1)


class IllnessKnowledge(Frozen):
    """A past illness, operation or event; ``full``/``short`` may use {when} (years ago) and {n} (age then).

    Attributes:
        age_at: ages at which it begins, for what belongs to a time of life; ``years_ago`` is then not read.
    """

    concept: str
    clinical: str
    kind: Literal["illness", "operation", "admission", "injury", "pregnancy", "vaccination", "screening"] = (
        "illness"
    )
    rate: float = Field(default=0.0, ge=0, le=1)
    """When it is not drawn as a comorbidity. 0: only as comorbidity."""
    denied: bool = False
    """True where its absence is worth a fact (a pertinent negative of the past)."""
    years_ago: tuple[float, float] = (1, 10)
    age_at: tuple[int, int] | None = None
    ongoing: bool = True
    importance: Literal[1, 2, 3] = 1
    access: Access = "direct-question"
    when: When = When()
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    aspects: tuple[AspectKnowledge, ...] = ()
    drugs: tuple[DrugChoice, ...] = ()
    untreated: tuple[UntreatedKnowledge, ...] = ()


class DrugChoice(Frozen):
    """A drug for it (id of the drug table) and how often it is the one."""

    drug: str
    weight: float = 1.0
    dose: float | None = None
    rate: float = Field(default=1.0, ge=0, le=1)
    """Share of patients with the illness who take any of this group."""
    indication: str = ""
    """What it is for, where that is not the illness itself (a statin in diabetes)."""
    group: str = ""
    """Choices with the same group exclude each other; different groups add."""
    importance: Literal[1, 2, 3] = 2
    when: When = When()


class RelativeKnowledge(Frozen):
    """An illness of a relative that matters here."""

    relatives: tuple[Literal["mother", "father", "sister", "brother", "grandmother", "grandfather"], ...]
    concept: str
    clinical: str
    rate: float = Field(ge=0, le=1)
    onset: tuple[int, int]
    """Age at onset."""
    fatal: float = Field(default=0.0, ge=0, le=1)
    importance: Literal[1, 2, 3] = 2
    access: Access = "direct-question"
    full: tuple[str, ...] = ()
    """May use {relative} ("my mum"), {he}, {his}, {him} (she, her, her of a woman) and {n} (age at onset)."""
    short: tuple[str, ...] = ()
    late_full: tuple[str, ...] = ()
    """The words for a relative who has died, where ``full`` speaks of today."""
    late_short: tuple[str, ...] = ()


class SmokingKnowledge(Frozen):
    """Tobacco weights for the condition; who has one of ``smokers_have`` smokes or has smoked."""

    never: float = 0.5
    ex: float = 0.25
    current: float = 0.25
    smokers_have: tuple[str, ...] = ()
    per_day: tuple[int, int] = (5, 20)
    importance: Literal[1, 2, 3] = 2


class AlcoholKnowledge(Frozen):
    """Weights of drinking none, within 14 units a week, over it (UK CMO 2016)."""

    none: float = 0.25
    low: float = 0.6
    high: float = 0.15
    high_units: tuple[int, int] = (18, 45)
    importance: Literal[1, 2, 3] = 1


class SocialKnowledge(Frozen):
    """Something of daily life that matters here: exercise, travel, stress, sexual, contraception, safety …"""

    head: str
    facet: str = ""
    rate: float = Field(default=1.0, ge=0, le=1)
    access: Access = "direct-question"
    importance: Literal[1, 2, 3] = 1
    red_flag: bool = False
    when: When = When()
    polarity: Polarity = "present"
    options: tuple[Option, ...] = Field(min_length=1)


class History(Frozen):
    """Level 2: the person's past, family and life, as risk factors have it."""

    illnesses: tuple[IllnessKnowledge, ...] = ()
    drugs: tuple[DrugChoice, ...] = ()
    """Taken whatever the illnesses (a pill, an over-the-counter painkiller)."""
    family: tuple[RelativeKnowledge, ...] = ()
    smoking: SmokingKnowledge = SmokingKnowledge()
    alcohol: AlcoholKnowledge = AlcoholKnowledge()
    social: tuple[SocialKnowledge, ...] = ()
    adherence_poor: float = Field(default=0.3, ge=0, le=1)


class ComplaintOption(Frozen):
    """The opening line: what the patient says first, and how triage notes it."""

    triage: str
    full: tuple[str, ...] = Field(min_length=1)
    weight: float = 1.0
    when: When = When()


class PerspectiveKnowledge(Frozen):
    """An idea, concern, expectation or impact with its options."""

    kind: Literal["idea", "concern", "expectation", "impact"]
    facet: str = ""
    late: bool = False
    rate: float = Field(default=1.0, ge=0, le=1)
    access: Access = "direct-question"
    importance: Literal[1, 2, 3] = 2
    options: tuple[Option, ...] = Field(min_length=1)


class PresentationLevel(Frozen):
    """Level 3: what the patient feels, tells and fears."""

    complaint: tuple[ComplaintOption, ...] = Field(min_length=1)
    onset_hours: dict[Severity, tuple[float, float]]
    """Hours from the start to the encounter; ``{when}`` and ``{duration}`` of the lead symptom come from it."""
    onset_awake: bool = True
    symptoms: tuple[SymptomKnowledge, ...] = Field(min_length=1)
    perspectives: tuple[PerspectiveKnowledge, ...] = ()
    timeline: tuple[str, ...] = ()


class Condition(Frozen):
    """A condition with its four levels."""

    outline: Outline
    history: History
    presentation: PresentationLevel
    findings: Findings


IllnessKnowledge.model_rebuild()
