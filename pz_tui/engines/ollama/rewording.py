"""Whether another wording of a first-person truth still says the same: cautious, a doubt is a no."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pz_tui.consultation.sentences import split
from pz_tui.engines.ollama.cleaning import clean, polished, reads_like_thinking
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Frozen
from pz_tui.record.text import one_line

LONGEST = 180
BOUND = 260
"""``maxLength`` of the schema, well above ``LONGEST``: a string that reaches it was cut in mid-word."""

_WORD = re.compile(r"[a-z]+(?:[’'][a-z]+)*|\d+(?:[.,]\d+)?")
_SIGNS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9 .,;:!?'’‘\"“”()/%£€°…–—-]+")
_NOT = re.compile(r"\b(?:no|not|never|none|nothing|nobody|without|neither|nor|cannot|hardly|barely)\b|n[’']t\b")
_FIRST = re.compile(r"\b(?:i|i[’'](?:m|ve|d|ll)|me|my|mine|myself|we|us|our)\b", re.IGNORECASE)
_THIRD = re.compile(r"\b(?:the patient|patient|she|he|her|his|they say)\b", re.IGNORECASE)

class _Tables(Frozen):
    """``rewording.toml`` turned round: from a word to what it means."""

    common: frozenset[str]
    numbers: dict[str, str]
    kinds: tuple[dict[str, str], ...]


def objection(
    before: str, after: str, *, secret: Iterable[str] = (), concepts: Mapping[str, Concept] | None = None
) -> str:
    """Why ``after`` may not stand for ``before``; empty when it may.

    Args:
        secret: names of the diagnosis, lay and clinical.
        concepts: a lexicon; a concept named in ``after`` alone is an invention.
    """
    text, old = after.strip(), before.strip()
    if not re.search(r"[A-Za-z]", text):
        return "it is empty"
    low, was = text.lower(), old.lower()
    checks: tuple[tuple[bool, str], ...] = (
        (len(text) >= BOUND or not re.search(r"[.!?…]$", text), "it is cut off"),
        (len(text) > LONGEST or len(_words(low)) > 2 * len(_words(was)) + 6, "it is too long"),
        (not _SIGNS.fullmatch(text), "it holds signs that nobody speaks"),
        (len(split(text)) != len(split(old)), "it is not one sentence"),
        (not text[0].isupper(), "it begins in the middle of a sentence"),
        (clean(text, ("Patient",)).text != text or polished(text) != text, "it is not plain speech"),
        (reads_like_thinking(text), "it talks about the task"),
        (any(name and re.search(rf"\b{re.escape(name.lower())}\b", low) for name in secret), "it names the diagnosis"),
        (_numbers(low) != _numbers(was), "its numbers differ"),
        (bool(_NOT.search(low)) != bool(_NOT.search(was)), "a no became a yes, or the reverse"),
        (text.endswith("?") != old.endswith("?"), "a statement became a question, or the reverse"),
        (bool(_FIRST.search(old)) and not _FIRST.search(text), "it is not in the first person"),
        (bool(_THIRD.search(text)) and not _THIRD.search(old), "it speaks of somebody else"),
        (not _english(low), "it is not plain English"),
        (_details(low) != _details(was), "a side, place, time or person differs"),
        (_same(low) == _same(was), "it is the same"),
    )
    found = next((why for wrong, why in checks if wrong), "")
    if not found and concepts and _concepts(low, concepts) - _concepts(was, concepts):
        return "it brings in something new"
    return found


def spoken(text: str) -> str:
    """A model's string on one line, without quotation marks around it."""
    return polished(one_line(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _numbers(text: str) -> list[str]:
    numbers = _tables().numbers
    return sorted(numbers.get(word, word) for word in _words(text) if word in numbers or word[0].isdigit())


def _details(text: str) -> list[set[str]]:
    words = _words(text)
    return [{kind[word] for word in words if word in kind} for kind in _tables().kinds]


def _english(text: str) -> bool:
    """At least a fifth of the words are the commonest of the language; short texts need one."""
    words = _words(text)
    known = _tables().common
    common = sum(word.replace("’", "'") in known or re.split("['’]", word)[0] in known for word in words)
    return common >= max(1, len(words) // 5) or len(words) < 3


def _same(text: str) -> str:
    return " ".join(_words(text))


def _concepts(text: str, concepts: Mapping[str, Concept]) -> set[str]:
    return {
        concept.id
        for concept in concepts.values()
        for name in (concept.name.lower(), *concept.lay, *concept.clinical)
        if len(name) > 3 and name in text and re.search(rf"\b{re.escape(name)}\b", text)
    }


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    table = tomllib.loads((Path(__file__).parent / "rewording.toml").read_text(encoding="utf-8"))
    return _Tables(
        common=frozenset(table["common"].split()),
        numbers=_turned(table["numbers"]),
        kinds=tuple(_turned(kind) for kind in table["kinds"].values()),
    )


def _turned(table: Mapping[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in table.items() for word in words.split()}
