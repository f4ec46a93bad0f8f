"""Examining and testing: what comes back, as cards; never spoken by the patient.

What the record does not hold is normal: a normal examination text, values drawn inside the reference range
from the patient's seed, so that the same test asked again comes out the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from pz_tui.consultation.memory import Memory
from pz_tui.consultation.turn import Ask, Card, Examined, MemoryEvent, Tested
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.normal import normal_values
from pz_tui.record.chance import chance
from pz_tui.record.facts import Fact
from pz_tui.record.patient import Finding, Investigation, PatientRecord

_VITALS = ("pulse", "blood_pressure", "respiratory_rate", "oxygen_saturation", "temperature", "consciousness")


class Examiner:
    """Examines and tests one patient."""

    def __init__(self, record: PatientRecord, facts: Sequence[Fact], library: Library) -> None:
        self._record, self._facts, self._library = record, facts, library

    def cards(
        self, asks: Sequence[Ask], memory: Memory, turn: int
    ) -> tuple[tuple[Card, ...], tuple[MemoryEvent, ...]]:
        """The cards that these asks bring, and the events that keep them."""
        del memory
        cards: list[Card] = []
        events: list[MemoryEvent] = []
        seen: set[str] = set()
        for ask in asks:
            names = self._names(ask)
            for name in names:
                if name in seen:
                    continue
                seen.add(name)
                card = self._test(name) if ask.head == "test" else self._exam(name)
                cards.append(card)
                if card.kind == "investigation":
                    events.append(Tested(turn=turn, test=name, facts=card.facts))
                elif card.kind != "not_available":
                    events.append(Examined(turn=turn, region=name, facts=card.facts))
        return tuple(cards), tuple(events)

    def _names(self, ask: Ask) -> tuple[str, ...]:
        if ask.head == "exam":
            return (ask.object or "general",)
        if ask.head != "test" or not ask.object:
            return ()
        test = self._library.tests.get(ask.object)
        return test.bundle if test is not None and test.bundle else (ask.object,)

    # --- examination ------------------------------------------------------------------------------------------

    def _exam(self, region: str) -> Card:
        known = self._library.examinations.get(region)
        if region == "vital_signs" or region in _VITALS or (known is not None and known.vital):
            return self._vitals(region)
        regions = (region, *(known.includes if known else ()))
        findings = tuple(item for item in self._record.examination if item.region in regions or item.sign in regions)
        name = known.name if known else region.replace("_", " ").capitalize()
        if not findings and known is None:
            return Card(kind="not_available", title=name, lines=("That examination is not known here.",))
        own = {finding.region for finding in findings}
        rest = [item for item in regions if item not in own and item in self._library.examinations]
        normal = [] if region in own else [self._library.examinations[item] for item in rest if self._fits(item)]
        spare = tuple(Finding(region=item.id, clinical=item.normal, abnormal=False) for item in normal
                      if item.normal and not (findings and item.id == region and len(regions) > 1))  # fmt: skip
        shown = (*findings, *spare) if findings else spare
        lines = tuple(dict.fromkeys(finding.clinical for finding in shown))
        facts = tuple(fact.id for fact in self._facts if fact.section == "examination"
                      and any(fact.clinical == finding.clinical for finding in findings))  # fmt: skip
        return Card(kind="examination", title=name, lines=lines, findings=shown, facts=facts)

    def _fits(self, region: str) -> bool:
        when = self._library.examinations[region].when
        return when.sex is None or when.sex == self._record.identity.sex

    def _vitals(self, region: str) -> Card:
        facts = [fact for fact in self._facts if fact.section == "vital_signs"
                 and region in {"vital_signs", fact.concept}]  # fmt: skip
        who = self._record.vitals
        lines = [fact.clinical for fact in facts]
        if region == "weight" and who.weight_kg and who.height_cm:
            bmi = who.weight_kg / (who.height_cm / 100) ** 2
            lines = [f"Weight {who.weight_kg:g} kg, height {who.height_cm:g} cm, BMI {bmi:.1f} kg/m²"]
        if region == "vital_signs" and who.glucose is not None:
            lines.append(f"Capillary glucose {who.glucose:g} mmol/L")
        if not lines and region in self._library.examinations:
            lines = [self._library.examinations[region].normal]
        title = "Vital signs" if region == "vital_signs" else region.replace("_", " ").capitalize()
        return Card(kind="vitals", title=title, lines=tuple(lines), facts=tuple(fact.id for fact in facts))

    # --- tests --------------------------------------------------------------------------------------------------

    def _test(self, name: str) -> Card:
        own = next((item for item in self._record.investigations if item.test == name), None)
        found = own if own is not None else self._normal(name)
        if found is None:
            title = name.replace("_", " ").capitalize()
            return Card(kind="not_available", title=title, lines=("That test is not to be had here.",))
        facts = tuple(fact.id for fact in self._facts if fact.section == "investigations" and fact.concept == name)
        lines = (found.report,) if found.report else ()
        return Card(kind="investigation", title=found.name, lines=lines, results=found.results, investigation=found,
                    facts=facts)  # fmt: skip

    def _normal(self, name: str) -> Investigation | None:
        test = self._library.tests.get(name)
        if test is None:
            return None
        who = self._record.identity
        rng = chance(self._record.seed, who.name, "normal test", name)
        results = normal_values(test, self._library.analytes, who.sex, who.age, rng)
        return Investigation(test=name, name=test.name, results=results, usefulness="needless",
                             report="" if results else test.normal_report or "Normal.")  # fmt: skip
