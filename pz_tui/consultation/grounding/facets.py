"""Facets: which attribute of a thing is asked for, and of which of the patient's own things.

"When were you diagnosed with diabetes?" names an illness and asks since when; "what dose of ibuprofen?" names one of
several drugs. The label of an ask says what it is about; its words say which of the things known of that are wanted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pz_tui.consultation.grounding.recall import OF_A_DRUG as _OF_A_DRUG
from pz_tui.consultation.grounding.recall import SYMPTOM_HEADS
from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.turn import ASK_BACK_BELOW, Ask, Understanding
from pz_tui.knowledge.library import Library
from pz_tui.record.facts import Fact

_NAMED_IN = ("past_history", "drug_history", "allergies")
_MAY_NAME = frozenset({
    "pmh", "surgical", "hospitalisation", "drug_history", "allergies", "onset", "duration", "timing", "severity",
    "general_health",
})  # fmt: skip
_KIND_OF_SECTION = {"past_history": "pmh", "drug_history": "drug_history", "allergies": "allergies"}
_KIND_OF = {"drug": "drug_history", "hospitalisation": "pmh", "screening": "past_test"}
_OF_SYMPTOMS = frozenset({"symptom", "associated", "exam", *SYMPTOM_HEADS})
_GENERIC = frozenset({"painkiller", "painkillers", "tablet", "tablets", "medicine", "inhaler", "rash", "allergy"})
"""Names of many things, which name none."""
_BESIDE = frozenset({"greeting", "introduction", "empathy", "thanks", "acknowledge", "signpost"})
"""Acts that stand beside a question in the same sentence."""
_SURE, _LIKELY = 0.9, 0.5
"""Confidence where two ways of reading agree on what is asked: of the thing named as well, of its side alone."""
_OWN_FACTOR = {"fatigue_factor", "coughing", "breathing", "sleep_factor", "stress_factor", "activity"}
"""Factors that are called like the trouble itself, or like what eases it ("does anything lift it?")."""
_OF_FACTORS = frozenset({"photophobia", "phonophobia", "osmophobia"})
"""Troubles that the name of a factor names as well ("worse with bright lights")."""
_HABITS = frozenset({"smoking", "alcohol", "caffeine", "drugs", "drug_history"})
_LEANS = frozenset({"severity", "timing", "duration", "onset", "drug_history"})
_WHAT_MAKES = re.compile(
    r"^(?:(?:and|so|but|ok|okay|right|well|now) )*"
    r"(?:what|(?:does|is there|have you (?:found|tried)|did) anything|anything)\b"
)
_ALIKE_FROM, _NEARLY = 6, 0.82
"""Letters from which a slip of the fingers still names a drug, and how alike the two must be."""
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


class _Idiom(NamedTuple):
    symptom: str
    attribute: str
    head: str
    asked: re.Pattern[str]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "idioms.toml").read_text(encoding="utf-8"))


@cache
def _idioms() -> tuple[_Idiom, ...]:
    return tuple(_Idiom(row["symptom"], row["attribute"], row["head"], re.compile("|".join(row["asked"])))
                 for row in _table()["idioms"])  # fmt: skip


@cache
def _narrowed() -> tuple[tuple[str, str, frozenset[str], re.Pattern[str]], ...]:
    return tuple((row["head"], row["object"], frozenset(row.get("instead_of", (row["head"],))),
                  re.compile("|".join(row["asked"]))) for row in _table()["narrowed"])  # fmt: skip


@cache
def _called() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((id, re.compile(rf"\b(?:{'|'.join(names)})\b")) for id, names in _table()["called"].items())


class Facets:
    """Sharpens the asks put to one patient.

    ``symptoms_in`` gives the symptoms that words name, in order.
    """

    def __init__(self, facts: Sequence[Fact], library: Library, symptoms_in: Callable[[str], Sequence[str]]) -> None:
        self._facts = tuple(facts)
        self._symptoms_in, self._concepts = symptoms_in, library.concepts
        self._own = {fact.concept for fact in facts if fact.head == "symptom" and fact.polarity == "present"}
        self._sections = {fact.concept: fact.section for fact in facts if fact.section in _NAMED_IN}
        own = {fact.concept for fact in facts if fact.section in _NAMED_IN and fact.polarity == "present"}
        self._names = {concept: _names(concept, library) for concept in own}
        self._drugs = {
            id: [name.lower() for name in (drug.name, *drug.lay) if len(name) >= _ALIKE_FROM and " " not in name]
            for id, drug in library.drugs.items() if id in own
        }  # fmt: skip
        self._known_drugs = {name.lower() for drug in library.drugs.values() for name in (drug.name, *drug.lay)}
        self._lead = next((fact.concept for fact in facts if fact.id == "complaint"), "")

    def sharpened(self, understanding: Understanding, utterance: str) -> Understanding:
        """The understanding with the attribute and the thing of the record that each ask names."""
        sentences = _PARTS.split(_corrected(utterance, understanding.corrections))
        found = [ask for sentence in sentences if (ask := self._idiom(sentence)) is not None]
        if found and not any(ask.head == "role_break" for ask in understanding.asks):
            return self._with(understanding, found)
        if not understanding.asks:
            unread = [ask for sentence in sentences if (ask := self._unread(sentence)) is not None]
            return self._with(understanding, unread) if unread else understanding
        slips = understanding.corrections
        beside = any(ask.head not in _BESIDE and ask.confidence >= _SURE for ask in understanding.asks)
        asks = tuple(self._sharp(ask, even(_sentence_of(ask, sentences, slips)), beside=beside)
                     for ask in understanding.asks)  # fmt: skip
        asks = self._bound(asks, understanding)
        if asks == understanding.asks:
            return understanding
        sure = max((ask.confidence for ask in asks if ask not in understanding.asks), default=0.0)
        return understanding.model_copy(update={"asks": asks, "confidence": max(sure, understanding.confidence)})

    def _bound(self, asks: tuple[Ask, ...], understanding: Understanding) -> tuple[Ask, ...]:
        """The asks without those that only go on with another ("what do you drink, and how much?")."""
        kept = []
        for ask in asks:
            sides = [one for one in asks if one is not ask and one.head in _HABITS and one.facet == "amount"]
            leans = ask.head in _LEANS and not ask.facet and (not ask.object or ask.object == "dose")
            bare = ask.head == "drug_history" and ask.object not in _OF_A_DRUG and not ask.facet and any(
                one.head == "drug_history" and one.object in _OF_A_DRUG for one in asks)  # fmt: skip
            surer = (one for one in asks if one.head not in _BESIDE and one.confidence >= _SURE)
            doubtful = ask.confidence < _LIKELY and any(one.head != ask.head for one in surer)
            if not bare and not doubtful and not (sides and leans and not self._named_symptom(even(ask.words))):
                kept.append(ask)
        return tuple(kept) or understanding.asks

    def _with(self, understanding: Understanding, found: Sequence[Ask]) -> Understanding:
        """The understanding with the idioms in place of what their sentences were taken for; acts stay."""
        taken = [even(ask.words) for ask in found]
        kept = [ask for ask in understanding.asks
                if ask.head in _BESIDE or not any(even(ask.words) in one for one in taken)]  # fmt: skip
        asks = (*kept, *found)
        return understanding.model_copy(update={"asks": asks, "confidence": max(_SURE, understanding.confidence)})

    def _idiom(self, sentence: str) -> Ask | None:
        """The one side of the one trouble that a sentence can only ask for, where the patient has both."""
        text = even(sentence)
        for one in _idioms():
            if not one.asked.search(text):
                continue
            own = any(fact.concept == one.symptom and fact.attribute == one.attribute for fact in self._facts)
            if own:
                return Ask(head=one.head, subject=one.symptom, facet=one.attribute, words=sentence, wh=True,
                           confidence=_SURE)  # fmt: skip
        return None

    def _sharp(self, ask: Ask, text: str, *, beside: bool) -> Ask:
        """The ask by its words; ``beside``: another question is sure, so that a doubtful one is none."""
        ask = self._of_symptom(ask, text)
        for head, object, others, asked in _narrowed():
            meant = ask.label == head or ask.head in others - {head} or ask.confidence < ASK_BACK_BELOW
            if meant and asked.search(text):
                sure = max(_SURE, ask.confidence)
                ask = ask.model_copy(update={"head": head, "object": object, "wh": True, "confidence": sure})
        named = self._named(ask, text)
        kind = "symptom" if ask.head in _OF_SYMPTOMS else _KIND_OF.get(ask.head, ask.head)
        kind = _KIND_OF_SECTION.get(self._sections.get(named, ""), kind)
        known = self._known(kind, named or (ask.object if self._own_symptom(ask.object) else "") or ask.subject)
        says = ask.head in _HABITS - {"drug_history"} and ask.object in known  # "smoking:amount" names its side itself
        told = ask.object if says else ""
        facet = told or _facet_in(kind, text, known) or self._place(ask, text)
        if not facet and not named:
            return self._of_presence(ask, text)
        plain = bool(named or (kind == "symptom" and self._named_symptom(text))) and bool(facet)
        likely = facet and not beside
        sure = max(_SURE if plain else _LIKELY if likely else 0.0, ask.confidence)
        return ask.model_copy(update={"facet": facet, "subject": named or ask.subject, "confidence": sure})

    def _of_presence(self, ask: Ask, text: str) -> Ask:
        """The ask as one for the side of a trouble that its words name.

        It may have been taken for one whether the trouble is there, or for nothing for sure; where two ways of
        reading agree on what is asked, it is sure.
        """
        own = self._named_symptom(text)
        if not own:
            agreed = ask.head in SYMPTOM_HEADS and ask.head == _facet_in("presence", text, SYMPTOM_HEADS)
            return ask.model_copy(update={"confidence": max(_LIKELY, ask.confidence)}) if agreed else ask
        factor = ask.head in ("aggravating", "relieving") and bool(ask.object)
        facet = _facet_in("presence", text, self._known("symptom", own))
        agreed = ask.head in SYMPTOM_HEADS and ask.head in (facet, _facet_in("presence", text, SYMPTOM_HEADS))
        if factor or agreed:
            return ask.model_copy(update={"confidence": max(_SURE, ask.confidence)})
        presence = ask.head == "symptom" and own == self._own_symptom(ask.object)
        described = ask.head == "open_invitation" and text.startswith("describe")
        doubtful = ask.confidence < ASK_BACK_BELOW
        return self._side(ask, own, facet) if facet and (presence or described or doubtful) else ask

    @staticmethod
    def _side(ask: Ask, own: str, facet: str) -> Ask:
        sure = max(_SURE, ask.confidence)
        return ask.model_copy(update={"head": facet, "object": "", "subject": own, "facet": facet, "confidence": sure})

    def _unread(self, sentence: str) -> Ask | None:
        """What a sentence asks of a trouble of the patient's that was not taken for any question."""
        text = even(sentence)
        own = self._named_symptom(text)
        facet = _facet_in("presence", text, self._known("symptom", own)) if own else ""
        facet = facet or (_facet_in("presence", text, SYMPTOM_HEADS) if own else "")
        return self._side(Ask(head=facet, words=sentence), own, facet) if facet else None

    def _named_symptom(self, text: str) -> str:
        """The first trouble of the patient's own that the words name."""
        called = next((id for id, names in _called() if id in self._own and names.search(text)), "")
        return called or next((own for id in self._symptoms_in(text) if (own := self._own_symptom(id))), "")

    # --- which trouble ----------------------------------------------------------------------------------------

    def _of_symptom(self, ask: Ask, text: str) -> Ask:
        """The ask with the patient's own trouble that its sentence names, where it names none itself."""
        if ask.head not in SYMPTOM_HEADS or self._own_symptom(ask.object):
            return ask
        named = self._named_symptom(text)
        if not named or (named in _OF_FACTORS and ask.object):
            return ask
        itself = ask.object in _OWN_FACTOR and _WHAT_MAKES.match(text) is not None
        other = ask.head not in ("aggravating", "relieving") and self._is_symptom(ask.object)
        return ask.model_copy(update={"subject": named, "object": "" if itself or other else ask.object})

    def _own_symptom(self, id: str) -> str:
        """The patient's own trouble of that name or kind; empty where they have none such."""
        if id in self._own:
            return id
        kinds = [own for own in self._own if id and id in self._above(own)] or sorted(self._above(id) & self._own)
        return min(kinds, key=lambda own: (own != self._lead, own), default="")

    def _above(self, id: str) -> set[str]:
        """What a concept is a kind of, at any remove."""
        found: set[str] = set()
        todo = [id]
        while todo:
            known = self._concepts.get(todo.pop())
            new = set(known.broader) - found if known else set()
            found |= new
            todo += sorted(new)
        return found

    def _is_symptom(self, id: str) -> bool:
        known = self._concepts.get(id)
        return known is not None and known.kind in ("symptom", "sign")

    # --- which side of it -------------------------------------------------------------------------------------

    def _known(self, kind: str, concept: str) -> frozenset[str]:
        """The attributes that the record has of this kind of thing, with the factor where there is one."""
        heads = _OF_SYMPTOMS if kind == "symptom" else {kind}
        facts = [fact for fact in self._facts if fact.head in heads or (fact.section == "history_of_complaint"
                 and kind == "symptom")]  # fmt: skip
        if kind in ("pmh", "allergies", "drug_history") and concept in self._names:
            facts = [fact for fact in facts if fact.concept == concept]
        if kind == "symptom":
            own = self._own_symptom(concept)
            facts = [fact for fact in facts if fact.concept == own or not (own or self._is_symptom(concept))]
        return frozenset(facet_of(fact) for fact in facts)

    def _named(self, ask: Ask, text: str) -> str:
        """The patient's own illness, drug or allergy that the sentence names."""
        if ask.head not in _MAY_NAME:
            return ""
        found = [(len(match[0]), concept) for concept, names in self._names.items()
                 if names is not None and (match := names.search(text))]  # fmt: skip
        return max(found, default=(0, ""))[1] or (self._slipped(text) if ask.head == "drug_history" else "")

    def _slipped(self, text: str) -> str:
        """The patient's own drug that a word comes close to."""
        for word in text.split():
            if word in self._known_drugs:
                continue
            for concept, names in self._drugs.items():
                if len(word) >= _ALIKE_FROM and any(_alike(word, name) for name in names):
                    return concept
        return ""

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


