"""SYM10 to SYM12, NAR5, EXA2, VIT19: the parts of one patient say the same (logic).

A symptom that is denied is not what makes the pain worse, where it sits, what the patient came with, what is feared
or what the examination finds; the words for a symptom are those of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.texts import states

# factor -> the symptom that it amounts to
_FACTORS = {"light": "photophobia", "noise": "phonophobia", "dark_room": "photophobia", "breathing": "pleuritic_pain"}
_OPPOSITE = (("aggravating", "not_aggravating"), ("relieving", "not_relieving"), ("aggravating", "relieving"))


@rule("SYM10", "error", "logic", "A factor acts one way and agrees with the symptom it amounts to", "presentation")
def _factors(case: Case) -> Iterator[Fault]:
    for symptom in case.symptoms:
        kinds: dict[str, set[str]] = {}
        for aspect in symptom.aspects:
            if aspect.concept:
                kinds.setdefault(aspect.kind, set()).add(aspect.concept)
        place = f"symptoms.{symptom.concept}"
        for one, other in _OPPOSITE:
            for factor in sorted(kinds.get(one, set()) & kinds.get(other, set())):
                yield error(f"{factor} is both {one} and {other}.", f"{place}.{one}", "Keep one of the two.")
        for factor in sorted((kinds.get("aggravating", set()) | kinds.get("relieving", set())) & _FACTORS.keys()):
            if _FACTORS[factor] in case.denied:
                yield error(f"{factor} acts on {symptom.clinical}, yet {_FACTORS[factor]} is denied.",
                            f"{place}.aggravating", "Drop the factor or let the symptom be present.")  # fmt: skip
        for factor in sorted(kinds.get("not_aggravating", set()) & _FACTORS.keys()):
            if _FACTORS[factor] in case.told:
                yield error(f"{factor} makes no difference, yet {_FACTORS[factor]} is present.",
                            f"{place}.not_aggravating", "Drop the factor or deny the symptom.")  # fmt: skip


@lru_cache(maxsize=512)
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])", re.IGNORECASE)


def words_of(case: Case, concept: str, *, lay: bool = False) -> re.Pattern[str]:
    """What a symptom is called: its names, with ``lay`` those of patients too."""
    return _named(_names_of(case, concept, lay=lay))


def _names_of(case: Case, concept: str, *, lay: bool) -> tuple[str, ...]:
    entry = case.lexicon.get(concept)
    names = [concept.replace("_", " ")]
    if entry:
        names += [entry.name.lower(), *((*entry.lay, entry.noun) if lay else ())]
    return tuple(sorted({name for name in names if len(name) > 2}, key=len, reverse=True))


@rule("SYM11", "error", "project design", "The complaint and the triage note name no symptom that is denied",
      "presentation")  # fmt: skip
def _complaint(case: Case) -> Iterator[Fault]:
    complaint = known(case.complaint)
    texts = [complaint.clinical, *complaint.wording.full, *complaint.wording.short]
    # until the record is whole, the encounter holds the neutral label of the condition
    if case.encounter and case.vitals:
        texts.append(case.encounter.triage)
    whole = "\n".join(texts)
    lowered = whole.lower()
    for concept in sorted(case.denied - _also_told(case)):
        if not any(name.lower() in lowered for name in _names_of(case, concept, lay=True)):
            continue  # spares the making of a pattern for each of a hundred symptoms
        pattern = words_of(case, concept, lay=True)
        for text in texts if pattern.search(whole) else ():
            if states(text, pattern):
                yield error(f"'{text}' names {concept}, which is denied.", "complaint",
                            "Name only what is present.")  # fmt: skip


def _also_told(case: Case) -> frozenset[str]:
    """Concepts that a present symptom is a kind of: who says one says the other."""
    entries = (case.lexicon.get(concept) for concept in case.told)
    return frozenset(broader for entry in entries if entry for broader in entry.broader)


_PLACES = re.compile(r"\b(neck|back|jaw|arms?|chest|shoulder|flank)\b(?! of\b)", re.I)


@rule("SYM12", "error", "logic", "Pain is not felt where pain is denied", "presentation")
def _places(case: Case) -> Iterator[Fault]:
    for symptom in case.symptoms:
        for aspect in symptom.aspects:
            if aspect.kind not in ("site", "radiation") or aspect.polarity != "present":
                continue
            for match in _PLACES.finditer(aspect.clinical):
                pain = f"{match[1].lower().rstrip('s')}_pain"
                if pain in case.denied and pain != symptom.concept and states(aspect.clinical, _named((match[1],))):
                    yield error(f"'{aspect.clinical}', yet {pain} is denied.", f"symptoms.{symptom.concept}",
                                "Drop the place or let the pain be present.")  # fmt: skip


# what is feared -> the symptom that is this fear
_FEARS = ((re.compile(r"(?:afraid|fear|scared|frightened) (?:of|to) d(?:ying|ie)", re.I), "fear_of_dying"),)


@rule("NAR5", "error", "logic", "A fear that is told is not denied as a symptom", "presentation")
def _fears(case: Case) -> Iterator[Fault]:
    for view in case.perspectives:
        for pattern, symptom in _FEARS:
            if symptom in case.denied and states(view.clinical, pattern):
                yield error(f"'{view.clinical}', yet {symptom} is denied.", f"perspectives.{view.kind}",
                            "Choose another concern or let the fear be present.")  # fmt: skip


# symptom -> what an examination must not say where it is denied
_SIGNS = {
    "pallor": re.compile(r"\bpale\b|\bpallor\b", re.I),
    "sweating": re.compile(r"\bclammy\b|\bsweat(?:ing|y)\b", re.I),
    "guilt": re.compile(r"\bguilt", re.I),
    "slowness": re.compile(r"\bspeech:.{0,20}\bslow\b|hardly moves|\bretard", re.I),
    "jaundice": re.compile(r"\bjaundiced\b|\bicter", re.I),
}


@rule("EXA2", "warning", "logic", "The examination finds nothing that the patient denies in plain sight", "findings")
def _signs(case: Case) -> Iterator[Fault]:
    for finding in case.examination:
        for symptom, pattern in _SIGNS.items():
            if symptom in case.denied and states(finding.clinical, pattern):
                yield warning(f"'{finding.clinical}', yet {symptom} is denied.", f"examination.{finding.region}",
                              "Drop the sign or let the symptom be present.")  # fmt: skip


@rule("VIT19", "warning", "NICE NG143; logic", "Who denies a fever has no temperature of 38.0 or more", "findings")
def _fever(case: Case) -> Iterator[Fault]:
    temperature = known(case.vitals).temperature
    if "fever" in case.denied and temperature >= 38.0:
        yield warning(f"Fever is denied at {temperature:.1f} °C.", "vitals.temperature",
                      "Lower the temperature or let the fever be told.")  # fmt: skip
