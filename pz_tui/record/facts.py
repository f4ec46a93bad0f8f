"""Record -> facts: the one list that disclosure, verification, panel and debrief all read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pz_tui.record.base import Access, Frozen, Polarity, Side, Stated, Wording
from pz_tui.record.patient import Informant, PatientRecord, Symptom

Section = Literal[
    "identity",
    "presenting_complaint",
    "history_of_complaint",
    "systems_review",
    "past_history",
    "drug_history",
    "allergies",
    "family_history",
    "social_history",
    "perspective",
    "vital_signs",
    "examination",
    "investigations",
    "diagnosis",
]
SECTION_TITLES: dict[Section, str] = {
    "identity": "Identity",
    "presenting_complaint": "Presenting complaint",
    "history_of_complaint": "History of complaint",
    "systems_review": "Systems review",
    "past_history": "Past history",
    "drug_history": "Drug history",
    "allergies": "Allergies",
    "family_history": "Family history",
    "social_history": "Social history",
    "perspective": "Ideas, concerns, expectations",
    "vital_signs": "Vital signs",
    "examination": "Examination",
    "investigations": "Investigations",
    "diagnosis": "Diagnosis",
}


class Fact(Frozen):
    """One thing that is so about the patient: the unit of disclosure, verification and debrief.

    Attributes:
        id: stable within a record, such as ``symptom/chest-pain/onset``.
        section: where a clinician would write it.
        concept: lexicon concept it is about (``chest_pain``; of ``symptom/chest-pain/onset`` too).
        attribute: ``presence`` for the thing itself, else the kind of ``Aspect`` or the facet.
        head: label head that asks for it (``onset``, ``symptom``, ``pmh``, ``smoking`` …).
        clinical, wording, value, unit, side, polarity, access, importance, red_flag, knowable: see ``Stated``.
        access: ``volunteered`` (said at once), ``open-question`` (comes with an open question or a
            direct one), ``direct-question``, ``sensitive`` (needs trust or a kind, direct, reasoned
            question), ``examination``, ``investigation``, ``hidden`` (the diagnosis).
        story: order in an open telling, None when it does not come up by itself.
        factor: concept of an aggravating or relieving factor.
    """

    id: str
    section: Section
    concept: str
    attribute: str
    head: str
    clinical: str
    wording: Wording = Wording()
    value: float | None = None
    unit: str = ""
    side: Side | None = None
    polarity: Polarity = "present"
    access: Access = "direct-question"
    knowable: bool = True
    importance: Literal[1, 2, 3] = 1
    red_flag: bool = False
    story: int | None = None
    factor: str = ""


def facts_of(record: PatientRecord) -> tuple[Fact, ...]:
    """Every fact of a record, in the order a clinician would write them; ids are unique."""
    facts: list[Fact] = []
    seen: dict[str, int] = {}
    for fact in _all(record):
        count = seen.get(fact.id, 0)
        seen[fact.id] = count + 1
        facts.append(fact if count == 0 else fact.model_copy(update={"id": f"{fact.id}-{count + 1}"}))
    return tuple(facts)


def _all(record: PatientRecord) -> Iterator[Fact]:
    yield from _identity(record)
    yield _fact("complaint", "presenting_complaint", record.complaint, _lead(record), "presence",
                "open_invitation", story=0)  # fmt: skip
    for symptom in record.symptoms:
        yield from _symptom(symptom)
    yield from _background(record)
    for social in (*record.smoking.items, *record.alcohol.items, *record.social):
        yield _social(social.head, social.facet, social)
    for view in record.perspectives:
        head = {"idea": "ideas", "concern": "concerns", "expectation": "expectations", "impact": "impact"}
        yield _fact(_join("ice", view.kind, view.facet), "perspective", view, view.kind,
                    "late" if view.late else (view.facet or "presence"), head[view.kind])  # fmt: skip
    yield from _findings(record)


def _identity(record: PatientRecord) -> Iterator[Fact]:
    who = record.identity
    born = who.date_of_birth
    spoken_born = f"{born.day} {born:%B %Y}"
    plain: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], float | None], ...] = (
        ("name", who.name, (f"It's {who.name}.", f"I'm {who.name}."), (f"{who.name}.",), None),
        ("age", f"{who.age} years old", (f"I'm {who.age}.",), (f"{who.age}.",), float(who.age)),
        ("dob", spoken_born, (f"It's {spoken_born}.",), (f"{spoken_born}.",), None),
        ("preferred_name", who.given_name, (f"{who.given_name} is fine.", f"Just call me {who.given_name}."),
         (f"{who.given_name}.",), None),
    )  # fmt: skip
    for attribute, clinical, full, short, value in plain:
        yield Fact(
            id=f"identity/{_slug(attribute)}", section="identity", concept="identity", attribute=attribute,
            head="identity_check", clinical=clinical, wording=Wording(full=full, short=short), value=value,
        )  # fmt: skip
    if record.informant is not None:
        yield _informant(record, record.informant)
    yield _social("occupation", "", who.occupation)
    yield _social("living", "", who.living)
    for item in who.facts:
        yield _social(item.head, item.facet, item)


def _informant(record: PatientRecord, who: Informant) -> Fact:
    """Who speaks; the words are the informant's own."""
    their = {"she": "her", "he": "his", "they": "their"}[record.identity.pronoun]
    called = {"mother": "mum", "father": "dad", "grandmother": "gran"}[who.relation]
    return Fact(
        id="identity/informant", section="identity", concept="identity", attribute="informant", head="identity_check",
        clinical=f"The history is given by {their} {who.relation}, {who.name}",
        wording=Wording(full=(f"I'm {their} {called}, {who.given_name}.", f"I'm {their} {called}.",
                              f"I'm {who.given_name}, I'm {their} {called}."), short=(f"I'm {their} {called}.",)),
    )  # fmt: skip


