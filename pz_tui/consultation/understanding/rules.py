"""The rules that recognise each label, read from ``rules/*.toml`` and matched against a clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pz_tui.consultation.understanding.clauses import Clause
from pz_tui.consultation.understanding.labels import head_of
from pz_tui.consultation.understanding.matcher import Matcher
from pz_tui.consultation.understanding.pattern import Match, Mention, Pattern, compiled
from pz_tui.consultation.understanding.tables import read_folder, read_table

_NO_RULES = frozenset({"precedence.toml", "carry.toml"})

TIERS = {"strong": 6.0, "asks": 4.0, "hints": 2.0}
"""What a pattern of each list weighs before the words that it matched are added."""


_ABOUT_DRUGS = frozenset({"allergies", "drug_history"})


@dataclass(frozen=True, slots=True)
class Rule:
    """How one label is recognised (keys of the tables: see ``rules/complaint.toml``)."""

    label: str
    mood: str
    objects: tuple[str, ...]
    each: bool
    never: Matcher[str] | None = field(compare=False)

    @property
    def head(self) -> str:
        """The head of its label."""
        return head_of(self.label)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that a rule proposes for a stretch of a clause."""

    label: str
    score: float
    start: int
    end: int
    mentions: tuple[Mention, ...] = ()
    subject: str = ""
    """What it is about besides its object: the relative in "did your mother have diabetes?"."""
    sure: float = 1.0
    """How likely the model finds its head."""

    @property
    def head(self) -> str:
        """The head of its label."""
        return head_of(self.label)


class Rules:
    """All rules, indexed."""

    def __init__(self) -> None:
        entries: list[tuple[Pattern, tuple[Rule, float]]] = []
        for file, tables in read_folder("rules").items():
            if file in _NO_RULES:
                continue
            for label, table in tables.items():
                rule = _rule(label, table)
                for tier, weight in TIERS.items():
                    entries += [(compiled(source), (rule, weight)) for source in table.get(tier, ())]
        self._matcher = Matcher(entries)
        self._of_head = {rule.label: rule for _, (rule, _) in entries if ":" not in rule.label}

    def candidates(self, clause: Clause, mentions: Sequence[Mention]) -> list[Candidate]:
        """Everything any rule proposes, the surest first."""
        ruled_out: dict[str, bool] = {}
        found: list[Candidate] = []
        for match, (rule, weight) in self._matcher.find(clause.tokens, mentions):
            if (rule.mood == "ask" and not clause.asks) or (rule.mood == "say" and clause.mood == "question"):
                continue
            if rule.label not in ruled_out:
                ruled_out[rule.label] = _any(rule.never, clause, mentions)
            if not ruled_out[rule.label]:
                found += _with_objects(rule, match, weight + match.weight, mentions)
        return sorted(found, key=lambda one: (-one.score, one.start, one.label))


    def words(self) -> Iterator[str]:
        """The words that rules are found by, for spelling."""
        return self._matcher.words()

    def spoken_for(
        self, head: str, clause: Clause, mentions: Sequence[Mention], score: float
    ) -> list[Candidate]:
        """The head as read from the whole clause, with the objects its rules would take."""
        everything = Match(0, len(clause.tokens), 0.0)
        rule = self._of_head.get(head)
        if rule is None:
            return [Candidate(head, score, 0, len(clause.tokens))]
        return list(_with_objects(rule, everything, score, mentions))


@cache
def silences() -> dict[str, frozenset[str]]:
    """Head -> heads that give way to it within a clause."""
    return {head: frozenset(others) for head, others in read_table("rules/precedence.toml")["over"].items()}


@cache
def broad_labels() -> frozenset[str]:
    """Labels that only count where no narrower one of their head was found."""
    return frozenset(read_table("rules/precedence.toml")["broad"])


def _rule(label: str, table: dict[str, Any]) -> Rule:
    never = [(compiled(source), source) for source in table.get("never", ())]
    return Rule(
        label, table.get("mood", ""), tuple(table.get("object", ())), bool(table.get("each")),
        Matcher(never) if never else None,
    )  # fmt: skip


def _any(never: Matcher[str] | None, clause: Clause, mentions: Sequence[Mention]) -> bool:
    return never is not None and never.any(clause.tokens, mentions)


def _first_kind(rule: Rule, mentions: Sequence[Mention]) -> str:
    """The first kind of object the rule takes that is named at all."""
    return next((kind for kind in rule.objects if any(one.kind == kind for one in mentions)), "")


def _distance(mention: Mention, match: Match) -> int:
    """Words between the two, what follows before what precedes."""
    return max(mention.start - match.end, 0) + max(match.start - mention.end + 1, 0)


def _with_objects(
    rule: Rule, match: Match, score: float, mentions: Sequence[Mention]
) -> Iterator[Candidate]:
    """One candidate, or one for each mention that names an object."""
    if ":" in rule.label or not rule.objects:
        drug = next((one.id for one in mentions if one.kind == "drug"), "") if rule.head in _ABOUT_DRUGS else ""
        yield Candidate(rule.label, score, match.start, match.end, match.mentions, drug)
        return
    named = [one for one in match.mentions if one.kind in rule.objects]
    if not named:
        nearby = [one for one in mentions if one.kind == _first_kind(rule, mentions)]
        named = nearby if rule.each else sorted(nearby, key=lambda one: _distance(one, match))[:1]
    if not named:
        yield Candidate(rule.label, score, match.start, match.end)
    for mention in named if rule.each else named[:1]:
        start, end = min(match.start, mention.start), max(match.end, mention.end)
        yield Candidate(f"{rule.label}:{mention.id}", score, start, end, (mention,))
