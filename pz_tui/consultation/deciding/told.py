"""Told: what a patient can say of what was done and said in this consultation, and no more.

A test that was done here is the doctor's to read; what the doctor made of it, what they called the illness and what
they want to do can be said back, by the kind of plan and as far as the patient's memory goes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.deciding.giving import Giver
from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.sentences import raised
from pz_tui.consultation.turn import Ask, Move
from pz_tui.knowledge.library import Library

_FORGETFUL = 0.35
"""Recall under which only one thing is said back."""
_AT_MOST = 3
_KNOWS_TERMS_FROM = 0.66
"""Health literacy from which a patient has heard of what the doctor names."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class Knowing:
    """What one patient knows of the consultation itself."""

    def __init__(self, give: Giver, library: Library) -> None:
        self._give = give
        self._bundles = {test.id: test.bundle for test in library.tests.values()}
        self._concepts = library.concepts

    # --- results ----------------------------------------------------------------------------------------------

    def done_here(self, ask: Ask, scene: Scene) -> bool:
        """Whether the test or examination that is asked about was done in this consultation."""
        done = {*scene.memory.tested, *scene.memory.examined}
        wanted = {ask.object, *self._bundles.get(ask.object, ())} - {""}
        if ask.object in _table()["vital"]:
            wanted.add("vital_signs")
        return bool(done & wanted if wanted else done)

    def asked_for(self, ask: Ask, scene: Scene) -> Move | None:
        """What is said to a question for a result of this consultation; None for any other question."""
        fever = ask.head == "severity" and "temperature" in scene.utterance.lower()
        taken = ask.model_copy(update={"head": "past_test", "object": "temperature"}) if fever else ask
        if taken.head != "past_test" or (fever and not self.done_here(taken, scene)):
            return None
        return self.result(taken, scene)

    def result(self, ask: Ask, scene: Scene) -> Move | None:
        """What is said when a result of this consultation is asked for; None where it is about an earlier one."""
        here, text = self.done_here(ask, scene), even(scene.utterance)
        if re.search(_table()["earlier"], text):
            return self._give.said("tested_only_here", ask, scene) if here else None
        if here:
            return self._give.said(self._as_told(scene), ask, scene, "cannot_know")
        if ask.head == "results_question":
            return self._give.said("not_done_yet", ask, scene, "cannot_know")
        return None

    @staticmethod
    def _as_told(scene: Scene) -> str:
        """The bank for a result, by what the doctor has said of any."""
        said = [even(told.words) for told in scene.memory.told if told.what == "result"]
        if not said:
            return "results_here"
        kind = next((kind for kind, words in _table()["result"].items() if re.search(words, said[-1])), "")
        return f"result_{kind}" if kind else "results_here"

    # --- understood ---------------------------------------------------------------------------------------------

    def understood(self, act: Ask, scene: Scene) -> list[Move]:
        """What is answered when the doctor checks what was understood: a yes, or what was told, in own words."""
        text = even(scene.utterance)
        if re.search(_table()["heard_of"], text):
            knows = scene.persona.literacy >= _KNOWS_TERMS_FROM
            return [self._give.said("heard_of" if knows else "not_heard_of", act, scene, "acknowledge")]
        points = list(self._points(scene))
        if not re.search(_table()["back"], text):
            return [self._give.said("makes_sense", act, scene, "acknowledge")]
        if not points:
            return [self._give.said("told_nothing", act, scene, "acknowledge")]
        forgetful = scene.persona.recall < _FORGETFUL
        kept = points[:1] if forgetful else points[:_AT_MOST]
        bank = "taught_some" if forgetful and len(points) > 1 else "taught"
        closed = not re.search(_table()["in_words"], text)
        point = _joined(kept)
        blanks = {"point": point, "Point": raised(point)}
        return [self._give.said(f"{bank}_yes" if closed else bank, act, scene, "acknowledge", blanks)]

    def _points(self, scene: Scene) -> Iterator[str]:
        """What was told, as clauses of the patient's, in the order it weighs."""
        rng, table = scene.rng("taught"), _table()
        for told in reversed(scene.memory.told):
            named = self._named(told.words, told.concepts) if told.what == "diagnosis" else ""
            if named:
                yield rng.choice(table["named"]).format(name=named)
                break
        said = [even(told.words) for told in scene.memory.told if told.what in ("plan", "safety_net")]
        for row in table["plans"]:
            if any(re.search(row["words"], words) for words in said):
                yield rng.choice(row["says"])

    def _named(self, words: str, concepts: tuple[str, ...]) -> str:
        """The illness as the doctor called it, with its article and what stands before it."""
        for concept in concepts:
            known = self._concepts.get(concept)
            names = (known.name.lower(), known.noun, *known.lay, *known.clinical) if known else ()
            for name in sorted(filter(None, names), key=len, reverse=True):
                found = re.search(rf"\b(?:(?:an?|the) (?:\w+ )?)?{re.escape(name.lower())}\b", words.lower())
                if found is not None:
                    return found[0]
        return ""


def _joined(points: list[str]) -> str:
    """The points as one clause: "it's a heart attack, and I'm to stay in"."""
    return points[0] if len(points) == 1 else f"{', '.join(points[:-1])}, and {points[-1]}"
