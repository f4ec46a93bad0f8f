"""What lies in how something is said: tones that move the mood, and signs that it is not the doctor who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pz_tui.consultation.turn import StepOutReason
from pz_tui.consultation.understanding.matcher import Matcher
from pz_tui.consultation.understanding.pattern import compiled
from pz_tui.consultation.understanding.tables import read_table
from pz_tui.consultation.understanding.text import Token

KIND = frozenset({"normalising", "reason", "leave_asked"})
"""Tones that make a delicate question easier to answer."""

_NHS_NUMBER = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")
_RECORD_NUMBER = re.compile(r"\b(?:nhs|mrn|chi|hospital|patient)\s*(?:no|number|id|#)?\.?\s*:?\s*\d{5,}", re.I)
_DATE_OF_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|born|date of birth)\b[^\d\n]{0,12}\d{1,2}[./ -]\w{1,9}[./ -]\d{2,4}", re.I
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_FULL_NAME = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Name:?|Patient:?)\.? +[A-Z][a-z]+(?: +[A-Z][a-z]+)?")
_LONG = 400
_URGENT_FIRST: tuple[StepOutReason, ...] = ("self_harm", "self_harm_unclear", "own_health")


class Tones:
    """The tables of tone, compiled."""

    def __init__(self) -> None:
        self._manner = _matcher(read_table("tone/manner.toml"))
        self._step_out = _matcher(read_table("tone/step_out.toml"))

    def manner(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """Tones of the whole utterance, each once, in the order they appear in the table."""
        return tuple(dict.fromkeys(tone for _, tone in self._manner.find(tokens)))

    def step_out(self, text: str, tokens: Sequence[Token]) -> StepOutReason | None:
        """Why the program should step out of the role, or None.

        Self-harm goes before everything; a question to the patient about it is never taken for it.
        """
        if holds_real_data(text):
            return "real_data"
        found = {reason for sentence in _sentences(tokens) for reason in self._of(sentence)}
        for reason in _URGENT_FIRST:
            if reason in found:
                return reason
        return None

    def _of(self, tokens: Sequence[Token]) -> set[str]:
        found = {reason for _, reason in self._step_out.find(tokens)}
        return set() if "not_step_out" in found else found


def holds_real_data(text: str) -> bool:
    """Identifiers of a real person seem to be pasted in: a record number, or two other kinds together."""
    if _RECORD_NUMBER.search(text):
        return True
    signs = [bool(one.search(text)) for one in (_NHS_NUMBER, _DATE_OF_BIRTH, _POSTCODE, _FULL_NAME)]
    return sum(signs) >= 2 or (any(signs[:3]) and len(text) > _LONG)


def _matcher(table: dict[str, Iterable[str]]) -> Matcher[str]:
    return Matcher((compiled(source), name) for name, sources in table.items() for source in sources)


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    out: list[list[Token]] = [[]]
    for token in tokens:
        out[-1].append(token)
        if token.after in (".", "?"):
            out.append([])
    return [part for part in out if part]
