"""What ``pz-chat check`` says about knowledge files: faults of shape, and what only shows across files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, Protocol

from pydantic import ValidationError

from pz_tui.knowledge.files import LEVELS, LexiconFile, ReferenceFile
from pz_tui.knowledge.nodes import nodes
from pz_tui.knowledge.reading import KnowledgeError, faults, nearest, read_toml
from pz_tui.knowledge.schema import (
    Analyte,
    Concept,
    Drug,
    ExaminationKnowledge,
    Findings,
    History,
    IllnessKnowledge,
    Option,
    OrderableTest,
    Outline,
    PresentationLevel,
    When,
)
from pz_tui.record.base import Frozen

PLACEHOLDERS = ("when", "duration", "side", "n", "relative", "he", "his", "him")
_YES_NO = re.compile(r"(yes|no|yeah|yep|nope|nah)\b(?!-|\sone\b)", re.IGNORECASE)


class Remark(Frozen):
    """One fault: an ``error`` must be mended, a ``warning`` looked at.

    Attributes:
        file, key: where ("presentation.toml", "symptoms[3].rate"; entries count from 1).
        mend: what is wrong and what to do, in one sentence.
    """

    file: str
    key: str
    mend: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.file}, {self.key}: {self.mend}" if self.key else f"{self.file}: {self.mend}"


class Known(Protocol):
    """The tables that names are looked up in (a ``Library``)."""

    @property
    def concepts(self) -> Mapping[str, Concept]: ...
    @property
    def tests(self) -> Mapping[str, OrderableTest]: ...
    @property
    def analytes(self) -> Mapping[str, Analyte]: ...
    @property
    def examinations(self) -> Mapping[str, ExaminationKnowledge]: ...
    @property
    def drugs(self) -> Mapping[str, Drug]: ...


def remarks(path: Path, known: Known) -> list[Remark]:
    """Remarks on a file or a condition's folder, errors first."""
    found = list(_folder(path, known) if path.is_dir() else _file(path, known))
    return sorted(found, key=lambda remark: remark.severity)


# --- which kind of file --------------------------------------------------------------------------------


def _folder(path: Path, known: Known) -> Iterator[Remark]:
    levels: dict[str, Frozen] = {}
    for name, model in LEVELS.items():
        level, wrong = _parsed(path / f"{name}.toml", model)
        yield from wrong
        if level is not None:
            levels[name] = level
    outline = levels.get("outline")
    if isinstance(outline, Outline) and outline.id != path.name:
        yield _error("outline.toml", "id", f"{outline.id} is not the folder's name; use one name.")
    yield from _condition(levels, known)


def _file(path: Path, known: Known) -> Iterator[Remark]:
    if path.stem in LEVELS:
        levels: dict[str, Frozen] = {}
        for name in LEVELS:
            level, wrong = _parsed(path.parent / f"{name}.toml", LEVELS[name])
            if name == path.stem:
                yield from wrong
            if level is not None:
                levels[name] = level
        yield from (remark for remark in _condition(levels, known) if remark.file == path.name)
        return
    try:
        is_lexicon = "concepts" in read_toml(path)
    except KnowledgeError as error:
        yield _error(error.file, error.key, error.mend)
        return
    table, wrong = _parsed(path, LexiconFile if is_lexicon else ReferenceFile)
    yield from wrong
    if isinstance(table, LexiconFile):
        yield from _lexicon(path.name, table, known)
    elif isinstance(table, ReferenceFile):
        yield from _reference(path.name, table, known)


def _parsed(path: Path, model: type[Frozen]) -> tuple[Frozen | None, list[Remark]]:
    try:
        return model.model_validate(read_toml(path)), []
    except KnowledgeError as error:
        return None, [_error(error.file, error.key, error.mend)]
    except ValidationError as error:
        return None, [_error(e.file, e.key, e.mend) for e in faults(error, model, path.name)]


# --- tables shared by all conditions -------------------------------------------------------------------


