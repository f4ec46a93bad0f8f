"""Conditions: symptoms, illnesses, drugs, operations and substances that a sentence says are there, or are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.reading import Mention, Reading
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.record.facts import Fact

_ALLERGIC = re.compile(r"\b(?:allergic|allergy|allergies|can not (?:have|take)|react(?:ed|ion)? (?:to|badly)|come out in|brings? me out)\b")
_OTHER_TIMES = re.compile(r"\b(?:not|never|no|nothing|none)\b.*\b(?:like this|like it|before|this bad|as bad)\b")
"""Said to be new, not to be absent: "never been short of breath like this"."""
_NOT_TAKEN = re.compile(r"\b(?:not|never) (?:been |ever |even )?(?:on|take|taking|taken|had|have|use|used|got|prescribed)\b")
_CANNOT = re.compile(r"\bcan not (?:have|take)\b")
_WEAK_KINDS = frozenset({"stress", "anxiety", "irritability", "agitation", "malaise", "infection", "allergy", "atopy", "sprain", "menopause", "grief", "pets", "caffeine"})
"""Concepts that patients name without saying that they have a disease."""
_GRAVE = frozenset({"suicidal_ideation", "self_harm", "homicidal_ideation", "suicide_plan", "suicide_attempt"})
"""Concepts that weigh also when they are only wished or feared."""
_BOWELS, _WATER = frozenset({"bowel_habit", "diarrhoea", "constipation"}), frozenset({"dysuria", "urinary_frequency", "urinary"})
_EITHER = frozenset({"toilet", "loo", "bathroom", "lavvy", "netty"})
"""Where one goes for either: what is meant is what the doctor asks for."""
_TABLETS = frozenset({"one", "ones", "tablet", "tablets", "pill", "pills", "medication", "medicine", "medicines", "capsule"})
_OUR_KID = re.compile(r"\bour kid\b")
"""In the North of England a brother or sister."""
_HEADACHES = frozenset({"headache", "migraine", "migraine_with_aura", "migraine_without_aura"})
_NOT_CLINICAL = frozenset({"caffeine", "pets", "dust", "takeaway", "tobacco", "alcohol", "allergen", "water_source"})


def conditions(case: Case, ledger: Ledger) -> None:
    """Hold every named thing against the record."""
    reading = case.reading
    for mention in reading.mentions:
        grave = mention.id in _GRAVE and mention.mode in ("wished", "believed", "supposed")
        if mention.mode == "believed" and mention.kind == "condition" and not grave:
            _feared(case, ledger, mention, reading.bit(mention.start, mention.end))
        if (mention.mode in ("said", "told") or grave) and not mention.conditional:
            _one(case, ledger, reading, mention)
    if _ALLERGIC.search(reading.plain) or any(fact.head == "allergies" for fact in case.planned_facts):
        for allergen in reading.of_kind("allergen"):
            if allergen.mode == "said" and not allergen.denied:
                _allergy(case, ledger, allergen, reading.bit(allergen.start, allergen.end))
    _nothing_at_all(case, ledger, reading)


def _one(case: Case, ledger: Ledger, reading: Reading, mention: Mention) -> None:
    words = reading.bit(mention.start, mention.end)
    if mention.id in _BOWELS and {*case.doctor_concepts, *(ask.object for ask in case.brief.understanding.asks)} & _WATER and set(reading.said[mention.start : mention.end]) & _EITHER:
        return
    if _is_factor(reading, mention) or _names_a_drug(case, reading, mention):
        return
    planned = [] if mention.denied else _by_planned_text(case, mention)
    if planned:
        ledger.tells(planned, words)
        return
    lent = mention.kind == "drug" and reading.said[mention.start - 1 : mention.start] == ["'s"]
    if mention.subject != "self" and not lent:
        _of_relative(case, ledger, mention, words)
        return
    clause = reading.clause_at(mention.start)
    text = " ".join(reading.said[clause.start : clause.end])
    if mention.kind == "drug" and _ALLERGIC.search(text):
        _allergy(case, ledger, mention, words)
    elif mention.denied:
        _denied(case, ledger, mention, words)
    else:
        _asserted(case, ledger, reading, mention, words)


def _asserted(case: Case, ledger: Ledger, reading: Reading, mention: Mention, words: str) -> None:
    patient = case.patient
    present = patient.present(mention.id)
    if present:
        ledger.tells(present, words, gently=mention.id in _WEAK_KINDS)
        return
    planned_absent = [fact for fact in patient.absent(mention.id) if fact.id in case.planned and fact.concept == mention.id]
    supported = [patient.facts[id] for id in sorted(patient.support(reading.stems[mention.start : mention.end]))]
    exact = [fact for fact in patient.absent(mention.id) if fact.concept == mention.id]
    if exact:
        supported = [fact for fact in supported if any(one.id == mention.id for text in patient.readings(fact) for one in text.mentions)]
    if supported and not planned_absent:
        ledger.tells(supported, words, gently=any(fact.section != "perspective" for fact in supported))
        return
    if _in_truths(case, mention) or mention.id in _NOT_CLINICAL:
        return
    absent = patient.absent(mention.id)
    if absent:
        ledger.contradicts(absent[0], "says that something is there which the record denies", words)
        return
    improvised = case.brief.memory.improvised.get(f"symptom:{mention.id}")
    if improvised is not None and improvised.polarity == "absent":
        ledger.object("contradiction", "says what the patient denied before", words)
    elif mention.kind == "sign":
        ledger.object("leak", "tells what only an examination finds", words)
    elif mention.id not in _WEAK_KINDS and not patient.present_wider(mention.id):
        ledger.object("invention", f"adds a {mention.kind} that the record does not hold", words)


def _feared(case: Case, ledger: Ledger, mention: Mention, words: str) -> None:
    """A fear or idea of another thing than the one that is planned."""
    views = [fact for fact in case.planned_facts if fact.section == "perspective"]
    if len(case.planned_facts) != 1 or not views or mention.subject != "self" or mention.denied:
        return
    known = _by_planned_text(case, mention) or case.patient.present(mention.id) or _in_truths(case, mention)
    stems = case.reading.stems[mention.start : mention.end]
    if not known and not set(stems) & case.patient.content(views[0]):
        ledger.contradicts(views[0], "names another fear or idea than the record", words)


def _is_factor(reading: Reading, mention: Mention) -> bool:
    """ "Coughing makes no odds": what is named changes something else."""
    clause = reading.clause_at(mention.start)
    if set(reading.said[clause.start : clause.end]) & listed("fine", "words"):
        return False
    overlaps = any(one.start < mention.end and mention.start < one.end for one in reading.factors)
    return overlaps and reading.effect(clause) is not None


def _names_a_drug(case: Case, reading: Reading, mention: Mention) -> bool:
    """ "The cholesterol one", "for my blood pressure": an illness that only says which drug is meant."""
    if mention.kind != "condition":
        return False
    if set(reading.said[mention.end : mention.end + 1]) & _TABLETS:
        return True
    for_it = "for" in reading.said[max(0, mention.start - 3) : mention.start]
    return for_it and (case.drugs_asked or any(fact.section == "drug_history" for fact in case.planned_facts))


def _denied(case: Case, ledger: Ledger, mention: Mention, words: str) -> None:
    patient = case.patient
    if mention.id in _GRAVE and mention.mode != "said":
        return
    exact = [fact for fact in patient.absent(mention.id) if fact.concept == mention.id]
    said_so = [fact for fact in case.planned_facts if _denies_too(case, fact, mention)]
    if exact or said_so or _OTHER_TIMES.search(case.reading.plain):
        ledger.tells(exact or said_so, words, gently=True)
        return
    present = [fact for fact in patient.present(mention.id) if not _apart(case, fact)]
    if any(fact.attribute == "control" and fact.concept == mention.id for fact in case.planned_facts):
        return
    if mention.weak and not any(fact.id in case.planned for fact in present):
        return
    if present and mention.kind == "drug" and not _NOT_TAKEN.search(case.reading.plain):
        return
    if present and mention.kind == "drug" and any(fact.attribute == "adherence" for fact in case.planned_facts):
        return
    if present and not mention.past:
        ledger.contradicts(present[0], "denies what is so", words)
        return
    absent = patient.absent(mention.id)
    planned = [fact for fact in absent if fact.id in case.planned]
    if planned or not absent or mention.id in case.doctor_concepts:
        ledger.tells(planned or absent, words, gently=True)


def _denies_too(case: Case, fact: Fact, mention: Mention) -> bool:
    """Whether a planned fact's own words deny the same thing."""
    return any(one.id == mention.id and one.denied for text in case.patient.readings(fact) for one in text.mentions)


