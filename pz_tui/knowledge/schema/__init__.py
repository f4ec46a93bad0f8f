"""What medicine says, as data: the shapes that the TOML files of this folder are validated against.

A condition is a folder with a file a level, so that each stage of generation sees only its own level
(hierarchical knowledge injection): ``outline.toml``, ``history.toml``, ``presentation.toml``,
``findings.toml``. The lexicon and the reference tables are shared by all conditions.

Wording rules for every ``full`` and ``short``: first person, spoken, British, no clinical term unless the
patient would use it, never the diagnosis. ``full`` stands alone as a sentence; ``short`` is the shortest
answer to a direct question and starts with a capital. Placeholders filled by the generator: ``{when}`` a
lay point in time from ``value`` in hours before the encounter ("about two hours ago", "on Sunday evening"),
``{duration}`` a lay length from the same ("about two hours"), ``{side}`` left or right, ``{n}`` the value as
a spoken number.
"""

from __future__ import annotations

from pz_tui.knowledge.schema.choices import (
    AspectKnowledge,
    Line,
    Option,
    When,
)
from pz_tui.knowledge.schema.condition import (
    AgeBand,
    AlcoholKnowledge,
    Comorbidity,
    ComplaintOption,
    Condition,
    Contraindication,
    DrugChoice,
    History,
    IllnessKnowledge,
    Outline,
    PerspectiveKnowledge,
    PresentationLevel,
    RelativeKnowledge,
    SettingKnowledge,
    SeverityLevel,
    SmokingKnowledge,
    SocialKnowledge,
    SymptomKnowledge,
    UntreatedKnowledge,
)
from pz_tui.knowledge.schema.findings import (
    AnalyteRange,
    DifferentialKnowledge,
    FindingKnowledge,
    Findings,
    InvestigationKnowledge,
    RedFlagKnowledge,
    VitalsAdjustment,
    VitalsKnowledge,
)
from pz_tui.knowledge.schema.lexicon import (
    Concept,
    ConceptKind,
)
from pz_tui.knowledge.schema.reference import (
    Analyte,
    Drug,
    Everyday,
    ExaminationKnowledge,
    NameTable,
    Occupation,
    OrderableTest,
)
from pz_tui.knowledge.schema.score import ScoreBand, ScoreItem, ScoreKnowledge

__all__ = [
    "AgeBand",
    "AlcoholKnowledge",
    "Analyte",
    "AnalyteRange",
    "AspectKnowledge",
    "Comorbidity",
    "ComplaintOption",
    "Concept",
    "ConceptKind",
    "Condition",
    "Contraindication",
    "DifferentialKnowledge",
    "Drug",
    "DrugChoice",
    "Everyday",
    "ExaminationKnowledge",
    "FindingKnowledge",
    "Findings",
    "History",
    "IllnessKnowledge",
    "InvestigationKnowledge",
    "Line",
    "NameTable",
    "Occupation",
    "Option",
    "OrderableTest",
    "Outline",
    "PerspectiveKnowledge",
    "PresentationLevel",
    "RedFlagKnowledge",
    "RelativeKnowledge",
    "ScoreBand",
    "ScoreItem",
    "ScoreKnowledge",
    "SettingKnowledge",
    "SeverityLevel",
    "SmokingKnowledge",
    "SocialKnowledge",
    "SymptomKnowledge",
    "UntreatedKnowledge",
    "VitalsAdjustment",
    "VitalsKnowledge",
    "When",
]
