"""Clauses of a sentence: who each is about, whether it is asserted, and which of its words are denied."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from pz_tui.consultation.verification.small_words import texts
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.consultation.verification.words import Word

Mode = Literal["said", "asked", "believed", "supposed", "wished", "likened", "told"]
"""How something is put: asserted; asked; thought or feared; if, might; wanted; "like"; "they said"."""


_IDLE = frozenset({("nowhere", "of"), ("nowhere", "from"), ("nothing", "for"), ("nothing", "like"), ("nothing", "next")})
"""A negative word after these denies nothing: "out of nowhere", "good for nothing"."""
_ENDS_DENIAL = frozenset({"just", "only", "mostly", "if", "when", "unless", "because", "since", "till", "until"})


_ROUGHLY = re.compile(
    r"\b(?:i|it|that|they|she|he) would (?:be|say|give|call|rate|have been|have to be|have to say|guess|put it|reckon)\b|^would be\b"
    r"|\bwould (?:not |just |only |never |already )?(?:had|got|been|gone|done|a|an|the|my|no|some|two|three|\w+ed)\b"
)  # fmt: skip
"""Where "would" only makes a statement soft ("I'd say nine") or is "had" ("I'd a cyst burst")."""


_NOUN = re.compile(r"\b(?:of|a|the|my|second) (?:thought|worry|fear)\b(?! (?:it|that|he|she|i)\b)")
_TELLING = frozenset({"said", "says", "told", "tells", "reckons", "reckoned", "thinks", "thought", "noticed", "saw", "found"})


@dataclass
class Clause:
    """A run of words with one subject.

    Attributes:
        subject: ``self``, ``other`` ("he", "they") or the concept of a relative.
        past: it is about long ago ("as a kid", "used to").
        denied: places of words under a negation.
        conditional: places of words inside "if I …" or "when I …".
    """

    start: int
    end: int
    subject: str = "self"
    mode: Mode = "said"
    past: bool = False
    denied: set[int] = field(default_factory=set)
    conditional: set[int] = field(default_factory=set)


def clauses_of(words: Sequence[Word], relatives: Mapping[int, str], default: str = "self") -> list[Clause]:
    """The clauses of a sentence.

    Args:
        relatives: place of each word that names a relative -> its concept.
        default: whom a clause without a subject is about ("died at 76" after "your mother?").
    """
    found = [Clause(start, end) for start, end in _ranges(words)]
    before = default
    for number, clause in enumerate(found):
        clause.subject = before = _subject(words, clause, relatives, before, first=number == 0)
    _deny(words, found)
    for number, clause in enumerate(found):
        clause.mode = _mode(words, clause, last=number == len(found) - 1)
        said = " ".join(word.text for word in words[clause.start : clause.end])
        clause.past = any(cue in said for cue in texts("clauses", "long_ago"))
        clause.conditional = _conditional(words, clause)
    _carry(found)
    return found


def _ranges(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Cut after marks, before "but", and before "and" where a new subject follows."""
    cuts = [0]
    for place in range(1, len(words)):
        word = words[place].text
        joins = word in listed("clauses", "joins") and place + 1 < len(words) and _opens(words, place + 1)
        if words[place - 1].pause or word in listed("clauses", "breaks") or joins:
            cuts.append(place)
    ends = [*cuts[1:], len(words)]
    return [(start, end) for start, end in zip(cuts, ends, strict=True) if end > start]


def _opens(words: Sequence[Word], place: int) -> bool:
    """Whether a new subject stands here: a pronoun, or a noun of one's own with a verb after it."""
    word = words[place].text
    if word in ("if", "when", "then") and place + 1 < len(words):
        return _opens(words, place + 1)
    if word in ("my", "the", "our"):
        verbs = listed("clauses", "verbs")
        return any(later.text in verbs or later.text == "'s" for later in words[place + 1 : place + 4])
    return word in listed("clauses", "subjects")


def _subject(
    words: Sequence[Word], clause: Clause, relatives: Mapping[int, str], before: str, *, first: bool
) -> str:
    for place in range(clause.start, clause.end):
        word = words[place].text
        if word in ("i", "me", "we", "mine", "myself") and not (word == "me" and place + 1 in relatives):
            return "self"
        if place in relatives:
            led = place > clause.start and any(
                words[step].text in listed("clauses", "not_subject_after")
                for step in range(max(clause.start, place - 2), place)
                if step > clause.start or words[step].text != "and"
            )
            if not led:
                return "self" if _tells_of_me(words, clause, place) else relatives[place]
        elif word in ("he", "she", "they") or (word in ("his", "her", "their") and place - clause.start < 2):
            return before if before != "self" else "other"
        elif word == "my" and place + 1 < clause.end and not {place + 1, place + 2} & set(relatives):
            return "self"
        elif word == "you" or (word == "our" and place == clause.start and not {place + 1, place + 2} & set(relatives)):
            return "other"
    return before if first or before != "other" else "self"