def _lexicon(file: str, table: LexiconFile, known: Known) -> Iterator[Remark]:
    ids = {**known.concepts, **{concept.id: concept for concept in table.concepts}}
    yield from _twice(file, "concepts", [concept.id for concept in table.concepts])
    owners = lay_owners(ids.values())
    for index, concept in enumerate(table.concepts, 1):
        at = f"concepts[{index}]"
        for broader in concept.broader:
            if broader not in ids:
                yield _unknown(file, f"{at}.broader", "concept", broader, ids)
        for lay in concept.lay:
            for other in owners[lay]:
                if claims_clash(concept, ids[other], ids):
                    yield _warning(file, f"{at}.lay", f"{lay!r} also belongs to {other}; keep it with one.")


def lay_owners(concepts: Iterable[Concept]) -> dict[str, list[str]]:
    """Ids of the concepts that claim each lay form."""
    owners: dict[str, list[str]] = {}
    for concept in concepts:
        for lay in concept.lay:
            owners.setdefault(lay, []).append(concept.id)
    return owners


def claims_clash(one: Concept, other: Concept, concepts: Mapping[str, Concept]) -> bool:
    """True for two symptoms that may not share a lay form since neither is a kind of the other."""
    if one.id == other.id or one.kind != "symptom" or other.kind != "symptom":
        return False
    return other.id not in _ancestors(one, concepts) and one.id not in _ancestors(other, concepts)


def _ancestors(concept: Concept, concepts: Mapping[str, Concept]) -> set[str]:
    found: set[str] = set()
    waiting = list(concept.broader)
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += concepts[id].broader if id in concepts else ()
    return found


def _reference(file: str, table: ReferenceFile, known: Known) -> Iterator[Remark]:
    for name in ("tests", "analytes", "examinations", "drugs", "occupations"):
        yield from _twice(file, name, [item.id for item in getattr(table, name)])
    yield from _twice(file, "everyday", [item.topic for item in table.everyday])
    tests = {**known.tests, **{test.id: test for test in table.tests}}
    analytes = {**known.analytes, **{analyte.id: analyte for analyte in table.analytes}}
    regions = {**known.examinations, **{region.id: region for region in table.examinations}}
    for index, test in enumerate(table.tests, 1):
        yield from _missing(file, f"tests[{index}].analytes", "analyte", test.analytes, analytes)
        yield from _missing(file, f"tests[{index}].bundle", "test", test.bundle, tests)
    for index, region in enumerate(table.examinations, 1):
        yield from _missing(file, f"examinations[{index}].includes", "examination", region.includes, regions)
    for index, analyte in enumerate(table.analytes, 1):
        low, high = analyte.survivable
        for bound in (analyte.low, analyte.high, *(analyte.typical or ())):
            if bound is not None and not low <= bound <= high:
                yield _error(file, f"analytes[{index}].survivable", f"{bound:g} is outside; widen survivable.")


# --- a condition ---------------------------------------------------------------------------------------


def _condition(levels: dict[str, Frozen], known: Known) -> Iterator[Remark]:
    outline, history = levels.get("outline"), levels.get("history")
    presentation, findings = levels.get("presentation"), levels.get("findings")
    if isinstance(outline, Outline):
        for index, item in enumerate(outline.comorbidities, 1):
            yield from _concepts("outline.toml", f"comorbidities[{index}].concept", (item.concept,), known)
    if isinstance(history, History):
        yield from _history(history, known)
    if isinstance(presentation, PresentationLevel):
        yield from _presentation(presentation, known)
    if isinstance(findings, Findings):
        yield from _findings(findings, known)
    if isinstance(outline, Outline):
        yield from _severities(outline, presentation, findings)
    yield from _conditions(levels, known)
    yield from _words(levels, outline.aliases if isinstance(outline, Outline) else ())


def _history(history: History, known: Known) -> Iterator[Remark]:
    file = "history.toml"
    for i, illness in enumerate(history.illnesses, 1):
        yield from _concepts(file, f"illnesses[{i}].concept", (illness.concept,), known)
        for j, choice in enumerate(illness.drugs, 1):
            yield from _missing(file, f"illnesses[{i}].drugs[{j}].drug", "drug", (choice.drug,), known.drugs)
    for i, choice in enumerate(history.drugs, 1):
        yield from _missing(file, f"drugs[{i}].drug", "drug", (choice.drug,), known.drugs)
    for i, relative in enumerate(history.family, 1):
        yield from _concepts(file, f"family[{i}].concept", (relative.concept,), known)


