"""The record's own words pass, each for its own fact, by the short way and by being read."""

from __future__ import annotations

import pytest

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.conditions import conditions
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.places import places
from pz_tui.consultation.verification.quantities import quantities
from pz_tui.consultation.verification.register import register
from pz_tui.consultation.verification.ways import ways
from tests.bench.bench_verification import brief_of, judged, patient

WHO = ("kofi", "hodan", "aileen")


def rows_of(who: str) -> list[dict[str, object]]:
    facts = patient(who)[1]
    return [
        {"who": who, "persona": "plain", "doctor": f"{fact.head.replace('_', ' ')}?", "text": text, "plan": [fact.id],
         "withheld": [], "disclosed": ["complaint"]}
        for fact in facts for text in (*fact.wording.full, *fact.wording.short)
    ]  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_every_wording_of_a_planned_fact_passes_and_entails_it(who: str) -> None:
    for row in rows_of(who):
        verdict = judged(row)[0]
        assert verdict.ok, (row["text"], verdict.objections)
        assert any(item.relation == "entailed" for item in verdict.facts), row["text"]


@pytest.mark.parametrize("who", WHO)
def test_reading_the_wordings_finds_next_to_nothing_against_them(who: str) -> None:
    """Without the short way: at most one in a hundred may be misread."""
    every = rows_of(who)
    wrong = []
    for row in every:
        case = Case(brief_of(row), patient(who)[2]._patient)
        ledger = Ledger(case)
        for check in (conditions, quantities, places, ways, register):
            check(case, ledger)
        wrong += [(row["text"], item.message, item.words) for item in ledger.objections]
    assert len(wrong) <= len(every) / 100, wrong


@pytest.mark.parametrize("who", WHO)
def test_a_verdict_is_the_same_every_time(who: str) -> None:
    for row in rows_of(who)[::9]:
        assert judged(row)[0] == judged(row)[0]
