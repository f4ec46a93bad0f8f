"""Reading clinical text: what is stated, what is denied, spans of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

_DENIAL = re.compile(
    r"\b(?:no|not|never|without|denies|denied|nil|absent|negative for|free of|none of|nor|neither|excludes?)\b"
    r"[^.;:]{0,40}$",
    re.IGNORECASE,
)


def states(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether ``text`` says what ``pattern`` looks for, mentions in a denial left out."""
    return any(not _DENIAL.search(text[: match.start()]) for match in pattern.finditer(text))


def mentions(text: str, name: str) -> bool:
    """Whether ``text`` holds ``name`` as whole words, in any case."""
    return bool(named(text, (name,)))


def named(text: str, names: Sequence[str]) -> str:
    """Which of ``names`` stands in ``text`` as whole words, in any case; empty when none does."""
    found = _any_of(tuple(names)).search(text)
    return found[0] if found and names else ""


@lru_cache(maxsize=256)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((name for name in names if name), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?![\w-])", re.IGNORECASE)


_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: float(number) for number, word in enumerate(_WORDS)} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0}
_UNITS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0}
_NUMBER = r"\d+(?:\.\d+)?|" + "|".join(_NUMBERS)
_SPAN = re.compile(
    rf"\b(?:(?P<least>{_NUMBER}) (?:or|to) )?"
    rf"(?P<many>a couple(?: of)?|couple(?: of)?|a few|few|several|half an?|an?|{_NUMBER})"
    r"(?P<half> and a half)? (?:(?:good|full|whole|long|solid|odd|more|other) )?"
    r"(?P<unit>minute|hour|day|week|month|year)s?\b(?P<half_after> and a half)?",
    re.IGNORECASE,
)
_VAGUE = {"couple": (1.43, 2.57), "few": (2.0, 6.5), "several": (3.0, 11.0)}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def spans(text: str, at: datetime | None = None) -> list[tuple[float, float]]:
    """Every length or point in time that ``text`` names, as shortest and longest hours before ``at``.

    Each word has its own width: "two weeks" holds 1.4 to 2.6 weeks, "a couple of weeks" 10 to 18 days.
    Words that need the clock ("this morning", "on Sunday") count only with ``at``.
    """
    found = [_counted(match) for match in _SPAN.finditer(text)]
    if re.search(r"\bfortnight\b", text, re.IGNORECASE):
        found.append((10 * 24.0, 19 * 24.0))
    return found + (_calendar(text.lower(), at) if at else [])


def _counted(match: re.Match[str]) -> tuple[float, float]:
    many, unit = match["many"].lower(), _UNITS[match["unit"].lower()]
    for word, (low, high) in _VAGUE.items():
        if word in many:
            return low * unit, high * unit
    if many.startswith("half"):
        return 0.3 * unit, 0.8 * unit
    number = _value(many) + (0.5 if match["half"] or match["half_after"] else 0)
    least = _value(match["least"].lower()) if match["least"] else number
    # days are counted by the calendar: "two days ago" may lie one to three times 24 hours back
    width = 1.0 if match["unit"].lower() == "day" else 0.58
    return max(0.0, least - _slack(least, width)) * unit, (number + _slack(number, width)) * unit


def _value(word: str) -> float:
    if word in ("a", "an"):
        return 1.0
    return _NUMBERS[word] if word in _NUMBERS else float(word)


def _slack(number: float, width: float) -> float:
    """How far off people are when they count a time; ``width`` units at least."""
    return max(width, 0.25 * number)


def _calendar(text: str, at: datetime) -> list[tuple[float, float]]:
    midnight = at.hour + at.minute / 60
    days: list[tuple[int, int]] = []
    if re.search(r"\bthis (?:morning|afternoon|evening)\b|\btoday\b|\bearlier\b", text):
        days.append((0, 0))
    if re.search(r"\b(?:yesterday|last evening)\b", text):
        days.append((1, 1))
    if re.search(r"\b(?:last night|in the night|during the night|overnight)\b", text):
        days.append((0, 1))
    if re.search(r"\blast week\b", text):
        days.append((3, 14))
    for number, name in enumerate(_WEEKDAYS):
        if re.search(rf"\b{name}\b", text):
            back = (at.weekday() - number) % 7
            days += [(back, back), (back + 7, back + 7)]
    # a night reaches into the small hours of the next day, hence half a day less at the near end
    return [(max(0.0, midnight + 24 * (near - 1) - 6), midnight + 24 * far) for near, far in days]