def _presentation(level: PresentationLevel, known: Known) -> Iterator[Remark]:
    file = "presentation.toml"
    leads = sum(symptom.lead for symptom in level.symptoms)
    if leads != 1:
        yield _error(file, "symptoms", f"{leads} symptoms are the lead; set lead = true on exactly one.")
    yield from _twice(file, "symptoms", [f"{item.concept} {item.when!r}" for item in level.symptoms], "warning")
    for i, symptom in enumerate(level.symptoms, 1):
        at = f"symptoms[{i}]"
        yield from _concepts(file, f"{at}.concept", (symptom.concept,), known)
        if not symptom.negative and not symptom.full:
            yield _error(file, f"{at}.full", f"{symptom.concept} can be present; give words for it.")
        if symptom.rate < 1 and not symptom.lead and not symptom.absent_full:
            yield _error(file, f"{at}.absent_full", f"{symptom.concept} can be denied; give words for it.")


def _findings(findings: Findings, known: Known) -> Iterator[Remark]:
    file = "findings.toml"
    for i, finding in enumerate(findings.examination, 1):
        yield from _missing(file, f"examination[{i}].region", "examination", (finding.region,), known.examinations)
    for i, test in enumerate(findings.investigations, 1):
        at = f"investigations[{i}]"
        yield from _missing(file, f"{at}.test", "test", (test.test,), known.tests)
        for j, value in enumerate(test.values, 1):
            yield from _missing(file, f"{at}.values[{j}].analyte", "analyte", (value.analyte,), known.analytes)
            if value.analyte in known.analytes:
                low, high = known.analytes[value.analyte].survivable
                if not low <= value.low <= value.high <= high:
                    yield _error(
                        file, f"{at}.values[{j}]",
                        f"{value.low:g} to {value.high:g} is not within {low:g} to {high:g}; correct it.",
                    )  # fmt: skip
            measured = known.tests[test.test].analytes if test.test in known.tests else ()
            if value.analyte in known.analytes and measured and value.analyte not in measured:
                yield _warning(file, f"{at}.values[{j}].analyte", f"{test.test} does not measure it; move it.")
    for i, flag in enumerate(findings.red_flags, 1):
        yield from _concepts(file, f"red_flags[{i}].concepts", flag.concepts, known)


def _severities(outline: Outline, presentation: Frozen | None, findings: Frozen | None) -> Iterator[Remark]:
    for severity in outline.severity:
        if isinstance(presentation, PresentationLevel) and severity not in presentation.onset_hours:
            yield _error("presentation.toml", f"onset_hours.{severity}", "it is missing; give from and to.")
        if isinstance(findings, Findings) and severity not in findings.vitals:
            yield _error("findings.toml", f"vitals.{severity}", "it is missing; give the vital signs.")


_HOMES = ("alone", "partner", "family", "parents", "shared", "care_home")
_NAMED = {"home": _HOMES, "setting": ("telephone", "practice", "emergency"), "alcohol": ("over_14",)}
_FREE = ("aggravating", "relieving", "allergy")


def _conditions(levels: dict[str, Frozen], known: Known) -> Iterator[Remark]:
    """A name misspelt in ``has`` never holds, and one in ``lacks`` always does: nobody would notice."""
    history = levels.get("history")
    own = {"smoker", *(known.concepts), *(known.drugs)}
    for level in levels.values():
        for _, node in nodes(level, ""):
            own |= {name for name in (getattr(node, "concept", ""),) if name}
    if isinstance(history, History):
        own |= {f"{item.head}:{item.facet}" for item in history.social}
        own |= {f"state:{x.concept}_without_{gap.group}" for x in history.illnesses for gap in x.untreated}
    for name, level in levels.items():
        for key, node in nodes(level, ""):
            when = getattr(node, "when", None)
            for one in (*when.has, *when.lacks) if isinstance(when, When) else ():
                head, _, rest = one.partition(":")
                if one not in own and rest not in _NAMED.get(head, ()) and not (head in _FREE and rest):
                    hint = nearest(one, sorted(own))
                    yield _warning(f"{name}.toml", f"{key}.when", f"nothing is called {one}{hint}; correct it.")