def _symptom(symptom: Symptom) -> Iterator[Fact]:
    section: Section = "history_of_complaint" if symptom.part == "complaint" else "systems_review"
    base = _join("symptom", symptom.concept)
    yield _fact(base, section, symptom, symptom.concept, "presence", "symptom", story=symptom.story)
    for aspect in symptom.aspects:
        head = {
            "onset_manner": "onset", "amount": "severity", "colour": "character",
            "not_aggravating": "aggravating", "not_relieving": "relieving", "frequency": "timing",
        }.get(aspect.kind, aspect.kind)  # fmt: skip
        yield _fact(_join(base, aspect.kind, aspect.concept), section, aspect, symptom.concept, aspect.kind,
                    head, factor=aspect.concept)  # fmt: skip


def _background(record: PatientRecord) -> Iterator[Fact]:
    past_heads = {"illness": "pmh", "operation": "surgical", "admission": "hospitalisation",
                  "injury": "trauma", "pregnancy": "obstetric", "vaccination": "immunisations",
                  "screening": "screening"}  # fmt: skip
    for item in record.past:
        base = _join("past", item.concept)
        yield _fact(base, "past_history", item, item.concept, "presence", past_heads[item.kind])
        for aspect in item.aspects:
            yield _fact(_join(base, aspect.kind), "past_history", aspect, item.concept, aspect.kind,
                        past_heads[item.kind])  # fmt: skip
    for drug in record.medications:
        base = _join("drug", drug.concept)
        yield _fact(base, "drug_history", drug, drug.concept, "otc" if drug.over_the_counter else "presence",
                    "drug_history")  # fmt: skip
        for aspect in drug.aspects:
            yield _fact(_join(base, aspect.kind), "drug_history", aspect, drug.concept, aspect.kind,
                        "drug_history")  # fmt: skip
    for allergy in record.allergies:
        base = _join("allergy", allergy.concept)
        yield _fact(base, "allergies", allergy, allergy.concept, "presence", "allergies")
        for aspect in allergy.aspects:
            yield _fact(_join(base, aspect.kind), "allergies", aspect, allergy.concept, aspect.kind, "allergies")
    for relative in record.family:
        yield _fact(_join("family", relative.relative, relative.concept), "family_history", relative,
                    relative.concept, relative.relative, "family_history")  # fmt: skip


