"""Examinations and tests: done, missed, needless or harmful, and whether before the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pz_tui.assessment.cites import Cite, cite, once_a_turn
from pz_tui.assessment.coverage import ESSENTIAL, askable, disclosures
from pz_tui.consultation.turn import Turn
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact
from pz_tui.record.patient import Investigation, PatientRecord

Worth = Literal["essential", "useful", "needless", "harmful"]


class Procedure(Frozen):
    """One examination or test.

    Attributes:
        done: whether it was done; ``cites`` where.
        worth: of a test as the record has it; an examination with a key finding is essential.
        shows: what it shows in this patient, told in the debrief also when it was missed.
        early: True when it came before a third of the key facts of the complaint were known.
    """

    id: str
    name: str
    done: bool
    worth: Worth
    shows: tuple[str, ...] = ()
    early: bool = False
    cites: tuple[Cite, ...] = ()


class Procedures(Frozen):
    """All that was done, and all that should have been."""

    examinations: tuple[Procedure, ...]
    tests: tuple[Procedure, ...]


def procedures(
    record: PatientRecord, facts: Sequence[Fact], turns: Sequence[Turn], concepts: Mapping[str, Concept]
) -> Procedures:
    """What was examined and tested against what this patient called for."""
    taken = history_known_at(facts, turns)
    return Procedures(
        examinations=tuple(_examinations(facts, turns, taken, concepts)),
        tests=_tests(record, turns, taken, concepts),
    )


def history_known_at(facts: Sequence[Fact], turns: Sequence[Turn]) -> int | None:
    """The turn after which a third of the key facts of the complaint were known; None when never."""
    out = disclosures(turns)
    complaint = ("presenting_complaint", "history_of_complaint")
    key = [fact.id for fact in askable(facts) if fact.section in complaint and fact.importance >= ESSENTIAL]
    known = sorted(out[fact][0].turn for fact in key if fact in out)
    if not key:
        return 0
    enough = -(-len(key) // 3)
    return known[enough - 1] if len(known) >= enough else None


def _early(cites: Iterable[Cite], taken: int | None) -> bool:
    first = min((item.turn for item in cites), default=None)
    return first is not None and (taken is None or first < taken)


_NAMES = {"jvp": "Jugular venous pressure", "ent": "Ear, nose and throat"}


def _name(id: str, concepts: Mapping[str, Concept]) -> str:
    """The lexicon's name, unless it belongs to something else (``heart`` is an organ and a group of diseases)."""
    known = concepts.get(id)
    if known is not None and known.kind in ("examination", "sign", "body_part", "test", "procedure"):
        return known.name
    return _NAMES.get(id, id.replace("_", " ").capitalize())


def _examinations(
    facts: Sequence[Fact], turns: Sequence[Turn], taken: int | None, concepts: Mapping[str, Concept]
) -> Iterable[Procedure]:
    regions: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.section == "examination":
            regions.setdefault(fact.attribute, []).append(fact)
        elif fact.section == "vital_signs":
            regions.setdefault("vital_signs", []).append(fact)
    shown, bare = _examined(turns)
    for region, findings in regions.items():
        key = any(fact.importance >= ESSENTIAL for fact in findings)
        cites = once_a_turn(item for fact in findings for item in shown.get(fact.id, ()))
        yield Procedure(
            id=region, name=_name(region, concepts), done=bool(cites), worth="essential" if key else "useful",
            shows=tuple(fact.clinical for fact in findings), early=_early(cites, taken), cites=cites,
        )  # fmt: skip
    for region, cites in bare.items():
        yield Procedure(id=region, name=_name(region, concepts), done=True, worth="needless",
                        early=_early(cites, taken), cites=cites)  # fmt: skip


def _examined(turns: Sequence[Turn]) -> tuple[dict[str, tuple[Cite, ...]], dict[str, tuple[Cite, ...]]]:
    """Where each finding was shown, and which regions were examined that showed none of this patient's."""
    findings: dict[str, tuple[Cite, ...]] = {}
    bare: dict[str, tuple[Cite, ...]] = {}
    for turn in turns:
        for event in turn.events:
            if event.kind != "examined":
                continue
            for fact in event.facts:
                findings[fact] = (*findings.get(fact, ()), cite(turn))
            if not event.facts:
                bare[event.region] = (*bare.get(event.region, ()), cite(turn))
    return findings, bare


def _tests(
    record: PatientRecord, turns: Sequence[Turn], taken: int | None, concepts: Mapping[str, Concept]
) -> tuple[Procedure, ...]:
    done: dict[str, tuple[Cite, ...]] = {}
    cards: dict[str, Investigation] = {}
    for turn in turns:
        for event in turn.events:
            if event.kind == "tested":
                done[event.test] = (*done.get(event.test, ()), cite(turn))
        cards |= {card.investigation.test: card.investigation for card in turn.cards if card.investigation}
    found = []
    for test in record.investigations:
        cites = done.pop(test.test, ())
        found.append(
            Procedure(id=test.test, name=test.name, done=bool(cites), worth=test.usefulness, shows=_shows(test),
                      early=_early(cites, taken), cites=cites)
        )  # fmt: skip
    for id, cites in done.items():
        card = cards.get(id)
        found.append(
            Procedure(id=id, name=card.name if card else _name(id, concepts), done=True, worth="needless",
                      shows=_shows(card) if card else (), early=_early(cites, taken), cites=cites)
        )  # fmt: skip
    return tuple(found)


def _shows(test: Investigation) -> tuple[str, ...]:
    values = tuple(f"{x.name} {x.value:g} {x.unit} {x.flag}".strip() for x in test.results)
    return (*values, test.report) if test.report else values
