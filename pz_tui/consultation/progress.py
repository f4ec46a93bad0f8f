"""A turn in the making: what has happened so far, so that it can be committed at any moment."""

from __future__ import annotations

import time

from pz_tui.consultation.memory import Memory, fold
from pz_tui.consultation.turn import (
    Card,
    Draft,
    EngineInfo,
    MemoryEvent,
    Plan,
    Timings,
    Turn,
    TurnStatus,
    Understanding,
)


class Progress:
    """Collects one turn; ``turn`` makes the frozen one."""

    def __init__(
        self, *, index: int, utterance: str, engine: EngineInfo, at: str, elapsed: float,
        carried: tuple[MemoryEvent, ...] = (),
    ) -> None:  # fmt: skip
        self.index, self.utterance, self.engine = index, utterance, engine
        self.at, self.elapsed = at, elapsed
        self.understanding = Understanding()
        self.plan = Plan()
        self.drafts: tuple[Draft, ...] = ()
        self.own: tuple[str, ...] = ()
        self.reply: tuple[str, ...] = ()
        self.cards: tuple[Card, ...] = ()
        self.carried = carried
        self.events: tuple[MemoryEvent, ...] = carried
        self.aside = ""
        self.failure = ""
        self.status: TurnStatus = "pending"
        self.understood = 0.0
        self.prompt_tokens = self.reply_tokens = 0
        self._started = time.perf_counter()
        self._first = 0.0

    def show(self, draft: Draft, events: tuple[MemoryEvent, ...], spoken: str = "") -> None:
        """Keep a sentence that goes on the screen, with what it brings about; ``spoken`` where a carer says it."""
        if not self._first:
            self._first = (time.perf_counter() - self._started) * 1000
        self.drafts += (draft,)
        self.own += (draft.text,)
        self.reply += (spoken or draft.text,)
        self.events += events

    def finish(self, status: TurnStatus) -> None:
        """Settle how the turn ended; the first settling stands."""
        if self.status == "pending":
            self.status = status

    @property
    def given(self) -> frozenset[str]:
        """Facts that have come out in this turn."""
        return frozenset(event.fact for event in self.events if event.kind == "disclosed")

    def turn(self, memory: Memory) -> Turn:
        """The turn as it stands, with the digest of the memory after it."""
        events = self.carried if self.status == "failed" else self.events
        after = fold(memory, events)
        return Turn(
            index=self.index, utterance=self.utterance, understanding=self.understanding, plan=self.plan,
            drafts=self.drafts, reply=self.reply, cards=self.cards, aside=self.aside, status=self.status,
            failure=self.failure, events=events, memory_digest=after.digest(), engine=self.engine,
            timings=Timings(
                understood=round(self.understood, 2), first_sentence=round(self._first, 2),
                total=round((time.perf_counter() - self._started) * 1000, 2),
                prompt_tokens=self.prompt_tokens, reply_tokens=self.reply_tokens,
            ),
            at=self.at, elapsed=self.elapsed,
        )  # fmt: skip
