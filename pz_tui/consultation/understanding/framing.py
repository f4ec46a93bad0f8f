"""How something is asked: form, and the answer a leading question expects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pz_tui.consultation.turn import Form
from pz_tui.consultation.understanding.clauses import Clause
from pz_tui.consultation.understanding.labels import ACTS, QUESTIONS, head_of
from pz_tui.consultation.understanding.matcher import Matcher
from pz_tui.consultation.understanding.pattern import compiled
from pz_tui.consultation.understanding.tables import read_table
from pz_tui.record.base import Polarity

_A_WORD = 2
_FACETED = frozenset({
    "drug_history", "occupation", "smoking", "alcohol", "drugs", "impact", "allergies", "tried_treatment",
})  # fmt: skip
"""Heads whose objects are different questions rather than items of one."""
_OPEN_HEADS = frozenset({
    "open_invitation", "associated", "anything_else", "ideas", "concerns", "expectations", "impact",
    "circumstances", "social_history", "how_are_you",
})  # fmt: skip


def form_of(head: str, clause: Clause, leads: Polarity | None) -> Form:
    """How one ask was put; ``leads`` is what ``expected`` says of the clause."""
    if head in ACTS and clause.mood == "statement":
        return "statement"
    if leads is not None:
        return "leading"
    if _has("open", clause) or head in _OPEN_HEADS or (head == "symptom" and _has("how", clause)):
        return "open"
    return "closed"


def expected(clause: Clause) -> Polarity | None:
    """What a leading question wants to hear; None where it leaves the answer free."""
    if not clause.asks:
        return None
    if _has("denies", clause):
        return "absent"
    asks_if_fine = [token.base for token in clause.tokens[-2:]] == ["all", "right"]
    if len(clause.tokens) > _A_WORD and not asks_if_fine and _has("affirms", clause):
        return "present"
    return None


def asks_if_well(label: str, clause: Clause) -> bool:
    """Whether it asks for the function and not for the trouble: "can you lie flat?", "eating all right?"."""
    head, _, thing = label.partition(":")
    return head == "symptom" and thing in _functions() and _has("well", clause) and not _has("trouble", clause)


def asks_which(clause: Clause) -> bool:
    """Whether it wants a time, an amount, a name …, which no yes or no is."""
    return clause.mood != "statement" and _has("wh", clause)


def form_of_turn(forms: Sequence[Form], labels: Sequence[str]) -> Form:
    """The form of a whole turn: a list asks one thing of several items, a compound asks different things."""
    asked = [label for label in labels if head_of(label) in QUESTIONS]
    if len(asked) > 1:
        heads = {head_of(label) for label in asked}
        return "list" if len(heads) == 1 and not heads & _FACETED else "compound"
    questions = [form for form, label in zip(forms, labels, strict=True) if head_of(label) in QUESTIONS]
    return questions[0] if questions else (forms[0] if forms else "statement")


@cache
def _functions() -> frozenset[str]:
    return frozenset(read_table("tone/framing.toml")["functions"])


@cache
def _signs(name: str) -> Matcher[str]:
    return Matcher((compiled(source), name) for source in read_table("tone/framing.toml")[name])


def _has(name: str, clause: Clause) -> bool:
    return _signs(name).any(clause.tokens)
