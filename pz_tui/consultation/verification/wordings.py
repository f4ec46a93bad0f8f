"""The record's own wordings: a sentence made of one says that fact by construction."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from pz_tui.consultation.sentences import split
from pz_tui.consultation.turn import Plan
from pz_tui.consultation.verification.words import plain
from pz_tui.record.facts import Fact


@cache
def _small(kind: str = "openers") -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Small words of a kind (openers, links, closers) by their first word, the longest first."""
    table = tomllib.loads((Path(__file__).parent / "openers.toml").read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for text in table[kind]:
        words = tuple(plain(text).split())
        if words not in found[words[0]]:
            found[words[0]].append(words)
    return {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in found.items()}


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """A text and each sentence of it, in plain words."""
    return tuple(dict.fromkeys(map(plain, (text, *split(text)))))


@lru_cache(maxsize=1024)
def stripped(text: str) -> tuple[str, ...]:
    """The plain sentence and what is left as each opener in turn is taken off."""
    words = tuple(text.split())
    found = [text]
    while words:
        openers = _small().get(words[0], ())
        opener = next((one for one in openers if len(one) < len(words) and words[: len(one)] == one), None)
        if opener is None:
            break
        words = words[len(opener) :]
        found.append(" ".join(words))
    return tuple(found)


def is_opener(text: str) -> bool:
    """Whether a plain sentence is nothing but what stands before an answer ("You asked me that.")."""
    words = tuple(text.split())
    return bool(words) and words in _small().get(words[0], ()) and words[0] not in ("yes", "no", "yeah", "nope", "aye", "yep")


class Wordings:
    """Which facts a sentence gives word for word."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        index: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            for text in (*fact.wording.full, *fact.wording.short):
                for key in {plain(text), *map(plain, split(text))}:
                    if key:
                        index[key].append(fact.id)
        self._index = {key: tuple(dict.fromkeys(ids)) for key, ids in index.items()}

    def facts(self, sentence: str) -> tuple[str, ...]:
        """Ids of the facts that have the sentence, less an opener, as a wording."""
        for form in stripped(sentence):
            found = self._index.get(form)
            if found:
                return found
        return ()


def in_plan(sentence: str, plan: Plan) -> bool:
    """Whether the plan itself holds the sentence, less an opener, as its truth."""
    truths = {piece for move in plan.moves for text in (*move.truth, *move.short) for piece in pieces(text)}
    return any(form in truths for form in stripped(sentence))


def composed(sentence: str, truths: Iterable[str]) -> bool:
    """Whether the sentence is these truths and nothing else but small words before, between and behind them.

    Args:
        sentence, truths: plain words.
    """
    return _parses(_even(sentence), 0, _by_first(tuple(truths)), said=False, seen={})


@lru_cache(maxsize=64)
def _by_first(truths: tuple[str, ...]) -> Mapping[str, set[tuple[str, ...]]]:
    """First word -> the truths of a turn that begin with it, the same for every sentence of the turn."""
    known: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for text in truths:
        for even in _with_clipped(_even(text)):
            known[even[0]].add(even)
    return dict(known)


def _parses(
    words: tuple[str, ...], place: int, known: Mapping[str, set[tuple[str, ...]]], *, said: bool,
    seen: dict[tuple[int, bool], bool],
) -> bool:  # fmt: skip
    if place == len(words):
        return said
    key = (place, said)
    if key not in seen:
        seen[key] = False
        first = words[place]
        steps = [(one, True) for one in known.get(first, ())]
        kinds = ("openers", "links", "closers") if said else ("openers",)
        steps += [(one, said) for kind in kinds for one in _small(kind).get(first, ())]
        seen[key] = any(
            words[place : place + len(one)] == one and _parses(words, place + len(one), known, said=then, seen=seen)
            for one, then in steps
        )
    return seen[key]


_LEFT_OFF = tuple(tuple(text.split()) for text in (
    "it is a", "it is been", "it is", "i have been", "i have got", "i have had", "i have", "it was", "i am",
))  # fmt: skip
"""What short speech leaves off in front."""
_NEGATES = frozenset({"not", "no", "never"})


def _with_clipped(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The words, and what is left when the first small words are dropped ("deep ache" for "it's a deep ache")."""
    if not words:
        return ()
    rests = (words[len(start) :] for start in _LEFT_OFF if words[: len(start)] == start)
    return (words, *(rest for rest in rests if len(rest) > 1 and rest[0] not in _NEGATES))


_ALIKE = {"me": "my", "proper": "really", "right": "really"}
_UNHEARD = frozenset({"wee"})


@lru_cache(maxsize=2048)
def _even(text: str) -> tuple[str, ...]:
    """The words without the colour of a region, so that "me wee arm" is "my arm"."""
    return tuple(_ALIKE.get(word, word) for word in text.split() if word not in _UNHEARD)
