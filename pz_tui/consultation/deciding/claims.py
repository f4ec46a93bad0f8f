"""Claims: what the doctor says back as if the patient had said it, held against what is so.

"You said you were allergic to aspirin?", "So no pain in the arm then.", "You told me you don't smoke." are turned
into what the patient would have said of themselves. Only what the record bears out is confirmed, and what it has
otherwise is put right; where neither is sure the true thing is told without a yes or a no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pz_tui.consultation.deciding.claimed import Claimed, One, as_meant, denies, is_felt, is_within
from pz_tui.consultation.grounding.recall import SYMPTOM_HEADS, Recall
from pz_tui.consultation.grounding.saying_back import claims_in, stated
from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import ASK_BACK_BELOW, Ask, Move, Objection, Plan, Understanding
from pz_tui.consultation.verification import Verifier
from pz_tui.consultation.verification.bearing import Bearing
from pz_tui.consultation.verification.reading import Reading
from pz_tui.record.facts import Fact

_ABSENT_UNLESS_KNOWN = frozenset({"symptom", "pmh", "allergies", "drug_history", "surgical", "family_history"})
"""Heads under which nothing is so that the record does not hold."""
_THERE_OR_NOT = frozenset({
    "symptom", "pmh", "surgical", "drug_history", "allergies", "smoking", "alcohol", "drugs", "travel", "pregnancy",
    "trauma", "sick_contacts", "hospitalisation",
})  # fmt: skip
_EFFECTS = frozenset({"aggravating", "relieving"})
_OF_COMPLAINT = frozenset({"symptom", "associated", *SYMPTOM_HEADS})
_FELT = ("history_of_complaint", "presenting_complaint", "systems_review")
_AT_LARGE = frozenset({"progression", "timing", "circumstances", *_EFFECTS})
"""Heads that are not meant where a factor is named, though its words may fit them."""
_COUNTED = ("relationships", "identity_check")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_JUDGED = frozenset({"contradiction", "invention"})
_OF_SECTION: Mapping[str, str] = {"allergy": "allergies", "drug": "drug_history",
                                  "illness in the family": "family_history", "illness": "pmh"}  # fmt: skip
"""What the objection to an invention is about -> the head that tells what is true instead."""
_CALLED_TOO: Mapping[str, tuple[str, ...]] = {"vision": ("aura",), "flashing_lights": ("aura",)}
"""Names under which a thing goes besides its own."""
_ONCE = re.compile(r"\b(?:before|in the past|previously|ever|history of|years ago|used to|last time|once)\b")
"""What makes an illness one of the past."""
_POINTS = re.compile(r"\b(?:it|this|that|they|them|these|those|pain|pains|one)\b")
"""What a claim leans on what was spoken of with."""
_LEFT_OVER, _MOSTLY = 2, 0.5
"""Words, and share of a claim's words, from which it says more than that a thing is there."""
_WORDS_SHARED = 0.75
"""Share of a claim's words from which a fact says the same."""
Verdict = Literal["right", "wrong", "unsure", "silent"]


