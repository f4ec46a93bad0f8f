"""Claims: what the doctor says back as if the patient had said it, held against what is so.

"You said you were allergic to aspirin?", "So no pain in the arm then.", "You told me you don't smoke." are turned
into what the patient would have said and judged as if the patient said it now: what would be refused from the
patient's mouth is put right, what would stand is confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pz_tui.consultation.grounding.recall import Recall
from pz_tui.consultation.grounding.saying_back import NEGATIVE, claims_in
from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move, Objection, Plan, Understanding
from pz_tui.consultation.verification import Verifier
from pz_tui.consultation.verification.reading import Reading
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact

_ABSENT_UNLESS_KNOWN = frozenset({"symptom", "pmh", "allergies", "drug_history", "surgical", "family_history"})
"""Heads under which nothing is so that the record does not hold."""
_THERE_OR_NOT = frozenset({
    "symptom", "pmh", "surgical", "drug_history", "allergies", "smoking", "alcohol", "drugs", "travel",
})  # fmt: skip
_COUNTED = ("relationships", "identity_check")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_JUDGED = frozenset({"contradiction", "invention"})
_OF_SECTION: Mapping[str, str] = {"allergy": "allergies", "drug": "drug_history",
                                  "illness in the family": "family_history", "illness": "pmh"}  # fmt: skip
"""What the objection to an invention is about -> the head that tells what is true instead."""


class Claimed(Frozen):
    """What became of a claim.

    Attributes:
        agrees: it is so as far as the patient knows; False where it is wrong, or where nothing in the record bears
            it out.
        facts: those that put it right, or that it rightly states.
        head: where the true thing is found when no single fact is contradicted (``allergies``).
        elsewhere: it is right, but the truth is next to it ("not the arm, more the shoulder").
        denies: it says that something is not so.
        unclear: what it claims cannot be made out.
        hidden: it names what a patient cannot know (the diagnosis).
    """

    agrees: bool
    facts: tuple[str, ...] = ()
    head: str = ""
    elsewhere: str = ""
    denies: bool = False
    hidden: bool = False
    unclear: bool = False


def _as_meant(scene: Scene) -> str:
    """The doctor's words with the typos put right, so that a misspelt claim is judged like any."""
    text = scene.utterance
    for typed, meant in scene.understanding.corrections:
        text = re.sub(rf"\b{re.escape(typed)}\b", meant, text, flags=re.IGNORECASE)
    return text


