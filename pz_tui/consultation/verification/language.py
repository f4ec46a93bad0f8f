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


_WINDOW = 5
"""Words that are looked at together: one may slip into another language and back without a pause."""


@cache
def _tables() -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    table = tomllib.loads((Path(__file__).parent / "language.toml").read_text(encoding="utf-8"))
    english = frozenset(table["english"])
    return {name: frozenset(words) - english for name, words in table["foreign"].items()}, english


@cache
def _foreign_words() -> frozenset[str]:
    return frozenset().union(*_tables()[0].values())


@cache
def _loans() -> re.Pattern[str]:
    table = tomllib.loads((Path(__file__).parent / "language.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(rf"\b{re.escape(plain(text))}\b" for text in table["loans"]))


def language(case: Case) -> Check:
    """Objections to a sentence, or half of one, in another language or script."""
    sentence = case.brief.sentence
    foreign = "" if sentence.isascii() else "".join(letter for letter in sentence if _other_script(letter))
    if foreign and foreign not in case.brief.record.identity.name:
        yield objection("language", "is written in another script", foreign)
        return
    if not any(word.text in _foreign_words() for word in case.words):
        return
    runs = [_without_loans(run) for run in _runs(case.words, case.brief.sentence)]
    whole = [word for run in runs for word in run]
    windows = (whole[start : start + _WINDOW] for start in range(max(0, len(whole) - _WINDOW + 1)))
    for said, enough in ((whole, _ENOUGH), *((run, 2) for run in (*runs, *windows))):
        name, hits = _foreign(said, enough)
        if name:
            yield objection("language", f"is {name}, not English", " ".join(hits))
            return


def _without_loans(said: list[str]) -> list[str]:
    return _loans().sub("", " ".join(said)).split()


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
    strange = [word for word in said if word in _foreign_words()]
    if not strange:
        return "", []
    own = sum(word in english for word in said)
    for name, words in languages.items():
        hits = [word for word in strange if word in words]
        alone = hits and own == 0 and len(hits) * enough >= len(said) > 1 and len(hits) + len(said) > 3
        if alone or (len(set(hits)) >= 2 and len(hits) > own):
            return name, hits
    return "", []


def _other_script(letter: str) -> bool:
    return letter.isalpha() and ord(letter) > 0x24F and not unicodedata.name(letter, "LATIN").startswith(
        ("LATIN", "MICRO", "MODIFIER", "FEMININE", "MASCULINE", "OHM"))  # fmt: skip
