"""Addressing: a patient does not speak to the doctor as if the doctor were the one who is ill.

Small models change sides: they explain the illness, comfort, and tell the hearer what the hearer has been taking.
The plain "you" of a patient ("you said", "you know how it is", "can you help?") passes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pz_tui.consultation.verification.case import Case, Check, objection

_MESSAGES = {
    "about_the_hearer": "speaks to the doctor as if the doctor were ill",
    "about_what_is_theirs": "speaks to the doctor as if the doctor were ill",
    "explains_an_illness": "explains an illness instead of having it",
}
_QUOTED = re.compile(r"\b(?:said|says|told|tells|reckons?|thinks?|read|asked|heard|wonder(?:ed|ing)?|wondering if|do you think)\b")
"""Words after which the sentence gives back what somebody else said."""
_GENERAL = re.compile(r"\b(?:when|if|whenever|once|until|unless|makes?|making|so that) (?:you|your)\b|\byou (?:know|find|lie|sit|think|get|try|go)\b")
"""Signs that "you" is anybody."""


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    table = tomllib.loads((Path(__file__).parent / "addressing.toml").read_text(encoding="utf-8"))
    return {name: re.compile("|".join(rf"\b(?:{text})" for text in texts)) for name, texts in table.items()}


def addressing(case: Case) -> Check:
    """Objections to speaking as one who treats, and to agreeing where something was asked."""
    patterns = _patterns()
    if "?" not in case.brief.sentence and not _QUOTED.search(case.plain):
        for name, message in _MESSAGES.items():
            found = patterns[name].search(case.plain)
            if found and not (name == "about_what_is_theirs" and _GENERAL.search(case.plain)):
                yield objection("role", message, found[0])
                return
    agreed = patterns["agrees_to_a_statement"].match(case.plain)
    if agreed and not case.brief.before and _only_asked(case):
        yield objection("role", "agrees where something was asked", agreed[0])


def _only_asked(case: Case) -> bool:
    """Whether the doctor asked something and put nothing to the patient as so."""
    asks = case.brief.understanding.asks
    put = {"confirm", "explanation", "reassurance", "empathy", "diagnosis_told", "plan", "advice", "acknowledge"}
    return "?" in case.brief.utterance and not any(
        ask.form in ("leading", "statement") or ask.head in put for ask in asks
    )
