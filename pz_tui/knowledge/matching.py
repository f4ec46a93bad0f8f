"""Whether a ``When`` of the knowledge holds for a patient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from pz_tui.knowledge.schema import When
from pz_tui.record.base import Frozen, Presentation, Severity, Sex


class Situation(Frozen):
    """What is fixed about a patient so far, as far as knowledge may depend on it."""

    severity: Severity
    presentation: Presentation
    sex: Sex
    age: int
    employment: str = ""
    concepts: frozenset[str] = frozenset()

    def having(self, *concepts: str) -> Situation:
        """The same with more concepts known to be there."""
        return self.model_copy(update={"concepts": self.concepts | set(concepts)})


class _Conditional(Protocol):
    @property
    def when(self) -> When: ...


C = TypeVar("C", bound=_Conditional)


def holds(when: When, situation: Situation) -> bool:
    """True when every field that ``when`` sets holds."""
    return (
        (not when.severity or situation.severity in when.severity)
        and (when.presentation is None or situation.presentation == when.presentation)
        and (when.sex is None or situation.sex == when.sex)
        and (when.age_min is None or situation.age >= when.age_min)
        and (when.age_max is None or situation.age <= when.age_max)
        and (not when.employment or situation.employment in when.employment)
        and (not when.has or any(concept in situation.concepts for concept in when.has))
        and not any(concept in situation.concepts for concept in when.lacks)
    )


def fitting(items: Sequence[C], situation: Situation) -> list[C]:
    """Those whose ``when`` holds."""
    return [item for item in items if holds(item.when, situation)]
