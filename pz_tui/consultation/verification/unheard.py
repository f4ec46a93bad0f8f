"""Unheard: clinical words that neither the record nor the talk so far has. To say one of them is to invent.

The lexicon says what a word stands for; here it is enough that it can stand for nothing harmless.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.words import plain


@cache
def _clinical() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First stem -> the stems of each clinical name that begins with it, and its kind."""
    table = tomllib.loads((Path(__file__).parent / "clinical.toml").read_text(encoding="utf-8"))
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, names in table.items():
        for name in names:
            stems = tuple(stem(word) for word in plain(name).split())
            found.setdefault(stems[0], []).append((stems, kind))
    return {first: tuple(rest) for first, rest in found.items()}


def unheard(case: Case, ledger: Ledger) -> None:
    """Object to a clinical word that nothing in the record or in this talk holds."""
    reading = case.reading
    if ledger.objections:
        return
    for place, first in enumerate(reading.stems):
        for stems, kind in _clinical().get(first, ()):
            if tuple(reading.stems[place : place + len(stems)]) != stems or place in reading.idle or not reading.asserted(place):
                continue
            if reading.clause_at(place).conditional and place in reading.clause_at(place).conditional:
                continue
            if not case.heard(stems):
                ledger.object("invention", f"names a {kind} that the record does not hold", reading.bit(place, place + len(stems)))
                return
