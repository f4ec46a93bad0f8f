"""Calendar words of a sentence: "last Christmas", "since October", "in the spring", "in 2019", as so long ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pz_tui.consultation.verification.numbers import Quantity

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_SEASONS: dict[str, tuple[tuple[int, int], int]] = {
    "spring": ((3, 1), 92), "summer": ((6, 1), 92), "autumn": ((9, 1), 91), "winter": ((12, 1), 90),
    "christmas": ((12, 15), 24), "easter": ((3, 20), 40), "halloween": ((10, 25), 10),
}  # fmt: skip
"""Start (month, day) and length in days."""
_LED = frozenset({"in", "since", "last", "of", "late", "early", "mid", "until", "till", "this", "before", "after", "at", "about", "around", "round", "from"})
_PLAY = 14 * 24.0
"""Hours by which people are out when they date something by the calendar."""


def calendar(words: Sequence[str], now: datetime) -> Iterator[Quantity]:
    """Every stretch of the calendar named, as hours before ``now``: the latest one, or that of the year before too."""
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        led = before in _LED or (before == "the" and words[place - 2 : place - 1] in (["in"], ["since"], ["over"]))
        if not led:
            continue
        begin = max(0, place - 1)
        if word in _MONTHS:
            month = _MONTHS.index(word) + 1
            yield _ago(_latest(now, (month, 1)), 31, now, begin, place + 1, last=before == "last")
        elif word in _SEASONS:
            start, days = _SEASONS[word]
            yield _ago(_latest(now, start), days, now, begin, place + 1, last=before == "last")
        elif len(word) == 4 and word.isdigit() and 1930 <= int(word) <= now.year:
            yield _ago(datetime(int(word), 1, 1), 365, now, begin, place + 1, last=False)


def _latest(now: datetime, start: tuple[int, int]) -> datetime:
    """The last time that such a stretch began."""
    this_year = datetime(now.year, *start)
    return this_year if this_year <= now else datetime(now.year - 1, *start)


def _ago(begin: datetime, days: int, now: datetime, start: int, end: int, *, last: bool) -> Quantity:
    low = (now - begin - timedelta(days=days)).total_seconds() / 3600 - _PLAY
    high = (now - begin).total_seconds() / 3600 + _PLAY + (366 * 24.0 if last else 0.0)
    return Quantity("duration", max(0.0, low), high, "calendar", True, True, start, end)
