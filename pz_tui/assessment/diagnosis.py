"""Grading the submitted differential against the truth.

The answer is data: a line that denies a diagnosis, or that tells the grader what to do, scores as blank. What no
list knows is "could not judge", never "wrong".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pz_tui.assessment.coverage import askable, disclosures
from pz_tui.assessment.naming import How, opposite, plain, relation
from pz_tui.consultation.turn import Turn
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact
from pz_tui.record.patient import DifferentialItem, PatientRecord

Outcome = Literal["correct", "partly", "wrong", "could_not_judge", "blank"]
_Judged = tuple[Outcome, How | Literal["organ"], str, str]
"""Outcome, how the name was recognised, what it was taken for, and why."""


class Graded(Frozen):
    """One line of the submitted differential.

    Attributes:
        rank: from 1. confidence: 0 to 100 %, as submitted.
        how: which way the name was recognised, empty where it was not.
        matched: the diagnosis of the record or lexicon it was taken for; ``also`` when a line names several.
        why: the outcome in one sentence.
    """

    rank: int
    name: str
    confidence: int
    outcome: Outcome
    how: How | Literal["several", "organ"] = ""
    matched: str = ""
    also: tuple[str, ...] = ()
    why: str


class Rival(Frozen):
    """A diagnosis of the record's differential, with what speaks for and against it."""

    name: str
    named: bool
    cant_miss: bool
    truth: bool
    for_it: tuple[str, ...] = ()
    against_it: tuple[str, ...] = ()


class DiagnosisReport(Frozen):
    """The submitted differential against the truth.

    Attributes:
        rank: of the first correct line, None for none; a partly correct one does not count.
        cant_miss_named, cant_miss_missed: of those that must not be missed, the truth included.
        brier: mean squared distance of confidence from outcome over judged lines (0 best, 1 worst).
        calibration: the same in words, for the first line.
        told_early: turn in which a diagnosis was told too early, else None; ``early_because`` says why.
    """

    truth: str
    code: str
    graded: tuple[Graded, ...]
    rank: int | None
    top1: bool
    top3: bool
    cant_miss_named: tuple[str, ...]
    cant_miss_missed: tuple[str, ...]
    brier: float | None
    calibration: str
    told_early: int | None
    early_because: str = ""
    rivals: tuple[Rival, ...]


_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:rubric|instruction|previous|above|rule|prompt|everything)"
    r"|\b(?:mark|grade|score|count|accept)\b.{0,30}\b(?:correct|right|full|100|pass|answer|true)\b"
    r"|\b(?:full marks|system prompt|rubric|you are (?:a|an|the) (?:grader|examiner|assistant|model))\b"
    r"|\b(?:same as|whatever) (?:the )?(?:truth|answer|correct|record)",
    re.IGNORECASE | re.DOTALL,
)
_DENIED = re.compile(
    r"^\s*(?:not|no|isn't|is not|never|unlikely|excluded?|against)\b|\b(?:is|are|seems?|very) (?:unlikely|excluded|"
    r"ruled out)\b|\b(?:unlikely|excluded|ruled out)\s*$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s+(?:or|vs\.?|versus)\s+|\s*[/;,+]\s*", re.IGNORECASE)
_NOTHING = re.compile(r"^\W*(?:n/?a|none|nil|unknown|don'?t know|dunno|no idea|not sure|\?+|-+)?\W*$", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:problem|trouble|issue|cause|condition|disease|disorder|event|something|pathology|origin)s?\b", re.IGNORECASE
)
# words of a diagnosis -> how people name the organ in a vague answer
_ORGANS = {
    "cardi|coronary|myocard|angina|atrial|heart": "heart|cardiac|cardiovascular|coronary",
    "append|bowel|colitis|intestin|gastr|abdom": "abdominal|bowel|gut|appendix|surgical",
    "migraine|headache|stroke|cereb|mening|epilep|seiz": "brain|neurological|head|cerebral",
    "pulmon|pneumo|bronch|asthma|lung|copd": "lung|chest|respiratory|pulmonary",
    "depress|anxiety|psychos|bipolar|panic": "psychiatric|mental|psychological|mood",
    "renal|kidney|ureter|pyelo|nephr": "kidney|renal|urinary",
    "thyroid": "thyroid|endocrine", "diabet": "endocrine|sugar",
}  # fmt: skip


