"""Stepping out of the role when the person at the keyboard seems to speak (clinical.md section 8).

Nothing of it is scored, sent anywhere, or exported unless the user says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from pz_tui.consultation.turn import StepOutReason

OWN_HEALTH = (
    "I've stepped out of the role. I can't advise about your own health. Please contact your doctor or local "
    "health service; in an emergency call your emergency number. When you are ready you can go on with the "
    "exercise, pause, or stop."
)
CRISIS_LINES = (
    "You can talk to someone now: UK and Ireland Samaritans 116 123, NHS 111 option 2 (England); US and Canada 988."
)
SELF_HARM = (
    "It sounds as if you may be having a very hard time. You matter more than this exercise. If you might act on "
    "this, call your emergency number now (112, 999, 911) or go to the nearest emergency department. "
    "{crisis_lines} Please tell someone near you."
)
SELF_HARM_UNCLEAR = "I've stepped out of the role for a moment. Is this about you, or part of the exercise?"
REAL_DATA = (
    "I've stepped out of the role. That looks like a real patient's data. pz-chat must not be used with real "
    "people; please delete that turn. Nothing of it will be used to make patients."
)


def asides(crisis_lines: str = "") -> Mapping[StepOutReason, str]:
    """The words for each reason; ``crisis_lines`` is the user's own sentence with the numbers of their country."""
    return {
        "own_health": OWN_HEALTH,
        "self_harm": SELF_HARM.replace("{crisis_lines}", crisis_lines.strip() or CRISIS_LINES),
        "self_harm_unclear": SELF_HARM_UNCLEAR,
        "real_data": REAL_DATA,
    }
