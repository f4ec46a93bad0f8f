"""Generation: the same seed gives the same patient, each stage sees its own level, faults are repaired."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
import sys
from typing import TypeVar

import pytest
from pydantic import BaseModel

from pz_tui.engines.builtin.author import BuiltinAuthor
from pz_tui.generation.brief import FindingsDraft, ProfileDraft, StageBrief
from pz_tui.generation.pipeline import AuthorInfo, GenerationError, generate
from pz_tui.generation.ports import AuthorError, Progress
from pz_tui.generation.request import PatientRequest, RequestError
from pz_tui.knowledge.library import load
from pz_tui.knowledge.schema import Findings, History, Outline, PresentationLevel
from pz_tui.plausibility import STAGES, Case, check
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import PatientRecord

T = TypeVar("T", bound=BaseModel)
LIBRARY = load()
CONDITIONS = sorted(LIBRARY.conditions)
DAY = dt.date(2026, 3, 14)
BUILTIN = AuthorInfo(engine="builtin")


def make(request: PatientRequest, author: object | None = None, **extra: object) -> PatientRecord:
    own = BuiltinAuthor(LIBRARY)
    return asyncio.run(
        generate(request, LIBRARY, author=author or own, way_out=own, info=BUILTIN, **extra)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("condition", CONDITIONS)
def test_same_seed_same_patient_other_seed_other_patient(condition: str) -> None:
    first = make(PatientRequest(condition=condition, seed=7, date=DAY))
    again = make(PatientRequest(condition=condition, seed=7, date=DAY))
    other = make(PatientRequest(condition=condition, seed=8, date=DAY))
    assert first == again
    assert first.identity != other.identity


def test_same_patient_in_another_process() -> None:
    code = (
        "import sys; from tests.unit.generation.test_pipeline import make, DAY, PatientRequest\n"
        "sys.stdout.write(make(PatientRequest(condition='nstemi', seed=11, date=DAY)).model_dump_json())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert other.stdout == make(PatientRequest(condition="nstemi", seed=11, date=DAY)).model_dump_json()


@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_patient_breaks_a_rule_of_severity_error(condition: str) -> None:
    for seed in range(12):
        record = make(PatientRequest(condition=condition, seed=seed, date=DAY))
        broken = [item for item in check(Case.of_record(record, LIBRARY), STAGES) if item.severity == "error"]
        assert not broken, (seed, broken)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_facts_have_unique_ids_and_the_lead_symptom_has_its_story(condition: str) -> None:
    for seed in range(6):
        record = make(PatientRequest(condition=condition, seed=seed, date=DAY))
        facts = facts_of(record)
        assert len({fact.id for fact in facts}) == len(facts)
        told = [fact for fact in facts if fact.knowable and fact.polarity == "present"]
        assert 25 <= len(told) <= 110
        lead = next(item for item in record.symptoms if item.lead)
        assert lead.polarity == "present"
        assert any(fact.head == "onset" and fact.concept == lead.concept for fact in facts)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_word_of_the_patient_gives_the_diagnosis_away(condition: str) -> None:
    for seed in range(6):
        record = make(PatientRequest(condition=condition, seed=seed, date=DAY))
        own = " ".join(text for fact in facts_of(record) if fact.section in
                       ("presenting_complaint", "history_of_complaint", "systems_review")
                       for text in (*fact.wording.full, *fact.wording.short)).lower()  # fmt: skip
        for alias in (record.condition.name, *record.condition.aliases):
            assert f" {alias.lower()} " not in f" {own} ".replace(".", " "), alias


class Spying(BuiltinAuthor):
    """Remembers the briefs it is given."""

    def __init__(self) -> None:
        super().__init__(LIBRARY)
        self.briefs: list[StageBrief] = []

    async def compose(self, brief: StageBrief, shape: type[T], progress: Progress) -> T:
        self.briefs.append(brief)
        return await super().compose(brief, shape, progress)


def test_each_brief_holds_its_own_level_and_what_is_above_it() -> None:
    spy = Spying()
    make(PatientRequest(condition="nstemi", seed=1, date=DAY), spy)
    levels = {"profile": Outline, "history": History, "presentation": PresentationLevel, "findings": Findings}
    for brief in spy.briefs:
        assert type(brief.level) is levels[brief.stage]
        held = [name for name in ("profile", "history", "presentation") if getattr(brief, name) is not None]
        assert held == list(levels)[: list(levels).index(brief.stage)]


def test_no_level_can_be_reached_from_the_brief_of_another() -> None:
    spy = Spying()
    make(PatientRequest(condition="nstemi", seed=1, date=DAY), spy)
    words = "learning_points"
    for brief in spy.briefs:
        assert (words in type(brief.level).model_fields) == (brief.stage == "findings")


class Faulty(BuiltinAuthor):
    """Writes an impossible stage a number of times, then well."""

    def __init__(self, times: int) -> None:
        super().__init__(LIBRARY)
        self.left = times
        self.told: list[StageBrief] = []

    async def compose(self, brief: StageBrief, shape: type[T], progress: Progress) -> T:
        draft = await super().compose(brief, shape, progress)
        if isinstance(draft, FindingsDraft):
            self.told.append(brief)
            if self.left > 0:
                self.left -= 1
                bad = draft.vitals.model_copy(update={"diastolic": draft.vitals.systolic + 5})
                return draft.model_copy(update={"vitals": bad})
        return draft


def test_a_stage_that_breaks_a_rule_is_repaired_with_the_violations_named() -> None:
    faulty = Faulty(1)
    record = make(PatientRequest(condition="nstemi", seed=3, date=DAY), faulty)
    findings = next(item for item in record.provenance if item.stage == "findings")
    assert [item.rule for item in findings.repairs] == ["VIT1"]
    assert findings.attempts == 2
    assert [item.rule for item in faulty.told[1].violations] == ["VIT1"]
    assert record.vitals.systolic > record.vitals.diastolic


def test_after_two_repairs_the_built_in_author_writes_the_stage() -> None:
    faulty = Faulty(99)
    own = BuiltinAuthor(LIBRARY)
    record = asyncio.run(
        generate(PatientRequest(condition="nstemi", seed=3, date=DAY), LIBRARY, author=faulty, way_out=own,
                 info=AuthorInfo(engine="ollama", model="llama3.2:3b"))
    )  # fmt: skip
    findings = next(item for item in record.provenance if item.stage == "findings")
    assert findings.fell_back
    assert findings.engine == "builtin"
    assert len(findings.repairs) == 3
    assert record.vitals.systolic > record.vitals.diastolic


class Broken:
    async def compose(self, brief: StageBrief, shape: type[T], progress: Progress) -> T:
        raise AuthorError("The model answered with no JSON.")


def test_an_author_that_never_answers_gives_way_and_says_why() -> None:
    record = make(PatientRequest(condition="nstemi", seed=3, date=DAY), Broken())
    assert all(item.repairs[0].message == "The model answered with no JSON." for item in record.provenance)


def test_when_nobody_can_write_it_the_error_names_the_rule() -> None:
    async def go() -> None:
        await generate(PatientRequest(condition="nstemi", seed=3, date=DAY), LIBRARY, author=Broken(),
                       way_out=Broken(), info=BUILTIN)  # fmt: skip

    with pytest.raises(GenerationError, match="no JSON"):
        asyncio.run(go())


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"condition": "scurvy"}, "no condition 'scurvy'"),
        ({"specialty": "astrology"}, "no specialty 'astrology'"),
        ({"condition": "nstemi", "age": 9}, "nstemi"),
    ],
)
def test_wishes_that_cannot_be_met_are_told_in_one_sentence(wish: dict[str, object], says: str) -> None:
    with pytest.raises(RequestError, match=says) as told:
        make(PatientRequest.model_validate({"seed": 1, "date": DAY, **wish}))
    assert "\n" not in str(told.value)


def test_coverage_spreads_a_cohort_over_the_strata_before_it_repeats() -> None:
    outline = LIBRARY.outlines["nstemi"]
    cells = len(outline.ages) * len(outline.sex) * len(outline.severity) * 2
    drawn = [
        make(PatientRequest(condition="nstemi", seed=5, index=index, date=DAY, way="coverage")) for index in range(cells)
    ]
    bands = {band: sum(band.low <= item.identity.age <= band.high for item in drawn) for band in outline.ages}
    assert set(bands.values()) == {cells // len(outline.ages)}
    for severity in outline.severity:
        assert sum(item.condition.severity == severity for item in drawn) == cells // len(outline.severity)


def test_progress_tells_the_four_stages_and_no_diagnosis() -> None:
    seen: list[object] = []
    record = make(PatientRequest(condition="nstemi", seed=2, date=DAY), on_progress=seen.append)
    done = [item.stage for item in seen if item.state == "done"]  # type: ignore[attr-defined]
    assert done == ["profile", "history", "presentation", "findings"]
    told = " ".join(item.detail for item in seen).lower()  # type: ignore[attr-defined]
    assert record.condition.name.lower() not in told
    assert "infarction" not in told


def test_a_profile_is_a_whole_person() -> None:
    spy = Spying()
    record = make(PatientRequest(condition="nstemi", seed=4, date=DAY, age=70, sex="male"), spy)
    assert isinstance(record.identity.age, int)
    assert record.identity.age == 70
    assert record.identity.sex == "male"
    born = record.identity.date_of_birth
    assert (DAY.year - born.year) - ((DAY.month, DAY.day) < (born.month, born.day)) == 70
    assert ProfileDraft.model_fields.keys() >= {"identity", "condition"}
