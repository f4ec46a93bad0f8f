"""Stage 3, presentation: what it feels like, what is denied, what the patient thinks and fears."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from pz_tui.engines.builtin.author.drawing import Blanks, aspects_of, choose, number_in
from pz_tui.generation.brief import PresentationDraft, StageBrief
from pz_tui.knowledge.circumstances import circumstances
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.matching import Situation, fitting, holds
from pz_tui.knowledge.schema import Concept, PerspectiveKnowledge, PresentationLevel, SymptomKnowledge
from pz_tui.record.base import Access, Side, Stated, Wording
from pz_tui.record.chance import chance, weighted
from pz_tui.record.patient import Perspective, Symptom, TimelineEntry

_AWAKE = range(7, 23)
_TRIES = 40


def write_presentation(brief: StageBrief, library: Library, phrases: object) -> PresentationDraft:
    """The presentation of profile and history, from the presentation level alone."""
    del phrases
    level = brief.level
    assert isinstance(level, PresentationLevel)
    at = datetime.combine(brief.strata.date, brief.strata.time)
    hours = _onset_hours(brief, level, at)
    situation = situation_of(brief)
    symptoms, situation, tags = _symptoms(brief, level, situation, at, hours, library.concepts)
    complaint = _complaint(brief, level, situation, at, hours)
    return PresentationDraft(
        complaint=complaint[0], triage=complaint[1], symptoms=symptoms,
        perspectives=_perspectives(brief, level, situation, tags, at, hours),
        timeline=_timeline(symptoms, hours),
    )  # fmt: skip


def situation_of(brief: StageBrief) -> Situation:
    """What the stages above have fixed."""
    strata = brief.strata
    concepts = set(strata.comorbid)
    if brief.history is not None:
        concepts |= {item.concept for item in brief.history.past if item.polarity == "present"}
        concepts |= {drug.concept for drug in brief.history.medications}
    told = brief.presentation.symptoms if brief.presentation is not None else ()
    concepts |= {item.concept for item in told if item.polarity == "present"}
    concepts |= circumstances_of(brief)
    return Situation(severity=strata.severity, presentation=strata.presentation, sex=strata.sex, age=strata.age,
                     employment=strata.employment, concepts=frozenset(concepts))  # fmt: skip


def circumstances_of(brief: StageBrief) -> frozenset[str]:
    """Home, setting, habits and states, as far as they are fixed."""
    who, past, told = brief.profile, brief.history, brief.presentation
    return circumstances(
        identity=who.identity if who else None, encounter=who.encounter if who else None,
        past=past.past if past else (), social=past.social if past else (),
        smoking=past.smoking if past else None, alcohol=past.alcohol if past else None,
        allergies=past.allergies if past else (), symptoms=told.symptoms if told else (),
    )  # fmt: skip


def _onset_hours(brief: StageBrief, level: PresentationLevel, at: datetime) -> float:
    """Hours since the start; of an onset within two days one at a waking hour, when it struck awake."""
    rng = chance(brief.chance, "onset")
    low, high = level.onset_hours[brief.strata.severity]
    hours = number_in(rng, low, high)
    for _ in range(_TRIES):
        if not level.onset_awake or hours > 48 or (at - timedelta(hours=hours)).hour in _AWAKE:
            break
        hours = round(rng.uniform(low, high), 1)
    return max(0.3, hours)


def _symptoms(
    brief: StageBrief, level: PresentationLevel, situation: Situation, at: datetime, hours: float,
    concepts: Mapping[str, Concept],
) -> tuple[tuple[Symptom, ...], Situation, set[str]]:  # fmt: skip
    """Which are there is settled for all before any is described: a factor depends on symptoms told later."""
    drawn: dict[str, tuple[SymptomKnowledge, random.Random, bool]] = {}
    for number, item in enumerate(level.symptoms):
        if item.concept in drawn or not holds(item.when, situation):
            continue
        rng = chance(brief.chance, "symptom", number, item.concept)
        there = rng.random() < item.rate_in(brief.strata.severity, brief.strata.presentation)
        if there:
            situation = situation.having(item.concept)
        drawn[item.concept] = (item, rng, there)
    found: list[Symptom] = []
    tags: set[str] = set()
    side: Side | None = None
    for item, rng, there in drawn.values():
        if there:
            symptom = _present(item, rng, situation, at=at, hours=hours, tags=tags, side=side)
            side = side or symptom.side
            found.append(symptom)
        else:
            found.append(_denied(item, rng, concepts))
    return _with_lead(tuple(found)), situation, tags


def _present(
    item: SymptomKnowledge, rng: random.Random, situation: Situation, *, at: datetime, hours: float,
    tags: set[str], side: Side | None,
) -> Symptom:  # fmt: skip
    aspects = aspects_of(item.aspects, rng, situation, at=at, hours=hours, tags=tags, side=item.side or side)
    own_side = item.side or next((aspect.side for aspect in aspects if aspect.side and aspect.kind == "site"), None)
    blanks = Blanks(at, hours, None, own_side or side)
    return Symptom(
        concept=item.concept, clinical=blanks.fill_plain(item.clinical), lead=item.lead, part=item.part,
        story=item.story, access=item.access, importance=item.importance, red_flag=item.red_flag,
        wording=blanks.wording(item.full, item.short, rng), side=own_side, aspects=aspects,
    )  # fmt: skip


def _denied(item: SymptomKnowledge, rng: random.Random, concepts: Mapping[str, Concept]) -> Symptom:
    full, short = list(item.absent_full), list(item.absent_short)
    rng.shuffle(full)
    rng.shuffle(short)
    access: Access = "sensitive" if item.access == "sensitive" and full else "direct-question"
    return Symptom(
        concept=item.concept, clinical=_denial(item, concepts), polarity="absent", part=item.part, access=access,
        importance=item.importance, red_flag=item.red_flag, wording=Wording(full=tuple(full), short=tuple(short)),
    )  # fmt: skip


def _denial(item: SymptomKnowledge, concepts: Mapping[str, Concept]) -> str:
    """A pertinent negative is written as one; what may be there is denied by its plain name."""
    if item.absent_clinical:
        return item.absent_clinical
    if item.negative or item.clinical.lower().startswith("no "):
        return item.clinical
    known = concepts.get(item.concept)
    return f"No {known.name.lower() if known else item.concept.replace('_', ' ')}"


def _with_lead(symptoms: tuple[Symptom, ...]) -> tuple[Symptom, ...]:
    """An atypical patient may lack the usual lead symptom: the first one told then leads."""
    present = [item for item in symptoms if item.polarity == "present"]
    if any(item.lead for item in present) or not present:
        return symptoms
    first = min(present, key=lambda item: (item.story is None, item.story or 0))
    return tuple(
        item.model_copy(update={"lead": True, "access": "volunteered", "story": item.story or 1})
        if item is first else item
        for item in symptoms
    )  # fmt: skip


def _complaint(
    brief: StageBrief, level: PresentationLevel, situation: Situation, at: datetime, hours: float
) -> tuple[Stated, str]:
    rng = chance(brief.chance, "complaint")
    options = fitting(level.complaint, situation)
    if not options:
        raise ValueError("no opening line fits this patient; add one without a 'when'")
    option = weighted(rng, options, [item.weight for item in options])
    blanks = Blanks(at, hours)
    stated = Stated(clinical=option.triage, wording=blanks.wording(option.full, (), rng), access="volunteered",
                    importance=2)  # fmt: skip
    return stated, option.triage


def _perspectives(
    brief: StageBrief, level: PresentationLevel, situation: Situation, tags: set[str], at: datetime, hours: float
) -> tuple[Perspective, ...]:
    found = []
    for number, item in enumerate(level.perspectives):
        rng = chance(brief.chance, "perspective", number, item.kind)
        comes = rng.random() < item.rate
        view = _perspective(item, rng, situation, tags, at, hours)
        if comes and view is not None:
            found.append(view)
    return tuple(found)


def _perspective(
    item: PerspectiveKnowledge, rng: random.Random, situation: Situation, tags: set[str], at: datetime,
    hours: float,
) -> Perspective | None:  # fmt: skip
    option = choose(rng, item.options, situation, tags)
    if option is None:
        return None
    if option.tag:
        tags.add(option.tag)
    blanks = Blanks(at, hours)
    return Perspective(
        kind=item.kind, facet=item.facet, late=item.late, access=item.access, importance=item.importance,
        clinical=blanks.fill_plain(option.clinical), wording=blanks.wording(option.full, option.short, rng),
    )  # fmt: skip


def _timeline(symptoms: tuple[Symptom, ...], hours: float) -> tuple[TimelineEntry, ...]:
    entries = []
    for symptom in symptoms:
        if symptom.polarity != "present":
            continue
        onset = next((aspect for aspect in symptom.aspects if aspect.kind == "onset"), None)
        begun = onset.value if onset is not None and onset.value is not None else None
        if symptom.lead or begun is not None:
            entries.append(TimelineEntry(hours_ago=round(begun if begun is not None else hours, 1),
                                         event=symptom.clinical))  # fmt: skip
    return tuple(sorted(entries, key=lambda entry: -entry.hours_ago))
