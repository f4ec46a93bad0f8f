"""A generated patient agrees with itself: what is told, found, measured, taken and reasoned."""

from __future__ import annotations

import random
import re

import pytest

from pz_tui.engines.builtin.author.scores import scored
from pz_tui.knowledge.matching import Situation
from pz_tui.knowledge.schema import ScoreBand, ScoreItem, ScoreKnowledge, When
from pz_tui.record.patient import PatientRecord
from tests.patients import library, patient

SEEDS = range(40)
DEPRESSION = {"mild": ("F32.0", 5, 9), "moderate": ("F32.1", 10, 19), "severe": ("F32.2", 20, 27)}


def present(record: PatientRecord) -> set[str]:
    return {item.concept for item in record.symptoms if item.polarity == "present"}


def report(record: PatientRecord, test: str) -> str:
    return next(item.report for item in record.investigations if item.test == test)


def test_depression_is_named_coded_and_scored_by_its_severity() -> None:
    for seed in SEEDS:
        record = patient("depression", seed)
        code, low, high = DEPRESSION[record.condition.severity]
        total = re.match(r"\d+", report(record, "phq9"))
        assert total is not None
        assert low <= int(total[0]) <= high
        assert record.condition.code == code
        assert record.condition.severity in record.condition.name.lower()


def test_anxiety_is_there_exactly_where_the_questionnaire_finds_it() -> None:
    for seed in SEEDS:
        record = patient("depression", seed)
        total = int(report(record, "gad7").split()[0])
        assert (total >= 5) == ("anxiety" in present(record)), seed


def test_light_and_noise_make_a_headache_worse_only_where_they_are_minded() -> None:
    seen = set()
    for seed in SEEDS:
        record = patient("migraine_with_aura", seed)
        headache = next(item for item in record.symptoms if item.concept == "headache")
        factors = {aspect.concept for aspect in headache.aspects if aspect.kind == "aggravating"}
        for factor, symptom in (("light", "photophobia"), ("noise", "phonophobia")):
            seen |= {factor} & factors
            assert factor not in factors or symptom in present(record)
    assert seen == {"light", "noise"}


def test_a_disease_without_its_drug_says_why() -> None:
    silent = []
    for seed in range(80):
        record = patient("nstemi", seed)
        taken = {drug.concept for drug in record.medications}
        for item in record.past:
            reasons = {aspect.concept for aspect in item.aspects if aspect.kind == "status"}
            treated = taken & {"atorvastatin", "rosuvastatin"} or "state:cholesterol_without_statin" in reasons
            if item.concept == "cholesterol" and item.polarity == "present" and not treated:
                silent.append(seed)
    assert silent == []


def test_management_is_for_this_patient() -> None:
    for seed in SEEDS:
        record = patient("migraine_with_aura", seed)
        lines = " ".join(record.management)
        assert ("Combined pill" in lines) == any(drug.concept == "combined_pill" for drug in record.medications)
        if record.identity.sex == "male":
            assert "pregnancy prevention" not in lines


@pytest.mark.parametrize("condition", ["nstemi", "migraine_with_aura", "appendicitis", "depression"])
def test_who_cares_at_home_or_lives_with_the_parents_is_not_alone(condition: str) -> None:
    for seed in SEEDS:
        record = patient(condition, seed)
        home = record.identity.living.clinical
        assert not (record.identity.employment == "carer" and home == "Lives alone")
        if home == "Lives with parents":
            assert all(x.alive for x in record.family if x.relative in ("mother", "father"))


def test_a_childhood_illness_begins_in_childhood() -> None:
    begun = [item.age_at for seed in range(120) for item in patient("migraine_with_aura", seed).past
             if item.concept in ("asthma", "travel_sickness") and item.polarity == "present"]  # fmt: skip
    assert begun
    assert all(age is not None and age <= 10 for age in begun)


def test_a_score_never_says_more_than_the_symptoms() -> None:
    score = ScoreKnowledge(
        maximum=9, abnormal_from=5, totals={"severe": (8, 9)},
        items=(ScoreItem(name="mood", concepts=("low_mood",)), ScoreItem(name="sleep", concepts=("sleep",), shown=True),
               ScoreItem(name="energy", concepts=("fatigue",))),
        bands=(ScoreBand(low=0, name="none"), ScoreBand(low=5, name="much")),
    )  # fmt: skip
    for number in range(20):
        who = Situation(severity="severe", presentation="typical", sex="male", age=40,
                        concepts=frozenset({"low_mood", "fatigue"}))  # fmt: skip
        assert scored(score, who, random.Random(number)) == ("6 of 9 (much); sleep: 0.", True)


def test_the_side_of_a_pain_is_that_of_its_site() -> None:
    for seed in SEEDS:
        for symptom in patient("nstemi", seed).symptoms:
            site = next((aspect for aspect in symptom.aspects if aspect.kind == "site"), None)
            if site is not None and "Central" in site.clinical:
                assert symptom.side is None


def test_nobody_with_copd_has_never_smoked() -> None:
    found = [patient("nstemi", seed) for seed in range(120)]
    copd = [x for x in found if any(y.concept == "copd" and y.polarity == "present" for y in x.past)]
    assert copd
    assert all(x.smoking.status != "never" for x in copd)


@pytest.mark.parametrize("condition", ["nstemi", "migraine_with_aura"])
def test_a_relative_who_died_is_not_spoken_of_as_living(condition: str) -> None:
    late = [x for seed in SEEDS for x in patient(condition, seed).family if not x.alive]
    assert late
    for relative in late:
        assert re.search(r"\bdied at \d+", relative.clinical)
        assert not re.search(r"\b(?:gets|has)\b|'s (?:fine|well|always)", " ".join(relative.wording.full))


@pytest.mark.parametrize("condition", ["nstemi", "migraine_with_aura", "appendicitis", "depression"])
def test_what_is_examined_in_everybody_is_found_in_everybody(condition: str) -> None:
    """Options that exclude each other may leave a patient for whom none holds."""
    always = {(x.region, x.sign) for x in library().conditions[condition].findings.examination if x.when == When()}
    for seed in SEEDS:
        assert always <= {(x.region, x.sign) for x in patient(condition, seed).examination}, seed


def test_advice_is_for_the_place_where_the_patient_is_seen() -> None:
    for seed in SEEDS:
        record = patient("nstemi", seed)
        lines = " ".join(record.management)
        assert ("By telephone" in lines) == ("telephone" in record.encounter.setting)
        assert ("In the surgery" in lines) == (record.encounter.setting == "general practice")
