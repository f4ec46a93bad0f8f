"""Finds what a clause names: symptoms, illnesses, drugs, tests, regions, relatives, factors.

Names come from ``names/*.toml`` (patterns) and from the knowledge library (literal names of its concepts,
tests, examinations and drugs), so that whatever the library knows is understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pz_tui.consultation.understanding.matcher import Matcher
from pz_tui.consultation.understanding.pattern import Mention, Pattern, compiled
from pz_tui.consultation.understanding.tables import read_folder
from pz_tui.consultation.understanding.text import Token, even
from pz_tui.knowledge.library import Library

KINDS = {
    "symptom": "symptom", "sign": "symptom", "diagnosis": "diagnosis", "drug": "drug", "drug_class": "drug",
    "test": "test", "examination": "region", "factor": "factor",
}  # fmt: skip
"""Kinds of the lexicon -> kinds of mention; the others only widen the good words of spelling."""

Payload = tuple[str, str]


class Names:
    """All names, and which mentions a clause holds."""

    def __init__(self, library: Library) -> None:
        own = list(_own())
        taken = {(pattern.source, kind) for pattern, (kind, _) in own}
        more = [
            (compiled(phrase), (kind, id)) for phrase, kind, id in _of(library) if (phrase, kind) not in taken
        ]
        self._matcher: Matcher[Payload] = Matcher(own + more)

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """The mentions of a clause in order; of overlapping ones of a kind only the fullest."""
        found = [
            Mention(match.start, match.end, kind, id, match.weight)
            for match, (kind, id) in self._matcher.find(tokens)
        ]
        found.sort(key=lambda one: (-one.weight, one.end - one.start, one.start))
        kept: list[Mention] = []
        for mention in found:
            if not any(_clash(mention, other) for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda one: (one.start, one.kind))


def _clash(mention: Mention, other: Mention) -> bool:
    return mention.kind == other.kind and mention.start < other.end and other.start < mention.end


def _own() -> Iterator[tuple[Pattern, Payload]]:
    for tables in read_folder("names").values():
        for kind, ids in tables.items():
            for id, patterns in ids.items():
                for pattern in patterns:
                    yield compiled(pattern), (kind, id)


def _of(library: Library) -> Iterator[tuple[str, str, str]]:
    """(phrase, kind, id) of everything the library has names for."""
    for concept in library.concepts.values():
        kind = KINDS.get(concept.kind)
        if kind:
            for name in {concept.name, *concept.lay, *concept.clinical}:
                yield from _phrase(name, kind, concept.id)
    for test in library.tests.values():
        for name in {test.name, *test.asked_as}:
            yield from _phrase(name, "test", test.id)
    for part in library.examinations.values():
        for name in {part.name, *part.asked_as}:
            yield from _phrase(name, "region", part.id)
    for drug in library.drugs.values():
        for name in {drug.name, *drug.lay}:
            yield from _phrase(name, "drug", drug.id)


def _phrase(name: str, kind: str, id: str) -> Iterator[tuple[str, str, str]]:
    words = even(name)
    if words and any(len(word) > 2 for word in words):
        yield " ".join(words), kind, id
