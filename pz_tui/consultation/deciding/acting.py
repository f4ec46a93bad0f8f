"""Acts: which act of several a patient answers, and from which bank where nothing else decides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pz_tui.consultation.turn import Ask, Strategy

BANKS: Mapping[str, tuple[Strategy, str]] = {
    "greeting": ("social", "greet"),
    "introduction": ("social", "greet"),
    "how_are_you": ("social", "how_are_you"),
    "consent": ("consent", "agree"),
    "confidentiality": ("acknowledge", "confidence"),
    "privacy": ("consent", "private"),
    "signpost": ("acknowledge", "okay"),
    "empathy": ("react", "warmed"),
    "reassurance": ("react", "reassured"),
    "explanation": ("acknowledge", "okay"),
    "plan": ("react", "planned"),
    "safety_net": ("acknowledge", "safety_netted"),
    "check_agreement": ("consent", "agree"),
    "check_understanding": ("acknowledge", "makes_sense"),
    "invite_questions": ("own_question", "questions_own"),
    "thanks": ("acknowledge", "thanked"),
    "acknowledge": ("acknowledge", "okay"),
    "chitchat": ("social", "small_talk"),
    "closing": ("social", "ends"),
    "exam": ("submit_to_exam", "examined"),
    "exam_report": ("acknowledge", "okay"),
    "test": ("submit_to_exam", "tested"),
    "results_question": ("cannot_know", "results_asked"),
    "silence": ("social", "silence"),
    "summary": ("acknowledge", "confirmed"),
    "confirm": ("acknowledge", "confirmed"),
    "other": ("acknowledge", "okay"),
}
ACT_HEADS = frozenset({*BANKS, "diagnosis_told", "role_break", "repeat_request"})
"""Heads that are done to the patient rather than asked of them."""
BEFORE_ANSWERS = frozenset({"greeting", "introduction", "empathy", "how_are_you", "privacy", "consent"})
"""Acts that are met with a word even when a question follows."""
_RANK = (
    "role_break", "diagnosis_told", "plan", "closing", "exam", "test", "results_question", "how_are_you", "empathy",
    "reassurance", "invite_questions", "check_agreement", "safety_net", "check_understanding", "summary", "confirm",
    "repeat_request", "consent", "privacy", "confidentiality", "greeting", "introduction", "explanation", "exam_report",
    "signpost", "thanks", "chitchat", "silence", "acknowledge", "other",
)  # fmt: skip


_SENTENCES = re.compile(r"(?<=[.?!])\s+")


def asks_leave(act: Ask, questions: Sequence[Ask], utterance: str) -> bool:
    """Whether leave is asked for in a sentence of its own, so that it is given before the answer."""
    own = [part for part in _SENTENCES.split(utterance) if act.words and act.words in part]
    return any(part.endswith("?") and not any(ask.words and ask.words in part for ask in questions) for part in own)


def main_act(acts: list[Ask]) -> Ask | None:
    """The act that the patient answers when several come together."""
    known = [act for act in acts if act.head in ACT_HEADS]
    return min(known, key=lambda act: _RANK.index(act.head) if act.head in _RANK else len(_RANK), default=None)
