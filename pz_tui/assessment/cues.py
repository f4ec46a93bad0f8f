"""Cues: turns in which the patient showed a feeling or a worry, and whether the doctor took it up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pz_tui.consultation.turn import Turn
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact

_TAKES_UP = frozenset({
    "empathy", "concerns", "ideas", "expectations", "reassurance", "explanation", "invite_questions",
})  # fmt: skip
_FEELING = re.compile(
    r"\b(?:scar(?:ed|ing|y)|fright\w+|terrif\w+|afraid|worr(?:y|ied|ying)|anxious|panick?\w*|upset|cry(?:ing)?|"
    r"ashamed|embarrass\w*|hopeless|desperate|can't cope|can't go on|fed up|"
    r"am i (?:going to be )?(?:all right|ok|dying)|is it (?:serious|bad|cancer)|going to die|might die)\b",
    re.IGNORECASE,
)
_CALM = re.compile(r"\b(?:not|isn't|wasn't|no|never|nothing to|don't|didn't|wouldn't)\b[^.,!?]{0,18}$", re.IGNORECASE)


class Cue(Frozen):
    """A feeling or worry that the patient showed in ``turn``.

    ``met`` says whether the next turn took it up; None when there was no next turn. ``answered`` is that turn.
    """

    turn: int
    words: str
    met: bool | None
    answered: int | None = None


def cues(facts: Sequence[Fact], turns: Sequence[Turn]) -> tuple[Cue, ...]:
    """Every cue in order; ``turns`` are those that count."""
    worries = {fact.id for fact in facts if fact.section == "perspective" and fact.head == "concerns"}
    found = []
    for place, turn in enumerate(turns):
        after = turns[place + 1] if place + 1 < len(turns) else None
        words = _shown(turn, worries)
        if words:
            found.append(
                Cue(turn=turn.index, words=words, met=None if after is None else _takes_up(after),
                    answered=None if after is None else after.index)
            )  # fmt: skip
    return tuple(found)


def _shown(turn: Turn, worries: set[str]) -> str:
    """The words of the cue, empty when there is none."""
    told = next((event.words for event in turn.events if event.kind == "disclosed" and event.fact in worries), "")
    if told:
        return told
    for sentence in turn.reply:
        match = _FEELING.search(sentence)
        if match and not _CALM.search(sentence[: match.start()]):
            return sentence
    return ""


def _takes_up(turn: Turn) -> bool:
    return bool(_TAKES_UP & {ask.head for ask in turn.understanding.asks}) or "empathy" in turn.understanding.manner
