"""A small language for phrases, so that tables stay readable.

A pattern is words separated by spaces; each word matches a token's base form:

- ``start|begin`` either word; ``swell*`` any word that begins so; ``@trouble`` a named set of ``sets.toml``;
  ``fine|all_right`` a choice of several words is joined by ``_``;
- ``<symptom>`` a mention of that kind found before; ``<symptom|diagnosis>`` of either;
- ``the?`` may be missing; ``..`` up to four words between, ``...`` up to twelve;
- ``^`` and ``$`` the clause begins or ends here.

Articles and possessives that stand between two pattern words need no mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pz_tui.consultation.understanding.tables import built, read_table
from pz_tui.consultation.understanding.text import Token, base_form, even_word

SHORT_GAP, LONG_GAP = 4, 12
_TRANSPARENT = frozenset({"the", "a", "an", "your", "my", "his", "her", "their", "this", "that", "any", "some"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in a clause: the half-open range of tokens, its kind and concept."""

    start: int
    end: int
    kind: str
    id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stands, how much of it is literal, and the mentions it took."""

    start: int
    end: int
    weight: float
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0
    mark: str = ""
    weight: float = 0.0

    def fits(self, token: Token) -> bool:
        return token.base in self.words or (bool(self.prefixes) and token.base.startswith(self.prefixes))


    def openings(
        self, tokens: Sequence[Token], at: Mapping[int, Sequence[Mention]], where: Mapping[str, Sequence[int]]
    ) -> Iterable[int]:
        """Places where a pattern that begins with this may stand."""
        if self.mark == "^":
            return (0,)
        if self.optional or self.gap or self.phrases or self.mark:
            return range(len(tokens))
        places = {place for word in self.words & where.keys() for place in where[word]}
        if self.prefixes:
            places.update(place for place, token in enumerate(tokens) if token.base.startswith(self.prefixes))
        if self.kinds:
            places.update(at)
        return sorted(places)


class Pattern:
    """One compiled pattern.

    Attributes:
        keys: words of which one must be there for the pattern to match, or kinds as ``<kind>``; the
            index of ``Matcher`` looks patterns up by them.
        stems: beginnings that serve as keys.

    Most patterns are never needed in a session: what is not built beforehand is worked out when first used.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.keys: Sequence[str]
        self.stems: Sequence[str]
        known = built()["keys"].get(source)
        self.keys, self.stems = known if known is not None else _keys(self._elements)

    @cached_property
    def _elements(self) -> tuple[_Element, ...]:
        return tuple(_element(part) for part in self.source.split())

    def matches(
        self, tokens: Sequence[Token], at: Mapping[int, Sequence[Mention]], where: Mapping[str, Sequence[int]]
    ) -> list[Match]:
        """Every place it stands, the heaviest reading of each start.

        ``at``: the mentions that begin at a place; ``where``: the places of a base form.
        """
        found: list[Match] = []
        for start in self._elements[0].openings(tokens, at, where):
            best = self._run(tokens, at, 0, start, start)
            if best is not None and best.end > best.start:
                found.append(best)
        return found

    def _run(
        self, tokens: Sequence[Token], at: Mapping[int, Sequence[Mention]], step: int, place: int, origin: int
    ) -> Match | None:
        if step == len(self._elements):
            return Match(origin, place, 0.0)
        element = self._elements[step]
        if element.mark:
            edge = place == 0 if element.mark == "^" else place == len(tokens)
            return self._run(tokens, at, step + 1, place, origin) if edge else None
        if element.gap:
            return self._across(tokens, at, step, place, origin, element.gap)
        options = self._taken(tokens, at, step, place, origin)
        if not options and step and place < len(tokens) and tokens[place].base in _TRANSPARENT:
            options = self._taken(tokens, at, step, place + 1, origin)
        if element.optional:
            skipped = self._run(tokens, at, step + 1, place, origin)
            if skipped is not None:
                options.append(skipped)
        return max(options, key=_preference, default=None)

    def _across(
        self, tokens: Sequence[Token], at: Mapping[int, Sequence[Mention]], step: int, place: int, origin: int,
        gap: int,
    ) -> Match | None:  # fmt: skip
        for skip in range(min(gap, len(tokens) - place) + 1):
            rest = self._run(tokens, at, step + 1, place + skip, origin)
            if rest is not None:
                return rest
        return None

    def _taken(
        self, tokens: Sequence[Token], at: Mapping[int, Sequence[Mention]], step: int, place: int, origin: int
    ) -> list[Match]:
        element, options = self._elements[step], []
        if place < len(tokens) and element.fits(tokens[place]):
            rest = self._run(tokens, at, step + 1, place + 1, origin)
            if rest is not None:
                options.append(Match(rest.start, rest.end, rest.weight + element.weight, rest.mentions))
        for phrase in element.phrases:
            if _spells(phrase, tokens, place):
                rest = self._run(tokens, at, step + 1, place + len(phrase), origin)
                if rest is not None:
                    weight = rest.weight + element.weight
                    options.append(Match(rest.start, rest.end, weight, rest.mentions))
        if element.kinds:
            for mention in at.get(place, ()):
                if mention.kind in element.kinds:
                    rest = self._run(tokens, at, step + 1, mention.end, origin)
                    if rest is not None:
                        weight = rest.weight + element.weight
                        options.append(Match(rest.start, rest.end, weight, (mention, *rest.mentions)))
        return options


