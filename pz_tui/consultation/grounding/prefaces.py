"""Prefaces: what a doctor says before a question and that asks nothing ("Sorry if I've asked already, but …").

Read together with the question they draw an answer of their own ("That's all right."), so the question is read again
without them.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pz_tui.consultation.turn import ASK_BACK_BELOW, Understanding

_SMALL = frozenset({
    "acknowledge", "signpost", "confirm", "thanks", "chitchat", "consent", "empathy", "reassurance", "other",
    "greeting", "repeat_request", "summary", "check_agreement",
})  # fmt: skip
"""What a preface alone is taken for."""
_MOST = 4
"""How many prefaces stand before one question at most."""


@cache
def _pattern() -> re.Pattern[str]:
    table = tomllib.loads((Path(__file__).with_suffix(".toml")).read_text(encoding="utf-8"))
    before, asking = "|".join(table["before"]), "|".join(table["before_a_question"])
    source = rf"(?:{before})[\s,.:;!–—-]+(?:but\s+)?|(?:{asking})[\s,:]+(?={table['question']})"
    return re.compile(source, re.IGNORECASE)


def without_preface(utterance: str) -> str:
    """The utterance from where its question begins; the whole where nothing stands before it."""
    rest = utterance.strip()
    for _ in range(_MOST):
        found = _pattern().match(rest)
        if found is None or not rest[found.end() :].strip(" ?.!"):
            break
        rest = rest[found.end() :].lstrip()
    return rest


def put_together(whole: Understanding, rest: Understanding, *, asks_something: bool) -> Understanding:
    """What is understood where the rest, read by itself, asks something: that, with the tone of the whole.

    ``asks_something``: the rest is a question; one that was not made out is asked back, not thanked for.
    """
    asked = [ask for ask in rest.asks if ask.head not in _SMALL]
    unread = rest.confidence < ASK_BACK_BELOW
    if any(ask.head == "role_break" for ask in whole.asks) or (not asked and not (unread and asks_something)):
        return whole
    kind = any(ask.kind for ask in whole.asks)
    asks = tuple(ask.model_copy(update={"kind": ask.kind or kind}) for ask in rest.asks)
    manner = tuple(dict.fromkeys((*whole.manner, *rest.manner)))
    corrections = tuple(dict.fromkeys((*whole.corrections, *rest.corrections)))
    return rest.model_copy(update={"asks": asks, "manner": manner, "corrections": corrections,
                                   "step_out": whole.step_out})  # fmt: skip

