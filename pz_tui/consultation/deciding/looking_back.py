"""Looking back: what is answered where the doctor's words only mean something by what was said before.

What the doctor says back wrongly is put right, with the true thing named where there is one; what is right is
confirmed shortly. "Tell me more", "the other thing you mentioned" and "why?" go on with what came out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pz_tui.consultation.deciding.banks import pick
from pz_tui.consultation.deciding.claimed import Claimed
from pz_tui.consultation.deciding.disclosure import volunteered
from pz_tui.consultation.deciding.giving import Giver
from pz_tui.consultation.grounding.recall import Recall
from pz_tui.consultation.grounding.referring import NOTHING, WHY
from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.sentences import lowered
from pz_tui.consultation.turn import Ask, Move
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact

_AT_ONCE = 2
"""How many things a request for more brings at least."""
_DENYING = frozenset({"no", "not", "never", "none", "nothing", "nobody"})
_YES = re.compile(r"^(?:yes|yeah|yep)[,.]? ", re.IGNORECASE)
_THINKS = re.compile(r"\b(?:think|thinking|thought|worr\w+|afraid|scared|frighten\w+|fear|wonder|feel|believe)\b")
_THOUGHT = re.compile(
    r"\b(?:think|worr\w+|afraid|scared|wonder)\b.*\b(?:it (?:is|was|might be|could be)|you have|about|of) "
    r"(?:your|an?|the|having an?) (?:\w+ )?(\w{4,})$"
)
_TRUTH_OF = {"pmh": "past_history", "drug_history": "drug_history", "allergies": "allergies",
             "family_history": "family_history", "surgical": "past_history"}  # fmt: skip


class _Reason(Frozen):
    """Why somebody thinks or fears a thing: ``about`` is looked for in its name; ``kin`` are illnesses of relatives."""

    about: str
    head: str = ""
    kin: tuple[str, ...] = ()
    says: tuple[str, ...]


@cache
def _reasons_table() -> tuple[_Reason, ...]:
    table = tomllib.loads((Path(__file__).parent / "why.toml").read_text(encoding="utf-8"))
    return tuple(_Reason.model_validate(row) for row in table["reasons"])


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
        return (given.model_copy(update={**update, "truth": said.truth}), *self._also(claimed, ask, scene))

    def _also(self, claimed: Claimed, ask: Ask, scene: Scene) -> Iterator[Move]:
        """The second thing that a summary had wrong; nobody corrects more in one breath."""
        for id in claimed.also[:1]:
            fact = self._give.facts[id]
            given = self._give.fact(fact, None, scene, "correct")
            said = self._give.said("put_right_also", ask, scene, blanks=_cased(_point(given, fact)))
            yield given.model_copy(update={"truth": said.truth, "short": (), "wording": "put_right"})

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

    def never_mentioned(self, ask: Ask, scene: Scene) -> Move:
        """"Did I? I don't think so.": before the answer to a question about it."""
        return self._give.said("never_mentioned", ask, scene, "correct")

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
        if self._unsaid(scene):
            return (self.never_said(ask, scene),)
        kept = [id for id, turns in scene.memory.withheld.items() if scene.turn - 1 in turns]
        if not last and any(self._give.facts[id].section == "perspective" for id in kept if id in self._give.facts):
            return (self._give.said("why_unknown", ask, scene),)
        views = [one for one in last if one.section == "perspective"] or self._views(scene)
        asked_of_view = _THINKS.search(scene.utterance.lower()) is not None
        fact = views[-1] if views and asked_of_view else last[-1] if last else None
        if fact is not None and fact.section == "drug_history":
            return self._what_for(fact, ask, scene)
        if fact is not None and fact.section == "perspective":
            return (self._why_so(fact, ask, scene),)
        reasons = self._reasons(fact, scene) if fact is not None else []
        if reasons:
            return (self._give.fact(reasons[0], None, scene, "direct").model_copy(update={"label": ask.label}),)
        return (self._give.said("why_unknown", ask, scene),)

    def _unsaid(self, scene: Scene) -> bool:
        """Whether the doctor asks why it is thought to be a thing that the patient never spoke of."""
        named = _THOUGHT.search(even(scene.utterance))
        return named is not None and not any(named[1][:5] in text.lower() for text in scene.recent)

    def _views(self, scene: Scene) -> list[Fact]:
        """The ideas and fears that came out, the latest last."""
        told = [fact for fact in self._give.facts.values()
                if fact.head in ("ideas", "concerns") and fact.id in scene.memory.disclosed]  # fmt: skip
        return sorted(told, key=lambda fact: scene.memory.disclosed[fact.id][-1].turn)

    def _why_so(self, fact: Fact, ask: Ask, scene: Scene) -> Move:
        """Why the patient thinks or fears it: a relative who had the like, else what such people say."""
        row = next(row for row in _reasons_table()
                   if row.head in ("", fact.head) and re.search(row.about, fact.clinical))  # fmt: skip
        kin = [one for one in self._recall.by_head("family_history") if one.concept in row.kin and one.wording.full
               and one.polarity == "present"]  # fmt: skip
        if kin:
            given = self._give.fact(kin[0], None, scene, "direct")
            return given.model_copy(update={"label": ask.label, "short": ()})
        rng = scene.rng(f"why {fact.id}")
        text = pick(row.says, rng, scene.recent) or rng.choice(row.says)
        return Move(strategy="direct", label=ask.label, truth=(text,), wording="why")

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
