"""What the record does not hold: default answers where medicine asks, small harmless details where life does.

Both are drawn from the patient's seed and the topic alone, so the answer is the same however late it is
asked; once shown they are stored as ``Improvised`` and bind from then on. Nothing here ever adds a symptom,
drug, disease, test result or red flag.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pz_tui.consultation.memory import Memory
from pz_tui.knowledge.matching import Situation, fitting
from pz_tui.knowledge.schema import Everyday
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


@lru_cache(maxsize=1)
def _defaults() -> Mapping[str, tuple[_Default, ...]]:
    table = tomllib.loads((Path(__file__).parent / "defaults.toml").read_text(encoding="utf-8"))
    return {key: tuple(_Default.model_validate(row) for row in entry["options"]) for key, entry in table.items()}


def default_answer(record: PatientRecord, head: str, object: str = "") -> Invented | None:
    """The default under a label, its head, or None where there is none."""
    table = _defaults()
    label = f"{head}:{object}" if object else head
    rows = table.get(label) or (table.get(f"{head}:*") if object else None) or table.get(head)
    if rows is None:
        return None
    row = chance(record.seed, record.identity.name, "default", label).choice(rows)
    return Invented(topic=label, value=row.value, full=row.full, short=row.short, opening=row.opening)


def _arrival(encounter: Encounter) -> str:
    """How the patient came, in one word."""
    how = f"{encounter.arrival} {encounter.setting}".lower()
    for word, key in (("ambulance", "ambulance"), ("phone", "phone"), ("call back", "phone"), ("taxi", "taxi"),
                      ("car", "car"), ("dropped", "car"), ("brought", "car")):  # fmt: skip
        if word in how:
            return key
    return "own"


class Everydays:
    """Everyday matters of one patient's life."""

    def __init__(self, record: PatientRecord, matters: Sequence[Everyday]) -> None:
        self._record = record
        self._matters = {item.topic: item for item in matters}
        who = record.identity
        self._situation = Situation(
            severity=record.condition.severity, presentation=record.condition.presentation, sex=who.sex, age=who.age,
            employment=who.employment, concepts=frozenset(self._life()),
        )  # fmt: skip

    def _life(self) -> set[str]:
        who = self._record.identity
        life = {f"partner:{who.partner}", f"children:{min(who.children, 1)}"}
        if who.partner in ("married", "partner"):
            life.add("has_partner")
        if who.children:
            life.add("has_children")
        life.add(f"arrival:{_arrival(self._record.encounter)}")
        return life

    def answer(self, topic: str, memory: Memory) -> Invented | None:
        """The detail under a topic: what was said before, else the one this patient has; None when unknown."""
        matter = self._matters.get(topic)
        if matter is None:
            return None
        options = fitting(matter.options, self._situation)
        known = memory.improvised.get(topic)
        if known is not None:
            options = [option for option in options if option.clinical == known.value] or options
        if not options:
            return None
        if matter.requires and not self._settled(matter.requires, memory):
            return self._without(matter, memory)
        rng = chance(self._record.seed, self._record.identity.name, "everyday", topic)
        option = weighted(rng, options, [item.weight for item in options])
        return Invented(topic=topic, value=option.clinical, full=option.full, short=option.short or option.full)

    def _settled(self, requirement: str, memory: Memory) -> bool:
        """Whether the matter it builds on came out as it must ("pet:a cat" or "pet")."""
        topic, _, value = requirement.partition(":")
        settled = self.answer(topic, memory)
        return settled is not None and (not value or value in settled.value)

    def _without(self, matter: Everyday, memory: Memory) -> Invented | None:
        """Asked for the name of a pet there is not: the answer to the matter it builds on."""
        return self.answer(matter.requires.partition(":")[0], memory)
