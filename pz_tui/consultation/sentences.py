"""Cuts a stream of text into sentences, each as soon as it is complete."""

from __future__ import annotations

import re

_END = re.compile(r"([.!?]+[\"'”’)]*)(\s+|$)")
_ABBREVIATIONS = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|vs|e\.g|i\.e|approx)|\b[A-Z])\.$")


_KEEPS_CAPITAL = re.compile(
    r"^(?:I\b|I['’]|Mum\b|Dad\b|Gran\b|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|May\b|June|"
    r"July|August|September|October|November|December|English|British|GP\b|[A-Z]{2,}|Dr\b|Mr)"
)


class SentenceCutter:
    """Collects pieces; hands out whole sentences. A stop inside a number or after "Dr" does not end one."""

    def __init__(self) -> None:
        self._text = ""

    def add(self, piece: str) -> list[str]:
        """Take a piece; return the sentences that are complete now."""
        self._text += piece
        found: list[str] = []
        start = 0
        for end in _END.finditer(self._text):
            whole = self._text[start : end.end(1)]
            followed = end.end(2) > end.end(1)
            if not followed or _ABBREVIATIONS.search(whole):
                continue
            if whole.strip(" .…") == "" and whole.strip():
                continue
            found.append(_clean(whole))
            start = end.end(2)
        self._text = self._text[start:]
        return [sentence for sentence in found if sentence]

    def rest(self) -> str:
        """What is left at the end of the stream, whole or not; empties the cutter."""
        left, self._text = _clean(self._text), ""
        return left


def split(text: str) -> list[str]:
    """All sentences of a finished text."""
    cutter = SentenceCutter()
    found = cutter.add(text)
    rest = cutter.rest()
    return [*found, rest] if rest else found


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


_FULL_NAME = re.compile(r"(?!(?:On|In|At|Since|Last|Every|By|From|About|Around|It|My) )[A-Z][\w'-]+ [A-Z]")


def lowered(text: str) -> str:
    """The first letter small, unless the word keeps its capital."""
    return text if _KEEPS_CAPITAL.match(text) or _FULL_NAME.match(text) else text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]
