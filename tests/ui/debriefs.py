"""A debrief for the screens, made by the real assessment over the factory's session."""

from __future__ import annotations

from pz_tui.assessment.debrief import Debrief, debrief
from pz_tui.consultation.memory import rebuild
from pz_tui.sessions.session import Session
from tests.factories import DIAGNOSIS, a_session


def debrief_of(session: Session) -> Debrief:
    """What the session was worth, with a right and a wrong line handed in."""
    memory = rebuild(session.record.persona.mood, session.turns)
    return debrief(
        session.record, session.facts, session.turns, memory=memory, concepts={}, plan="Call the surgeons.",
        differential=((DIAGNOSIS, 70), ("Gastroenteritis", 20)),
    )  # fmt: skip


def a_debrief() -> Debrief:
    """The debrief of a short session."""
    return debrief_of(a_session(6))
