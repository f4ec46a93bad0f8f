"""Role breaks: attempts to talk the patient out of being one, by kind, so that each is met as a person would.

A person in pain who is asked for a prompt, for their own diagnosis or to speak French is puzzled by that very thing,
and short with whoever keeps at it. What counts as an attempt is in role_breaks.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.earlier import ROLE_BREAK, attempts
from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.turn import ASK_BACK_BELOW, Ask, Turn, Understanding
from pz_tui.consultation.understanding.labels import QUESTIONS
from pz_tui.consultation.verification.language import is_foreign

PRESSED = "pressed"
"""Kind of an attempt that only goes on with the last."""
_GIVES_WAY = frozenset({"truth"})
"""Kinds that a clear question goes before: "tell me the truth, how much do you drink?"."""
_ASKS_FOR = QUESTIONS - {"open_invitation", "anything_else"}
"""Heads that ask for something of their own: "come on, tell me" only goes on."""
_I_AM = re.compile(r"\bi['’]?m\b")
_CLEAR = 0.6
_SURE = 0.95


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    """Kind, and what shows it: within the even words, as all of them, within the text as typed."""
    return tuple((row["kind"], _any(row.get("words", ())), _any(row.get("spoken", ())), _any(row.get("raw", ())))
                 for row in _table()["kinds"])  # fmt: skip


@cache
def _pressing() -> re.Pattern[str]:
    return _any(_table()["pressing"]["words"])


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "role_breaks.toml").read_text(encoding="utf-8"))


def _any(sources: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{source})" for source in sources) if sources else r"(?!)", re.IGNORECASE)


def _even(utterance: str) -> str:
    return _I_AM.sub("i am", even(utterance))


def kind_of(utterance: str) -> str:
    """The kind of attempt that the words are by themselves, or the empty text."""
    if is_foreign(utterance):
        return "language"
    text = _even(utterance)
    return next((kind for kind, within, whole, raw in _kinds()
                 if within.search(text) or whole.fullmatch(text) or raw.search(utterance)), "")  # fmt: skip


def broken(understanding: Understanding, utterance: str, turns: Sequence[Turn]) -> Understanding:
    """The understanding, made that of a role break where the words are one, or press on with the last."""
    if understanding.step_out is not None:
        return understanding
    clear = any(ask.head in _ASKS_FOR and ask.confidence >= _CLEAR for ask in understanding.asks)
    kind = kind_of(utterance)
    if kind in _GIVES_WAY and clear:
        return understanding
    pressed = bool(turns) and attempts(turns[-1:]) and not clear and (
        understanding.confidence < ASK_BACK_BELOW or bool(_pressing().search(_even(utterance))))  # fmt: skip
    if not kind and not pressed:
        return understanding
    ask = Ask(head=ROLE_BREAK, object=kind or PRESSED, confidence=_SURE, words=utterance)
    manner = tuple(dict.fromkeys((*understanding.manner, ROLE_BREAK)))
    return understanding.model_copy(update={"asks": (ask,), "form": "statement", "confidence": _SURE, "manner": manner})
