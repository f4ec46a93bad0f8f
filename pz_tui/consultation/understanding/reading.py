"""Chooses, among all that rules and model propose for a clause, what it asks for and does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pz_tui.consultation.understanding.clauses import Clause
from pz_tui.consultation.understanding.labels import QUESTIONS, SMALL
from pz_tui.consultation.understanding.model import SCALE, features, probabilities, weights
from pz_tui.consultation.understanding.pattern import Mention, word_set
from pz_tui.consultation.understanding.rules import TIERS, Candidate, Rules, broad_labels, silences
from pz_tui.consultation.understanding.tables import read_table

_SAME_WORDS = 0.5
_MARGIN = 2.0
_TRUST = 5.0
"""How much the model's logarithm of odds moves a rule's score."""
_FLOOR = -9.0
_FLOOR_NAMED = -5.0
"""The model sees one head; a list may name things of several."""
_BESIDE = frozenset({"greeting", "introduction"})
"""Acts that stand before others in the same breath."""
_FLOOR_BESIDE = -0.9
_PLAIN = 0.9
"""How sure a small act beside something else is at least: the model, which sees one head, cannot say."""
_SAID_BACK = frozenset({"confirm", "summary"})
"""What is said back has a content, which no less was said."""
_SAY = 0.5
"""Probability from which the model may name a head that no rule proposed."""
_SAY_OF_STATEMENT = 0.75
"""The same where a statement would be taken for a question."""
_LISTS = frozenset({"symptom", "pmh", "family_history", "aggravating", "relieving", "test"})
"""Heads whose items are listed in one breath."""
_TOGETHER = frozenset({"aggravating", "relieving"})
"""Heads asked of in the same words ("better or worse"); the model, which sees one, halves itself between them."""
_FEW_WORDS = frozenset({"open_invitation", "anything_else", "acknowledge"})
_SMALL_ACTS = SMALL | _BESIDE
_WHOLE = 0.9
"""How sure a strong rule of these is that reads every word ("go on"): so few words say little to the model."""
_DROP = 1.5
"""Score below which a reading is not worth having."""


def read_clause(clause: Clause, mentions: Sequence[Mention], rules: Rules) -> list[Candidate]:
    """The readings that stand together, in the order of their words."""
    proposed = rules.candidates(clause, mentions)
    odds: Mapping[str, float] = probabilities(features(clause, mentions, proposed), weights(), SCALE)
    both = _better_or_worse(clause)
    odds = _shared(proposed, odds) if both else odds
    candidates = _weighed(proposed, odds, len(clause.tokens)) + _from_model(clause, mentions, proposed, odds, rules)
    candidates.sort(key=lambda one: (-one.score, one.start, one.label))
    unopposed = [one for one in candidates if not _silenced(one, candidates)]
    accepted: list[Candidate] = []
    for candidate in candidates:
        if _silenced(candidate, unopposed) or any(_gives_way(candidate, other, together=both) for other in accepted):
            continue
        accepted.append(candidate)
    accepted += _also_listed(accepted, clause, mentions)
    kept = [one for one in accepted if not _vaguer(one, accepted, clause)]
    return sorted(_unique(_beside(kept)), key=lambda one: (one.start, one.end))


def _better_or_worse(clause: Clause) -> bool:
    """Whether what eases and what worsens are asked of in the same words."""
    said = {token.base for token in clause.tokens}
    return bool(said & word_set("better")) and bool(said & word_set("worse"))


def _shared(proposed: Sequence[Candidate], odds: Mapping[str, float]) -> Mapping[str, float]:
    """The odds, in which heads that strong rules read from the same words have what the model gives to them all."""
    strong = {one.head for one in proposed if one.score >= TIERS["strong"]}
    if not strong >= _TOGETHER:
        return odds
    both = sum(odds.get(head, 0.0) for head in _TOGETHER)
    return {**odds, **dict.fromkeys(_TOGETHER, both)}


def _beside(accepted: Sequence[Candidate]) -> list[Candidate]:
    """With the small acts as sure as their rule, where the clause is for something else."""
    if all(one.head in SMALL for one in accepted):
        return list(accepted)
    return [replace(one, sure=max(_PLAIN, one.sure)) if one.head in _SMALL_ACTS else one for one in accepted]


def _also_listed(accepted: Sequence[Candidate], clause: Clause, mentions: Sequence[Mention]) -> list[Candidate]:
    """What is joined by "or" to a thing that was asked for is asked for as well."""
    out: list[Candidate] = []
    for one in accepted:
        if one.head not in _LISTS or not one.mentions:
            continue
        last = one.mentions[0]
        for mention in mentions:
            if mention.kind == last.kind and mention.start >= last.end and _joined(clause, last.end, mention.start):
                out.append(replace(one, label=f"{one.head}:{mention.id}", start=mention.start, end=mention.end,
                                   mentions=(mention,)))  # fmt: skip
                last = mention
    return out


def _joined(clause: Clause, start: int, end: int) -> bool:
    """Whether nothing but "or", "any", "like" and their kind, or a comma, stands between two places.

    In shorthand nothing need stand there at all ("ecg cxr fbc").
    """
    between = [token.base for token in clause.tokens[start:end]]
    if not between and (clause.mood == "fragment" or not _has_verb(clause)):
        return True
    comma = clause.tokens[start - 1].after == ","
    return not set(between) - word_set("linking") and (comma or bool({"or", "and", "nor"} & set(between)))


def _has_verb(clause: Clause) -> bool:
    """Whether anything in it makes a sentence: shorthand has nothing of the kind."""
    return any(token.base in word_set("sayers") | word_set("auxiliaries") for token in clause.tokens)


def _weighed(proposed: Sequence[Candidate], odds: Mapping[str, float], words: int) -> list[Candidate]:
    """Rule scores moved by what the model thinks of the head against its favourite."""
    best = max(odds.values())
    asked = max(p for head, p in odds.items() if head not in _SAID_BACK)
    out = []
    for one in proposed:
        if one.head not in odds:
            out.append(one)
            continue
        rival = asked if one.head in QUESTIONS else best
        against = min(0.0, math.log(max(odds[one.head], 1e-9) / rival))
        floor = _FLOOR_BESIDE if one.head in _BESIDE else _FLOOR_NAMED if one.mentions else _FLOOR
        score = one.score + _TRUST * max(against, floor)
        if one.head in _FEW_WORDS and one.score >= TIERS["strong"] and one.end - one.start == words:
            out.append(replace(one, sure=max(_WHOLE, odds[one.head])))
        elif score >= _DROP:
            out.append(replace(one, score=score, sure=odds[one.head]))
    return out


def _from_model(
    clause: Clause, mentions: Sequence[Mention], proposed: Sequence[Candidate], odds: Mapping[str, float],
    rules: Rules,
) -> list[Candidate]:  # fmt: skip
    """The model's favourite, where no rule has it and the model is sure enough."""
    head = max(odds, key=lambda one: odds[one])
    needed = _SAY_OF_STATEMENT if clause.mood == "statement" and head in QUESTIONS else _SAY
    if odds[head] < needed or any(one.head == head for one in proposed):
        return []
    return [
        replace(one, sure=odds[head])
        for one in rules.spoken_for(head, clause, mentions, 3.0 + 4.0 * odds[head])
    ]


