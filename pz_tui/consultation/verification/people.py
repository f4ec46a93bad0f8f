"""People: relatives, dead or alive and how old; partner and children; the patient's work; names that were given."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.clauses import Clause
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.reading import Reading, content_of
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.consultation.verification.stance import stance
from pz_tui.consultation.verification.stems import stem
from pz_tui.record.facts import Fact

_DEAD = re.compile(r"\b(?:died|passed (?:away|on|(?:\w+ ){0,4}(?:ago|back|when|last|in|at))|passed$|(?:never|not) got over|buried (?:him|her)|is gone|'s gone|are gone|lost (?:him|her|my|the)|dead|no longer with us|not with us any ?more|we lost|taken from us|(?:funeral|ashes|grave|cremated))\b")
_ALIVE = re.compile(r"\b(?:still (?:alive|going|with us|here|drives|works)|going strong|alive|fit as|is (?:fine|well)|'s (?:fine|well))\b")
_MARITAL = (
    (re.compile(r"\b(?:i am|i have been|been|got) (?:divorced|separated)\b|^(?:no |not any more )?(?:divorced|separated)\b|\b(?:she|he) (?:left|walked out on) me\b|\bmy (?:husband|wife|partner) (?:has )?(?:left|walked out)\b|\b(?:we|me and (?:her|him)) (?:split|have split|broke) up\b|\bmy ex(?: wife| husband)?\b|\bsince (?:my|the) divorce\b"), "divorced"),
    (re.compile(r"\b(?:a )?wid(?:ow|ower|owed)\b|\bmy late (?:wife|husband)\b|\b(?:lost|buried) (?:my|the) (?:wife|husband|missus)\b|\b(?:since|after) (?:my|the) (?:wife|husband|missus) (?:died|passed|went)\b"
                r"|\bmy (?:wife|husband) (?:died|passed|is gone)\b"), "widowed"),
    (re.compile(r"\b(?:i am|i have been) (?:single|on my own since)\b|\bnot (?:married|got anyone)\b|\bnever married\b|^(?:no )?single\b"), "none"),
    (re.compile(r"\b(?:i am|we are|been|got) married\b|\bgot a (?:wife|husband)\b|^(?:yes )?married\b|\bmy (?:wife|husband|missus|hubby)\b|\bthe (?:wife|missus)\b"), "married"),
    (re.compile(r"\b(?:my|a|with my) (?:boyfriend|girlfriend|fiance|partner)\b"), "partner"),
)  # fmt: skip
_OF_MARRIAGE = frozenset({
    "divorced", "divorce", "separated", "left", "walked", "split", "broke", "ex", "widow", "widower", "widowed", "late", "lost", "buried", "wife",
    "husband", "missus", "hubby", "partner", "single", "married", "anyone", "boyfriend", "girlfriend", "fiance", "own",
})  # fmt: skip
"""Words without one of which nothing is said of a partner."""
_WITH = {"married": {"married"}, "partner": {"partner", "married"}, "divorced": {"divorced", "separated"}, "widowed": {"widowed"},
         "none": {"none", "divorced", "widowed", "separated"}}  # fmt: skip
_CHILD = r"(?:son|sons|daughter|daughters|kids|boy|boys|girl|girls|lad|child|children)"
_OWN_CHILD = re.compile(
    rf"\b(?:my|our|two|three|i have got|we have got|i have|we have) (?:wee |little |own |youngest |eldest |two |three |one |a )?{_CHILD}\b"
    rf"|^(?:just )?one {_CHILD}\b"
)
_SOMEBODY = re.compile(r"^(?:yes |yeah |aye |just |only |well |got )*(?:the )?(?:one|two|three|four|five|six|a few|a couple)\b")
_A_CHILD = re.compile(rf"\b(?:a|one|an only|two|three|four|five|six|\d)(?: \w+)? {_CHILD}\b")
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")
_COUNTED = re.compile(rf"\b(a|an|one|two|three|four|five|six|seven|eight|\d)(?: (?!or\b)\w+)? {_CHILD}\b")
_NONE_EVER = re.compile(r"\b(?:never had any|have not got any|not got any|do not have any|none)\b")
_CHILDREN_ASKED = re.compile(r"\b(?:children|kids|family of your own|sons|daughters)\b")
_WORKS = re.compile(
    r"\bi (?:work (?:in|at|for|as|on) (?:a |an |the )?(?P<place>[\w ]+)|drive (?:a |an )?(?P<drive>lorry|bus|taxi|van|truck|hgv|train)"
    r"|have (?:got )?(?:a |an )?job (?:in|at|as|with) (?:a |an )?(?P<post>[\w ]+)|am (?:doing|studying|in|at) (?:a |an |the )?(?P<study>[\w ]+)|teach (?P<teach>\w+)|am (?:a |an )(?P<job>[\w ]+)|run (?:a |my own )(?P<run>[\w ]+)|(?:used to be|was) (?:a |an )(?P<was>[\w ]+))"
)
_LOST = frozenset({"lost", "buried", "lose"})
_IS_ALIVE = re.compile(r"\b(?:alive|living|still (?:with us|around|here|going))\b")
_NOT_OF_BLOOD = frozenset({"wife", "husband", "partner", "spouse", "child", "son", "daughter"})
_WELL = frozenset({"well", "died", "dead", "old_age"})
_SHORT = 14
_LONG = 24
_NOT_JOBS = frozenset({"bit", "little", "lot", "worrier", "smoker", "non", "drinker", "patient", "mess", "wreck", "bag", "woman", "man", "person",
                       "mum", "mother", "dad", "father", "diabetic", "single", "light", "heavy", "bad", "good", "great", "big", "coward",
                       "nuisance", "creature", "fan", "morning", "night", "early", "late", "widow", "widower", "grandmother", "gran",
                       "grandad", "believer", "sleeper", "eater", "kid", "child", "boy", "girl", "teenager", "baby", "lad", "lass", "twin", "vegetarian", "driver"})  # fmt: skip


def people(case: Case, ledger: Ledger) -> None:
    """Hold what is said of people against the record and what was invented before."""
    reading = case.reading
    if not reading.words:
        return
    _relatives(case, ledger, reading)
    _partner(case, ledger, reading)
    _children(case, ledger, reading)
    _work(case, ledger, reading)


def _relatives(case: Case, ledger: Ledger, reading: Reading) -> None:
    family = {one.relative: one for one in case.brief.record.family}
    facts = {fact.attribute: fact for fact in case.patient.of_head("family_history")}
    _another(case, ledger, reading)
    _still_there(case, ledger, reading)
    _own_illness(case, ledger, reading)
    for clause in reading.clauses:
        lost = family.get(_lost(reading, clause))  # type: ignore[call-overload]
        if lost is not None and lost.alive and clause.mode in ("said", "told") and not clause.denied:
            words = reading.bit(clause.start, clause.end)
            ledger.contradicts(facts[lost.relative], "says that a living relative has died", words)
            continue
        relative = family.get(clause.subject)  # type: ignore[call-overload]
        if relative is None or clause.mode not in ("said", "told"):
            continue
        said = " ".join(reading.said[clause.start : clause.end])
        dead, alive = _DEAD.search(said), _ALIVE.search(said)
        fact = facts[clause.subject]
        if dead and relative.alive and not clause.denied:
            ledger.contradicts(fact, "says that a living relative has died", dead[0])
        elif alive and not dead and not relative.alive and not clause.denied:
            ledger.contradicts(fact, "says that a relative who has died is alive", alive[0])
        elif dead or alive:
            ledger.tells([fact], said)


def _still_there(case: Case, ledger: Ledger, reading: Reading) -> None:
    """Yes or no to whether a relative is alive."""
    said = stance(reading.plain)
    asked = [one for one in case.brief.record.family if one.relative in case.doctor.relatives.values()]
    if said is None or len(asked) != 1 or not _IS_ALIVE.search(case.doctor.plain) or asked[0].alive is said:
        return
    fact = next((one for one in case.patient.of_head("family_history") if one.attribute == asked[0].relative), None)
    if fact is not None:
        ledger.contradicts(fact, "says other than the record of whether a relative is alive", reading.text)


def _lost(reading: Reading, clause: Clause) -> str:
    """The relative whom a clause says they lost, or the empty text."""
    return next((one for place, one in reading.relatives.items() if clause.start < place < clause.end
                 and _LOST & set(reading.said[max(0, place - 2) : place])), "")  # fmt: skip


def _another(case: Case, ledger: Ledger, reading: Reading) -> None:
    """ "My father, he was sixty-eight": who had the illness that the doctor asks for, and it was not they."""
    ill = [fact for fact in case.planned_facts if fact.section == "family_history" and fact.concept not in _WELL]
    _where_none_is_ill(case, ledger, reading)
    who = case.doctor.said[:1] == ["who"]
    if not ill or (len(ill) != len(case.planned_facts) and not who) or case.brief.before or reading.mentions or not case.doctor.mentions:
        return
    said = {relative for place, relative in reading.relatives.items() if reading.asserted(place) and not _is_well(reading, place)}
    wrong = said - {fact.attribute for fact in ill}
    denies = any(clause.denied for clause in reading.clauses)
    if wrong and wrong == said and not denies and len(reading.said) <= _SHORT:
        ledger.contradicts(ill[0], "gives a relative's illness to another", reading.text)


def _is_well(reading: Reading, place: int) -> bool:
    """Whether the clause says that the relative is well, or alive."""
    clause = reading.clause_at(place)
    said = reading.said[clause.start : clause.end]
    return bool(_ALIVE.search(" ".join(said))) or bool(set(said) & listed("fine", "words")) or "well" in said


def _where_none_is_ill(case: Case, ledger: Ledger, reading: Reading) -> None:
    """ "My mum, she's had them since school": a relative for an illness that nobody in the family has."""
    moves = case.brief.plan.moves
    if not moves or moves[0].facts or "family_history" not in case.asked_heads or case.brief.before or stance(reading.plain) is False:
        return
    family = case.patient.of_head("family_history")
    known = {fact.attribute for fact in family if fact.concept not in _WELL}
    for place, relative in reading.relatives.items():
        clause = reading.clause_at(place)
        rest = reading.said[clause.start :] if clause.end - place <= 2 else reading.said[clause.start : clause.end]
        said = " ".join(rest)
        settled = clause.denied or _ALIVE.search(said) or _DEAD.search(said) or {"fine", "well", "healthy", "not", "never", "no"} & set(rest)
        if relative in _NOT_OF_BLOOD and not case.doctor.mentions:
            continue  # "Do you have any family?" asks for whom there is, not for what they have
        if relative not in known and reading.asserted(place) and not settled and len(reading.said) <= _LONG:
            ledger.object("invention", "gives a relative an illness that the record does not hold", reading.text)
            return


def _own_illness(case: Case, ledger: Ledger, reading: Reading) -> None:
    """ "My husband's the diabetic one": the patient's own illness, asked for, given to somebody else alone."""
    for named in case.doctor.mentions:
        own = [fact for fact in case.patient.present(named.id) if fact.section == "past_history"]
        kin = case.patient.names.kin(named.id)
        same = [one for one in reading.mentions if one.id in kin and not one.denied and one.mode in ("said", "told")]
        if own and same and all(one.subject not in ("self", "other") for one in same) and not _family_asked(case):
            ledger.contradicts(own[0], "gives the patient's own illness to another", reading.bit(same[0].start, same[0].end))
            return