def _tells_of_me(words: Sequence[Word], clause: Clause, place: int) -> bool:
    """ "My husband said I'd gone grey": who speaks is another, whom it is about is the patient."""
    after = [word.text for word in words[place + 1 : clause.end]]
    said = next((at for at, word in enumerate(after) if word in _TELLING), None)
    return said is not None and bool(after[said + 1 : said + 3]) and bool({"i", "my", "me"} & set(after[said + 1 : said + 4]))


def _deny(words: Sequence[Word], clauses: Sequence[Clause]) -> None:
    """Mark the words under a negation; it runs on over the commas of a list, and ends with the clause."""
    running = False
    for number, clause in enumerate(clauses):
        running = running and number > 0 and _goes_on(words, clauses[number - 1], clause)
        carried = running
        for place in range(clause.start, clause.end):
            word = words[place].text
            if word in listed("clauses", "negators") and not _is_harmless(words, place):
                running = not (running and not carried and word == "without")
                carried = False
            elif word in _ENDS_DENIAL and place > clause.start:
                running = False
            if running:
                clause.denied.add(place)


def _is_harmless(words: Sequence[Word], place: int) -> bool:
    """A "no" that answers, and a "not" that denies nothing ("not only", "can't stop")."""
    word = words[place].text
    after = words[place + 1].text if place + 1 < len(words) else ""
    if word == "no":
        answers = words[place].pause or (place == 0 and after in listed("clauses", "subjects"))
        return bool(answers) or after in listed("clauses", "harmless_after_no")
    before = words[place - 1].text if place else ""
    if (word, before) in _IDLE:
        return True
    return word == "not" and (after in listed("clauses", "harmless_after_not") or (before == "can" and after == "help"))


def _goes_on(words: Sequence[Word], before: Clause, clause: Clause) -> bool:
    """Whether a negation runs on into this clause: the next item of a list, not a new statement."""
    if words[before.end - 1].pause in (".", "?"):
        return False
    first = words[clause.start].text
    if first in ("or", "nor"):
        return True
    stops = ("and", "just", "only", "yes", "now", "mostly", "maybe", "sometimes", "always", "more", "like")
    if first in listed("clauses", "breaks") or first in stops or first in listed("clauses", "subjects"):
        return False
    said = {word.text for word in words[clause.start : clause.end]}
    return not said & listed("clauses", "verbs") and len(said) <= 6


def _mode(words: Sequence[Word], clause: Clause, *, last: bool) -> Mode:
    said = [word.text for word in words[clause.start : clause.end]]
    text = " ".join(said)
    found = set(said)
    if _asks(words, clause, said, last=last) or any(phrase in text for phrase in texts("clauses", "unsure")):
        return "asked"
    if (found & listed("clauses", "believes") and not _NOUN.search(text)) or any(
        phrase in text for phrase in ("keep thinking", "kept thinking", "put it down to", "keeps going round", "keep on thinking")
    ):
        return "believed"
    if "would like" in text or "hoping" in found or (said[0] == "i" and found & {"want", "wanted"}):
        return "wished"
    if found & listed("clauses", "supposes") and "not" not in said[:4] and "could not" not in text and not _ROUGHLY.search(text):
        return "supposed"
    if found & listed("clauses", "tells") and found & listed("clauses", "tellers"):
        return "told"
    return "said"


def _asks(words: Sequence[Word], clause: Clause, said: Sequence[str], *, last: bool) -> bool:
    """Part of a question; a statement before a tag ("It goes down my arm, should it do that?") is none."""
    if not _question_ahead(words, clause):
        return False
    led = said[0] in ("and", "so", "yes", "no", "yeah", "aye", "oh", "but", "because") and len(said) > 1
    states = len(said) > 2 and said[1 if led else 0] not in listed("clauses", "asks")
    ends_here = words[clause.end - 1].pause == "?"
    return ends_here or (last or not states)


def _question_ahead(words: Sequence[Word], clause: Clause) -> bool:
    """Whether the part of the sentence this clause is in ends with a question mark."""
    ends = (word.pause for word in words[clause.start :] if word.pause in (".", "?"))
    return next(ends, "") == "?"


def _conditional(words: Sequence[Word], clause: Clause) -> set[int]:
    """The places inside "if I cough", "when I breathe in", up to the next "it"."""
    found: set[int] = set()
    inside = False
    for place in range(clause.start, clause.end):
        word = words[place].text
        if word in ("if", "when", "whenever", "unless"):
            inside = True
        elif inside and word in ("it", "then") and place > clause.start + 1:
            inside = False
        if inside:
            found.add(place)
    return found


def _carry(clauses: Sequence[Clause]) -> None:
    """A belief holds for the clause that follows from it ("I keep thinking, you know, it's cancer")."""
    for before, clause in pairwise(clauses):
        if before.mode == "believed" and before.end - before.start <= 3 and clause.mode == "said":
            clause.mode = "believed"
