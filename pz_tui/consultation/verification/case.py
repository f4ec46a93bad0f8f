"""One sentence to be judged, with everything the checks ask about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pz_tui.consultation.ports import VerdictBrief
from pz_tui.consultation.turn import Ask, FindingKind, Objection
from pz_tui.consultation.verification.names import own_words
from pz_tui.consultation.verification.patient import Patient
from pz_tui.consultation.verification.reading import Reading
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.wordings import pieces
from pz_tui.consultation.verification.words import Word, plain, words_of
from pz_tui.record.facts import Fact

_TAKING = re.compile(r"\b(?:tablets?|medicines?|medications?|pills?|inhalers?|prescribed|(?:use|using|take|taking|taken|tried) (?:for|anything|something)|(?:you|you have|have you) (?:taken|tried|used|take|use|try)(?: for| so far| yet|$))\b")
_HEADS = {"past_history": "pmh", "drug_history": "drug_history", "allergies": "allergies", "family_history": "family_history"}
"""The head under which a whole section is asked for."""
_SMALL_TALK = frozenset({"greeting", "how_are_you", "introduction", "identity_check", "chitchat", "consent", "thanks", "closing"})
"""Heads under which nothing of the history is asked."""
_BACKGROUND = frozenset({"past_history", "drug_history", "allergies", "family_history"})
_UNANSWERED = frozenset({"not_understood"})
"""Strategies that give nothing of the record, whatever the doctor asked."""
_CHILDREN = frozenset({"child", "children", "kids", "kid", "son", "daughter", "sons", "daughters"})


@dataclass(frozen=True)
class Case:
    """A sentence with its brief and what is known of the patient."""

    brief: VerdictBrief
    patient: Patient

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The sentence's words, made even."""
        return words_of(self.brief.sentence)

    @cached_property
    def plain(self) -> str:
        """The sentence's words in one string."""
        return plain(self.brief.sentence)

    @cached_property
    def before_plain(self) -> tuple[str, ...]:
        """The sentences of this reply that are already shown, in plain words."""
        return tuple(plain(text) for text in self.brief.before)

    @cached_property
    def given(self) -> tuple[str, ...]:
        """Ids of the facts that have the sentence as one of their own wordings."""
        return self.patient.wordings.facts(self.plain)

    @cached_property
    def planned(self) -> frozenset[str]:
        """Ids of the facts this turn may give."""
        return frozenset(self.brief.plan.facts)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Ids of the facts this turn keeps back."""
        return frozenset(held.fact for held in self.brief.plan.withheld) - self.planned

    @cached_property
    def disclosed(self) -> frozenset[str]:
        """Ids of the facts that are out."""
        return frozenset(self.brief.memory.disclosed)

    @cached_property
    def planned_facts(self) -> tuple[Fact, ...]:
        """The facts this turn may give, in order; where the plan has none, those that the question is about."""
        facts = self.patient.facts
        return tuple(facts[id] for id in self.brief.plan.facts if id in facts) or self._topical

    @property
    def unanswered(self) -> bool:
        """Whether the plan gives nothing, so that the facts at hand are only what the question seems to be about."""
        return not self.brief.plan.facts and bool(self.planned_facts)

    @cached_property
    def _topical(self) -> tuple[Fact, ...]:
        """The facts that the question's own labels point to, when the plan answered with none."""
        if self.withheld or any(move.strategy not in _UNANSWERED for move in self.brief.plan.moves):
            return ()
        found = [fact for ask in self.brief.understanding.asks for fact in self._asked_by(ask)]
        return tuple(dict.fromkeys(fact for fact in found if fact.knowable and fact.access != "sensitive"))

    def _asked_by(self, ask: Ask) -> Iterator[Fact]:
        """The facts under an ask's head, about its object or else the complaint."""
        kin = self.patient.names.kin(ask.object) if ask.object else frozenset({self.patient.lead})
        for fact in self.patient.facts.values():
            heads = {ask.head, "amount"} if ask.head == "duration" else {ask.head}
            of_it = bool({fact.concept, fact.factor, fact.attribute} & kin) or fact.section == "social_history"
            named = ask.object and ask.head in ("symptom", *_HEADS.values()) and fact.concept in kin
            if named or (of_it and heads & {fact.head, fact.attribute}):
                yield fact

    @cached_property
    def answering_facts(self) -> tuple[Fact, ...]:
        """Of the planned facts those that answer; without what goes along with the answer, unasked."""
        along = {id for move in self.brief.plan.moves if move.wording in ("detail", "contrast") for id in move.facts}
        answering = {id for move in self.brief.plan.moves if move.wording not in ("detail", "contrast") for id in move.facts}
        return tuple(fact for fact in self.planned_facts if fact.id in answering or fact.id not in along)

    def may_say(self, fact: Fact) -> bool:
        """Whether a fact may come up in this turn: planned, already out, or what anyone would say at once."""
        if fact.id not in self._sayable:
            self._sayable[fact.id] = self._may_say(fact)
        return self._sayable[fact.id]

    @cached_property
    def _sayable(self) -> dict[str, bool]:
        return {}

    def _may_say(self, fact: Fact) -> bool:
        if fact.id in self.withheld:
            return False
        if fact.id in self.planned or fact.id in self.disclosed or fact.access == "volunteered":
            return True
        if fact.access == "sensitive":
            return False
        if fact.concept in self.open_concepts and fact.attribute in ("presence", "otc"):
            return True
        if (fact.concept, fact.section) in self.subjects or {fact.head, _HEADS.get(fact.section, "")} & self.asked_heads:
            return fact.access in ("open-question", "direct-question")
        if fact.section == "drug_history" and fact.attribute in ("presence", "otc") and self.drugs_asked:
            return True
        named = fact.concept in self.doctor_concepts and fact.attribute in ("presence", "otc")
        relative = fact.section == "family_history" and fact.concept in self.doctor_concepts
        return named or relative or fact.section == "identity"

    def out_of_place(self, fact: Fact) -> bool:
        """Whether a fact that is no secret comes from nowhere: at a greeting, or the background in answer to something else."""
        if self.asked_heads and not self.asked_heads - _SMALL_TALK:
            return True
        sections = {one.section for one in self.planned_facts}
        if fact.section == "drug_history" and "past_history" in sections:
            return False  # an illness is told with what is taken for it
        return fact.section in _BACKGROUND and bool(sections) and fact.section not in sections

    def heard(self, stems: Iterable[str]) -> bool:
        """Whether these words are the record's or the talk's: said by a fact that is so, by the plan, or by the doctor."""
        return all(word in self.patient.known_stems or word in self._said_so_far for word in stems)

    @cached_property
    def _said_so_far(self) -> frozenset[str]:
        """Stems of the plan's words, the doctor's, and of all that was told or made up before."""
        memory = self.brief.memory
        texts = (*(one.words for one in memory.told), *(f"{event.value} {event.words}" for event in memory.improvised.values()), *self.brief.before)
        said = {stem(word) for text in texts for word in plain(text).split()}
        return frozenset(said).union(self.doctor.stems, *(truth.stems for truth in self.truths))

    @cached_property
    def open_concepts(self) -> frozenset[str]:
        """Concepts of which something is planned or out, so that the thing itself may be named."""
        ids = (*self.planned, *self.disclosed)
        facts = self.patient.facts
        named = {facts[id].concept for id in ids if id in facts and facts[id].section not in ("social_history", "perspective")}
        return frozenset(named | {self.patient.lead})

    @cached_property
    def subjects(self) -> frozenset[tuple[str, str]]:
        """Beside the complaint, what the plan speaks of: of this any detail may come that is no secret."""
        return frozenset((fact.concept, fact.section) for fact in self.planned_facts if fact.section != "history_of_complaint")

    @cached_property
    def asked_heads(self) -> frozenset[str]:
        """The heads under which the doctor asks in this turn."""
        return frozenset(ask.head for ask in self.brief.understanding.asks)

    @cached_property
    def reading(self) -> Reading:
        """The sentence, read; its subject is the relative whom the plan is about, else the patient."""
        relatives = {fact.attribute for fact in self.planned_facts if fact.section == "family_history"}
        only = all(fact.section == "family_history" for fact in self.planned_facts)
        default = relatives.pop() if only and len(relatives) == 1 else "other" if only and relatives else "self"
        return Reading(self.brief.sentence, self.patient.names, default)

    @cached_property
    def doctor(self) -> Reading:
        """The doctor's words, read."""
        return self.patient.read(self.brief.utterance)

    @cached_property
    def doctor_concepts(self) -> frozenset[str]:
        """What the doctor has named in this turn, with its kinds."""
        names = self.patient.names
        named = {one for mention in self.doctor.mentions for one in names.kin(mention.id)}
        groups = own_words()["near"]["groups"]
        return frozenset(named | {one for group in groups if named & set(group) for one in group})

    @cached_property
    def asked_facts(self) -> tuple[Fact, ...]:
        """The facts beside the plan that the doctor's own words are about: by concept, or by words no other has."""
        patient = self.patient
        concepts = {one for one in self.doctor_concepts if one in patient.concepts} | patient.told_apart(self.doctor.content())
        children = bool(_CHILDREN & set(self.doctor.said))
        return tuple(
            fact for fact in patient.facts.values()
            if fact.id not in self.planned and fact.knowable and fact.section not in ("identity", "family_history")
            and (fact.concept in concepts or (children and fact.attribute == "children"))
        )  # fmt: skip

    @cached_property
    def drugs_asked(self) -> bool:
        """Whether the doctor speaks of a drug, or of taking something, in this turn."""
        return any(mention.kind == "drug" for mention in self.doctor.mentions) or bool(_TAKING.search(self.doctor.plain))

    @cached_property
    def truths(self) -> tuple[Reading, ...]:
        """The plan's own sentences, read."""
        texts = (text for move in self.brief.plan.moves for text in (*move.truth, *move.short))
        return tuple(self.patient.read(text) for text in texts)

    @cached_property
    def truth_texts(self) -> tuple[str, ...]:
        """Every plain wording of what the plan gives, whole and sentence by sentence."""
        own = (text for fact in self.planned_facts for text in (*fact.wording.full, *fact.wording.short))
        plan = (text for move in self.brief.plan.moves for text in (*move.truth, *move.short))
        texts = dict.fromkeys((*own, *plan))
        return tuple(dict.fromkeys(piece for text in texts for piece in pieces(text)))

    @cached_property
    def doctor_said(self) -> str:
        """The doctor's words in this turn, made even, with a space at both ends."""
        return f" {plain(self.brief.utterance)} "


Check = Iterator[Objection]


def objection(kind: FindingKind, message: str, words: str = "", fact: str = "") -> Objection:
    """An objection, its words cut to what fits a line."""
    return Objection(kind=kind, message=message, words=words.strip()[:160], fact=fact)