def _silenced(candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Another head always goes before this one, and stands about as surely."""
    return any(
        candidate.head in silences().get(other.head, ())
        and other.head not in silences().get(candidate.head, ())
        and other.score >= candidate.score - _MARGIN
        for other in candidates
    )


def _gives_way(candidate: Candidate, other: Candidate, *, together: bool) -> bool:
    if candidate.head == other.head:
        return candidate.label == other.label
    if candidate.head in silences().get(other.head, ()):
        return True
    if together and {candidate.head, other.head} == _TOGETHER:
        return False
    return _overlap(candidate, other) > _SAME_WORDS


def _overlap(candidate: Candidate, other: Candidate) -> float:
    """Share of the candidate's words that the other has already."""
    shared = min(candidate.end, other.end) - max(candidate.start, other.start)
    return max(0, shared) / max(1, candidate.end - candidate.start)


def _vaguer(one: Candidate, accepted: Sequence[Candidate], clause: Clause) -> bool:
    """A bare head, or a broad object, beside the same head with a narrower one."""
    rivals = [other for other in accepted if other.head == one.head and other.label != one.label]
    if ":" not in one.label:
        return bool(rivals)
    if one.head == "drug_history" and any(one.label.endswith(f":{other.subject}") for other in rivals):
        return True  # "how often do you take the painkillers?" does not ask whether
    return one.label in broad_labels() and any(
        ":" in other.label and other.label not in broad_labels() and not _listed_apart(one, other, clause)
        for other in rivals
    )


def _listed_apart(one: Candidate, other: Candidate, clause: Clause) -> bool:
    """"Any swelling or bruising": two items of a list, neither the other's broader name."""
    if one.label not in read_table("rules/precedence.toml")["apart"] or not one.mentions or not other.mentions:
        return False
    first, last = sorted((one.mentions[0], other.mentions[0]), key=lambda each: each.start)
    return first.end <= last.start and _joined(clause, first.end, last.start)


def _unique(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.label not in seen:
            seen.add(candidate.label)
            yield candidate
