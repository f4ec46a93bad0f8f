"""Language: the patient speaks English. Foreign names and loan words are part of it; sentences are not."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pz_tui.consultation.verification.case import Case, Check, objection
from pz_tui.consultation.verification.words import Word, plain

_ENOUGH = 3
"""One foreign word in so many shows the language of a whole sentence."""
_TINY, _DENSE = 2, 4
"""Letters of words that are shorthand as well; how many words to one that is foreign."""


@cache
def _tables() -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    table = tomllib.loads((Path(__file__).parent / "language.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table["foreign"].items()}, frozenset(table["english"])


@cache
def _loans() -> re.Pattern[str]:
    table = tomllib.loads((Path(__file__).parent / "language.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(rf"\b{re.escape(plain(text))}\b" for text in table["loans"]))


def language(case: Case) -> Check:
    """Objections to a sentence, or half of one, in another language or script."""
    foreign = "".join(letter for letter in case.brief.sentence if _other_script(letter))
    if foreign and foreign not in case.brief.record.identity.name:
        yield objection("language", "is written in another script", foreign)
        return
    whole = _uttered(case.words, case.brief.sentence)
    for said, enough in ((whole, _ENOUGH), *((run, 2) for run in _runs(case.words, case.brief.sentence))):
        name, hits = _foreign(said, enough)
        if name and not _loans().search(" ".join(said)):
            yield objection("language", f"is {name}, not English", " ".join(hits))
            return


def is_foreign(text: str) -> bool:
    """Whether a whole utterance is in another language or script."""
    if any(_other_script(letter) for letter in text):
        return True
    said = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower().replace("’", "'"))
    hits = _foreign(said, _ENOUGH)[1]
    return len(set(hits)) > 1 and len(max(hits, key=len)) > _TINY and len(hits) * _DENSE >= len(said)


def _uttered(words: Sequence[Word], text: str) -> list[str]:
    """The words but for names, which may come from anywhere."""
    return [word.text for word in words if word.start == 0 or not text[word.start].isupper() or word.text in ("i", "ich")]


def _runs(words: Sequence[Word], text: str) -> Iterator[list[str]]:
    """The sentence between its pauses: one may slip into another language and back."""
    run: list[Word] = []
    for word in words:
        run.append(word)
        if word.pause:
            yield _uttered(run, text)
            run = []
    yield _uttered(run, text)


def _foreign(said: Sequence[str], enough: int) -> tuple[str, list[str]]:
    """The language that the words are in, with the words that show it; empty for English.

    Args:
        enough: one word in so many shows it, where none is English.
    """
    languages, english = _tables()
    own = sum(word in english for word in said)
    for name, words in languages.items():
        hits = [word for word in said if word in words and word not in english]
        if (len(set(hits)) >= 2 and len(hits) > own) or (hits and own == 0 and len(hits) * enough >= len(said) > 1):
            return name, hits
    return "", []


def _other_script(letter: str) -> bool:
    return letter.isalpha() and ord(letter) > 0x24F and not unicodedata.name(letter, "LATIN").startswith(
        ("LATIN", "MICRO", "MODIFIER", "FEMININE", "MASCULINE", "OHM"))  # fmt: skip