@cache
def compiled(source: str) -> Pattern:
    """The pattern, each compiled once."""
    return Pattern(source)


def _spells(phrase: Sequence[str], tokens: Sequence[Token], place: int) -> bool:
    return place + len(phrase) <= len(tokens) and all(
        tokens[place + step].base == word for step, word in enumerate(phrase)
    )


def keys_of(source: str) -> tuple[Sequence[str], Sequence[str]]:
    """The words, and the beginnings of words, by which a pattern is looked up."""
    return _keys([_element(part) for part in source.split()])


def _preference(match: Match) -> tuple[float, int]:
    return (match.weight, -(match.end - match.start))


def _element(part: str) -> _Element:
    if part == "..":
        return _Element(gap=SHORT_GAP)
    if part == "...":
        return _Element(gap=LONG_GAP)
    if part in ("^", "$"):
        return _Element(mark=part)
    optional = part.endswith("?")
    words: set[str] = set()
    prefixes: list[str] = []
    kinds: set[str] = set()
    phrases: list[tuple[str, ...]] = []
    for choice in part.rstrip("?").replace("<", "|<").split("|"):
        if choice.startswith("<") or choice.endswith(">"):
            kinds.add(choice.strip("<>"))
        elif choice.startswith("@"):
            words |= word_set(choice[1:])
        elif choice.endswith("*"):
            prefixes.append(choice[:-1])
        elif "_" in choice:
            phrases.append(tuple(base_form(even_word(word)) for word in choice.split("_")))
        elif choice:
            words.add(base_form(even_word(choice)))
    weight = _weight(words, prefixes, kinds)
    return _Element(
        frozenset(words), tuple(phrases), tuple(prefixes), frozenset(kinds), optional, weight=weight
    )


@cache
def word_set(name: str) -> frozenset[str]:
    """A named set of words, in base form; ``*`` is not allowed there."""
    return frozenset(base_form(even_word(word)) for word in read_table("sets.toml")[name])


@cache
def function_words() -> frozenset[str]:
    """Words that carry little by themselves."""
    return word_set("function")


def _weight(words: set[str], prefixes: list[str], kinds: set[str]) -> float:
    if kinds or prefixes:
        return 1.0
    return 0.4 if words & function_words() else 1.0


def _keys(elements: Sequence[_Element]) -> tuple[Sequence[str], Sequence[str]]:
    """The rarest element that must be there: content words before function words, few before many."""
    needed = [one for one in elements if not (one.optional or one.gap or one.mark)]
    if not needed:
        raise ValueError("a pattern needs a word that must be there")
    best = min(needed, key=lambda one: (-one.weight, bool(one.kinds), len(one.words) + 3 * len(one.prefixes)))
    openings = {phrase[0] for phrase in best.phrases}
    return sorted(best.words | openings | {f"<{kind}>" for kind in best.kinds}), best.prefixes
