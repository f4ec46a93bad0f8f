"""Small talk asked twice: the same answer, in whatever words; and sentences said twice word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.bench.oracle.probes import Probe
from tests.bench.oracle.reading import asks_back, numbers, plain, sentences, vague, words
from tests.bench.oracle.tables import pattern

ANIMALS = r"\b(cat|dog|goldfish|fish|rabbit|hamster|budgie|parrot|tortoise|horse|guinea pig|spaniel|terrier|labrador|puppy|kitten)s?\b"
NONE = r"\b(no|none|not|never|haven't|don't|nobody)\b"
COMMON = frozenset(["I", "I'm", "I've", "I'd", "I'll", "Doctor", "Dr", "God", "Oh", "Well", "No", "Yes", "Yeah", "Ta", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Christmas", "TV", "BBC"])  # fmt: skip


def names(reply: str) -> frozenset[str]:
    """Proper names: capitals inside a sentence, or all that a short answer consists of."""
    found = set()
    for sentence in re.split(r"(?<=[.!?])\s+", reply):
        tokens = re.findall(r"[A-Za-z][\w'’-]*", sentence)
        for place, token in enumerate(tokens):
            if token[0].isupper() and (place > 0 or len(tokens) == 1) and token.replace("’", "'") not in COMMON:
                found.add("Lakes" if token in ("Lake", "District") else re.sub(r"['’]s$", "", token))
    return frozenset(found)


def disagree(first: str, second: str, topic: str) -> str:
    """Why two answers to the same small talk do not go together; empty when they do."""
    if vague(second) or asks_back(second) or vague(first) or asks_back(first):
        return ""
    one, two = names(first), names(second)
    if one and two and not one & two and topic != "arrival":
        return f"{', '.join(sorted(one))} against {', '.join(sorted(two))}"
    if topic == "pets":
        none = pattern(NONE).search(plain(first)) and not pattern(ANIMALS).search(plain(first))
        if none and two:
            return f"no pets, then {', '.join(sorted(two))}"
        a, b = (frozenset(m[1] for m in pattern(ANIMALS).finditer(plain(text))) for text in (first, second))
        if a and b and not a & b:
            return f"{', '.join(sorted(a))} against {', '.join(sorted(b))}"
    if topic == "siblings":
        a, b = frozenset(numbers(first)), frozenset(numbers(second))
        if a and b and not a & b:
            return f"{sorted(a)} against {sorted(b)}"
    if topic in ("breakfast", "food", "tv", "holiday") and words(first) and words(second) and not words(first) & words(second):
        return "" if pattern(NONE).search(plain(first)) and topic != "breakfast" else "nothing in common"
    return ""


def small_talk(turns: Sequence[tuple[Probe, str]]) -> list[tuple[int, str]]:
    """Places of answers that go against an earlier one, with why."""
    first: dict[str, str] = {}
    found = []
    for place, (probe, reply) in enumerate(turns):
        if probe.expect != "everyday":
            continue
        if probe.topic in first:
            why = disagree(first[probe.topic], reply, probe.topic)
            if why:
                found.append((place, f"{probe.topic}: first {first[probe.topic]!r}: {why}"))
        else:
            first[probe.topic] = reply
    return found


def repeats(turns: Sequence[tuple[Probe, str]], within: int = 10) -> list[tuple[int, str]]:
    """Sentences of five words or more said again word for word within so many replies."""
    last: dict[str, int] = {}
    found = []
    for place, (_, reply) in enumerate(turns):
        for sentence in sentences(reply):
            if len(sentence.split()) < 5:
                continue
            if sentence in last and 0 < place - last[sentence] <= within:
                found.append((place, sentence))
            last[sentence] = place
    return found
