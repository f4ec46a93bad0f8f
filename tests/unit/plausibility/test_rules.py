"""Every rule refuses a patient that breaks it and lets the nearest sound one pass."""

from __future__ import annotations

import pytest

from pz_tui.plausibility import RULES, STAGES, Case, Rule, check
from tests.unit.plausibility.body_cases import BODY_CASES
from tests.unit.plausibility.patients import (
    CONDITION,
    ENCOUNTER,
    FERTILE,
    IDENTITY,
    ONSET,
    SOUND,
    also,
    but,
    drug,
    lead,
    past,
)
from tests.unit.plausibility.person_cases import PERSON_CASES
from tests.unit.plausibility.whole_cases import WHOLE_CASES

CASES = PERSON_CASES | BODY_CASES | WHOLE_CASES


def broken(rule: str, case: Case) -> list[str]:
    return [violation.message for violation in RULES[rule].on(case)]


def test_the_sound_patient_keeps_every_rule() -> None:
    assert check(SOUND) == ()


def test_every_rule_has_a_failing_and_a_passing_patient() -> None:
    assert set(CASES) == set(RULES)
    assert all(failing and passing for failing, passing in CASES.values())


@pytest.mark.parametrize("rule", CASES)
def test_rule_refuses(rule: str) -> None:
    for number, case in enumerate(CASES[rule][0]):
        assert broken(rule, case), f"failing patient {number} of {rule} passes"


@pytest.mark.parametrize("rule", CASES)
def test_rule_lets_pass(rule: str) -> None:
    for number, case in enumerate(CASES[rule][1]):
        assert broken(rule, case) == [], f"passing patient {number} of {rule}"


@pytest.mark.parametrize("rule", CASES)
def test_violations_are_named_and_graded_as_the_rule_says(rule: str) -> None:
    graded = RULES[rule].severity
    found = [violation for case in CASES[rule][0] for violation in RULES[rule].on(case)]
    assert {violation.rule for violation in found} == {rule}
    if graded == "either":
        assert {violation.severity for violation in found} == {"error", "warning"}
    else:
        assert {violation.severity for violation in found} == {graded}
    assert all(violation.message and violation.mend and violation.place for violation in found)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_rule_says_where_it_comes_from(rule: Rule) -> None:
    assert rule.source
    assert rule.text
    assert rule.stages
    assert set(rule.stages) <= set(STAGES)


def test_an_unwritten_patient_breaks_nothing() -> None:
    assert check(Case()) == ()


def test_a_stage_is_checked_on_what_is_written_so_far() -> None:
    profile = Case(identity=IDENTITY, condition=CONDITION, encounter=ENCOUNTER)
    assert check(profile, ("profile",)) == ()
    wrong = also(profile, identity=IDENTITY.model_copy(update={"age": 14}))
    assert {violation.rule for violation in check(wrong, ("profile",))} >= {"DEM1", "DEM2"}
    assert all(violation.severity == "error" for violation in check(wrong, ("profile",))[:2])


def test_a_drug_that_is_the_lesson_is_a_warning() -> None:
    taught = but(medications=(drug("amoxicillin"),), learning_points=("Amoxicillin in glandular fever brings a rash.",))
    assert [violation.severity for violation in RULES["DRU4"].on(taught)] == ["warning"]


def test_onset_aspect_of_the_sound_patient_is_read_as_time() -> None:
    assert broken("TIM4", lead(ONSET)) == []


def test_a_rule_that_comes_again_repeats_no_warning() -> None:
    taught = also(
        FERTILE, medications=(drug("microgynon"),), past=(past("migraine_with_aura"),),
        learning_points=("No Microgynon with aura.",),
    )  # fmt: skip
    named = {stage: {v.rule for v in check(taught, (stage,))} & {"DRU11"} for stage in STAGES}
    assert named == {"profile": set(), "history": {"DRU11"}, "presentation": set(), "findings": set()}
