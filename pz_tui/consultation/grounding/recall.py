"""Recall: which facts bear on what was asked.

One table leads from label heads to ways of looking; nothing here decides what may be said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from pz_tui.consultation.memory import Memory
from pz_tui.consultation.turn import Ask
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact

SYMPTOM_HEADS = frozenset({
    "onset", "duration", "circumstances", "site", "character", "radiation", "severity", "timing", "progression",
    "aggravating", "relieving", "previous_episode", "tried_treatment", "prior_care",
})  # fmt: skip
"""Heads that ask about an attribute of a symptom in focus."""
_NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "duration": ("onset", "timing"), "onset": ("duration", "circumstances"), "progression": ("timing",),
    "timing": ("progression", "duration"), "circumstances": ("onset",),
}  # fmt: skip
"""Where to look when the patient has nothing under the head itself."""
_ONE_DRUG = re.compile(r"\b(?:it|that one|this one)\b")
"""What makes a question about tablets one about the drug last spoken of; else it is about all of them."""
_MEANS_TOO: Mapping[str, frozenset[str]] = {
    "sexual_function": frozenset({"libido"}), "avoidance": frozenset({"social_withdrawal"}),
}
"""What a question about one concept commonly means besides."""
_ALIKE = (
    ("rest", "sitting"), ("cold_factor", "ice"), ("fresh_air", "environment"),
    ("exertion", "walking", "movement_factor"), ("movement_factor", "driving"),
    ("opening_bowels", "straining"), ("sleep_factor", "rest"),
)  # fmt: skip
"""Factors that come to the same in an answer."""


_OF_LIFE = ("social_history", "identity", "perspective")
_ASKED_UNDER = {"screening": "past_test"}
"""Heads whose things the record keeps under another."""
_OF_THINGS = frozenset({"pmh", "surgical", "hospitalisation", "drug_history", "allergies", "general_health", "exam"})
"""Heads whose objects are illnesses, operations, drugs and allergies."""
OF_A_DRUG = frozenset({"dose", "frequency", "adherence", "side_effects", "prescriber"})
"""What may be asked of one drug."""


class Recalled(Frozen):
    """What is known of one ask.

    Attributes:
        facts: those that answer it, most fitting first.
        exact: True when they answer just what was asked; False for a neighbour (how long for since when).
        concept: what will be in focus afterwards.
        missing: the concept asked for that the record does not hold, for a default answer.
    """

    ask: Ask
    facts: tuple[Fact, ...] = ()
    exact: bool = True
    concept: str = ""
    missing: str = ""


class Recall:
    """Looks things up in one patient's facts."""

    def __init__(
        self, facts: Sequence[Fact], concepts: Mapping[str, Concept], drug_classes: Mapping[str, str] | None = None
    ) -> None:
        self._facts = tuple(facts)
        self._concepts = concepts
        self._drug_classes = drug_classes or {}
        self._by_head: dict[str, tuple[Fact, ...]] = {}
        for fact in facts:
            self._by_head[fact.head] = (*self._by_head.get(fact.head, ()), fact)
        self.lead = next((fact.concept for fact in facts if fact.id == "complaint"), "")

    def by_head(self, head: str) -> tuple[Fact, ...]:
        """All facts that a head asks for."""
        return self._by_head.get(head, ())

    def story(self) -> tuple[Fact, ...]:
        """What an untold story brings up, in order: complaint first, then beats and open attributes."""
        beats = [fact for fact in self._facts if fact.polarity == "present" and fact.head == "symptom"
                 and fact.concept != self.lead and fact.story is not None
                 and fact.access in ("volunteered", "open-question")]  # fmt: skip
        beats.sort(key=lambda fact: fact.story or 0)
        opened = [fact for fact in self._facts if fact.concept == self.lead and fact.attribute != "presence"
                  and fact.access in ("volunteered", "open-question")]  # fmt: skip
        views = [fact for fact in self._facts if fact.section == "perspective"
                 and fact.access in ("volunteered", "open-question")]  # fmt: skip
        complaint = [fact for fact in self._facts if fact.id == "complaint"]
        return (*complaint, *opened[:2], *beats, *opened[2:], *views)

    def for_ask(self, ask: Ask, memory: Memory) -> Recalled:
        """The facts that bear on ``ask``."""
        missed = ask.head == "drug_history" and ask.object in ("frequency", "adherence")
        faceted = self._faceted(ask, memory) if ask.facet and not missed else None
        if faceted is not None:
            return faceted
        look = _LOOKS.get(ask.head)
        if look is not None:
            return look(self, ask, memory)
        if ask.head in SYMPTOM_HEADS:
            return self._attribute(ask, memory)
        return self._plain(ask)

    def _faceted(self, ask: Ask, memory: Memory) -> Recalled | None:
        """The very attribute that the words ask for, of the thing they name or lean on."""
        attribute, _, factor = ask.facet.partition("/")
        wanted = [fact for fact in self._facts if fact.attribute == attribute and fact.knowable
                  and (not factor or fact.factor == factor)]  # fmt: skip
        named = ask.object if ask.object in self._concepts else ""
        leaned: tuple[str, ...] = (_ASKED_UNDER.get(ask.head, ask.head),)
        if ask.head in SYMPTOM_HEADS or ask.head in ("symptom", "associated"):
            leaned = (named, ask.subject) if named else (ask.subject, memory.focus, self.lead)
        elif ask.head == "drug_history" and not ask.subject:
            leaned = (ask.head, named, memory.focus)
        elif ask.head in _OF_THINGS:
            leaned = (ask.subject, named, memory.focus)
        for concept in leaned:
            kin = self.kin(concept) if concept else frozenset()
            found = [fact for fact in wanted if fact.concept in kin
                     or (fact.head == concept and fact.section in _OF_LIFE)]  # fmt: skip
            if found:
                return Recalled(ask=ask, facts=tuple(found[:1]), concept=found[0].concept)
        return None

    # --- symptoms ---------------------------------------------------------------------------------------

    def kin(self, concept: str) -> frozenset[str]:
        """The concept with everything that is a kind of it."""
        found = {concept}
        grew = True
        while grew:
            more = {item.id for item in self._concepts.values() if found & set(item.broader)} - found
            found |= more
            grew = bool(more)
        return frozenset(found)

    def _focus(self, ask: Ask, memory: Memory) -> str:
        for concept in (ask.object, ask.subject, memory.focus):
            if concept and self.symptoms(concept):
                present = [fact for fact in self.symptoms(concept) if fact.polarity == "present"]
                if present:
                    return present[0].concept
        return self.lead

    def symptoms(self, concept: str) -> tuple[Fact, ...]:
        """Presence facts of a symptom: the thing itself, its kinds, then what it is a kind of."""
        every = self.by_head("symptom")
        own = tuple(fact for fact in every if fact.concept == concept)
        kinds = (self.kin(concept) | _MEANS_TOO.get(concept, frozenset())) - {concept}
        narrower = tuple(fact for fact in every if fact.concept in kinds)
        if own or narrower:
            return (*own, *sorted(narrower, key=lambda fact: fact.polarity != "present"))
        wider = self._concepts[concept].broader if concept in self._concepts else ()
        return tuple(fact for fact in every if fact.concept in wider and fact.polarity == "absent")

    def _symptom(self, ask: Ask, memory: Memory) -> Recalled:
        del memory
        if not ask.object:
            return self._associated(ask, Memory())
        facts = self.symptoms(ask.object)
        if facts:
            present = [fact for fact in facts if fact.polarity == "present"]
            chosen = (present or list(facts))[: 2 if present else 1]
            return Recalled(ask=ask, facts=tuple(chosen), concept=chosen[0].concept)
        spread = self._spread_to(ask.object)
        if spread is not None:
            return Recalled(ask=ask, facts=(spread,), concept=spread.concept)
        past = [fact for fact in self.by_head("pmh") if fact.concept == ask.object]
        if past:
            return Recalled(ask=ask, facts=tuple(past[:1]), concept=ask.object)
        return Recalled(ask=ask, missing=ask.object, concept=ask.object)

    def _since(self, ask: Ask, memory: Memory) -> Recalled | None:
        """Since when, of a drug or an illness that was last spoken of."""
        concept = ask.object or ask.subject or memory.focus
        own = [fact for fact in (*self.by_head("drug_history"), *self.by_head("pmh")) if fact.concept == concept]
        if not own or self.symptoms(concept):
            return None
        known = [fact for fact in own if fact.attribute == "since"]
        return Recalled(ask=ask, facts=tuple(known[:1]), concept=concept,
                        missing="" if known else "drug_history:since")  # fmt: skip

    def _spread_to(self, concept: str) -> Fact | None:
        """ "Any pain in the arm?" of a pain that goes there: where it spreads or sits answers."""
        part = concept.removesuffix("_pain").replace("_", " ")
        if part == concept.replace("_", " "):
            return None
        told = [fact for fact in self._facts if fact.head in ("radiation", "site") and fact.polarity == "present"
                and fact.concept == self.lead]  # fmt: skip
        return next((fact for fact in told if re.search(rf"\b{re.escape(part)}\b", " ".join(
            (fact.clinical, *fact.wording.full)).lower())), None)  # fmt: skip

    def _attribute(self, ask: Ask, memory: Memory) -> Recalled:
        since = self._since(ask, memory) if ask.head in ("onset", "duration") else None
        if since is not None:
            return since
        concept = self._focus(ask, memory)
        spreads = any(fact.head == "radiation" and fact.concept == concept for fact in self._facts)
        if ask.head == "radiation" and not spreads:
            concept = self.lead
        own = [fact for fact in self._facts if fact.concept == concept and fact.section in
               ("history_of_complaint", "systems_review") and fact.attribute != "presence"]  # fmt: skip
        found = [fact for fact in own if fact.head == ask.head]
        if ask.head in ("aggravating", "relieving") and ask.object:
            return self._factor(ask, found, concept)
        if ask.head in ("aggravating", "relieving"):
            found = [fact for fact in found if fact.polarity == "present"] or found
        if ask.object == "sudden":
            found = [fact for fact in found if fact.attribute == "onset_manner"] or found
        elif ask.head == "timing":
            found = sorted(found, key=lambda fact: (fact.attribute != "timing", bool(fact.factor)))[:1] or found
        elif ask.head == "onset":
            found = sorted(found, key=lambda fact: fact.attribute == "onset_manner")[:1] or found
        if found:
            return Recalled(ask=ask, facts=tuple(found), concept=concept)
        near = [fact for head in _NEIGHBOURS.get(ask.head, ()) for fact in own if fact.head == head]
        if near:
            return Recalled(ask=ask, facts=tuple(near[:1]), exact=False, concept=concept)
        if concept != self.lead and not (ask.object or ask.subject):
            return self._attribute(ask.model_copy(update={"subject": self.lead}), memory)
        untold = [fact for fact in self.symptoms(ask.object) if fact.id not in memory.disclosed]
        if untold:
            return Recalled(ask=ask, facts=tuple(untold[:1]), exact=False, concept=untold[0].concept)
        return Recalled(ask=ask, missing=ask.head, concept=concept)

    def _factor(self, ask: Ask, found: list[Fact], concept: str) -> Recalled:
        kin = self._near_factors(ask.object)
        told = any(fact.factor in kin for fact in self._facts if fact.concept == concept)
        if concept != self.lead and not told and not self.symptoms(ask.subject):
            found = [fact for fact in self._facts if fact.concept == self.lead and fact.head == ask.head]
            concept = self.lead
        fitting = sorted((fact for fact in found if fact.factor in kin), key=lambda fact: kin.index(fact.factor))
        if fitting:
            return Recalled(ask=ask, facts=tuple(fitting[:1]), concept=concept)
        other = "relieving" if ask.head == "aggravating" else "aggravating"
        opposite = [fact for fact in self._facts if fact.concept == concept and fact.head == other
                    and fact.factor in kin]  # fmt: skip
        if opposite:
            return Recalled(ask=ask, facts=tuple(opposite[:1]), exact=False, concept=concept)
        return Recalled(ask=ask, missing=f"{ask.head}:{ask.object}", concept=concept)

    def _near_factors(self, factor: str) -> list[str]:
        """The factor, its kinds, what it is a kind of, and those that come to the same, nearest first."""
        above = self._concepts[factor].broader if factor in self._concepts else ()
        alike = [one for group in _ALIKE if factor in group for one in group]
        return list(dict.fromkeys((factor, *sorted(self.kin(factor)), *above, *alike)))

    def _associated(self, ask: Ask, memory: Memory) -> Recalled:
        present = [fact for fact in self.by_head("symptom") if fact.polarity == "present"
                   and fact.concept not in (self.lead, "protective_factor") and fact.access != "sensitive"]  # fmt: skip
        fresh = [fact for fact in present if fact.id not in memory.disclosed]
        fresh.sort(key=lambda fact: (fact.section != "history_of_complaint", fact.story is None, fact.story or 0,
                                     -fact.importance))  # fmt: skip
        return Recalled(ask=ask, facts=tuple(fresh), concept=memory.focus or self.lead,
                        missing="" if fresh else "associated")  # fmt: skip

    # --- background ---------------------------------------------------------------------------------------

    def _plain(self, ask: Ask) -> Recalled:
        facts = self.by_head(ask.head)
        if not ask.object:
            main = [fact for fact in facts if fact.attribute in ("presence", "partner") or "/" not in
                    fact.id.removeprefix("social/")]  # fmt: skip
            rest = () if ask.head == "past_test" else facts[:1]
            return Recalled(ask=ask, facts=tuple(main or rest), concept=ask.head,
                            missing="" if main or rest else ask.head)  # fmt: skip
        facet = [fact for fact in facts if ask.object in (fact.attribute, fact.concept)]
        if facet:
            return Recalled(ask=ask, facts=tuple(facet), concept=ask.head)
        denied = [fact for fact in facts if fact.polarity == "absent"]
        if denied:
            return Recalled(ask=ask, facts=tuple(denied[:1]), concept=ask.head)
        return Recalled(ask=ask, missing=ask.label, concept=ask.head)

    def _past(self, ask: Ask, memory: Memory) -> Recalled:
        del memory
        facts = list(self.by_head(ask.head))
        if ask.object or ask.subject:
            kin = self.kin(ask.object) | {ask.subject}
            own = [fact for fact in facts if fact.concept in kin]
            own = own or [fact for fact in self._facts if fact.section == "past_history"
                          and fact.concept == ask.subject]  # fmt: skip
            main = [fact for fact in own if fact.attribute == "presence"]
            symptom = [] if own else [fact for fact in self.symptoms(ask.object) if fact.polarity == "present"]
            chosen = main or own or symptom
            return Recalled(ask=ask, facts=tuple(chosen[:1]), concept=ask.object,
                            missing="" if chosen else ask.label)  # fmt: skip
        main = [fact for fact in facts if fact.attribute == "presence" and fact.polarity == "present"]
        return Recalled(ask=ask, facts=tuple(main), concept=main[0].concept if main else "",
                        missing="" if main else ask.head)  # fmt: skip

    def _health(self, ask: Ask, memory: Memory) -> Recalled:
        past = self._past(ask.model_copy(update={"head": "pmh"}), memory)
        return past.model_copy(update={"ask": ask, "missing": "general_health" if past.missing else ""})

    def _drugs(self, ask: Ask, memory: Memory) -> Recalled:
        facts = self.by_head("drug_history")
        kin = self.kin(ask.object) if ask.object else frozenset()
        exact = [fact for fact in facts if ask.subject and fact.concept == ask.subject]
        named = exact or [fact for fact in facts if kin & {fact.concept, self._drug_classes.get(fact.concept, "")}]
        if named and ask.object not in OF_A_DRUG:
            return Recalled(ask=ask, facts=tuple(named[:1]), concept=named[0].concept)
        if ask.object in OF_A_DRUG:
            drug = next((name for name in (ask.subject, memory.focus) if name in {f.concept for f in facts}), "")
            own = [fact for fact in facts if fact.attribute == ask.object and (not drug or fact.concept == drug)]
            if not any(fact.polarity == "present" for fact in facts):
                return Recalled(ask=ask, facts=facts[:1], missing="" if facts else ask.head)
            one = drug if _ONE_DRUG.search(ask.words.lower()) else ""
            missed = [fact for fact in facts if fact.attribute == "adherence" and fact.access == "sensitive"
                      and one in ("", fact.concept)]  # fmt: skip
            if missed and ask.object in ("frequency", "adherence"):
                meant = own[:1] if ask.object == "frequency" and not ask.kind else []
                return Recalled(ask=ask, facts=(*meant, missed[0]), concept=missed[0].concept)
            return Recalled(ask=ask, facts=tuple(own[:1]), concept=own[0].concept if own else memory.focus,
                            missing="" if own else ask.label)  # fmt: skip
        if ask.object in ("otc", "supplements"):
            own = [fact for fact in facts if fact.attribute == "otc"]
            return Recalled(ask=ask, facts=tuple(own), missing="" if own else ask.label)
        if ask.object and ask.object != "past":
            return Recalled(ask=ask, missing=ask.label, concept=ask.object)
        main = [fact for fact in facts if fact.attribute in ("presence", "otc")]
        return Recalled(ask=ask, facts=tuple(main), concept=main[0].concept if main else "",
                        missing="" if main else ask.head)  # fmt: skip

    def _allergies(self, ask: Ask, memory: Memory) -> Recalled:
        del memory
        facts = self.by_head("allergies")
        if ask.object in {"reaction", "since"}:
            own = [fact for fact in facts if fact.attribute == ask.object]
            return Recalled(ask=ask, facts=tuple(own[:1]), missing="" if own else "allergies")
        main = [fact for fact in facts if fact.attribute == "presence"]
        if ask.object and ask.object not in ("drug", "food"):
            named = [fact for fact in main if fact.concept in self.kin(ask.object)]
            return Recalled(ask=ask, facts=tuple(named), missing="" if named else ask.label,
                            concept=ask.object)  # fmt: skip
        if ask.object == "food":
            main = []
        return Recalled(ask=ask, facts=tuple(main), concept=main[0].concept if main else "",
                        missing="" if main else "allergies")  # fmt: skip

    def _family(self, ask: Ask, memory: Memory) -> Recalled:
        del memory
        facts = self.by_head("family_history")
        relatives = {"parents": ("mother", "father"), "siblings": ("sister", "brother"),
                     "grandparents": ("grandmother", "grandfather")}  # fmt: skip
        wanted = {name for word in (ask.object, ask.subject) for name in relatives.get(word, (word,)) if name}
        named = [fact for fact in facts if fact.attribute in wanted]
        about = [fact for fact in facts if ask.object and fact.concept in self.kin(ask.object)]
        if named and ask.object not in wanted and ask.object not in relatives:
            about = [fact for fact in named if fact in about]
            return Recalled(ask=ask, facts=tuple(about), missing="" if about else ask.label)
        if named or about:
            return Recalled(ask=ask, facts=tuple(named or about), concept="family_history")
        if ask.object:
            return Recalled(ask=ask, missing=ask.label, concept="family_history")
        ill = [fact for fact in facts if fact.concept != "well"]
        return Recalled(ask=ask, facts=tuple(ill), concept="family_history", missing="" if ill else "family_history")

    def _views(self, ask: Ask, memory: Memory) -> Recalled:
        facts = list(self.by_head(ask.head))
        fresh = [fact for fact in facts if fact.id not in memory.disclosed]
        facts = fresh or facts
        if ask.object:
            facts = [fact for fact in facts if fact.attribute == ask.object] or facts
        if ask.head == "concerns":
            facts.sort(key=lambda fact: fact.attribute != "late")
        return Recalled(ask=ask, facts=tuple(facts), concept=memory.focus, missing="" if facts else ask.head)

    def _life(self, ask: Ask, memory: Memory) -> Recalled:
        del memory
        heads = ("occupation", "living", "smoking", "alcohol")
        facts = [fact for head in heads for fact in self.by_head(head) if fact.attribute == "presence"]
        return Recalled(ask=ask, facts=tuple(facts), concept="social_history")


_Look = Callable[[Recall, Ask, Memory], Recalled]
_LOOKS: Mapping[str, _Look] = {
    "symptom": Recall._symptom,
    "associated": Recall._associated,
    "pmh": Recall._past,
    "surgical": Recall._past,
    "hospitalisation": Recall._past,
    "general_health": Recall._health,
    "drug_history": Recall._drugs,
    "allergies": Recall._allergies,
    "family_history": Recall._family,
    "ideas": Recall._views,
    "concerns": Recall._views,
    "expectations": Recall._views,
    "impact": Recall._views,
    "social_history": Recall._life,
}
