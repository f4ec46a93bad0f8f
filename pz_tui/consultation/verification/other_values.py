"""Other values: what other patients with the same condition say under the same heading, out of the knowledge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from pz_tui.consultation.verification.names import Names
from pz_tui.consultation.verification.reading import Reading
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.schema import Condition, Option, SymptomKnowledge
from pz_tui.record.facts import Fact

_BLANK = re.compile(r"\{\w+\}")
DENIAL, ASSERTION = "¬", "+"
"""Signs of a denial and of its lack among the features."""
Features = frozenset[str]
_KINDS = {"idea": "ideas", "concern": "concerns", "expectation": "expectations", "impact": "impact"}


class Rivals:
    """The other values of each heading of one condition."""

    def __init__(self, library: Library, condition: str, names: Names) -> None:
        self._library, self._id, self._names = library, condition, names
        self._known: dict[str, tuple[Features, tuple[Features, ...]]] = {}

    @cached_property
    def _condition(self) -> Condition | None:
        return self._library.conditions.get(self._id, None)

    def prepare(self) -> None:
        """Read the knowledge of the condition now."""
        _ = self._condition

    def of(self, fact: Fact, own: Sequence[Reading]) -> tuple[Features, tuple[Features, ...]]:
        """The words of this patient's value, and those of each other value of the same heading."""
        if fact.id not in self._known:
            signed = fact.attribute == "presence"
            mine = {_bare(reading.text) for reading in own}
            values = _values(self._condition, fact) if self._condition is not None else iter(())
            others = [texts for texts in values if texts and not self._same(texts, mine)]
            self._known[fact.id] = (
                features(own, signed=signed),
                tuple(features((_reading(text, self._names) for text in texts), signed=signed) for texts in others),
            )
        return self._known[fact.id]

    def _same(self, texts: Sequence[str], mine: set[str]) -> bool:
        """Whether these are the patient's own wordings, but for what fills their blanks."""
        theirs = {_bare(text) for text in texts}
        if theirs & mine:
            return True
        sets = [set(text.split()) for text in mine]
        return any(len(words) > 3 and any(words <= own for own in sets) for words in (set(text.split()) for text in theirs))


@lru_cache(maxsize=4096)
def _reading(text: str, names: Names) -> Reading:
    """A wording of the knowledge, read once for all patients of a condition."""
    return Reading(text, names)


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalpha() or letter == " ").strip()


def _filled(texts: Sequence[str]) -> tuple[str, ...]:
    """Wordings of the knowledge without their blanks."""
    return tuple(_BLANK.sub("", text) for text in texts)


def features(readings: Iterable[Reading], *, signed: bool = False) -> Features:
    """The meaningful stems; ``signed`` with a sign for a denial or its lack, for what is there or not."""
    found: set[str] = set()
    for reading in readings:
        found |= reading.content()
        denies = bool(listed("clauses", "negators") & set(reading.said))
        found |= {DENIAL if denies else ASSERTION} if signed else {DENIAL} if denies else set()
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
