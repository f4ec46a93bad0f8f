"""DRU: drugs against allergies, diseases and ages (BNF, BNFC, MHRA, UKMEC).

Of the catalogue: DRU1, DRU2, DRU4, DRU6, DRU8, DRU11, DRU22, DRU25 and of DRU26 the triptans. An error drops to a
warning where that drug is the record's cause or learning point, for then the mistake is what the patient is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.texts import mentions
from pz_tui.record.patient import Medication

PENICILLINS = frozenset({
    "penicillin", "amoxicillin", "ampicillin", "benzylpenicillin", "co_amoxiclav", "flucloxacillin",
    "phenoxymethylpenicillin", "penicillin_v", "piperacillin_tazobactam", "pivmecillinam",
})  # fmt: skip
CEPHALOSPORINS = frozenset({"cefalexin", "cefuroxime", "ceftriaxone", "cefotaxime", "ceftazidime", "cefaclor"})
NSAIDS = frozenset({
    "ibuprofen", "naproxen", "diclofenac", "indometacin", "mefenamic_acid", "ketorolac", "celecoxib", "etoricoxib",
    "meloxicam", "piroxicam",
})  # fmt: skip
TETRACYCLINES = frozenset({"tetracycline", "doxycycline", "lymecycline", "minocycline", "oxytetracycline"})
MACROLIDES = frozenset({"erythromycin", "clarithromycin", "azithromycin"})
SULFONAMIDES = frozenset({"co_trimoxazole", "sulfamethoxazole", "sulfadiazine"})
STATINS = frozenset({"atorvastatin", "simvastatin", "rosuvastatin", "pravastatin"})
OPIOIDS = frozenset({"codeine", "co_codamol", "morphine", "tramadol", "dihydrocodeine", "oxycodone"})
NON_SELECTIVE = frozenset({"propranolol", "timolol", "carvedilol", "nadolol", "sotalol", "labetalol"})
CARDIOSELECTIVE = frozenset({"bisoprolol", "atenolol", "metoprolol", "nebivolol", "betaxolol"})
COMBINED = frozenset({
    "combined_pill", "combined_oral_contraceptive", "ethinylestradiol_levonorgestrel", "microgynon", "rigevidon",
    "contraceptive_patch", "vaginal_ring", "co_cyprindiol",
})  # fmt: skip
_FAMILIES: dict[str, frozenset[str]] = {
    "penicillin": PENICILLINS, "cephalosporin": CEPHALOSPORINS, "nsaid": NSAIDS, "tetracycline": TETRACYCLINES,
    "macrolide": MACROLIDES, "sulfonamide": SULFONAMIDES, "statin": STATINS, "opioid": OPIOIDS,
}  # fmt: skip
_ANAPHYLAXIS = re.compile(r"anaphyla|couldn't breathe|stopped breathing|collapse|throat", re.I)


def family_of(concept: str) -> str:
    """The family a drug or an allergy belongs to (``penicillin``, ``nsaid``), empty when none is listed."""
    return next((name for name, members in _FAMILIES.items() if concept == name or concept in members), "")


def _class_of(case: Case, concept: str) -> str:
    listed = case.drugs.get(concept)
    return family_of(concept) or (listed.drug_class if listed else "")


def _meant(case: Case, drug: Medication) -> bool:
    """Whether the drug is the record's cause or learning point."""
    lessons = [*case.learning_points]
    if case.knowledge:
        lessons += [line.text for line in case.knowledge.findings.learning_points]
        lessons.append(case.knowledge.outline.summary)
    listed = case.drugs.get(drug.concept)
    drug_class = listed.drug_class if listed else ""
    names = {drug.name, drug.name.split()[0], *(x.replace("_", " ") for x in (drug.concept, drug_class) if x)}
    return any(mentions(lesson, name) for lesson in lessons for name in names)


def _graded(case: Case, drug: Medication, message: str, mend: str) -> Fault:
    fault = warning if _meant(case, drug) else error
    return fault(message, f"medications.{drug.concept}", mend)


@rule("DRU1", "either", "BNF (drug table)", "Dose, unit and route are usual; never more than twice the most a day",
      "history")  # fmt: skip
