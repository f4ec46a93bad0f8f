"""Claims: what the doctor says back as if the patient had said it, held against what is so.

"You said you were allergic to aspirin?", "So no pain in the arm then.", "You told me you don't smoke." are turned
into what the patient would have said and judged as if the patient said it now: what would be refused from the
patient's mouth is put right, what would stand is confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.recall import Recall
from pz_tui.consultation.referring import even, quoted
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move, Objection, Plan, Understanding
from pz_tui.consultation.verification import Verifier
from pz_tui.consultation.verification.reading import Reading
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact

_LEAD = re.compile(
    r"^(?:(?:so|okay|ok|right|and|but|then|well|now|just to (?:check|confirm|recap)|let me (?:check|recap|summarise)"
    r"|if i have (?:got )?(?:this|that|it) right|i think|i thought|i see|that) )+"
)
_TAIL = re.compile(
    r" (?:then|right|yes|no|correct|is (?:that|this) (?:right|correct|so)|did you not|have i got that right|yeah"
    r"|is it|does it|do you|are you|have you|did you)$"
)
_TO_FIRST = (
    (r"\byou are\b", "I am"), (r"\byou were\b", "I was"), (r"\byours\b", "mine"), (r"\byour\b", "my"),
    (r"\byourself\b", "myself"),
    (r"\b(to|for|with|at|of|on|round|around|behind|gives?|makes?|made|bothers?) you\b", r"\1 me"),
    (r"\byou\b", "I"), (r"\bi\b", "I"), (r"\bI had been\b", "I have been"),
)  # fmt: skip
_NEGATIVE = re.compile(r"\b(?:no|not|never|nothing|none|without)\b")
_JUDGED = frozenset({"contradiction", "invention"})
_OF_SECTION: Mapping[str, str] = {"allergy": "allergies", "drug": "drug_history",
                                  "illness in the family": "family_history", "illness": "pmh"}  # fmt: skip
"""What the objection to an invention is about -> the head that tells what is true instead."""


class Claimed(Frozen):
    """What became of a claim.

    Attributes:
        agrees: it is so as far as the patient knows; False where it is wrong.
        facts: those that put it right, or that it rightly states.
        head: where the true thing is found when no single fact is contradicted (``allergies``).
        elsewhere: it is right, but the truth is next to it ("not the arm, more the shoulder").
    """

    agrees: bool
    facts: tuple[str, ...] = ()
    head: str = ""
    elsewhere: str = ""


class Claims:
    """Judges what is said back to one patient."""

    def __init__(self, facts: Sequence[Fact], recall: Recall, verifier: Verifier) -> None:
        self._facts = {fact.id: fact for fact in facts}
        self._recall, self._verifier, self._names = recall, verifier, verifier.names

    def judged(self, scene: Scene, questions: Sequence[Ask]) -> Claimed | None:
        """What is wrong or right in the doctor's words; None where they claim nothing that can be judged."""
        claims = claims_in(scene.utterance)
        if not claims:
            return None
        about = {fact.id for ask in questions for fact in self._recall.for_ask(ask, scene.memory).facts}
        states = False
        for claim in claims:
            wrong, told = self._judge(claim, scene)
            states = states or bool(told)
            if wrong is not None:
                return self._wrong(wrong, claim, questions)
        right = tuple(id for id in about if id in self._askable(scene))
        elsewhere = next((place for claim in claims if (place := self._elsewhere(claim))), "")
        return Claimed(agrees=True, facts=right, elsewhere=elsewhere)

    def _judge(self, claim: str, scene: Scene) -> tuple[Objection | None, bool]:
        """The first objection that a patient saying this would meet, and whether it tells anything."""
        plan = Plan(moves=(Move(strategy="direct", facts=self._askable(scene)),))
        verdict = self._verifier.judge(VerdictBrief(
            sentence=claim, record=scene.record, facts=tuple(self._facts.values()), memory=scene.memory, plan=plan,
            utterance="", understanding=Understanding(),
        ))  # fmt: skip
        wrong = next((item for item in verdict.objections if item.kind in _JUDGED), None)
        return wrong, any(item.relation == "entailed" for item in verdict.facts)

    def _askable(self, scene: Scene) -> tuple[str, ...]:
        """Ids of what the patient could say now: known to them, and no secret."""
        return tuple(id for id, fact in self._facts.items()
                     if fact.knowable and (fact.access != "sensitive" or id in scene.memory.disclosed))  # fmt: skip

    def _wrong(self, objection: Objection, claim: str, questions: Sequence[Ask]) -> Claimed:
        fact = self._facts.get(objection.fact)
        if fact is not None and fact.wording.full and _same_matter(fact, questions):
            return Claimed(agrees=False, facts=(fact.id,))
        named = next((head for words, head in _OF_SECTION.items() if words in objection.message), "")
        head = named or next((ask.head for ask in questions), "")
        if fact is not None and fact.wording.full and not named:
            return Claimed(agrees=False, facts=(fact.id,))
        return Claimed(agrees=False, head=head)

    def _elsewhere(self, claim: str) -> str:
        """Where the pain does go, when the doctor rightly says where it does not."""
        if not _NEGATIVE.search(claim):
            return ""
        parts = {part.id for part in Reading(claim, self._names).parts}
        spread = [fact for fact in self._recall.by_head("radiation") if fact.concept == self._recall.lead
                  and fact.polarity == "present" and "no radiation" not in fact.clinical.lower()]  # fmt: skip
        if not parts or not spread:
            return ""
        own = {part.id for text in spread[0].wording.full for part in Reading(text, self._names).parts
               if not part.denied}  # fmt: skip
        return spread[0].id if own and not own & parts else ""


def claims_in(utterance: str) -> tuple[str, ...]:
    """What is said back, one thing each, as the patient would say it of themselves."""
    found = []
    for part in re.split(r"[.;,?!]|\band (?=you|no\b|it\b|the\b|not\b|there\b)|\bbut\b", utterance):
        text = even(part)
        quote = quoted(part)
        text = text[quote.end() :].strip() if quote else text
        text = _TAIL.sub("", _LEAD.sub("", text + " ").strip()).strip()
        for pattern, first in _TO_FIRST:
            text = re.sub(pattern, first, text)
        if len(text.split()) >= 2:
            found.append(text[:1].upper() + text[1:] + ".")
    return tuple(found)


def _same_matter(fact: Fact, questions: Sequence[Ask]) -> bool:
    """Whether the fact is about what was asked, where anything was."""
    return not questions or any(ask.head in (fact.head, "symptom") for ask in questions)
