"""Reads lists of different topics: "smoking / alcohol / drugs", "any operations, and regular tablets?".

The rules for a clause look for one thing, mostly. Where a clause only lists topics, each is read by itself; the
items must be of a kind with the first ("does rest or exercise help" lists no topics).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pz_tui.consultation.understanding.clauses import Clause, without_lead
from pz_tui.consultation.understanding.labels import BACKGROUND, LEANING, head_of
from pz_tui.consultation.understanding.pattern import word_set
from pz_tui.consultation.understanding.rules import Candidate
from pz_tui.consultation.understanding.tables import read_table
from pz_tui.consultation.understanding.text import Token

_FIRST, _OTHER = 8, 4
"""The most words of the first item, which may hold the question, and of each other."""
_SURE = 0.5
_KINDS = (
    frozenset(BACKGROUND) | {"identity_check"},
    LEANING | {"aggravating", "relieving", "circumstances"},
    frozenset({"symptom"}),
    frozenset({"test"}),
    frozenset({"ideas", "concerns", "expectations"}),
    frozenset({"thanks", "closing"}),
)
"""Heads whose topics are listed together."""


def listed(
    clause: Clause, whole: Sequence[Candidate], read: Callable[[Clause], list[Candidate]]
) -> list[Candidate]:
    """The readings of a clause, with those of its items where it is a list of topics.

    ``whole``: what was read from it as one; ``read``: reads an item.
    """
    items = list(_items(clause))
    if len(items) < 2 or any(token.base in word_set("scene") for token in clause.tokens):
        return list(whole)
    found = [(start, _best(read(Clause(tokens, "fragment")))) for start, tokens in items]
    first = next((one.head for _, one in found[:1] if one is not None), "")
    kind = next((heads for heads in _KINDS if first in heads), frozenset())
    said = [_shifted(_meant(one, first), start) for start, one in found if one is not None]
    said = [one for one in said if one.head in kind]
    if len({one.label for one in said}) < 2:
        return list(whole)
    return _joined(whole, said)


def _items(clause: Clause) -> Iterator[tuple[int, tuple[Token, ...]]]:
    """Where each item begins, and its words; nothing when one is too long for a mere topic."""
    cuts: list[tuple[int, int]] = []
    start = len(clause.tokens) - len(without_lead(clause.tokens))
    for place, token in enumerate(clause.tokens):
        joins = token.base in word_set("listing")
        if joins or token.after == ",":
            cuts.append((start, place if joins else place + 1))
            start = place + 1
    cuts.append((start, len(clause.tokens)))
    cuts = [(start, end) for start, end in cuts if end > start]
    longest = [_FIRST, *[_OTHER] * len(cuts)]
    if all(end - start <= most for (start, end), most in zip(cuts, longest, strict=False)):
        yield from ((start, clause.tokens[start:end]) for start, end in cuts)


def _best(readings: Sequence[Candidate]) -> Candidate | None:
    """The surest reading of an item, if it is sure at all."""
    best = max(readings, key=lambda one: one.sure, default=None)
    return best if best is not None and best.sure >= _SURE else None


def _meant(one: Candidate, first: str) -> Candidate:
    """An item as meant beside the first: the weight, among symptoms, is whether it has changed."""
    if first == "family_history" and one.head in ("pmh", "symptom"):
        return replace(one, label=f"{first}:{one.label.partition(':')[2]}".rstrip(":"))
    meant = read_table("rules/carry.toml").get("listed", {}).get(first, {}).get(one.label)
    return replace(one, label=meant) if meant else one


def _shifted(one: Candidate, start: int) -> Candidate:
    mentions = tuple(replace(each, start=each.start + start, end=each.end + start) for each in one.mentions)
    return replace(one, start=one.start + start, end=one.end + start, mentions=mentions)


def _joined(whole: Sequence[Candidate], items: Sequence[Candidate]) -> list[Candidate]:
    """Both, what the whole says of a head before what an item does, in the order of their words."""
    sure = {one.label: one.sure for one in items}
    known = {one.label for one in whole} | {head_of(one.label) for one in whole if ":" in one.label}
    out = [replace(one, sure=max(one.sure, sure.get(one.label, 0.0))) for one in whole]
    out += [one for one in items if one.label not in known]
    return sorted(out, key=lambda one: (one.start, one.end))
