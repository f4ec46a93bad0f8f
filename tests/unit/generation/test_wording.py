"""What the built-in author writes reads as a clinician would note it and as a patient would say it."""

from __future__ import annotations

import re

import pytest

from pz_tui.engines.builtin.author.phrases import with_article
from pz_tui.record.facts import facts_of
from tests.patients import library, patient

CONDITIONS = ("nstemi", "migraine_with_aura", "appendicitis", "depression")
NUMBER_WORDS = re.compile(r"\b(one|two|three|four|five|six|seven|eight|nine|ten)/10\b", re.I)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_clinical_statements_count_in_digits(condition: str) -> None:
    for seed in range(12):
        for fact in facts_of(patient(condition, seed)):
            assert not NUMBER_WORDS.search(fact.clinical), fact.clinical
            assert "{" not in fact.clinical


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_denied_symptom_is_noted_by_its_name(condition: str) -> None:
    knowledge = {item.concept: item for item in library().conditions[condition].presentation.symptoms}
    for seed in range(12):
        for symptom in patient(condition, seed).symptoms:
            item = knowledge[symptom.concept]
            if symptom.polarity == "absent" and not item.negative and not item.clinical.startswith("No "):
                by_name = f"No {library().concepts[symptom.concept].name.lower()}"
                assert symptom.clinical == (item.absent_clinical or by_name)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_renal_function_of_a_record_agrees_with_itself(condition: str) -> None:
    from pz_tui.knowledge.normal import egfr

    for seed in range(12):
        record = patient(condition, seed)
        for test in record.investigations:
            values = {result.analyte: result.value for result in test.results}
            if {"egfr", "creatinine"} <= values.keys():
                expected = egfr(values["creatinine"], record.identity.sex, record.identity.age)
                assert values["egfr"] == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_who_is_at_home_agrees_with_the_children_and_one_year_is_singular(condition: str) -> None:
    for seed in range(40):
        record = patient(condition, seed)
        said = " ".join(text for fact in facts_of(record) for text in (*fact.wording.full, *fact.wording.short, fact.clinical))
        if record.identity.children < 2:
            assert "the kids" not in " ".join(record.identity.living.wording.full)
        assert not re.search(r"\b(?:one|1) years\b", said), said


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_is_taken_daily_is_not_taken_now_and_then(condition: str) -> None:
    for seed in range(40):
        for drug in patient(condition, seed).medications:
            if drug.per_day:
                assert "now and then" not in " ".join((*drug.wording.full, *drug.wording.short))


@pytest.mark.parametrize(
    ("title", "said"),
    [("HR officer", "an HR officer"), ("IT support worker", "an IT support worker"), ("Teacher", "a teacher"),
     ("GP receptionist", "a GP receptionist"), ("Engineer", "an engineer"), ("the caretaker", "the caretaker")],
)  # fmt: skip
def test_a_job_takes_its_article_as_it_is_said(title: str, said: str) -> None:
    assert with_article(title) == said
