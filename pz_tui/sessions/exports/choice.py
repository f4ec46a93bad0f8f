"""What of a session may leave the program."""

from __future__ import annotations

import re

from pz_tui.consultation.turn import Turn
from pz_tui.record.patient import PatientRecord
from pz_tui.sessions.session import Session

FOOTER = "Generated for training; may contain errors; check against current local guidance."


def turns_to_export(session: Session, include_asides: bool) -> tuple[Turn, ...]:
    """The turns, without those in which the person at the keyboard rather than the doctor spoke."""
    return tuple(turn for turn in session.turns if include_asides or not (turn.aside or turn.understanding.step_out))


def names_diagnosis(record: PatientRecord, text: str) -> bool:
    """Whether ``text`` holds the name, an alias or the code of the hidden condition."""
    condition = record.condition
    names = (condition.name, condition.id.replace("_", " "), condition.id, condition.code, *condition.aliases)
    return any(re.search(rf"(?<!\w){re.escape(name)}(?:e?s)?(?!\w)", text, re.IGNORECASE) for name in names if name)
