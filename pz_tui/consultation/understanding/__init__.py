"""Finds out what an utterance asks for and does: ``Understander.understand``.

The way of an utterance: ``text`` makes it even, ``clauses`` cuts it, ``names`` finds what it names, ``rules``
propose labels, ``reading`` chooses among them, ``leaning`` fills in what was left unsaid, ``framing`` and
``tone`` say how it was put.
"""

from __future__ import annotations

from pz_tui.consultation.turn import Understanding
from pz_tui.consultation.understanding.labels import ACTS, LEANING, head_of, public_label
from pz_tui.consultation.understanding.understander import Context, Understander

__all__ = ["Context", "Understander", "public_labels"]

_BESIDE = frozenset({"acknowledge", "signpost", "confirm", "thanks", "chitchat", "how_are_you"})
"""Small acts that say nothing by themselves beside a question."""

_SAID_BACK = frozenset({"acknowledge", "confirm"})
"""Those that say nothing beside another act either."""


def public_labels(understanding: Understanding) -> tuple[str, ...]:
    """The labels of the published set: special heads mapped, small acts beside a question left out."""
    labels = []
    for ask in understanding.asks:
        leaning = not ask.object and ask.subject and ask.head in LEANING
        labels.append(public_label(f"{ask.head}:{ask.subject}" if leaning else ask.label))
    labels = list(dict.fromkeys(labels))
    if any(head_of(label) not in ACTS for label in labels):
        labels = [label for label in labels if head_of(label) not in _BESIDE]
    elif len(labels) > 1:
        labels = [label for label in labels if label not in _SAID_BACK] or labels
    return tuple(labels)