def _apart(case: Case, fact: Fact) -> bool:
    """Facts of another kind with the same concept: a past illness when a symptom is denied."""
    planned = {one.section for one in case.planned_facts if one.concept == fact.concept}
    return bool(planned) and fact.section not in planned


def _by_planned_text(case: Case, mention: Mention) -> list[Fact]:
    """Planned facts whose own words name the same thing, whatever concept they stand under."""
    kin = case.patient.names.kin(mention.id)
    found = []
    for fact in case.planned_facts:
        texts = (*case.patient.readings(fact), case.patient.read(fact.clinical))
        named = {one.id for text in texts for one in text.mentions if not one.denied}
        if fact.section == "family_history" and mention.subject not in (fact.attribute, "self", "other"):
            continue
        if fact.polarity != "absent" and (named & kin or any(mention.id in case.patient.names.kin(one) for one in named)):
            found.append(fact)
    return found


def _in_truths(case: Case, mention: Mention) -> bool:
    """Whether the plan's own words name it: invented before, and allowed."""
    return any(one.id == mention.id and one.denied == mention.denied for truth in case.truths for one in truth.mentions)


def _allergy(case: Case, ledger: Ledger, mention: Mention, words: str) -> None:
    facts = [fact for fact in case.patient.of_head("allergies") if fact.attribute == "presence"]
    kin = case.patient.names.kin(mention.id)
    same = [fact for fact in facts if fact.concept in kin or mention.id in case.patient.names.kin(fact.concept)]
    if mention.denied and not _CANNOT.search(case.reading.plain):
        if same:
            ledger.contradicts(same[0], "denies an allergy", words)
    elif same:
        ledger.tells(same, words)
    elif facts and not any(one.id in case.patient.names.kin(facts[0].concept) for one in case.reading.mentions):
        ledger.contradicts(facts[0], "names another allergy", words)
    else:
        ledger.object("invention", "adds an allergy that the record does not hold", words)


