"""Elaborating: what this person would say along with an answer, because it belongs to it.

People give the point, then a detail: one more attribute of the same thing, or the near trouble that they do have.
Talkativeness decides how often; a sensitive fact never comes out this way, and nothing beyond the same topic does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pz_tui.consultation.deciding.giving import Giver
from pz_tui.consultation.grounding.recall import Recall
from pz_tui.consultation.person.mood import put_out, runs_on
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move
from pz_tui.record.facts import Fact

Link = Literal["detail", "contrast"]
_SECTIONS = frozenset({"history_of_complaint", "systems_review", "past_history", "drug_history", "allergies",
                       "social_history", "perspective"})  # fmt: skip
_OTHERS = frozenset({"pmh", "family_history", "surgical", "allergies"})
_PARENTS = ("mother", "father")
_OF_A_THING = frozenset({"since", "control", "reaction", "dose", "frequency", "adherence", "side_effects"})
_ONE_OF_MANY = frozenset({"symptom", "pmh"})
_AGAIN = 3
"""How often at most the main trouble is named once more in a consultation."""
_SPREAD = 0.3
"""How far one answer's length lies from the person's usual, as a standard deviation of talkativeness."""
_TALKS_FROM, _RUNS_ON_FROM = 0.55, 0.8
"""Talkativeness from which a second detail may follow, and a third, or a second after a yes or no."""


class Detail(NamedTuple):
    """A fact that goes along with another, and how it stands to it."""

    fact: Fact
    link: Link


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((Path(__file__).with_suffix(".toml")).read_text(encoding="utf-8"))


class Elaborator:
    """Adds to the answers of one patient."""

    def __init__(self, facts: Sequence[Fact], give: Giver, recall: Recall) -> None:
        self._facts, self._give = tuple(facts), give
        self._lead = [fact for fact in recall.by_head("symptom") if fact.concept == recall.lead]
        self._noun = give.noun(recall.lead)

    def details(self, told: Sequence[Fact], ask: Ask, moves: Sequence[Move], scene: Scene) -> list[Move]:
        """What goes along with the answer ``moves``, which tells the facts ``told``."""
        if len(moves) != 1 or moves[0].strategy not in ("direct", "deny", "correct") or not moves[0].facts:
            return []
        given = {fact for move in moves for fact in move.facts} | set(scene.memory.disclosed)
        found = self._moves(_details(told[0], self._facts, ask, scene, given), scene)
        return found or (self._main_trouble(told[0].concept, ask, scene) if moves[0].opening is False and
                         told[0].polarity == "absent" else [])  # fmt: skip

    def instead(self, ask: Ask, scene: Scene) -> list[Move]:
        """What is set against the denial of a thing that the record does not hold."""
        return self._moves(_others(ask, self._facts, scene), scene) or self._main_trouble(ask.object, ask, scene)

    def _moves(self, along: Sequence[Detail], scene: Scene) -> list[Move]:
        given = ((self._give.fact(one.fact, None, scene, "story"), one.link) for one in along)
        return [move.model_copy(update={"wording": link}) for move, link in given]

    def _main_trouble(self, concept: str, ask: Ask, scene: Scene) -> list[Move]:
        again = _main_trouble(concept, self._lead, self._noun, ask, scene)
        if again is None:
            return []
        return [Move(strategy="story", facts=(again[0].id,), truth=(again[1],), wording="contrast")]


def _details(told: Fact, facts: Sequence[Fact], ask: Ask, scene: Scene, given: Collection[str]) -> list[Detail]:
    """What comes along with ``told`` in this turn, at most three.

    Args:
        facts: all facts of the record.
        given: ids that this turn gives or that are out already.
    """
    if _several(ask, scene):
        return []
    rng = scene.rng(f"detail {told.id}")
    talk = rng.gauss(scene.persona.talkativeness, _SPREAD)
    running = runs_on(scene.record, scene.turn)
    talk = 1.0 if running else talk
    wanted = _how_many(scene, ask, told, talk, rng.random())
    if not wanted:
        return []
    open_now = [fact for fact in facts if fact.id not in given and fact.access != "sensitive" and fact.knowable
                and fact.wording.full and fact.section in _SECTIONS]  # fmt: skip
    if told.polarity == "absent" and told.head == "symptom":
        return [Detail(fact, "contrast") for fact in _nearest(told, open_now)][: 2 if running else 1]
    return [Detail(fact, "detail") for fact in _along(told, open_now, wide=running)][:wanted]


def _others(ask: Ask, facts: Sequence[Fact], scene: Scene) -> list[Detail]:
    """What is there where the one thing asked for is not: "No diabetes, no. Just the blood pressure."."""
    if ask.head not in _OTHERS or _several(ask, scene):
        return []
    if scene.rng(f"others {ask.label}").random() >= 0.2 + 0.9 * scene.persona.talkativeness:
        return []
    if ask.head == "family_history" and not ask.object:
        return [Detail(fact, "detail") for fact in facts if fact.head == ask.head and fact.concept == "well"
                and fact.attribute in _PARENTS and fact.id not in scene.memory.disclosed]  # fmt: skip
    if not ask.object:
        return []
    found = [fact for fact in facts if fact.head == ask.head and fact.polarity == "present" and fact.concept != "well"
             and fact.attribute not in _OF_A_THING and fact.access != "sensitive" and fact.wording.full
             and fact.id not in scene.memory.disclosed]  # fmt: skip
    if ask.head == "pmh":  # an illness of another kind is no answer to this one
        kind = {one for group in _table()["near"]["illnesses"] if ask.object in group for one in group}
        found = [fact for fact in found if fact.concept in kind]
    return [Detail(fact, "contrast") for fact in found[:1]]


def _several(ask: Ask, scene: Scene) -> bool:
    """Whether more than one thing was asked at once."""
    things = sum(other.head in _ONE_OF_MANY or bool(other.object) for other in scene.understanding.asks)
    return things > 1 or bool({ask.form, scene.understanding.form} & {"list", "compound"})


def _main_trouble(concept: str, lead: Sequence[Fact], noun: str, ask: Ask, scene: Scene) -> tuple[Fact, str] | None:
    """What a talker sets against a denial: the trouble they came with, once more and in a few words.

    Args:
        concept: what is denied.
        lead: the facts of the main complaint, its presence first.
        noun: what the patient calls it.
    """
    rng = scene.rng(f"main trouble {concept}")
    if ask.head != "symptom" or _several(ask, scene) or not noun or not lead or concept == lead[0].concept:
        return None
    if not 0 < len(scene.memory.disclosed.get(lead[0].id, ())) <= _AGAIN:
        return None
    if rng.random() >= 1.1 * (scene.persona.talkativeness - 0.12) or put_out(scene.persona, scene.mood):
        return None
    lines = [line.format(noun=noun) for line in _table()["main"]["lines"]]
    fresh = [line for line in lines if not any(line.rstrip(".").lower() in text.lower() for text in scene.recent)]
    return (lead[0], rng.choice(fresh)) if fresh else None


def _how_many(scene: Scene, ask: Ask, told: Fact, talk: float, draw: float) -> int:
    if put_out(scene.persona, scene.mood) or told.access == "sensitive":
        return 0
    closed = ask.form in ("closed", "leading")
    share = 0.1 + 1.5 * talk - (0.1 if closed else 0.0)
    if draw >= share:
        return 0
    if closed:
        return 2 if talk >= _RUNS_ON_FROM else 1
    if talk >= _RUNS_ON_FROM and draw < share - 0.5:
        return 3
    return 2 if talk >= _TALKS_FROM and draw < share - 0.3 else 1


def _along(told: Fact, facts: Sequence[Fact], *, wide: bool = False) -> list[Fact]:
    """What belongs to it, nearest first; ``wide`` where somebody runs on."""
    table = _table()
    if told.section == "social_history":
        kinds = table["heads"].get(told.head, []) if told.attribute == "presence" else []
        return _in_order(kinds, [fact for fact in facts if fact.head in (told.head, "relationships")])
    if told.section == "perspective" and told.head != "impact":
        return []
    kinds = table["goes_with"].get(told.attribute, table["goes_with"].get(told.head, []))
    kinds = [*kinds, *(kind for kind in table["wide"]["kinds"] if wide and kind not in kinds)]
    same = [fact for fact in facts if fact.section == told.section and
            (fact.concept == told.concept or told.section == "perspective")]  # fmt: skip
    return _in_order(kinds, same)


def _in_order(kinds: Sequence[str], facts: Sequence[Fact]) -> list[Fact]:
    """One fact a kind, in the order of the kinds; what is there before what is not."""
    found = []
    for kind in kinds:
        fitting = [fact for fact in facts if fact.attribute == kind]
        fitting.sort(key=lambda fact: fact.polarity != "present")
        found += [fact for fact in fitting[:1] if fact.polarity == "present" or kind.startswith("not_")]
    return found


def _nearest(told: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """Troubles of the same kind that the patient does have, the weightiest first."""
    near = {one for group in _table()["near"]["groups"] if told.concept in group for one in group}
    found = [fact for fact in facts if fact.head == "symptom" and fact.attribute == "presence"
             and fact.polarity == "present" and fact.concept in near]  # fmt: skip
    return sorted(found, key=lambda fact: -fact.importance)
