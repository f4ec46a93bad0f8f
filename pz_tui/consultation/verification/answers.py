"""Bare answers: a yes or a no stands for what the question asked, and must be the true one."""

from __future__ import annotations

import re

from pz_tui.consultation.turn import Move
from pz_tui.consultation.verification.case import Case
from pz_tui.consultation.verification.ledger import Ledger
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.consultation.verification.stance import in_a_word, stance
from pz_tui.record.facts import Fact

_AGREES = re.compile(r"\b(?:that is right|that's right|exactly|correct|right you are|yes that is it)\b")
_BUT_YES = re.compile(
    r"\b(?:i do|i have|i am|it does|it is|it did|there is|they do|they are)(?: i said| said| though| yes| actually| sometimes|$)"
    r"|\bi did(?! not)\b|\bthere is (?:a bit|some|one)\b|\bi have (?:once|twice|(?:had|got) (?:it|that|some|one|a bit|a few|a little|them))\b|\bi do (?!not)(?:\w+ )?(?:get|have|feel|take|sweat)\b"
)
_REJECTS = re.compile(r"\b(?:not right|never said|not what i said|not me)\b")
_CLOSED = re.compile(
    r"^(?:and |so |ok |okay |right )*(?:any|do|did|does|have|has|had|are|is|was|were|can|could|anyone|anything|ever|you (?:do|have|are)"
    r"|how(?: is| are|'s) your|been|was)\b"
)
_FINE_ASKED = re.compile(r"\b(?:all right|alright|okay|ok|normal|normally|fine|regular|well|properly)\b")
"""A question to which yes means that nothing is wrong."""
_WITH_VERB = re.compile(r"\bi (?:do|have|did|am|was) not\b|\bnever\b")
_SOFT = frozenset({"can", "same", "still", "only", "just", "steady", "usual", "usually", "ever", "always", "keep", "manage", "enough", "bit",
                   "think", "suppose", "know", "sure", "well", "sorry", "depends", "sometimes", "could", "would", "might",
                   "furthest", "closest", "nearest", "most", "nobody", "nowhere"})  # fmt: skip
"""Words of an answer that plays something down or leaves it open."""
_NO = r"(?:no |nope |um |well |oh )*"
_DENIES = re.compile(
    rf"^{_NO}(?:i (?:do|have|did|am|was) not(?: no| really)?|not really|never(?: have| ever)?|not at all|nothing like that|none(?: at all)?"
    r"|not that i have noticed|not especially|not particularly|i do not think so|not as far as i know|nothing at all)(?: no)?$"
)
_AFFIRMS = re.compile(
    r"^(?:yes |yeah |aye |um |well |oh )*(?:i (?:do|have|did|am)|it does|it did|it is|there is|a bit|a little|sometimes|now and then|socially|a lot"
    r"|quite a bit|most days)(?: yes| yeah| aye| a bit)?$"
)
_PARTLY = re.compile(
    r"^(?:yes |yeah |aye |well |um |oh |only |just |maybe )*(?:a (?:wee |little |tiny |fair )?bit|a little|a touch|slightly|sometimes|now and (?:then|again)"
    r"|occasionally|on occasion|once in a (?:while|blue moon)|the odd (?:one|day|time|bit|spliff|fag|drink)|every so often|socially|only (?:when|if|at|on)"
    r"|most (?:days|nights|weeks)|quite a (?:bit|lot)|loads|a lot|all the time|constantly|(?:once|twice) or (?:twice|three times))\b"
)
_DID = re.compile(
    r"^(?:yes|yeah|aye|yep|oh yes|(?:well |oh )*(?:they|he|she|(?:my|the) (?:gp|doctors?|nurse|surgery|hospital|clinic|practice)) (?:did|have|has|do|does|was|were|had|took|checked|sent)(?! not| never| no\b)"
    r"|(?:i|it|we) (?:did|have|do|does|was)(?: once| yes| yeah| and| but|$))\b"
)
_TOLD_IN_WORDS = frozenset({"occupation", "living", "open_invitation", "identity_check", "relationships", "ideas", "concerns", "expectations",
                            "menstrual", "general_health", "impact", "previous_episode"})  # fmt: skip
_DENYING = re.compile(r"\b(?:no|not|never|without|none)\b")


