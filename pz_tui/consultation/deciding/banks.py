"""Phrase banks of the consultation: what is said where no fact is asked for."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.sentences import split
from pz_tui.record.persona import Mood, Persona

_HERE = Path(__file__).parent
_FILES = ("reactions", "puzzled", "here", "banks")
_TELLING = 3
"""Words from which a sentence is remembered as such: "Okay." may come again, "Will it hurt?" not."""


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _bank(name: str) -> Mapping[str, list[str]]:
    """A bank of any file; raises KeyError for an unknown one."""
    found: Mapping[str, list[str]] = next((table[name] for table in map(_table, _FILES) if name in table), {})
    if not found:
        raise KeyError(name)
    return found


def about(lead: str) -> str:
    """What the patient says they came about, by the lead symptom."""
    found: str = _table("puzzled")["about"].get(lead, "this")
    return found


def colours(persona: Persona, mood: Mood) -> tuple[str, ...]:
    """Which sub-banks fit, nearest first: strong mood before personality."""
    found = []
    if mood.irritation >= 0.5:
        found.append("irritated")
    if mood.anxiety >= 0.62:
        found.append("anxious")
    found.append({"overanxious": "anxious", "impatient": "irritated"}.get(persona.personality, persona.personality))
    found.append(persona.personality)
    if mood.trust >= 0.65:
        found.append("trusting")
    return tuple(dict.fromkeys(found))


def line(
    bank: str, persona: Persona, mood: Mood, rng: random.Random, *, avoid: Sequence[str] = (), **blanks: str
) -> str:
    """One line of a bank that fits persona and mood and was not just said; raises KeyError for an unknown bank."""
    lines = _bank(bank)
    for colour in colours(persona, mood):
        if colour in lines and rng.random() < 0.75:
            chosen = pick([_filled(text, blanks) for text in lines[colour]], rng, avoid)
            if chosen:
                return chosen
    return least_worn([_filled(text, blanks) for text in lines["any"]], rng, avoid)


def vague(matter: str, rng: random.Random, avoid: Collection[str] = (), *, pressed: bool = False) -> str:
    """What is said in place of a sensitive fact of this kind; ``pressed`` when it was asked several times."""
    table = _table("vague")
    banks = [table["pressed"], table["any"]] if pressed else [table["matters"][matter], table["any"], table["pressed"]]
    return next((text for bank in banks if (text := pick(bank, rng, avoid))), "") or rng.choice(banks[0])


def waved_off(times: int, rng: random.Random, avoid: Collection[str] = ()) -> str:
    """What is said to the second and any further thing that is kept back in one reply."""
    lines: list[str] = list(_table("vague")["also"])
    fresh = [text for text in lines if text not in avoid] or lines
    rng.shuffle(fresh)
    return fresh[(times - 1) % len(fresh)]


def lines(bank: str) -> tuple[str, ...]:
    """All the lines of a bank that fit anybody."""
    return tuple(_bank(bank)["any"])


def pick(lines: Sequence[str], rng: random.Random, avoid: Collection[str]) -> str:
    """One line that is not in ``avoid``, or the empty text."""
    fresh = [text for text in lines if not _stale(text, avoid)]
    return rng.choice(fresh) if fresh else ""


def least_worn(lines: Sequence[str], rng: random.Random, said: Sequence[str]) -> str:
    """One line that was not said yet; when all were, the one said longest ago."""
    fresh = pick(lines, rng, said)
    if fresh:
        return fresh
    last = {text: place for place, text in enumerate(said)}
    return min(lines, key=lambda text: max((last.get(part, -1) for part in (text, *split(text))), default=-1))


def _stale(text: str, avoid: Collection[str]) -> bool:
    """Whether the line, or what makes it more than an "okay", was just said."""
    return text in avoid or any(part in avoid for part in split(text) if len(part.split()) >= _TELLING)


def _filled(text: str, blanks: Mapping[str, str]) -> str:
    return text.format(**blanks) if blanks else text
