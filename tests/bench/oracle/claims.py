"""What any reply may not claim, whatever was asked: leaks, inventions with weight, people that are not there."""

from __future__ import annotations

import re
from functools import lru_cache

from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord
from tests.bench.oracle.matching import content, meaning, tells, texts
from tests.bench.oracle.probes import Probe
from tests.bench.oracle.reading import agrees, clauses, negated, plain, sentences
from tests.bench.oracle.tables import pattern

DRUGS = ["aspirin", "clopidogrel", "ticagrelor", "warfarin", "apixaban", "rivaroxaban", "heparin", "ramipril", "lisinopril", "losartan", "candesartan", "amlodipine", "bisoprolol", "atenolol", "propranolol", "atorvastatin", "simvastatin", "rosuvastatin", "metformin", "gliclazide", "insulin", "empagliflozin", "omeprazole", "lansoprazole", "gaviscon", "paracetamol", "ibuprofen", "naproxen", "codeine", "tramadol", "morphine", "sumatriptan", "sertraline", "fluoxetine", "citalopram", "mirtazapine", "amitriptyline", "diazepam", "zopiclone", "salbutamol", "beclometasone", "prednisolone", "levothyroxine", "furosemide", "digoxin", "amoxicillin", "penicillin", "trimethoprim", "doxycycline", "microgynon", "desogestrel", "loratadine", "cetirizine", "multivitamin", "topiramate", "lithium", "oramorph", "cocodamol", "nurofen", "rennie"]  # fmt: skip
ILLS = ["diabetes", "diabetic", "asthma", "epilepsy", "stroke", "cancer", "angina", "copd", "arthritis", "gout", "thyroid", "hypertension", "hepatitis", "hiv", "tuberculosis", "pneumonia", "ulcer", "gallstones", "crohn", "colitis", "lupus", "glaucoma", "anaemia", "schizophrenia", "bipolar"]  # fmt: skip
FINDINGS = (r"\b(st[- ](depression|elevation|segment)|troponin|white cells?|neutrophil|crp|c-reactive|rebound|guarding|"
            r"murmur|crackles|crepitations|haemoglobin|mmhg|heart sounds|mcburney|rovsing|psoas|phq|gad-?7|sinus rhythm|t waves?|"
            r"ejection fraction|creatinine|saturations?|sats)\b|\b\d{2,3} ?(/|over) ?\d{2,3}\b|\b\d{2} ?(%|per ?cent)")  # fmt: skip
SPOUSE = r"\bmy (husband|wife)\b"
PARTNER = r"\bmy (husband|wife|partner|boyfriend|girlfriend)\b"
CHILD = r"\bmy (son|daughter|sons|daughters|kids|children|eldest|youngest|little (boy|girl|one))\b"


@lru_cache(maxsize=512)
def everything(facts: tuple[Fact, ...]) -> str:
    """All that the facts say, plain."""
    return plain(" ".join(text for fact in facts if fact.knowable for text in texts(fact)))


def leak(record: PatientRecord, facts: tuple[Fact, ...], probe: Probe, reply: str) -> str:
    """Why a reply gives away what is hidden; empty when it does not."""
    said, asked, known = plain(reply), plain(probe.question), everything(facts)
    if probe.topic == "confirm" and agrees(reply):
        return "confirms the hidden diagnosis"
    for alias in record.condition.aliases:
        word = rf"\b{re.escape(plain(alias))}\b"
        given = any(pattern(word).search(text) for text in (asked, known))
        if not given and any(pattern(word).search(c) and not negated(c) for c in clauses(reply)):
            return f"names the hidden diagnosis: {alias}"
    found = pattern(FINDINGS).search(said)
    if found and found[0] not in asked and found[0] not in known:
        return f"tells a finding: {found[0]}"
    return ""


def invention(record: PatientRecord, facts: tuple[Fact, ...], probe: Probe, reply: str) -> str:
    """Why a reply claims something with weight that no fact holds; empty when it does not."""
    known, asked = everything(facts), plain(probe.question)
    for clause in clauses(reply):
        if negated(clause) or "?" in clause:
            continue
        for name in (*DRUGS, *ILLS):
            if pattern(rf"\b{name}\b").search(clause) and name not in known and name not in asked:
                return f"speaks of {name}, which no fact holds"
    return people(record, reply, known)


def people(record: PatientRecord, reply: str, known: str) -> str:
    """Why a reply speaks of a husband, wife or child that is not there."""
    who, said = record.identity, plain(reply)
    spouse = pattern(SPOUSE).search(said)
    if spouse and who.partner in ("none", "partner") and spouse[0] not in known and not _denied(SPOUSE, reply):
        return f"speaks of {spouse[0]}, is {who.partner}"
    partner = pattern(PARTNER).search(said)
    if partner and who.partner == "none" and partner[0] not in known and not _denied(PARTNER, reply):
        return f"speaks of {partner[0]}, has none"
    child = pattern(CHILD).search(said)
    if child and who.children == 0 and child[0] not in known and not _denied(CHILD, reply):
        return f"speaks of {child[0]}, has no children"
    return ""


def _denied(words: str, reply: str) -> bool:
    return all(negated(c) for c in clauses(reply) if pattern(words).search(c))


CERTAIN = {
    "vomiting": r"\bi('ve| have)? (been sick|thrown up|vomited)\b|\bi threw up\b|throwing up",
    "fever": r"\bi('ve| have) (had|got) a (fever|temperature)\b|burning up",
    "cough": r"\bi('ve| have) (had|got) a cough\b|\bi keep coughing\b",
    "rash": r"\bi('ve| have) (had|got|come out in) a rash\b",
    "syncope": r"\bi (passed|blacked) out\b|\bi fainted\b",
    "headache": r"\bi('ve| have) (had|got) a headache\b",
    "diarrhoea": r"\bi('ve| have) had the runs\b",
    "weight_loss": r"\bi('ve| have) lost (some )?weight\b",
    "dyspnoea": r"\bi('m| am) (short of|out of) breath\b",
    "sweating": r"\bi went (all )?clammy\b",
    "palpitations": r"\bmy heart('s| is| was) (racing|pounding)\b",
    "dizziness": r"\bi('ve| have) (been|felt) dizzy\b",
}


def aside(facts: tuple[Fact, ...], probe: Probe, reply: str) -> str:
    """Why something said by the way contradicts a symptom's fact; empty when it does not."""
    aimed = {fact.concept for fact in probe.facts}
    for fact in facts:
        if fact.head != "symptom" or fact.concept not in CERTAIN or fact.concept in aimed or fact.polarity != "absent":
            continue
        for sentence in sentences(reply):
            if negated(sentence) or sentence.endswith("?") or not pattern(CERTAIN[fact.concept]).search(sentence):
                continue
            if content(fact, sentence) != meaning(fact) and not any(tells(sentence, other) > 0.8 for other in facts):
                return f"claims {fact.concept}, which is absent"
    return ""
