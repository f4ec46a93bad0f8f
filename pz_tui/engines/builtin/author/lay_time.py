"""Times told by life: "this morning", "on Sunday evening", "about three weeks".

Each word keeps to its span (plausibility rule TIM4): "a couple of weeks" is 10 to 18 days.
"""

from __future__ import annotations

from datetime import datetime, timedelta

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_HOUR, _DAY, _WEEK, _MONTH, _YEAR = 1.0, 24.0, 168.0, 730.0, 8766.0


def spoken(number: float) -> str:
    """A number as it is said: words up to twenty, halves as "and a half", digits above."""
    whole = int(number)
    if abs(number - whole - 0.5) < 1e-9:
        return "half" if whole == 0 else f"{spoken(whole)} and a half"
    whole = round(number)
    return _NUMBERS[whole] if 0 < whole < len(_NUMBERS) else str(whole)


def lay_duration(hours: float) -> tuple[str, ...]:
    """How long, in ways that mean the same; first the plainest. ``hours`` above 0."""
    if hours < 0.75:
        minutes = max(5, 5 * round(hours * 12))
        return (f"about {spoken(minutes)} minutes", f"{spoken(minutes)} minutes or so")
    if hours < 1.25:
        return ("about an hour", "an hour or so")
    if hours < 1.8:
        return ("about an hour and a half", "an hour and a half or so")
    if hours < 20:
        count = spoken(round(hours))
        return (f"about {count} hours", f"{count} hours or so")
    if hours < 36:
        return ("about a day", "since yesterday")
    if hours < 6.5 * _DAY:
        return (f"{spoken(round(hours / _DAY))} days", f"about {spoken(round(hours / _DAY))} days")
    if hours < 10 * _DAY:
        return ("about a week", "a week or so")
    if hours < 18 * _DAY:
        return ("about two weeks", "a couple of weeks")
    if hours < 26 * _DAY:
        return ("about three weeks", "three weeks or so")
    if hours < 38 * _DAY:
        return ("about a month", "a month or so")
    if hours < 52 * _DAY:
        return ("about six weeks", "six weeks or so")
    if hours < 76 * _DAY:
        return ("about two months", "a couple of months")
    if hours < 11 * _MONTH:
        count = spoken(round(hours / _MONTH))
        return (f"about {count} months", f"{count} months or so")
    if hours < 1.4 * _YEAR:
        return ("about a year", "a year or so")
    count = spoken(round(hours / _YEAR))
    return (f"about {count} years", f"{count} years or so")


def lay_when(hours: float, at: datetime) -> tuple[str, ...]:
    """When, ``hours`` before ``at``, in ways that mean the same; first the plainest."""
    then = at - timedelta(hours=hours)
    days = (at.date() - then.date()).days
    if hours < 1.25 or (hours < 6 and days == 0):
        length = lay_duration(hours)[0]
        return (f"{length} ago", *_today(then, days)[:1])
    if days == 0:
        return _today(then, days)
    if days == 1:
        return _yesterday(then)
    if days <= 6:
        part = _part(then.hour)
        return (f"on {then:%A} {part}", f"{spoken(days)} days ago, the {part}")
    ways = lay_duration(hours)
    return tuple(f"{text} ago" for text in ways if not text.startswith("since"))


def lay_years_ago(years: float) -> tuple[str, ...]:
    """When, some years back: rounded as people round."""
    if years < 0.75:
        months = max(1, round(years * 12))
        return ("last month",) if months == 1 else (f"about {spoken(months)} months ago",)
    if years < 1.5:
        return ("about a year ago", "last year")
    if years < 2.5:
        return ("a couple of years ago", "about two years ago")
    count = round(years)
    if count > 12:
        count = 5 * round(count / 5)
    return (f"about {spoken(count)} years ago", f"{spoken(count)} years back, about")


def _part(hour: int) -> str:
    if hour < 5:
        return "night"
    if hour < 12:
        return "morning"
    if hour < 18:
        return "afternoon"
    return "evening"


def _today(then: datetime, days: int) -> tuple[str, ...]:
    if then.hour < 5:
        return ("in the night", "during the night")
    if then.hour >= 18:
        return ("this evening", "earlier this evening")
    if 12 <= then.hour < 14:
        return ("around lunchtime", "about lunchtime today")
    part = _part(then.hour)
    clock = spoken(then.hour if then.hour <= 12 else then.hour - 12)
    return (f"this {part}", f"around {clock} this {part}")


def _yesterday(then: datetime) -> tuple[str, ...]:
    if then.hour >= 21 or then.hour < 5:
        return ("last night", "late last night" if then.hour >= 22 else "last night sometime")
    if then.hour >= 18:
        return ("yesterday evening", "last evening")
    return (f"yesterday {_part(then.hour)}",)
