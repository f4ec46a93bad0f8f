"""DDX, RED: the differential and the red flags (design; NICE).

DDX5 is the second half of the catalogue's DDX4: reasons cite facts of this patient. Left out: RED2, of DDX2
synonyms that are no alias of the condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pz_tui.knowledge.matching import holds
from pz_tui.plausibility.agreement import words_of
from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.sex import FEMALE_ORGANS, MALE_ORGANS
from pz_tui.record.patient import DifferentialItem


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9 ]", " ", name.casefold()).strip()


@rule("DDX1", "error", "project design", "The differential holds the truth, once", "findings")
def _truth(case: Case) -> Iterator[Fault]:
    what = known(case.condition)
    truths = [x for x in case.differential if x.truth]
    if len(truths) != 1:
        yield error(f"{len(truths)} items of the differential are marked as the truth.", "differential",
                    f"Mark {what.name} and nothing else.")  # fmt: skip
        return
    names = {_plain(name) for name in (what.name, *what.aliases)}
    if _plain(truths[0].name) not in names and truths[0].code != what.code:
        yield error(f"'{truths[0].name}' is marked as the truth, which is {what.name}.", "differential",
                    f"Mark {what.name}.")  # fmt: skip


@rule("DDX2", "error", "project design", "Three or more items; no synonym, no parent beside its subtype, no code twice",
      "findings")  # fmt: skip
def _distinct(case: Case) -> Iterator[Fault]:
    what, items = known(case.condition), case.differential
    if len(items) < 3:
        yield error(f"{len(items)} items.", "differential", "List at least three.")
    aliases = {_plain(name) for name in (what.name, *what.aliases)}
    for index, item in enumerate(items):
        if not item.truth and _plain(item.name) in aliases:
            yield error(f"'{item.name}' is another name of the truth.", "differential", "Leave it out.")
        for other in items[index + 1 :]:
            reason = _same(item, other)
            if reason:
                yield error(f"'{item.name}' and '{other.name}': {reason}.", "differential", "Keep one of the two.")


def _same(one: DifferentialItem, other: DifferentialItem) -> str:
    if _plain(one.name) == _plain(other.name):
        return "the same name"
    if one.code and one.code == other.code:
        return f"the same code {one.code}"
    codes = [code.rstrip(".") for code in (one.code, other.code)]
    if all(codes) and (codes[0].startswith(f"{codes[1]}.") or codes[1].startswith(f"{codes[0]}.")):
        return "one code is the parent of the other"
    words = [_plain(x.name).split() for x in (one, other)]
    short, long = sorted(words, key=len)
    if len(short) < len(long) and long[-len(short) :] == short:
        return "one is a kind of the other"
    return ""


@rule("DDX3", "warning", "proposed", "The differential holds a diagnosis that must not be missed", "findings")
def _cant_miss(case: Case) -> Iterator[Fault]:
    if case.differential and not any(item.cant_miss for item in case.differential):
        yield warning("No diagnosis that must not be missed.", "differential", "Mark or add one.")


@rule("DDX4", "error", "anatomy", "Each diagnosis is possible for the sex", "findings")
def _possible(case: Case) -> Iterator[Fault]:
    organs = MALE_ORGANS if case.female else FEMALE_ORGANS
    extra = re.compile(r"(?!)") if case.female else re.compile(r"ectopic|pre-?eclamps|pelvic inflammatory", re.I)
    for item in case.differential:
        if organs.search(item.name) or extra.search(item.name):
            yield error(f"'{item.name}' in a {known(case.identity).sex} patient.", "differential", "Leave it out.")


_ID = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_NOT = re.compile(r"\b(?:no|not|without|denies|never|nor)\b(?:(?!\b(?:but|and)\b)[^.;,]){0,30}$", re.I)


@rule("DDX5", "error", "project design", "Reasons are words and facts of this patient: nothing denied is cited as "
      "there, nothing present as missing", "findings")  # fmt: skip
def _reasons(case: Case) -> Iterator[Fault]:
    for item in case.differential:
        for reason in (*item.for_it, *item.against_it):
            if _ID.search(reason):
                yield error(f"'{reason}' is an id and no reason.", f"differential.{item.name}", "Say it in words.")
    # one look at everything first: most symptoms are named in no reason
    whole = "\n".join(reason for item in case.differential for reason in (*item.for_it, *item.against_it))
    for concept in sorted(case.told | case.denied):
        pattern, there = words_of(case, concept), concept in case.told
        if not pattern.search(whole):
            continue
        for item in case.differential:
            for reason in (*item.for_it, *item.against_it):
                match = pattern.search(reason)
                if match and bool(_NOT.search(reason[: match.start()])) == there:
                    yield error(f"'{reason}' of {item.name}, but {concept} is {'present' if there else 'denied'}.",
                                f"differential.{item.name}", "Cite a fact of this patient.")  # fmt: skip


@rule("RED1", "either", "NICE", "Each red flag present is listed and acted on", "findings")
def _red_flags(case: Case) -> Iterator[Fault]:
    for flag in case.red_flags:
        if not flag.action.strip():
            yield error(f"'{flag.text}' asks for nothing.", "red_flags", "Name the action.")
    yield from _unlisted(case)
    cited = " ".join(fact for flag in case.red_flags for fact in flag.facts).replace("-", "_")
    listed = {flag.text for flag in case.red_flags}
    wanted = case.knowledge.findings.red_flags if case.knowledge else ()
    covered = {concept for flag in wanted if flag.text in listed for concept in flag.concepts}
    namable = {concept for flag in wanted for concept in flag.concepts}
    for symptom in case.symptoms:
        loose = symptom.concept not in covered and symptom.concept not in cited
        if symptom.red_flag and symptom.polarity == "present" and loose:
            # no author can list what the knowledge has no flag for: the fault is the knowledge's
            fault = error if symptom.concept in namable or case.knowledge is None else warning
            yield fault(f"{symptom.clinical} is a red flag that is not listed.", f"symptoms.{symptom.concept}",
                        "List it among the red flags with its action.")  # fmt: skip


def _unlisted(case: Case) -> Iterator[Fault]:
    listed = {flag.text for flag in case.red_flags}
    signs = {finding.sign for finding in case.examination if finding.abnormal}
    there = case.situation.concepts
    for flag in case.knowledge.findings.red_flags if case.knowledge else ():
        carriers = set(flag.concepts) & there
        if not carriers or flag.text in listed or not holds(flag.when, case.situation):
            continue
        fault = error if carriers - signs else warning
        yield fault(f"'{flag.text}' is present and not listed.", "red_flags", "List it with its action.")
