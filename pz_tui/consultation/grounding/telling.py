"""Telling: whether an illness that the doctor names is told to the patient, ruled out, or only warned of.

"I don't think it's sinister, I think it's migraine" tells; "this isn't a heart attack" rules out; "the pill raises your
risk of stroke" does neither, and must not frighten as if it did.
"""

from __future__ import annotations

import re

from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.turn import Ask, Understanding

_CLAUSES = re.compile(r"[.;!?,:–]+|\s+-+\s+|\b(?:but|because|although|so that|rather than|as it|since it)\b")
_NEGATED = re.compile(r"\b(?:not|no sign of|no evidence of|ruled out|rule out|nothing to suggest|without|unlikely"
                      r"|excluded?|do not think|reassured|less likely)\b")  # fmt: skip
_WARNED = re.compile(r"\b(?:risks?|chances?|prevent\w*|protect\w*|lead to|leads to|stop you (?:having|getting)|avoid\w*"
                     r"|make sure|in case|to check for|another|future|more likely to (?:have|get))\b")  # fmt: skip


_TELLS = re.compile(r"\b(?:i|we) (?:think|believe|suspect|am sure|are sure)\b|\b(?:looks|sounds|seems) like\b")
_REPORTS = re.compile(r"\byou (?:have )?(?:said|told|mentioned)\b")


def tells_what_it_is(utterance: str) -> bool:
    """Whether the doctor gives a view of what it is, and does not say back the patient's."""
    text = even(utterance)
    return bool(_TELLS.search(text)) and not _REPORTS.search(text)


def sharpened(understanding: Understanding, utterance: str) -> Understanding:
    """The understanding with each named illness told, denied (polarity ``absent``) or merely mentioned."""
    if not any(ask.head == "diagnosis_told" for ask in understanding.asks):
        return understanding
    asks = tuple(_sharp(ask, utterance) if ask.head == "diagnosis_told" else ask for ask in understanding.asks)
    told = any(ask.head == "diagnosis_told" and ask.polarity is None for ask in asks)
    if told:
        asks = tuple(ask for ask in asks if ask.head != "diagnosis_told" or ask.polarity is None)
    return understanding.model_copy(update={"asks": asks})


def _sharp(ask: Ask, utterance: str) -> Ask:
    clause = clause_of(ask.words, utterance)
    if _WARNED.search(clause):
        return ask.model_copy(update={"head": "explanation", "object": ""})
    return ask.model_copy(update={"polarity": "absent"}) if _NEGATED.search(clause) else ask


def clause_of(words: str, utterance: str) -> str:
    """The clause in which the words stand, lower case; the whole utterance where they stand in none."""
    clauses = [even(part) for part in _CLAUSES.split(utterance)]
    return next((clause for clause in clauses if words and even(words) in clause), even(utterance))
