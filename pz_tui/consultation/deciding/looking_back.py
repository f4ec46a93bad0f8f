"""Looking back: what is answered where the doctor's words only mean something by what was said before.

What the doctor says back wrongly is put right, with the true thing named where there is one; what is right is
confirmed shortly. "Tell me more", "the other thing you mentioned" and "why?" go on with what came out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pz_tui.consultation.deciding.claimed import Claimed
from pz_tui.consultation.deciding.disclosure import volunteered
from pz_tui.consultation.deciding.giving import Giver
from pz_tui.consultation.grounding.recall import Recall
from pz_tui.consultation.grounding.referring import NOTHING, WHY
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.sentences import lowered
from pz_tui.consultation.turn import Ask, Move
from pz_tui.knowledge.schema import Concept
from pz_tui.record.facts import Fact

_AT_ONCE = 2
"""How many things a request for more brings at least."""
_DENYING = frozenset({"no", "not", "never", "none", "nothing", "nobody"})
_YES = re.compile(r"^(?:yes|yeah|yep)[,.]? ", re.IGNORECASE)
_TRUTH_OF = {"pmh": "past_history", "drug_history": "drug_history", "allergies": "allergies",
             "family_history": "family_history", "surgical": "past_history"}  # fmt: skip


class LookingBack:
    """Answers that lean on memory."""

    def __init__(self, give: Giver, recall: Recall, concepts: Mapping[str, Concept]) -> None:
        self._give, self._recall, self._concepts = give, recall, concepts
        self._lead = recall.lead

    # --- said back ------------------------------------------------------------------------------------------

    def put_right(self, claimed: Claimed, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """What is true in place of what the doctor had wrong; empty where only a denial fits."""
        facts = [self._give.facts[id] for id in claimed.facts] or self._true_things(claimed.head, ask, scene)
        if not facts:
            return ()
        fact = facts[0]
        given = self._give.fact(fact, None, scene, "correct")
        update = {"label": ask.label, "short": (), "wording": "put_right"}
        point = _YES.sub("", given.truth[0] if claimed.denies else _point(given, fact))
        bank = "put_right_said" if fact.id in scene.memory.disclosed else "put_right"
        plain = point.split()[0].strip(".,").lower() in _DENYING
        bank = "put_right_plain" if plain else "put_right_there" if claimed.denies else bank
        said = self._give.said(bank, ask, scene, blanks=_cased(point))
        return (given.model_copy(update={**update, "truth": said.truth}),)

    def _true_things(self, head: str, ask: Ask, scene: Scene) -> list[Fact]:
        """What there is of the kind the doctor got wrong: the allergy that is, the drug that is taken."""
        if head not in _TRUTH_OF:
            known = head and head != "symptom"
            recalled = self._recall.for_ask(Ask(head=head), scene.memory).facts if known else ()
            return [fact for fact in recalled if fact.access != "sensitive"]
        of_relative = [fact for fact in self._recall.by_head(head) if fact.attribute in (ask.subject, ask.object)]
        facts = of_relative if head == "family_history" else list(self._recall.by_head(head))
        return [fact for fact in facts if fact.polarity == "present" and fact.access != "sensitive"
                and fact.section == _TRUTH_OF[head] and (fact.attribute in ("presence", "otc") or of_relative)
                and (head == "family_history" or fact.id in scene.memory.disclosed or head == "allergies")]  # fmt: skip

    def never_said(self, ask: Ask, scene: Scene) -> Move:
        """"I never said that.\""""
        return self._give.said("never_said", ask, scene, "correct")

    def cannot_tell(self, ask: Ask, scene: Scene) -> Move:
        """Told what they have as if they had said it: that is for the doctor to say."""
        return self._give.said("role_diagnosis", ask, scene, "puzzled")

    def asks_back(self, ask: Ask, scene: Scene) -> Move:
        """What was said back cannot be made out."""
        return self._give.said("not_understood", ask, scene, "not_understood")

    def confirm(self, claimed: Claimed, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """A short yes to what is right; the fact itself where it was denied; the one next to it where it is close."""
        if claimed.elsewhere:
            fact = self._give.facts[claimed.elsewhere]
            given = self._give.fact(fact, None, scene, "direct")
            said = self._give.said("elsewhere", ask, scene, blanks=_cased((given.short or given.truth)[0]))
            update = {"strategy": "correct", "label": ask.label, "truth": said.truth, "short": ()}
            return (given.model_copy(update={**update, "wording": "put_right"}),)
        known = [self._give.facts[id] for id in claimed.facts]
        if claimed.denies and len(known) == 1:
            return (self._give.fact(known[0], ask.model_copy(update={"form": "closed"}), scene, "deny"),)
        said = self._give.said("confirmed_not" if claimed.denies else "confirmed", ask, scene, "acknowledge")
        return (said.model_copy(update={"facts": claimed.facts}),)

    # --- more, and why ----------------------------------------------------------------------------------------

    def more(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """What has not been said of a matter, or that there is no more to it; empty for the story itself."""
        if ask.subject == NOTHING:
            return (self._give.said("which_thing", ask, scene, "ask_back"),)
        if ask.subject == WHY:
            return self._why(ask, scene)
        facts = [fact for fact in self._about(ask.subject) if fact.id not in scene.memory.disclosed]
        if facts:
            return tuple(self._give.fact(fact, None, scene, "direct").model_copy(update={"label": ask.label})
                         for fact in facts[: max(_AT_ONCE, volunteered(scene, again=True))])  # fmt: skip
        if ask.subject in (self._lead, ""):
            return ()
        return (self._give.said("no_more_to_it", ask, scene),)

    def _about(self, subject: str) -> list[Fact]:
        """What may be told of a concept or a part of life when asked for more."""
        own = [fact for fact in self._give.facts.values() if subject in (fact.concept, fact.head)
               and fact.wording.full and fact.polarity == "present" and fact.access != "sensitive"
               and not fact.attribute.startswith("not_")]  # fmt: skip
        return sorted(own, key=lambda fact: (fact.access not in ("volunteered", "open-question"),
                                             fact.attribute == "presence", -fact.importance))  # fmt: skip

    def _why(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """The reason behind what was just said, where the patient has one."""
        last = [fact for fact in self._give.facts.values()
                if any(event.turn == scene.turn - 1 for event in scene.memory.disclosed.get(fact.id, ()))]  # fmt: skip
        fact = last[-1] if last else None
        if fact is not None and fact.section == "drug_history":
            return self._what_for(fact, ask, scene)
        reasons = self._reasons(fact, scene) if fact is not None else []
        if reasons:
            return (self._give.fact(reasons[0], None, scene, "direct").model_copy(update={"label": ask.label}),)
        return (self._give.said("why_unknown", ask, scene),)

    def _what_for(self, fact: Fact, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        drug = next((one for one in scene.record.medications if one.concept == fact.concept), None)
        known = self._concepts.get(drug.indication) if drug is not None else None
        thing = self._give.noun(known.id) if known is not None else ""
        if not thing:
            return (self._give.said("why_unknown", ask, scene),)
        said = self._give.said("what_for", ask, scene, blanks={"thing": thing})
        return (said.model_copy(update={"facts": (fact.id,)}),)

    def _reasons(self, fact: Fact, scene: Scene) -> Sequence[Fact]:
        """Facts that give the reason of another: fears and ideas for each other, the occasion for a symptom."""
        if fact.section == "perspective":
            kinds = {"concerns": ("ideas",), "ideas": ("concerns",), "expectations": ("concerns", "ideas"),
                     "impact": ("ideas",)}.get(fact.head, ())  # fmt: skip
            found = [one for head in kinds for one in self._recall.by_head(head)]
        elif fact.section in ("history_of_complaint", "presenting_complaint"):
            found = [one for one in self._give.facts.values() if one.concept == fact.concept
                     and one.attribute in ("circumstances", "aggravating")]  # fmt: skip
        else:
            found = [one for one in self._give.facts.values() if one.concept == fact.concept and one.attribute in
                     ("side_effects", "reaction", "stress", "detail", "readiness")]  # fmt: skip
        return [one for one in found if one.id not in scene.memory.disclosed and one.access != "sensitive"
                and one.polarity == "present" and one.wording.full]  # fmt: skip


def _point(given: Move, fact: Fact) -> str:
    """The words that put a thing right: short where they name it, whole where "I do" would hang in the air."""
    names_it = fact.section in ("history_of_complaint", "presenting_complaint", "allergies", "drug_history")
    return (given.short or given.truth)[0] if names_it and fact.attribute != "otc" else given.truth[0]


def _cased(point: str) -> dict[str, str]:
    """A point for banks that put it after a comma or alone."""
    return {"point": lowered(point), "Point": point[:1].upper() + point[1:]}
