"""Unsupported: an answer none of whose words the record has for what was asked.

Only where an answer must name a thing (where, what like, what taken, who at home): there, a statement that shares
no meaningful word with the fact, with its names in the lexicon or with what the plan says, says something else.
"""

from __future__ import annotations

from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.reading import content_of
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.words import plain
from pz_tui.record.facts import Fact

_NAMING = frozenset({
    "site", "character", "radiation", "prior_care", "tried_treatment", "reaction", "onset", "occupation", "living",
    "contraception", "drug_history", "pmh", "family_history", "allergies", "surgical", "trauma", "aggravating", "relieving",
})  # fmt: skip
_DENIED_FREELY = frozenset({"character", "site", "radiation", "onset", "severity", "timing", "progression", "aggravating", "relieving",
                            "ideas", "concerns", "expectations", "open_invitation", "duration"})  # fmt: skip
"""Heads whose answers say what it is not as often as what it is."""
_LONGEST = 12
_PLAYS = frozenset({
    "can", "could", "would", "might", "suppose", "think", "sorry", "hard", "depends", "sure", "know", "remember", "say", "maybe", "sometimes",
    "worried", "scared", "frightened", "afraid", "please", "thank", "thanks", "oh", "well", "god", "awful", "terrible", "horrible",
})  # fmt: skip
"""Words of a feeling or a doubt: such a sentence need not name anything."""


def unsupported(case: Case, ledger: Ledger) -> None:
    """Object to an answer that names something the record does not hold."""
    reading = case.reading
    facts = case.answering_facts
    if case.unanswered or len(facts) != 1 or case.brief.before or ledger.told or ledger.objections or len(reading.said) > _LONGEST:
        return
    fact = facts[0]
    if not {fact.attribute, fact.head} & _NAMING or fact.section == "perspective":
        return
    if listed("clauses", "negators") & set(reading.said) or (fact.attribute == "character" and {"like", "as"} & set(reading.said)):
        return
    if reading.opener is not None and len(reading.said) <= 5:
        return
    if any(clause.mode not in ("said", "told") for clause in reading.clauses) or set(reading.said) & _PLAYS:
        return
    said = reading.content() - _filler()
    every = said | content_of(reading.stems)
    if said and not any(_akin(one, other) for one in every for other in _known(case, fact)) and not _names_it(case, fact):
        ledger.object("invention", "names something else than the record", reading.text, fact.id)


def turned(case: Case, ledger: Ledger) -> None:
    """Object to the fact's own word under a denial that the record does not make ("I've not missed a thing")."""
    facts, reading = case.answering_facts, case.reading
    if case.unanswered or len(facts) != 1 or case.brief.before or facts[0].polarity != "present" or facts[0].head in _DENIED_FREELY:
        return
    denied = {reading.stems[place] for clause in reading.clauses if clause.mode == "said" for place in clause.denied}
    if not denied or ledger.told:
        return
    asserted = {word for place, word in enumerate(reading.stems) if not any(place in one.denied for one in reading.clauses)}
    own = case.patient.readings(facts[0])
    said, not_said = set(), set()
    for one in own:
        under = {one.stems[place] for clause in one.clauses for place in clause.denied}
        not_said |= under
        said |= set(one.stems) - under
    turned_words = (denied - asserted) & content_of(sorted(said - not_said)) & content_of(sorted(denied))
    if turned_words and len(reading.said) <= _LONGEST and not ledger.told:
        ledger.contradicts(facts[0], "denies what is so", reading.text)


def _known(case: Case, fact: Fact) -> frozenset[str]:
    """Meaningful stems of the fact's words, its clinical statement, its names and the plan's truth."""
    library = case.patient.library
    names = [fact.clinical]
    for one in (fact.concept, fact.factor):
        concept, drug = library.concepts.get(one), library.drugs.get(one)
        if concept is not None:
            names += [concept.name, concept.noun, *concept.lay]
        if drug is not None:
            names += [drug.name, *drug.lay, drug.drug_class.replace("_", " ")]
    own = content_of([stem(word) for text in names for word in plain(text).split()])
    return own.union(case.patient.content(fact), *(truth.content() for truth in case.truths))


def _names_it(case: Case, fact: Fact) -> bool:
    """Whether the reading found the fact's own scale, part, side or amount in it."""
    reading = case.reading
    return bool(reading.sides or reading.quantities or reading.moments) or any(
        pole.pole in case.patient.poles(fact, pole.scale) for pole in reading.poles
    )


def _akin(one: str, other: str) -> bool:
    size = min(len(one), len(other))
    return one == other or (size >= 4 and one[:4] == other[:4]) or (size == 3 and one[:3] == other[:3])


def _filler() -> frozenset[str]:
    return frozenset(stem(word) for key in ("before", "yes", "no") for word in listed("answers", key))
