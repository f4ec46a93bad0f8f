"""DRU3, DRU29: a treated disease has its usual drug or a reason, and a drug its disease (NICE, BNF).

Secondary prevention after an arterial event is an error when it is missing without a word; the rest is a warning,
for standard care leaves room there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pz_tui.plausibility.rule import Case, Fault, error, rule, warning

_ANTIPLATELET = frozenset({"aspirin", "clopidogrel", "ticagrelor", "prasugrel", "antiplatelet", "p2y12_inhibitor"})
_ANTICOAGULANT = frozenset({"doac", "vitamin_k_antagonist", "low_molecular_weight_heparin"})
_PRESSURE = frozenset({
    "ace_inhibitor", "angiotensin_receptor_blocker", "calcium_channel_blocker", "thiazide_diuretic", "beta_blocker",
    "rate_limiting_calcium_channel_blocker", "alpha_blocker", "potassium_sparing_diuretic", "labetalol",
    "neprilysin_inhibitor", "non_selective_beta_blocker",
})  # fmt: skip
_GLUCOSE = frozenset({
    "biguanide", "metformin", "sulfonylurea", "sglt2_inhibitor", "dpp4_inhibitor", "glp1_agonist",
    "long_acting_insulin", "rapid_acting_insulin", "biphasic_insulin", "insulin",
})  # fmt: skip
_STEROID_INHALER = frozenset({"inhaled_corticosteroid", "combination_inhaler"})
_LONG_ACTING = frozenset({"long_acting_antimuscarinic", "laba_lama_inhaler", "combination_inhaler"})


class _Usual(NamedTuple):
    """Who has one of ``diseases`` takes one of ``drugs`` (ids or classes), or the record says why not."""

    diseases: frozenset[str]
    drugs: frozenset[str]
    what: str
    reason: re.Pattern[str]
    source: str
    vital: bool = False
    from_age: int = 0


_STATIN = re.compile(r"statin", re.I)
_ARTERIAL = frozenset({"mi", "angina", "coronary_stent", "ischaemic_heart_disease", "stroke", "tia"})
_DIABETES = frozenset({"diabetes", "type_2_diabetes"})
_USUAL = (
    _Usual(_ARTERIAL, _ANTIPLATELET | _ANTICOAGULANT, "antiplatelet",
           re.compile(r"aspirin|clopidogrel|antiplatelet|blood thin", re.I), "NICE CG126, NG185, NG128", vital=True),
    _Usual(_ARTERIAL, frozenset({"statin"}), "statin", _STATIN, "NICE NG238, CG126", vital=True),
    _Usual(frozenset({"cholesterol", "hypercholesterolaemia"}), frozenset({"statin"}), "statin", _STATIN, "NICE NG238"),
    _Usual(_DIABETES, frozenset({"statin"}), "statin", _STATIN, "NICE NG238", from_age=40),
    _Usual(_DIABETES, _GLUCOSE, "glucose-lowering drug",
           re.compile(r"\bdiet\b|metformin|tablet|insulin", re.I), "NICE NG28"),
    _Usual(frozenset({"hypertension"}), _PRESSURE, "blood pressure drug",
           re.compile(r"tablet|without drug|salt|declin", re.I), "NICE NG136"),
    _Usual(frozenset({"atrial_fibrillation"}), _ANTICOAGULANT, "anticoagulant",
           re.compile(r"anticoag|blood thin", re.I), "NICE NG196"),
    _Usual(frozenset({"asthma"}), _STEROID_INHALER, "inhaled steroid",
           re.compile(r"reliever|steroid|preventer|no inhaler|childhood only|grown out", re.I), "NICE NG245"),
    _Usual(frozenset({"copd"}), _LONG_ACTING, "long-acting bronchodilator",
           re.compile(r"long-acting|reliever|no inhaler", re.I), "NICE NG115"),
    _Usual(frozenset({"hypothyroidism"}), frozenset({"thyroid_hormone"}), "levothyroxine",
           re.compile(r"levothyroxine|thyrox", re.I), "NICE NG145"),
)  # fmt: skip


@rule("DRU3", "either", "NICE", "A treated disease has its usual drug, or the record says why not", "history")
def _usual_drug(case: Case) -> Iterator[Fault]:
    ongoing = {x.concept: x for x in case.past if x.polarity == "present" and (x.ongoing or x.kind == "operation")}
    taken = {x.concept for x in case.taken} | {
        drug.drug_class for drug in (case.drugs.get(x.concept) for x in case.taken) if drug
    }
    reasons = " ".join((
        *(aspect.clinical for item in case.past for aspect in item.aspects if aspect.kind in ("status", "detail")),
        *(x.clinical for x in case.medications if x.polarity == "absent"), *(x.clinical for x in case.allergies),
    ))  # fmt: skip
    for usual in _USUAL:
        here = sorted(usual.diseases & ongoing.keys())
        if not here or usual.drugs & taken or usual.reason.search(reasons):
            continue
        if usual.from_age and case.age < usual.from_age:
            continue
        fault, what = error if usual.vital else warning, _article(usual.what)
        yield fault(f"{ongoing[here[0]].clinical} without {what}, and nothing says why ({usual.source}).",
                    f"past.{here[0]}", f"Add {what}, or say that it was declined or stopped.")  # fmt: skip


def _article(what: str) -> str:
    return what if what == "levothyroxine" else f"{'an' if what[0] in 'aeio' else 'a'} {what}"


@rule("DRU29", "error", "logic", "No drug for an illness that is denied", "history")
def _unfounded(case: Case) -> Iterator[Fault]:
    denied = {x.concept for x in case.past if x.polarity == "absent"}
    for drug in case.taken:
        if drug.indication in denied:
            yield error(f"{drug.name} is taken for {drug.indication}, which is denied.", f"medications.{drug.concept}",
                        "Drop the drug or let the illness be there.")  # fmt: skip
