"""Numbers and times in a reply against a fact's value."""

from __future__ import annotations

from datetime import datetime, timedelta

from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord
from tests.bench.oracle.reading import UNITS, numbers, plain, spans
from tests.bench.oracle.tables import pattern

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS = {"morning": (4, 12), "afternoon": (12, 18), "evening": (16, 23), "night": (18, 30), "lunch": (11, 15), "tea": (15, 19)}


def time_clash(record: PatientRecord, fact: Fact, reply: str) -> str:
    """Why the times of a reply do not fit a fact measured in hours; empty when they do."""
    if fact.unit not in ("h", "min") or fact.value is None or fact.attribute not in ("onset", "duration", "since"):
        return ""
    wanted = fact.value / 60 if fact.unit == "min" else fact.value
    said = [*spans(reply), *(_clock(record, reply) if fact.attribute == "onset" else ())]
    if not said:
        return ""
    slack = max(1.0 if fact.unit == "h" else 0.15, 0.35 * wanted)
    if any(low - slack <= wanted <= high + slack for low, high in said):
        return ""
    return f"says {', '.join(f'{low:g} to {high:g}' for low, high in said)} h, is {wanted:g} h"


def _clock(record: PatientRecord, reply: str) -> list[tuple[float, float]]:
    now = datetime.combine(record.encounter.date, record.encounter.time)
    text = plain(reply)
    day = now.replace(hour=0, minute=0)
    back = None
    if pattern(r"\b(yesterday|last (night|evening))\b").search(text):
        back = 1
    elif pattern(r"\b(today|this (morning|afternoon|evening)|tonight)\b").search(text):
        back = 0
    else:
        for number, name in enumerate(DAYS):
            if name in text:
                back = (now.weekday() - number) % 7 or 7
    if back is None:
        return []
    start, end = day - timedelta(days=back), day - timedelta(days=back - 1)
    for part, (first, last) in PARTS.items():
        if part in text:
            start, end = day + timedelta(days=-back, hours=first), day + timedelta(days=-back, hours=last)
            break
    return [((now - end).total_seconds() / 3600, (now - start).total_seconds() / 3600)]


def numbers_clash(record: PatientRecord, fact: Fact, reply: str) -> str:
    """Why the numbers of a reply do not fit a fact's; empty when they do, or none is said."""
    said = numbers(reply)
    value = fact.value
    if fact.id == "identity/dob":
        return _born(record, reply)
    if fact.id.startswith("family/") and fact.attribute in ("mother", "father") and fact.concept == "well":
        ages = [int(w) for w in fact.clinical.replace(",", " ").split() if w.isdigit()]
        old = [n for n in said if n > 15]
        return f"says {old}, is {ages}" if ages and old and not any(abs(n - a) <= 1 for n in old for a in ages) else ""
    if value is None or not said or any(abs(n - value) < 0.01 for n in said):
        return ""
    unit = fact.unit
    if unit in ("h", "min", "share", "°C"):
        return ""
    if unit == "/10":
        said = [n for n in said if n <= 10]
        slack = 0.5
    elif unit in ("mg", "micrograms", "tablet"):
        slack = 0.01
        if pattern(r"\bgram").search(plain(reply)) and unit == "mg":
            said = [*said, *(1000 * n for n in said)]
        said = [*said, *(1000.0 for _ in range(1) if pattern(r"\ba gram").search(plain(reply)))]
    elif unit == "years" and fact.id.startswith("family/"):
        slack, said = 1, [n for n in said if n > 2]
    elif unit == "years":
        slack = max(2.0, 0.3 * value)
    elif unit == "/day" and fact.id.startswith("drug/"):
        return _often(fact, reply)
    elif unit == "/day":
        slack = 2.0 if "smoking" in fact.id else 1.0
        said = numbers(pattern(r"\S+ (year|month|week)s?\b( ago)?").sub(" ", plain(reply)))
        if pattern(r"\bpack\b").search(plain(reply)):
            said = [*said, 20.0, 10.0]
    elif unit == "units/week":
        return ""
    else:
        slack = 1.0 if unit else 0.01
    if fact.id.endswith("smoking/duration"):
        slack = max(2.0, 0.2 * value)
        if any(abs(n - start) < 1 for n in said for start in numbers(fact.clinical)[1:]):
            return ""
    if fact.id.endswith("relationships/children") and UNITS.get("one") in said and value == 1:
        return ""
    return f"says {', '.join(f'{n:g}' for n in said)}, is {value:g} {unit}" if said and not any(
        abs(n - value) <= slack for n in said) else ""


def _often(fact: Fact, reply: str) -> str:
    text = plain(reply)
    ways = {2.0: r"twice|two times|morning and night|morning and evening|both ends of the day", 0.0: r"when (i )?need|as (and when|needed)|when it",
            3.0: r"three times", 4.0: r"four times", 1.0: r"once a day|one a day|every (day|night|morning|evening)|each (day|night|morning)|at night|once daily"}  # fmt: skip
    found = [n for n, words in ways.items() if pattern(words).search(text)]
    return f"says {found} a day, is {fact.value:g}" if found and fact.value not in found and pattern("day|twice|times").search(text) else ""


def _born(record: PatientRecord, reply: str) -> str:
    born = record.identity.date_of_birth
    said = [int(n) for n in numbers(reply)]
    allowed = {born.day, born.month, born.year, born.year % 100, record.identity.age, 19, 20}
    wrong = [n for n in said if n not in allowed]
    return f"says {wrong}, born {born}" if wrong else ""
