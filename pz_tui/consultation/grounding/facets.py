"""Facets: which attribute of a thing is asked for, and of which of the patient's own things.

"When were you diagnosed with diabetes?" names an illness and asks since when; "what dose of ibuprofen?" names one of
several drugs. The label of an ask says what it is about; its words say which of the things known of that are wanted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pz_tui.consultation.grounding.recall import SYMPTOM_HEADS
from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.turn import Ask, Understanding
from pz_tui.knowledge.library import Library
from pz_tui.record.facts import Fact

_NAMED_IN = ("past_history", "drug_history", "allergies")
_MAY_NAME = frozenset({
    "pmh", "surgical", "hospitalisation", "drug_history", "allergies", "onset", "duration", "timing", "severity",
    "general_health",
})  # fmt: skip
_KIND_OF = {"drug": "drug_history", "hospitalisation": "pmh", "screening": "past_test"}
_OF_SYMPTOMS = frozenset({"symptom", "associated", "exam", *SYMPTOM_HEADS})
_GENERIC = frozenset({"painkiller", "painkillers", "tablet", "tablets", "medicine", "inhaler", "rash", "allergy"})
"""Names of many things, which name none."""
_PARTS = re.compile(r"(?<=[.?!])\s+")


class _Facet(NamedTuple):
    attributes: tuple[str, ...]
    of: frozenset[str]
    asked: re.Pattern[str]
    unless: re.Pattern[str] | None


@cache
def _facets() -> tuple[_Facet, ...]:
    table = tomllib.loads((Path(__file__).parent / "facets.toml").read_text(encoding="utf-8"))
    return tuple(
        _Facet(tuple(row["attributes"]), frozenset(row["of"]), re.compile("|".join(row["asked"])),
               re.compile("|".join(row["unless"])) if "unless" in row else None)
        for row in table["facets"]
    )  # fmt: skip


class Facets:
    """Sharpens the asks put to one patient."""

    def __init__(self, facts: Sequence[Fact], library: Library) -> None:
        self._facts = tuple(facts)
        own = {fact.concept for fact in facts if fact.section in _NAMED_IN and fact.polarity == "present"}
        self._names = {concept: _names(concept, library) for concept in own}

    def sharpened(self, understanding: Understanding, utterance: str) -> Understanding:
        """The understanding with the attribute and the thing of the record that each ask names."""
        if not understanding.asks:
            return understanding
        sentences = _PARTS.split(utterance)
        asks = tuple(self._sharp(ask, even(_sentence_of(ask, sentences))) for ask in understanding.asks)
        return understanding if asks == understanding.asks else understanding.model_copy(update={"asks": asks})

    def _sharp(self, ask: Ask, text: str) -> Ask:
        named = self._named(ask, text)
        kind = "symptom" if ask.head in _OF_SYMPTOMS else _KIND_OF.get(ask.head, ask.head)
        known = self._known(kind, named or ask.object or ask.subject)
        facet = next((attribute for one in _facets() if kind in one.of and one.asked.search(text)
                      and not (one.unless is not None and one.unless.search(text))
                      for attribute in one.attributes if attribute in known), "")  # fmt: skip
        facet = facet or self._place(ask, text)
        if not facet and not named:
            return ask
        subject = named or ask.subject
        return ask.model_copy(update={"facet": facet, "subject": subject})

    def _known(self, kind: str, concept: str) -> frozenset[str]:
        """The attributes that the record has of this kind of thing, with the factor where there is one."""
        heads = _OF_SYMPTOMS if kind == "symptom" else {kind}
        facts = [fact for fact in self._facts if fact.head in heads or (fact.section == "history_of_complaint"
                 and kind == "symptom")]  # fmt: skip
        if kind in ("pmh", "allergies", "drug_history") and concept in self._names:
            facts = [fact for fact in facts if fact.concept == concept]
        return frozenset(facet_of(fact) for fact in facts)

    def _named(self, ask: Ask, text: str) -> str:
        """The patient's own illness, drug or allergy that the sentence names."""
        if ask.head not in _MAY_NAME:
            return ""
        found = [(len(match[0]), concept) for concept, names in self._names.items()
                 if names is not None and (match := names.search(text))]  # fmt: skip
        return max(found, default=(0, ""))[1]

    def _place(self, ask: Ask, text: str) -> str:
        """"Does it go through to your back?": the fact about that very place."""
        if ask.head not in ("radiation", "site", "timing"):
            return ""
        facts = [fact for fact in self._facts if fact.head == ask.head and fact.factor]
        return next((facet_of(fact) for fact in facts
                     if re.search(rf"\b{re.escape(fact.factor.replace('_', ' '))}\b", text)), "")  # fmt: skip


def facet_of(fact: Fact) -> str:
    """The name of what the fact tells of its concept: the attribute, with its factor for places and nights."""
    return f"{fact.attribute}/{fact.factor}" if fact.factor and fact.head in ("radiation", "timing") else fact.attribute


def _sentence_of(ask: Ask, sentences: Sequence[str]) -> str:
    """The sentence that the ask's words stand in; the last when they stand in none."""
    return next((one for one in sentences if ask.words and ask.words in one), sentences[-1])


def _names(concept: str, library: Library) -> re.Pattern[str] | None:
    """What the thing is called, as a pattern; None where it has no name of its own."""
    known, drug = library.concepts.get(concept), library.drugs.get(concept)
    names: list[str] = [*((known.name, known.noun, *known.lay, *known.clinical) if known else ()),
                        *((drug.name, *drug.lay) if drug else ())]  # fmt: skip
    bare = {re.sub(r"^(?:an?|the|my) ", "", name.lower()) for name in names if len(name) > 3}
    bare -= _GENERIC
    words = sorted(bare, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})s?\b") if words else None