def _facet_in(kind: str, text: str, known: frozenset[str]) -> str:
    """The first attribute that the words ask for and the record knows of this kind of thing."""
    return next((attribute for one in _facets() if kind in one.of and one.asked.search(text)
                 and not (one.unless is not None and one.unless.search(text))
                 for attribute in one.attributes if attribute in known), "")  # fmt: skip


def _alike(word: str, name: str) -> bool:
    """Whether a word is a name with a letter or two astray."""
    return word[0] == name[0] and SequenceMatcher(a=word, b=name).ratio() >= _NEARLY


def _corrected(text: str, corrections: Sequence[tuple[str, str]]) -> str:
    """The text with slips of the fingers put right."""
    for wrong, right in corrections:
        text = re.sub(rf"\b{re.escape(wrong)}\b", right, text, flags=re.IGNORECASE)
    return text


def _sentence_of(ask: Ask, sentences: Sequence[str], corrections: Sequence[tuple[str, str]]) -> str:
    """The sentence that the ask's words stand in; the last when they stand in none."""
    words = _corrected(ask.words, corrections)
    return next((one for one in sentences if words and words in one), sentences[-1])


def _names(concept: str, library: Library) -> re.Pattern[str] | None:
    """What the thing is called, as a pattern; None where it has no name of its own."""
    known, drug = library.concepts.get(concept), library.drugs.get(concept)
    names: list[str] = [*((known.name, known.noun, *known.lay, *known.clinical) if known else ()),
                        *((drug.name, *drug.lay) if drug else ())]  # fmt: skip
    bare = {re.sub(r"^(?:an?|the|my) ", "", name.lower()) for name in names if len(name) > 3}
    bare -= _GENERIC
    words = sorted(bare, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})s?\b") if words else None
