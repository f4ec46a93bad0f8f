"""Hidden: the names of the diagnosis that must not be said."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.reading import content_of
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.words import plain

_KINDS = frozenset(stem(word) for word in ("acute", "mild", "moderate", "severe", "classic", "classical", "clinical", "major", "non", "st", "episode"))


def names_of(record_names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the diagnosis in plain words, without those too short to be sure of in speech."""
    found = {plain(re.sub(r"\(.*?\)", "", name)) for name in record_names}
    return tuple(sorted((name for name in found if len(name) > 2), key=len, reverse=True))


def stems_of(names: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The meaningful stems of each name of more than one word, without those that say only how bad or what kind."""
    found = (content_of([stem(word) for word in name.split()]) - _KINDS for name in names)
    return tuple(dict.fromkeys(words for words in found if len(words) > 1))
