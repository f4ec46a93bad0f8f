"""Finds what a clause names: symptoms, illnesses, drugs, tests, regions, relatives, factors.

Names come from ``names/*.toml`` (patterns) and from the knowledge library (its concepts, tests, examinations and
drugs, word by word), so that whatever the library knows is understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pz_tui.consultation.understanding.matcher import Matcher
from pz_tui.consultation.understanding.pattern import Mention, Pattern, compiled, function_words, word_set
from pz_tui.consultation.understanding.tables import built, read_folder
from pz_tui.consultation.understanding.text import Token, base_form, even, is_shorthand
from pz_tui.knowledge.library import Library

KINDS = {
    "symptom": "symptom", "sign": "symptom", "diagnosis": "diagnosis", "drug": "drug", "drug_class": "drug",
    "test": "test", "examination": "region", "factor": "factor",
}  # fmt: skip
"""Kinds of the lexicon -> kinds of mention."""
_PARTS, _WHOLES = frozenset({"symptom", "factor"}), frozenset({"symptom", "diagnosis"})
"""Kinds whose names may stand inside a longer name, and the kinds of that."""
_OWN_WORD = frozenset({"breathing", "coughing", "sleep_factor", "fatigue_factor", "swallowing", "eating"})
"""Factors whose words also make up the names of troubles."""
_BRINGS_ON = frozenset({"on", "with", "when", "after", "if", "during", "at", "worse"})
_TOO_SHORT = 2
_LONGEST = 8

Payload = tuple[str, str]


class Names:
    """All names, and which mentions a clause holds.

    Attributes:
        jargon: clinical names that only people with training know, in base form.
    """

    def __init__(self, library: Library) -> None:
        self._matcher: Matcher[Payload] = Matcher(_own())
        self._literal: dict[str, list[Payload]] = {}
        self.jargon: dict[str, str] = {}
        ambiguous = word_set("ambiguous")
        for name, kind, id in _of(library):
            words = "" if is_shorthand(name) else _bases(name)
            if len(words) > _TOO_SHORT and words not in ambiguous:
                payloads = self._literal.setdefault(words, [])
                if (kind, id) not in payloads:
                    payloads.append((kind, id))
        for concept in library.concepts.values():
            if concept.understood_from == "C":
                for name in (concept.name, *concept.clinical):
                    words = _bases(name)
                    if words == " ".join(base_form(word) for word in name.lower().split()):
                        self.jargon.setdefault(words, name.lower())
        self._opening = {words.partition(" ")[0] for words in (*self._literal, *self.jargon) if words}

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """The mentions of a clause in order; of overlapping ones of a kind only the fullest."""
        found = [
            Mention(match.start, match.end, kind, id, match.weight)
            for match, (kind, id) in self._matcher.find(tokens)
        ]
        found += self._spelled_out(tokens)
        found.sort(key=lambda one: (-one.weight, one.end - one.start, one.start))
        kept: list[Mention] = []
        for mention in found:
            if not any(_clash(mention, other) for other in kept):
                kept.append(mention)
        kept = [one for one in kept
                if not any(_part_of(one, other, tokens) or _is_itself(one, other, kept) for other in kept)]  # fmt: skip
        return sorted(kept, key=lambda one: (one.start, one.kind))

    def terms(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """Clinical terms that need training to be understood; shorthand is not one, it is read written out."""
        found = (self.jargon[words] for _, _, words in self._stretches(tokens) if words in self.jargon)
        return tuple(dict.fromkeys(found))

    def words(self) -> Iterator[str]:
        """Every single word of the names, for spelling."""
        yield from self._matcher.words()
        for words in self._literal:
            yield from words.split()

    def _spelled_out(self, tokens: Sequence[Token]) -> Iterator[Mention]:
        for start, end, words in self._stretches(tokens):
            for kind, id in self._literal.get(words, ()):
                weight = sum(0.4 if word in function_words() else 1.0 for word in words.split())
                yield Mention(start, end, kind, id, weight)

    def _stretches(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        bases = [token.base for token in tokens]
        for start, base in enumerate(bases):
            if base in self._opening:
                for end in range(start + 1, min(len(bases), start + _LONGEST) + 1):
                    yield start, end, " ".join(bases[start:end])


def phrases(library: Library) -> Iterator[str]:
    """Every name of the library, for what is built beforehand."""
    for name, _, _ in _of(library):
        yield name
    for concept in library.concepts.values():
        yield from (concept.name, *concept.clinical)


def _clash(mention: Mention, other: Mention) -> bool:
    return mention.kind == other.kind and mention.start < other.end and other.start < mention.end


def _part_of(mention: Mention, other: Mention, tokens: Sequence[Token]) -> bool:
    """Whether the name is only a part of another thing's: the breath in "short of breath", the fever in "hay fever".

    What brings a trouble on is no part of its name ("breathless on exertion").
    """
    if any(token.base in _BRINGS_ON for token in tokens[other.start : mention.start]):
        return False
    if mention.kind == "factor" and mention.id not in _OWN_WORD:
        return False
    longer = other.end - other.start > mention.end - mention.start
    within = other.start <= mention.start and mention.end <= other.end
    return longer and within and mention.kind in _PARTS and other.kind in _WHOLES


def _is_itself(mention: Mention, other: Mention, every: Sequence[Mention]) -> bool:
    """Whether a factor is the trouble itself, where another is asked for: "is the cough worse lying down?"."""
    same = (mention.start, mention.end) == (other.start, other.end)
    if mention.kind != "factor" or other.kind != "symptom" or not same:
        return False
    return any(one.kind == "factor" and one.start >= mention.end for one in every)


def _bases(name: str) -> str:
    known = built()["even"].get(name)
    return str(known) if known is not None else bases(name)


def bases(name: str) -> str:
    """The words of a name as tokens have them."""
    return " ".join(base_form(word) for word in even(name))


def _own() -> Iterator[tuple[Pattern, Payload]]:
    for tables in read_folder("names").values():
        for kind, ids in tables.items():
            for id, patterns in ids.items():
                for pattern in patterns:
                    yield compiled(pattern), (kind, id)


def _of(library: Library) -> Iterator[tuple[str, str, str]]:
    """(name, kind, id) of everything the library has names for."""
    for concept in library.concepts.values():
        kind = KINDS.get(concept.kind)
        if kind:
            for name in (concept.name, *concept.lay, *concept.clinical):
                yield name, kind, concept.id
    for test in library.tests.values():
        for name in (test.name, *test.asked_as):
            yield name, "test", test.id
    for part in library.examinations.values():
        for name in (part.name, *part.asked_as):
            yield name, "region", part.id
    for drug in library.drugs.values():
        for name in (drug.name, *drug.lay):
            yield name, "drug", drug.id
    for matter in library.everyday:
        for name in matter.asked_as:
            yield name, "everyday", matter.topic
