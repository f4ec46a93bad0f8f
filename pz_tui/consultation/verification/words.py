"""Words of a sentence, made even: what every check reads."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['.,/\-][^\W_]+)*%?|[?!;:…—–]+|[.,]+")
_APOSTROPHES = str.maketrans({"’": "'", "`": "'", "‘": "'", "ʼ": "'"})
_WRITTEN_OUT = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
    "ain't": ("is", "not"), "dunno": ("do", "not", "know"), "gonna": ("going", "to"), "gotta": ("got", "to"),
    "wanna": ("want", "to"), "cuz": ("because",), "'cause": ("because",), "let's": ("let", "us"),
    "dinnae": ("do", "not"), "cannae": ("can", "not"), "wasnae": ("was", "not"), "havenae": ("have", "not"),
    "nowt": ("nothing",), "owt": ("anything",), "summat": ("something",), "an'": ("and",),
}  # fmt: skip
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}
_IS_AFTER = frozenset({
    "it", "that", "there", "here", "what", "where", "who", "he", "she", "how", "when", "everything", "nothing",
    "something", "one", "mine",
})  # fmt: skip


class Word(NamedTuple):
    """One word in lower case, written out ("haven't" gives two), with its place in the text as typed.

    Attributes:
        pause: the mark that follows it: ``""``, ``","`` or ``"."`` (any mark that ends a clause), ``"?"``.
    """

    text: str
    start: int
    end: int
    pause: str = ""


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text; marks become the pause of the word before."""
    found: list[Word] = []
    for match in _WORD.finditer(text.translate(_APOSTROPHES)):
        piece = match[0]
        if not piece[0].isalnum():
            if found:
                last = found[-1]
                found[-1] = Word(last.text, last.start, last.end, _stronger(last.pause, piece))
            continue
        for word in _written_out(piece.lower()):
            found.append(Word(word, match.start(), match.end()))
    return tuple(found)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The words alone in one string, without marks, for comparing wordings."""
    return " ".join(word.text for word in words_of(text))


def _stronger(before: str, marks: str) -> str:
    mark = "?" if "?" in marks else "," if marks[0] == "," or set(marks) <= set("—–:…") else "."
    return max(before, mark, key=("", ",", ".", "?").index)


def _written_out(piece: str) -> tuple[str, ...]:
    known = _WRITTEN_OUT.get(piece)
    if known:
        return known
    if "'" in piece:
        return _contraction(piece)
    if "-" in piece or "/" in piece:
        if any(letter.isdigit() for letter in piece):
            return (piece,)
        return tuple(part for part in re.split(r"[-/]", piece) if part)
    return (piece,)


def _contraction(piece: str) -> tuple[str, ...]:
    if piece.endswith("n't"):
        return (piece[:-3], "not")
    stem, _, _ = piece.rpartition("'")
    if piece.endswith("'s") and stem in _WRITTEN_OUT:
        return (*_WRITTEN_OUT[stem], "is")
    if piece.endswith("'s"):
        return (stem, "is") if stem in _IS_AFTER else (stem, "'s")
    for ending, word in _ENDINGS.items():
        if piece.endswith(ending):
            return (piece.removesuffix(ending), word)
    return (piece.replace("'", ""),)
