"""PER: the manner of a patient must fit who they are and what the record says (logic; NHS England dementia data)."""

from __future__ import annotations

from collections.abc import Iterator

from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning

_DENIES = frozenset({"confusion", "memory"})
_MUDDLES = frozenset({"confusion", "memory", "dementia", "delirium", "stroke", "epilepsy", "head_injury",
                      "learning_disability", "alcohol_dependence"})  # fmt: skip
_OLD = 65
_STILL_ORIENTATED = 0.5
"""Confusion up to which somebody may lose the thread and yet know where they are (V5)."""


@rule("PER1", "either", "logic; NHS England dementia registers 2023", "Who is muddled is old or has a reason, and the "
      "record does not say otherwise", "profile", "presentation", "findings")  # fmt: skip
def _muddled(case: Case) -> Iterator[Fault]:
    who = known(case.persona)
    if not who.muddled:
        return
    for symptom in case.symptoms:
        if symptom.concept in _DENIES and symptom.polarity == "absent":
            yield error(f"'{symptom.clinical}', but the patient is muddled.", f"symptoms.{symptom.concept}",
                        "Drop the denial or the confusion.")  # fmt: skip
    if case.age < _OLD and not case.concepts & _MUDDLES:
        yield warning(f"Muddled at {case.age} without a reason in the record.", "persona.confusion",
                      "Name what muddles them, or let them be clear.")  # fmt: skip
    if who.confusion > _STILL_ORIENTATED and case.vitals is not None and case.vitals.verbal == 5:
        yield warning("Badly muddled, yet orientated by V5.", "vitals.verbal", "Write V4 or lower the confusion.")
