"""What the patient has before them when deciding what to say in one turn."""

from __future__ import annotations

import random

from pz_tui.consultation.earlier import Earlier
from pz_tui.consultation.memory import Memory
from pz_tui.consultation.turn import Understanding
from pz_tui.record.base import Frozen
from pz_tui.record.chance import chance
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood, Persona


class Scene(Frozen):
    """One moment of the conversation.

    Attributes:
        memory: as it is once this turn's words have moved the mood.
        recent: sentences of the last replies, not to be said again.
        last_reply: the patient's last reply.
        earlier: what of the turns so far bears on this one.
    """

    record: PatientRecord
    memory: Memory
    understanding: Understanding
    utterance: str
    turn: int
    recent: tuple[str, ...] = ()
    last_reply: str = ""
    earlier: Earlier = Earlier()

    @property
    def persona(self) -> Persona:
        """Who speaks."""
        return self.record.persona

    @property
    def mood(self) -> Mood:
        """How they feel now."""
        return self.memory.mood

    def rng(self, purpose: str) -> random.Random:
        """Chance for one purpose of this turn."""
        return chance(self.record.seed, self.record.identity.name, self.turn, purpose)
