"""Ways: what is one way or another (scales), and what makes it better or worse (factors)."""

from __future__ import annotations

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.clauses import Clause
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.reading import Effect, Mention, Reading, content_of
from pz_tui.consultation.verification.scales import Pole, Scale, scales
from pz_tui.record.facts import Fact

_EFFECTS = ("aggravating", "relieving", "not_aggravating", "not_relieving")
_CLASHES: dict[str, tuple[Effect, ...]] = {
    "aggravating": ("better", "not_worse", "none"), "relieving": ("worse", "not_better", "none"),
    "not_aggravating": ("worse",), "not_relieving": ("better",),
}  # fmt: skip
_LONG = 14
"""Words beyond which a factor is not taken for the whole answer."""
_LOOSE = frozenset({"night", "morning", "evening", "driving", "being_alone", "environment", "pets_factor", "fresh_air", "talking", "screens",
                    "swallowing", "sleep_factor", "fatigue_factor", "drinking", "periods_factor", "stress_factor"})  # fmt: skip
"""Factors whose words mean other things more often than not: they count only when they are planned."""

_NOBODY_ELSE = frozenset({"else", "at", "with", "here", "there", "but", "now", "really", "doctor", "since"})


def ways(case: Case, ledger: Ledger) -> None:
    """Hold poles and effects against the facts."""
    reading = case.reading
    for pole in reading.poles:
        _pole(case, ledger, reading, pole)
    _effects(case, ledger, reading)


def _pole(case: Case, ledger: Ledger, reading: Reading, pole: Pole) -> None:
    scale = scales()[pole.scale]
    clause = reading.clause_at(pole.start)
    if clause.mode not in ("said", "told") or clause.subject not in ("self", "other") or pole.start in clause.conditional:
        return
    planned = [fact for fact in case.planned_facts if _on(fact, scale)]
    if scale.id == "alcohol" and reading.said[pole.end : pole.end + 1] in (["more"], ["or"], ["enough"], ["much"], ["water"], ["any"]):
        return
    if scale.id == "place" and {"first", "then"} & set(reading.said):
        return
    if planned and _of_another(case, reading, clause, planned):
        return
    if scale.id == "smoking" and any(one.id == "cannabis" for one in reading.mentions):
        return
    if reading.said[pole.end : pole.end + 1] == ["at"] and pole.end - pole.start > 1 and scale.id == "relief":
        return
    if reading.said[max(0, pole.start - 1) : pole.end] == ["slap", "bang"]:
        return
    if pole.bare and reading.said[pole.start] in ("nobody", "no") and _goes_on(reading, pole):
        return
    if pole.bare and (not planned or reading.said[pole.start - 1 : pole.start] == ["know"]):
        return
    facts = planned or _unplanned(case, scale, pole)
    if planned and scale.of_planned and not any(case.patient.poles(fact, scale.id) for fact in planned):
        spoken_of = {fact.concept for fact in planned}
        facts = [fact for fact in case.patient.of_attributes(scale.attributes) if fact.concept in spoken_of]
    true = {fact.id: case.patient.poles(fact, scale.id) for fact in facts}
    held = frozenset().union(*true.values()) if true else frozenset()
    words = reading.bit(pole.start, pole.end)
    ruled_out = [fact for fact in planned if pole.pole in case.patient.poles(fact, scale.id, denied=True)]
    if ruled_out and not reading.pole_denied(pole) and pole.pole not in held:
        ledger.contradicts(ruled_out[0], "says what the record rules out", words)
        return
    if not held and planned and scale.id == "circumstances" and not reading.pole_denied(pole):
        ledger.contradicts(planned[0], "says that it is another way", words)
        return
    if not held:
        return
    if reading.pole_denied(pole):
        if held == {pole.pole}:
            ledger.contradicts(facts[0], "denies how it is", words)
    elif any(not scale.excludes(pole.pole, one) for one in held):
        if pole.pole in held:
            fitting = [fact for fact in facts if pole.pole in true[fact.id]]
            ledger.tells(fitting, words, gently=not scale.always)
    elif not any(_excludes_said(scale, reading, other, held) for other in reading.poles if other is not pole) or scale.always:
        ledger.contradicts(next(fact for fact in facts if true[fact.id]), "says that it is another way", words)