class Claims:
    """Judges what is said back to one patient."""

    def __init__(self, facts: Sequence[Fact], recall: Recall, verifier: Verifier) -> None:
        self._facts = {fact.id: fact for fact in facts}
        self._recall, self._verifier, self._names = recall, verifier, verifier.names

    def judged(self, scene: Scene, questions: Sequence[Ask]) -> Claimed | None:
        """What is wrong or right in the doctor's words; None where they claim nothing that can be judged."""
        claims = claims_in(_as_meant(scene))
        if not claims:
            return None
        recalled = [fact.id for ask in questions for fact in self._recall.for_ask(ask, scene.memory).facts]
        askable = self._askable(scene)
        about = tuple(id for id in dict.fromkeys(recalled) if id in askable)
        if any(self._names_diagnosis(claim, scene) for claim in claims):
            return Claimed(agrees=False, hidden=True)
        denies = all(NEGATIVE.search(claim.lower()) for claim in claims)
        unheard = not about and any(ask.head in _ABSENT_UNLESS_KNOWN for ask in questions)
        if unheard and denies and not any(self._elsewhere(claim) for claim in claims):
            return Claimed(agrees=True, denies=True)
        told: list[str] = []
        for claim in claims:
            found, entailed = self._held(claim, about, len(claims) == 1, scene)
            told += [id for id in entailed if self._bears_out(id, claim)]
            if isinstance(found, Objection):
                return self._wrong(found, questions)
            if found is not None:
                return Claimed(agrees=False, facts=(found,))
        elsewhere = "" if about else next((place for claim in claims if (place := self._elsewhere(claim))), "")
        if unheard and not denies:
            return Claimed(agrees=False, head=questions[0].head)
        known = bool(told or about or denies)
        return Claimed(agrees=known, facts=about, elsewhere=elsewhere, denies=denies)

    def _held(
        self, claim: str, about: tuple[str, ...], alone: bool, scene: Scene
    ) -> tuple[Objection | str | None, list[str]]:
        """What stands against one claim, an objection or a fact, and which facts it tells."""
        wrong, entailed = self._judge(claim, scene, self._askable(scene))
        if wrong is not None:
            return wrong, entailed
        other = next((id for id in about if self._counts_otherwise(id, claim)), "")
        turned = next((id for id in about if alone and self._turned(id, claim, about)), "")
        if other or turned:
            return other or turned, entailed
        narrow = self._judge(claim, scene, about)[0] if about else None
        return (narrow if narrow is not None and narrow.fact in about else None), entailed

    def _turned(self, id: str, claim: str, about: Sequence[str]) -> bool:
        """Whether the claim denies a thing there is, or says that one is there which is not."""
        fact = self._facts[id]
        if fact.head == "radiation":
            spreads = fact.polarity == "present" and not fact.clinical.lower().startswith(("no ", "has stayed"))
            return spreads and bool(NEGATIVE.search(claim.lower())) and not Reading(claim, self._names).parts
        if len(about) > 1:
            return False
        said = "absent" if NEGATIVE.search(claim.lower()) else "present"
        return fact.attribute in ("presence", "otc") and fact.head in _THERE_OR_NOT and fact.polarity != said

    def _names_diagnosis(self, claim: str, scene: Scene) -> bool:
        """Whether it names what the patient has and has not been told."""
        condition = scene.record.condition
        told = scene.memory.knows_told(condition.id) or any(item.what == "diagnosis" for item in scene.memory.told)
        own = {fact.concept for fact in self._facts.values() if fact.section == "past_history"}
        names = (condition.name, *condition.aliases)
        return not told and condition.id not in own and any(
            re.search(rf"\b{re.escape(name.lower())}\b", claim.lower()) for name in names)  # fmt: skip

    def _counts_otherwise(self, id: str, claim: str) -> bool:
        """Whether the claim gives another number than a fact that is a number (children, age)."""
        fact = self._facts[id]
        if fact.value is None or fact.head not in _COUNTED:
            return False
        said = {int(word) for word in re.findall(r"\b\d{1,3}\b", claim)}
        said |= {number for number, word in enumerate(_NUMBERS) if re.search(rf"\b{word}\b", claim.lower())}
        return bool(said) and int(fact.value) not in said

    def _bears_out(self, id: str, claim: str) -> bool:
        """Whether a fact the claim touches can bear it out: a denial only another denial."""
        return self._facts[id].polarity != "absent" or bool(NEGATIVE.search(claim.lower()))

    def _judge(self, claim: str, scene: Scene, facts: tuple[str, ...]) -> tuple[Objection | None, list[str]]:
        """The first objection that a patient saying this would meet, and which facts it tells."""
        plan = Plan(moves=(Move(strategy="direct", facts=facts),))
        verdict = self._verifier.judge(VerdictBrief(
            sentence=claim, record=scene.record, facts=tuple(self._facts.values()), memory=scene.memory, plan=plan,
            utterance="", understanding=Understanding(),
        ))  # fmt: skip
        wrong = next((item for item in verdict.objections if item.kind in _JUDGED or item.fact == "diagnosis"), None)
        return wrong, [item.fact for item in verdict.facts if item.relation == "entailed"]

    def _askable(self, scene: Scene) -> tuple[str, ...]:
        """Ids of what the patient could say now: known to them, and no secret."""
        return tuple(id for id, fact in self._facts.items()
                     if fact.knowable and (fact.access != "sensitive" or id in scene.memory.disclosed))  # fmt: skip

    def _wrong(self, objection: Objection, questions: Sequence[Ask]) -> Claimed:
        if objection.fact == "diagnosis":
            return Claimed(agrees=False, hidden=True)
        fact = self._facts.get(objection.fact)
        if fact is not None and not questions and fact.concept == self._recall.lead and fact.attribute == "presence":
            return Claimed(agrees=False, unclear=True)
        if fact is not None and fact.wording.full and _same_matter(fact, questions):
            return Claimed(agrees=False, facts=(fact.id,))
        named = next((head for words, head in _OF_SECTION.items() if words in objection.message), "")
        return Claimed(agrees=False, head=named or next((ask.head for ask in questions), ""))

    def _elsewhere(self, claim: str) -> str:
        """Where the pain does go, when the doctor rightly says where it does not."""
        if not NEGATIVE.search(claim.lower()):
            return ""
        parts = {part.id for part in Reading(claim, self._names).parts}
        spread = [fact for fact in self._recall.by_head("radiation") if fact.polarity == "present"
                  and "no radiation" not in fact.clinical.lower()]  # fmt: skip
        if not parts or not spread:
            return ""
        own = {part.id for text in spread[0].wording.full for part in Reading(text, self._names).parts
               if not part.denied}  # fmt: skip
        return spread[0].id if own and not own & parts else ""


def _same_matter(fact: Fact, questions: Sequence[Ask]) -> bool:
    """Whether the fact is about what was asked, where anything was."""
    return not questions or any(ask.head == fact.head for ask in questions)
