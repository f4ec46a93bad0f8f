"""The record's own wordings: a sentence made of one says that fact by construction."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from pz_tui.consultation.sentences import split
from pz_tui.consultation.turn import Plan
from pz_tui.consultation.verification.words import plain
from pz_tui.record.facts import Fact


@cache
def _openers() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Openers as words by their first word, the longest first."""
    table = tomllib.loads((Path(__file__).parent / "openers.toml").read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for text in table["openers"]:
        words = tuple(plain(text).split())
        if words not in found[words[0]]:
            found[words[0]].append(words)
    return {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in found.items()}


@lru_cache(maxsize=1024)
def stripped(text: str) -> tuple[str, ...]:
    """The plain sentence and what is left as each opener in turn is taken off."""
    words = tuple(text.split())
    found = [text]
    while words:
        openers = _openers().get(words[0], ())
        opener = next((one for one in openers if len(one) < len(words) and words[: len(one)] == one), None)
        if opener is None:
            break
        words = words[len(opener) :]
        found.append(" ".join(words))
    return tuple(found)


def is_opener(text: str) -> bool:
    """Whether a plain sentence is nothing but what stands before an answer ("You asked me that.")."""
    words = tuple(text.split())
    return bool(words) and words in _openers().get(words[0], ()) and words[0] not in ("yes", "no", "yeah", "nope", "aye", "yep")


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
    truths = {plain(piece) for move in plan.moves for text in (*move.truth, *move.short)
              for piece in (text, *split(text))}  # fmt: skip
    return any(form in truths for form in stripped(sentence))