def _family_asked(case: Case) -> bool:
    return "family_history" in case.asked_heads or any(fact.section == "family_history" for fact in case.planned_facts)


def _partner(case: Case, ledger: Ledger, reading: Reading) -> None:
    true = case.brief.record.identity.partner
    _other_spouse(case, ledger, reading)
    if not _OF_MARRIAGE & set(reading.said):
        return
    for pattern, said in _MARITAL:
        found = pattern.search(reading.plain)
        if found and reading.clauses[-1].mode not in ("asked", "wished"):
            if true not in _WITH[said] and not (said == "none" and "not" in found[0]):
                fact = _fact_of(case, "relationships", "partner") or _fact_of(case, "living", "presence")
                if fact is not None:
                    ledger.contradicts(fact, "gives the patient another partner than the record", found[0])
            return


def _other_spouse(case: Case, ledger: Ledger, reading: Reading) -> None:
    """A husband where the record's own words speak of a wife."""
    known = case.patient.supported_stems
    for said, other in (("husband", "wife"), ("wife", "husband"), ("boyfriend", "girlfriend"), ("girlfriend", "boyfriend")):
        place = next((at for at, word in enumerate(reading.said) if word == said and reading.said[at - 1 : at] in (["my"], ["the"])), None)
        if place is not None and other in known and said not in known and reading.asserted(place):
            fact = _fact_of(case, "relationships", "partner") or _fact_of(case, "living", "presence")
            if fact is not None:
                ledger.contradicts(fact, "gives the patient another partner than the record", reading.bit(place - 1, place + 1))