def answers(case: Case, ledger: Ledger) -> None:
    """Hold a bare yes or no against the first thing that the plan answers with one."""
    reading = case.reading
    well = any(ask.well for ask in case.brief.understanding.asks)
    if well:
        _clash(case, ledger, in_a_word(reading.plain))
    else:
        if _FINE_ASKED.search(case.doctor.plain) or case.doctor.plain.startswith("how "):
            return
        _clash(case, ledger, stance(reading.plain))
        _elliptic(case, ledger)
        _partly(case, ledger)
        _where_nothing_is(case, ledger)
    move = _asked(case)
    agreed = bool(_AGREES.search(reading.plain))
    if move is None or len(reading.content()) > 1 or not (reading.answers_only() or (agreed and len(reading.words) <= 6)):
        return
    said = True if agreed else reading.opener
    if said is False and _REJECTS.search(reading.plain):
        return
    if said is False and _BUT_YES.search(reading.plain):
        said = True
    facts = [case.patient.facts[id] for id in move.facts if id in case.patient.facts]
    if not well and (agreed or (_leads(case) and not _BUT_YES.search(reading.plain))):
        said = _meant(case, said)
        if said is None:
            return
    hedged = any(one.opener is False or one.said[:1] in (["not"], ["hardly"], ["little"])
                 for fact in facts for one in case.patient.readings(fact) if fact.polarity == "present")  # fmt: skip
    if said is not move.opening and hedged and len(reading.said) > 1:
        return
    if said is not move.opening:
        _wrong(ledger, facts, case)
    else:
        ledger.tells(facts, reading.text, gently=True)
        if said is False:
            others = (one for one in case.brief.plan.moves if one.opening is False)
            ledger.tells([case.patient.facts[id] for one in others for id in one.facts], reading.text, gently=True)


def _elliptic(case: Case, ledger: Ledger) -> None:
    """ "I do.", "Never have.", "Not really.": says of the one planned thing that it is so, or is not."""
    facts = [fact for fact in case.answering_facts if fact.attribute in ("presence", "otc", "children")]
    if len(case.answering_facts) != 1 or not facts or case.brief.before:
        return
    if _leads(case) and not _WITH_VERB.search(case.reading.plain):
        return
    fact = facts[0]
    text = case.reading.plain
    if fact.head in _TOLD_IN_WORDS or any(text == one.plain for one in case.patient.readings(fact)):
        return
    denies, affirms = _DENIES.match(text), _AFFIRMS.match(text)
    if denies and fact.polarity == "present" and not (fact.head == "smoking" and "ex" in case.patient.poles(fact, "smoking")):
        ledger.contradicts(fact, "denies what is so", case.brief.sentence)
    elif affirms and fact.polarity == "absent":
        ledger.contradicts(fact, "says that something is so which the record denies", case.brief.sentence)


def _clash(case: Case, ledger: Ledger, said: bool | None) -> None:
    """ "Not one bit, …" to a plain question about what is so, "It does, …" about what is not."""
    moves = case.brief.plan.moves
    opening = _expected(case, moves[0]) if moves else None
    if opening is None or said is None or said is opening or case.brief.before or _leads(case):
        return
    if any(move.opening is not opening for move in moves if move.opening is not None) or _REJECTS.search(case.reading.plain):
        return
    facts = [case.patient.facts[id] for id in moves[0].facts if id in case.patient.facts]
    own = [one for fact in facts for one in case.patient.readings(fact)]
    if any(in_a_word(one.plain) is said for one in own) or "but" in case.reading.said:
        return
    if any(fact.head == "smoking" and "ex" in case.patient.poles(fact, "smoking") for fact in facts):
        return
    if any(fact.head in _TOLD_IN_WORDS and moves[0].opening is not None for fact in facts) or _settled_by_name(case, facts, said):
        return
    if said and listed("clauses", "negators") & set(case.reading.said):
        return
    if not said and (_BUT_YES.search(case.reading.plain) or _denies_another(case, facts)):
        return
    _wrong(ledger, facts, case)


def _expected(case: Case, move: Move) -> bool | None:
    """The yes or no that the move's answer comes to, also where it would not be said with one ("Have you had it before?")."""
    facts = [case.patient.facts[id] for id in move.facts if id in case.patient.facts]
    if move.opening is not None or len(facts) != 1 or facts[0].attribute != "previous_episode" or not _CLOSED.match(case.doctor.plain):
        return move.opening
    poles = case.patient.poles(facts[0], "previous")
    return None if len(poles) != 1 else "before" in poles


def _settled_by_name(case: Case, facts: list[Fact], said: bool) -> bool:
    """Whether the thing itself is named in the sentence, so or not, and so outweighs the first word."""
    kin = case.patient.names.kin
    named = [one.denied is said for one in case.reading.mentions for fact in facts if one.id in kin(fact.concept) or fact.concept in kin(one.id)]
    return any(named)


