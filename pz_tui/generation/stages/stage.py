"""What a stage is: which level of the knowledge it may see, what it yields, what is checked after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pz_tui.generation.brief import StageDraft, StageName
from pz_tui.knowledge.schema import Condition, Findings, History, Outline, PresentationLevel

Level = Outline | History | PresentationLevel | Findings


@dataclass(frozen=True)
class Stage:
    """One stage of the synthesis.

    Attributes:
        level: picks the one level of a condition that this stage may see.
        shape: the model a draft must have.
        parts: the draft as fields of a plausibility ``Case``.
    """

    name: StageName
    shape: type[StageDraft]
    level: Callable[[Condition], Level]
    parts: Callable[[Any], dict[str, Any]]
