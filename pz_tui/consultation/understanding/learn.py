"""Learns the weights of ``model`` from the phrase bank: ``python -m pz_tui.consultation.understanding.learn``.

Softmax regression by stochastic gradient with per-weight step sizes (AdaGrad), in plain Python and in a fixed
order, so that the same phrases give the same weights everywhere.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pz_tui.consultation.understanding.clauses import clauses_of, whole
from pz_tui.consultation.understanding.labels import head_of
from pz_tui.consultation.understanding.model import WEIGHTS, features, packed, probabilities
from pz_tui.consultation.understanding.names import Names
from pz_tui.consultation.understanding.rules import Rules
from pz_tui.consultation.understanding.tables import read_folder
from pz_tui.consultation.understanding.text import tokens_of
from pz_tui.knowledge.library import load

EPOCHS, RATE, DECAY = 12, 0.25, 1e-4
Example = tuple[list[str], str]


def phrases() -> Iterator[tuple[str, str]]:
    """(label, phrasing) of the whole bank."""
    for labels in read_folder("phrases").values():
        for label, lines in labels.items():
            for line in lines.strip().splitlines():
                yield label, line


def examples(names: Names, rules: Rules) -> list[Example]:
    """Features and head of every phrasing."""
    out: list[Example] = []
    for label, line in phrases():
        tokens = tokens_of(line)
        if not tokens:
            continue
        clause = whole(tokens, clauses_of(tokens))
        mentions = names.mentions(tokens)
        out.append((features(clause, mentions, rules.candidates(clause, mentions)), head_of(label)))
    return out


def learn(data: Sequence[Example], epochs: int = EPOCHS) -> dict[str, dict[str, float]]:
    """Feature -> head -> weight."""
    order = list(range(len(data)))
    chance = random.Random("phrase bank")
    table: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    squares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    table["heads"] = {head: 0.0 for head in sorted({head for _, head in data})}
    for _ in range(epochs):
        chance.shuffle(order)
        for number in order:
            seen, truth = data[number]
            for head, p in probabilities(seen, table).items():
                gradient = p - (head == truth)
                if abs(gradient) < 0.003:
                    continue
                for feature in seen:
                    squares[feature][head] += gradient * gradient
                    step = RATE / (0.1 + squares[feature][head]) ** 0.5
                    weight = table[feature][head]
                    table[feature][head] = weight - step * (gradient + DECAY * weight)
    return table


def main() -> None:
    """Write the weights."""
    WEIGHTS.write_text(packed(learn(examples(Names(load()), Rules()))), encoding="utf-8")


if __name__ == "__main__":
    main()
