"""Acts: what a patient says to greetings, kindness, explanations, plans, examinations, oddities."""

from __future__ import annotations

from collections.abc import Mapping

from pz_tui.consultation.banks import line
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move, Strategy

_BANKS: Mapping[str, tuple[Strategy, str]] = {
    "greeting": ("social", "greet"),
    "introduction": ("social", "greet"),
    "how_are_you": ("social", "how_are_you"),
    "consent": ("consent", "agree"),
    "confidentiality": ("acknowledge", "confidence"),
    "privacy": ("consent", "private"),
    "signpost": ("acknowledge", "okay"),
    "empathy": ("react", "warmed"),
    "reassurance": ("react", "reassured"),
    "explanation": ("acknowledge", "okay"),
    "plan": ("react", "planned"),
    "safety_net": ("acknowledge", "safety_netted"),
    "check_agreement": ("consent", "agree"),
    "check_understanding": ("acknowledge", "okay"),
    "invite_questions": ("own_question", "questions_own"),
    "thanks": ("acknowledge", "thanked"),
    "acknowledge": ("acknowledge", "okay"),
    "chitchat": ("social", "small_talk"),
    "closing": ("social", "ends"),
    "exam": ("submit_to_exam", "examined"),
    "exam_report": ("acknowledge", "okay"),
    "test": ("submit_to_exam", "tested"),
    "results_question": ("cannot_know", "results_asked"),
    "silence": ("social", "silence"),
    "summary": ("acknowledge", "confirmed"),
    "confirm": ("acknowledge", "confirmed"),
    "other": ("acknowledge", "okay"),
}
ACT_HEADS = frozenset({*_BANKS, "diagnosis_told", "role_break", "repeat_request"})
"""Heads that are done to the patient rather than asked of them."""
BEFORE_ANSWERS = frozenset({"greeting", "introduction", "empathy", "how_are_you", "privacy", "consent"})
"""Acts that are met with a word even when a question follows."""
_RANK = (
    "role_break", "diagnosis_told", "plan", "closing", "exam", "test", "results_question", "how_are_you", "empathy",
    "reassurance", "invite_questions", "check_agreement", "safety_net", "summary", "confirm", "repeat_request",
    "consent", "privacy", "confidentiality", "greeting", "introduction", "explanation", "exam_report", "signpost",
    "check_understanding", "thanks", "chitchat", "silence", "acknowledge", "other",
)  # fmt: skip
_DIAGNOSIS_WORDS = ("diagnos", "what have i got", "what do you have", "what have you got", "what's wrong with you",
                    "what is wrong with you", "your condition")  # fmt: skip


def main_act(acts: list[Ask]) -> Ask | None:
    """The act that the patient answers when several come together."""
    known = [act for act in acts if act.head in ACT_HEADS]
    return min(known, key=lambda act: _RANK.index(act.head) if act.head in _RANK else len(_RANK), default=None)


def act_move(act: Ask, scene: Scene) -> Move:
    """The patient's word to one act."""
    manner = scene.understanding.manner
    if act.head == "role_break":
        return _role_break(act, scene)
    if act.head == "diagnosis_told":
        return _said("react", _told_bank(scene), act, scene)
    if act.head == "repeat_request" and ("apology" not in manner or "?" in scene.utterance):
        return _again(act, scene)
    if act.head == "exam" and scene.understanding.asks and _intimate_unasked(act, scene):
        return _said("submit_to_exam", "intimate_unasked", act, scene)
    if "apology" in manner and act.head in ("empathy", "acknowledge", "other", "repeat_request"):
        return _said("react", "apology_taken", act, scene)
    strategy, bank = _BANKS[act.head]
    return _said(strategy, bank, act, scene)


def manner_move(scene: Scene) -> Move | None:
    """The answer to blame or rudeness, which comes before all else."""
    manner = scene.understanding.manner
    bank = "rude_met" if "rude" in manner else "blamed" if {"blame", "lecture"} & set(manner) else ""
    return _said("react", bank, Ask(head="acknowledge"), scene) if bank else None


def _said(strategy: Strategy, bank: str, act: Ask, scene: Scene) -> Move:
    text = line(bank, scene.persona, scene.mood, scene.rng(f"act {bank}"), avoid=scene.recent)
    return Move(strategy=strategy, label=act.label, truth=(text,), wording=bank)


def _role_break(act: Ask, scene: Scene) -> Move:
    lowered = scene.utterance.lower()
    if act.object == "language":
        return _said("puzzled", "other_language", act, scene)
    if any(words in lowered for words in _DIAGNOSIS_WORDS) and "instruction" not in lowered:
        return _said("puzzled", "diagnosis_asked", act, scene)
    return _said("puzzled", "puzzled", act, scene)


def _told_bank(scene: Scene) -> str:
    return "told_bad" if scene.record.condition.acuity == "emergency" else "told_plain"


def _again(act: Ask, scene: Scene) -> Move:
    if not scene.last_reply:
        return _said("not_understood", "not_understood", act, scene)
    return Move(strategy="repeat", label=act.label, truth=(scene.last_reply,), wording="said_again")


def _intimate_unasked(act: Ask, scene: Scene) -> bool:
    """An intimate examination without leave or chaperone makes the patient hesitate (GMC, clinical-lookup C)."""
    intimate = {"genital", "rectal", "vaginal", "breast", "testes", "pelvic", "speculum"}
    asked = any(ask.head == "consent" for ask in scene.understanding.asks) or "chaperone" in scene.utterance.lower()
    return act.object in intimate and not asked and act.object not in scene.memory.examined
