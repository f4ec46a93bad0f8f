"""Clipped speech: short, and still English."""

from __future__ import annotations

import random
import re

import pytest

from pz_tui.engines.builtin.manner import Manner
from pz_tui.record.facts import facts_of
from tests.patients import patient

HANGS = re.compile(r"^(?:to|it|them|him|her|us|through) ", re.IGNORECASE)


def manner() -> Manner:
    record = patient("nstemi", 3)
    return Manner(record, record.persona, record.persona.mood, random.Random("clip"))


@pytest.mark.parametrize(("whole", "clipped"), [
    ("I've had to stop everything and sit down.", "I've had to stop everything and sit down."),
    ("I've had it for about two years.", "I've had it for about two years."),
    ("It was four months or so ago that I first noticed.", "It was four months or so ago that I first noticed."),
    ("It's a deep ache inside.", "Deep ache inside."),
    ("I've been sick a couple of times.", "Sick a couple of times."),
])  # fmt: skip
def test_what_is_left_stands_by_itself(whole: str, clipped: str) -> None:
    assert manner().clipped(whole) == clipped


@pytest.mark.parametrize("condition", ["nstemi", "migraine_with_aura", "appendicitis", "depression"])
def test_no_fact_loses_the_verb_it_needs(condition: str) -> None:
    speaks = manner()
    for seed in range(4):
        for fact in facts_of(patient(condition, seed)):
            for text in fact.wording.full:
                left = speaks.clipped(text)
                assert left == text or not HANGS.match(left), (text, left)
