"""The form of a plausibility rule, the list of all rules, and their use on a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pz_tui.plausibility.case import Case, Unwritten, known
from pz_tui.record.patient import Violation

__all__ = ["RULES", "STAGES", "Case", "Fault", "Rule", "Stage", "check", "error", "known", "rule", "warning"]

Stage = Literal["profile", "history", "presentation", "findings"]
STAGES: tuple[Stage, ...] = ("profile", "history", "presentation", "findings")


class Fault(NamedTuple):
    """What a rule found, before it carries the rule's name."""

    severity: Literal["error", "warning"]
    message: str
    place: str
    mend: str


def error(message: str, place: str = "", mend: str = "") -> Fault:
    """A fault that makes the patient impossible."""
    return Fault("error", message, place, mend)


def warning(message: str, place: str = "", mend: str = "") -> Fault:
    """A fault that makes the patient unusual; it is kept and shown."""
    return Fault("warning", message, place, mend)


Test = Callable[[Case], Iterable[Fault]]


@dataclass(frozen=True)
class Rule:
    """A clinical or logical demand on a patient.

    Attributes:
        id: as in the project's catalogue of rules (``VIT3``).
        severity: ``error``, ``warning``, or ``either`` where it depends on distance or part.
        source: where the demand comes from.
        text: the demand in one line.
        stages: the stages after which it is worth testing. The first is the earliest that writes what it
            needs; later ones are named when they write something new for it.
        test: yields the faults; raises Unwritten when a part it needs is missing.
    """

    id: str
    severity: Literal["error", "warning", "either"]
    source: str
    text: str
    stages: tuple[Stage, ...]
    test: Test

    def on(self, case: Case) -> Iterator[Violation]:
        """Violations of this rule, none while what it needs is not written."""
        try:
            faults = tuple(self.test(case))
        except Unwritten:
            return
        for fault in faults:
            yield Violation(
                rule=self.id, severity=fault.severity, message=fault.message, place=fault.place, mend=fault.mend
            )


RULES: dict[str, Rule] = {}


def rule(
    id: str, severity: Literal["error", "warning", "either"], source: str, text: str, *stages: Stage
) -> Callable[[Test], Test]:
    """Register the decorated function as a rule; raises ValueError for an id that is taken."""

    def register(test: Test) -> Test:
        if id in RULES:
            raise ValueError(f"Rule {id} is defined twice; give one of them another id.")
        RULES[id] = Rule(id, severity, source, text, stages, test)
        return test

    return register


def check(case: Case, stages: Sequence[Stage] = STAGES) -> tuple[Violation, ...]:
    """Violations of every rule that is due after one of ``stages``, errors first.

    During generation pass the stage just written (a rule that needs later parts waits for its own stage; one
    that comes again later repeats no warning). For a whole record leave ``stages`` out.
    """
    asked = set(stages)
    found: list[Violation] = []
    for each in RULES.values():
        if asked & set(each.stages):
            again = each.stages[0] not in asked
            found += [violation for violation in each.on(case) if violation.severity == "error" or not again]
    return tuple(sorted(found, key=lambda violation: violation.severity != "error"))