# --- wording, wherever it stands -----------------------------------------------------------------------


def _words(levels: dict[str, Frozen], aliases: tuple[str, ...]) -> Iterator[Remark]:
    giveaway = _alias_pattern(aliases)
    tags: set[str] = {"abnormal"}
    for name in ("history", "presentation", "findings"):
        file = f"{name}.toml"
        for key, node in nodes(levels.get(name), ""):
            if isinstance(node, Option):
                if node.follows and node.follows not in tags:
                    hint = nearest(node.follows, sorted(tags))
                    yield _error(file, f"{key}.follows", f"no earlier option has the tag {node.follows}{hint}; set it.")
                tags |= {node.tag} if node.tag else set()
            yield from _wording(file, key, node, giveaway)


def _wording(file: str, key: str, node: Frozen, giveaway: re.Pattern[str] | None) -> Iterator[Remark]:
    if name_of(key) == "":
        return
    numbered = isinstance(node, IllnessKnowledge) or getattr(node, "low", 0) is not None
    for field, text in _sentences(node):
        at = f"{key}.{field}"
        for placeholder in re.findall(r"{(\w*)}", text):
            if placeholder not in PLACEHOLDERS:
                hint = nearest(placeholder, PLACEHOLDERS)
                yield _error(file, at, f"the placeholder {{{placeholder}}} is unknown{hint}; correct it.")
            elif placeholder == "n" and not numbered:
                yield _error(file, at, "{n} needs a number; give low and high.")
        if field.split("[")[0] in ("short", "absent_short") and _YES_NO.match(text):
            yield _warning(file, at, f"{text!r} starts with yes or no, which is added later; leave it out.")
        hit = giveaway.search(text) if giveaway and field.split("[")[0] != "triage" else None
        if hit:
            report = _warning if name_of(key) in ("illnesses", "family", "perspectives") else _error
            yield report(file, at, f"{hit[0]!r} gives the diagnosis away; say it in other words.")


def _sentences(node: Frozen) -> Iterator[tuple[str, str]]:
    for field in ("full", "short", "absent_full", "absent_short", "late_full", "late_short"):
        texts = getattr(node, field, ())
        for index, text in enumerate(texts if isinstance(texts, tuple) else (), 1):
            yield f"{field}[{index}]", text
    if isinstance(getattr(node, "triage", None), str):
        yield "triage", node.triage  # type: ignore[attr-defined]


def name_of(key: str) -> str:
    """First table of a place: "symptoms[3].rate" -> "symptoms"."""
    return re.split(r"[.\[]", key, maxsplit=1)[0]


def _alias_pattern(aliases: tuple[str, ...]) -> re.Pattern[str] | None:
    if not aliases:
        return None
    longest_first = sorted(aliases, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


# --- small change --------------------------------------------------------------------------------------


def _error(file: str, key: str, mend: str) -> Remark:
    return Remark(file=file, key=key, mend=mend)


def _warning(file: str, key: str, mend: str) -> Remark:
    return Remark(file=file, key=key, mend=mend, severity="warning")


def _unknown(file: str, key: str, what: str, id: str, known: Collection[str]) -> Remark:
    return _error(file, key, f"there is no {what} {id}{nearest(id, sorted(known))}; correct or add it.")


def _missing(file: str, key: str, what: str, ids: Iterable[str], known: Collection[str]) -> Iterator[Remark]:
    for id in ids:
        if id not in known:
            yield _unknown(file, key, what, id, known)


def _concepts(file: str, key: str, ids: Iterable[str], known: Known) -> Iterator[Remark]:
    """An unknown concept is a warning: it is used all the same, only free text will not find it."""
    for id in ids:
        if id and id not in known.concepts and id not in known.drugs:
            hint = nearest(id, sorted(known.concepts))
            yield _warning(file, key, f"the lexicon has no concept {id}{hint}; correct or add it.")


def _twice(file: str, table: str, ids: list[str], severity: Literal["error", "warning"] = "error") -> Iterator[Remark]:
    for index, id in enumerate(ids):
        if id in ids[:index]:
            yield Remark(
                file=file,
                key=f"{table}[{index + 1}]",
                mend=f"{id.split()[0]} is there twice; keep one.",
                severity=severity,
            )
