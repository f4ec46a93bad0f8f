"""Stage 4, findings: vital signs, examination, tests, differential, red flags, what to learn."""

from __future__ import annotations

import random
from collections.abc import Sequence

from pz_tui.engines.builtin.author.drawing import choose, number_in
from pz_tui.engines.builtin.author.presentation import situation_of
from pz_tui.engines.builtin.author.scores import scored
from pz_tui.generation.brief import FindingsDraft, StageBrief
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.matching import Situation, fitting, holds
from pz_tui.knowledge.normal import derived, flagged, normal_values
from pz_tui.knowledge.schema import (
    DifferentialKnowledge,
    Findings,
    InvestigationKnowledge,
    Line,
    VitalsKnowledge,
)
from pz_tui.record.base import Sex
from pz_tui.record.chance import chance
from pz_tui.record.patient import (
    DifferentialItem,
    Finding,
    Investigation,
    RedFlag,
    Result,
    VitalSigns,
)


def write_findings(brief: StageBrief, library: Library, phrases: object) -> FindingsDraft:
    """The findings of all that is fixed above, from the findings level alone."""
    del phrases
    level = brief.level
    assert isinstance(level, Findings)
    situation = situation_of(brief)
    return FindingsDraft(
        vitals=_vitals(brief, _adjusted(level.vitals[brief.strata.severity], situation)),
        examination=_examination(brief, level, situation),
        investigations=tuple(
            investigation(item, library, situation, brief)
            for item in level.investigations
            if holds(item.when, situation)
        ),
        differential=_differential(brief, level, situation),
        red_flags=_red_flags(brief, level, situation),
        management=_lines(level.management, situation),
        learning_points=_lines(level.learning_points, situation),
    )  # fmt: skip


def _lines(lines: Sequence[Line], situation: Situation) -> tuple[str, ...]:
    """Those lines that are so of this patient."""
    return tuple(line.text for line in fitting(lines, situation))


def _adjusted(ranges: VitalsKnowledge, situation: Situation) -> VitalsKnowledge:
    other: dict[str, object] = {}
    for fit in fitting(ranges.adjust, situation):
        for name in ("pulse", "systolic", "diastolic", "respiratory_rate", "temperature", "bmi"):
            if getattr(fit, name) is not None:
                other.setdefault(name, getattr(fit, name))
    return ranges.model_copy(update=other)


_GROWN, _CHARTED, _SPURT = 16, 4, 13
"""Ages: grown up for height, where the growth charts are read from, and past which boys outgrow girls."""


def _vitals(brief: StageBrief, ranges: VitalsKnowledge) -> VitalSigns:
    rng = chance(brief.chance, "vitals")
    systolic = rng.randint(*ranges.systolic)
    low, high = ranges.diastolic
    diastolic = min(max(rng.randint(low, high), systolic - 90), systolic - 25)
    pain = None
    if brief.presentation is not None:
        pain = next((int(aspect.value) for item in brief.presentation.symptoms for aspect in item.aspects
                     if item.lead and aspect.kind == "severity" and aspect.unit == "/10"
                     and aspect.value is not None), None)  # fmt: skip
    height, bmi = _build(rng, brief.strata.age, brief.strata.sex, ranges.bmi)
    return VitalSigns(
        pulse=rng.randint(*ranges.pulse), rhythm=ranges.rhythm, systolic=systolic, diastolic=diastolic,
        respiratory_rate=rng.randint(*ranges.respiratory_rate),
        oxygen_saturation=rng.randint(*ranges.oxygen_saturation),
        temperature=round(rng.uniform(*ranges.temperature), 1),
        glucose=round(rng.uniform(*ranges.glucose), 1) if ranges.glucose else None,
        height_cm=float(height), weight_kg=round(bmi * (height / 100) ** 2, 1), pain_score=pain,
    )  # fmt: skip


def _build(rng: random.Random, age: int, sex: Sex, usual: float) -> tuple[int, float]:
    """Height in cm and body mass index; of children about the medians of the UK-WHO growth charts."""
    if age >= _GROWN:
        return (round(rng.gauss(176 if sex == "male" else 163, 6.5)), min(42.0, max(18.5, rng.gauss(usual, 4.2))))
    years = max(0, age - _CHARTED)
    height = 105 + 6.1 * years + (3.0 if sex == "male" and age > _SPURT else 0.0)
    return round(rng.gauss(height, 4.0)), min(24.0, max(13.5, rng.gauss(15.4 + 0.38 * years, 1.2)))


