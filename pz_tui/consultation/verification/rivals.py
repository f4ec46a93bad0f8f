"""Rivals: what other patients with the same condition say under the same heading.

The knowledge holds every value that an attribute may take, each in patients' words. A sentence whose words are
those of another value, and not of this patient's, says something else than the record, whatever it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.names import Names
from pz_tui.consultation.verification.reading import Reading
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.schema import Condition, Option, SymptomKnowledge
from pz_tui.record.facts import Fact

_BLANK = re.compile(r"\{\w+\}")
_MARGIN = 0.34
"""How much more of a sentence must be in another value's words than in this patient's."""
_NOT, _SO = "¬", "+"
_Features = frozenset[str]
_KINDS = {"idea": "ideas", "concern": "concerns", "expectation": "expectations", "impact": "impact"}


class Rivals:
    """The other values of each heading of one condition."""

    def __init__(self, library: Library, condition: str, names: Names) -> None:
        self._library, self._id, self._names = library, condition, names
        self._known: dict[str, tuple[_Features, tuple[_Features, ...]]] = {}

    @cached_property
    def _condition(self) -> Condition | None:
        return self._library.conditions.get(self._id, None)

    def prepare(self) -> None:
        """Read the knowledge of the condition now."""
        _ = self._condition

    def of(self, fact: Fact, own: Sequence[Reading]) -> tuple[_Features, tuple[_Features, ...]]:
        """The words of this patient's value, and those of each other value of the same heading."""
        if fact.id not in self._known:
            signed = fact.attribute == "presence"
            mine = {_bare(reading.text) for reading in own}
            values = _values(self._condition, fact) if self._condition is not None else iter(())
            others = [texts for texts in values if texts and not self._same(texts, mine)]
            self._known[fact.id] = (
                _features(own, signed=signed),
                tuple(_features((Reading(text, self._names) for text in texts), signed=signed) for texts in others),
            )
        return self._known[fact.id]

    def _same(self, texts: Sequence[str], mine: set[str]) -> bool:
        """Whether these are the patient's own wordings, but for what fills their blanks."""
        theirs = {_bare(text) for text in texts}
        if theirs & mine:
            return True
        sets = [set(text.split()) for text in mine]
        return any(len(words) > 3 and any(words <= own for own in sets) for words in (set(text.split()) for text in theirs))


def rivals(case: Case, ledger: Ledger) -> None:
    """Object to a sentence that says another value of what is planned."""
    reading = case.reading
    asserted = any(clause.mode in ("said", "told", "believed", "wished") for clause in reading.clauses)
    if not asserted or ledger.told or not reading.content():
        return
    denied = {reading.stems[place] for clause in reading.clauses for place in clause.denied}
    for fact in case.planned_facts:
        said = _features([reading], signed=fact.attribute == "presence")
        own, others = case.patient.rivals.of(fact, case.patient.readings(fact))
        for other in others:
            for_it, for_own = said & (other - own), said & (own - other)
            if fact.attribute != "presence":
                for_it -= denied
            if len(case.planned_facts) > 1:
                for_it -= {_NOT, _SO}
                if len(for_it) < 2:
                    continue
            cover = len(said & other) / len(said)
            if cover - len(said & own) / len(said) < _MARGIN:
                continue
            if for_it and not for_own and (cover >= 0.75 or (len(for_it) > 1 and cover >= 0.5)):
                ledger.contradicts(fact, "says what another patient would, not this one", reading.text)
                return


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalpha() or letter == " ").strip()


def _filled(texts: Sequence[str]) -> tuple[str, ...]:
    """Wordings of the knowledge without their blanks."""
    return tuple(_BLANK.sub("", text) for text in texts)


def _features(readings: Iterable[Reading], *, signed: bool = False) -> _Features:
    """The meaningful stems; ``signed`` with a sign for a denial or its lack, for what is there or not."""
    found: set[str] = set()
    for reading in readings:
        found |= reading.content()
        denies = bool(listed("clauses", "negators") & set(reading.said))
        found |= {_NOT if denies else _SO} if signed else {_NOT} if denies else set()
    return frozenset(found)


def _values(condition: Condition, fact: Fact) -> Iterator[tuple[str, ...]]:
    if fact.section in ("history_of_complaint", "systems_review"):
        symptom = next((item for item in condition.presentation.symptoms if item.concept == fact.concept), None)
        if symptom is not None:
            yield from _of_symptom(symptom, fact)
    elif fact.section == "social_history":
        for item in condition.history.social:
            if (item.head, item.facet or "presence") == (fact.head, fact.attribute):
                yield from _options(item.options)
    elif fact.section == "perspective":
        for view in condition.presentation.perspectives:
            heading = "late" if view.late else (view.facet or "presence")
            if (_KINDS[view.kind], heading) == (fact.head, fact.attribute):
                yield from _options(view.options)


def _of_symptom(symptom: SymptomKnowledge, fact: Fact) -> Iterator[tuple[str, ...]]:
    if fact.attribute == "presence":
        other = (*symptom.absent_full, *symptom.absent_short) if fact.polarity == "present" else (
            *symptom.full, *symptom.short)  # fmt: skip
        yield _filled(other)
        return
    for aspect in symptom.aspects:
        if aspect.kind == fact.attribute and not aspect.many:
            yield from _options(aspect.options)


def _options(options: Sequence[Option]) -> Iterator[tuple[str, ...]]:
    for option in options:
        yield _filled((*option.full, *option.short))
