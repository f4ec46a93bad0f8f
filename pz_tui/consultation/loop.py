"""The loop of a turn: understand, recall and decide, speak, verify, commit; and nothing else."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from pz_tui.consultation.deciding.planning import Decider
from pz_tui.consultation.earlier import earlier
from pz_tui.consultation.examining import Examiner
from pz_tui.consultation.grounding import telling
from pz_tui.consultation.grounding.facets import Facets
from pz_tui.consultation.grounding.past import Past
from pz_tui.consultation.grounding.prefaces import put_together, without_preface
from pz_tui.consultation.grounding.referring import Referring
from pz_tui.consultation.grounding.role_breaks import broken
from pz_tui.consultation.happenings import Aside, CardShown, Committed, Happening, Planned
from pz_tui.consultation.memory import Memory, fold
from pz_tui.consultation.person.carer import Carer
from pz_tui.consultation.person.household import Household
from pz_tui.consultation.person.mood import moved_by_plan, moved_by_words
from pz_tui.consultation.ports import EngineError, Exchange, Judge, Resolver, SpeechBrief, Voice
from pz_tui.consultation.progress import Progress
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.speaking import Speaker
from pz_tui.consultation.stepping_out import asides
from pz_tui.consultation.turn import EngineInfo, MemoryEvent, Plan, Turn, Understanding
from pz_tui.consultation.understanding import Context, Understander
from pz_tui.consultation.verification import Verifier
from pz_tui.knowledge.library import Library
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord

_RESOLVE_BELOW = 0.5
"""Confidence under which a model, where there is one, is asked which candidate is meant."""


class Consultation:
    """One patient who is talked with. Holds no state of the conversation: that is memory and turns."""

    def __init__(
        self, record: PatientRecord, facts: Sequence[Fact], library: Library, *, voice: Voice, fallback: Voice,
        engine: EngineInfo, judge: Judge | None = None, resolver: Resolver | None = None,
        crisis_lines: str = "",
    ) -> None:  # fmt: skip
        self.record, self.facts, self.engine = record, tuple(facts), engine
        household, verifier = Household(record, library.names), Verifier(record, facts, library)
        self._understander = Understander(library)
        self._referring = Referring(facts, household, record.identity.age)
        self._past = Past(facts, library)
        self._facets = Facets(facts, library, self._understander.symptoms_in)
        self._decider = Decider(record, facts, library, household=household, verifier=verifier)
        self._examiner = Examiner(record, facts, library)
        self._carer = Carer(record) if record.informant is not None else None
        self._speaker = Speaker(verifier, voice=voice, fallback=fallback, judge=judge, carer=self._carer)
        self._resolver, self._asides = resolver, asides(crisis_lines)

    def understand(self, utterance: str, memory: Memory, turns: Sequence[Turn]) -> Understanding:
        """What the utterance asks and does, in the light of what was said before."""
        earlier = turns[-1] if turns else None
        said, utterance = utterance, self._put(utterance, turns)
        context = Context(
            focus=memory.focus, focus_label=memory.focus_label,
            last_reply=" ".join(earlier.own_words) if earlier else "",
            earlier_labels=earlier.understanding.labels if earlier else (),
        )  # fmt: skip
        understanding = broken(self._understander.understand(utterance, context), utterance, turns)
        rest = without_preface(utterance)
        if rest != utterance.strip():
            whole, alone = understanding, self._understander.understand(rest, context)
            understanding = put_together(whole, alone, asks_something=rest.endswith("?"))
            utterance = utterance if understanding is whole else rest
        exchanges = [(turn.utterance, " ".join(turn.own_words)) for turn in turns]
        resolved = self._referring.resolve(
            understanding, utterance, memory, exchanges, lambda part: self._understander.understand(part, Context())
        )
        resolved = self._past.asked_what_it_is(self._past.named(resolved), utterance)
        sharpened = telling.sharpened(self._facets.sharpened(resolved, utterance), utterance)
        return sharpened if self._carer is None else self._carer.asked_for(sharpened, said)

    def _put(self, utterance: str, turns: Sequence[Turn]) -> str:
        """The doctor's words as if put to the patient, whoever speaks."""
        return utterance if self._carer is None else self._carer.asked(utterance, turns[-1].reply_text if turns else "")

    async def turn(
        self, utterance: str, *, memory: Memory, turns: Sequence[Turn], at: str, elapsed: float,
        on_commit: Callable[[Turn], None], carried: tuple[MemoryEvent, ...] = (),
        understood: Understanding | None = None,
    ) -> AsyncGenerator[Happening, None]:  # fmt: skip
        """Run one turn.

        ``on_commit`` gets the finished turn exactly once, also when the iterator is closed early: the
        sentences shown so far are then an ``interrupted`` reply with their events.

        Args:
            carried: events since the last turn, which this one takes up.
            understood: what a typed command asks for, in place of understanding the words.

        Yields:
            Happenings, ``Committed`` last.
        """
        progress = Progress(index=len(turns), utterance=utterance, engine=self.engine, at=at, elapsed=elapsed,
                            carried=carried)  # fmt: skip
        try:
            async for happening in self._run(progress, fold(memory, carried), turns, understood):
                yield happening
            progress.finish("answered" if progress.status == "pending" else progress.status)
        except EngineError as problem:
            progress.failure = str(problem)
            progress.finish("interrupted" if progress.reply else "failed")
        finally:
            if progress.status == "pending":
                progress.finish("interrupted")
            turn = progress.turn(memory)
            on_commit(turn)
        yield Committed(turn=turn)

    async def _run(
        self, progress: Progress, memory: Memory, turns: Sequence[Turn], understood: Understanding | None
    ) -> AsyncGenerator[Happening, None]:
        understanding = understood or await self._understood(progress, memory, turns)
        progress.understanding = understanding
        if understanding.step_out is not None:
            progress.aside = self._asides[understanding.step_out]
            yield Aside(text=progress.aside, reason=understanding.step_out)
            return
        scene = self._scene(progress, memory, turns)
        plan, settled = self._decider.decide(scene)
        progress.plan = plan
        progress.events += settled
        yield Planned(understanding=understanding, plan=plan)
        cards, shown = self._examiner.cards(understanding.asks, scene.memory, progress.index)
        progress.events += shown
        progress.cards += cards
        for card in cards:
            yield CardShown(card=card)
        brief = self._brief(progress, scene, turns)
        async with aclosing(self._speaker.speak(brief, progress)) as spoken:
            async for happening in spoken:
                yield happening
        progress.events += moved_by_plan(scene, plan)

    async def _understood(self, progress: Progress, memory: Memory, turns: Sequence[Turn]) -> Understanding:
        started = time.perf_counter()
        understanding = self.understand(progress.utterance, memory, turns)
        if self._resolver is not None and understanding.confidence < _RESOLVE_BELOW and not understanding.step_out:
            understanding = await self._speaker.resolve(self._resolver, understanding, progress.utterance, memory)
        progress.understood = (time.perf_counter() - started) * 1000
        return understanding.model_copy(update={"focus_before": memory.focus})

    def _scene(self, progress: Progress, memory: Memory, turns: Sequence[Turn]) -> Scene:
        """The moment of deciding: the words have already moved the mood."""
        before = earlier(turns)
        cue_open = bool(turns) and before.worry_turn == turns[-1].index
        mood = moved_by_words(memory, self.record.persona, progress.understanding, progress.index, cue_open=cue_open,
                              attempts=before.attempts)  # fmt: skip
        progress.events += mood
        recent = tuple(sentence for turn in turns for sentence in turn.own_words)
        return Scene(
            record=self.record, memory=fold(memory, mood), understanding=progress.understanding,
            utterance=self._put(progress.utterance, turns), turn=progress.index, recent=recent,
            last_reply=" ".join(turns[-1].own_words) if turns else "", earlier=before,
        )  # fmt: skip

    def _brief(self, progress: Progress, scene: Scene, turns: Sequence[Turn]) -> SpeechBrief:
        return SpeechBrief(
            record=self.record, facts=self.facts, memory=scene.memory, utterance=scene.utterance,
            understanding=progress.understanding, plan=progress.plan, history=history_of(turns),
            chance=f"{self.record.seed}/{self.record.identity.name}/{progress.index}/speak", turn=progress.index,
        )  # fmt: skip


def history_of(turns: Sequence[Turn]) -> tuple[Exchange, ...]:
    """The exchanges so far, for an engine; turns without a reply are left out."""
    return tuple(
        Exchange(doctor=turn.utterance, truth=truth_of(turn.plan), patient=" ".join(turn.own_words))
        for turn in turns
        if turn.reply and not turn.aside
    )


def truth_of(plan: Plan) -> tuple[str, ...]:
    """What is so in this plan, as first-person sentences."""
    return tuple(text for move in plan.moves for text in move.truth)

