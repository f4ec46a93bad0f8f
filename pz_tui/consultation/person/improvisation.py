"""What the record does not hold: default answers where medicine asks, small harmless details where life does.

Both are drawn from the patient's seed and the topic alone, so the answer is the same however late it is
asked; once shown they are stored as ``Improvised`` and bind from then on. Nothing here ever adds a symptom,
drug, disease, test result or red flag.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pz_tui.consultation.memory import Memory
from pz_tui.consultation.person.household import CHILDREN, RELATIVES, Household, Person
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.matching import Situation, fitting
from pz_tui.knowledge.schema import Everyday, Option, When
from pz_tui.record.base import Frozen
from pz_tui.record.chance import chance, weighted
from pz_tui.record.patient import Encounter, PatientRecord


class Invented(Frozen):
    """An answer that is not in the record. ``opening`` is the yes or no a closed question gets."""

    topic: str
    value: str
    full: tuple[str, ...]
    short: tuple[str, ...] = ()
    opening: bool | None = None


class _Default(Frozen):
    value: str
    full: tuple[str, ...]
    short: tuple[str, ...] = ()
    opening: bool | None = None
    when: When = When()


@lru_cache(maxsize=1)
def _defaults() -> Mapping[str, tuple[_Default, ...]]:
    tables = [tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
              for name in ("defaults.toml", "usual.toml")]  # fmt: skip
    return {key: tuple(_Default.model_validate(row) for row in entry["options"])
            for table in tables for key, entry in table.items()}  # fmt: skip


@lru_cache(maxsize=1)
def _never_recorded() -> frozenset[str]:
    table = tomllib.loads((Path(__file__).parent / "usual.toml").read_text(encoding="utf-8"))
    return frozenset(table)


def never_recorded(label: str) -> bool:
    """Whether no record tells of this, so that nothing near it in the record is an answer."""
    return label in _never_recorded()


@lru_cache(maxsize=1)
def _denials() -> Mapping[str, tuple[str, ...]]:
    table = tomllib.loads((Path(__file__).parent / "denials.toml").read_text(encoding="utf-8"))
    return {concept: tuple(texts) for concept, texts in table.items()}


def default_answer(record: PatientRecord, head: str, object: str = "") -> Invented | None:
    """The default under a label, its head, or None where there is none."""
    table = _defaults()
    label = f"{head}:{object}" if object else head
    rows = table.get(label) or (table.get(f"{head}:*") if object else None) or table.get(head)
    if rows is None:
        return None
    rows = tuple(fitting(rows, _situation(record, _state(record)))) or rows
    row = chance(record.seed, record.identity.name, "default", label).choice(rows)
    own = _denials().get(object, ()) if head == "symptom" and row.opening is False else ()
    return Invented(topic=label, value=row.value, full=(*own, *own, *row.full), short=row.short, opening=row.opening)


def _state(record: PatientRecord) -> frozenset[str]:
    """What is there, as concepts: symptoms, illnesses, habits, how schooled in the language."""
    there = {item.concept for item in record.symptoms if item.polarity == "present"}
    there |= {item.concept for item in record.past if item.polarity == "present"}
    drinks = record.alcohol.units_per_week > 0
    return frozenset({*there, f"smoking:{record.smoking.status}", f"alcohol:{'some' if drinks else 'none'}"})


def _situation(record: PatientRecord, life: Collection[str] = ()) -> Situation:
    """The patient as far as everyday answers depend on them."""
    who = record.identity
    return Situation(
        severity=record.condition.severity, presentation=record.condition.presentation, sex=who.sex, age=who.age,
        employment=who.employment, concepts=frozenset(life),
    )  # fmt: skip


def _arrival(encounter: Encounter) -> str:
    """How the patient came, in one word."""
    how = f"{encounter.arrival} {encounter.setting}".lower()
    for word, key in (("ambulance", "ambulance"), ("phone", "phone"), ("call back", "phone"), ("taxi", "taxi"),
                      ("car", "car"), ("dropped", "car"), ("brought", "car")):  # fmt: skip
        if word in how:
            return key
    return "own"


class Everydays:
    """Everyday matters of one patient's life.

    A topic is one of the knowledge's (``breakfast``), or a person and what is asked of them
    (``daughter_age``, ``partner_job``), worded by the matter for all of that kind (``child_age``).
    """

    def __init__(self, record: PatientRecord, library: Library, household: Household) -> None:
        self._record, self._household = record, household
        self._matters = {item.topic: item for item in library.everyday}
        self._situation = _situation(record, household.life() | {f"arrival:{_arrival(record.encounter)}"})

    def answer(self, topic: str, memory: Memory) -> Invented | None:
        """The detail under a topic: what was said before, else the one this patient has; None when unknown."""
        matter = self._matters.get(topic) or self._matters.get(_of_kind(topic))
        if matter is None:
            return None
        if matter.requires and not self._settled(matter.requires, memory):
            return self._without(matter, memory)
        situation = self._situation
        if topic.startswith("pet_"):
            situation = situation.having(f"pet:{self.pet(memory)}")
        options = fitting(matter.options, situation)
        known = memory.improvised.get(topic)
        blanks = self._blanks(topic, memory)
        if known is not None:
            options = [option for option in options if _filled(option.clinical, blanks) == known.value] or options
        if not options:
            return None
        rng = chance(self._record.seed, self._record.identity.name, "everyday", topic)
        return _invented(topic, self._draw(topic, options, rng), blanks)

    def _draw(self, topic: str, options: Sequence[Option], rng: random.Random) -> Option:
        """One option; for a pet the one that the patient's own words name, if they do."""
        if topic == "pet":
            options = [one for one in options if self._household.named(one.clinical.removeprefix("a "))] or options
        return weighted(rng, options, [item.weight for item in options])

    def pet(self, memory: Memory) -> str:
        """The animal there is ("a dog"), or the empty text."""
        settled = self.answer("pet", memory)
        return settled.value if settled is not None and settled.value.startswith("a ") else ""

    def _blanks(self, topic: str, memory: Memory) -> dict[str, str]:
        """What fills the blanks of the sentences under a topic."""
        key = topic.partition("_")[0]
        if topic == "children_names":
            return {"names": _joined([one.name for one in self._household.children])}
        if key == "pet":
            name = "" if topic in ("pet", "pet_name") else self.answer("pet_name", memory)
            called = name.value if isinstance(name, Invented) else ""
            return Person(role=self.pet(memory).removeprefix("a ") if topic != "pet" else "", name=called).blanks()
        person = self._friend() if topic == "contact" else self._household.person(key)
        return person.blanks() if person is not None else {}

    def _friend(self) -> Person:
        """Whom to ring: the nearest, else a friend."""
        nearest = self._household.nearest()
        return nearest if nearest is not None else Person(role="friend", name=self._household.friend())

    def _settled(self, requirement: str, memory: Memory) -> bool:
        """Whether the matter it builds on came out as it must ("pet:a cat" or "pet")."""
        topic, _, value = requirement.partition(":")
        settled = self.answer(topic, memory)
        return settled is not None and (not value or value in settled.value)

    def _without(self, matter: Everyday, memory: Memory) -> Invented | None:
        """Asked for the name of a pet there is not: the answer to the matter it builds on."""
        return self.answer(matter.requires.partition(":")[0], memory)


def _of_kind(topic: str) -> str:
    """The matter that words a topic about one of several people."""
    key, _, what = topic.partition("_")
    kind = "child" if key in (*CHILDREN, "children") else "relative" if key in RELATIVES else key
    return f"{kind}_{what}"


def _invented(topic: str, option: Option, blanks: Mapping[str, str]) -> Invented:
    full = tuple(_filled(text, blanks) for text in option.full)
    short = tuple(_filled(text, blanks) for text in option.short)
    return Invented(topic=topic, value=_filled(option.clinical, blanks), full=full, short=short or full)


def _filled(text: str, blanks: Mapping[str, str]) -> str:
    return text.format(**blanks) if blanks and "{" in text else text


def _joined(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
