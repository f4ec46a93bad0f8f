"""Typing errors, corrected towards words that we know by name and never away from a good word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from pz_tui.consultation.understanding.tables import built, read_table
from pz_tui.consultation.understanding.text import base_form

_SHORTEST = 4
_FULL = 5
"""Shorter words are only taken for one that lost a letter, and never corrected towards."""
_LONG = 8
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "est", "y", "'s", "ness", "able", "ful", "ish", "ally")


class Spelling:
    """Corrects single words.

    ``targets`` are the words worth correcting towards: those that rules and names are found by.
    """

    def __init__(self, targets: Iterable[str]) -> None:
        self._targets: dict[str, list[str]] = {}
        known = {word for word in targets if len(word) >= _SHORTEST and word.isalpha()}
        for word in sorted(known):
            if len(word) >= _FULL:
                self._targets.setdefault(word[0], []).append(word)
        self._known = good_words() | known
        self.correct = lru_cache(maxsize=4096)(self._correct)

    def _correct(self, word: str) -> str:
        if len(word) < _SHORTEST or not word.isascii() or not word.isalpha() or self._is_good(word):
            return word
        return self._nearest(word) or self._nearest(base_form(word)) or word

    def _nearest(self, word: str) -> str:
        """The one target that is near and begins alike; empty when there is none, or several."""
        limit = 2 if len(word) >= _LONG else 1
        targets = self._targets.get(word[0], ())
        near = extract(word, targets, scorer=OSA.distance, score_cutoff=limit, limit=4)
        if len(word) < _FULL:
            near = [one for one in near if len(one[0]) > len(word)]
        best = [one for one, distance, _ in near if distance == near[0][1]]
        return best[0] if len({base_form(one) for one in best}) == 1 else ""

    def _is_good(self, word: str) -> bool:
        if word in self._known or base_form(word) in self._known:
            return True
        stems = {word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)}
        stems |= {stem + "e" for stem in stems} | {stem[:-1] for stem in stems if stem[-1:] == stem[-2:-1]}
        return any(stem in self._known for stem in stems if len(stem) > 2)


@cache
def good_words() -> frozenset[str]:
    """Everyday words, and every word of the phrase bank."""
    return frozenset(read_table("common.toml")["words"].split()) | frozenset(built()["words"])
