"""The lexicon: things doctors and patients have names for."""

from __future__ import annotations

from typing import Literal

from pz_tui.record.base import Frozen
from pz_tui.record.persona import Level

ConceptKind = Literal[
    "symptom", "sign", "diagnosis", "drug", "drug_class", "test", "examination", "body_part", "relative",
    "procedure", "factor", "substance",
]  # fmt: skip


class Concept(Frozen):
    """A thing doctors and patients have names for; understanding and verification share it.

    Attributes:
        id: snake_case, British (``dyspnoea``, ``chest_pain``); symptom ids are the objects of ``symptom:``.
        name: clinical name.
        lay: what patients and plain-speaking doctors call it, lower case.
        clinical: synonyms, abbreviations and trainee shorthand ("sob", "?fever"), lower case.
        broader: concepts it is a kind of (``leg_swelling`` -> ``swelling``).
        understood_from: CEFR band at which a patient knows the clinical name; ``C`` marks jargon.
        noun: how a patient names it inside a sentence ("shortness of breath"), for "no …".
    """

    id: str
    kind: ConceptKind
    name: str
    lay: tuple[str, ...] = ()
    clinical: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    understood_from: Level = "B"
    noun: str = ""