def _goes_on(reading: Reading, pole: Pole) -> bool:
    """Whether "nobody" is who does something, and no answer by itself: "nobody takes over"."""
    after = reading.said[pole.end : pole.end + 1]
    return bool(after) and not reading.words[pole.end - 1].pause and after[0] not in _NOBODY_ELSE


def _of_another(case: Case, reading: Reading, clause: Clause, planned: list[Fact]) -> bool:
    """Whether the clause names another thing of the record and not what is planned ("these zigzag lights")."""
    about = {fact.concept for fact in planned}
    kin = case.patient.names.kin
    named = [one for one in reading.mentions if clause.start <= one.start < clause.end and one.kind == "condition" and not one.denied]
    return bool(named) and all(
        not about & kin(one.id) and not any(one.id in kin(concept) for concept in about) and bool(case.patient.present(one.id))
        for one in named
    )  # fmt: skip


def _unplanned(case: Case, scale: Scale, pole: Pole) -> list[Fact]:
    """The facts of a scale that is judged though nothing on it is planned."""
    every = case.patient.of_attributes(scale.attributes)
    lead = case.patient.lead
    by_the_way = (not scale.always and (case.reading.factors or pole.pole == "same")) or any(
        case.patient.poles(fact, scale.id) or case.patient.poles(fact, scale.id, denied=True) for fact in case.planned_facts
    )
    if scale.always and not by_the_way:
        return every
    if scale.of_complaint and not by_the_way and any(fact.concept == lead for fact in case.planned_facts):
        return [fact for fact in every if fact.concept == lead]
    if scale.of_planned:
        spoken_of = {fact.concept for fact in case.planned_facts}
        return [fact for fact in every if fact.concept in spoken_of]
    return []


def _excludes_said(scale: Scale, reading: Reading, other: Pole, held: frozenset[str]) -> bool:
    """Whether the same sentence also says the right pole, so that the wrong word is by the way."""
    return other.scale == scale.id and other.pole in held and not reading.pole_denied(other)


def _on(fact: Fact, scale: Scale) -> bool:
    there = fact.concept if fact.attribute == "presence" else ""
    return bool({fact.attribute, fact.head, there} & scale.attributes)


# --- factors --------------------------------------------------------------------------------------------------


def _effects(case: Case, ledger: Ledger, reading: Reading) -> None:
    planned = [fact for fact in case.planned_facts if fact.attribute in _EFFECTS]
    all_facts = case.patient.of_attributes(_EFFECTS)
    all_facts = [fact for fact in all_facts if fact.attribute in _EFFECTS]
    if not all_facts or not reading.factors:
        return
    spoken_of = {fact.concept for fact in case.planned_facts} | {case.patient.lead} | case.doctor_concepts
    spoken_of |= {kin for one in reading.mentions for kin in case.patient.names.kin(one.id)}
    seen: list[Mention] = []
    strange: list[tuple[Mention, Effect]] = []
    for factor in reading.factors:
        clause = reading.clause_at(factor.start)
        if clause.mode not in ("said", "told", "supposed") or clause.subject not in ("self", "other"):
            continue
        explicit = reading.effect(clause) or _near_effect(reading, factor)
        effect = explicit or _implied(case, planned, reading, factor)
        facts = [fact for fact in (planned or all_facts) if _concerns(case, fact, factor)]
        if not facts and planned and explicit is None and _speaks_of_planned(case, planned, factor):
            continue
        facts = facts or [fact for fact in all_facts if _concerns(case, fact, factor) and fact.concept in spoken_of]
        by_the_way = not planned and any(
            factor.id in case.patient.factors(fact) for fact in case.planned_facts
        )
        if effect is None or by_the_way or (factor.id in _LOOSE and not any(fact in planned for fact in facts)):
            continue
        seen.append(factor)
        words = reading.bit(factor.start, factor.end)
        if not facts and explicit is not None:
            strange.append((factor, effect))
        elif not facts:
            continue
        elif all(effect in _CLASHES[fact.attribute] for fact in facts):
            if _another_does(case, [fact for fact in all_facts if fact.concept == facts[0].concept], factor, effect):
                continue
            ledger.contradicts(facts[0], "gives it another effect than the record", words)
        else:
            ledger.tells([fact for fact in facts if effect not in _CLASHES[fact.attribute]], words, gently=True)
    for factor, effect in strange:
        known = any(_concerns(case, fact, other) for other in seen for fact in planned)
        known = known or bool(set(reading.stems[factor.start : factor.end]) & case.patient.words_of(case.planned_facts))
        if planned and not known and effect in ("worse", "better"):
            ledger.object("invention", "names another thing that changes it than the record", reading.bit(factor.start, factor.end))


