"""Through which an engine speaks, judges and disambiguates. The domain owns these and imports no engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from pz_tui.consultation.memory import Memory
from pz_tui.consultation.turn import Ask, Plan, Understanding, Verdict
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord


class Exchange(Frozen):
    """What was said in one earlier turn, for an engine's history.

    ``truth`` holds that turn's plan as sentences, so that the previous request is a prefix of the next.
    """

    doctor: str
    truth: tuple[str, ...] = ()
    patient: str = ""


class SpeechBrief(Frozen):
    """All that a voice may know in order to word one reply.

    The record is here for identity and manner; a voice must say nothing of it beyond ``plan``.

    Attributes:
        chance: seed for this turn and purpose; the same brief gives the same words with the built-in voice.
        shown: sentences of this reply already on the screen (a repair continues from them).
        objection: why the last draft was rejected, empty at first.
    """

    record: PatientRecord
    facts: tuple[Fact, ...]
    memory: Memory
    utterance: str
    understanding: Understanding
    plan: Plan
    history: tuple[Exchange, ...] = ()
    chance: str
    turn: int
    shown: tuple[str, ...] = ()
    objection: str = ""


class Delta(Frozen):
    """A piece of a reply.

    Attributes:
        text: may end in the middle of a word.
        facts: ids this piece gives, when the voice knows (the built-in one does); else empty.
        invention: (topic, value) when the voice knows that it adds one.
        done: True on the last piece, with ``finish`` the reason the engine gave (``stop``, ``length``).
    """

    text: str = ""
    facts: tuple[str, ...] = ()
    done: bool = False
    finish: str = ""
    prompt_tokens: int = 0
    reply_tokens: int = 0


class Voice(Protocol):
    """Words a plan, streaming."""

    def speak(self, brief: SpeechBrief) -> AsyncIterator[Delta]:
        """Yield pieces until one with ``done``; raise ``EngineError`` when the engine fails."""
        ...


class VerdictBrief(Frozen):
    """One sentence to be judged against both tracks and the plan."""

    sentence: str
    before: tuple[str, ...] = ()
    """Sentences of the same reply already accepted."""
    record: PatientRecord
    facts: tuple[Fact, ...]
    memory: Memory
    plan: Plan
    utterance: str
    understanding: Understanding


class Judge(Protocol):
    """Judges one sentence."""

    async def judge(self, brief: VerdictBrief) -> Verdict:
        """Return the verdict; raise ``EngineError`` when the engine fails."""
        ...


class ResolveBrief(Frozen):
    """An utterance that the rules were not sure of, with their candidates."""

    utterance: str
    before: str
    focus: str
    candidates: tuple[Ask, ...]


class Resolver(Protocol):
    """Picks among candidates where the rules are not sure."""

    async def resolve(self, brief: ResolveBrief) -> Understanding:
        """Return an understanding made of the candidates, or an empty one."""
        ...


class EngineError(Exception):
    """An engine could not do its part; the text is one sentence that says what is wrong and what to do."""
