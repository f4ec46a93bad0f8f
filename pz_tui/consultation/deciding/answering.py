"""Answers: from one ask to the moves that answer it, by what is recalled and what may be said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pz_tui.consultation.deciding.banks import line, vague
from pz_tui.consultation.deciding.disclosure import Way, comes_by_itself, matter_of, outcome, volunteered, way_of
from pz_tui.consultation.deciding.elaborating import Elaborator
from pz_tui.consultation.deciding.giving import Giver
from pz_tui.consultation.deciding.looking_back import LookingBack
from pz_tui.consultation.deciding.others import Others, is_about_somebody
from pz_tui.consultation.grounding.recall import SYMPTOM_HEADS, Recall, Recalled
from pz_tui.consultation.grounding.referring import STILL
from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.manner import takes_up
from pz_tui.consultation.person.household import Household
from pz_tui.consultation.person.improvisation import Everydays, default_answer, never_recorded
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move, Strategy, Withholding
from pz_tui.knowledge.schema import Concept
from pz_tui.record.facts import Fact

_LISTED = frozenset({"pmh", "surgical", "drug_history", "allergies", "family_history", "aggravating", "relieving",
                     "general_health", "tried_treatment", "impact", "circumstances", "prior_care"})  # fmt: skip
"""Heads whose plain question asks for all there is."""
_MANY = 3
"""How many items of a list are told at once."""
_TALKS = 0.45
"""Talkativeness from which more than one thing is named that is not so."""
_ONE_AT_A_TIME = frozenset({"ideas", "concerns", "expectations"})
_EVERYDAY_FOR = {"exposure:pets": "pet", "hobbies": "hobby"}
"""Labels that ask about everyday life where the record is silent."""
_RECORDED_AS = {
    "church": ("religion", ""), "car": ("driving", ""), "hobby": ("hobbies", ""), "tea_or_coffee": ("caffeine", ""),
    "garden": ("hobbies", "gardening"),
}  # fmt: skip
"""Everyday topics that the record may know of, with the head and the side that it does so under."""
_ELSE = re.compile(r"\b(?:else|other|another|more)\b")
_WORRY = re.compile(r"\b(?:concern\w*|worr\w+|fears?|on your mind|bother\w*)\b")
"""Words by which "anything else?" asks for a further worry."""
_BEFORE_TIME = re.compile(r"^(?:it (?:was|started|came on)|on) ")
_TELLS_TIME = re.compile(r"\b(?:start|came on|began|begun|since|for (?:about|the)|ago|been)\b|\b(?:morning|afternoon|"
                         r"evening|night|lunchtime|yesterday|week)\b")  # fmt: skip
_AS_A_RULE = re.compile(r"\b(?:normally|usually|as a rule|generally|ordinarily|your normal|your usual"
                        r"|before (?:this|all this|it|that|you were ill))\b")  # fmt: skip
"""What asks how it was before the illness."""
_ONE_MATTER = frozenset({"alcohol", "drug_history", "drugs", "sexual"})
"""Heads whose facts are all about the same secret."""
_PRESSED = 2
"""How often a thing was kept back before the patient says that it was asked enough."""
_SOON, _LATER, _ANXIOUS = 3, 4, 0.6
"""Turns until a worry that was passed over comes back, of the anxious and of others; longer the second time."""
_WORRIES_SAID = 2
"""How often a worry has been said when it is no longer brought back."""
_WEARY = 2
"""How often a thing was asked before the patient tires of it."""
STORY_HEADS = frozenset({"open_invitation", "anything_else"})


class Answers:
    """Answers of one patient."""

    def __init__(
        self, facts: Sequence[Fact], concepts: Mapping[str, Concept], recall: Recall, everydays: Everydays,
        household: Household,
    ) -> None:  # fmt: skip
        self._facts = {fact.id: fact for fact in facts}
        self._recall = recall
        self._everydays = everydays
        self.give = Giver(facts, concepts)
        self._along = Elaborator(facts, self.give, recall)
        self._others = Others(self.give, recall, household, everydays)
        self.back = LookingBack(self.give, recall, concepts)

    def to(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """The moves that answer one ask."""
        if _asks_for_another_worry(ask, scene):
            return self._another_worry(ask, scene)
        if ask.head in STORY_HEADS:
            return (self.back.more(ask, scene) if ask.subject else ()) or self._story(ask, scene)
        if is_about_somebody(ask):
            return self._others.to(ask, scene)
        head, side = _RECORDED_AS.get(ask.object, ("", "")) if ask.head == "everyday" else ("", "")
        if any(side in ("", fact.attribute) for fact in self._recall.by_head(head)):
            ask = ask.model_copy(update={"head": head, "object": side})
        if ask.head == "everyday":
            return self._everyday(ask, scene)
        usual = _usual(ask, scene)
        if usual:
            invented = default_answer(scene.record, *usual.split(":"))
            if invented is not None:
                plain = ask.model_copy(update={"head": usual, "object": "", "well": False})
                return (self.give.invention(invented, plain, scene, "default", noun="", topic=usual),)
        recalled = self._recall.for_ask(ask, scene.memory)
        if not recalled.facts:
            topic = _EVERYDAY_FOR.get(ask.label)
            if topic is not None:
                return self._everyday(ask.model_copy(update={"object": topic}), scene)
            default = self._default(recalled, scene)
            denied = (default.opening is False and not ask.well) or (ask.head == "family_history" and not ask.object)
            return (default, *(self._along.instead(ask, scene) if denied else ()))
        return self._facts_moves(recalled, scene)

    def guarded(self, asks: Sequence[Ask], scene: Scene) -> Move | None:
        """What is said to a claim about a matter that is kept back: neither yes nor no, and not how it is."""
        for ask in asks:
            whole = ask.head in _ONE_MATTER and not self._names_drug(ask)
            for fact in self._recall.by_head(ask.head) if whole else self._recall.for_ask(ask, scene.memory).facts:
                secret = fact.access == "sensitive" and fact.polarity == "present" and not self._opened(fact, scene)
                if secret and outcome(fact, way_of(ask, scene), scene) == "vague":
                    return self._keep_vague(fact, ask, scene)
        return None

    def _names_drug(self, ask: Ask) -> bool:
        """Whether it is about one of the patient's drugs, of which another may be the secret."""
        return ask.head == "drug_history" and any(ask.object == fact.concept for fact in self._recall.by_head(ask.head))

    def focus_of(self, ask: Ask, scene: Scene) -> str:
        """What is in focus after the ask."""
        if ask.head in STORY_HEADS:
            told = ask.subject if self._recall.symptoms(ask.subject) else ""
            return told or scene.memory.focus or self._recall.lead
        return self._recall.for_ask(ask, scene.memory).concept

    def late_worry(self, scene: Scene) -> Move | None:
        """The real worry, when kindness has opened the way and it has not come out."""
        late = [fact for fact in self._recall.by_head("concerns") if fact.attribute == "late"
                and fact.id not in scene.memory.disclosed]  # fmt: skip
        if not late or not comes_by_itself(late[0], scene):
            return None
        return self.give.fact(late[0], None, scene, "late_worry")

    def worry_again(self, scene: Scene) -> Move | None:
        """The worry that was voiced and passed over, some turns later and not for ever."""
        before = scene.earlier
        fact = self._facts.get(before.worry)
        wait = _SOON if scene.mood.anxiety >= _ANXIOUS else _LATER
        waited = scene.turn - before.worry_turn >= before.worry_said * wait
        if fact is None or takes_up(scene.understanding) or before.worry_said > _WORRIES_SAID or not waited:
            return None
        lead = line("still_worried", scene.persona, scene.mood, scene.rng("still worried"), avoid=scene.recent)
        move = self.give.fact(fact, None, scene, "late_worry")
        return move.model_copy(update={"truth": (f"{lead} {move.truth[0]}",)})

    # --- story --------------------------------------------------------------------------------------------

    def _story(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        memory = scene.memory
        if ask.head == "anything_else" and memory.focus_label in ("drug_history", "pmh", "allergies", "surgical"):
            rest = self._recall.for_ask(Ask(head=memory.focus_label), memory)
            fresh = [fact for fact in rest.facts if fact.id not in memory.disclosed]
            if fresh:
                return tuple(self.give.fact(fact, ask, scene, "direct") for fact in fresh[:_MANY])
        begun = "complaint" in memory.disclosed
        fresh = [fact for fact in self._recall.story() if fact.id not in memory.disclosed]
        if begun and self._dated(scene):
            fresh = [fact for fact in fresh if fact.id != "complaint" and fact.attribute != "onset"] or fresh
        count = volunteered(scene, again=begun)
        told = self._opening(fresh, ask, scene, count) if not begun else [
            self.give.fact(fact, ask, scene, "story") for fact in fresh[: max(1, count)]]  # fmt: skip
        if told:
            return tuple(told)
        late = self.late_worry(scene)
        if late is not None:
            return (late,)
        if ask.head == "open_invitation":
            return self._told_again(ask, scene, count)
        text = line("nothing_more", scene.persona, scene.mood, scene.rng("nothing more"), avoid=scene.recent)
        return (Move(strategy="direct", label=ask.label, truth=(text,), wording="nothing_more"),)

    def goes_on(self, scene: Scene, *, encouraged: bool) -> tuple[Move, ...]:
        """One thing more of the story, unasked, as the doctor listens; empty where all of it is out.

        ``encouraged``: "go on" or a silence; a mere "right" is taken up by those who like to talk.
        """
        fresh = [fact for fact in self._recall.story()
                 if fact.id not in scene.memory.disclosed and fact.id != "complaint"]  # fmt: skip
        if self._dated(scene):
            fresh = [fact for fact in fresh if fact.attribute != "onset"]
        talks = scene.rng("goes on").random() < scene.persona.talkativeness
        if "complaint" not in scene.memory.disclosed or not fresh or not (encouraged or talks):
            return ()
        return (self.give.fact(fresh[0], None, scene, "story"),)

    def _another_worry(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        """The next worry, where one is left; else that this was all."""
        concerns = ask.model_copy(update={"head": "concerns", "object": "", "subject": ""})
        recalled = self._recall.for_ask(concerns, scene.memory)
        fresh = [fact for fact in recalled.facts if fact.id not in scene.memory.disclosed]
        if fresh:
            moves = self._facts_moves(recalled.model_copy(update={"facts": tuple(fresh)}), scene)
            return tuple(move.model_copy(update={"label": ask.label}) for move in moves)
        text = line("nothing_more", scene.persona, scene.mood, scene.rng("nothing more"), avoid=scene.recent)
        return (Move(strategy="direct", label=ask.label, truth=(text,), wording="nothing_more"),)

    def _dated(self, scene: Scene) -> bool:
        """Whether the complaint, as it was told, has said since when."""
        said = " ".join(scene.recent).lower()
        told = (text for text in self._facts["complaint"].wording.full if text.rstrip(".").lower() in said)
        return any(_TELLS_TIME.search(text) for text in told)

    def _told_again(self, ask: Ask, scene: Scene, count: int) -> tuple[Move, ...]:
        """The story once more, in short and in other words, when there is nothing new to tell."""
        told = [fact for fact in self._recall.story() if fact.id in scene.memory.disclosed and fact.id != "complaint"]
        told = [fact for fact in told if fact.concept == self._recall.lead] or told
        chosen = sorted(scene.rng("told again").sample(told, min(len(told), max(2, count))), key=told.index)
        first = [self.give.fact(fact, ask, scene, "repeat") for fact in chosen[:1]]
        return (*first, *(self.give.fact(fact, None, scene, "story") for fact in chosen[1:]))

    def _opening(self, fresh: list[Fact], ask: Ask, scene: Scene, count: int) -> list[Move]:
        """The first telling: the complaint, then what it has not said already."""
        complaint = self.give.fact(fresh[0], ask, scene, "story")
        lead = [fact.id for fact in self._recall.by_head("symptom") if fact.concept == self._recall.lead]
        since = [fact.id for fact in fresh[1:]
                 if fact.concept == self._recall.lead and _dates(complaint.truth[0], fact)]  # fmt: skip
        told = [complaint.model_copy(update={"facts": (*complaint.facts, *lead[:1], *since[:1])})]
        dated = bool(_TELLS_TIME.search(told[0].truth[0]))
        more = [fact for fact in fresh[1:] if not (dated and fact.attribute == "onset")
                and not _says(told[0].truth[0], fact)]  # fmt: skip
        return told + [self.give.fact(fact, ask, scene, "story") for fact in more[: max(0, count - 1 - len(since))]]

    # --- facts --------------------------------------------------------------------------------------------

    def _facts_moves(self, recalled: Recalled, scene: Scene) -> tuple[Move, ...]:
        ask = recalled.ask
        facts = list(recalled.facts)
        if ask.head == "associated":
            facts = facts[: volunteered(scene, again=True)]
        elif ask.head in _LISTED and not ask.object:
            facts = self._fresh_first(facts, scene)[:_MANY]
            if facts and facts[0].polarity == "absent":
                facts = facts[: 2 if scene.persona.talkativeness > _TALKS else 1]
        elif ask.head in SYMPTOM_HEADS:
            facts = facts[: 2 if scene.persona.talkativeness > 0.7 else 1]
        elif ask.head in _ONE_AT_A_TIME:
            facts = self._easier(facts, ask, scene)
        elif ask.head == "symptom" and scene.persona.talkativeness < 0.6:
            facts = facts[:1]
        moves = [self._fact_move(fact, recalled, scene, first=place == 0) for place, fact in enumerate(facts)]
        return tuple(moves + self._along.details(facts, recalled.ask, moves, scene))

    def _easier(self, facts: list[Fact], ask: Ask, scene: Scene) -> list[Fact]:
        """One thing of several: the first that can be told now, else the first."""
        way = way_of(ask, scene)
        told = [fact for fact in facts if fact.id not in scene.memory.disclosed
                and outcome(fact, way, scene) == "given"]  # fmt: skip
        return (told or facts)[:1]

    def _fresh_first(self, facts: list[Fact], scene: Scene) -> list[Fact]:
        fresh = [fact for fact in facts if fact.id not in scene.memory.disclosed]
        return fresh or facts

    def _fact_move(self, fact: Fact, recalled: Recalled, scene: Scene, *, first: bool) -> Move:
        ask = recalled.ask
        way: Way = way_of(ask, scene)
        if ask.head == "associated":
            way = "direct"
        result = "given" if self._opened(fact, scene) else outcome(fact, way, scene)
        if result == "given":
            strategy = self._strategy(fact, ask, scene)
            move = self.give.fact(fact, ask, scene, strategy, first=first and recalled.exact)
            weary = strategy == "repeat" and scene.memory.asked.get(ask.label, (0, ""))[0] >= _WEARY
            return move.model_copy(update={"wording": "repeat_again"}) if weary else move
        if result == "vague":
            return self._keep_vague(fact, ask, scene)
        text = line("results_asked", scene.persona, scene.mood, scene.rng(f"cannot {fact.id}"), avoid=scene.recent)
        return Move(strategy="cannot_know", label=ask.label, truth=(text,), wording="results_asked")

    def _opened(self, fact: Fact, scene: Scene) -> bool:
        """Whether the sensitive thing that this is a detail of has come out."""
        whole = self._facts.get("/".join(fact.id.split("/")[:2]))
        return whole is not None and whole.access == "sensitive" and whole.id in scene.memory.disclosed

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
        said = (*scene.earlier.turned_aside, *scene.recent)
        deflects = scene.persona.personality in ("distrustful", "reserved") and rng.random() < 0.4
        pressed = scene.earlier.kept_back.get(fact.id, 0) >= _PRESSED
        text = line("deflect", scene.persona, scene.mood, rng, avoid=said) if deflects and not pressed else ""
        if not text or text in said:
            text = vague(matter_of(fact).name, rng, avoid=said, pressed=pressed)
        return Move(
            strategy="deflect" if deflects or pressed else "minimise", label=ask.label, truth=(text,), topic="",
            withheld=(Withholding(fact=fact.id, reason="sensitive"),), wording="vague",
        )  # fmt: skip

    # --- what the record does not hold ------------------------------------------------------------------------

    def _default(self, recalled: Recalled, scene: Scene) -> Move:
        ask = recalled.ask
        head, _, object = (recalled.missing or ask.label).partition(":")
        noun = ""
        if ask.head == "symptom" and ask.object:
            head, object, noun = "symptom", ask.object, self.give.noun(ask.object)
        elif ask.head == "pmh" and ask.object:
            noun = self.give.noun(ask.object)
        elif ask.subject == STILL:
            head = STILL
        if head == "symptom" and (ask.well or ask.form == "open"):
            fine = default_answer(scene.record, "symptom_well", object)
            if fine is not None:
                return self.give.invention(fine, ask, scene, "default", noun="", topic=f"symptom:{object}")
        invented = default_answer(scene.record, head, object) or default_answer(scene.record, ask.head, ask.object)
        if invented is not None and ask.head == "pmh" and ask.object:
            full, short = self.give.denial(ask.object, scene)
            invented = invented.model_copy(update={"full": full, "short": short})
        if invented is None:
            text = line("unsure", scene.persona, scene.mood, scene.rng(f"unsure {ask.label}"), avoid=scene.recent)
            return Move(strategy="default", label=ask.label, truth=(text,), wording="unsure")
        topic = f"{head}:{object}" if object else head
        return self.give.invention(invented, ask, scene, "default", noun=noun, topic=topic)

    def _everyday(self, ask: Ask, scene: Scene) -> tuple[Move, ...]:
        invented = self._everydays.answer(ask.object, scene.memory)
        if invented is None:
            text = line("small_talk", scene.persona, scene.mood, scene.rng("small talk"), avoid=scene.recent)
            return (Move(strategy="social", label=ask.label, truth=(text,), wording="small_talk"),)
        return (self.give.invention(invented, ask, scene, "improvise", noun="", topic=invented.topic),)


def _usual(ask: Ask, scene: Scene) -> str:
    """The label of what was so before the illness, where that is asked for; else the empty text."""
    if never_recorded(ask.label):
        return ask.label
    matter = ask.object if ask.head == "symptom" else ask.head
    asked = never_recorded(f"usual:{matter}") and _AS_A_RULE.search(even(scene.utterance))
    return f"usual:{matter}" if asked else ""


def _asks_for_another_worry(ask: Ask, scene: Scene) -> bool:
    """Whether it asks for a worry besides those that came out: "any other concerns?", "what else?" after a worry."""
    text = scene.utterance.lower()
    if ask.head == "concerns":
        return not ask.object and not ask.facet and bool(_ELSE.search(text)) and "concerns" in _heads(scene)
    return ask.head == "anything_else" and (bool(_WORRY.search(text)) or scene.memory.focus_label == "concerns")


def _heads(scene: Scene) -> set[str]:
    """The heads that were asked before."""
    return {label.partition(":")[0] for label in scene.memory.asked}


def _dates(complaint: str, onset: Fact) -> bool:
    """Whether the opening words have told this onset already, in the same words for the time."""
    times = (_BEFORE_TIME.sub("", text.rstrip(".").lower()) for text in onset.wording.short)
    return onset.attribute == "onset" and any(len(time.split()) > 1 and time in complaint.lower() for time in times)


def _says(complaint: str, beat: Fact) -> bool:
    """Whether the opening words have named this symptom already."""
    name = beat.concept.replace("_", " ").split()[0][:5]
    return beat.attribute == "presence" and beat.head == "symptom" and name in complaint.lower()
