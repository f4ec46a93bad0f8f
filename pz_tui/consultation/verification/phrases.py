"""Finds phrases in a sentence: lists of stems with small gaps, looked up under their first word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.words import plain

P = TypeVar("P")
SKIPPED = frozenset({
    "a", "an", "the", "my", "your", "our", "his", "her", "their", "any", "some", "really", "very", "bit", "quite", "just", "'s",
    "actually", "little", "of", "me", "kind", "sort", "pretty", "these", "those", "such", "ever", "much",
})  # fmt: skip
"""Small words that may stand inside a phrase without changing it."""
DETERMINERS = frozenset({"a", "an", "the", "my", "your", "our", "his", "her", "their", "any", "some", "'s"})
"""Of these, the ones that a phrase of a table need not have."""
_GAP = 3


class Found(NamedTuple, Generic[P]):
    """A phrase in a sentence: the half-open range of words, and what it stands for."""

    start: int
    end: int
    what: P


class _Phrase(NamedTuple, Generic[P]):
    elements: tuple[frozenset[str] | None, ...]
    """Choices of stems; None is a gap of up to three words."""
    needs: frozenset[str]
    """The stems without which it cannot stand in a sentence."""
    what: P


class Phrases(Generic[P]):
    """Many phrases with a payload each.

    A phrase is words; ``a|b`` is a choice, ``*`` a gap of up to three words.
    """

    def __init__(self, entries: Iterable[tuple[str, P]]) -> None:
        self._by_word: dict[str, dict[str, list[_Phrase[P]]]] = defaultdict(lambda: defaultdict(list))
        seen: set[tuple[object, P]] = set()
        for text, what in entries:
            elements = _elements(text)
            if not elements or elements[0] is None or (elements, what) in seen:
                continue
            seen.add((elements, what))
            needs = frozenset().union(*(one for one in elements[1:] if one is not None and len(one) == 1))
            key = max(needs, key=lambda word: (len(word), word), default="")
            for word in elements[0]:
                self._by_word[word][key].append(_Phrase(elements, needs, what))

    def find(self, stems: Sequence[str]) -> Iterator[Found[P]]:
        """Every phrase that stands in the sentence, with overlaps."""
        every = frozenset((*stems, ""))
        for start, word in enumerate(stems):
            known = self._by_word.get(word)
            if known is None:
                continue
            keys = every.intersection(known)
            for key in sorted(keys) if len(keys) > 1 else keys:
                for phrase in known[key]:
                    end = _match(phrase.elements, 1, stems, start + 1) if phrase.needs <= every else 0
                    if end:
                        yield Found(start, end, phrase.what)


def longest(found: Iterable[Found[P]]) -> list[Found[P]]:
    """Without those that stand inside a longer one."""
    kept: list[Found[P]] = []
    for one in sorted(found, key=lambda item: (item.start - item.end, item.start)):
        if not any(other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
                   for other in kept):  # fmt: skip
            kept.append(one)
    return sorted(kept, key=lambda item: (item.start, item.end))


def _match(elements: tuple[frozenset[str] | None, ...], step: int, stems: Sequence[str], place: int) -> int:
    """Where the phrase ends, 0 when it does not stand here."""
    while step < len(elements):
        element = elements[step]
        if element is None:
            for skip in range(_GAP + 1):
                end = _match(elements, step + 1, stems, place + skip)
                if end:
                    return end
            return 0
        while place < len(stems) and stems[place] not in element and stems[place] in SKIPPED:
            place += 1
        if place >= len(stems) or stems[place] not in element:
            return 0
        step, place = step + 1, place + 1
    return place


def _elements(text: str) -> tuple[frozenset[str] | None, ...]:
    found: list[frozenset[str] | None] = []
    for part in text.split():
        if part == "*":
            found.append(None)
            continue
        if "|" in part:
            choices = [plain(choice).split() for choice in part.split("|")]
            found.append(frozenset(stem(words[0]) for words in choices if len(words) == 1))
            continue
        for word in plain(part).split():
            if word not in DETERMINERS:
                found.append(frozenset({stem(word)}))
    return tuple(found)