def _children(case: Case, ledger: Ledger, reading: Reading) -> None:
    """Children whom the record does not know, or another number of them when that is asked."""
    fact = _fact_of(case, "relationships", "children")
    if fact is None or _improvised(case, reading) or "?" in case.brief.sentence:
        return
    true = case.brief.record.identity.children
    asked = bool(_CHILDREN_ASKED.search(case.doctor.plain)) or fact.id in case.planned
    found = _OWN_CHILD.search(reading.plain)
    if not true and fact.polarity == "absent" and (found or (asked and _A_CHILD.search(reading.plain))):
        at = reading.plain[: (found or _A_CHILD.search(reading.plain)).start()].count(" ")  # type: ignore[union-attr]
        if not reading.clause_at(at).denied:
            ledger.contradicts(fact, "gives the patient children whom the record does not know", reading.text)
        return
    if not true and fact.polarity == "absent" and asked and case.asked_heads <= {"relationships"} and _SOMEBODY.search(reading.plain):
        if reading.opener is not False and not any(clause.denied for clause in reading.clauses):
            ledger.contradicts(fact, "gives the patient children whom the record does not know", reading.text)
        return
    numbers = [_number(match[1]) for match in _COUNTED.finditer(reading.plain)]
    if asked and true and (reading.opener is False or _NONE_EVER.search(reading.plain)) and not numbers and fact.id not in ledger.told:
        ledger.contradicts(fact, "denies the children whom the record has", reading.text)
    elif asked and true and numbers and true not in (numbers[0], sum(numbers)):
        ledger.contradicts(fact, "gives the patient another number of children", reading.text)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.index(word) if word in _NUMBERS else 1


