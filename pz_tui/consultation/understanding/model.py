"""A small linear model over words that judges which head a clause has, learned from the phrase bank.

It knows no more than the phrases (``phrases/*.toml``) and what the rules propose; ``learn.py`` makes its weights.
Rules alone miss what nobody foresaw, the model alone confuses what one word decides: ``reading`` uses both.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from pz_tui.consultation.understanding.clauses import Clause, without_lead
from pz_tui.consultation.understanding.pattern import Mention, function_words
from pz_tui.consultation.understanding.rules import Candidate
from pz_tui.consultation.understanding.tables import HERE, read_table

WEIGHTS = HERE / "weights.json"
SCALE = 0.01
_SMALL = 0.12
_STEM = 4
_BEST = 4

Weights = Mapping[str, Mapping[str, float]]


def features(clause: Clause, mentions: Sequence[Mention], candidates: Sequence[Candidate]) -> list[str]:
    """What the model sees: words, stems, pairs, kinds of things named, and the rules' best proposals."""
    tokens = without_lead(clause.tokens) or clause.tokens
    words = [_persons().get(token.base, token.base) for token in tokens]
    left_out = len(clause.tokens) - len(tokens)
    mentions = [
        replace(one, start=one.start - left_out, end=one.end - left_out) for one in mentions if one.start >= left_out
    ]
    tagged = _tagged(words, mentions)
    out = {f"w:{word}" for word in words}
    out |= {f"s:{word[:_STEM]}" for word in words if len(word) > _STEM and word not in function_words()}
    out |= {f"p:{one} {two}" for one, two in zip(["^", *tagged], [*tagged, "$"], strict=True)}
    out |= {f"k:{mention.kind}" for mention in mentions} | {f"i:{one.kind}:{one.id}" for one in mentions}
    out |= {f"t:{one} {two} {three}" for one, two, three in zip(tagged, tagged[1:], tagged[2:], strict=False)}
    out |= set(_proposals(candidates)) | {f"m:{clause.mood}"}
    if len(words) <= 2:
        out.add("short")
    return sorted(out)


@cache
def _persons() -> dict[str, str]:
    """A child, a relative or "they" is asked about in the words that the patient is."""
    return dict(read_table("text.toml")["persons"])


def _proposals(candidates: Sequence[Candidate]) -> Iterator[str]:
    seen: list[str] = []
    for one in candidates:
        if one.head not in seen:
            seen.append(one.head)
    for place, head in enumerate(seen[:_BEST]):
        yield f"r:{head}"
        if place == 0:
            yield f"r1:{head}"
    if not seen:
        yield "r:"


def _tagged(words: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
    """The words with each named thing replaced by its kind."""
    tags: dict[int, Mention] = {}
    for mention in mentions:
        if mention.kind in ("symptom", "diagnosis", "drug", "test", "relative"):
            best = tags.get(mention.start)
            if best is None or mention.end > best.end:
                tags[mention.start] = mention
    out, place = [], 0
    while place < len(words):
        if place in tags:
            out.append(f"<{tags[place].kind}>")
            place = tags[place].end
        else:
            out.append(words[place])
            place += 1
    return out


def probabilities(seen: Sequence[str], weights: Weights, scale: float = 1.0) -> dict[str, float]:
    """Head -> probability; ``scale`` is what the weights are in."""
    scores: dict[str, float] = dict.fromkeys(weights["heads"], 0.0)
    for feature in seen:
        if feature in weights:
            for head, weight in weights[feature].items():
                scores[head] += weight
    top = max(scores.values())
    exps = {head: math.exp((score - top) * scale) for head, score in scores.items()}
    total = sum(exps.values())
    return {head: value / total for head, value in exps.items()}


class Shipped(Mapping[str, Mapping[str, float]]):
    """The shipped weights, in hundredths; a row is only read when its feature is met, most never are."""

    def __init__(self, text: str) -> None:
        data = json.loads(text)
        self._heads: list[str] = data["heads"]
        self._rows: dict[str, str] = data["rows"]
        self._read: dict[str, Mapping[str, float]] = {"heads": dict.fromkeys(self._heads, 0.0)}

    def __getitem__(self, feature: str) -> Mapping[str, float]:
        row = self._read.get(feature)
        if row is None:
            numbers = [int(number) for number in self._rows[feature].split()]
            row = {self._heads[head]: w for head, w in zip(numbers[::2], numbers[1::2], strict=True)}
            self._read[feature] = row
        return row

    def __contains__(self, feature: object) -> bool:
        return feature in self._rows or feature in self._read

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@cache
def weights() -> Weights:
    """The shipped weights, in hundredths (``SCALE``)."""
    return Shipped(WEIGHTS.read_text(encoding="utf-8"))


def packed(table: Weights) -> str:
    """Weights as they are shipped: hundredths, small ones left out, heads by number."""
    heads = sorted(table["heads"])
    rows = {
        feature: " ".join(
            f"{heads.index(head)} {round(w / SCALE)}" for head, w in row.items() if abs(w) >= _SMALL
        )
        for feature, row in sorted(table.items())
        if feature != "heads"
    }
    shipped = {"heads": heads, "rows": {feature: row for feature, row in rows.items() if row}}
    return json.dumps(shipped, separators=(",", ":"), sort_keys=True) + "\n"
