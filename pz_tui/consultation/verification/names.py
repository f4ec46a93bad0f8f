"""What can be named in a sentence: the lexicon and drugs of the library, and patients' own ways of saying them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pz_tui.consultation.verification.phrases import SKIPPED, Found, Phrases, longest
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.words import plain
from pz_tui.knowledge.library import Library

NameKind = Literal["condition", "drug", "procedure", "substance", "sign", "body_part", "relative", "factor", "test", "allergen"]
_KINDS: Mapping[str, NameKind] = {
    "symptom": "condition", "diagnosis": "condition", "sign": "sign", "drug": "drug", "drug_class": "drug",
    "procedure": "procedure", "substance": "substance", "body_part": "body_part", "relative": "relative",
    "factor": "factor", "test": "test",
}  # fmt: skip


_NEGATIVE = frozenset({"not", "no", "never", "nothing", "hardly", "barely", "none", "without"})
_FOODS = frozenset({"cholesterol", "calcium", "iron", "glucose"})
"""Names of tests that patients use for other things."""


class Name(NamedTuple):
    """What a phrase stands for.

    Attributes:
        denies: the phrase says that it is not there ("I can lie flat" for breathlessness on lying).
        negative: the phrase has a negation of its own ("can't stand the light").
        clinical: a clinician's word, not a patient's.
    """

    kind: NameKind
    id: str
    denies: bool = False
    clinical: bool = False
    negative: bool = False


class Fine(NamedTuple):
    """A part or function of the body of which "fine" denies the symptoms in ``absent``."""

    absent: tuple[str, ...]


@cache
def own_words() -> Mapping[str, Any]:
    """The table of patients' words."""
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


@cache
def _ways_of_saying() -> Mapping[str, Any]:
    """The table of how patients say that something is there."""
    return tomllib.loads((Path(__file__).parent / "says.toml").read_text(encoding="utf-8"))


class Names:
    """All names of a library, ready to be found."""

    def __init__(self, library: Library) -> None:
        entries = list(_entries(library))
        self._phrases = Phrases(
            (text, name._replace(negative=bool(_NEGATIVE & set(plain(text).split())))) for text, name in entries
        )
        self._parts = Phrases((text, name.id) for text, name in entries if name.kind == "body_part")
        self._factors = Phrases((text, name.id) for text, name in entries if name.kind == "factor")
        self._relatives = Phrases((text, name.id) for text, name in entries if name.kind == "relative")
        self._fine = Phrases((word, Fine(tuple(row["absent"]))) for row in own_words()["fine"] for word in row["of"])
        self.terms = _terms(library)
        self.kinds: dict[str, tuple[str, ...]] = _kinds(library)
        self._kin: dict[str, frozenset[str]] = {}

    def find(self, stems: list[str]) -> Iterator[Found[Name]]:
        """Every name in the sentence, with overlaps."""
        return self._phrases.find(stems)

    def find_fine(self, stems: list[str]) -> Iterator[Found[Fine]]:
        """Parts and functions of which something may be said to be fine."""
        return self._fine.find(stems)

    def find_relatives(self, stems: list[str]) -> list[Found[str]]:
        """The relatives named."""
        return longest(self._relatives.find(stems))

    def find_factors(self, stems: list[str]) -> frozenset[str]:
        """The factors named, whatever they do."""
        return frozenset(found.what for found in self._factors.find(stems))

    def find_parts(self, stems: list[str]) -> frozenset[str]:
        """The body parts named, whatever is said of them."""
        return frozenset(found.what for found in self._parts.find(stems))

    def kin(self, concept: str) -> frozenset[str]:
        """The concept with everything that is a kind of it."""
        if concept not in self._kin:
            found = {concept}
            fresh = {concept}
            while fresh:
                fresh = {kind for one in fresh for kind in self.kinds.get(one, ())} - found
                found |= fresh
            self._kin[concept] = frozenset(found)
        return self._kin[concept]


