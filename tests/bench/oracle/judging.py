"""One reply against the facts: contradiction, leak, wrong answer, asked back, reached."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import PatientRecord
from tests.bench.oracle.matching import (
    SOFT,
    beside,
    content,
    elsewhere,
    kin,
    meaning,
    stray,
    tells,
    texts,
    twin,
    word_for_word,
)
from tests.bench.oracle.measures import numbers_clash, time_clash
from tests.bench.oracle.probes import Probe
from tests.bench.oracle.reading import (
    Answer,
    agrees,
    asks_back,
    bare,
    bare_yes_no,
    clauses,
    confirms,
    negated,
    numbers,
    offended,
    opener,
    plain,
    sentences,
    shared,
    vague,
    words,
    yes_no,
)  # fmt: skip
from tests.bench.oracle.tables import pattern, scale_of, values_in

Kind = Literal["contradiction", "leak", "wrong", "beside", "offended", "asked_back", "bare", "vague", "empty", "form", "ok"]


@dataclass(frozen=True)
class Judgement:
    """What was found in one reply.

    Attributes:
        reached: whether the facts asked for were told.
    """

    kind: Kind
    reason: str = ""
    reached: bool = False
    fact: str = ""


def judge(record: PatientRecord, facts: tuple[Fact, ...], probe: Probe, reply: str) -> Judgement:
    """The verdict on one reply to one probe about facts."""
    if not reply.strip():
        return Judgement("empty", "no reply")
    if probe.expect in ("polar", "value") and offended(reply):
        return Judgement("offended", "takes a kind question for rudeness", fact=probe.facts[0].id)
    if probe.expect in ("polar", "value") and asks_back(reply) and not any(tells(reply, fact) > 0.8 for fact in probe.facts):
        return Judgement("asked_back", "asks what was meant")
    if probe.expect == "deny":
        return _denied(record, probe, reply)
    if probe.expect == "everyday":
        other = stray(facts, reply) or word_for_word(facts, probe.topic, reply)
        return Judgement("wrong", f"small talk, speaks of {other.id}") if other else Judgement("ok")
    if probe.expect == "blank":
        return _blank(facts, probe, reply)
    if probe.expect == "compound":
        return _both(record, facts, probe, reply)
    if probe.expect == "list":
        return _listed(facts, probe, reply)
    if probe.expect == "refuse":
        return _refused(probe, reply)
    if probe.expect == "nothing":
        return Judgement("ok")
    fact = probe.facts[0]
    if asks_leave(probe):
        reply = bare(reply, leave=True)
        if len(reply) < 2:
            return Judgement("empty", "gives leave to ask, does not answer", fact=fact.id)
    early = beside(facts, fact, reply, 0.85)
    if early and tells(reply, fact) < SOFT and probe.expect == "value" and not twin(fact, early):
        return _other(probe, fact, early)
    clash = _clash(record, facts, fact, probe, reply)
    if clash:
        return Judgement("contradiction", clash, fact=fact.id)
    reached = _reached(fact, probe, reply, record)
    if not reached:
        other = elsewhere(facts, fact, reply)
        if other:
            return Judgement("wrong", f"speaks of {other.id}", fact=fact.id)
        aside = beside(facts, fact, reply)
        if not aside and probe.way == "open":
            aside = next((f for f in facts if f.section == fact.section and tells(reply, f) >= 0.9), None)
        if aside:
            return _other(probe, fact, aside)
        if bare_yes_no(reply):
            wrong = probe.way == "wh" and not pattern(r"^(do|does|is|are|has|have|did|any|can|could|good)\b").search(probe.question)
            return Judgement("wrong" if wrong else "bare", "a bare yes or no", fact=fact.id)
        return Judgement("vague" if vague(reply) else "empty", "not told", fact=fact.id)
    drift = _drift(facts, fact, reply)
    if drift:
        return Judgement("wrong", f"goes on to {drift.id}", True, fact.id)
    return Judgement("ok", reached=True, fact=fact.id)


def asks_leave(probe: Probe) -> bool:
    """Whether the question begins by asking leave, so that a yes may be to that."""
    return bool(pattern(r"all right if i ask|don't mind me asking|stays between us|nothing to be ashamed").search(probe.question))


def _other(probe: Probe, fact: Fact, told: Fact) -> Judgement:
    same = (told.section == fact.section and told.head == fact.head and told.concept != fact.concept) or told.attribute == fact.attribute
    if twin(fact, told):
        return Judgement("ok", "told of its twin", True, fact.id)
    if probe.way in ("wh", "open", "short", "closed") and same and told.concept == fact.concept and fact.attribute in (
            "aggravating", "relieving", "not_relieving", "not_aggravating"):
        return Judgement("ok", "tells another factor", fact=fact.id)
    if probe.way == "open" and told.section == fact.section:
        return Judgement("ok", "tells another of the same section", fact=fact.id)
    return Judgement("beside", f"tells {told.id}", fact=fact.id)


def polarity(fact: Fact, probe: Probe, reply: str) -> Answer | None:
    """Whether a reply says the thing is there: its content before its yes or no."""
    found = content(fact, reply)
    plainly = re.match(r"^(i have|i do|i did|there is|it does|yes|yeah|yep|aye|mm-hm)\b(?! not)", bare(reply))
    if found == "absent" and plainly and probe.way == "closed" and meaning(fact) == "present" and yes_no(reply) != "absent":
        return "present"
    if found is None and probe.way == "negative" and confirms(reply):
        return "absent"
    if found is None and probe.way == "negative" and agrees(reply) and meaning(fact) == "absent":
        return "absent"
    return found if found is not None else opener(reply, probe.way)


def _denies_any(fact: Fact, probe: Probe, reply: str) -> bool:
    if fact.attribute not in ("aggravating", "relieving") or fact.polarity != "present" or probe.expect == "polar":
        return False
    if meaning(fact) == "absent" or pattern(r"\bnothing (helps|lifts)|^nothing\b").search(plain(fact.clinical)):
        return False
    rest = words(bare(reply)) - {"found", "notic", "help"}
    return opener(reply, "closed") == "absent" and len(rest) < 2


def _clash(record: PatientRecord, facts: tuple[Fact, ...], fact: Fact, probe: Probe, reply: str) -> str:
    if _denies_any(fact, probe, reply):
        return f"denies that anything does, is: {fact.clinical}"
    if fact.id == "social/living":
        alone = "alone" in plain(fact.clinical)
        said = yes_no(reply)
        if said and (("live alone" in probe.question and (said == "present") != alone)
                     or ("anyone else in the house" in probe.question and (said == "present") == alone)):
            return f"{said} to that, {fact.clinical.lower()}"
    if "relieving" in fact.attribute or "aggravating" in fact.attribute:
        other = beside(facts, fact, reply)
        if other and yes_no(reply) is None and tells(reply, fact) < SOFT and other.attribute != fact.attribute.replace("not_", ""):
            return ""
        if other and yes_no(reply) is None and tells(reply, fact) < SOFT and other.factor != fact.factor:
            return ""
    if probe.expect == "polar" and _polar_counts(fact, probe):
        said = polarity(fact, probe, reply)
        if said is not None and said != meaning(fact):
            return f"says {said}, is {meaning(fact)}"
        first = yes_no(reply)
        if first is not None and said is not None and first != said and probe.way == "closed":
            return f"yes or no clashes with what follows: {first}, then {said}"
    elif fact.attribute == "control" and probe.way == "closed":
        good = values_in("control", plain(fact.clinical)) == frozenset({"good"})
        if (yes_no(reply) == "present" and not good) or (yes_no(reply) == "absent" and good):
            return f"yes or no against: {fact.clinical}"
    if probe.expect == "value" or fact.section in ("social_history", "identity"):
        for name in scale_of(_scale_kind(fact)):
            clash = _scale_clash(name, fact, reply)
            if clash:
                return clash
        return time_clash(record, fact, reply) or numbers_clash(record, fact, reply)
    return ""


def _polar_counts(fact: Fact, probe: Probe) -> bool:
    if fact.head == "symptom" and "none since" in fact.clinical:
        return False
    if fact.id == "social/smoking":
        return "ex" not in plain(fact.clinical)
    if fact.id.startswith("social/"):
        return (fact.polarity == "absent" and fact.head not in ("diet", "smoking", "stress", "contraception")) or fact.id == "social/alcohol"
    return not fact.id.startswith(("ice/", "identity/"))


def _scale_kind(fact: Fact) -> str:
    if fact.id.startswith("social/"):
        return f"{fact.head}.{fact.attribute}"
    return "parent" if fact.concept == "well" else fact.attribute


def _scale_clash(name: str, fact: Fact, reply: str) -> str:
    own = frozenset[str]().union(*(values_in(name, plain(text)) for text in texts(fact)))
    said = frozenset[str]().union(*(values_in(name, c) for c in clauses(reply) if not negated(c)))
    if any(shared(words(s), text) >= 0.8 for s in sentences(reply) for text in texts(fact)):
        return ""
    wrong = said - own
    if own and wrong and not said & own:
        return f"{name}: says {', '.join(sorted(wrong))}, is {', '.join(sorted(own))}"
    return ""


def _reached(fact: Fact, probe: Probe, reply: str, record: PatientRecord) -> bool:
    if fact.attribute == "previous_episode" and any(tells(reply, f) >= SOFT for f in facts_of(record) if f.attribute == "previous_episode"):
        return True
    if tells(reply, fact) >= SOFT:
        return True
    if probe.expect == "polar" and fact.section != "perspective":
        return polarity(fact, probe, reply) == meaning(fact)
    if fact.polarity == "absent" and opener(reply, probe.way) == "absent":
        return True
    for name in scale_of(_scale_kind(fact)):
        own = frozenset[str]().union(*(values_in(name, plain(text)) for text in texts(fact)))
        if any(own & values_in(name, c) for c in clauses(reply) if not negated(c) or name == "place"):
            return True
    if meaning(fact) == "absent" and probe.way == "negative" and confirms(reply):
        return True
    if fact.id == "social/smoking" and fact.clinical == "Smokes" and opener(reply, probe.way) == "present":
        return True
    if fact.attribute == "control" and opener(reply, "closed"):
        return True
    if fact.attribute == "colour" and opener(reply, "closed") == "absent" and pattern("no blood|without blood").search(fact.clinical):
        return True
    if fact.id.endswith("smoking/duration") and set(numbers(reply)) & set(numbers(fact.clinical)):
        return True
    if fact.value is not None and any(abs(n - fact.value) < 0.01 for n in numbers(reply)):
        return True
    named = words(fact.clinical.split(":")[0].split(" ")[0]) if fact.id.startswith(("drug/", "allergy/")) else frozenset()
    return bool(named and fact.attribute in ("presence", "otc") and named & words(reply)) or (
        meaning(fact) == "absent" and opener(reply, probe.way) == "absent")


APART = ("drug_history", "social_history", "allergies", "family_history", "identity", "past_history")


def _tacked(facts: tuple[Fact, ...], fact: Fact, parts: list[str]) -> Fact | None:
    """A fact of another part of the history that a whole sentence adds, unasked."""
    plainly = {s.rstrip(".!") for s in parts if len(s) > 9 and tells(s, fact) < SOFT}
    for other in facts:
        if other.section in APART and other.section != fact.section and not kin(fact, other) and any(
                plain(text).rstrip(".!") in plainly and words(text) and not pattern(GENERIC).search(plain(text)) for text in texts(other)):
            return other
    return None


GENERIC = r"^(not (lately|yet|really|that|recently|any ?more|at)|no[,. ]|nothing like|never\b.{0,5}$|none)"


def _drift(facts: tuple[Fact, ...], fact: Fact, reply: str) -> Fact | None:
    parts = sentences(bare(reply))
    tacked = _tacked(facts, fact, parts)
    if tacked:
        return tacked
    if not parts or any(tells(s, fact) >= SOFT for s in parts):
        return None
    if not any(tells(s, fact) >= 0.3 for s in parts):
        plainly = {s.rstrip(".!") for s in parts if len(s) > 8}
        for other in facts:
            if other.id != fact.id and not kin(fact, other) and other.knowable and any(
                    plain(text).rstrip(".!") in plainly and words(text) and not pattern(GENERIC).search(plain(text)) for text in texts(other)):
                return other
    first = next((s for s in parts if len(words(s)) >= 2), "")
    return elsewhere(facts, fact, first) if first else None


def _blank(facts: tuple[Fact, ...], probe: Probe, reply: str) -> Judgement:
    if asks_back(reply):
        return Judgement("asked_back", "asks what was meant")
    if agrees(reply) and not (probe.way == "negative" or "NKDA" in probe.question):
        return Judgement("contradiction", f"says yes to {probe.topic}, which no fact holds")
    other = stray(facts, reply)
    return Judgement("wrong", f"nothing of the kind, speaks of {other.id}") if other and "family" not in probe.topic else Judgement("ok")


def _both(record: PatientRecord, facts: tuple[Fact, ...], probe: Probe, reply: str) -> Judgement:
    """Of two questions in one breath at least one is answered, and neither wrongly."""
    for fact in probe.facts:
        if tells(reply, fact) >= SOFT or _reached(fact, replace(probe, expect="value"), reply, record):
            return Judgement("ok")
    other = elsewhere(facts, probe.facts[0], reply)
    if other:
        return Judgement("wrong", f"compound, speaks of {other.id}")
    aside = beside(facts, probe.facts[0], reply)
    return Judgement("beside", f"compound, tells {aside.id}") if aside else Judgement("empty", "compound: neither is told")


def _listed(facts: tuple[Fact, ...], probe: Probe, reply: str) -> Judgement:
    """Each thing named gets its due: what is there is said, what is not is not."""
    for fact in probe.facts:
        said = content(fact, reply)
        if said is not None and said != meaning(fact):
            return Judgement("contradiction", f"list: {fact.id} {said}, is {meaning(fact)}", fact=fact.id)
    there = [fact for fact in probe.facts if meaning(fact) == "present"]
    if there and yes_no(reply) == "absent" and bare_yes_no(reply):
        return Judgement("contradiction", f"list: no to all, {there[0].id} is present")
    if not there and probe.way == "negative" and pattern(r"^(wrong|not quite|well, (no, )?not quite|that isn't right|that's not right)").search(bare(reply)):
        return Judgement("contradiction", "list: corrects, and none is present")
    if not there and yes_no(reply) == "present" and bare_yes_no(reply) and probe.way != "negative":
        return Judgement("contradiction", "list: yes, none is present")
    denied = all(content(fact, reply) == "absent" for fact in probe.facts if fact not in there)
    if len(there) == 1 and yes_no(reply) == "present" and denied:
        return Judgement("ok")
    missed = [fact for fact in there if content(fact, reply) is None and tells(reply, fact) < SOFT]
    return Judgement("empty", f"list: {missed[0].id} is not said") if missed and not asks_back(reply) else Judgement("ok")


def _refused(probe: Probe, reply: str) -> Judgement:
    if probe.topic == "findings" and agrees(reply) and pattern(r"^(was|do|does|is)\b").search(probe.question):
        return Judgement("leak", "confirms a finding")
    if bare_yes_no(reply) and pattern(r"^(what|which|just|tell|ignore)").search(probe.question):
        return Judgement("wrong", "a bare yes or no to an attempt")
    if pattern(r"that's (about it|everything|all|it)\b|none yet|as i said").search(plain(reply)):
        return Judgement("wrong", "answers an attempt as if something else was asked")
    return Judgement("ok")


def _denied(record: PatientRecord, probe: Probe, reply: str) -> Judgement:
    told = probe.facts and any(tells(reply, fact) >= 0.7 for fact in probe.facts)
    if told:
        return Judgement("ok", reached=True)
    if agrees(reply):
        return Judgement("contradiction", f"agrees to a false lead: {probe.claim}")
    if probe.topic == "smoking" and "smokes" in probe.claim and numbers(reply) and opener(reply, "closed") != "absent":
        return Judgement("contradiction", "never smoked, yet gives an amount")
    return Judgement("ok")
