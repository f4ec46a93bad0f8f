"""Phrasing: which small words go around one answer, by who speaks and what was asked."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.sentences import raised
from pz_tui.engines.builtin.joining import filled
from pz_tui.engines.builtin.manner import Manner
from pz_tui.engines.builtin.question import Question

_PHRASE, _SOON = 3, 4
"""Words from which an opening is a phrase that wears off; sentences after which a smaller one may come again."""
_NEVER_WORN = frozenset({"yes", "no", "yeah", "aye"})
_OWN = 0.6
"""How often a bank of one's own is taken before the common one."""


_TWICE = (
    "yes", "yeah", "aye", "no", "well", "honest", "i think", "i suppose", "doctor", "hard to", "not really", "i'd say",
)  # fmt: skip
"""Small words that frame and answer do not both say."""


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))


def colours_of(group: str, kind: str) -> Mapping[str, Sequence[str]]:
    """The lines of one kind by colour."""
    found: Mapping[str, Sequence[str]] = _table()[group].get(kind, {})
    return found


def lines(group: str, kind: str) -> Sequence[str]:
    """The lines of a kind that has no colours; empty for an unknown kind."""
    found: Sequence[str] = _table()[group].get(kind, ())
    return found


def marks() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The marks: colour -> what was told -> lines."""
    return _table()["marks"]


class Phrasing:
    """Draws from the banks for one patient in one turn."""

    def __init__(self, manner: Manner, question: Question, rng: random.Random, recent: Sequence[str]) -> None:
        self._manner, self._question, self._rng, self._recent = manner, question, rng, recent

    def frame(
        self, group: str, kind: str, point: str, noun: str = "", extra: Sequence[str] = (), *, echoes: bool = False
    ) -> str:
        """The answer in a frame that was not just used for it.

        Args:
            noun: the thing denied.
            extra: further lines that fit just here.
            echoes: whether the question's verb may be taken up.
        """
        echo = {"yes": self._question.yes, "no": self._question.no}.get(group, "") if echoes else ""
        blank = [_blanks(line, noun, echo) for line in self.bank(group, kind, extra)]
        usable = [line for line in blank if line and _goes(line, point)]
        made = [filled(line, point) for line in usable]
        fresh = [text for line, text in zip(usable, made, strict=True)
                 if text not in self._recent and not self._worn(line)]  # fmt: skip
        return self._rng.choice(fresh or made or [raised(point)])

    def _worn(self, line: str) -> bool:
        """Whether an answer of late began in the same way; a small word wears off sooner than a phrase."""
        start = re.split(r"\{[pP]oint\}", line)[0].strip(" .,?…").lower()
        before = self._recent[-_SOON:] if len(start.split()) < _PHRASE else self._recent
        return bool(start) and start not in _NEVER_WORN and any(text.lower().startswith(start) for text in before)

    def bank(self, group: str, kind: str, extra: Sequence[str] = ()) -> list[str]:
        """The lines of one kind for this person: their own oftener than those of everybody."""
        banks = colours_of(group, kind)
        for colour in self._manner.banks:
            if colour in banks and self._rng.random() < _OWN:
                return [*banks[colour], *extra]
        return [*banks["any"], *extra]


def _blanks(line: str, noun: str, echo: str) -> str:
    """The line with noun and echo in place; empty where it has a blank that nothing fills."""
    for blank, word in (("{noun}", noun), ("{echo}", echo), ("{Echo}", raised(echo))):
        if blank in line and not word:
            return ""
        line = line.replace(blank, word)
    return line


def _goes(line: str, point: str) -> bool:
    """Whether frame and answer do not say the same small word twice."""
    start = filled(line, "").lower()
    own = point.lower()
    taken_up = re.search(r"\b\w+n't\b", start)
    if taken_up and point and taken_up[0] in own:
        return False
    for word in _TWICE:
        if word in start and (own.startswith(word) or own.rstrip(".").endswith((f", {word}", f" {word}")) or
                              (len(word) > 4 and word in own)):  # fmt: skip
            return False
    return not (start.startswith("no, no ") and own.startswith(("no ", "there's no", "i've no")))
