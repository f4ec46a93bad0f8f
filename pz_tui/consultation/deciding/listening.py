"""Listening: the small sounds by which a doctor leaves the word to the patient."""

from __future__ import annotations

import re

_GO_ON = re.compile(
    r"(?:m+h*[- ]?m*h*m+|mhm+|u+h[- ]?hu+h|h+m+|go on|carry on|keep going|please do|and|and then|yes|yeah|…"
    r"|i'?a?m listening|take your time)"
)
"""What leaves the patient the word, and asks for more of it."""
_HEARD = re.compile(r"(?:i see|i hear you|right|ok|okay|oh|ah|sure|i understand|got it|really|gosh|mm)")
"""What shows that it was heard, and leaves the word to who wants it."""


def listens(utterance: str) -> bool | None:
    """True where the doctor only bids the patient go on, False where they only show they heard; None for else."""
    text = re.sub(r"[^\w'’… -]+", " ", utterance.lower()).strip()
    parts = [part for part in re.split(r"\s{2,}|,", text) if part]
    if not text or all(_GO_ON.fullmatch(part.strip()) for part in parts):
        return True
    if all(_GO_ON.fullmatch(part.strip()) or _HEARD.fullmatch(part.strip()) for part in parts):
        return any(_GO_ON.fullmatch(part.strip()) for part in parts)
    return None
