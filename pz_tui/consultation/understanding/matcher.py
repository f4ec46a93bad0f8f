"""Finds which of many patterns stand in a clause, by looking them up under a word that they need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from pz_tui.consultation.understanding.pattern import Match, Mention, Pattern
from pz_tui.consultation.understanding.text import Token

P = TypeVar("P")
_STEM = 3


class Matcher(Generic[P]):
    """Patterns with a payload each, indexed by the word they need."""

    def __init__(self, entries: Iterable[tuple[Pattern, P]]) -> None:
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._entries = list(entries)
        for number, (pattern, _) in enumerate(self._entries):
            for key in pattern.keys:
                self._by_word[key].append(number)
            for stem in pattern.stems:
                self._by_stem[stem[:_STEM]].append(number)

    def words(self) -> Iterator[str]:
        """The words that patterns are looked up by."""
        return (word for word in self._by_word if not word.startswith("<"))

    def any(self, tokens: Sequence[Token], mentions: Sequence[Mention] = ()) -> bool:
        """Whether any pattern stands there."""
        return next(iter(self.find(tokens, mentions)), None) is not None

    def find(
        self, tokens: Sequence[Token], mentions: Sequence[Mention] = ()
    ) -> Iterator[tuple[Match, P]]:
        """Each match with the payload of its pattern, in the order of the table."""
        at: Mapping[int, list[Mention]] = _by_start(mentions)
        where = _places(tokens)
        keys = where.keys() | {f"<{mention.kind}>" for mention in mentions}
        numbers = {number for key in keys for number in self._by_word.get(key, ())}
        numbers |= {number for key in keys for number in self._by_stem.get(key[:_STEM], ())}
        for number in sorted(numbers):
            pattern, payload = self._entries[number]
            for match in pattern.matches(tokens, at, where):
                yield match, payload


def _places(tokens: Sequence[Token]) -> dict[str, list[int]]:
    where: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        where.setdefault(token.base, []).append(place)
    return where


def _by_start(mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    at: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        at[mention.start].append(mention)
    return at