def _work(case: Case, ledger: Ledger, reading: Reading) -> None:
    found = _WORKS.search(reading.plain)
    fact = _fact_of(case, "occupation", "presence")
    if not found or fact is None or reading.clause_at(0).mode in ("asked", "wished", "likened"):
        return
    if (found["was"] or found["study"]) and fact.id not in case.planned:
        return
    named = next(value for value in found.groupdict().values() if value is not None).split()[:3]
    if not named or named[0] in _NOT_JOBS or (len(named) > 1 and named[1] in _NOT_JOBS and found["job"]):
        return
    true = {stem(word) for text in (fact.clinical, *(one.plain for one in case.patient.readings(fact))) for word in text.lower().split()}
    said = content_of([stem(word) for word in found[0].split()[2:]])
    asked = fact.id in case.planned
    title = set(fact.clinical.lower().split())
    another = found["job"] is not None and _is_job(case, named) and not title & set(named)
    if not another and (any(_akin(one, other) for one in said for other in true) or not said):
        ledger.tells([fact], found[0], gently=not asked)
    elif asked or found["job"] is None or _is_job(case, named):
        ledger.contradicts(fact, "gives the patient other work than the record", found[0])


def _is_job(case: Case, named: list[str]) -> bool:
    titles = {word for job in case.patient.library.occupations.values() for word in job.title.lower().split()}
    return any(word in titles for word in named)


def _akin(one: str, other: str) -> bool:
    size = min(len(one), len(other))
    return one == other or (size >= 4 and one[:4] == other[:4])


def _fact_of(case: Case, head: str, attribute: str) -> Fact | None:
    return next((fact for fact in case.patient.of_head(head) if fact.attribute == attribute), None)


def _improvised(case: Case, reading: Reading) -> bool:
    """Whether the plan itself speaks of it."""
    return any(content_of(truth.stems) & content_of(reading.stems) for truth in case.truths)