class Claims:
    """Judges what is said back to one patient."""

    def __init__(self, facts: Sequence[Fact], recall: Recall, verifier: Verifier) -> None:
        self._facts = {fact.id: fact for fact in facts}
        self._recall, self._verifier, self._names = recall, verifier, verifier.names

    def judged(self, scene: Scene, questions: Sequence[Ask]) -> Claimed | None:
        """What is wrong or right in the doctor's words; None where they claim nothing that can be judged."""
        text = as_meant(scene)
        claims = claims_in(text)
        if not claims:
            return None
        if any(self._names_diagnosis(claim, scene) for claim in claims if not Reading(claim, self._names).relatives):
            return Claimed(agrees=False, hidden=True)
        leading = [ask for ask in questions if ask.form == "leading"] or questions
        found = [self._one(claim, said, leading, scene, alone=len(claims) == 1)
                 for claim, said in zip(claims, stated(text), strict=True)]  # fmt: skip
        if any(self._is_secret(one, scene) for one in found):
            return None if questions else Claimed(agrees=False, unclear=True)
        judged = [(one, *self._verdict(one, scene)) for one in found]
        for verdict in ("wrong", "unsure"):
            chosen = [(one, claimed) for one, own, claimed in judged if own == verdict]
            chosen.sort(key=lambda pair: (not pair[1].facts, not self._of_its_own(*pair)))
            if chosen:
                first, others = chosen[0], (pair for pair in chosen[1:] if self._of_its_own(*pair))
                further = [id for _, claimed in others for id in claimed.facts[:1]]
                also = tuple(dict.fromkeys(id for id in further if id not in first[1].facts))
                return first[1].model_copy(update={"ask": next(iter(first[0].questions), None),
                                                   "also": also if verdict == "wrong" else ()})  # fmt: skip
        right = [(one, claimed) for one, own, claimed in judged if own == "right"]
        if not right:
            return Claimed(agrees=False, unclear=True)
        facts = tuple(dict.fromkeys(id for _, claimed in right for id in claimed.facts))
        return right[0][1].model_copy(update={"facts": facts, "denies": all(one.denies for one, _ in right)})

    def _of_its_own(self, one: One, claimed: Claimed) -> bool:
        """Whether what puts a claim right is of the very matter that the claim is about."""
        heads = {ask.head for ask in one.questions}
        return any(not heads or self._facts[id].head in heads for id in claimed.facts)

    # --- one claim ------------------------------------------------------------------------------------------

    def _one(self, claim: str, said: str, questions: Sequence[Ask], scene: Scene, *, alone: bool) -> One:
        own = [self._narrowed(ask, claim) for ask in questions if alone or is_within(ask, said)]
        askable = self._askable(scene)
        every = [self._recall.for_ask(ask, scene.memory).facts for ask in own]
        recalled = dict.fromkeys(fact.id for facts in every for fact in facts)
        about = tuple(self._facts[id] for id in recalled if id in askable and not self._of_another_place(id, claim))
        kinds = {(fact.concept, fact.section) for fact in about} | self._spoken_of(claim, own, about, scene)
        effect = any(ask.head in _EFFECTS for ask in own)
        heads = {fact.head for fact in about if fact.section in ("social_history", "identity")}
        around = (fact for id, fact in self._facts.items() if id in askable and fact.id not in recalled
                  and ((fact.concept, fact.section) in kinds or fact.head in heads)
                  and not (effect and fact.head in _AT_LARGE))  # fmt: skip
        return One(claim=claim, questions=tuple(own), about=about, around=tuple(around),
                    foremost=frozenset(facts[0].id for facts in every if facts))  # fmt: skip

    def _narrowed(self, ask: Ask, claim: str) -> Ask:
        """The ask of the very thing that the claim names, where it was taken for a wider one or leans on none."""
        reading = Reading(claim, self._names)
        named = [one for one in reading.mentions if one.subject == "self"]
        if ask.head in _EFFECTS and not ask.object and reading.factors:
            ask = ask.model_copy(update={"object": reading.factors[0].id})
        if ask.head == "drug_history" and ask.object:
            drug = next((one.id for one in named if one.kind == "drug"), "")
            return ask.model_copy(update={"object": drug, "subject": ""}) if drug else ask
        ill = [one.id for one in named if one.kind == "condition"]
        if ask.head == "symptom" and ask.object:
            kinds = self._recall.kin(ask.object) - {ask.object}
            known = {fact.concept for fact in self._recall.by_head("symptom")}
            narrow = next((one for one in ill if one in kinds and one in known), "")
            return ask.model_copy(update={"object": narrow}) if narrow else ask
        if ask.head in SYMPTOM_HEADS and not ask.subject and ill and self._recall.symptoms(ill[0]):
            return ask.model_copy(update={"subject": ill[0]})
        return ask

    def _of_another_place(self, id: str, claim: str) -> bool:
        """Whether the claim is of pain where the fact's is not ("no pain over your cheeks")."""
        fact = self._facts[id]
        reading = Reading(claim, self._names)
        parts = [part for part in reading.parts
                 if not any(one.start <= part.start < one.end for one in reading.mentions)]  # fmt: skip
        if fact.attribute != "presence" or fact.head != "symptom" or not parts:
            return False
        sited = [one for one in self._facts.values()
                 if one.concept == fact.concept and one.head in ("site", "radiation")]  # fmt: skip
        return bool(sited) and not self._verifier.bearing(claim, [fact, *sited]).held

    def _spoken_of(
        self, claim: str, questions: Sequence[Ask], about: Sequence[Fact], scene: Scene
    ) -> set[tuple[str, str]]:
        """What the claim may give a particular of: what it names, else what is in focus, else the complaint."""
        if about and about[0].section not in ("history_of_complaint", "presenting_complaint"):
            return set()
        own = {fact.concept for fact in self._facts.values()
               if fact.section == "history_of_complaint" and fact.attribute != "presence"}  # fmt: skip
        mentions = Reading(claim, self._names).mentions
        asked = {fact.concept for fact in about} | {ask.object for ask in questions}
        named = [one.id for one in mentions if one.kind == "condition" and (not about or one.id in asked)]
        kin = {concept for name in named for concept in own if concept in _CALLED_TOO.get(name, ())
               or concept in self._recall.kin(name) or name in self._recall.kin(concept)}  # fmt: skip
        background = any(ask.head not in _OF_COMPLAINT for ask in questions)
        nothing = not questions and not _POINTS.search(claim.lower())
        leant = [] if about or mentions or background or nothing else [scene.memory.focus, self._recall.lead]
        found = kin or set([concept for concept in leant if concept in own][:1])
        return {(concept, "history_of_complaint") for concept in found}

    def _verdict(self, one: One, scene: Scene) -> tuple[Verdict, Claimed]:
        unheard = not one.about and any(ask.head in _ABSENT_UNLESS_KNOWN or (ask.head in _EFFECTS and ask.object)
                                        for ask in one.questions)  # fmt: skip
        elsewhere = self._elsewhere(one.claim) if not one.about else ""
        if elsewhere or (unheard and one.denies):
            return "right", Claimed(agrees=True, denies=True, elsewhere=elsewhere)
        if any(self._given_up(fact, one, scene) for fact in one.about):
            return "right", Claimed(agrees=True, denies=True, facts=(one.about[0].id,))
        bears = self._verifier.bearing(one.claim, (*one.about, *one.around))
        if bears.against:
            return "wrong", Claimed(agrees=False, facts=self._sure(bears.against[0], one), denies=one.denies)
        named = self._named(one)
        turned = next((fact.id for fact in one.about if self._turned(fact, one)), "")
        turned = turned or next((fact.id for fact, so in named if not so), "")
        if turned:
            return "wrong", Claimed(agrees=False, facts=(turned,), denies=one.denies)
        objection = self._objection(one, scene)
        if objection is not None:
            return "wrong", self._wrong(objection, one)
        if unheard and max(ask.confidence for ask in one.questions) >= ASK_BACK_BELOW:
            return "wrong", Claimed(agrees=False, head=one.questions[0].head)
        stated = () if one.about else tuple(fact.id for fact, _ in named)
        return self._borne(one, bears._replace(held=(*bears.held, *stated)))

    def _borne(self, one: One, bears: Bearing) -> tuple[Verdict, Claimed]:
        """What becomes of a claim that nothing speaks against."""
        there = tuple(fact.id for fact in one.about
                      if self._is_there_or_not(fact, one) and self._is_so(fact, one) is not one.denies)  # fmt: skip
        same = tuple(fact.id for fact in one.about if self._says_same(fact, one))
        facts = tuple(dict.fromkeys((*bears.held, *there, *same)))
        more = bool(there) and not bears.held and not same and self._says_more(there, one)
        if facts and not bears.loose and not more:
            return "right", Claimed(agrees=True, facts=facts, denies=one.denies)
        open_still = tuple(fact.id for fact in one.about) or bears.near
        if open_still:
            return "unsure", Claimed(agrees=False, facts=open_still, unsure=True)
        if any(ask.confidence >= ASK_BACK_BELOW for ask in one.questions):
            return "unsure", Claimed(agrees=False, unsure=True)
        return "silent", Claimed(agrees=False, unclear=True)

    def _sure(self, id: str, one: One) -> tuple[str, ...]:
        """The fact that puts it right, unless it has no words for it."""
        return (id,) if self._facts[id].wording.full else tuple(fact.id for fact in one.about[:1])

    def _is_secret(self, one: One, scene: Scene) -> bool:
        """Whether a claim is about what is kept back and is so: answered like any question about it."""
        named = {named.id for named in Reading(one.claim, self._names).mentions if named.subject == "self"}
        kept = [fact for ask in one.questions for fact in self._recall.for_ask(ask, scene.memory).facts]
        kept += [fact for fact in self._recall.by_head("symptom") if fact.concept in named]
        return any(fact.access == "sensitive" and fact.polarity == "present" and fact.id not in scene.memory.disclosed
                   for fact in kept)  # fmt: skip

    # --- there or not ---------------------------------------------------------------------------------------

    def _is_there_or_not(self, fact: Fact, one: One) -> bool:
        """Whether the claim is about whether the fact is so, and nothing more."""
        if fact.head in _EFFECTS:
            return any(ask.head in _EFFECTS and ask.object for ask in one.questions)
        nightly = fact.attribute == "timing" and bool(fact.factor)
        return nightly or (fact.attribute in ("presence", "otc") and fact.head in _THERE_OR_NOT)

    def _says_more(self, there: Sequence[str], one: One) -> bool:
        """Whether the claim says something of a thing beyond that it is there ("ibuprofen takes it away")."""
        if any(self._facts[id].head in _EFFECTS for id in there):
            return False
        own: set[str] = set()
        for id in there:
            own |= self._words_of(self._facts[id])
        reading = Reading(one.claim, self._names)
        own |= {reading.stems[place] for named in reading.mentions for place in range(named.start, named.end)}
        said = reading.content()
        left = said - own
        return len(left) >= _LEFT_OVER and len(left) > _MOSTLY * len(said)

    def _words_of(self, fact: Fact) -> frozenset[str]:
        texts = (*fact.wording.full, *fact.wording.short, fact.clinical)
        return frozenset().union(*(Reading(text, self._names).content() for text in texts))

    def _turned(self, fact: Fact, one: One) -> bool:
        """Whether the claim denies a thing there is, or says that one is there which is not."""
        if fact.head == "radiation":
            spreads = fact.polarity == "present" and not fact.clinical.lower().startswith(("no ", "has stayed"))
            return spreads and one.denies and not Reading(one.claim, self._names).parts
        if self._counts_otherwise(fact, one.claim):
            return True
        if fact.id not in one.foremost:
            return False
        return self._is_there_or_not(fact, one) and self._is_so(fact, one) is one.denies

    def _named(self, one: One) -> list[tuple[Fact, bool]]:
        """The symptoms that the claim names outright, whatever it was taken for, each with whether it is as it says."""
        asked = {ask.object for ask in one.questions if ask.object}
        found: list[tuple[Fact, bool]] = []
        if one.about and all(fact.attribute != "presence" for fact in one.about):
            return found
        reading = Reading(one.claim, self._names)
        for named in reading.mentions:
            by_the_way = "for" in reading.said[max(0, named.start - 2) : named.start]
            aside = named.weak or named.conditional or named.subject != "self" or by_the_way
            if named.kind != "condition" or aside or named.id in asked:
                continue
            fact = next((fact for fact in self._recall.by_head("symptom") if fact.concept == named.id), None)
            if fact is not None and fact.wording.full and (fact.access != "sensitive" or fact.polarity == "absent"):
                found.append((fact, (fact.polarity == "present") is not named.denied))
        return found

    @staticmethod
    def _given_up(fact: Fact, one: One, scene: Scene) -> bool:
        """Whether a habit that is past is denied for now, which is right; that it never was would not be."""
        ever = re.search(r"\b(?:never|ever|smoked)\b", one.claim.lower())
        return fact.id == "social/smoking" and scene.record.smoking.status == "ex" and one.denies and not ever

    def _is_so(self, fact: Fact, one: One) -> bool:
        """Whether what the claim is about is so; of a factor, whether it does what was asked."""
        asked = next((ask.head for ask in one.questions if ask.head in _EFFECTS), fact.head)
        return fact.polarity == "present" and (fact.head not in _EFFECTS or fact.head == asked)

    def _counts_otherwise(self, fact: Fact, claim: str) -> bool:
        """Whether the claim gives another number than a fact that is a number (children, age)."""
        if fact.value is None or fact.head not in _COUNTED:
            return False
        said = {int(word) for word in re.findall(r"\b\d{1,3}\b", claim)}
        said |= {number for number, word in enumerate(_NUMBERS) if re.search(rf"\b{word}\b", claim.lower())}
        return bool(said) and int(fact.value) not in said

    def _says_same(self, fact: Fact, one: One) -> bool:
        """Whether the fact's own words hold what the claim says."""
        texts = (*fact.wording.full, *fact.wording.short, fact.clinical)
        own, said = self._words_of(fact), Reading(one.claim, self._names).content()
        negative = fact.polarity == "absent" or any(denies(text) for text in texts)
        if not said or (one.denies and not negative) or (fact.polarity == "absent" and not one.denies):
            return False
        return len(said & own) >= _WORDS_SHARED * len(said)

    # --- the verifier's word ----------------------------------------------------------------------------------

    def _objection(self, one: One, scene: Scene) -> Objection | None:
        """What a patient saying this would meet: of the facts it is about, else of anything that may be said."""
        if one.about:
            narrow = self._judge(one.claim, scene, [fact.id for fact in one.about])
            if narrow is not None and (narrow.fact in {fact.id for fact in one.about} or not narrow.fact):
                return narrow
        wide = self._judge(one.claim, scene, self._askable(scene))
        if wide is None or wide.kind == "invention":
            return wide
        if wide.fact == "diagnosis":
            free = is_felt(scene.record.condition, one.claim) or Reading(one.claim, self._names).relatives
            return None if free else wide
        fact = self._facts.get(wide.fact)
        return wide if fact is not None and self._meant(fact, one) else None

    def _meant(self, fact: Fact, one: One) -> bool:
        """Whether a fact that is spoken against is one that the claim is about."""
        if one.about:
            return fact in one.about
        if not one.questions:
            named = {named.id for named in Reading(one.claim, self._names).mentions}
            return fact in one.around or fact.concept in named or fact.section not in _FELT
        return any(ask.head == fact.head and (fact.head != "symptom" or ask.object == fact.concept)
                   for ask in one.questions)  # fmt: skip

    def _judge(self, claim: str, scene: Scene, facts: Iterable[str]) -> Objection | None:
        """The first objection that a patient saying this would meet."""
        plan = Plan(moves=(Move(strategy="direct", facts=tuple(facts)),))
        verdict = self._verifier.judge(VerdictBrief(
            sentence=claim, record=scene.record, facts=tuple(self._facts.values()), memory=scene.memory, plan=plan,
            utterance="", understanding=Understanding(),
        ))  # fmt: skip
        return next((item for item in verdict.objections if item.kind in _JUDGED or item.fact == "diagnosis"), None)

    def _wrong(self, objection: Objection, one: One) -> Claimed:
        if objection.fact == "diagnosis":
            return Claimed(agrees=False, hidden=True)
        fact = self._facts.get(objection.fact)
        if fact is not None and fact.wording.full:
            return Claimed(agrees=False, facts=(fact.id,), denies=one.denies)
        named = next((head for words, head in _OF_SECTION.items() if words in objection.message), "")
        if not named and one.about:
            return Claimed(agrees=False, facts=tuple(fact.id for fact in one.about[:1]))
        return Claimed(agrees=False, head=named or next((ask.head for ask in one.questions), ""))

    # --- what may be said -------------------------------------------------------------------------------------

    def _names_diagnosis(self, claim: str, scene: Scene) -> bool:
        """Whether it names what the patient has and has not been told."""
        condition = scene.record.condition
        told = scene.memory.knows_told(condition.id) or any(item.what == "diagnosis" for item in scene.memory.told)
        once = _ONCE.search(claim.lower()) is not None
        own = {fact.concept for fact in self._facts.values()
               if fact.section == "past_history" and (once or fact.polarity == "present")}  # fmt: skip
        names = (condition.name, *condition.aliases)
        return not told and condition.id not in own and not is_felt(condition, claim) and any(
            re.search(rf"\b{re.escape(name.lower())}\b", claim.lower()) for name in names)  # fmt: skip

    def _askable(self, scene: Scene) -> tuple[str, ...]:
        """Ids of what the patient could say now: known to them, and no secret; that a thing is not so is none."""
        return tuple(id for id, fact in self._facts.items()
                     if fact.knowable and (fact.access != "sensitive" or fact.polarity == "absent"
                                           or id in scene.memory.disclosed))  # fmt: skip

    def _elsewhere(self, claim: str) -> str:
        """Where the pain does go, when the doctor rightly says where it does not."""
        if not denies(claim):
            return ""
        reading = Reading(claim, self._names)
        here = [one for one in reading.mentions if one.id in self._recall.kin(self._recall.lead)]
        parts = {part.id for part in reading.parts if not any(one.start <= part.start < one.end for one in here)}
        spread = [fact for fact in self._recall.by_head("radiation") if fact.polarity == "present"
                  and "no radiation" not in fact.clinical.lower()]  # fmt: skip
        if not parts or not spread:
            return ""
        own = {part.id for text in spread[0].wording.full for part in Reading(text, self._names).parts
               if not part.denied}  # fmt: skip
        return spread[0].id if own and not own & parts else ""
