"""What the doctor's words call for in the answer, as far as the voice cares: its shape, not its meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pz_tui.record.base import Frozen

_FILLERS = re.compile(
    r"^(?:(?:ok|okay|right|all right|alright|well|fine|so|and|now|great|good|sorry|thanks|thank you|i see|just)[,. ]+)+"
)
_AUXILIARY = re.compile(
    r"^(do|does|did|have|has|had|are|is|was|were|can) (you|it|that|this|the|there)\b"
    r"(?! (?:think|know|mind|remember|say))"
)
_SHORT: Mapping[str, tuple[str, str]] = {
    "do you": ("I do", "I don't"), "did you": ("I did", "I didn't"), "have you": ("I have", "I haven't"),
    "had you": ("I had", "I hadn't"), "are you": ("I am", "I'm not"), "were you": ("I was", "I wasn't"),
    "can you": ("I can", "I can't"), "does it": ("it does", "it doesn't"), "did it": ("it did", "it didn't"),
    "is it": ("it is", "it's not"), "was it": ("it was", "it wasn't"), "has it": ("it has", "it hasn't"),
    "is there": ("there is", "there isn't"), "are there": ("there are", "there aren't"),
}  # fmt: skip
_OPENS = re.compile(r"\b(?:tell me|brought you|brings you|go on|carry on|talk me through|describe)\b")
_LONGEST = 14
"""Words from which a question is too long to be taken up by its auxiliary."""


class Question(Frozen):
    """The shape of what was asked.

    Attributes:
        yes, no: the short answers that take up its verb ("I do", "it isn't"), empty where none fits.
        how: it begins with "how": a yes or no is no answer at all.
        open: it invites a telling.
    """

    yes: str = ""
    no: str = ""
    how: bool = False
    open: bool = False


def read(utterance: str) -> Question:
    """The shape of the doctor's line."""
    text = _FILLERS.sub("", utterance.lower().strip())
    if _OPENS.search(text):
        return Question(open=True)
    how = text.startswith("how")
    found = _AUXILIARY.match(text)
    if found is None or len(text.split()) > _LONGEST or re.search(r"\bnot\b|n't| or |, ", text):
        return Question(how=how)
    subject = {"that": "it", "this": "it", "the": "it"}.get(found[2], found[2])
    yes, no = _SHORT.get(f"{found[1]} {subject}", ("", ""))
    return Question(yes=yes, no=no)
