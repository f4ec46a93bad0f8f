"""Others: what is answered of the people and animals in the patient's life, and when there is nobody such."""

from __future__ import annotations

from pz_tui.consultation.deciding.banks import line
from pz_tui.consultation.deciding.giving import Giver
from pz_tui.consultation.grounding.recall import Recall
from pz_tui.consultation.grounding.referring import WHO, animal, sex_of
from pz_tui.consultation.person.household import CHILDREN, RELATIVES, SIBLINGS, Household
from pz_tui.consultation.person.improvisation import Everydays
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move
from pz_tui.record.facts import Fact

_KEYS = ("pet", "partner", "children", *CHILDREN, *RELATIVES)
_FROM_FAMILY = ("well", "age")
"""What of a relative the family history itself tells."""


def is_about_somebody(ask: Ask) -> bool:
    """Whether an everyday ask is about a person or an animal (``daughter_age``)."""
    key, _, what = ask.object.partition("_")
    return ask.head == "everyday" and (ask.object == WHO or (key in _KEYS and bool(what)))


class Others:
    """Answers about others."""

    def __init__(self, give: Giver, recall: Recall, household: Household, everydays: Everydays) -> None:
        self._give, self._recall = give, recall
        self._household, self._everydays = household, everydays

    def to(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """The moves that answer one ask about somebody."""
        if ask.object == WHO:
            return (self._give.said("who_meant", ask, scene, "ask_back"),)
        key, _, what = ask.object.partition("_")
        nobody = self._pet(ask, what, scene) if key == "pet" else self._nobody(key, ask, scene)
        if nobody:
            return nobody
        family = self._family(key, what, ask, scene) if key in RELATIVES else ()
        return family or self._invented(ask.object, ask, scene)

    def _invented(self, topic: str, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        invented = self._everydays.answer(topic, scene.memory)
        if invented is None:
            return (self._give.said("small_talk", ask, scene, "social"),)
        return (self._give.invention(invented, ask, scene, "improvise", noun="", topic=invented.topic),)

    def _family(self, key: str, what: str, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """What the family history knows of a relative: how they are, or that they have died."""
        known = [fact for fact in self._recall.by_head("family_history") if fact.attribute == key]
        if not known or (what not in _FROM_FAMILY and not self._household.dead(key)):
            return ()
        return (self._give.fact(known[0], ask.model_copy(update={"form": "open"}), scene, "direct"),)

    # --- nobody such ------------------------------------------------------------------------------------------

    def _pet(self, ask: Ask, what: str, scene: Scene) -> tuple[Move, ...]:
        """Nothing when there is such an animal; else that there is not, and which there is."""
        settled = self._everydays.answer("pet", scene.memory)
        own = self._everydays.pet(scene.memory)
        if settled is None or (own and (not ask.subject or animal(ask.subject) in ("", own.removeprefix("a ")))):
            return ()
        bank = "no_such_pet" if own else "no_pet"
        denial = self._said(bank, ask, scene, kind=own)
        move = Move(strategy="correct", label=ask.label, truth=(denial,), topic="pet", wording=settled.value)
        named = self._everydays.answer("pet_name", scene.memory)
        if not own or what != "name" or named is None:
            return (move,)
        return (move, self._give.invention(named, ask, scene, "improvise", noun="", topic="pet_name"))

    def _nobody(self, key: str, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        person = self._household.person(key)
        fits = key != "partner" or sex_of(ask.subject) in ("", person.gender if person else "")
        if person is not None and (fits or person.role == "partner"):
            return ()
        if key in SIBLINGS:
            return self._siblings(ask, scene)
        facet = "partner" if key == "partner" else "children"
        fact = next((one for one in self._recall.by_head("relationships") if one.attribute == facet), None)
        if fact is None:
            return (self._give.said("nobody_such", ask, scene, "correct", {"being": ask.subject or "family"}),)
        return (self._denied(fact, key, ask, scene),)

    def _denied(self, fact: Fact, key: str, ask: Ask, scene: Scene) -> Move:
        """That there is no such person, with what is so instead."""
        given = self._give.fact(fact, None, scene, "correct")
        text = given.truth[0]
        if key in CHILDREN and self._household.children:
            text = self._said("no_such_child", ask, scene, kind=self._household.children[0].role)
        elif ask.subject and not _tells_of_loss(fact):
            text = f"{self._said('nobody_such', ask, scene)} {text}" if key == "partner" else text
        return given.model_copy(update={"label": ask.label, "truth": (text,), "short": (), "wording": "put_right"})

    def _siblings(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        settled = self._everydays.answer("siblings", scene.memory)
        if settled is None:
            return (self._give.said("nobody_such", ask, scene, "correct", {"being": ask.subject}),)
        text = f"{self._said('nobody_such', ask, scene)} {settled.full[0]}"
        return (Move(strategy="correct", label=ask.label, truth=(text,), topic="siblings", wording=settled.value),)

    def _said(self, bank: str, ask: Ask, scene: Scene, kind: str = "") -> str:
        return line(bank, scene.persona, scene.mood, scene.rng(f"nobody {ask.object}"), avoid=scene.recent,
                    being=ask.subject or ask.object.partition("_")[0], kind=kind)  # fmt: skip


def _tells_of_loss(fact: Fact) -> bool:
    """Whether the fact itself says that there was somebody once."""
    return fact.clinical in ("divorced", "widowed", "separated")
