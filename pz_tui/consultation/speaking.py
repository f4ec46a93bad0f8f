"""Speaking: an engine's words, sentence by sentence, through the gate (design section 4, points 4 and 5).

A good sentence is shown at once. A bad one stops the stream: one repair with the reason, continuing from
what was shown; then the built-in wording of what remains of the plan.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Literal

from pz_tui.consultation.happenings import Happening, Rejected, Sentence, Waiting
from pz_tui.consultation.memory import Memory
from pz_tui.consultation.person.carer import Carer
from pz_tui.consultation.ports import Delta, Judge, ResolveBrief, Resolver, SpeechBrief, VerdictBrief, Voice
from pz_tui.consultation.progress import Progress
from pz_tui.consultation.sentences import SentenceCutter, split
from pz_tui.consultation.turn import (
    Corrected,
    Disclosed,
    Draft,
    Improvised,
    MemoryEvent,
    Move,
    Objection,
    Plan,
    Understanding,
    Verdict,
)
from pz_tui.consultation.verification import Verifier
from pz_tui.consultation.verification.words import plain

Source = Literal["engine", "repair", "fallback"]
_ALONG = frozenset({"detail", "contrast"})
"""Wordings of moves that nobody asked for."""
_LOOP_WORDS = 3
"""Words from which a sentence said again word for word is a loop and no answer."""
_LOOPS = Objection(kind="role", message="says again, word for word, what was said before")
_LAST_RESORT = "Sorry, I don't know how to put it."


class Speaker:
    """Words a plan through a voice and lets only what is verified through."""

    def __init__(
        self, verifier: Verifier, *, voice: Voice, fallback: Voice, judge: Judge | None, carer: Carer | None = None
    ) -> None:
        self._carer = carer
        self._verifier, self._voice, self._fallback, self._judge = verifier, voice, fallback, judge

    async def speak(self, brief: SpeechBrief, progress: Progress) -> AsyncGenerator[Happening, None]:
        """Yield ``Sentence``, ``Rejected`` and ``Waiting``; keep all of it in ``progress``."""
        own = self._voice is self._fallback
        tries: tuple[tuple[Source, Voice], ...] = (("engine", self._voice),)
        if not own:
            tries += (("repair", self._voice),)
        for source, voice in tries:
            objection = _last_objection(progress)
            now = brief.model_copy(update={"shown": progress.own, "objection": objection})
            refused = False
            async with aclosing(self._through_gate(voice, now, progress, source)) as spoken:
                async for happening in spoken:
                    refused = refused or isinstance(happening, Rejected)
                    yield happening
            if not refused:
                break
        async for happening in self._rest(brief, progress):
            yield happening

    async def _rest(self, brief: SpeechBrief, progress: Progress) -> AsyncGenerator[Happening, None]:
        """The built-in wording of what the plan still holds, sentence by sentence; bad ones are left out."""
        plan = remaining(brief.plan, progress, self._verifier.says)
        if plan.moves and not (self._voice is self._fallback and progress.drafts):
            now = brief.model_copy(update={"plan": plan, "shown": progress.own, "objection": ""})
            async with aclosing(self._through_gate(self._fallback, now, progress, "fallback", strict=False)) as spoken:
                async for happening in spoken:
                    yield happening
        if not progress.reply:
            verdict = Verdict(ok=True)
            progress.show(Draft(text=_LAST_RESORT, source="fallback", verdict=verdict, shown=True), ())
            yield Sentence(text=_LAST_RESORT)

    async def _through_gate(
        self, voice: Voice, brief: SpeechBrief, progress: Progress, source: Source, *, strict: bool | None = None
    ) -> AsyncGenerator[Happening, None]:
        """One stream; when ``strict`` it ends at the first sentence that is refused."""
        strict = voice is not self._fallback if strict is None else strict
        cutter = SentenceCutter()
        async with aclosing(_as_generator(voice, brief)) as stream:
            async for delta in stream:
                if delta.finish == "waiting":
                    yield Waiting(message=delta.text)
                    continue
                progress.prompt_tokens += delta.prompt_tokens
                progress.reply_tokens += delta.reply_tokens
                sentences = cutter.add(delta.text) if not delta.facts else [*cutter.add(delta.text + " ")]
                if delta.done:
                    sentences += _tail(cutter, delta.finish)
                for place, sentence in enumerate(sentences):
                    facts = delta.facts if place == len(sentences) - 1 else ()
                    happening = await self._judged(sentence, facts, brief, progress, source)
                    yield happening
                    if isinstance(happening, Rejected) and strict:
                        return

    async def _judged(
        self, sentence: str, facts: Sequence[str], brief: SpeechBrief, progress: Progress, source: Source
    ) -> Happening:
        question = VerdictBrief(
            sentence=sentence, before=progress.own, record=brief.record, facts=brief.facts, memory=brief.memory,
            plan=brief.plan, utterance=brief.utterance, understanding=brief.understanding,
        )  # fmt: skip
        verdict = self._verifier.judge(question)
        by_model = source != "fallback" and self._voice is not self._fallback
        if verdict.ok and by_model and _said_before(sentence, brief, progress):
            verdict = Verdict(ok=False, objections=(_LOOPS,))
        if verdict.ok and self._judge is not None:
            verdict = await self._judge.judge(question)
        allowed = brief.plan.facts
        entailed = (item.fact for item in verdict.facts if item.relation == "entailed" and item.fact in allowed)
        given = tuple(dict.fromkeys((*facts, *entailed))) if verdict.ok else ()
        draft = Draft(text=sentence, source=source, verdict=verdict, shown=verdict.ok, facts=given)
        if not verdict.ok:
            progress.drafts += (draft,)
            return Rejected(draft=draft)
        spoken = self._carer.speaks(sentence, brief.plan) if self._carer is not None else sentence
        progress.show(draft, _events(sentence, given, brief, progress, verdict), spoken)
        return Sentence(text=spoken)

    async def resolve(
        self, resolver: Resolver, understanding: Understanding, utterance: str, memory: Memory
    ) -> Understanding:
        """Let a model pick among the candidates; what it returns is used only when it names any."""
        if not understanding.asks:
            return understanding
        brief = ResolveBrief(utterance=utterance, before="", focus=memory.focus, candidates=understanding.asks)
        resolved = await resolver.resolve(brief)
        return resolved if resolved.asks else understanding


def _said_before(sentence: str, brief: SpeechBrief, progress: Progress) -> bool:
    """Whether a whole sentence comes again word for word, as models do that have begun to loop."""
    words = plain(sentence)
    if len(words.split()) < _LOOP_WORDS:
        return False
    before = (*progress.reply, *(one for said in brief.history for one in split(said.patient)))
    return any(plain(one) == words for one in before)


async def _as_generator(voice: Voice, brief: SpeechBrief) -> AsyncGenerator[Delta, None]:
    """The voice's iterator as a generator that can be closed, so that stopping closes the connection."""
    stream = voice.speak(brief)
    try:
        async for delta in stream:
            yield delta
    finally:
        close = getattr(stream, "aclose", None)
        if close is not None:
            await close()


