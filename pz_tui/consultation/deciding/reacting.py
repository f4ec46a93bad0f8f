"""Reacting: what a patient says to what is done, told, planned, praised or blamed, by what it is.

An ECG brings another question than a blood test, an operation another than tablets, and being told of a heart
attack another answer than being told that it is not one. Which bank meets what is in reacting.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.deciding.acting import BANKS
from pz_tui.consultation.deciding.giving import Giver
from pz_tui.consultation.deciding.told import Knowing
from pz_tui.consultation.grounding.recall import Recall
from pz_tui.consultation.grounding.role_breaks import PRESSED
from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.grounding.telling import clause_of
from pz_tui.consultation.person.household import Household
from pz_tui.consultation.person.improvisation import Everydays
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move, Strategy
from pz_tui.knowledge.library import Library

_INTIMATE = frozenset({"genital", "rectal", "vaginal", "breast", "breasts", "testes", "pelvic", "speculum"})
_HABITS = ("smoking", "alcohol", "drugs", "diet", "exercise", "caffeine", "drug_history")
"""What a doctor blames for."""
_MINDS_IF = re.compile(r"\b(?:(?:do|would) you mind|you mind if|mind if i)\b")
"""Leave asked for so that a no gives it."""
_MINDS = 0.5
"""How often staying in brings up who is left at home."""
_YOUNG_CHILDREN_UNTIL = 52
_FED_UP, _SAYS_SO = 3, 0.5
"""Attempts to break the role from which a patient may have had enough, and how often they then say so."""
_SMALL = 4
"""Letters up to which a word says nothing of what is offered."""
_CALLED = {"mother": "mum", "father": "dad", "grandmother": "gran"}
_CHOICE = "planned_choice"
_TONES = {"bad_news": "told_serious", "praise": "praised", "apology": "apology_taken", "empathy": "warmed",
          "thanks": "thanked"}  # fmt: skip
"""Banks for what is not understood but for its tone."""
_PRAISED_AS = frozenset({"acknowledge", "other", "confirm", "explanation", "reassurance", "empathy"})


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "reacting.toml").read_text(encoding="utf-8"))


class Reactions:
    """Reactions of one patient."""

    def __init__(
        self, give: Giver, recall: Recall, household: Household, everydays: Everydays, library: Library,
        knowing: Knowing,
    ) -> None:  # fmt: skip
        self._give, self._recall = give, recall
        self._household, self._everydays = household, everydays
        self._kinds = {test.id: test.kind for test in library.tests.values()}
        self._knowing = knowing

    def to(self, act: Ask, scene: Scene) -> list[Move]:
        """The patient's words to one act."""
        manner = scene.understanding.manner
        if act.head == "role_break":
            return [self._role_break(act, scene)]
        if act.head == "diagnosis_told" or (act.head == "explanation" and _tells(scene.utterance)):
            return [self._said("react", self._told(act, scene), act, scene)]
        if act.head == "repeat_request" and ("apology" not in manner or "?" in scene.utterance):
            return [self._again(act, scene)]
        if act.head == "check_agreement" and act.object:
            return [self._offered(act, scene)]
        if act.head == "check_agreement" and re.search(_table()["told"]["feelings"], even(scene.utterance)):
            return [self._said("react", "feels_about", act, scene)]
        if act.head in ("plan", "check_agreement") and self._bank_of_plan(scene) == _CHOICE:
            return [self._wish(act, scene)]
        if act.head == "plan":
            return self._planned(act, scene)
        if act.head == "check_understanding":
            return self._knowing.understood(act, scene)
        if act.head == "results_question":
            known = self._knowing.result(act, scene)
            return [known if known is not None else self._said("cannot_know", "results_asked", act, scene)]
        if act.head in ("exam", "test"):
            return [self._said("submit_to_exam", self._submitting(act, scene), act, scene)]
        apologises = "apology" in manner and not _SORRY_FOR.search(scene.utterance.lower())
        if apologises and act.head in ("empathy", "acknowledge", "other", "repeat_request"):
            return [self._said("react", "apology_taken", act, scene)]
        if "praise" in manner and act.head in _PRAISED_AS:
            return [self._said("react", "praised", act, scene)]
        if act.head in ("consent", "check_agreement") and _MINDS_IF.search(scene.utterance.lower()):
            return [self._said("consent", "agree_minding", act, scene)]
        strategy, bank = BANKS[act.head]
        informant = scene.record.informant
        if bank == "greet" and informant is not None and not scene.last_reply:
            who = {"name": informant.given_name, "child": scene.record.identity.given_name,
                   "called": _CALLED[informant.relation]}  # fmt: skip
            return [self._give.said("greet_carer", act, scene, strategy, who)]
        return [self._said(strategy, bank, act, scene)]

    def to_manner(self, scene: Scene) -> Move | None:
        """The answer to blame or rudeness, which comes before all else."""
        manner = set(scene.understanding.manner)
        if any(ask.head == "check_understanding" for ask in scene.understanding.asks):
            manner -= {"lecture"}
        bank = "rude_met" if "rude" in manner else self._blamed(scene) if {"blame", "lecture"} & manner else ""
        return self._said("react", bank, Ask(head="acknowledge"), scene) if bank else None

    def to_tone(self, scene: Scene) -> Move | None:
        """The answer to words of which only the tone is understood."""
        found = next((bank for tone, bank in _TONES.items() if tone in scene.understanding.manner), "")
        return self._said("react", found, Ask(head="acknowledge"), scene) if found else None

    def tells(self, utterance: str) -> bool:
        """Whether words that are hardly understood tell the patient what they have."""
        return _tells(utterance)

    def _said(self, strategy: Strategy, bank: str, act: Ask, scene: Scene) -> Move:
        return self._give.said(bank, act, scene, strategy)

    # --- blame ------------------------------------------------------------------------------------------------

    def _blamed(self, scene: Scene) -> str:
        """By what was last spoken of: a habit there is, one there never was, one given up, or none at all."""
        named = next((habit for habit in _HABITS if re.search(_HABIT_WORDS[habit], even(scene.utterance))), "")
        habit = named or scene.memory.focus_label.partition(":")[0]
        lectured = "lecture" in scene.understanding.manner
        if habit not in _HABITS:
            return "blamed_what" if lectured else "blamed_fault"
        facts = [fact for fact in self._recall.by_head(habit) if fact.attribute == "presence"]
        never = bool(facts) and all(fact.polarity == "absent" for fact in facts)
        if habit == "smoking" and scene.record.smoking.status == "ex":
            return "blamed_past"
        return ("blamed_not_me" if lectured or named else "blamed_fault") if never else "blamed"

    # --- examined and tested --------------------------------------------------------------------------------

    def _submitting(self, act: Ask, scene: Scene) -> str:
        if act.head == "exam" and _intimate_unasked(act, scene):
            return "intimate_unasked"
        if act.head == "exam":
            return next((row["bank"] for row in _table()["exams"] if act.object in row["of"]), "examined")
        kind = self._kinds.get(act.object, "")
        return next((row["bank"] for row in _table()["tests"]
                     if act.object in row.get("of", ()) or kind in row.get("kinds", ())), "tested")  # fmt: skip

    # --- told -------------------------------------------------------------------------------------------------

    def _told(self, act: Ask, scene: Scene) -> str:
        table, text = _table(), even(scene.utterance)
        of_mind = re.search(table["told"]["of_mind"], text) is not None
        if act.head == "explanation" and not of_mind:
            return "told_serious"
        if act.polarity == "absent" or (not act.object and re.search(table["told"]["negated"], text)):
            return "told_not"
        if act.object and scene.memory.knows_told(act.object):
            return "told_again"
        operation = table["taken_by"].get(act.object, "")
        if operation and any(fact.concept == operation and fact.polarity == "present"
                             for fact in self._recall.by_head("surgical")):  # fmt: skip
            return "told_gone"
        condition = scene.record.condition
        names = (condition.name, *condition.aliases)
        own = act.object == condition.id or any(re.search(rf"\b{re.escape(name.lower())}\b", text) for name in names)
        if (own or of_mind) and condition.specialty in table["told"]["mind"]:
            return "told_mind"
        said = clause_of(act.words, scene.utterance)
        grave = (own and condition.acuity == "emergency") or re.search(table["told"]["grave"], said) is not None
        feared = any(item.cant_miss and item.concept == act.object for item in scene.record.differential)
        return "told_bad" if grave or feared else "told_plain"

    # --- plans ------------------------------------------------------------------------------------------------

    def _planned(self, act: Ask, scene: Scene) -> list[Move]:
        bank = self._bank_of_plan(scene)
        moves = [self._said("react", bank, act, scene)]
        if bank in ("planned_stay", "planned_operation") and scene.rng("left at home").random() < _MINDS:
            moves += self._left_at_home(act, scene)
        return moves

    @staticmethod
    def _bank_of_plan(scene: Scene) -> str:
        text = even(scene.utterance)
        return next((row["bank"] for row in _table()["plans"] if re.search(row["words"], text)), "planned")

    def _wish(self, act: Ask, scene: Scene) -> Move:
        """Asked which they would rather have: what they hoped for, where they hoped for something."""
        offered = _stems(scene.utterance)
        hopes = [fact for fact in self._recall.by_head("expectations") if fact.access != "sensitive"
                 and offered & _stems(" ".join((fact.clinical, *fact.wording.full)))]  # fmt: skip
        if hopes:
            return self._give.fact(hopes[0], None, scene, "direct").model_copy(update={"label": act.label})
        return self._said("react", _CHOICE, act, scene)

    def _offered(self, act: Ask, scene: Scene) -> Move:
        """The answer to an offer, by whether it is needed."""
        needless = {"interpreter": scene.persona.language != "A", "pain_relief": not self._in_pain()}
        bank = f"offered_{act.object}"
        return self._said("consent", f"{bank}_needless" if needless.get(act.object) else bank, act, scene)

    def _in_pain(self) -> bool:
        return any(fact.polarity == "present" and ("pain" in fact.concept or "ache" in fact.concept)
                   for fact in self._recall.by_head("symptom"))  # fmt: skip

    def _left_at_home(self, act: Ask, scene: Scene) -> list[Move]:
        """Who or what waits at home, once: children still at home, else an animal that nobody else sees to."""
        who = scene.record.identity
        alone = self._household.partner is None
        spoken_of = any(re.search(r"\b(?:kids|children)\b", text) for text in scene.recent)
        if who.children and who.age < _YOUNG_CHILDREN_UNTIL and not spoken_of:
            return [self._said("own_question", "who_minds_children", act, scene)]
        animal = self._everydays.answer("pet", scene.memory)
        if animal is None or not animal.value.startswith("a ") or not alone:
            return []
        name = self._everydays.answer("pet_name", scene.memory)
        known = name is not None and "pet_name" in scene.memory.improvised
        being = name.value if known and name is not None else f"the {animal.value.removeprefix('a ')}"
        move = self._give.said("who_minds_pet", act, scene, "own_question", {"being": being})
        topic, value = ("pet_name", being) if known else ("pet", animal.value)
        return [move.model_copy(update={"topic": topic, "wording": value})]

    # --- the rest ---------------------------------------------------------------------------------------------

    def _role_break(self, act: Ask, scene: Scene) -> Move:
        """By what is tried; shorter with whoever keeps at it."""
        before, kind = scene.earlier.attempts, act.object or "any"
        fed_up = before >= _FED_UP and scene.rng("fed up").random() < _SAYS_SO
        if fed_up or (kind == PRESSED and before > 1):
            kind = "pressed_hard"
        return self._give.said(f"role_{kind}", act, scene, "puzzled")

    def _again(self, act: Ask, scene: Scene) -> Move:
        if not scene.last_reply:
            return self._said("not_understood", "not_understood", act, scene)
        return Move(strategy="repeat", label=act.label, truth=(scene.last_reply,), wording="said_again")