def _findings(record: PatientRecord) -> Iterator[Fact]:
    for name, text, value, unit in _vitals(record):
        yield Fact(id=_join("vital", name), section="vital_signs", concept=name, attribute="vital_signs",
                   head="exam", clinical=text, value=value, unit=unit, access="examination", knowable=False,
                   importance=2)  # fmt: skip
    for finding in record.examination:
        yield Fact(
            id=_join("exam", finding.region, finding.sign), section="examination",
            concept=finding.sign or finding.region, attribute=finding.region, head="exam",
            clinical=finding.clinical, side=finding.side, access="examination", knowable=False,
            polarity="present" if finding.abnormal else "absent",
            importance=finding.importance, red_flag=finding.red_flag,
        )  # fmt: skip
    for test in record.investigations:
        shown = "; ".join(f"{r.name} {r.value:g} {r.unit} {r.flag}".strip() for r in test.results)
        yield Fact(
            id=_join("test", test.test), section="investigations", concept=test.test, attribute="result",
            head="test", clinical=f"{test.name}: {'; '.join(x for x in (shown, test.report) if x)}",
            polarity="present" if test.abnormal else "absent", access="investigation", knowable=False,
            importance=test.importance,
        )  # fmt: skip
    condition = record.condition
    yield Fact(id="diagnosis", section="diagnosis", concept=condition.id, attribute="presence", head="diagnosis",
               clinical=f"{condition.name} ({condition.code}), {condition.severity}", access="hidden",
               knowable=False, importance=2)  # fmt: skip


def _vitals(record: PatientRecord) -> Iterator[tuple[str, str, float | None, str]]:
    v = record.vitals
    yield "pulse", f"Pulse {v.pulse}/min, {v.rhythm}", float(v.pulse), "/min"
    yield "blood_pressure", f"Blood pressure {v.systolic}/{v.diastolic} mmHg", float(v.systolic), "mmHg"
    yield "respiratory_rate", f"Respiratory rate {v.respiratory_rate}/min", float(v.respiratory_rate), "/min"
    yield ("oxygen_saturation", f"Oxygen saturation {v.oxygen_saturation} % on {v.oxygen}",
           float(v.oxygen_saturation), "%")  # fmt: skip
    yield "temperature", f"Temperature {v.temperature:.1f} °C", v.temperature, "°C"
    if v.consciousness < 15:
        yield ("consciousness", f"GCS {v.consciousness} (E{v.eye} V{v.verbal} M{v.motor})",
               float(v.consciousness), "")  # fmt: skip


def _social(head: str, facet: str, stated: Stated) -> Fact:
    return _fact(_join("social", head, facet), "social_history", stated, head, facet or "presence", head)


def _fact(
    id: str, section: Section, stated: Stated, concept: str, attribute: str, head: str, *,
    story: int | None = None, factor: str = "",
) -> Fact:  # fmt: skip
    return Fact(
        id=id, section=section, concept=concept, attribute=attribute, head=head, clinical=stated.clinical,
        wording=stated.wording, value=stated.value, unit=stated.unit, side=stated.side,
        polarity=stated.polarity, access=stated.access, knowable=stated.knowable,
        importance=stated.importance, red_flag=stated.red_flag, story=story, factor=factor,
    )  # fmt: skip


def _lead(record: PatientRecord) -> str:
    return next((symptom.concept for symptom in record.symptoms if symptom.lead), "complaint")


def _slug(text: str) -> str:
    return text.lower().replace("_", "-").replace(" ", "-")


def _join(*parts: str) -> str:
    return "/".join(part if "/" in part else _slug(part) for part in parts if part)
