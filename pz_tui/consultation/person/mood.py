"""How the conversation moves the mood (clinical.md section 6: proposed steps, halved near the ends).

Every step is an event with its reason, so the panel can show why a patient has grown short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pz_tui.consultation.earlier import ROLE_BREAK
from pz_tui.consultation.manner import heads_of, is_harsh, is_kind, is_warm, takes_up
from pz_tui.consultation.memory import Memory
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import ASK_BACK_BELOW, MoodMoved, Plan, Understanding
from pz_tui.record.chance import chance
from pz_tui.record.patient import PatientRecord
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
_PRESSES: Step = ("presses for what was kept back", -0.03, 0.02, 0.08)
_BAFFLES: Step = ("asks what makes no sense to a patient", -0.02, 0.0, 0.06)
_WORST = 2
"""Further attempts that make it worse each time."""
_KIND: Step = ("gives a reason, makes it easy to answer", 0.08, -0.03, -0.02)
_IGNORED: Step = ("passes over a worry that was voiced", -0.10, 0.10, 0.08)
_ALWAYS_WELCOME = frozenset({"empathy", "concerns"})
_STILL_WELCOME = 0.4
"""What these are worth at the least, however often they were heard."""
_WARMS, _WARMS_BY_OPENNESS = 0.25, 0.5
"""How much of a step of trust sinks in: this much in anybody, and as much more as the person is open. Trust is
won over several turns and lost in one (calibrated with ``disclosure.toml``)."""
_SHORT_TEMPERED, _RUFFLED = 0.5, 0.09
"""Irritation from which nothing is volunteered: in itself, and above where this person began."""
_LET_PASS, _SHORTENS, _LEAST = 0.05, 3.0, 0.3
"""How much irritation above their own start people let pass; the share of their talk that each further unit takes;
the share that is always left."""
_RUNS_ON, _NEVER_BELOW = 0.2, 0.22
"""How often anybody runs on, and the talkativeness up to which nobody does."""
_HURTS = -0.04
"""A loss of trust from which a step is felt whole; what is slighter sinks in no faster than a kindness."""
_BESIDE = 0.5
"""How much a further kindness in the same breath counts beside the greatest."""


def moved_by_words(
    memory: Memory, persona: Persona, understanding: Understanding, turn: int, *, cue_open: bool, attempts: int = 0
) -> tuple[MoodMoved, ...]:
    """What the doctor's words do to the mood, before the patient decides what to say.

    Args:
        cue_open: the patient's last reply voiced a worry that waits for an answer.
        attempts: how often the doctor tried before to talk the patient out of being one.
    """
    steps = [*_by_words(memory, understanding, cue_open=cue_open), *_by_attempts(understanding, attempts)]
    return _events(memory.mood, persona, turn, steps)


def moved_by_plan(scene: Scene, plan: Plan) -> tuple[MoodMoved, ...]:
    """What it does to the mood that the patient was not understood, asked the same again, or pressed."""
    return _events(scene.mood, scene.persona, scene.turn, _by_plan(scene, plan))


def put_out(persona: Persona, mood: Mood) -> bool:
    """Whether the patient is so irritated that nothing is added to what was asked."""
    return mood.irritation >= _SHORT_TEMPERED or mood.irritation - persona.mood.irritation > _RUFFLED


def runs_on(record: PatientRecord, turn: int) -> bool:
    """Whether the patient goes on at length in this turn for once, as anybody does who is not of very few words: a
    tenth of people's answers are four times as long as the median (PriMock57; Fareez et al. 2022).
    """
    rng = chance(record.seed, record.identity.name, turn, "runs on")
    return record.persona.talkativeness > _NEVER_BELOW and rng.random() < _RUNS_ON


def as_they_feel(persona: Persona, mood: Mood) -> Persona:
    """The persona with the talk that the mood leaves it: who has been put out says less."""
    risen = max(0.0, mood.irritation - persona.mood.irritation - _LET_PASS)
    left = max(_LEAST, 1 - _SHORTENS * risen)
    return persona.model_copy(update={"talkativeness": round(persona.talkativeness * left, 3)}) if risen else persona


def _events(mood: Mood, persona: Persona, turn: int, steps: Iterable[Step]) -> tuple[MoodMoved, ...]:
    events = []
    for reason, trust, anxiety, irritation in steps:
        mood = _after(mood, trust, anxiety, irritation, persona)
        events.append(MoodMoved(turn=turn, reason=reason, mood=mood))
    return tuple(events)


def _by_words(memory: Memory, understanding: Understanding, *, cue_open: bool) -> Iterator[Step]:
    if not is_harsh(understanding):
        yield from _together(list(_kindnesses(memory, understanding)))
    for manner, step in _BY_MANNER.items():
        if manner in understanding.manner:
            yield step
    if understanding.form in ("leading", "compound") and understanding.confidence >= ASK_BACK_BELOW:
        yield _LEADING
    if cue_open and not takes_up(understanding):
        yield _IGNORED


def _by_attempts(understanding: Understanding, before: int) -> Iterator[Step]:
    """What baffles once grates when it goes on."""
    if ROLE_BREAK in heads_of(understanding):
        reason, trust, anxiety, irritation = _BAFFLES
        times = 1 + min(before, _WORST)
        yield reason, trust * times, anxiety, irritation * times


def _kindnesses(memory: Memory, understanding: Understanding) -> Iterator[Step]:
    """The courtesies of one utterance, each worth less the oftener it was heard before."""
    heads = heads_of(understanding) | ({"empathy"} if is_warm(understanding) else set())
    for head, step in _BY_HEAD.items():
        if head in heads:
            times = memory.asked.get(head, (0, ""))[0]
            yield _scaled(step, max(_STILL_WELCOME, 1 / (1 + times)) if head in _ALWAYS_WELCOME else 1 / (1 + times))
    kind = [ask for ask in understanding.asks if ask.kind]
    if kind:
        yield _scaled(_KIND, 1 / (1 + min(memory.asked.get(ask.label, (0, ""))[0] for ask in kind)))


def _together(steps: list[Step]) -> Iterator[Step]:
    """One breath moves once: the greatest step whole, the others in part."""
    greatest = max(range(len(steps)), key=lambda place: steps[place][1], default=0)
    for place, step in enumerate(steps):
        yield step if place == greatest else _scaled(step, _BESIDE)


def _scaled(step: Step, share: float) -> Step:
    reason, trust, anxiety, irritation = step
    return reason, trust * share, anxiety * share, irritation * share


def _by_plan(scene: Scene, plan: Plan) -> Iterator[Step]:
    if any(move.strategy == "jargon" for move in plan.moves):
        yield _JARGON
    if any(move.strategy == "repeat" for move in plan.moves) and scene.persona.personality != "verbose":
        yield _AGAIN
    pressed = any(held.reason == "sensitive" and held.fact in scene.earlier.kept_back for held in plan.withheld)
    if pressed and not is_kind(scene.understanding):
        yield _PRESSES


def _after(mood: Mood, trust: float, anxiety: float, irritation: float, persona: Persona) -> Mood:
    sinks_in = _WARMS + _WARMS_BY_OPENNESS * persona.openness
    return Mood(
        trust=_moved(mood.trust, trust * (sinks_in if trust > _HURTS else 1.0)),
        anxiety=_moved(mood.anxiety, anxiety),
        irritation=_moved(mood.irritation, irritation),
    )


def _moved(value: float, step: float) -> float:
    near_end = (step > 0 and value > 0.8) or (step < 0 and value < 0.2)
    return round(min(1.0, max(0.0, value + (step / 2 if near_end else step))), 3)
