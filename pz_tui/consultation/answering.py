"""Answers: from one ask to the moves that answer it, by what is recalled and what may be said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pz_tui.consultation.banks import line, pick, vague
from pz_tui.consultation.disclosure import Way, late_worry_comes, outcome, volunteered, way_of
from pz_tui.consultation.improvisation import Everydays, Invented, default_answer
from pz_tui.consultation.recall import SYMPTOM_HEADS, Recall, Recalled
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move, Strategy, Withholding
from pz_tui.knowledge.schema import Concept
from pz_tui.record.facts import Fact

_LISTED = frozenset({"pmh", "surgical", "drug_history", "allergies", "family_history", "aggravating", "relieving",
                     "general_health", "tried_treatment", "impact", "circumstances", "prior_care"})  # fmt: skip
"""Heads whose plain question asks for all there is."""
_MANY = 3
"""How many items of a list are told at once."""
_ONE_AT_A_TIME = frozenset({"ideas", "concerns", "expectations"})
_BARE = frozenset({"smoking", "alcohol", "drugs", "travel", "pregnancy", "sick_contacts", "trauma"})
"""Heads whose plain question a mere yes or no answers."""
_NOT_YES_NO = frozenset({"identity_check", "general_health", "living", "occupation", "open_invitation", "contraception",
                         *_ONE_AT_A_TIME})  # fmt: skip
_QUALIFIED = frozenset({"symptom", "site", "onset", "character", "severity", "timing", "progression", "radiation"})
_YES_NO = ("closed", "leading", "list", "compound")
_EVERYDAY_FOR = {"exposure:pets": "pet", "hobbies": "hobby"}
"""Labels that ask about everyday life where the record is silent."""
_TELLS_TIME = re.compile(r"\b(?:start|came on|began|begun|since|for (?:about|the)|ago|been)\b|\b(?:morning|afternoon|"
                         r"evening|night|lunchtime|yesterday|week)\b")  # fmt: skip
_ARTICLE = re.compile(r"^(?:an?|the|my) ")
_DOING = re.compile(r"(?:being|feeling|getting|having|going|losing|seeing|wanting|not) ")
_STORY_HEADS = frozenset({"open_invitation", "anything_else"})


class Answers:
    """Answers of one patient."""

    def __init__(self, facts: Sequence[Fact], concepts: Mapping[str, Concept], recall: Recall, everydays: Everydays):
        self._facts = {fact.id: fact for fact in facts}
        self._concepts = concepts
        self._recall = recall
        self._everydays = everydays

    def to(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """The moves that answer one ask."""
        if ask.head in _STORY_HEADS:
            return self._story(ask, scene)
        if ask.head == "everyday":
            return self._everyday(ask, scene)
        recalled = self._recall.for_ask(ask, scene.memory)
        if not recalled.facts:
            topic = _EVERYDAY_FOR.get(ask.label)
            if topic is not None:
                return self._everyday(ask.model_copy(update={"object": topic}), scene)
            return (self._default(recalled, scene),)
        return self._facts_moves(recalled, scene)

    def focus_of(self, ask: Ask, scene: Scene) -> str:
        """What is in focus after the ask."""
        if ask.head in _STORY_HEADS:
            return scene.memory.focus or self._recall.lead
        return self._recall.for_ask(ask, scene.memory).concept

    def late_worry(self, scene: Scene) -> Move | None:
        """The real worry, when kindness has opened the way and it has not come out."""
        late = [fact for fact in self._recall.by_head("concerns") if fact.attribute == "late"
                and fact.id not in scene.memory.disclosed]  # fmt: skip
        if not late or not late_worry_comes(scene.mood, scene.persona):
            return None
        return self._give(late[0], None, scene, "late_worry")

    # --- story --------------------------------------------------------------------------------------------

    def _story(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        memory = scene.memory
        if ask.head == "anything_else" and memory.focus_label in ("drug_history", "pmh", "allergies", "surgical"):
            rest = self._recall.for_ask(Ask(head=memory.focus_label), memory)
            fresh = [fact for fact in rest.facts if fact.id not in memory.disclosed]
            if fresh:
                return tuple(self._give(fact, ask, scene, "direct") for fact in fresh[:_MANY])
        begun = "complaint" in memory.disclosed
        fresh = [fact for fact in self._recall.story() if fact.id not in memory.disclosed]
        count = volunteered(scene.persona, scene.mood, again=begun)
        told = self._opening(fresh, ask, scene, count) if not begun else [
            self._give(fact, ask, scene, "story") for fact in fresh[: max(1, count)]]  # fmt: skip
        if told:
            return tuple(told)
        late = self.late_worry(scene)
        if late is not None:
            return (late,)
        text = line("nothing_more", scene.persona, scene.mood, scene.rng("nothing more"), avoid=scene.recent)
        return (Move(strategy="direct", label=ask.label, truth=(text,), wording="nothing_more"),)

    def _opening(self, fresh: list[Fact], ask: Ask, scene: Scene, count: int) -> list[Move]:
        """The first telling: the complaint, then what it has not said already."""
        complaint = self._give(fresh[0], ask, scene, "story")
        lead = [fact.id for fact in self._recall.by_head("symptom") if fact.concept == self._recall.lead]
        told = [complaint.model_copy(update={"facts": (*complaint.facts, *lead[:1])})]
        dated = bool(_TELLS_TIME.search(told[0].truth[0]))
        more = [fact for fact in fresh[1:] if not (dated and fact.attribute == "onset")]
        return told + [self._give(fact, ask, scene, "story") for fact in more[: count - 1]]

    # --- facts --------------------------------------------------------------------------------------------

    def _facts_moves(self, recalled: Recalled, scene: Scene) -> tuple[Move, ...]:
        ask = recalled.ask
        facts = list(recalled.facts)
        if ask.head == "associated":
            facts = facts[: volunteered(scene.persona, scene.mood, again=True) + 1]
        elif ask.head in _LISTED and not ask.object:
            facts = self._fresh_first(facts, scene)[:_MANY]
        elif ask.head in SYMPTOM_HEADS:
            facts = facts[: 2 if scene.persona.talkativeness > 0.7 else 1]
        elif ask.head in _ONE_AT_A_TIME or (ask.head == "symptom" and scene.persona.talkativeness < 0.6):
            facts = facts[:1]
        moves = [self._fact_move(fact, recalled, scene, first=place == 0) for place, fact in enumerate(facts)]
        return tuple(moves + self._qualifier(recalled, moves, scene))

    def _qualifier(self, recalled: Recalled, moves: list[Move], scene: Scene) -> list[Move]:
        """What a talker adds to a bare answer: one thing more of the same symptom, if it is no secret."""
        ask = recalled.ask
        rng = scene.rng(f"qualifier {ask.label}")
        if scene.persona.talkativeness - 0.25 < rng.random() or ask.form == "list":
            return []
        if ask.head not in _QUALIFIED or not moves or moves[0].strategy not in ("direct", "correct"):
            return []
        given = {fact for move in moves for fact in move.facts} | set(scene.memory.disclosed)
        more = [fact for fact in self._facts.values() if fact.concept == recalled.concept and fact.id not in given
                and fact.section == "history_of_complaint" and fact.attribute != "presence"
                and fact.polarity == "present" and fact.access != "sensitive" and fact.wording.full]  # fmt: skip
        return [self._give(rng.choice(more), None, scene, "direct")] if more else []

    def _fresh_first(self, facts: list[Fact], scene: Scene) -> list[Fact]:
        fresh = [fact for fact in facts if fact.id not in scene.memory.disclosed]
        return fresh or facts

    def _fact_move(self, fact: Fact, recalled: Recalled, scene: Scene, *, first: bool) -> Move:
        ask = recalled.ask
        way: Way = way_of(ask)
        if ask.head == "associated":
            way = "direct"
        result = outcome(fact, way, scene.mood, already=fact.id in scene.memory.disclosed)
        if result == "given":
            return self._give(fact, ask, scene, self._strategy(fact, ask, scene), first=first and recalled.exact)
        if result == "vague":
            return self._keep_vague(fact, ask, scene)
        text = line("results_asked", scene.persona, scene.mood, scene.rng(f"cannot {fact.id}"), avoid=scene.recent)
        return Move(strategy="cannot_know", label=ask.label, truth=(text,), wording="results_asked")

    def _strategy(self, fact: Fact, ask: Ask, scene: Scene) -> Strategy:
        disagrees = ask.polarity is not None and fact.attribute == "presence" and ask.polarity != fact.polarity
        if disagrees and not ask.well:
            return "correct"
        before = scene.memory.asked.get(ask.label, (0, ""))
        if fact.id in scene.memory.disclosed and before[0] and before[1] == "answered":
            return "repeat"
        if fact.polarity == "absent":
            return "deny"
        return "list" if ask.form == "list" else "direct"

    def _keep_vague(self, fact: Fact, ask: Ask, scene: Scene) -> Move:
        rng = scene.rng(f"vague {fact.id}")
        times = len(scene.memory.withheld.get(fact.id, ()))
        deflects = times >= 2 or (scene.persona.personality in ("distrustful", "reserved") and rng.random() < 0.4)
        if deflects:
            text = line("deflect", scene.persona, scene.mood, rng, avoid=scene.recent)
        else:
            text = vague(ask.head, rng, avoid=scene.recent)
        return Move(
            strategy="deflect" if deflects else "minimise", label=ask.label, truth=(text,), topic="",
            withheld=(Withholding(fact=fact.id, reason="sensitive"),), wording="vague",
        )  # fmt: skip

    def _give(self, fact: Fact, ask: Ask | None, scene: Scene, strategy: Strategy, *, first: bool = True) -> Move:
        noun = self.noun(fact.concept) if fact.head in ("symptom", "pmh") else ""
        full = fact.wording.full or self._made_up_wording(fact, noun)
        rng = scene.rng(f"give {fact.id}")
        text = pick(full, rng, scene.recent) or rng.choice(full)
        closed = ask is not None and first and ask.form in _YES_NO and self._answers_yes_no(fact, ask)
        well = ask is not None and ask.well
        opening = (fact.polarity == "present") != well if closed else None
        bare = closed and ask is not None and (fact.polarity == "absent" or bool(ask.object) or ask.head in _BARE)
        if well and opening is False:  # "no" would deny the function, and "no sleep" is not meant
            bare, noun = False, ""
        return Move(
            strategy=strategy, label=ask.label if ask else "", facts=(fact.id,), truth=(text,),
            short=fact.wording.short, opening=opening, bare=bare, noun=noun,
        )  # fmt: skip

    def _answers_yes_no(self, fact: Fact, ask: Ask) -> bool:
        """Whether "yes" or "no" is what the question wants: is it there, does this make it worse."""
        if ask.head in ("aggravating", "relieving"):
            return bool(ask.object)
        if ask.head in _NOT_YES_NO:
            return False
        if ask.head == "symptom":
            return True
        if ask.head in SYMPTOM_HEADS:
            return fact.polarity == "absent" or ask.form == "leading"
        return fact.attribute in ("presence", "otc") or ask.form == "leading"

    def _made_up_wording(self, fact: Fact, noun: str) -> tuple[str, ...]:
        if fact.polarity == "absent":
            return (f"No {noun}.",) if noun else ("Nothing like that.",)
        return (f"{fact.clinical}.",)

    def noun(self, concept: str) -> str:
        """What can stand behind "no": the patient's name of a concept without article; empty for a doing."""
        known = self._concepts.get(concept)
        if known is None:
            return concept.replace("_", " ")
        named = known.noun or (known.lay[0] if known.lay else known.name.lower())
        return "" if _DOING.match(named) else _ARTICLE.sub("", named)

    # --- what the record does not hold ------------------------------------------------------------------------

    def _default(self, recalled: Recalled, scene: Scene) -> Move:
        ask = recalled.ask
        head, _, object = (recalled.missing or ask.label).partition(":")
        noun = ""
        if ask.head == "symptom" and ask.object:
            head, object, noun = "symptom", ask.object, self.noun(ask.object)
        elif ask.head == "pmh" and ask.object:
            noun = self.noun(ask.object)
        if head == "symptom" and (ask.well or ask.form == "open"):
            fine = default_answer(scene.record, "symptom_well", object)
            if fine is not None:
                return self._invent(fine, ask, scene, "default", noun="", topic=f"symptom:{object}")
        invented = default_answer(scene.record, head, object) or default_answer(scene.record, ask.head, ask.object)
        if invented is None:
            text = line("unsure", scene.persona, scene.mood, scene.rng(f"unsure {ask.label}"), avoid=scene.recent)
            return Move(strategy="default", label=ask.label, truth=(text,), wording="unsure")
        return self._invent(invented, ask, scene, "default", noun=noun, topic=f"{head}:{object}" if object else head)

    def _everyday(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        invented = self._everydays.answer(ask.object, scene.memory)
        if invented is None:
            text = line("small_talk", scene.persona, scene.mood, scene.rng("small talk"), avoid=scene.recent)
            return (Move(strategy="social", label=ask.label, truth=(text,), wording="small_talk"),)
        return (self._invent(invented, ask, scene, "improvise", noun="", topic=invented.topic),)

    def _invent(
        self, invented: Invented, ask: Ask, scene: Scene, strategy: Strategy, *, noun: str, topic: str
    ) -> Move:
        rng = scene.rng(f"invent {topic}")
        text = pick(invented.full, rng, scene.recent) or rng.choice(invented.full)
        closed = ask.form in _YES_NO
        return Move(
            strategy=strategy, label=ask.label, truth=(text,), short=invented.short, topic=topic,
            opening=invented.opening if closed else None, bare=invented.opening is False, noun=noun,
            wording=invented.value,
        )  # fmt: skip