def _dose(case: Case) -> Iterator[Fault]:
    for drug in case.taken:
        listed = case.drugs.get(drug.concept)
        if listed is None or drug.dose is None:
            continue
        place, shown = f"medications.{drug.concept}", f"{drug.name} {drug.dose:g} {drug.dose_unit}"
        if drug.dose_unit != listed.dose_unit or drug.route != listed.route:
            yield error(f"{shown}, {drug.route}; usual are {listed.dose_unit}, {listed.route}.", place,
                        f"Give it in {listed.dose_unit}, {listed.route}.")  # fmt: skip
            continue
        daily = drug.dose * max(1.0, drug.per_day)
        if listed.max_daily and daily > 2 * listed.max_daily:
            yield error(f"{shown}, {daily:g} a day; the most is {listed.max_daily:g}.", place, "Give a usual dose.")
        elif not min(listed.doses) <= drug.dose <= max(listed.doses) and "insulin" not in listed.drug_class:
            yield warning(f"{shown}; usual are {min(listed.doses):g} to {max(listed.doses):g}.", place,
                          "Give a usual dose.")  # fmt: skip


@rule("DRU25", "warning", "BNF", "No two drugs of one class", "history")
def _twice(case: Case) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for drug in case.taken:
        listed = case.drugs.get(drug.concept)
        drug_class = family_of(drug.concept) or (listed.drug_class if listed else "")
        if drug_class and drug_class in seen and "insulin" not in drug_class:
            yield warning(f"{drug.name} beside {seen[drug_class]}: both {drug_class.replace('_', ' ')}.",
                          f"medications.{drug.concept}", "Keep one of the two.")  # fmt: skip
        seen.setdefault(drug_class, drug.name)


TRIPTANS = frozenset({"sumatriptan", "rizatriptan", "zolmitriptan", "naratriptan", "eletriptan", "almotriptan"})


@rule("DRU26", "error", "BNF", "No triptan in arterial disease", "history")
def _triptan(case: Case) -> Iterator[Fault]:
    ill = case.ill_with("mi", "angina", "ischaemic_heart_disease", "coronary_stent", "stroke", "tia", "nstemi")
    for drug in case.taken:
        if ill and (drug.concept in TRIPTANS or _class_of(case, drug.concept) == "triptan"):
            yield _graded(case, drug, f"{drug.name} in arterial disease.", "Choose another painkiller.")


@rule("DRU2", "error", "logic", "Every drug is for something", "history")
def _indication(case: Case) -> Iterator[Fault]:
    for drug in case.taken:
        if not drug.indication.strip():
            yield error(f"{drug.name} is taken for nothing.", f"medications.{drug.concept}", "Name what it is for.")


@rule("DRU4", "either", "BNF", "No drug of a class the patient is allergic to", "history")
def _allergic(case: Case) -> Iterator[Fault]:
    for allergy in case.allergies:
        if allergy.polarity != "present" or allergy.kind != "allergy":
            continue
        barred = _class_of(case, allergy.concept)
        for drug in case.taken:
            drug_class = _class_of(case, drug.concept)
            if drug.concept == allergy.concept or (barred and drug_class == barred):
                yield _graded(case, drug, f"{drug.name} despite an allergy to {allergy.concept}.",
                              "Choose a drug of another class.")  # fmt: skip
            elif (barred, drug_class) == ("penicillin", "cephalosporin"):
                severe = _ANAPHYLAXIS.search(allergy.reaction)
                message = f"{drug.name} with penicillin allergy ({allergy.reaction})."
                if severe:
                    yield _graded(case, drug, message, "Choose a drug of another class.")
                else:
                    yield warning(message, f"medications.{drug.concept}", "Choose a drug of another class.")


@rule("DRU6", "either", "BNF", "No beta-blocker in asthma, eye drops included", "history")
def _asthma(case: Case) -> Iterator[Fault]:
    if not case.ill_with("asthma", "acute_asthma"):
        return
    for drug in case.taken:
        if drug.concept in NON_SELECTIVE:
            yield _graded(case, drug, f"{drug.name} in a patient with asthma.", "Choose another drug.")
        elif drug.concept in CARDIOSELECTIVE:
            yield warning(f"{drug.name} in a patient with asthma.", f"medications.{drug.concept}",
                          "Keep it only for a strong reason.")  # fmt: skip