def _entries(library: Library) -> Iterator[tuple[str, Name]]:
    table = own_words()
    ambiguous = {_key(word) for word in table["ambiguous"]}
    functions = frozenset(table["functions"])
    for concept in library.concepts.values():
        kind = _KINDS.get(concept.kind)
        if kind is None:
            continue
        lay = {plain(text) for text in (*concept.lay, concept.noun)}
        if concept.id not in functions:
            free = kind in ("body_part", "relative", "factor")
            usable = (text for text in lay if _usable(text) and (free or _key(text) not in ambiguous))
            yield from ((text, Name(kind, concept.id)) for text in usable)
        for text in {plain(text) for text in (concept.name, *concept.clinical)} - lay:
            if _usable(text) and _key(text) not in ambiguous:
                yield text, Name(kind, concept.id, clinical=True)
    for drug in library.drugs.values():
        for text in {plain(drug.name), *(plain(text) for text in drug.lay)}:
            if _usable(text) and "tablet" not in text and _key(text) not in ambiguous:
                yield text, Name("drug", drug.id)
    for test in library.tests.values():
        for text in {plain(test.name), *(plain(text) for text in test.asked_as)}:
            if _usable(text) and _key(text) not in ambiguous and text not in _FOODS:
                yield text, Name("test", test.id)
    said = _ways_of_saying()
    for id, texts in said["says"].items():
        kind = "procedure" if id in ("admission", "operation", "cholecystectomy", "caesarean", "termination") else "condition"
        kind = "substance" if id in ("recreational_drugs", "cocaine", "cannabis") else kind
        yield from ((text, Name(kind, id)) for text in texts)
    yield from _hurts(said["hurts"])
    for id, texts in table["denies"].items():
        yield from ((text, Name("condition", id, denies=True)) for text in texts)
    for kind, rows in (("factor", table["factors"]), ("allergen", table["allergens"])):
        yield from ((text, Name(kind, id)) for id, texts in rows.items() for text in texts)  # type: ignore[arg-type]
    for id, texts in table["tests"].items():
        yield from ((text, Name("test", id)) for text in texts)
    for id, texts in table["drugs"].items():
        yield from ((text, Name("drug", id)) for text in texts)


def _hurts(table: Mapping[str, Any]) -> Iterator[tuple[str, Name]]:
    """ "My guts are killing me": each part with each word of hurting, in either order."""
    single = "|".join(word for word in table["words"] if " " not in word)
    longer = [word for word in table["words"] if " " in word]
    for id, parts in table["parts"].items():
        for part in parts:
            name = Name("condition", id)
            yield from ((f"{part} * {word}", name) for word in (single, *longer))
            yield f"{single} * {part}", name


def _terms(library: Library) -> dict[str, list[tuple[str, int]]]:
    """First word -> clinicians' names as they are written, with the level of language that brings them."""
    levels = {"A": 0, "B": 1, "C": 2}
    lay = {plain(text) for concept in library.concepts.values() for text in (*concept.lay, concept.noun)}
    found: dict[str, list[tuple[str, int]]] = {}
    for concept in library.concepts.values():
        if concept.kind in ("drug", "drug_class"):
            continue
        for text in {plain(text) for text in (concept.name, *concept.clinical)} - lay:
            if len(text) > 4 and not text.startswith("?"):
                found.setdefault(text.split()[0], []).append((text, levels[concept.understood_from]))
    return found


def _key(text: str) -> str:
    return " ".join(stem(word) for word in plain(text).split() if word not in SKIPPED)


def _usable(text: str) -> bool:
    return len(text) > 2 and text not in ("all", "out", "not")


def _kinds(library: Library) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, list[str]] = {}
    for concept in library.concepts.values():
        for wider in concept.broader:
            kinds.setdefault(wider, []).append(concept.id)
    for drug in library.drugs.values():
        kinds.setdefault(drug.drug_class, []).append(drug.id)
    return {wider: tuple(narrower) for wider, narrower in kinds.items()}
