"""Points in time of a sentence: weekdays, parts of the day, clock times, as a patient says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PARTS: dict[str, tuple[float, float]] = {"morning": (4, 12.9), "afternoon": (11.5, 18.5), "evening": (16, 24), "night": (18.5, 30), "lunchtime": (11, 15),
          "lunch": (11, 15), "teatime": (15.5, 20), "tea": (15.5, 21.5), "dinner": (11, 22), "midnight": (22.5, 26),
          "breakfast": (5, 11), "dawn": (3, 8), "bedtime": (19, 27), "midday": (11, 14), "noon": (11, 14),
          "dinnertime": (11, 21)}  # fmt: skip
_RELATIVE = {"today": 0, "tonight": 0, "yesterday": 1}
_HOUR = {word: value for value, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])}  # fmt: skip
_CLOCK = re.compile(r"^(\d{1,2})(?:[.:](\d\d))?(am|pm)?$")


_TIMES = frozenset({*_DAYS, *_PARTS, *_RELATIVE, *_HOUR, "overnight", "first"})
"""Words without one of which a sentence has no point in time."""
_AFTER = 4.0
"""Hours for which it is still "after dinner"."""
Range = tuple[float, float]


class Moment(NamedTuple):
    """A point in time as said; fields that were not said are None.

    Attributes:
        weekday: 0 is Monday.
        days_ago: 0 today, 1 yesterday.
        hours: first and last hour of the day that it may mean, each way it may mean it; over 24 is past midnight.
    """

    weekday: int | None
    days_ago: int | None
    hours: tuple[Range, ...] | None
    start: int
    end: int


def moments(words: Sequence[str]) -> list[Moment]:
    """Every point in time in the sentence, neighbours joined ("yesterday evening, after tea")."""
    if not _TIMES.intersection(words) and not any(word[0].isdigit() or word.endswith("days") for word in words):
        return []
    found: list[Moment] = []
    for moment in sorted(_each(words), key=lambda item: item.start):
        joined = _joined(found[-1], moment) if found and moment.start - found[-1].end <= 3 else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(moment)
    return found


def fits(moment: Moment, when: datetime, now: datetime) -> bool:
    """Whether ``when`` may be called that, seen from ``now``. Some hours' play, as people have."""
    candidates = [(when.date(), when.hour + when.minute / 60)]
    if when.hour < 7:
        candidates.append(((when - timedelta(days=1)).date(), when.hour + when.minute / 60 + 24))
    if when.hour >= 23:
        candidates.append(((when + timedelta(days=1)).date(), when.hour + when.minute / 60 - 24))
    for day, hour in candidates:
        days = (now.date() - day).days
        if moment.weekday is not None and day.weekday() != moment.weekday:
            continue
        if moment.days_ago is not None and days != moment.days_ago:
            continue
        if moment.hours is not None and not any(low - 0.3 <= hour <= high + 0.3 for low, high in moment.hours):
            continue
        return True
    return False


def _joined(first: Moment, second: Moment) -> Moment | None:
    """Both as one, None where they say the same field in two ways."""
    if first.weekday is not None and second.weekday is not None:
        return None
    if first.days_ago is not None and second.days_ago is not None and first.days_ago != second.days_ago:
        return None
    hours = first.hours or second.hours
    if first.hours and second.hours:
        hours = tuple((max(a, c), min(b, d)) for a, b in first.hours for c, d in second.hours if max(a, c) <= min(b, d))
        if not hours:
            return None
    return Moment(first.weekday if first.weekday is not None else second.weekday,
                  first.days_ago if first.days_ago is not None else second.days_ago, hours, first.start, second.end)  # fmt: skip


def _each(words: Sequence[str]) -> Iterator[Moment]:
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        day = word.rstrip("s")
        if day in _DAYS:
            yield Moment(_DAYS.index(day), None, None, place, place + 1)
        elif word in _RELATIVE:
            hours = (_PARTS["night"],) if word == "tonight" else None
            yield Moment(None, _RELATIVE[word], hours, place, place + 1)
        elif word in _PARTS:
            moment = _part(words, place, word, before)
            if moment is not None:
                yield moment
        elif word == "first" and words[place + 1 : place + 2] == ["thing"]:
            yield Moment(None, None, ((4.0, 10.5),), place, place + 2)
        elif word == "overnight" or (word == "night" and before == "the"):
            yield Moment(None, None, (_PARTS["night"],), place, place + 1)
        else:
            clock = _clock(words, place, before)
            if clock is not None:
                yield clock


def _part(words: Sequence[str], place: int, word: str, before: str) -> Moment | None:
    hours = (_PARTS[word],)
    if before == "last" and word in ("night", "evening"):
        return Moment(None, 1, hours, place - 1, place + 1)
    if before == "this":
        return Moment(None, 0, hours, place - 1, place + 1)
    if before == "small" or word == "dawn":
        return Moment(None, None, ((0.0, 7.0),), place, place + 1)
    said = words[max(0, place - 3) : place]
    if "before" in words[max(0, place - 5) : place] and word in ("breakfast", "lunch", "dinner", "tea", "lunchtime", "dawn"):
        return Moment(None, None, ((hours[0][0] - 4.0, hours[0][1]),), place, place + 1)
    if before in _DAYS or before in _RELATIVE or "in" in said or "on" in said or "after" in said or "at" in said:
        if before in ("every", "each", "with", "of", "for", "my", "a") and "after" not in said:
            return None
        if "after" in said:
            hours = ((hours[0][0], hours[0][1] + _AFTER),)
        return Moment(None, None, hours, place, place + 1)
    return None


def _clock(words: Sequence[str], place: int, before: str) -> Moment | None:
    """ "half past eight", "half eight", "about nine", "six this morning", "nine o'clock"."""
    hour = _HOUR.get(words[place])
    minutes = 0.0
    marked = False
    match = _CLOCK.match(words[place])
    if hour is None and match and int(match[1]) <= 24:
        hour = int(match[1])
        minutes = int(match[2] or 0) / 60
        marked = bool(match[2] or match[3])
    if not hour:
        return None
    start, end = place, place + 1
    if words[max(0, place - 2) : place] == ["half", "past"] or before == "half":
        minutes, marked, start = 0.5, True, place - (2 if before == "past" else 1)
    after = words[place + 1] if place + 1 < len(words) else ""
    if after in ("o'clock", "oclock", "am", "pm"):
        marked, end = True, place + 2
    elif before in ("at", "about", "around", "since", "by") and (after in ("this", "in", "last", "on", "yesterday", "and", "but", "") or
                                                                 words[place + 1 : place + 3] == ["or", "so"]):  # fmt: skip
        marked = marked or after != "" or before in ("at", "since")
    if not marked or (hour > 12 and not (match and match[2])):
        return None
    time = hour % 24 + minutes
    half_day = after if after in ("am", "pm") else (match[3] or "") if match else ""
    morning, evening = (time % 12 - 0.5, time % 12 + 0.5), (time % 12 + 11.5, time % 12 + 12.5)
    if hour > 12:
        return Moment(None, None, ((time - 0.5, time + 0.5),), start, end)
    ways = {"am": (morning,), "pm": (evening,)}.get(half_day, (morning, evening))
    return Moment(None, None, ways, start, end)
