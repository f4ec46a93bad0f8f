"""Inventions: what was made up before binds; small new details are noted, so that they bind too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.reading import Reading, content_of
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.words import plain
from pz_tui.knowledge.schema import Everyday

_NAMED = re.compile(r"(?<![.!?…]\s)(?<!^)\b[A-Z][a-z]{2,}\b")
_STARTS = frozenset({"the", "she", "he", "it", "i", "we", "they", "his", "her", "my", "oh", "well", "just", "yes", "no", "called", "that", "this"})
_PEOPLE = frozenset({"neighbour", "friend", "daughter", "son", "grandchild", "sister", "brother", "aunt", "uncle", "cousin", "flatmate", "husband",
                     "wife", "partner", "grandmother", "grandfather"})  # fmt: skip


def inventions(case: Case, ledger: Ledger) -> None:
    """Hold the sentence against earlier inventions and against the one the plan makes; note new small ones."""
    reading = case.reading
    topics = {event.topic: event.value for event in case.brief.memory.improvised.values()}
    topics |= {move.topic: move.wording for move in case.brief.plan.moves if move.topic and move.topic not in topics and move.wording}
    for topic, value in topics.items():
        _bound(case, ledger, reading, topic, value)
    _new_people(case, ledger, reading)


def _bound(case: Case, ledger: Ledger, reading: Reading, topic: str, value: str) -> None:
    """The sentence must not give the topic another value."""
    planned = any(move.topic == topic for move in case.brief.plan.moves)
    if _is_name(topic):
        if planned:
            _another_name(case, ledger, reading, value)
        return
    others = _others(case.patient.library.everyday, topic, value)
    if not others:
        return
    own = content_of([stem(word) for word in plain(value).split()])
    for option, words in others.items():
        said = words & frozenset(reading.stems)
        if 2 * len(said) > len(words) and not own & frozenset(reading.stems) and (planned or _speaks_of(topic, reading)):
            ledger.object("contradiction", f"says other than before about {topic.replace('_', ' ')}", option)
            return


def _is_name(topic: str) -> bool:
    return topic.endswith(("_name", "_names"))


def _another_name(case: Case, ledger: Ledger, reading: Reading, value: str) -> None:
    who = case.brief.record.identity.name.split()
    names = {found[0] for found in _NAMED.finditer(reading.text)}
    first = reading.text.split()[0].strip(".,!?") if reading.text.split() else ""
    if first[:1].isupper() and len(reading.words) <= 3 and first.lower() not in _STARTS:
        names.add(first)
    strange = {name for name in names if name not in value and name not in who and name.lower() not in _STARTS}
    if strange and value not in reading.text:
        ledger.object("contradiction", f"gives another name than {value}", ", ".join(sorted(strange)))


def _others(matters: tuple[Everyday, ...], topic: str, value: str) -> Mapping[str, frozenset[str]]:
    """The other values of a topic with their telling words."""
    matter = next((item for item in matters if item.topic == topic), None)
    return {} if matter is None else _beside(tuple(option.clinical for option in matter.options), value)


@lru_cache(maxsize=512)
def _beside(values: tuple[str, ...], value: str) -> Mapping[str, frozenset[str]]:
    own = content_of([stem(word) for word in plain(value).split()])
    found = {}
    for other in values:
        if other != value:
            words = content_of([stem(word) for word in plain(other).split()]) - own - {"no", "pet", "rul", "everything", "everyth", "round", "quiet"}
            if words:
                found[other] = words
    return found


def _speaks_of(topic: str, reading: Reading) -> bool:
    return topic in ("pet", "pet_name") or stem(topic.split("_", maxsplit=1)[0]) in reading.stems


def _new_people(case: Case, ledger: Ledger, reading: Reading) -> None:
    """Somebody the record does not know, by the way: harmless, and kept."""
    record = case.brief.record
    known = {one.relative for one in record.family}
    for place, relative in reading.relatives.items():
        if relative in _PEOPLE and relative not in known and not case.patient.support([reading.stems[place]]):
            clause = reading.clause_at(place)
            if clause.mode in ("said", "told") and place not in clause.denied:
                ledger.invents(relative, reading.bit(clause.start, clause.end))