def _tail(cutter: SentenceCutter, finish: str) -> list[str]:
    """The end of a stream: a sentence cut off by the length limit does not count."""
    rest = cutter.rest()
    return [] if not rest or finish == "length" else [rest]


def _last_objection(progress: Progress) -> str:
    refused = [draft for draft in progress.drafts if not draft.shown]
    return "; ".join(item.message for item in refused[-1].verdict.objections) if refused else ""


def remaining(plan: Plan, progress: Progress, says: Callable[[str, Move], bool]) -> Plan:
    """The moves that no shown sentence has served: no fact of theirs is out, or nothing says their default.

    What only goes along with an answer need not be said by another voice once there is one.
    """
    given = progress.given
    moves: list[Move] = []
    for move in plan.moves:
        if move.facts:
            left = tuple(fact for fact in move.facts if fact not in given)
            if left and not (progress.reply and move.wording in _ALONG):
                moves.append(move)
        elif not progress.reply or (move.topic and not any(says(sentence, move) for sentence in progress.reply)):
            moves.append(move)
    return plan.model_copy(update={"moves": tuple(moves)})


def _events(
    sentence: str, given: Sequence[str], brief: SpeechBrief, progress: Progress, verdict: Verdict
) -> tuple[MemoryEvent, ...]:
    """What a shown sentence brings about."""
    events: list[MemoryEvent] = []
    moves = {fact: move for move in brief.plan.moves for fact in move.facts}
    for fact in given:
        move = moves.get(fact)
        if fact in progress.given:
            continue
        strategy = move.strategy if move else "direct"
        how: Literal["volunteered", "asked"] = "volunteered" if strategy in ("story", "late_worry") else "asked"
        events.append(Disclosed(turn=brief.turn, fact=fact, words=sentence, how=how, reason=strategy))
        if strategy == "correct":
            events.append(Corrected(turn=brief.turn, fact=fact, words=sentence, reason="the doctor had it wrong"))
    known = {event.topic for event in progress.events if event.kind == "improvised"} | set(brief.memory.improvised)
    for move in brief.plan.moves:
        if move.topic and move.topic not in known:
            known.add(move.topic)
            events.append(
                Improvised(turn=brief.turn, topic=move.topic, value=move.wording or move.truth[0], words=sentence,
                           polarity="absent" if move.opening is False or move.wording == "absent" else "present",
                           reason=move.strategy)
            )  # fmt: skip
    for topic, words in verdict.inventions:
        if topic not in known:
            known.add(topic)
            events.append(Improvised(turn=brief.turn, topic=topic, value=words, words=sentence,
                                     reason="told in passing"))  # fmt: skip
    return tuple(events)
