"""Questionnaires: every item scored by the symptoms, so that the total can never say more than the patient."""

from __future__ import annotations

import random

from pz_tui.knowledge.matching import Situation
from pz_tui.knowledge.schema import ScoreKnowledge


def scored(score: ScoreKnowledge, situation: Situation, rng: random.Random) -> tuple[str, bool]:
    """The report of the questionnaire, and whether it is abnormal.

    Points are given where a symptom carries an item, and then shifted one at a time towards the total that the
    severity asks for, as far as the items allow.
    """
    there = {item.name: item for item in score.items if situation.concepts.intersection(item.concepts)}
    most = {name: item.caps.get(situation.severity, score.caps.get(situation.severity, item.high))
            for name, item in there.items()}  # fmt: skip
    points = {name: rng.randint(item.low, most[name]) for name, item in there.items()}
    low, high = score.totals.get(situation.severity, (0, score.maximum))
    while sum(points.values()) < low and (free := [x for x in points if points[x] < most[x]]):
        points[rng.choice(free)] += 1
    while sum(points.values()) > high and (free := [x for x in points if points[x] > there[x].low]):
        points[rng.choice(free)] -= 1
    total = sum(points.values())
    band = [band.name for band in score.bands if band.low <= total][-1]
    shown = [f"; {item.name}: {points.get(item.name, 0)}" for item in score.items if item.shown]
    return f"{total} of {score.maximum} ({band}){''.join(shown)}.", total >= score.abnormal_from
