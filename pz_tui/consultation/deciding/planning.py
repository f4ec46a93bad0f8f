"""Deciding: from what was understood to the plan of the reply."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from pz_tui.consultation.deciding.acting import ACT_HEADS, BEFORE_ANSWERS, asks_leave, main_act
from pz_tui.consultation.deciding.answering import STORY_HEADS, Answers
from pz_tui.consultation.deciding.banks import line, waved_off
from pz_tui.consultation.deciding.claimed import Claimed
from pz_tui.consultation.deciding.claims import Claims
from pz_tui.consultation.deciding.listening import listens
from pz_tui.consultation.deciding.muddle import drifting, loses_thread
from pz_tui.consultation.deciding.reacting import Reactions
from pz_tui.consultation.deciding.told import Knowing
from pz_tui.consultation.earlier import WORRY
from pz_tui.consultation.grounding.recall import SYMPTOM_HEADS, Recall
from pz_tui.consultation.grounding.referring import UNSAID, asks_of_mentioned
from pz_tui.consultation.grounding.saying_back import asks_for_more, asks_on, presupposes, quoted, says_back, sums_up
from pz_tui.consultation.grounding.telling import tells_what_it_is
from pz_tui.consultation.manner import is_harsh
from pz_tui.consultation.person.household import Household
from pz_tui.consultation.person.improvisation import Everydays
from pz_tui.consultation.person.mood import as_they_feel
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.sentences import split
from pz_tui.consultation.turn import (
    ASK_BACK_BELOW,
    Ask,
    Asked,
    Focused,
    MemoryEvent,
    Move,
    Plan,
    Told,
    Withheld,
    Withholding,
)
from pz_tui.consultation.verification import Verifier
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.schema import Concept
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Persona

_LEVELS = {"A": 0, "B": 1, "C": 2}
_KNOWS_TERMS_FROM = 0.75
"""Health literacy from which a patient knows clinical words above their language level."""
_TOLD_AS = {"diagnosis_told": "diagnosis", "plan": "plan", "safety_net": "safety_net", "exam_report": "result"}
"""Acts that tell the patient something to remember, and what."""
_SAYING = frozenset({
    "confirm", "summary", "acknowledge", "other", "consent", "signpost", "privacy", "confidentiality",
})  # fmt: skip
"""Acts that say back or lead up to it; beside any other the words may be no claim at all."""
_LISTED = frozenset({"symptom", "pmh", "family_history"})
"""Heads of which several are put in one breath."""
_PLAIN_WORDS = re.compile(r"\b(?:the|your|before|after|when)\b")
"""What makes a clinical name one that is said in everyday words ("visual disturbance before the headache")."""
_KIND_ACTS = frozenset({"empathy", "concerns", "reassurance", "invite_questions"})


class Decider:
    """Decides for one patient."""

    def __init__(
        self, record: PatientRecord, facts: Sequence[Fact], library: Library, *, household: Household | None = None,
        verifier: Verifier | None = None,
    ) -> None:  # fmt: skip
        self._concepts: Mapping[str, Concept] = library.concepts
        self.recall = Recall(facts, library.concepts, {drug.id: drug.drug_class for drug in library.drugs.values()})
        household = household or Household(record, library.names)
        everydays = Everydays(record, library, household)
        self._answers = Answers(facts, library.concepts, self.recall, everydays, household)
        self._knowing = Knowing(self._answers.give, library)
        self._react = Reactions(self._answers.give, self.recall, household, everydays, library, self._knowing)
        self._claims = Claims(facts, self.recall, verifier or Verifier(record, facts, library))

    def decide(self, scene: Scene) -> tuple[Plan, tuple[MemoryEvent, ...]]:
        """The plan of the reply, and the events that are settled by it whatever words are found."""
        asks = _as_listed(scene.understanding.asks, scene)
        told_back = self._said_back(asks, scene)
        if told_back:
            return self._plan(told_back, self._events(asks, [], [], told_back, scene), scene)
        if listens(scene.utterance) and not any(ask.head == "open_invitation" and ask.confidence >= ASK_BACK_BELOW
                                                for ask in asks):
            return self._reply([Ask(head="acknowledge")], [], scene)
        if not asks or scene.understanding.confidence < ASK_BACK_BELOW:
            return self._not_understood(asks, scene)
        acts = [ask for ask in asks if ask.head in ACT_HEADS]
        questions = [ask for ask in asks if ask.head not in ACT_HEADS]
        if any(act.head == "role_break" for act in acts):
            act = next(act for act in acts if act.head == "role_break")
            return self._plan(self._react.to(act, scene), [], scene)
        return self._reply(acts, questions, scene)

    # --- the reply as a whole -------------------------------------------------------------------------------

    def _reply(self, acts: list[Ask], questions: list[Ask], scene: Scene) -> tuple[Plan, tuple[MemoryEvent, ...]]:
        lost = loses_thread(questions, scene)
        if lost is not None and not is_harsh(scene.understanding):
            open_still = [Asked(turn=scene.turn, label=ask.label, outcome="left_open", reason="lost the thread")
                          for ask in questions]  # fmt: skip
            return self._plan([lost], [*self._events(acts, [], [], [lost], scene), *open_still], scene)
        chosen, left = _chosen(questions, scene)
        moves: list[Move] = []
        harsh = self._react.to_manner(scene)
        if harsh is not None:
            moves.append(harsh)
        act = main_act(acts)
        if act is not None and harsh is None and (not chosen or act.head in BEFORE_ANSWERS):
            heard = listens(scene.utterance) if act.head in ("acknowledge", "silence") else None
            more = () if heard is None or chosen else self._answers.goes_on(scene, encouraged=heard)
            moves += more or self._met(act, chosen, scene)
        if any(act.object == UNSAID for act in acts):
            moves.append(self._answers.back.never_mentioned(acts[0], scene))
        moves += self._answer_all(chosen, scene)
        if harsh is None:
            moves = self._worried(moves, (*acts, *questions), scene)
        left_over = [Withholding(fact=fact.id, reason="compound") for ask in left
                     for fact in self.recall.for_ask(ask, scene.memory).facts[:1]]  # fmt: skip
        if left_over and moves:
            moves[-1] = moves[-1].model_copy(update={"withheld": (*moves[-1].withheld, *left_over)})
        moves = drifting(moves, scene)
        events = self._events(acts, chosen, left, moves, scene)
        plan, extra = self._plan(moves, events, scene)
        return plan, extra

    def _met(self, act: Ask, questions: Sequence[Ask], scene: Scene) -> list[Move]:
        """The word to an act; leave asked for on the way to a question gets no yes, which would be its answer."""
        if not questions or act.head != "consent":
            return self._react.to(act, scene)
        if not asks_leave(act, questions, scene.utterance):
            return []
        return [self._answers.give.said("agree_first", act, scene, "consent")]

    def _worried(self, moves: list[Move], asks: Sequence[Ask], scene: Scene) -> list[Move]:
        """The moves with the worry that comes by itself: the real one at a kindness, or one that was passed over."""
        heads = {ask.head for ask in asks}
        late = self._answers.late_worry(scene)
        told = any(fact.startswith(WORRY) for move in moves for fact in move.facts)
        if late is not None and heads & _KIND_ACTS and not heads & STORY_HEADS and not told:
            return [move for move in moves if move.wording not in ("warmed", "questions_own")] + [late]
        again = self._answers.worry_again(scene)
        return moves if again is None else [*moves, again]

    def _answer_all(self, chosen: list[Ask], scene: Scene) -> list[Move]:
        moves: list[Move] = []
        given: set[str] = set()
        for ask in chosen:
            unknown = self._unknown_term(ask, scene.persona)
            if unknown:
                text = line("jargon", scene.persona, scene.mood, scene.rng(f"jargon {unknown}"), avoid=scene.recent,
                            term=unknown)  # fmt: skip
                moves.append(Move(strategy="jargon", label=ask.label, truth=(text[:1].upper() + text[1:],),
                                  noun=unknown, wording="jargon"))  # fmt: skip
                continue
            here = self._knowing.asked_for(ask, scene)
            for move in self._answers.to(ask, scene) if here is None else (here,):
                if move.facts and set(move.facts) <= given:
                    continue
                given |= set(move.facts)
                moves.append(self._aside(move, moves, scene))
        return moves

    @staticmethod
    def _aside(move: Move, before: Sequence[Move], scene: Scene) -> Move:
        """A second thing that is kept back in one reply is waved off with the first."""
        times = sum(1 for other in before if other.wording == "vague")
        if move.wording != "vague" or not times:
            return move
        return move.model_copy(update={"truth": (waved_off(times, scene.rng("also"), scene.earlier.turned_aside),)})

    def _unknown_term(self, ask: Ask, persona: Persona) -> str:
        """A clinical word in the ask that this patient does not know, or the empty text."""
        if persona.literacy >= _KNOWS_TERMS_FROM:
            return ""
        level = _LEVELS[persona.language]
        for term in ask.jargon:
            if _PLAIN_WORDS.search(term):
                continue
            known_from = next((_LEVELS[concept.understood_from] for concept in self._concepts.values()
                               if term in (concept.id, concept.name.lower(), *concept.clinical)), 2)  # fmt: skip
            if known_from > level:
                return term
        return ""

    def _said_back(self, asks: list[Ask], scene: Scene) -> list[Move]:
        """The answer to what the doctor says back, put right where it is wrong; empty where nothing is said back."""
        acts = [ask for ask in asks if ask.head in ACT_HEADS]
        questions = [ask for ask in asks if ask.head not in ACT_HEADS]
        told = any(act.head in ("role_break", "diagnosis_told", "closing") for act in acts)
        summed = sums_up(scene.utterance) or any(act.head == "summary" for act in acts)
        listed = not summed and len(questions) > 1 and all(ask.form == "list" for ask in questions)
        told = told or asks_of_mentioned(scene.utterance)
        if told or listed or any(ask.well for ask in questions) or self._react.to_manner(scene):
            return []
        taken = presupposes(scene.utterance)
        more = asks_for_more(scene.utterance) or any(ask.head == "anything_else" for ask in questions)
        if summed or more:
            questions = [ask for ask in questions if ask.head not in STORY_HEADS]
        back = taken or says_back(scene.utterance) or _claims(acts, questions) or (summed and not questions)
        leading = bool(questions) and all(ask.form == "leading" for ask in questions)
        claimed = self._claims.judged(scene, questions) if back or leading else None
        if claimed is None:
            return []
        guarded = self._answers.guarded(questions, scene)
        if guarded is not None:
            return [guarded]
        if claimed.agrees and (taken or (leading and not back)):
            return []
        others = [act for act in acts if act.head not in _SAYING and act.confidence >= ASK_BACK_BELOW]
        act = main_act(others)
        if claimed.unclear and act is not None:
            return self._react.to(act, scene)
        met = self._meeting(claimed, questions, scene)
        if more and claimed.agrees:
            met = [move.model_copy(update={"facts": ()}) for move in met]
            met += self._answers.to(Ask(head="anything_else", form="open"), scene)
        return met

    def _meeting(self, claimed: Claimed, questions: list[Ask], scene: Scene) -> list[Move]:
        """What is said to a claim, by what became of it."""
        looking = self._answers.back
        if claimed.ask is not None:
            questions = [claimed.ask, *(ask for ask in questions if ask.label != claimed.ask.label)]
        ask = questions[0] if questions else Ask(head="confirm")
        if claimed.hidden and tells_what_it_is(scene.utterance):
            return self._react.to(Ask(head="diagnosis_told", object=scene.record.condition.id,
                                      words=scene.utterance), scene)  # fmt: skip
        if claimed.hidden:
            return [looking.cannot_tell(ask, scene)]
        if claimed.unclear:
            return [looking.asks_back(ask, scene)]
        if claimed.agrees and claimed.facts and asks_on(scene.utterance):
            return [self._answers.give.fact(self._answers.give.facts[claimed.facts[-1]], None, scene, "direct")]
        if claimed.agrees:
            return list(looking.confirm(claimed, ask, scene))
        if claimed.unsure and questions:
            return self._answer_all([_plainly(asked) for asked in questions[:1]], scene)
        if claimed.unsure:
            return [self._answers.give.fact(self._answers.give.facts[claimed.facts[0]], None, scene, "direct")]
        if claimed.facts and ask.head in SYMPTOM_HEADS and self._answers.give.facts[claimed.facts[0]].head != ask.head:
            return self._answer_all([ask], scene)  # the trouble itself was never in doubt, only this side of it
        right = looking.put_right(claimed, ask, scene)
        own = [one for one in questions if one.head == claimed.head]
        if right or own:
            whole = [one.model_copy(update={"form": "open", "wh": True}) for one in own[:1]]
            return list(right) or self._answer_all(whole, scene)
        if questions and all(ask.form in ("leading", "closed", "statement") for ask in questions):
            return self._answer_all(questions[:1], scene)
        quote = bool(quoted(scene.utterance))
        return [looking.never_said(ask, scene)] if quote or claimed.head or not questions else []

    def _not_understood(self, asks: list[Ask], scene: Scene) -> tuple[Plan, tuple[MemoryEvent, ...]]:
        tone = self._react.to_manner(scene) or self._react.to_tone(scene)
        if tone is not None:
            return self._plan([tone], [], scene)
        if self._react.tells(scene.utterance):
            return self._plan(self._react.to(Ask(head="explanation"), scene), [], scene)
        text = line("not_understood", scene.persona, scene.mood, scene.rng("not understood"), avoid=scene.recent)
        move = Move(strategy="not_understood", truth=(text,), wording="not_understood")
        events: list[MemoryEvent] = [Asked(turn=scene.turn, label=ask.label, outcome="not_understood",
                                           reason="confidence too low") for ask in asks]  # fmt: skip
        return self._plan([move], events, scene)

    def _plan(
        self, moves: list[Move], events: Sequence[MemoryEvent], scene: Scene
    ) -> tuple[Plan, tuple[MemoryEvent, ...]]:
        if not moves:
            text = line("okay", scene.persona, scene.mood, scene.rng("okay"), avoid=scene.recent)
            moves = [Move(strategy="acknowledge", truth=(text,), wording="okay")]
        answers = [move for move in moves if move.wording not in ("detail", "contrast")] or moves
        main = next((move for move in reversed(answers) if move.facts or move.withheld or move.topic), answers[-1])
        limit = 2 + round(as_they_feel(scene.persona, scene.mood).talkativeness * 4)
        return Plan(moves=tuple(moves), strategy=main.strategy, max_sentences=max(limit, len(moves))), tuple(events)

    # --- events ---------------------------------------------------------------------------------------------

    def _events(
        self, acts: list[Ask], chosen: list[Ask], left: list[Ask], moves: list[Move], scene: Scene
    ) -> list[MemoryEvent]:
        events: list[MemoryEvent] = []
        by_label = {move.label: move for move in moves}
        for ask in (*acts, *chosen):
            events.append(Asked(turn=scene.turn, label=ask.label, outcome=_outcome_of(by_label.get(ask.label))))
        events += [Asked(turn=scene.turn, label=ask.label, outcome="left_open", reason="one of several questions")
                   for ask in left]  # fmt: skip
        for move in moves:
            events += [Withheld(turn=scene.turn, fact=held.fact, reason=held.reason) for held in move.withheld]
        for act in acts:
            if act.head in _TOLD_AS and act.polarity != "absent":
                events.append(_told(act, scene))
        focusing = [ask for ask in chosen if not self._unknown_term(ask, scene.persona)]
        if focusing:
            concept = self._answers.focus_of(focusing[-1], scene)
            if concept:
                events.append(Focused(turn=scene.turn, concept=concept, label=focusing[-1].label))
        return events


def _told(act: Ask, scene: Scene) -> Told:
    what = _TOLD_AS[act.head]
    concepts = (act.object,) if act.object else ()
    words = next((one for one in split(scene.utterance) if act.words and act.words in one), scene.utterance)
    return Told.model_validate({"turn": scene.turn, "what": what, "words": words, "concepts": concepts})


def _outcome_of(move: Move | None) -> Literal["answered", "not_understood", "vague"]:
    if move is None:
        return "answered"
    if move.strategy in ("jargon", "not_understood"):
        return "not_understood"
    return "vague" if move.strategy in ("minimise", "deflect") else "answered"


def _as_listed(asks: Sequence[Ask], scene: Scene) -> list[Ask]:
    """The asks; of several things put as so in one breath each is asked for itself: one may be, another not."""
    questions = [ask for ask in asks if ask.head not in ACT_HEADS]
    heads = {ask.head for ask in questions}
    leading = all(ask.form == "leading" for ask in questions)
    listed = re.search(r",|\b(?:and|or|nor)\b", scene.utterance) is not None and not quoted(scene.utterance)
    if not listed or len(questions) < 2 or len(heads) > 1 or not heads <= _LISTED or not leading:
        return list(asks)
    return [ask.model_copy(update={"form": "list", "polarity": None}) if ask in questions else ask for ask in asks]


def _plainly(ask: Ask) -> Ask:
    """The ask as one to which no yes or no is the answer."""
    return ask.model_copy(update={"wh": True, "polarity": None})


def _claims(acts: list[Ask], questions: list[Ask]) -> bool:
    """A summary or a thing said back: its content is claimed, not asked."""
    said_back = any(act.head in ("summary", "confirm") for act in acts)
    return said_back and all(ask.form in ("leading", "statement") for ask in questions)


def _chosen(questions: list[Ask], scene: Scene) -> tuple[list[Ask], list[Ask]]:
    """Which questions are answered now: all of a list, the last or easiest of a compound (clinical.md 1)."""
    if scene.understanding.form != "compound" or len(questions) < 2:
        return questions, []
    families = {_family(ask) for ask in questions}
    if len(families) == 1 and len(questions) == 2:
        return questions, []
    if len(questions) > 2:
        easy = sorted(range(len(questions)), key=lambda place: (_hard(questions[place]), place))[:2]
        return [ask for place, ask in enumerate(questions) if place in easy], [
            ask for place, ask in enumerate(questions) if place not in easy]  # fmt: skip
    if scene.persona.talkativeness > 0.6:
        return questions, []
    return questions[-1:], questions[:-1]


def _family(ask: Ask) -> str:
    groups = {"smoking": "smoking", "alcohol": "alcohol", "drug_history": "drugs", "symptom": "symptom",
              "associated": "symptom"}  # fmt: skip
    return groups.get(ask.head, "complaint" if ask.head in _ABOUT_COMPLAINT else ask.head)


_ABOUT_COMPLAINT = frozenset({"onset", "duration", "site", "character", "radiation", "severity", "timing",
                              "progression", "aggravating", "relieving", "circumstances",
                              "open_invitation"})  # fmt: skip


def _hard(ask: Ask) -> int:
    """How much of an effort an answer is: bare yes and no first, feelings and plans last."""
    if ask.head in ("ideas", "concerns", "expectations", "impact"):
        return 2
    return 0 if ask.form in ("closed", "list") else 1
