"""How the conversation moves the mood (clinical.md section 6: proposed steps, halved near the ends).

Every step is an event with its reason, so the panel can show why a patient has grown short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pz_tui.consultation.memory import Memory
from pz_tui.consultation.turn import ASK_BACK_BELOW, MoodMoved, Plan, Understanding
from pz_tui.record.persona import Mood, Persona

Step = tuple[str, float, float, float]
"""Reason, and the steps of trust, anxiety and irritation."""

_BY_HEAD: dict[str, Step] = {
    "introduction": ("introduces themselves", 0.05, -0.03, 0.0),
    "greeting": ("greets", 0.02, -0.02, 0.0),
    "open_invitation": ("opens and lets the patient tell", 0.05, -0.02, -0.03),
    "anything_else": ("asks for more and waits", 0.03, -0.02, -0.02),
    "empathy": ("empathy that fits", 0.08, -0.08, -0.05),
    "concerns": ("explores a concern", 0.10, -0.05, -0.05),
    "ideas": ("explores ideas", 0.06, -0.03, -0.03),
    "expectations": ("explores expectations", 0.06, -0.03, -0.03),
    "explanation": ("explains", 0.05, -0.05, 0.0),
    "signpost": ("says what comes next", 0.05, -0.05, 0.0),
    "consent": ("asks leave", 0.05, -0.03, 0.0),
    "privacy": ("sees to privacy", 0.05, -0.03, 0.0),
    "confidentiality": ("promises confidence", 0.06, -0.03, 0.0),
    "summary": ("summarises", 0.05, -0.03, 0.0),
    "reassurance": ("reassures", 0.03, -0.06, -0.02),
    "invite_questions": ("invites questions", 0.05, -0.03, 0.0),
    "safety_net": ("says when to come back", 0.03, -0.02, 0.0),
    "thanks": ("thanks", 0.02, 0.0, -0.02),
}
_BY_MANNER: dict[str, Step] = {
    "apology": ("apologises", 0.06, -0.03, -0.08),
    "praise": ("gives credit", 0.04, -0.02, -0.03),
    "blame": ("blames", -0.15, 0.05, 0.12),
    "lecture": ("lectures", -0.15, 0.05, 0.12),
    "rude": ("is rude", -0.15, 0.05, 0.2),
    "interruption": ("interrupts", -0.08, 0.05, 0.08),
    "false_reassurance": ("reassures without ground", -0.05, 0.10, 0.0),
    "bad_news": ("breaks bad news", 0.0, 0.2, 0.0),
}
_JARGON: Step = ("uses words the patient does not know", -0.03, 0.05, 0.03)
_LEADING: Step = ("asks a leading or double question", -0.02, 0.0, 0.02)
_AGAIN: Step = ("asks the same again", -0.03, 0.0, 0.08)
_KIND: Step = ("gives a reason, makes it easy to answer", 0.08, -0.03, -0.02)
_IGNORED: Step = ("passes over a worry that was voiced", -0.10, 0.10, 0.08)
_WEARS_OFF = 2
"""How often the same courtesy counts."""
_MET = frozenset({"empathy", "concerns", "ideas", "reassurance", "explanation", "plan", "invite_questions"})


def moved_by_words(
    memory: Memory, persona: Persona, understanding: Understanding, turn: int, *, cue_open: bool
) -> tuple[MoodMoved, ...]:
    """What the doctor's words do to the mood, before the patient decides what to say.

    Args:
        cue_open: the patient's last reply voiced a worry that waits for an answer.
    """
    return _events(memory.mood, persona, turn, _by_words(memory, understanding, cue_open=cue_open))


def moved_by_plan(mood: Mood, persona: Persona, plan: Plan, turn: int) -> tuple[MoodMoved, ...]:
    """What it does to the mood that the patient was not understood, or asked the same again."""
    return _events(mood, persona, turn, _by_plan(persona, plan))


def _events(mood: Mood, persona: Persona, turn: int, steps: Iterable[Step]) -> tuple[MoodMoved, ...]:
    events = []
    for reason, trust, anxiety, irritation in steps:
        mood = _after(mood, trust, anxiety, irritation, persona)
        events.append(MoodMoved(turn=turn, reason=reason, mood=mood))
    return tuple(events)


def _by_words(memory: Memory, understanding: Understanding, *, cue_open: bool) -> Iterator[Step]:
    heads = {ask.head for ask in understanding.asks}
    warm = "empathy" in heads or "empathy" in understanding.manner
    harsh = bool({"blame", "lecture", "rude"} & set(understanding.manner))
    for head, step in _BY_HEAD.items():
        known = memory.asked.get(head, (0, ""))[0]
        if head in heads and not harsh and (known < _WEARS_OFF or head in ("empathy", "concerns")):
            yield step
    if warm and "empathy" not in heads and not harsh:
        yield _BY_HEAD["empathy"]
    for manner, step in _BY_MANNER.items():
        if manner in understanding.manner:
            yield step
    if understanding.form in ("leading", "compound") and understanding.confidence >= ASK_BACK_BELOW:
        yield _LEADING
    if any(ask.kind for ask in understanding.asks) and not harsh:
        yield _KIND
    if cue_open and not heads & _MET and not warm:
        yield _IGNORED


def _by_plan(persona: Persona, plan: Plan) -> Iterator[Step]:
    if any(move.strategy == "jargon" for move in plan.moves):
        yield _JARGON
    if any(move.strategy == "repeat" for move in plan.moves) and persona.personality != "verbose":
        yield _AGAIN


def _after(mood: Mood, trust: float, anxiety: float, irritation: float, persona: Persona) -> Mood:
    open_to = 0.6 + 0.8 * persona.openness
    return Mood(
        trust=_moved(mood.trust, trust * (open_to if trust > 0 else 1.0)),
        anxiety=_moved(mood.anxiety, anxiety),
        irritation=_moved(mood.irritation, irritation),
    )


def _moved(value: float, step: float) -> float:
    near_end = (step > 0 and value > 0.8) or (step < 0 and value < 0.2)
    return round(min(1.0, max(0.0, value + (step / 2 if near_end else step))), 3)
