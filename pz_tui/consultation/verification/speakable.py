"""Speakable: what a person could say aloud in one breath."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.case import Case, Check, objection
from pz_tui.record.text import strip_controls

_LONGEST = 60
_FEWEST = 3
"""Words that come again in the shortest loop."""
_MARKUP = re.compile(
    r"https?://|www\.\w|\b\w+@\w+\.\w|</?[a-z][a-z0-9]*(?:\s[^>]*)?/?>|^\s*(?:[-*•]|\d+[.)])\s+\S|^#{1,6}\s|\*\*|__\w|`"
    r"|\|.*\||\\[nt]|&(?:nbsp|amp|lt|gt|quot);|\$\{|^\s*[{\[].*[:}\]]\s*$"
    r"|\s(?:\d+[.)]|[-•])\s+\w+.*\s(?:\d+[.)]|[-•])\s+\w+",
    re.IGNORECASE,
)
_HAS_WORD = re.compile(r"\w|…")


def speakable(case: Case) -> Check:
    """Objections to what is no speech at all."""
    text = case.brief.sentence
    if not _HAS_WORD.search(text):
        yield objection("unspeakable", "holds no word", text)
        return
    if strip_controls(text) != text or "\ufffd" in text:
        yield objection("unspeakable", "holds control or broken characters", strip_controls(text))
    found = _MARKUP.search(text)
    if found:
        yield objection("unspeakable", "holds markup, a list or an address", found[0])
    said = [word.text for word in case.words]
    if len(text.split()) > _LONGEST:
        yield objection("unspeakable", f"runs over {_LONGEST} words", " ".join(text.split()[:12]))
    loop = _loop(said)
    if loop:
        yield objection("unspeakable", "says the same words over and over", loop)
    elif any(case.plain == sentence for sentence in case.before_plain) and len(said) > 2:
        yield objection("unspeakable", "repeats a sentence of this reply", text)


def _loop(said: list[str]) -> str:
    """The words that come again and again without anything between them, or the empty text."""
    if len(said) - len(set(said)) < _FEWEST:
        return ""
    for size, least in ((1, 4), (2, 3), (3, 3), (4, 2), (5, 2), (6, 2)):
        for start in range(len(said) - size * least + 1):
            unit = said[start : start + size]
            if all(said[start + size * turn : start + size * (turn + 1)] == unit for turn in range(least)):
                return " ".join(unit * least)
    grams = [tuple(said[place : place + 4]) for place in range(len(said) - 3)]
    again = next((gram for gram in grams if grams.count(gram) > 2), None)
    return " ".join(again) if again else ""
