"""The short commands of the prompt: ``/exam chest``, ``/test fbc, troponin``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from pz_tui.consultation.turn import Ask, Understanding
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.schema import ExaminationKnowledge, OrderableTest

_CLOSE = 82
"""Similarity (0 to 100) from which a typo is taken for the name it is near to."""
_HEADS = {"/exam": "exam", "/examine": "exam", "/test": "test", "/order": "test"}


def command(text: str, library: Library) -> Understanding | None:
    """What a command asks for, or None when the text is none; what it names but nobody knows is kept as named."""
    word, _, rest = text.strip().partition(" ")
    head = _HEADS.get(word.lower())
    if head is None:
        return None
    table: Mapping[str, ExaminationKnowledge | OrderableTest]
    table = library.examinations if head == "exam" else library.tests
    names = [part.strip() for part in rest.replace(";", ",").replace(" and ", ",").split(",") if part.strip()]
    if head == "test" and not names:
        return None
    found = [_find(name, table) or _slug(name) for name in names or ["general"]]
    asks = tuple(Ask(head=head, object=id, form="statement", confidence=1.0, words=text) for id in dict.fromkeys(found))
    return Understanding(asks=asks, form="statement", confidence=1.0)


def completions(prefix: str, library: Library) -> tuple[str, ...]:
    """Whole lines that complete ``/exam …`` or ``/test …``, at most twelve; the commands for a bare slash."""
    word, space, rest = prefix.partition(" ")
    if not space:
        return tuple(f"{name} " for name in ("/exam", "/test") if name.startswith(word.lower())) if word else ()
    head = _HEADS.get(word.lower())
    if head is None:
        return ()
    before, _, part = rest.rpartition(",")
    lead = f"{word} {before}, " if before else f"{word} "
    table = library.examinations if head == "exam" else library.tests
    names = sorted(item.name for item in table.values())
    wanted = part.strip().lower()
    first = [name for name in names if name.lower().startswith(wanted)]
    also = [name for name in names if wanted in name.lower() and name not in first]
    short = _abbreviations(wanted, table.values()) if wanted else []
    return tuple(f"{lead}{name}" for name in dict.fromkeys([*short, *first, *also]))[:12]


def _abbreviations(wanted: str, items: Iterable[ExaminationKnowledge | OrderableTest]) -> list[str]:
    return [item.name for item in items if wanted in item.asked_as]


def _slug(name: str) -> str:
    return "_".join(name.lower().split())


def _find(name: str, table: Mapping[str, ExaminationKnowledge | OrderableTest]) -> str:
    wanted = name.lower().strip(" .?!")
    for id, item in table.items():
        if wanted in (id, id.replace("_", " "), item.name.lower(), *item.asked_as):
            return id
    spellings: Sequence[tuple[str, str]] = [
        (spelling, id) for id, item in table.items() for spelling in (item.name.lower(), *item.asked_as)
    ]
    best = process.extractOne(wanted, [spelling for spelling, _ in spellings], scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return spellings[best[2]][1] if best is not None else ""
