"""Cuts an utterance into clauses, each a question, a statement or a fragment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pz_tui.consultation.understanding.pattern import word_set
from pz_tui.consultation.understanding.tables import read_table
from pz_tui.consultation.understanding.text import Token

Mood = Literal["question", "fragment", "statement"]
_FRAGMENT = 6
_START = 4
_ASKING, _SAYING = 3, 5
_TAG = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of an utterance that asks or does one thing, mostly.

    Attributes:
        tokens: its words.
        mood: how it is put; a ``fragment`` is too short to tell and counts as a question.
    """

    tokens: tuple[Token, ...]
    mood: Mood

    @property
    def asks(self) -> bool:
        """Whether the ask rules apply."""
        return self.mood != "statement"


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses in order."""
    parts = [part for sentence in _sentences(tokens) for part in _resumed(_parts(sentence))]
    clauses = [Clause(tuple(part), _mood(part)) for part in parts]
    for place, follower in enumerate(clauses[1:]):
        if clauses[place].mood == "statement" and _points_back(follower):
            clauses[place] = Clause(clauses[place].tokens, "question")
    return clauses


def whole(tokens: Sequence[Token], clauses: Sequence[Clause]) -> Clause:
    """An utterance taken as one clause, in the mood of its last."""
    return Clause(tuple(tokens), clauses[-1].mood)


def _is_tag(rest: Sequence[Token]) -> bool:
    """"…, don't you?", "…, do you think?": what ends a sentence so belongs to the question before it."""
    words = [token.base for token in rest if token.base != "not"]
    tag = len(words) >= _TAG and words[0] in _table("auxiliaries") and words[1] in _table("subjects")
    return tag and (len(words) == _TAG or (len(words) == _TAG + 1 and words[2] in _table("supposing")))


def _points_back(clause: Clause) -> bool:
    """"… smoking and alcohol. Do you do either of those?": the topic stands in the sentence before."""
    return clause.mood == "question" and only_points(clause)


def only_points(clause: Clause) -> bool:
    """Whether all that it names is "that" or "those": "can you tell me more about that?"."""
    bases = {token.base for token in without_lead(clause.tokens)}
    return bool(bases & _table("pointers")) and not bases - _table("pointing")


def _sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    for token in tokens:
        sentence.append(token)
        if token.after in (".", "?"):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _parts(sentence: list[Token]) -> Iterator[list[Token]]:
    """Cut before a question that starts inside a sentence ("…, and do you smoke")."""
    start = 0
    for place in range(1, len(sentence)):
        if _goes_on(sentence[start:place]):
            yield sentence[start:place]
            start = place
            continue
        joined = sentence[place - 1].base in _table("joiners") or sentence[place - 1].after == ","
        if not joined or not without_lead(sentence[start:place]):
            continue
        if sentence[place].base in _table("relatives") and sentence[-1].after != "?":
            continue
        if _is_tag(sentence[place:]):
            continue
        asks_anew = _opens(sentence, place) and not _subordinate(sentence, start, place)
        asks_anew = asks_anew or _lists_anew(sentence, start, place)
        if asks_anew or _states_anew(sentence, start, place):
            yield sentence[start:place]
            start = place
    yield sentence[start:]


def _resumed(parts: Iterable[list[Token]]) -> Iterator[list[Token]]:
    """A false start belongs to what follows it: "have you noticed, does it …", "is it, do you …"."""
    started: list[Token] = []
    for part in parts:
        started += part
        if started and not _is_false_start(part):
            yield started
            started = []
    if started:
        yield started


def _is_false_start(part: Sequence[Token]) -> bool:
    words = [token.base for token in without_lead(part)]
    return bool(words) and part[-1].after == "," and len(words) <= _START and set(words) <= _table("starting")


def _states_anew(sentence: Sequence[Token], start: int, place: int) -> bool:
    """"It came back normal, so we will repeat it next year, but if …": each says a thing of its own."""
    if sentence[-1].after == "?" or place - start < _SAYING or len(sentence) - place < _SAYING:
        return False
    joined = sentence[place - 1].base in _table("adding") and place > 1 and sentence[place - 2].after == ","
    return joined and sentence[place].base in _table("stating")


def _lists_anew(sentence: Sequence[Token], start: int, place: int) -> bool:
    """"Which side is it, and any fever or rash?": a list that follows a question of its own."""
    if sentence[place].base != "any" or sentence[place - 1].base != "and":
        return False
    before = without_lead(sentence[start : place - 1])
    return len(before) >= _ASKING and before[0].base in _table("wh") and before[0].base != "what"


def _goes_on(part: Sequence[Token]) -> bool:
    """"Go on, take your time": the first words are a whole invitation."""
    return part[-1].after == "," and [token.base for token in without_lead(part)] in (["go", "on"], ["carry", "on"])


def _subordinate(sentence: Sequence[Token], start: int, place: int) -> bool:
    """"When you walk, does it …": the first part only sets the scene of the question."""
    for at in range(start, min(place, start + 4)):
        if sentence[at].base in _table("scene"):
            return sentence[at + 1].base not in _table("auxiliaries")
    return False


def _opens(tokens: Sequence[Token], place: int) -> bool:
    """A question can begin at this word."""
    word = tokens[place].base
    following = tokens[place + 1].base if place + 1 < len(tokens) else ""
    if word in _table("auxiliaries"):
        return following in _table("subjects")
    if word in _table("wh"):
        return following in _table("auxiliaries") or following in _table("wh_followers")
    return word == "tell" and following == "me"


def _mood(part: Sequence[Token]) -> Mood:
    if part[-1].after == "?":
        return "question"
    lead = without_lead(part)
    if not lead:
        return "fragment"
    first = lead[0].base
    if first == "when" and len(lead) > 2 and lead[1].base not in _table("auxiliaries"):
        return "statement"  # "when people feel this low they …" only leads up to the question
    if first in _table("wh") or first in _table("asking") or (first == "tell" and len(lead) > 1):
        return "question"
    if any(_opens(lead, place) for place in range(min(len(lead), 8)) if place == 0 or _after_join(lead, place)):
        return "question"
    if len(part) <= _FRAGMENT and not any(token.base in _table("sayers") for token in part):
        return "fragment"
    return "statement"


def _after_join(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place - 1].base in _table("joiners") or tokens[place - 1].after == ","


def without_lead(part: Sequence[Token]) -> Sequence[Token]:
    """Without "okay so and" in front."""
    place = 0
    while place < len(part) and part[place].base in _table("lead"):
        if part[place].base == "no" and not part[place].after:
            break
        place += 1
    return part[place:]


def _table(name: str) -> frozenset[str]:
    return word_set(name) if name in read_table("sets.toml") else frozenset()
