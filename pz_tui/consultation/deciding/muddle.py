"""Confusion: a muddled patient loses the thread, mixes up days and drifts, and never says what is not so.

After clinical.md section 6: off the question, repeats one discomfort, loses the thread, settles with reassurance.
What was lost is answered when it is asked again, so that patience still reaches everything.
"""

from __future__ import annotations

from collections.abc import Sequence

from pz_tui.consultation.deciding.banks import about, line
from pz_tui.consultation.manner import is_warm
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move

_LOSES, _DRIFTS, _ASKS_WHO = 0.35, 0.45, 0.3
"""How often, at full confusion, a question is lost and an answer drifts; the share of lost ones that turn on who
the doctor is."""
_COMES_BACK = 0.45
"""The share of drifting that ends at the one thing that hurts."""
_SETTLED = 0.5
"""What reassurance, or a voice that is trusted, leaves of it."""
_SETTLES_AT = 0.6
_TIMES = frozenset({"onset", "duration", "timing", "progression", "previous_episode"})
_TIME_FACETS = ("since", "when", "frequency", "duration")


def loses_thread(asks: Sequence[Ask], scene: Scene) -> Move | None:
    """What is said in place of an answer when the question has slipped away; never twice for the same one."""
    asked_before = any(ask.label in scene.memory.asked for ask in asks)
    if not asks or asked_before or scene.earlier.lost or scene.rng("loses").random() > _LOSES * _muddle(scene):
        return None
    rng = scene.rng("lost")
    bank = "who_are_you" if rng.random() < _ASKS_WHO else "lost_thread"
    text = line(bank, scene.persona, scene.mood, rng, avoid=scene.recent)
    return Move(strategy="ask_back", label=asks[-1].label, truth=(text,), wording=bank)


def drifting(moves: Sequence[Move], scene: Scene) -> list[Move]:
    """The moves with what a muddled patient puts around them: a word on the days, a thought from elsewhere."""
    answers = [move for move in moves if move.facts]
    share = _muddle(scene)
    if not answers or not share:
        return list(moves)
    out = list(moves)
    if any(_tells_time(move) for move in answers):
        out.insert(out.index(answers[0]), _say("days_mixed", scene))
    rng = scene.rng("drifts")
    if rng.random() < _DRIFTS * share:
        out.append(_say("comes_back" if rng.random() < _COMES_BACK else "drifts", scene))
    return out


def _muddle(scene: Scene) -> float:
    """How muddled the patient is now."""
    if not scene.persona.muddled:
        return 0.0
    settled = is_warm(scene.understanding) or scene.mood.trust >= _SETTLES_AT
    return scene.persona.confusion * (_SETTLED if settled else 1)


def _lead(scene: Scene) -> str:
    return next((symptom.concept for symptom in scene.record.symptoms if symptom.lead), "")


def _tells_time(move: Move) -> bool:
    head, _, object = move.label.partition(":")
    return head in _TIMES or object in _TIME_FACETS


def _say(bank: str, scene: Scene) -> Move:
    text = line(bank, scene.persona, scene.mood, scene.rng(bank), avoid=scene.recent, about=about(_lead(scene)))
    return Move(strategy="social", truth=(text,), wording=bank)
