"""The ledger of one sentence: what was found against it, and which facts it tells."""

from __future__ import annotations

from collections.abc import Iterable

from pz_tui.consultation.turn import FactVerdict, FindingKind, Objection
from pz_tui.consultation.verification.case import Case, objection
from pz_tui.record.facts import Fact


class Ledger:
    """Collects objections, and facts told or contradicted, each with the words it rests on."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.objections: list[Objection] = []
        self.inventions: list[tuple[str, str]] = []
        self.told: dict[str, str] = {}
        self._against: dict[str, str] = {}

    def object(self, kind: FindingKind, message: str, words: str, fact: str = "") -> None:
        """Note an objection, the same one once."""
        one = objection(kind, message, words, fact)
        if one not in self.objections:
            self.objections.append(one)

    def contradicts(self, fact: Fact, message: str, words: str) -> None:
        """Note that the sentence says other than a fact."""
        self._against[fact.id] = words
        self.object("contradiction", message, words, fact.id)

    def tells(self, facts: Iterable[Fact], words: str, *, gently: bool = False) -> None:
        """Note that the sentence tells one of these facts; it is a leak where none of them may be told now.

        Args:
            gently: the words are too weak a sign for a leak; they only entail a planned fact.
        """
        every = list(facts)
        planned = [fact for fact in every if fact.id in self._case.planned]
        if planned:
            self.told.update((fact.id, words) for fact in planned)
            return
        if gently or not every or any(self._case.may_say(fact) for fact in every):
            self.told.update((fact.id, words) for fact in every if fact.id in self._case.disclosed)
            return
        fact = every[0]
        kept = next((one for one in every if one.id in self._case.withheld), None)
        if kept is not None:
            self.object("leak", "tells what this turn keeps back", words, kept.id)
        elif fact.access == "sensitive":
            self.object("leak", "tells a sensitive matter that was not opened", words, fact.id)
        elif self._case.out_of_place(fact):
            self.object("leak", "tells what was not asked", words, fact.id)

    def invents(self, topic: str, words: str) -> None:
        """Note a harmless detail that the record does not hold."""
        if all(topic != known for known, _ in self.inventions):
            self.inventions.append((topic, words))

    def verdicts(self) -> tuple[FactVerdict, ...]:
        """How the sentence stands to each fact it touches, and to those the plan gives."""
        found = {id: FactVerdict(fact=id, relation="entailed", words=words) for id, words in self.told.items()}
        for id, words in self._against.items():
            found[id] = FactVerdict(fact=id, relation="contradicted", words=words)
        for id in self._case.brief.plan.facts:
            found.setdefault(id, FactVerdict(fact=id, relation="neutral"))
        return tuple(found.values())
