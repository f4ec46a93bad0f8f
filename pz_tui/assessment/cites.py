"""How every point of the debrief points at the turns it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pz_tui.consultation.turn import Ask, Turn
from pz_tui.record.base import Frozen

_TELLING = 4
"""Words from which a quotation stands on its own."""


class Cite(Frozen):
    """A turn and the words in it that a point rests on. ``turn`` is its index, from 0."""

    turn: int
    words: str


def heard(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns that count: those that failed, and those in which the program stepped out of the role, do not."""
    return tuple(turn for turn in turns if turn.status != "failed" and not turn.aside)


def asks_of(turns: Iterable[Turn]) -> Iterator[tuple[Turn, Ask]]:
    """Everything that was asked or done, with its turn."""
    for turn in turns:
        for ask in turn.understanding.asks:
            yield turn, ask


def cite(turn: Turn, words: str = "") -> Cite:
    """A cite of ``words``, or of all the doctor said in that turn where they are too few to mean anything."""
    telling = len(words.split()) >= _TELLING
    return Cite(turn=turn.index, words=(words if telling else turn.utterance or words).strip())


def once_a_turn(cites: Iterable[Cite]) -> tuple[Cite, ...]:
    """The first cite of each turn, in order."""
    first: dict[int, Cite] = {}
    for item in cites:
        first.setdefault(item.turn, item)
    return tuple(first[turn] for turn in sorted(first))