_SORRY_FOR = re.compile(r"\bsorry (?:to (?:hear|learn)|you|that you|about (?:your|the|what))\b")
"""Sorry for the patient, which is no apology."""
_HABIT_WORDS = {
    "smoking": r"\b(?:smok\w+|cigarettes?|fags?|tobacco|pack years?)\b",
    "alcohol": r"\b(?:drink\w*|alcohol|booze|units)\b",
    "drugs": r"\b(?:drugs|cannabis|weed|cocaine)\b", "diet": r"\b(?:weight|fat|diet|overweight|obese|eat\w*)\b",
    "exercise": r"\b(?:lazy|exercise|unfit|couch)\b", "caffeine": r"\b(?:coffee|caffeine)\b",
    "drug_history": r"\b(?:tablets?|medication|prescription)\b",
}  # fmt: skip


def _stems(text: str) -> set[str]:
    """The beginnings of the words that say something."""
    return {word[:5] for word in even(text).split() if len(word) > _SMALL}


def _tells(utterance: str) -> bool:
    """Whether an explanation that names no known illness tells the patient what they have all the same."""
    table, text = _table()["told"], even(utterance)
    named = re.search(table["of_mind"], text) and re.search(table["named"], text)
    return bool(named or re.search(table["serious"], text))


def _intimate_unasked(act: Ask, scene: Scene) -> bool:
    """An intimate examination without leave or chaperone makes the patient hesitate (GMC, Intimate examinations
    and chaperones, 2024).
    """
    asked = any(ask.head == "consent" for ask in scene.understanding.asks) or "chaperone" in scene.utterance.lower()
    return act.object in _INTIMATE and not asked and act.object not in scene.memory.examined
