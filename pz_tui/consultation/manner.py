"""How kind or harsh an utterance is, as mood and disclosure see it."""

from __future__ import annotations

from pz_tui.consultation.turn import Understanding

MET = frozenset({"empathy", "concerns", "ideas", "reassurance", "explanation", "plan", "invite_questions"})
"""Heads that take up a worry."""
_KIND_ACTS = frozenset({"empathy", "privacy", "confidentiality", "consent"})
_KIND_TONES = frozenset({"empathy", "normalising", "reason", "leave_asked", "confidential", "apology"})


def heads_of(understanding: Understanding) -> frozenset[str]:
    """The heads of all that was asked and done."""
    return frozenset(ask.head for ask in understanding.asks)


def is_harsh(understanding: Understanding) -> bool:
    """Whether the words are rude or blaming, so that no courtesy in them counts."""
    return bool({"blame", "lecture", "rude"} & set(understanding.manner))


def is_warm(understanding: Understanding) -> bool:
    """Whether there is sympathy in the words."""
    return "empathy" in understanding.manner or "empathy" in heads_of(understanding)


def is_kind(understanding: Understanding) -> bool:
    """Whether the words make a delicate question easier: a reason, a norm, leave asked, sympathy, confidence.

    "I'm so sorry. How much do you drink?" is as kind as its first half.
    """
    if is_harsh(understanding):
        return False
    asked_kindly = any(ask.kind for ask in understanding.asks)
    return asked_kindly or bool(_KIND_ACTS & heads_of(understanding) or _KIND_TONES & set(understanding.manner))


def takes_up(understanding: Understanding) -> bool:
    """Whether the words take up a worry that was voiced."""
    return is_warm(understanding) or bool(MET & heads_of(understanding))