def grade(
    record: PatientRecord, facts: Sequence[Fact], turns: Sequence[Turn], differential: Sequence[tuple[str, int]],
    concepts: Mapping[str, Concept],
) -> DiagnosisReport:  # fmt: skip
    """The report on ``differential``, a ranked list of names with confidences in per cent."""
    judge = _Judge(record, concepts)
    graded = tuple(judge.line(rank, name, sure) for rank, (name, sure) in enumerate(differential, start=1))
    told = _told(turns)
    because = _too_early(record, facts, turns, told) if told is not None else ""
    right = next((line.rank for line in graded if line.outcome == "correct"), None)
    named = {line.matched for line in graded if line.outcome in ("correct", "wrong")}
    named |= {other for line in graded for other in line.also}
    rivals = tuple(
        Rival(name=item.name, named=item.name in named, cant_miss=item.cant_miss, truth=item.truth,
              for_it=item.for_it, against_it=item.against_it)
        for item in record.differential
    )  # fmt: skip
    return DiagnosisReport(
        truth=record.condition.name, code=record.condition.code, graded=graded, rank=right, top1=right == 1,
        top3=right is not None and right <= 3,
        cant_miss_named=tuple(item.name for item in rivals if item.cant_miss and item.named),
        cant_miss_missed=tuple(item.name for item in rivals if item.cant_miss and not item.named),
        brier=_brier(graded), calibration=_calibration(graded), rivals=rivals,
        told_early=told if because else None, early_because=because,
    )  # fmt: skip


class _Judge:
    """Knows the truth, its rivals and every diagnosis of the lexicon, each with its names."""

    def __init__(self, record: PatientRecord, concepts: Mapping[str, Concept]) -> None:
        what = record.condition
        self._concepts = concepts
        own = next((item for item in record.differential if item.truth), None)
        self.truth = own.name if own else what.name
        self._own = (what.name, *what.aliases, *self._names_of(what.id),
                             *(self._names_of(own.concept) if own else ()))  # fmt: skip
        self._rivals = [(item, self._names(item)) for item in record.differential if not item.truth]
        parents = _ancestors(what.id, concepts)
        self._broader = tuple(name for parent in parents for name in self._names_of(parent))
        kinds = [concept.id for concept in concepts.values() if what.id in concept.broader]
        self._narrower = tuple(name for kind in kinds for name in self._names_of(kind))
        related = {what.id, *parents, *kinds}
        mine = {plain(name) for name in self._own}
        self._others = [
            (concept.name, tuple(name for name in self._names_of(concept.id) if plain(name) not in mine))
            for concept in concepts.values() if concept.kind == "diagnosis" and concept.id not in related
        ]  # fmt: skip
        self._others = [(name, names) for name, names in self._others if names]

    def _names_of(self, concept: str) -> tuple[str, ...]:
        known = self._concepts.get(concept)
        return (known.name, *known.lay, *known.clinical) if known else ()

    def _names(self, item: DifferentialItem) -> tuple[str, ...]:
        return self._names_of(item.concept)

    def line(self, rank: int, name: str, sure: int) -> Graded:
        """The grade of one line."""
        name, sure = " ".join(name.split())[:300], max(0, min(100, sure))
        common: dict[str, Any] = {"rank": rank, "name": name, "confidence": sure}
        if _NOTHING.match(name) or _ORDERS.search(name) or _DENIED.search(name):
            return Graded(**common, outcome="blank", why="The line names no diagnosis.")
        parts = [part for part in _SEVERAL.split(name) if part.strip()]
        whole = self._one(name)
        if len(parts) > 1 and whole[0] != "correct":
            return self._several(common, [self._one(part) for part in parts], whole)
        outcome, how, matched, why = whole
        return Graded(**common, outcome=outcome, how=how, matched=matched, why=why)

    def _several(self, common: dict[str, Any], each: list[_Judged], whole: _Judged) -> Graded:
        """A line with several names: at best partly right, and each name it holds counts as named."""
        also = tuple(dict.fromkeys(matched for outcome, _, matched, _ in each if outcome in ("correct", "wrong")))
        if any(outcome in ("correct", "partly") for outcome, *_ in each):
            return Graded(**common, outcome="partly", how="several", matched=self.truth, also=also,
                          why="One of several on a line; each belongs on a line of its own.")  # fmt: skip
        outcome, how, matched, why = next((item for item in each if item[0] == "wrong"), whole)
        return Graded(**common, outcome=outcome, how=how, matched=matched, also=also, why=why)

    def _one(self, name: str) -> _Judged:
        if any(opposite(name, other) for other in self._own):
            return "wrong", "exact", name, f"One word apart from {self.truth}, and that word decides."
        how = relation(name, self._own[0], self._own[1:])
        rival, rival_how = self._rival(name)
        other = "" if how in ("exact", "synonym", "abbreviation") else self._lexicon(name)
        named: tuple[How, ...] = ("exact", "synonym", "abbreviation")
        if rival and rival_how in named and how not in named:
            return "wrong", rival_how, rival, f"That is {rival}, a rival in this case."
        if other:
            return "wrong", "exact", other, "That is another diagnosis."
        if how in (*named, "typo"):
            return self._right(name, how, rival, rival_how)
        if how == "parent" or any(relation(name, parent) in (*named, "typo") for parent in self._broader):
            return "partly", "parent", self.truth, "Right, but too general."
        if how == "child" or any(relation(name, kind) in (*named, "typo") for kind in self._narrower):
            return "partly", "child", self.truth, "Right, but narrower than the findings support."
        if rival:
            return "wrong", rival_how, rival, f"That is {rival}, a rival in this case."
        return self._elsewhere(name)

    def _right(self, name: str, how: How, rival: str, rival_how: How) -> _Judged:
        if how != "exact" and rival_how in ("exact", "synonym", "abbreviation", "parent"):
            return "partly", "parent", self.truth, f"Too general: it fits {rival} as well."
        general = how != "exact" and any(plain(name) == plain(parent) for parent in self._broader)
        return "correct", how, self.truth, (
            f"That is the diagnosis; name the type as well: {self.truth}." if general else "That is the diagnosis."
        )

    def _elsewhere(self, name: str) -> _Judged:
        if self._right_organ(name):
            return "partly", "organ", self.truth, "The right organ, but no diagnosis."
        misspelt = next((known for known, names in self._others if relation(name, names[0], names[1:]) == "typo"), "")
        if misspelt:
            return "wrong", "typo", misspelt, f"Taken for {misspelt}, another diagnosis."
        return "could_not_judge", "", "", "No list here knows this name; judge it yourself."

    def _rival(self, name: str) -> tuple[str, How]:
        order: tuple[How, ...] = ("exact", "synonym", "abbreviation", "typo", "child", "parent")
        found = [(relation(name, item.name, names), item.name) for item, names in self._rivals]
        found = [pair for pair in found if pair[0]]
        best = min(found, key=lambda pair: order.index(pair[0]), default=("", ""))
        return best[1], best[0]

    def _lexicon(self, name: str) -> str:
        """Another diagnosis of the lexicon that bears this very name, as the lexicon writes it."""
        said = plain(name)
        return next((other for _, names in self._others for other in names if plain(other) == said), "")

    def _right_organ(self, name: str) -> bool:
        truth = " ".join(self._own).lower()
        return bool(_VAGUE.search(name)) and any(
            re.search(organ, truth) and re.search(rf"\b(?:{vague})\b", name, re.IGNORECASE)
            for organ, vague in _ORGANS.items()
        )