def _of_relative(case: Case, ledger: Ledger, mention: Mention, words: str) -> None:
    """An illness of a relative: the record must know it, of that relative."""
    if mention.kind not in ("condition", "procedure") or mention.subject == "other":
        return
    kin = case.patient.names.kin(mention.id)
    known = case.patient.of_head("family_history")
    ill = [fact for fact in known if fact.concept in kin or mention.id in case.patient.names.kin(fact.concept)]
    own = [fact for fact in ill if fact.attribute == mention.subject]
    own = own or ([fact for fact in ill if fact.attribute in ("brother", "sister")] if _OUR_KID.search(case.reading.plain) else [])
    own = own or _wider_of(case, mention)
    own = own or [fact for fact in _by_planned_text(case, mention) if fact.section == "family_history" and fact.attribute == mention.subject]
    if mention.denied:
        if own and own[0].polarity == "present" and own[0].id in case.planned:
            ledger.contradicts(own[0], "denies a relative's illness", words)
    elif own:
        ledger.tells(own, words)
    elif ill:
        ledger.contradicts(ill[0], "gives a relative's illness to another", words)
    elif not _in_truths(case, mention):
        ledger.object("invention", "adds an illness in the family that the record does not hold", words)


def _wider_of(case: Case, mention: Mention) -> list[Fact]:
    """ "Bad headaches" of one who has migraine: the complaint of which their illness is the name."""
    if mention.id not in _HEADACHES or mention.denied:
        return []
    return [fact for fact in case.patient.of_head("family_history") if fact.attribute == mention.subject and fact.concept in _HEADACHES]


_NOTHING: Sequence[tuple[re.Pattern[str], Sequence[str]]] = tuple((re.compile(rf"\b(?:{text})\b"), heads) for text, heads in (
    (r"not allergic to anything|no allergies|nothing i am allergic to|not allergic to a thing", ("allergies",)),
    (r"(?:do not|not) take anything|not on anything|no (?:tablets|medication|medicines|pills)|not on any (?:tablets|medication|medicines)",
     ("drug_history",)),
    (r"always been healthy|never (?:been|had a day) ill|no (?:medical|health) problems|nothing wrong with me|fit as a fiddle|never ill|no illnesses",
     ("pmh",)),
    (r"never had (?:an|any) operations?|no operations", ("surgical",)),
    (r"no children|not got (?:any )?(?:children|kids)|never had (?:any )?(?:children|kids)", ("relationships",)),
    (r"not (?:got|have) (?:a )?(?:job)|not work(?:ing)? at the moment|out of work|unemployed", ("occupation",)),
))  # fmt: skip


def _nothing_at_all(case: Case, ledger: Ledger, reading: Reading) -> None:
    """ "I'm not allergic to anything": denies every fact under a head."""
    for pattern, heads in _NOTHING:
        found = pattern.search(reading.plain)
        if not found or not reading.words or reading.clauses[-1].mode == "asked":
            continue
        place = reading.plain[: found.start()].count(" ")
        if reading.clause_at(place).subject != "self":
            continue
        if case.planned_facts and not any(fact.head in heads for fact in case.planned_facts):
            continue
        for head in heads:
            facts = [fact for fact in case.patient.of_head(head) if _denied_by(fact, head)]
            if facts and not _said_so(case, found[0]):
                ledger.contradicts(facts[0], "denies all there is of what the record holds", found[0])


def _denied_by(fact: Fact, head: str) -> bool:
    if head == "relationships":
        return fact.attribute == "children" and fact.polarity == "present"
    if head == "drug_history":
        return fact.attribute == "presence" and fact.polarity == "present" and fact.section == "drug_history"
    if head == "occupation" and any(word in fact.clinical.lower() for word in ("unemployed", "retired", "carer", "home")):
        return False
    return fact.attribute == "presence" and fact.polarity == "present"


def _said_so(case: Case, words: str) -> bool:
    """The same words stand in the plan's truth, or in a planned fact's own words."""
    own = [one.plain for fact in case.planned_facts for one in case.patient.readings(fact)]
    return any(words in text for text in (*own, *(truth.plain for truth in case.truths)))