def _another_does(case: Case, facts: list[Fact], factor: Mention, effect: Effect) -> bool:
    """Whether another factor of the same clause has that very effect ("if I get up and do anything, it thumps")."""
    reading = case.reading
    clause = reading.clause_at(factor.start)
    others = [one for one in reading.factors if clause.start <= one.start < clause.end and (one.end <= factor.start or factor.end <= one.start)]
    return any(
        _concerns(case, fact, other) and effect not in _CLASHES[fact.attribute] for other in others for fact in facts
    )  # fmt: skip


def _speaks_of_planned(case: Case, planned: list[Fact], factor: Mention) -> bool:
    """Whether the rest of the sentence has the words of what is planned, so that the factor only says how."""
    reading = case.reading
    rest = content_of([*reading.stems[: factor.start], *reading.stems[factor.end :]])
    return any(rest & case.patient.content(fact) for fact in planned)


def _concerns(case: Case, fact: Fact, factor: Mention) -> bool:
    kin = case.patient.names.kin
    own = {fact.factor, f"{fact.factor}_factor", fact.factor.removesuffix("_factor")}
    if own & kin(factor.id) or any(factor.id in kin(one) for one in own):
        return True
    return factor.id in case.patient.factors(fact)


def _near_effect(reading: Reading, factor: Mention) -> Effect | None:
    """The effect of the clause next to the factor's ("if I bend over, it thumps")."""
    clauses = reading.clauses
    at = next(number for number, clause in enumerate(clauses) if clause.start <= factor.start < clause.end)
    for near in (at + 1, at - 1):
        parted = reading.words[clauses[min(at, near)].end - 1].pause == "." if 0 <= near < len(clauses) else True
        if not parted and clauses[near].mode in ("said", "told"):
            effect = reading.effect(clauses[near])
            if effect is not None:
                return effect
    return None


def _implied(case: Case, planned: list[Fact], reading: Reading, factor: Mention) -> Effect | None:
    """An answer that only names the factor says what was asked; with "not" or "no" the opposite."""
    kinds = {fact.attribute for fact in planned}
    before = reading.said[max(0, factor.start - 5) : factor.start]
    if len(reading.said) > _LONG or case.unanswered or "still" in reading.said:
        return None  # "I can lie in bed all day and still …": the factor is allowed for, and the rest says what it does
    if "can" in before and "not" in before:
        return "worse"
    if before[-1:] in (["not"], ["no"], ["without"]) or any(clause.denied for clause in reading.clauses if not clause.start <= factor.start < clause.end):
        return None
    denied = factor.denied or reading.opener is False
    if kinds and kinds <= {"aggravating", "not_aggravating"}:
        return "not_worse" if denied else "worse"
    if kinds and kinds <= {"relieving", "not_relieving"}:
        return "not_better" if denied else "better"
    return None