@rule("DRU8", "either", "BNF, MHRA", "No NSAID with GI bleeding, severe heart or kidney failure, NSAID asthma",
      "history", "findings")  # fmt: skip
def _nsaid(case: Case) -> Iterator[Fault]:
    filtration = case.measured("egfr")
    sensitive = case.ill_with("nsaid_asthma", "aspirin_sensitive_asthma")
    reasons = {
        "gastrointestinal bleeding": case.ill_with(
            "gi_bleed", "upper_gi_bleed", "peptic_ulcer_bleed", "haematemesis", "melaena"),
        "severe heart failure": case.ill_with("heart_failure") and any(
            re.search(r"severe|NYHA (?:IV|4)|EF <? ?(?:[12]\d|30)\b", x.clinical) for x in case.past
            if x.concept == "heart_failure"),
        "an eGFR under 30": filtration is not None and filtration < 30,
        "asthma set off by NSAIDs": sensitive,
    }  # fmt: skip
    for drug in case.taken:
        if drug.concept not in NSAIDS and not (drug.concept == "aspirin" and sensitive):
            continue
        for reason, there in reasons.items():
            if there:
                yield _graded(case, drug, f"{drug.name} with {reason}.", "Choose another painkiller.")


@rule("DRU11", "error", "UKMEC category 4", "No combined contraception with aura, clots, arterial disease, heavy "
      "smoking from 35, or 160/100", "history", "findings")  # fmt: skip
def _combined(case: Case) -> Iterator[Fault]:
    classes = COMBINED | {"combined_contraceptive"}
    pills = [x for x in case.taken if x.concept in COMBINED or _class_of(case, x.concept) in classes]
    if not pills:
        return
    smoking, vitals = case.smoking, case.vitals
    heavy = bool(smoking and smoking.status == "current" and smoking.per_day >= 15 and case.age >= 35)
    reasons = {
        "migraine with aura": case.ill_with("migraine_with_aura", "migraine_aura", "aura"),
        "a past clot": case.ill_with("dvt", "pulmonary_embolism", "pe", "vte"),
        "arterial disease": case.ill_with("mi", "angina", "ischaemic_heart_disease", "stroke", "tia", "nstemi"),
        "breast cancer": case.ill_with("breast_cancer"),
        "15 or more cigarettes a day from 35": heavy,
        "a blood pressure of 160/100 or more": bool(
            vitals and (vitals.systolic >= 160 or vitals.diastolic >= 100)),
    }  # fmt: skip
    for drug in pills:
        for reason, there in reasons.items():
            if there:
                yield _graded(case, drug, f"{drug.name} with {reason}.", "Choose a progestogen-only method.")


@rule("DRU22", "error", "BNFC, MHRA", "No tetracycline under 12 or in pregnancy, aspirin under 16, codeine under 12",
      "history")  # fmt: skip
def _young(case: Case) -> Iterator[Fault]:
    excused = case.ill_with("kawasaki", "congenital_heart_disease")
    known(case.identity)
    for drug in case.taken:
        if drug.concept in TETRACYCLINES and (case.age < 12 or case.pregnant):
            lyme = case.age >= 9 and not case.pregnant and "lyme" in drug.indication
            why = "in pregnancy" if case.pregnant else f"at {case.age}"
            fault = warning if lyme or _meant(case, drug) else error
            yield fault(f"{drug.name} {why}.", f"medications.{drug.concept}", "Choose another antibiotic.")
        if drug.concept == "aspirin" and case.age < 16 and not excused:
            yield _graded(case, drug, f"Aspirin at {case.age} (Reye's syndrome).", "Choose paracetamol.")
        if drug.concept in ("codeine", "co_codamol") and case.age < 12:
            yield _graded(case, drug, f"{drug.name} at {case.age}.", "Choose paracetamol or ibuprofen.")