def _denies_another(case: Case, facts: list[Fact]) -> bool:
    """Whether what the first clause denies is another thing than was answered ("Never smoked. I drink …")."""
    reading = case.reading
    concepts = {one for fact in facts for one in (fact.concept, fact.factor, fact.head)}
    first = [one for one in reading.mentions if one.start < reading.clauses[0].end]
    named = any(not concepts & {one.id, *case.patient.names.kin(one.id)} for one in first)
    return named or any(pole.scale in ("smoking", "alcohol") and pole.scale not in concepts for pole in reading.poles)


def stated(case: Case, ledger: Ledger) -> None:
    """A plain statement without yes or no, in answer to a plain question about what is not so."""
    if case.unanswered or any(ask.well for ask in case.brief.understanding.asks) or _FINE_ASKED.search(case.doctor.plain):
        return
    if case.doctor.plain.startswith("how "):
        return
    facts = [fact for fact in case.answering_facts if fact.attribute in ("presence", "otc") and fact.head not in _TOLD_IN_WORDS]
    if len(case.answering_facts) != 1 or not facts or case.brief.before or _leads(case) or not _CLOSED.match(case.doctor.plain):
        return
    fact, reading = facts[0], case.reading
    if fact.polarity != "absent" or fact.id in ledger.told or stance(reading.plain) is not None or listed("clauses", "negators") & set(reading.said):
        return
    if any(not one.denied and case.patient.present(one.id) for one in reading.mentions):
        return  # another thing that is so: the question was about that
    own = case.patient.readings(fact)
    own_words = frozenset().union(*(one.content() for one in own if not listed("clauses", "negators") & set(one.said)))
    soft_words = _SOFT - {"just", "only"} if fact.section == "social_history" else _SOFT
    soft = set(reading.said) & (soft_words | listed("fine", "words")) or "all right" in reading.plain or "on time" in reading.plain
    if reading.clauses[-1].mode == "said" and reading.content() and not soft and not reading.content() & own_words:
        ledger.contradicts(fact, "says that something is so which the record denies", case.brief.sentence)


def _partly(case: Case, ledger: Ledger) -> None:
    """ "A bit, when …", "Last year", "They did": says that something is so which the record denies."""
    facts = [fact for fact in case.answering_facts if fact.head not in _TOLD_IN_WORDS
             and (fact.attribute in ("presence", "otc") or fact.head == "past_test")]  # fmt: skip
    if len(case.answering_facts) != 1 or not facts or facts[0].polarity != "absent" or case.brief.before or _leads(case):
        return
    reading = case.reading
    if listed("clauses", "negators") & set(reading.said) or "?" in case.brief.sentence:
        return
    dated = [one.start for one in reading.quantities if one.ago] + [one.start for one in reading.moments]
    began = bool(dated) and min(dated) <= 1 and reading.clauses[0].mode == "said" and bool(_CLOSED.match(case.doctor.plain))
    if began or _PARTLY.search(reading.plain) or (facts[0].head == "past_test" and _DID.search(reading.plain)):
        ledger.contradicts(facts[0], "says that something is so which the record denies", case.brief.sentence)


def _where_nothing_is(case: Case, ledger: Ledger) -> None:
    """ "They did, and …" where the record holds nothing and the plan says so."""
    moves = case.brief.plan.moves
    if not moves or moves[0].facts or moves[0].opening is not False or case.brief.before or _leads(case):
        return
    if _DID.search(case.reading.plain) and _CLOSED.match(case.doctor.plain):
        ledger.object("contradiction", "says yes where the record holds nothing", case.brief.sentence)


def _asked(case: Case) -> Move | None:
    """The first move that a yes or no answers and that no shown sentence has served."""
    if case.brief.before:
        return None
    return next((move for move in case.brief.plan.moves if move.opening is not None), None)


def _leads(case: Case) -> bool:
    """Whether the doctor put the answer into the question, denying: "So no pain, then?"."""
    return bool(_DENYING.search(case.doctor.plain)) and (
        not case.doctor.plain.startswith(("do ", "did ", "have ", "has ", "are ", "is ", "any "))
    )


def _meant(case: Case, said: bool | None) -> bool | None:
    """What a yes or no to a leading question comes to: "yes" to "no pain then?" denies; "no" is open."""
    denying = bool(_DENYING.search(case.doctor.plain))
    if said is True:
        return not denying
    return None if denying else said


def _wrong(ledger: Ledger, facts: list[Fact], case: Case) -> None:
    words = case.brief.sentence
    if facts:
        ledger.contradicts(facts[0], "answers yes for no, or no for yes", words)
    else:
        ledger.object("contradiction", "answers yes for no, or no for yes", words)