def _ancestors(concept: str, concepts: Mapping[str, Concept]) -> tuple[str, ...]:
    """Everything the concept is a kind of, nearest first."""
    found: list[str] = []
    queue = [concept]
    while queue:
        known = concepts.get(queue.pop(0))
        fresh = [parent for parent in (known.broader if known else ()) if parent not in found]
        found += fresh
        queue += fresh
    return tuple(found)


def _brier(graded: Sequence[Graded]) -> float | None:
    judged = [line for line in graded if line.outcome in ("correct", "partly", "wrong")]
    if not judged:
        return None
    return round(sum((line.confidence / 100 - (line.outcome == "correct")) ** 2 for line in judged) / len(judged), 3)


def _calibration(graded: Sequence[Graded]) -> str:
    first = graded[0] if graded else None
    if first is None or first.outcome in ("blank", "could_not_judge"):
        return "There is no first line to judge your confidence by."
    right, sure = first.outcome == "correct", first.confidence
    if sure >= 70:
        return f"You were {sure} % sure, and {'right' if right else 'not right'}." + (
            "" if right else " High confidence in a wrong line is where harm comes from: ask what would not fit."
        )
    if sure <= 40:
        return f"You were only {sure} % sure, and {'right: the findings allowed more' if right else 'rightly so'}."
    return f"You were {sure} % sure, and {'right' if right else 'not right'}."


def _told(turns: Sequence[Turn]) -> int | None:
    """The first turn in which a diagnosis was told."""
    events = (event for turn in turns for event in turn.events)
    return next((event.turn for event in events if event.kind == "told" and event.what == "diagnosis"), None)


def _too_early(record: PatientRecord, facts: Sequence[Fact], turns: Sequence[Turn], told: int) -> str:
    """Why a diagnosis told in turn ``told`` came too early (premature closure); empty when it did not."""
    out = disclosures(turns)
    key = [fact.id for fact in askable(facts) if fact.importance >= 2]
    known = sum(fact in out and out[fact][0].turn <= told for fact in key)
    if key and known < len(key) / 3:
        return "before a third of the essential history was known"
    needed = {test.test for test in record.investigations if test.usefulness == "essential"}
    done = {event.test for turn in turns if turn.index <= told for event in turn.events if event.kind == "tested"}
    return "before any of its essential tests was done" if needed and not needed & done else ""
