"""SYM, EXA, NAR: what the patient feels and says, and that it agrees with itself (knowledge of the condition).

Left out: SYM2 and SYM4 (they need to know which attributes apply), SYM7 to SYM9 (no field for behaviour or an
onlooker), EXA1, EXA2 and EXA4. Of SYM1 the atypical column and of EXA3 image reports are not read, and of NAR3
not the literacy of the words, which verification measures when they are spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pz_tui.knowledge.matching import holds
from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.texts import mentions, named
from pz_tui.record.base import Stated


@rule("SYM1", "either", "the condition's presentation", "A typical patient has three key symptoms (two unusual)",
      "presentation")  # fmt: skip
def _key_symptoms(case: Case) -> Iterator[Fault]:
    level, what = known(case.knowledge).presentation, known(case.condition)
    if what.presentation != "typical" or not case.symptoms:
        return
    pool = [x.concept for x in level.symptoms if x.key and x.rate > 0 and holds(x.when, case.situation)]
    present = {x.concept for x in case.symptoms if x.polarity == "present"}
    have, missing = [x for x in pool if x in present], [x for x in pool if x not in present]
    need = min(3, len(pool))
    if len(have) < need:
        fault = warning if len(have) == 2 else error
        yield fault(f"Only {len(have)} of the key symptoms of a typical {what.name} are present.", "symptoms",
                    f"Let one of these be present: {', '.join(missing)}.")  # fmt: skip


@rule("SYM3", "error", "logic", "No symptom is both present and absent", "presentation")
def _both(case: Case) -> Iterator[Fault]:
    present = {x.concept for x in case.symptoms if x.polarity == "present"}
    for concept in sorted({x.concept for x in case.symptoms if x.polarity == "absent"} & present):
        yield error(f"{concept} is both present and denied.", f"symptoms.{concept}", "Keep one of the two.")


@rule("SYM5", "warning", "proposed", "At least two pertinent negatives", "presentation")
def _negatives(case: Case) -> Iterator[Fault]:
    denied = [x for x in case.symptoms if x.polarity == "absent"]
    if case.symptoms and len(denied) < 2:
        yield warning(f"{len(denied)} pertinent negatives.", "symptoms", "Deny symptoms of the leading rivals.")


_CLINICAL = re.compile(
    r"\b(?:dyspnoea|dyspnea|diaphoresis|emesis|pyrexia|haematemesis|melaena|syncope|oedema|paraesthesia|photophobia|"
    r"anorexia|myalgia|arthralgia|dysuria|haematuria|orthopnoea|radiating|exertional|substernal|retrosternal|"
    r"epigastric|anhedonia|insomnia|scotoma|presenting with)\b", re.I)  # fmt: skip


def _names(case: Case) -> tuple[str, ...]:
    what = known(case.condition)
    return tuple(dict.fromkeys((what.name, *what.aliases)))


@rule("SYM6", "error", "project design", "The complaint is lay words for a present symptom, never the diagnosis",
      "presentation")  # fmt: skip
def _complaint(case: Case) -> Iterator[Fault]:
    complaint = known(case.complaint)
    said = (*complaint.wording.full, *complaint.wording.short)
    if not said:
        yield error("The complaint has no words of the patient.", "complaint", "Give at least one sentence.")
    if case.symptoms and case.lead is None:
        yield error("No present symptom leads.", "symptoms", "Mark the symptom that the complaint is about as lead.")
    for text in said:
        term = _CLINICAL.search(text)
        if term:
            yield error(f"'{term[0]}' is no word of a patient.", "complaint", "Say it in lay words.")
    noted = case.encounter.triage if case.encounter else ""
    for place, text in [("complaint", x) for x in (complaint.clinical, *said)] + [("encounter.triage", noted)]:
        name = named(text, _names(case))
        if name:
            yield error(f"'{text}' names the diagnosis ({name}).", place, "Say what is felt, not what it is.")


# what the patient rightly knows, and own fears, may name a disease without giving anything away
_MAY_NAME = ("perspectives", "family", "past", "complaint")


@rule("NAR3", "error", "project design", "The patient's words do not name the hidden diagnosis", "presentation")
def _leak(case: Case) -> Iterator[Fault]:
    names = tuple(name for name in _names(case) if not _known_before(case, name))
    for place, stated in case.statements:
        if place.startswith(_MAY_NAME):
            continue
        for text in (*stated.wording.full, *stated.wording.short):
            name = named(text, names)
            if name:
                yield error(f"'{text}' names the diagnosis ({name}).", place, "Say what is felt, not what it is.")


def _known_before(case: Case, name: str) -> bool:
    own = known(case.condition).id
    return any(
        x.polarity == "present" and (x.concept == own or mentions(x.clinical, name)) for x in case.past
    )


_BODY = (
    r"(?:hand|arm|leg|foot|eye|ear|knee|hip|shoulder|elbow|wrist|ankle|calf|breast|temple|flank|loin|side|sided|lower|"
    r"upper|iliac|testicle|cheek|thigh|lung|kidney)"
)
_SIDES = {side: re.compile(rf"\b{side}[ -](?:hand )?{_BODY}\b|\b(?:on|to) (?:the|my) {side}\b", re.I)
          for side in ("left", "right")}  # fmt: skip


def _other_side_said(stated: Stated) -> str:
    """The text that names only the side opposite to the stated one, empty when none does."""
    if stated.side not in ("left", "right"):
        return ""
    other = "right" if stated.side == "left" else "left"
    for text in (stated.clinical, *stated.wording.full, *stated.wording.short):
        if _SIDES[other].search(text) and not re.search(rf"\b{stated.side}\b", text, re.I):
            return text
    return ""


@rule("EXA3", "error", "logic", "One side everywhere: symptom, its words, and the sign", "presentation", "findings")
def _side(case: Case) -> Iterator[Fault]:
    for place, stated in case.statements:
        text = _other_side_said(stated)
        if text:
            yield error(f"The side is {stated.side}, but it says '{text}'.", place, "Let both agree.")
    sided = {x.concept: x.side for x in case.symptoms if x.polarity == "present" and x.side in ("left", "right")}
    for symptom in case.symptoms:
        for aspect in symptom.aspects:
            if aspect.kind == "site" and aspect.side in ("left", "right") and sided.get(
                symptom.concept, aspect.side
            ) != aspect.side:
                yield error(f"{symptom.clinical} is {symptom.side}, its site {aspect.side}.",
                            f"symptoms.{symptom.concept}.site", "Let both agree.")  # fmt: skip
    for finding in case.examination:
        side = sided.get(finding.sign)
        if finding.abnormal and side and finding.side in ("left", "right") and finding.side != side:
            yield error(f"{finding.clinical} ({finding.side}), but the patient feels it on the {side}.",
                        f"examination.{finding.region}", "Let both agree.")  # fmt: skip
