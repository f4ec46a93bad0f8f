"""Numbers of a sentence with what they count: hours, milligrams, cigarettes a day, points out of ten, years of age."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pz_tui.consultation.verification.small_words import words as listed

Kind = Literal["duration", "dose", "score", "rate", "age", "count", "share", "plain", "reading"]
HOURS = {
    "second": 1 / 3600, "sec": 1 / 3600, "minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "hr": 1.0, "day": 24.0, "night": 24.0,
    "week": 168.0, "fortnight": 336.0, "month": 730.5, "year": 8766.0, "decade": 87660.0,
}  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_VALUES: dict[str, float] = {word: float(value) for value, word in enumerate(_ONES)} | {
    word: float(value) for word, value in _TENS.items()
}
_DOSES = {"mg": "mg", "milligram": "mg", "milligrams": "mg", "mgs": "mg", "mcg": "micrograms", "microgram": "micrograms",
          "micrograms": "micrograms", "gram": "g", "grams": "g", "g": "g", "ml": "ml", "mils": "ml", "puff": "puffs",
          "puffs": "puffs"}  # fmt: skip
_WHOLE = frozenset({"good", "whole", "full", "solid", "clear", "long"})
"""What may stand between "a" and a length: "a good fortnight"."""
_LIFE = 1_000_000.0
"""Hours that no patient has lived."""
_JOINED = (["i"], ["it"], ["they"], ["he"], ["she"], ["you"], ["we"], ["the"], ["my"], ["that"], ["there"])
"""After "once", what makes it a conjunction."""
_SINGLE = frozenset({"cup", "tablet", "pill", "cigaret", "fag", "pint", "glass", "bottl", "unit", "coffe", "tea", "puff", "capsul", "sach"})
"""Things of which "one" is a number and no pronoun."""
_PER = {"a", "per", "each", "every", "the", "in", "an"}
_FEW = {"couple": (2.0, 2.0), "few": (2.0, 8.0), "several": (3.0, 9.0), "dozen": (12.0, 12.0)}
_NUMERAL = re.compile(r"^(\d+(?:[.,]\d+)?)(%|st|nd|rd|th|mg|mcg|g|ml|h|hrs?|mins?)?$")
_FRACTION = re.compile(r"^(\d+(?:\.\d+)?)/10$")
_READING = re.compile(r"^\d{2,3}/\d{2,3}$")
_RANGE = re.compile(r"^(\d+)-(\d+)$")


class Quantity(NamedTuple):
    """A number as said.

    Attributes:
        low, high: the same unless a range was said; durations in hours.
        unit: what is counted ("mg", "/day", "tablet", the noun after a bare number).
        hedged: "about", "or so", "maybe".
        ago: a duration that is a point in time ("two hours ago").
        start, end: the words it rests on.
    """

    kind: Kind
    low: float
    high: float
    unit: str
    hedged: bool
    ago: bool
    start: int
    end: int


def quantities(words: Sequence[str], stems: Sequence[str]) -> list[Quantity]:
    """Every number of the sentence, with its unit."""
    if not _COUNTS.intersection(words) and not any(word[0].isdigit() for word in words):
        return []
    found: list[Quantity] = []
    place = 0
    while place < len(words):
        reading = _number(words, place)
        if reading is None:
            place += 1
            continue
        low, high, end = reading
        quantity = _with_unit(words, stems, low, high, place, end)
        if quantity is not None:
            found.append(quantity)
            end = max(end, quantity.end)
        place = end
    if " ".join(words) in ("just one", "just the one", "only one", "only the one", "just the once", "only once"):
        found.append(Quantity("plain", 1.0, 1.0, "", False, False, 0, len(words)))
    return [*found, *_last(words), *_every(words), *_shares(words), *_bare_lengths(words)]


def _number(words: Sequence[str], place: int) -> tuple[float, float, int] | None:
    """A number or range that starts here: low, high and where it ends."""
    first = _single(words, place)
    if first is None:
        return None
    low, end = first
    high = low
    if end < len(words) and words[end] in ("or", "to", "and") and low < 100:
        second = _single(words, end + 1)
        if second is not None and (words[end] != "and" or words[place - 1 : place] == ["between"]) and second[0] > low:
            high, end = second[0], second[1]
    elif end < len(words) and low < 100:
        second = _single(words, end) if words[end] in _VALUES and low + 1 == _VALUES[words[end]] else None
        if second is not None:
            high, end = second[0], second[1]
    if words[place] in _FEW:
        low, high = _FEW[words[place]] if words[place] != "dozen" else (low, high)
    return low, high, end


def _single(words: Sequence[str], place: int) -> tuple[float, int] | None:
    if place >= len(words):
        return None
    word = words[place]
    match = _NUMERAL.match(word)
    if match:
        value = float(match[1].replace(",", "." if len(match[1].split(",")[-1]) != 3 else ""))
        end = place + 1
        if match[2] in ("mg", "mcg", "g", "ml", "h", "hr", "hrs", "min", "mins", "%"):
            return value, end
        return None if match[2] in ("st", "nd", "rd", "th") else _scaled(words, value, end)
    if word == "three" and words[place + 1 : place + 4] == ["quarters", "of", "an"]:
        return 0.75, place + 4
    if word in _TENS and place + 1 < len(words) and words[place + 1] in _ONES[1:10]:
        return _scaled(words, _VALUES[word] + _VALUES[words[place + 1]], place + 2)
    if word in _VALUES:
        return _scaled(words, _VALUES[word], place + 1)
    if word in ("a", "an") and _lone_unit(words, place):
        return 1.0, place + (2 if words[place + 1] in _WHOLE else 1)
    if word in _FEW:
        return _FEW[word][0], place + (2 if words[place + 1 : place + 2] == ["of"] else 1)
    if word == "thousand" or words[place : place + 2] == ["a", "thousand"]:
        return 1000.0, place + (1 if word == "thousand" else 2)
    if word == "hundred":
        return _scaled(words, 100.0, place + 1) if words[place - 1 : place] == ["a"] else None
    if word == "half" and words[place + 1 : place + 2] in (["a"], ["an"]):
        return 0.5, place + 2
    if word == "quarter" and words[place + 1 : place + 3] == ["of", "an"]:
        return 0.25, place + 3
    if word in ("twice", "once") and words[place + 1 : place + 2] not in _JOINED:
        return (2.0 if word == "twice" else 1.0), place + 1
    return None


def _lone_unit(words: Sequence[str], place: int) -> bool:
    """ "An hour", where it is a length or a point in time and not a part of "once a week"."""
    if words[place + 1 : place + 2] and words[place + 1] in _WHOLE:
        return words[place + 2 : place + 3] != [] and words[place + 2] in HOURS
    if words[place + 1 : place + 2] in (["gram"], ["milligram"]):
        return True
    if words[place + 1 : place + 2] == [] or words[place + 1] not in HOURS:
        return False
    before = words[place - 1] if place else ""
    if words[place + 2 : place + 5] == ["and", "a", "half"]:
        return True
    return before in ("for", "about", "over", "nearly", "maybe", "took", "lasted", "almost", "after", "within", "around") or (
        words[place + 2 : place + 3] in (["ago"], ["or"], ["now"], ["back"]))  # fmt: skip


def _scaled(words: Sequence[str], value: float, place: int) -> tuple[float, int]:
    if words[place : place + 1] == ["hundred"]:
        value, place = value * 100, place + 1
        if words[place : place + 1] == ["and"]:
            more = _single(words, place + 1)
            if more is not None:
                value, place = value + more[0], more[1]
    if words[place : place + 3] == ["and", "a", "half"]:
        value, place = value + 0.5, place + 3
    return value, place


def _with_unit(
    words: Sequence[str], stems: Sequence[str], low: float, high: float, start: int, end: int
) -> Quantity | None:
    hedged = bool(listed("numbers", "hedges") & set(words[max(0, start - 3) : start])) or words[end : end + 2] in (
        ["or", "so"], ["or", "thereabouts"], ["odd"], ["ish"])  # fmt: skip
    if words[end : end + 1] == ["odd"]:
        end, hedged = end + 1, True
    tail = list(words[end : end + 6])
    if tail[:1] in (["twice"], ["once"]) or tail[1:2] == ["times"]:
        return Quantity("plain", low, high, "", hedged, False, start, end)
    unit = tail[0] if tail else ""
    base = stems[end] if end < len(stems) else ""

    def made(kind: Kind, name: str, used: int, *, ago: bool = False, scale: float = 1.0, vague: bool = False) -> Quantity:
        after = list(words[end + used : end + used + 2])
        loose = hedged or vague or after in (["or", "so"], ["give", "or"]) or after[:1] in (["odd"], ["ish"])
        return Quantity(kind, low * scale, high * scale, name, loose, ago, start, end + used)

    match = _NUMERAL.match(words[start])
    if match and match[2] in ("mg", "mcg", "g", "ml"):
        return made("dose", _DOSES[match[2]], 0)
    if match and match[2] in ("h", "hr", "hrs", "min", "mins"):
        return made("duration", match[2], 0, scale=HOURS["hour"] if match[2][0] == "h" else HOURS["min"],
                    ago="ago" in tail[:2])  # fmt: skip
    if (match and match[2] == "%") or unit in ("percent", "%") or tail[:2] == ["per", "cent"]:
        return made("share", "%", 0 if match and match[2] else 1)
    if tail[:2] == ["out", "of"] or _FRACTION.match(words[start]):
        return made("score", "/10", 3 if tail[2:3] else 2)
    if tail[:1] == ["over"] and end + 1 < len(words) and _single(words, end + 1) is not None and low >= 60:
        return made("reading", "mmHg", 2)
    if unit in _DOSES:
        return made("dose", _DOSES[unit], 1)
    if unit in ("degrees", "degree"):
        return made("reading", "°C", 1)
    hours = HOURS.get(base) or HOURS.get(unit.rstrip("s"))
    if words[start] in ("twice", "once") or unit in {"time", "times"}:
        return _rate(words, low, high, start, end, hedged)
    if hours is not None:
        return _duration(words, low, high, hours, start, end, hedged)
    if _is_age(words, start, unit) and 0 < low < 110:
        return made("age", "years", 0)
    rate = _per(words, end + (1 if unit and unit not in _PER else 0))
    if rate:
        noun = base if unit not in _PER else ""
        return Quantity("rate", low, high, f"{noun}/{rate[0]}", hedged, False, start, rate[1])
    return _counted(words, stems, low, high, start, end, hedged)


def _is_age(words: Sequence[str], start: int, unit: str) -> bool:
    """ "At 51", "when I was nineteen", "she was sixty-six", "he's four"."""
    before = words[start - 1] if start else ""
    if before in ("about", "only", "just", "nearly", "around", "like", "maybe") and start > 1:
        before, start = words[start - 2], start - 1
    if before in ("aged", "turned") or (before == "at" and unit not in listed("numbers", "clock_after")):
        return True
    person = words[start - 2] if start > 1 else ""
    plain_end = unit in listed("numbers", "ends_age")
    return before in ("was", "is", "am", "'s", "be") and person in listed("numbers", "people") and plain_end


def _rate(words: Sequence[str], low: float, high: float, start: int, end: int, hedged: bool) -> Quantity:
    """ "Twice", "three times a day": a rate when a period follows, else a count."""
    after = end + 1 if words[end : end + 1] in (["time"], ["times"]) else end
    if words[start] == "once" and words[end : end + 2] == ["or", "twice"]:
        high, after = 2.0, end + 2
    period = _per(words, after)
    if period:
        return Quantity("rate", low, high, f"/{period[0]}", hedged, False, start, period[1])
    return Quantity("count", low, high, "times", hedged, False, start, after)


def _per(words: Sequence[str], place: int) -> tuple[str, int] | None:
    """ "a day", "every night", "per week": the period and where it ends."""
    if place + 1 < len(words) and words[place] in ("a", "an", "per", "each", "every", "in", "the"):
        step = place + 2 if words[place] == "in" and words[place + 1] == "a" else place + 1
        period = words[step].rstrip("s") if step < len(words) else ""
        if period in ("day", "night", "week", "month", "year", "hour", "weekend", "evening", "morning"):
            return {"night": "day", "evening": "day", "morning": "day", "weekend": "week"}.get(period, period), step + 1
    if place < len(words) and words[place] in ("daily", "weekly", "monthly", "nightly"):
        return {"daily": "day", "weekly": "week", "monthly": "month", "nightly": "day"}[words[place]], place + 1
    return None


def _duration(
    words: Sequence[str], low: float, high: float, hours: float, start: int, end: int, hedged: bool
) -> Quantity | None:
    after = list(words[end + 1 : end + 5])
    if words[max(0, start - 1) : start] == ["every"]:
        return Quantity("rate", 1 / high, 1 / low, f"every/{words[end].rstrip('s')}", hedged, False, start - 1, end + 1) if low else None
    hedged = hedged or after[:2] == ["or", "so"] or after[:1] == ["odd"]
    per = _per(words, end + 1)
    if per and words[end].rstrip("s") == "day":
        return Quantity("rate", low, high, f"days/{per[0]}", hedged, False, start, per[1])
    if words[end].rstrip("s") == "year" and after[:1] == ["old"]:
        return Quantity("age", low, high, "years", hedged, False, start, end + 2)
    if after[:1] in (["away"], ["drive"], ["walk"], ["late"], ["early"], ["off"]):
        return None
    if low == high == 1.0 and after[:2] == ["or", "two"]:
        high = 2.0
    half = 0.5 if after[:3] == ["and", "a", "half"] else 0.0
    ago = any(word in ("ago", "back", "earlier") for word in after[: 3 + 6 * int(half)])
    unit = words[end].rstrip("s")
    return Quantity("duration", (low + half) * hours, (high + half) * hours, unit, hedged, ago, start, end + 1)


def _counted(
    words: Sequence[str], stems: Sequence[str], low: float, high: float, start: int, end: int, hedged: bool
) -> Quantity | None:
    """A bare number, or one with the noun that follows; "one" alone is a pronoun."""
    if low == high == 1.0 and words[start] in ("one", "once"):
        single = words[start] == "one" and end < len(stems) and stems[end] in _SINGLE
        return Quantity("count", 1.0, 1.0, stems[end], hedged, False, start, end) if single else None
    if words[end : end + 2] in (["of", "the"], ["of", "my"], ["of", "our"], ["of", "them"], ["of", "us"]):
        return Quantity("count", low, high, stems[end + 2] if end + 2 < len(stems) else "one", hedged, False, start, end)
    noun = stems[end] if end < len(stems) and words[end] not in listed("numbers", "not_a_noun") else ""
    if noun in ("o'clock",) or words[max(0, start - 2) : start] in (["half", "past"],):
        return None
    if words[max(0, start - 1) : start] in (["half"], ["past"], ["to"], ["number"]):
        return None
    if words[start] in ("couple", "few", "several") and not noun:
        return Quantity("plain", low, high, "", True, False, start, end)
    return Quantity("count" if noun else "plain", low, high, noun, hedged, False, start, end)


_LENGTHS = {"hours": (2.0, 20.0), "days": (48.0, 240.0), "weeks": (336.0, 1850.0), "months": (1400.0, 14000.0), "years": (17000.0, _LIFE)}
_LIFELONG = re.compile(
    r"\b(?:since (?:i was (?:a |an |very |quite )?(?:\w+ )?(?:kid|child|boy|girl|lad|lass|bairn|teenager|student|little|small|young|school)"
    r"|my (?:early |late |mid )?(?:teens|twenties|thirties|forties|fifties|childhood|youth|school days)|childhood|school|birth)"
    r"|all my life|my whole life|as long as i can remember|donkey 's years|donkeys years)\b"
)


def _bare_lengths(words: Sequence[str]) -> Iterator[Quantity]:
    """ "For weeks", "years, if I'm honest", "since my twenties": lengths without a number."""
    for place, word in enumerate(words):
        led = place == 0 or words[place - 1] in ("for", "been", "over", "on", "now", "lasted", "lasts")
        if word in _LENGTHS and led and words[place + 1 : place + 2] not in (["ago"], ["of"], ["old"]):
            low, high = _LENGTHS[word]
            yield Quantity("duration", low, high, "vague", True, True, place, place + 1)
    text = " ".join(words)
    found = _LIFELONG.search(text)
    if found:
        at = text[: found.start()].count(" ")
        yield Quantity("duration", 17000.0, _LIFE, "vague", True, True, at, at + found[0].count(" ") + 1)
    if words[:1] == ["all"] and words[1:2] in (["day"], ["night"], ["week"]):
        hours = HOURS[words[1]]
        yield Quantity("duration", hours / 3, hours, "vague", True, False, 0, 2)


def _last(words: Sequence[str]) -> Iterator[Quantity]:
    """ "Last month", "the other day": some time ago."""
    ranges = {"week": (48.0, 336.0), "month": (336.0, 1461.0), "year": (4383.0, 17532.0), "summer": (1461.0, 13149.0)}
    for place, word in enumerate(words[:-1]):
        if word == "last" and words[place + 1] in ranges:
            low, high = ranges[words[place + 1]]
            yield Quantity("duration", low, high, words[place + 1], True, True, place, place + 2)


def _every(words: Sequence[str]) -> Iterator[Quantity]:
    """ "Every day", "daily", "nearly every week": once in the period."""
    for place, word in enumerate(words):
        after = words[place + 1 :]
        if word == "every" and after[:1] == ["single"]:
            after = after[1:]
        period = {"day": "day", "night": "day", "morning": "day", "evening": "day", "week": "week", "month": "month"}
        if word == "every" and after and after[0] in period:
            yield Quantity("rate", 1.0, 1.0, f"every/{period[after[0]]}", False, False, place, place + 2)
        elif word == "every" and after[:2] == ["other", "day"]:
            yield Quantity("rate", 0.5, 0.5, "every/day", False, False, place, place + 3)


def _shares(words: Sequence[str]) -> Iterator[Quantity]:
    """ "Half the time", "every day", "never miss": how much of something is done."""
    text = f" {' '.join(words)} "
    for pattern, low, high in _SHARES:
        match = pattern.search(text)
        if match:
            at = text[: match.start()].count(" ")
            yield Quantity("share", low, high, "share", False, False, at, at + match[0].count(" ") - 1)
            return


_SHARES = tuple(
    (re.compile(rf" (?:{pattern}) "), low, high)
    for pattern, low, high in (
        (r"half (?:the|of the|my) (?:time|week|days|doses|tablets)|every other (?:day|one)|(?:three|four) days? (?:a|in the) week"
         r"|about half (?:of|the|my)|half of it|one day in two", 0.4, 0.6),
        (r"never (?:ever )?(?:miss|forget)(?: \w+)?|without fail|religiously|every (?:single )?(?:day|night|morning)|always take(?: it| them)?"
         r"|do not (?:ever )?(?:miss|forget)(?: \w+)?", 0.95, 1.0),
        (r"(?:miss|forget) (?:it|them|some|one|a few|a couple|the odd)|(?:do not|never) (?:always )?take (?:it|them)|not every day"
         r"|(?:hardly ever|rarely) take", 0.0, 0.9),
    )
)  # fmt: skip

_COUNTS = frozenset({
    *_VALUES, *_FEW, *HOURS, *(f"{unit}s" for unit in HOURS), *_LENGTHS, "hundred", "half", "quarter", "twice", "once", "every", "daily", "weekly",
    "monthly", "nightly", "summer", "since", "life", "long", "childhood", "birth", "donkeys", "miss", "misses", "missed", "forget", "forgets",
    "fail", "religiously", "take", "gram", "milligram", "thousand",
})  # fmt: skip
"""Words without one of which a sentence has no amount."""
