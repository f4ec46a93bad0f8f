"""Coverage: what of the history came out, by section, and a question for each fact that did not.

Weights are 3 for a red flag, 2 for a key fact and 1 for any other (proposed). A fact counts when it came out,
asked for or volunteered; essential are those of importance 2 and 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pz_tui.assessment.cites import Cite, asks_of, cite, heard
from pz_tui.assessment.questions import question_for
from pz_tui.consultation.turn import Disclosed, Turn, Withheld
from pz_tui.consultation.understanding.labels import QUESTIONS
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Frozen
from pz_tui.record.facts import SECTION_TITLES, Fact, Section

_TOLD_BY_NO_ONE = ("identity", "vital_signs", "examination", "investigations", "diagnosis")
ESSENTIAL = 2
"""Importance from which a fact is essential."""


class Elicited(Frozen):
    """A fact that came out. ``cites`` are the turns it came out in, with the patient's words."""

    fact: str
    statement: str
    importance: int
    red_flag: bool = False
    how: Literal["asked", "volunteered"]
    partly: bool = False
    cites: tuple[Cite, ...]


class Missed(Frozen):
    """A fact that did not come out, with a question that opens it.

    ``kept_back`` are turns in which it was asked for but withheld.
    """

    fact: str
    statement: str
    importance: int
    red_flag: bool = False
    question: str
    kept_back: tuple[Cite, ...] = ()


class SectionCoverage(Frozen):
    """One section of the history. ``percent`` is of weight."""

    section: Section
    title: str
    elicited: tuple[Elicited, ...]
    missed: tuple[Missed, ...]
    percent: int


class Coverage(Frozen):
    """The whole history.

    Attributes:
        percent: share of the weight of all facts that can be asked for.
        essential_percent: the same over facts of importance 2 and 3.
        questions: how many questions were asked; ``per_fact`` of them per fact that came out, None for none.
    """

    sections: tuple[SectionCoverage, ...]
    percent: int
    essential_percent: int
    elicited: int
    volunteered: int
    total: int
    questions: int
    per_fact: float | None

    @property
    def missed(self) -> tuple[Missed, ...]:
        """All that was missed, the most important first."""
        every = (item for section in self.sections for item in section.missed)
        return tuple(sorted(every, key=lambda item: -item.importance))


def askable(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """What a patient can tell when asked; who they are, signs and results do not count as history."""
    return tuple(fact for fact in facts if fact.knowable and fact.section not in _TOLD_BY_NO_ONE)


def disclosures(turns: Iterable[Turn]) -> dict[str, tuple[Disclosed, ...]]:
    """Fact id -> every time it came out, first first."""
    found: dict[str, tuple[Disclosed, ...]] = {}
    for turn in turns:
        for event in turn.events:
            if event.kind == "disclosed":
                found[event.fact] = (*found.get(event.fact, ()), event)
    return found


def cover(facts: Sequence[Fact], turns: Sequence[Turn], concepts: Mapping[str, Concept]) -> Coverage:
    """What of the history came out in ``turns``."""
    asked = askable(facts)
    out = disclosures(turns)
    held = _withheld(turns)
    names = [name for name in SECTION_TITLES if any(fact.section == name for fact in asked)]
    sections = tuple(
        _section(name, [fact for fact in asked if fact.section == name], out, held, concepts) for name in names
    )
    found = [fact for fact in asked if fact.id in out]
    questions = count_questions(turns)
    return Coverage(
        sections=sections, percent=_share(found, asked), questions=questions,
        essential_percent=_share(_essential(found), _essential(asked)),
        elicited=len(found), total=len(asked),
        volunteered=sum(out[fact.id][0].how == "volunteered" for fact in found),
        per_fact=round(questions / len(found), 1) if found else None,
    )  # fmt: skip


def count_questions(turns: Sequence[Turn]) -> int:
    """How many things were asked of the patient; two in one turn are two."""
    return sum(ask.head in QUESTIONS or ask.head == "anything_else" for _, ask in asks_of(heard(turns)))


def _section(
    name: Section, facts: list[Fact], out: Mapping[str, tuple[Disclosed, ...]],
    held: Mapping[str, tuple[Cite, ...]], concepts: Mapping[str, Concept],
) -> SectionCoverage:  # fmt: skip
    found = [fact for fact in facts if fact.id in out]
    return SectionCoverage(
        section=name, title=SECTION_TITLES[name], percent=_share(found, facts),
        elicited=tuple(_elicited(fact, out[fact.id]) for fact in found),
        missed=tuple(
            Missed(
                fact=fact.id, statement=fact.clinical, importance=fact.importance, red_flag=fact.red_flag,
                question=question_for(fact, concepts), kept_back=held.get(fact.id, ()),
            )
            for fact in facts if fact.id not in out
        ),
    )  # fmt: skip


def _elicited(fact: Fact, events: tuple[Disclosed, ...]) -> Elicited:
    return Elicited(
        fact=fact.id, statement=fact.clinical, importance=fact.importance, red_flag=fact.red_flag,
        how=events[0].how, partly=all(event.partly for event in events),
        cites=tuple(Cite(turn=event.turn, words=event.words) for event in events),
    )  # fmt: skip


def _withheld(turns: Sequence[Turn]) -> dict[str, tuple[Cite, ...]]:
    held: dict[str, tuple[Cite, ...]] = {}
    for turn in turns:
        for event in turn.events:
            if isinstance(event, Withheld):
                held[event.fact] = (*held.get(event.fact, ()), cite(turn))
    return held


def _essential(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.importance >= ESSENTIAL]


def _share(part: Sequence[Fact], whole: Sequence[Fact]) -> int:
    """Weight of ``part`` in per cent of ``whole``; nothing of nothing is all."""
    total = sum(fact.importance for fact in whole)
    return round(100 * sum(fact.importance for fact in part) / total) if total else 100
