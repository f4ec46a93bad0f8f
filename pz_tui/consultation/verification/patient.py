"""What verification knows of one patient before any sentence is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

from pz_tui.consultation.verification.amounts import Amount, amounts_of
from pz_tui.consultation.verification.hidden import names_of, stems_of
from pz_tui.consultation.verification.names import Names
from pz_tui.consultation.verification.other_values import Rivals
from pz_tui.consultation.verification.reading import Reading, content_of
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.wordings import Wordings
from pz_tui.consultation.verification.words import plain
from pz_tui.knowledge.library import Library
from pz_tui.record.base import Side
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

_OPENLY = ("past_history", "family_history", "perspective", "social_history", "drug_history")
_CLINICAL = ("history_of_complaint", "systems_review", "past_history", "drug_history", "allergies")
_ORGANS = frozenset({"appendix", "gallbladder"})
"""Organs that nobody feels, and that the lexicon has only in names of illnesses."""
_NAMES: WeakKeyDictionary[Library, Names] = WeakKeyDictionary()


def names_of_library(library: Library) -> Names:
    """The names of a library, made once."""
    if library not in _NAMES:
        _NAMES[library] = Names(library)
    return _NAMES[library]


@lru_cache(maxsize=4096)
def _reading(text: str, names: Names, subject: str) -> Reading:
    """A text read once: patients of the same knowledge share most of their words."""
    return Reading(text, names, subject)


class Patient:
    """A record made ready for checking; facts are read when they are first asked for."""

    def __init__(self, record: PatientRecord, facts: Sequence[Fact], library: Library) -> None:
        self.record = record
        self.facts = {fact.id: fact for fact in facts}
        self.library = library
        self.names = names_of_library(library)
        self.wordings = Wordings(facts)
        self.rivals = Rivals(library, record.condition.id, self.names)
        self.now = datetime.combine(record.encounter.date, record.encounter.time)
        self._read: dict[str, tuple[Reading, ...]] = {}
        self._factors: dict[str, frozenset[str]] = {}
        self._denied: dict[str, frozenset[str]] = {}
        self._amounts: dict[str, tuple[Amount, ...]] = {}
        self._index(facts)

    def _index(self, facts: Iterable[Fact]) -> None:
        self._by_head: dict[str, list[Fact]] = defaultdict(list)
        self._by_attribute: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._by_head[fact.head].append(fact)
            for one in {fact.attribute, fact.head}:
                self._by_attribute[one].append(fact)
        self._present: dict[str, list[Fact]] = defaultdict(list)
        self._absent: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.section not in _CLINICAL or fact.attribute not in ("presence", "otc"):
                continue
            {"present": self._present, "absent": self._absent}.get(fact.polarity, self._present)[fact.concept].append(fact)
        for fact in facts:
            if fact.concept in self._present and fact.section in _CLINICAL and fact.attribute == "timing":
                continue
            if fact.head == "pregnancy":
                {"present": self._present, "absent": self._absent}.get(fact.polarity, self._absent)["pregnancy"].append(fact)
            if fact.head == "trauma" and fact.polarity == "absent":
                self._absent["injury"].append(fact)
            if fact.head == "drugs" and fact.polarity == "absent":
                self._absent["recreational_drugs"].append(fact)
        self._open_texts = " | ".join(
            plain(text) for fact in facts if fact.section in _OPENLY and fact.polarity == "present"
            for text in (fact.clinical, *fact.wording.full, *fact.wording.short)
        )  # fmt: skip

    # --- the hidden diagnosis -------------------------------------------------------------------------------

    @cached_property
    def hidden_names(self) -> tuple[str, ...]:
        """Every name of the hidden diagnosis, in plain words, the longest first."""
        condition = self.record.condition
        return names_of((condition.name, condition.id.replace("_", " "), *condition.aliases))

    @cached_property
    def hidden_stems(self) -> tuple[frozenset[str], ...]:
        """The names of more than one word as their stems, without those that are symptoms the patient has."""
        names = stems_of(self.hidden_names)
        return tuple(words for words in names if not all(word in self.supported_stems for word in words))

    @cached_property
    def hidden_organs(self) -> frozenset[str]:
        """Stems of the organs in the diagnosis's names; not those that the complaint itself is felt in."""
        words = {stem(word) for name in self.hidden_names for word in name.split()}
        lead = frozenset().union(*(self.content(fact) for fact in self.facts.values() if fact.concept == self.lead))
        return frozenset(word for word in words if self.names.find_parts([word]) or word in _ORGANS) - lead

    def speaks_openly_of(self, name: str) -> bool:
        """Whether the record lets the patient speak of it: own past, family, ideas."""
        return f" {name} " in f" {self._open_texts} "

    # --- facts by what they are about -------------------------------------------------------------------------

    def present(self, concept: str) -> list[Fact]:
        """Facts that say the concept, or a kind of it, is there."""
        return [fact for one in self.names.kin(concept) for fact in self._present.get(one, ())]

    def present_wider(self, concept: str) -> list[Fact]:
        """Facts that say something is there of which the concept is a kind."""
        return [fact for one in self._wider(concept) for fact in self._present.get(one, ())]

    def absent(self, concept: str) -> list[Fact]:
        """Facts that deny the concept, or what it is a kind of."""
        return [fact for one in (concept, *self._wider(concept)) for fact in self._absent.get(one, ())]

    def _wider(self, concept: str) -> list[str]:
        known = self.library.concepts.get(concept)
        drug = self.library.drugs.get(concept)
        wider = list(known.broader) if known else [drug.drug_class] if drug else []
        return [*wider, *(further for one in wider for further in self._wider(one))]

    def of_head(self, head: str) -> list[Fact]:
        """Facts that a label head asks for."""
        return self._by_head.get(head, [])

    def of_attributes(self, attributes: Collection[str]) -> list[Fact]:
        """Facts whose attribute or head is among these."""
        return [fact for one in attributes for fact in self._by_attribute.get(one, ())]

    @cached_property
    def lead(self) -> str:
        """The concept of the main complaint."""
        return next((fact.concept for fact in self.facts.values() if fact.id == "complaint"), "")

    @cached_property
    def onset(self) -> Fact | None:
        """When the main complaint began."""
        return next((fact for fact in self.facts.values() if fact.concept == self.lead and fact.attribute == "onset"), None)

    # --- facts, read -----------------------------------------------------------------------------------------------

    def readings(self, fact: Fact) -> tuple[Reading, ...]:
        """The fact's own words, read; for one the patient cannot put into words the clinical statement."""
        if fact.id not in self._read:
            subject = fact.attribute if fact.section == "family_history" else "self"
            texts = (*fact.wording.full, *fact.wording.short) or (fact.clinical,)
            self._read[fact.id] = tuple(self.read(text, subject) for text in texts)
        return self._read[fact.id]

    def read(self, text: str, subject: str = "self") -> Reading:
        """A text of the record or of a plan, read once."""
        return _reading(text, self.names, subject)

    def amounts(self, fact: Fact) -> tuple[Amount, ...]:
        """Every amount the fact holds: its value, and those of its words."""
        if fact.id not in self._amounts:
            readings = (*self.readings(fact), self.read(fact.clinical))
            self._amounts[fact.id] = (*amounts_of(fact, readings), *self._age_at(fact))
        return self._amounts[fact.id]

    @cached_property
    def counted(self) -> tuple[Fact, ...]:
        """The facts that hold any amount."""
        return tuple(fact for fact in self.facts.values() if self.amounts(fact))

    def _age_at(self, fact: Fact) -> tuple[Amount, ...]:
        """The age at which a past illness or event came, where the record has it."""
        if fact.section != "past_history" or fact.attribute not in ("presence", "since"):
            return ()
        ages = (item.age_at for item in self.record.past if item.concept == fact.concept)
        return tuple(Amount("age", float(age), float(age)) for age in ages if age is not None)

    def sides(self, fact: Fact) -> frozenset[Side]:
        """The sides a fact holds, from its data or its words."""
        own: set[Side] = {fact.side} if fact.side and fact.attribute != "presence" else set()
        return frozenset(own | {said.side for one in self.readings(fact) for said in one.sides if not said.denied})

    def poles(self, fact: Fact, scale: str, *, denied: bool = False) -> frozenset[str]:
        """The poles of a scale that the fact's words have, or deny."""
        found = {
            pole.pole for one in self.readings(fact) for pole in one.poles
            if pole.scale == scale and one.pole_denied(pole) is denied
        }  # fmt: skip
        if scale == "previous" and not denied and not found:
            found = {"never" if fact.clinical.lower().startswith(("no ", "none", "never")) else "before"}
        if scale == "spread" and not denied and not found and fact.attribute == "radiation":
            found = {"spreads"} if fact.polarity == "present" else {"stays"}
        return frozenset(found)

    def parts(self, fact: Fact, *, denied: bool = False) -> frozenset[str]:
        """Body parts that the fact's words name, or deny."""
        negative = fact.polarity == "absent"
        return frozenset(
            part.id for one in self.readings(fact) for part in one.parts if (part.denied or negative) == denied
        )  # fmt: skip

    def contents(self, fact: Fact) -> tuple[frozenset[str], ...]:
        """The meaningful stems of each of the fact's wordings."""
        return tuple(content_of(one.stems) for one in self.readings(fact))

    def content(self, fact: Fact) -> frozenset[str]:
        """The meaningful stems of all the fact's wordings together."""
        return frozenset().union(*self.contents(fact))

    def only_denied(self, fact: Fact) -> frozenset[str]:
        """The meaningful stems that stand in the fact's words under a denial and never without one."""
        if fact.id not in self._denied:
            under: set[str] = set()
            free: set[str] = set()
            for one in self.readings(fact):
                places = {place for clause in one.clauses for place in clause.denied}
                if fact.polarity != "absent":
                    places = {place for place in places if {"no", "any", "without"} & set(one.said[max(0, place - 2) : place])}
                under |= {one.stems[place] for place in places}
                free |= {word for place, word in enumerate(one.stems) if place not in places}
            self._denied[fact.id] = content_of(sorted(under - free))
        return self._denied[fact.id]

    def words_of(self, facts: Iterable[Fact]) -> frozenset[str]:
        """The meaningful stems that the facts' words have without a denial."""
        return frozenset().union(*(self.content(fact) - self.only_denied(fact) for fact in facts))

    def ages(self, relative: str) -> tuple[float, ...]:
        """The ages that the record has of a relative, in years: now or at death, and when an illness began."""
        found = [age for one in self.record.family if one.relative == relative for age in (one.age, one.age_at_onset)]
        return tuple(float(age) for age in found if age is not None)

    def moment(self, fact: Fact) -> datetime | None:
        """The point in time that the fact's value stands for, seen from the encounter."""
        hours = {"h": 1.0, "days": 24.0, "min": 1 / 60, "weeks": 168.0}.get(fact.unit)
        timed = fact.attribute in ("onset", "duration", "presence", "last_taken", "since") and fact.head not in ("symptom",)
        if fact.value is None or hours is None or not timed:
            return None
        return self.now - timedelta(hours=fact.value * hours)

    @cached_property
    def named_parts(self) -> dict[str, frozenset[str]]:
        """Fact id -> the body parts that its own words name, denied or not."""
        return {
            fact.id: frozenset().union(*(self.names.find_parts(one.stems) for one in self.readings(fact)))
            for fact in self.facts.values() if fact.knowable
        }  # fmt: skip

    def factors(self, fact: Fact) -> frozenset[str]:
        """The factors that the fact's own words name, whatever they do."""
        if fact.id not in self._factors:
            named = (self.names.find_factors(one.stems) for one in self.readings(fact))
            self._factors[fact.id] = frozenset().union(*named)
        return self._factors[fact.id]

    def prepare(self) -> None:
        """Read at once what the first sentences would else wait for."""
        _ = self.known_stems, self.supported_stems, self.named_parts, self.hidden_stems, self.hidden_organs, self.counted
        for fact in self.facts.values():
            if fact.knowable:
                _ = self.amounts(fact), self.sides(fact), self.factors(fact), self.only_denied(fact), self.content(fact)
                for one in self.readings(fact):
                    _ = one.mentions, one.parts, one.poles, one.moments
        self.rivals.prepare()
        for fact in self.facts.values():
            if fact.knowable:
                self.rivals.of(fact, self.readings(fact))
        _ = self.library.everyday

    @cached_property
    def stems(self) -> dict[str, frozenset[str]]:
        """Stem -> ids of the knowable facts that have it in their words, so or not."""
        index: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts.values():
            if fact.knowable:
                for one in self.readings(fact):
                    for word in one.stems:
                        index[word].add(fact.id)
        return {word: frozenset(ids) for word, ids in index.items()}

    def having(self, stems: Iterable[str]) -> frozenset[str]:
        """Ids of the facts that have one of these stems in their words."""
        return frozenset().union(*(self.stems.get(word, frozenset()) for word in stems))

    @cached_property
    def supported_stems(self) -> dict[str, frozenset[str]]:
        """Stem -> ids of knowable facts that are so and have it in their words."""
        so = frozenset(fact.id for fact in self.facts.values() if fact.polarity != "absent")
        return {word: ids & so for word, ids in self.stems.items() if ids & so}

    @cached_property
    def known_stems(self) -> frozenset[str]:
        """Stems of all that knowable facts say is so: their words, clinical statements, and their things' names."""
        texts: list[str] = []
        for fact in self.facts.values():
            if fact.knowable and fact.polarity != "absent" and fact.access not in ("examination", "investigation", "hidden"):
                texts.append(fact.clinical)
                for id in (fact.concept, fact.factor):
                    concept, drug = self.library.concepts.get(id), self.library.drugs.get(id)
                    texts += [concept.name, concept.noun, *concept.lay] if concept else []
                    texts += [drug.name, drug.drug_class.replace("_", " "), *drug.lay] if drug else []
        found = {stem(word) for text in texts for word in plain(text).split()}
        return frozenset(found).union(self.supported_stems)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Every concept of which the record holds a fact."""
        return frozenset(fact.concept for fact in self.facts.values())

    def told_apart(self, stems: Iterable[str]) -> frozenset[str]:
        """Concepts that alone have one of these words: it is they that are spoken of."""
        found = set()
        for word in stems:
            ids = self.supported_stems.get(word, frozenset()) if len(word) > 3 else frozenset()
            concepts = {self.facts[id].concept for id in ids}
            if len(concepts) == 1:
                found |= concepts
        return frozenset(found)

    def support(self, stems: Iterable[str]) -> frozenset[str]:
        """Ids of the facts whose own words have all these stems."""
        found: frozenset[str] | None = None
        for word in stems:
            ids = self.supported_stems.get(word, frozenset())
            found = ids if found is None else found & ids
            if not found:
                return frozenset()
        return found or frozenset()
