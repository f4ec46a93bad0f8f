"""Builds what is shipped beside the tables: ``python -m pz_tui.consultation.understanding.learn``.

``built.json``: the tables in a form that loads fast. ``weights.json``: the weights of ``model``, learned from the
phrase bank by softmax regression with per-weight step sizes (AdaGrad), in plain Python and in a fixed order, so
that the same phrases give the same weights everywhere. Run it after any change of a table or a phrase.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence

from pz_tui.consultation.understanding import names as naming
from pz_tui.consultation.understanding import pattern, tables, text
from pz_tui.consultation.understanding.clauses import clauses_of, whole
from pz_tui.consultation.understanding.labels import head_of
from pz_tui.consultation.understanding.model import WEIGHTS, features, packed
from pz_tui.consultation.understanding.rules import Rules
from pz_tui.knowledge.library import Library, load

EPOCHS, RATE, DECAY = 4, 0.25, 1e-4
_SETTLED = 0.003
Example = tuple[list[str], str]


def phrases() -> Iterator[tuple[str, str]]:
    """(label, phrasing) of the whole bank."""
    for path in sorted((tables.HERE / "phrases").glob("*.toml")):
        for label, lines in tables.parsed(f"phrases/{path.name}").items():
            for line in lines.strip().splitlines():
                yield label, line


def examples(names: naming.Names, rules: Rules) -> list[Example]:
    """Features and head of every phrasing, each a second time without the rules' proposals.

    The rules were widened on these very phrases; on others they fail more often, and the model has to know.
    """
    out: list[Example] = []
    for label, line in phrases():
        tokens = text.tokens_of(line)
        if not tokens:
            continue
        clause = whole(tokens, clauses_of(tokens))
        mentions = names.mentions(tokens)
        seen = features(clause, mentions, rules.candidates(clause, mentions))
        out.append((seen, head_of(label)))
        out.append(([one for one in seen if not one.startswith("r")], head_of(label)))
    return out


def learn(data: Sequence[Example], epochs: int = EPOCHS) -> dict[str, dict[str, float]]:
    """Feature -> head -> weight."""
    heads = sorted({head for _, head in data})
    places = {feature: place for place, feature in enumerate(dict.fromkeys(one for seen, _ in data for one in seen))}
    numbered = [([places[one] for one in seen], heads.index(head)) for seen, head in data]
    table = [[0.0] * len(heads) for _ in places]
    squares = [[0.1] * len(heads) for _ in places]
    order = list(range(len(data)))
    chance = random.Random("phrase bank")
    for _ in range(epochs):
        chance.shuffle(order)
        for number in order:
            seen, truth = numbered[number]
            for head, gradient in _wrongness([table[place] for place in seen], truth):
                _step(table, squares, seen, head, gradient)
    learnt = {feature: dict(zip(heads, table[place], strict=True)) for feature, place in places.items()}
    return learnt | {"heads": dict.fromkeys(heads, 0.0)}


def _wrongness(rows: Sequence[Sequence[float]], truth: int) -> list[tuple[int, float]]:
    """The heads whose probability is off, and by how much."""
    scores = [sum(column) for column in zip(*rows, strict=True)]
    top = max(scores)
    exps = [math.exp(score - top) for score in scores]
    total = sum(exps)
    off = [(head, value / total - (head == truth)) for head, value in enumerate(exps)]
    return [one for one in off if abs(one[1]) >= _SETTLED]


def _step(
    table: list[list[float]], squares: list[list[float]], seen: Sequence[int], head: int, gradient: float
) -> None:
    """One step against the gradient, the smaller the more steps a weight has had."""
    square = gradient * gradient
    for place in seen:
        past = squares[place]
        past[head] += square
        row = table[place]
        row[head] -= RATE / past[head] ** 0.5 * (gradient + DECAY * row[head])


def build(library: Library) -> str:
    """The text of ``built.json`` for the tables as they are."""
    read = {name: tables.parsed(name) for name in tables.table_names()}
    keys = {source: list(pattern.keys_of(source)) for source in sorted(set(_patterns(read)))}
    even = {name: naming.bases(name) for name in sorted(set(naming.phrases(library)))}
    broader = {one.id: list(one.broader) for one in library.concepts.values() if one.broader}
    words = sorted({word for _, line in phrases() for word in text.even(line) if word.isalpha()})
    built = {
        "digest": tables.digest(), "tables": read, "keys": keys, "even": even, "broader": broader,
        "words": dict.fromkeys(words, 1),
    }  # fmt: skip
    return json.dumps(built, separators=(",", ":"), ensure_ascii=False) + "\n"


def _patterns(read: dict[str, dict[str, object]]) -> Iterator[str]:
    for name, table in read.items():
        if "/" in name and not name.endswith(("precedence.toml", "carry.toml")):
            yield from _texts(table)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, str) and one.split())


def main() -> None:
    """Write both files."""
    library = load()
    tables.BUILT.write_text(build(library), encoding="utf-8")
    tables.built.cache_clear()
    tables.read_table.cache_clear()
    WEIGHTS.write_text(packed(learn(examples(naming.Names(library), Rules()))), encoding="utf-8")


if __name__ == "__main__":
    main()