def _examination(brief: StageBrief, level: Findings, situation: Situation) -> tuple[Finding, ...]:
    found = []
    tags: set[str] = set()
    for number, item in enumerate(level.examination):
        option = choose(chance(brief.chance, "exam", number, item.region), item.options, situation, tags)
        if option is None or not holds(item.when, situation):
            continue
        if option.tag:
            tags.add(option.tag)
        found.append(
            Finding(region=item.region, sign=item.sign, clinical=option.clinical, side=option.side,
                    abnormal=option.tag.startswith("abnormal"), importance=item.importance,
                    red_flag=item.red_flag and option.tag.startswith("abnormal"), intimate=item.intimate)
        )  # fmt: skip
    return tuple(found)


def investigation(
    item: InvestigationKnowledge, library: Library, situation: Situation, brief: StageBrief
) -> Investigation:
    """The test as it comes out in this patient: named analytes from the knowledge, the rest normal."""
    rng = chance(brief.chance, "test", item.test)
    test = library.tests[item.test]
    named: dict[str, Result] = {}
    for span in item.values:
        if holds(span.when, situation) and span.analyte not in named:
            analyte = library.analytes[span.analyte]
            value = round(rng.uniform(span.low, span.high), analyte.decimals)
            named[span.analyte] = flagged(analyte, value, situation.sex)
    rest = normal_values(test, library.analytes, situation.sex, situation.age, rng, leave=named.keys())
    results = derived(tuple(_ordered(test.analytes, named, rest)), library.analytes, situation.sex, situation.age)
    report, abnormal = scored(item.score, situation, rng) if item.score else _report(item, situation, rng)
    return Investigation(
        test=item.test, name=test.name, results=results, usefulness=item.usefulness, importance=item.importance,
        report=report or ("" if results else test.normal_report),
        abnormal=item.abnormal or abnormal or any(result.flag for result in named.values()),
    )  # fmt: skip


def _ordered(order: tuple[str, ...], named: dict[str, Result], rest: tuple[Result, ...]) -> list[Result]:
    every = {result.analyte: result for result in (*rest, *named.values())}
    first = [every[name] for name in order if name in every]
    return [*first, *(result for name, result in every.items() if name not in order)]


def _report(item: InvestigationKnowledge, situation: Situation, rng: random.Random) -> tuple[str, bool]:
    option = choose(rng, item.reports, situation, set())
    if option is None:
        return "", False
    text = option.clinical
    if option.low is not None and option.high is not None:
        text = text.replace("{n}", f"{number_in(rng, option.low, option.high):g}")
    return text, option.tag.startswith("abnormal")


def _differential(brief: StageBrief, level: Findings, situation: Situation) -> tuple[DifferentialItem, ...]:
    profile = brief.profile
    if profile is None:
        raise ValueError("the profile stage has not been written")
    condition = profile.condition
    truth = DifferentialItem(
        name=condition.name, code=condition.code, concept=condition.id, truth=True,
        cant_miss=condition.acuity == "emergency", for_it=_key_facts(brief),
    )  # fmt: skip
    rivals = (_rival(item, situation) for item in fitting(level.differential, situation))
    return (truth, *rivals)


def _rival(item: DifferentialKnowledge, situation: Situation) -> DifferentialItem:
    return DifferentialItem(
        name=item.name, code=item.code, concept=item.concept, for_it=_lines(item.for_it, situation),
        against_it=_lines(item.against_it, situation), cant_miss=item.cant_miss,
    )  # fmt: skip


_NO_EVIDENCE = ("protective_factor",)
"""Present and important, yet no reason for any diagnosis."""


def _key_facts(brief: StageBrief) -> tuple[str, ...]:
    if brief.presentation is None:
        return ()
    return tuple(item.clinical for item in brief.presentation.symptoms
                 if item.polarity == "present" and item.importance >= 2
                 and item.concept not in _NO_EVIDENCE)[:6]  # fmt: skip


def _red_flags(brief: StageBrief, level: Findings, situation: Situation) -> tuple[RedFlag, ...]:
    symptoms = brief.presentation.symptoms if brief.presentation else ()
    found = []
    for item in level.red_flags:
        carriers = [name for name in item.concepts if name in situation.concepts]
        if (item.concepts and not carriers) or not holds(item.when, situation):
            continue
        ids = tuple(f"symptom/{symptom.concept.replace('_', '-')}" for symptom in symptoms
                    if symptom.concept in carriers)  # fmt: skip
        found.append(RedFlag(text=item.text, facts=ids, action=item.action))
    return tuple(found)
