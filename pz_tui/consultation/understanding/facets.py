"""Which side of a thing a question is after, where its label names the thing alone: "how long have you had it?"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pz_tui.consultation.understanding.clauses import Clause
from pz_tui.consultation.understanding.matcher import Matcher
from pz_tui.consultation.understanding.pattern import Mention, compiled
from pz_tui.consultation.understanding.tables import read_table


def facet_of(head: str, clause: Clause, mentions: Sequence[Mention] = ()) -> str:
    """The attribute asked for, as facts name it, or ``""`` for the thing itself."""
    if not any(head in entry["heads"] for entry in _table().values()):
        return ""
    found = {name for _, name in _signs().find(clause.tokens, mentions)}
    return next((name for name, entry in _table().items() if name in found and head in entry["heads"]), "")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return read_table("facets.toml")


@cache
def _signs() -> Matcher[str]:
    return Matcher((compiled(source), name) for name, entry in _table().items() for source in entry["signs"])
