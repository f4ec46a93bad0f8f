"""Finds out what an utterance asks for and does."""

from __future__ import annotations

from pz_tui.consultation.turn import Ask, Understanding
from pz_tui.consultation.understanding.clauses import clauses_of
from pz_tui.consultation.understanding.labels import public_label
from pz_tui.consultation.understanding.names import Names
from pz_tui.consultation.understanding.reading import read_clause
from pz_tui.consultation.understanding.rules import Rules
from pz_tui.consultation.understanding.text import tokens_of
from pz_tui.knowledge.library import Library
from pz_tui.record.base import Frozen

__all__ = ["Context", "Understander", "public_labels"]


class Context(Frozen):
    """What the consultation so far tells about an utterance."""

    focus: str = ""
    focus_label: str = ""
    last_reply: str = ""
    proxy: bool = False
    earlier_labels: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


class Understander:
    """Understands utterances with the names of a library."""

    def __init__(self, library: Library) -> None:
        self._names = Names(library)
        self._rules = Rules()

    def understand(self, utterance: str, context: Context) -> Understanding:
        """What the utterance asks for and does, in order."""
        asks: list[Ask] = []
        for clause in clauses_of(tokens_of(utterance)):
            mentions = self._names.mentions(clause.tokens)
            for one in read_clause(clause, mentions, self._rules):
                head, _, thing = one.label.partition(":")
                words = utterance[clause.tokens[one.start].start : clause.tokens[one.end - 1].end]
                asks.append(Ask(head=head, object=thing, words=words))
        return Understanding(asks=tuple(asks), confidence=1.0 if asks else 0.0)


def public_labels(understanding: Understanding) -> tuple[str, ...]:
    """The labels of the published set alone."""
    return tuple(dict.fromkeys(public_label(ask.label) for ask in understanding.asks))
