"""Replay: the state after every turn, rebuilt from events and compared with what the live loop wrote."""

from __future__ import annotations

from typing import Literal

from pz_tui.consultation.memory import Memory, begin, fold
from pz_tui.consultation.turn import Card, Disclosed, Improvised, MemoryEvent, Turn, Withheld
from pz_tui.record.base import Frozen
from pz_tui.record.persona import Mood
from pz_tui.sessions.session import Session


class ChatLine(Frozen):
    """One line of the chat as the doctor saw it. ``program`` speaks out of the role."""

    who: Literal["doctor", "patient", "card", "program"]
    text: str
    turn: int
    card: Card | None = None
    unfinished: str = ""
    """For a reply that was stopped or failed, which of the two and why."""


class Given(Frozen):
    """A fact that came out in this turn. ``clinical`` is its statement in the record."""

    fact: str
    clinical: str
    words: str
    how: Literal["volunteered", "asked"]
    partly: bool = False
    again: bool = False
    """It had come out before."""


class HeldBack(Frozen):
    """A fact kept back in this turn, and why."""

    fact: str
    clinical: str
    reason: str


class Checks(Frozen):
    """What became of this turn's drafts."""

    shown: int = 0
    rejected: int = 0
    repaired: int = 0
    """Shown sentences that an engine's repair or the built-in wording brought."""
    objections: tuple[tuple[str, int], ...] = ()
    """Kind of objection -> how often, the most frequent first."""


class Frame(Frozen):
    """One step of a replay.

    Attributes:
        memory: after the turn; ``mood`` is its mood, ``mood_before`` the one the turn began with.
        digest_ok: the rebuilt memory is the one the live loop wrote; None for a turn that was never
            completed and so has no digest.
        chat: the lines this turn added.
    """

    index: int
    turn: Turn
    memory: Memory
    mood: Mood
    mood_before: Mood
    digest_ok: bool | None
    chat: tuple[ChatLine, ...]
    given: tuple[Given, ...] = ()
    withheld: tuple[HeldBack, ...] = ()
    improvised: tuple[Improvised, ...] = ()
    events: tuple[MemoryEvent, ...] = ()
    checks: Checks = Checks()


def frames(session: Session) -> tuple[Frame, ...]:
    """One frame a turn, in order."""
    statements = {fact.id: fact.clinical for fact in session.facts}
    memory, made = begin(session.record.persona.mood), []
    for index, turn in enumerate(session.turns):
        before, memory = memory, fold(memory, turn.events)
        made.append(_frame(index, turn, before, memory, statements))
    return tuple(made)


def chat_until(frames: tuple[Frame, ...], index: int) -> tuple[ChatLine, ...]:
    """The chat as it was after the turn at ``index``."""
    return tuple(line for frame in frames[: index + 1] for line in frame.chat)


def _frame(index: int, turn: Turn, before: Memory, after: Memory, statements: dict[str, str]) -> Frame:
    return Frame(
        index=index,
        turn=turn,
        memory=after,
        mood=after.mood,
        mood_before=before.mood,
        digest_ok=after.digest() == turn.memory_digest if turn.memory_digest or _complete(turn) else None,
        chat=chat_of(turn),
        given=_given(turn, before, statements),
        withheld=_withheld(turn, statements),
        improvised=tuple(event for event in turn.events if isinstance(event, Improvised)),
        events=turn.events,
        checks=_checks(turn),
    )


def _complete(turn: Turn) -> bool:
    return turn.status in ("answered", "interrupted")


def chat_of(turn: Turn) -> tuple[ChatLine, ...]:
    """What one turn put on the screen."""
    lines = [ChatLine(who="doctor", text=turn.utterance, turn=turn.index)]
    lines += [
        ChatLine(who="card", text="\n".join((card.title, *card.lines)), turn=turn.index, card=card)
        for card in turn.cards
    ]
    unfinished = "" if turn.status == "answered" else turn.failure or turn.status
    if turn.reply or unfinished:
        lines.append(ChatLine(who="patient", text=turn.reply_text, turn=turn.index, unfinished=unfinished))
    if turn.aside:
        lines.append(ChatLine(who="program", text=turn.aside, turn=turn.index))
    return tuple(lines)


def _given(turn: Turn, before: Memory, statements: dict[str, str]) -> tuple[Given, ...]:
    return tuple(
        Given(
            fact=event.fact, clinical=statements.get(event.fact, event.fact), words=event.words, how=event.how,
            partly=event.partly, again=event.fact in before.disclosed,
        )
        for event in turn.events
        if isinstance(event, Disclosed)
    )  # fmt: skip


def _withheld(turn: Turn, statements: dict[str, str]) -> tuple[HeldBack, ...]:
    reasons = {held.fact: str(held.reason) for held in turn.plan.withheld}
    for event in turn.events:
        if isinstance(event, Withheld):
            reasons[event.fact] = event.reason or reasons.get(event.fact, "")
    return tuple(
        HeldBack(fact=fact, clinical=statements.get(fact, fact), reason=reason) for fact, reason in reasons.items()
    )


def _checks(turn: Turn) -> Checks:
    shown = [draft for draft in turn.drafts if draft.shown]
    counts: dict[str, int] = {}
    for draft in turn.drafts:
        for objection in draft.verdict.objections:
            counts[objection.kind] = counts.get(objection.kind, 0) + 1
    return Checks(
        shown=len(shown),
        rejected=len(turn.drafts) - len(shown),
        repaired=sum(draft.source != "engine" for draft in shown),
        objections=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
    )
