"""Referring: whom or what the doctor's words point back to.

"What's its name?", "how old is she?", "what does your husband do?", "the other thing you mentioned", "why?" say
little by themselves. Here they become asks that stand alone, by what was last spoken of; whether there is such a
person at all is looked at where the ask is answered.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.grounding.saying_back import even, presupposes, says_back, stated, sums_up
from pz_tui.consultation.grounding.topics import of_topics
from pz_tui.consultation.memory import Memory
from pz_tui.consultation.person.household import Household
from pz_tui.consultation.turn import Ask, Understanding
from pz_tui.record.facts import Fact

Again = Callable[[str], Understanding]
"""Understands a part of the utterance by itself."""
WHY = "why"
NOTHING = "nothing"
"""Subjects of an ask for more: why it is so; nothing that was mentioned."""
WHO = "who"
STILL = "still"
"""Subject of a question to which yes says that nothing was done."""
UNSAID = "unsaid"
"""Object of a "you mentioned" that the patient never did."""
_RECALLS = re.compile(
    r"(?:(?:so|and|ok|okay|right|now|well|but|er|um)[, ]+)*(?:going back to|you(?:['’]ve| have| had)? (?:just )?"
    r"(?:mentioned|said|told me|were (?:saying|telling me|talking)|spoke|talked))(?: something| a bit)?(?: about)? "
    r"(?P<thing>(?:your|the|an?|having|being|getting|some|that) [^,.;:?!–]{2,40}?)"
    r"(?: earlier| before| just now| a (?:minute|moment) ago| you mentioned)*\s*(?:[,.;:–]|-|\band\b)\s*"
    r"(?:and |so |but )?"
    r"(?P<asked>(?:how|what|when|where|who|which|do|does|did|is|are|was|were|has|have|can)\b[^?]*\?)\s*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them)\b", re.IGNORECASE)
_TELLS = re.compile(r"\b(?:is|was|were|are|had|has|have|got)\b")
"""What makes a thing mentioned a thing said, to be judged as such."""
_BACK = 4
"""How many exchanges back somebody is still spoken of."""
_SURE = 0.9
_SOCIAL = frozenset({
    "identity_check", "relationships", "everyday", "living", "occupation", "chitchat", "other", "support", "exposure",
    "hobbies", "how_are_you", "confirm", "acknowledge", "site", "duration", "anything_else", "trauma", "general_health",
})  # fmt: skip
"""Heads that a question about somebody else is easily taken for."""
_ASK = r"\b(?:what|whats|how|where|who|is|are|does|do|did|has|have|tell me about)\b"
_THEIRS = re.compile(r"\b(?:their|his|her)(?= (?:names?|ages?|job|work)\b)")
_SENTENCES = re.compile(r"(?<=[.?!;])\s+|\s+(?=and (?:what|how|where|who|is|does)\b)")


def asks_of_mentioned(utterance: str) -> bool:
    """Whether a question goes on from what was mentioned ("you mentioned your dad, how old was he?")."""
    found = _RECALLS.match(utterance.strip())
    thing = even(found["thing"]) if found is not None else ""
    return bool(thing) and (not _TELLS.search(thing) or bool(_nouns().search(thing)))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "referring.toml").read_text(encoding="utf-8"))


@cache
def _back(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:\b{source})" for source in _table()["back"][kind]))


class Referring:
    """Resolves what one patient's doctor refers to."""

    def __init__(self, facts: Sequence[Fact], household: Household, age: int) -> None:
        self._facts, self._household, self._age = tuple(facts), household, age

    def resolve(
        self, understanding: Understanding, utterance: str, memory: Memory, exchanges: Sequence[tuple[str, str]],
        again: Again,
    ) -> Understanding:  # fmt: skip
        """The understanding with what points back made plain.

        Args:
            exchanges: what doctor and patient said before, the latest last.
        """
        if understanding.step_out is not None or any(ask.head == "role_break" for ask in understanding.asks):
            return understanding
        pointed = self._recalled(understanding, utterance, exchanges, again)
        pointed = pointed or self._to_memory(understanding, even(utterance), memory, again)
        pointed = pointed or of_topics(understanding, utterance, memory.focus_label)
        pointed = pointed or self._said_back(understanding, utterance, again)
        if pointed is not None:
            return pointed
        sentences = [part for part in _SENTENCES.split(utterance) if part.strip()]
        found = [(part, ask) for part in sentences if (ask := self._of_somebody(part, exchanges)) is not None]
        if any(ask.label == "everyday:siblings" for ask in understanding.asks):
            return _without(understanding, {"relationships", "family_history"})
        if not found:
            return self._organ(understanding, utterance)
        return _with(understanding, found, whole=len(sentences) == 1)

    # --- what was said before -----------------------------------------------------------------------------

    def _to_memory(
        self, understanding: Understanding, text: str, memory: Memory, again: Again
    ) -> Understanding | None:
        if not memory.disclosed:
            return None
        if _back("why").fullmatch(text):
            return _only(understanding, Ask(head="open_invitation", subject=WHY, form="open", words=text))
        if _back("other_thing").search(text):
            subject = self._untold(memory) or NOTHING
            return _only(understanding, Ask(head="open_invitation", subject=subject, form="open", words=text))
        mentioned = _back("mentioned").search(text)
        if mentioned is not None:
            return self._mentioned(understanding, text, mentioned, again)
        if _back("more").search(text) and len(text.split()) <= 9 and not _names_symptom(understanding):
            subject = self._spoken_of(memory)
            return _only(understanding, Ask(head="open_invitation", subject=subject, form="open", words=text))
        return None

    def _recalled(
        self, understanding: Understanding, utterance: str, exchanges: Sequence[tuple[str, str]], again: Again
    ) -> Understanding | None:
        """"You mentioned your father earlier, how old was he?": the question, of the one or the thing mentioned."""
        found = _RECALLS.match(utterance.strip())
        if found is None:
            return None
        thing, asked = even(found["thing"]), found["asked"]
        keys = [_being(noun[1]) for noun in _nouns().finditer(thing)]
        spoken = [noun[1] for _, patient in exchanges for noun in _nouns().finditer(even(patient))]
        said = any(_being(noun) in keys for noun in spoken)
        of_somebody = self._of_somebody(asked, [*exchanges, (thing, "")]) if keys else None
        if keys and of_somebody is None:
            named_so = _PRONOUN.sub(f"your {next(_nouns().finditer(thing))[1]}", asked)
            of_somebody = self._of_somebody(named_so, exchanges)
        named = [ask for ask in again(f"any {thing}?").asks if ask.object]
        leaning = named[0].object if named else ""
        if of_somebody is None and _TELLS.search(thing):
            return None
        asks = (of_somebody,) if of_somebody is not None else () if keys else tuple(
            ask.model_copy(update={"subject": ask.subject or leaning}) for ask in again(asked).asks)  # fmt: skip
        if not asks and keys:
            asks = (Ask(head="family_history", object=keys[0], words=asked),)
        if not asks:
            return None
        unsaid = (Ask(head="confirm", object=UNSAID, form="statement", words=utterance),) if keys and not said else ()
        return understanding.model_copy(update={"asks": (*unsaid, *asks), "form": asks[0].form, "confidence": _SURE})

    def _said_back(self, understanding: Understanding, utterance: str, again: Again) -> Understanding | None:
        """What is put to the patient as so, with the questions that it would be if it were asked."""
        back = says_back(utterance) or sums_up(utterance)
        if not (back or presupposes(utterance)) or any(ask.head == "diagnosis_told" for ask in understanding.asks):
            return None
        asked = [ask for text in stated(utterance) for ask in again(f"{text}?").asks]
        if not back:
            return _with_taken(understanding, asked)
        known = [ask.model_copy(update={"form": "leading"}) for ask in asks_of(understanding, asked)]
        confirm = Ask(head="confirm", form="statement", words=utterance)
        return understanding.model_copy(update={"asks": (confirm, *known), "form": "leading", "confidence": _SURE})

    def _mentioned(
        self, understanding: Understanding, text: str, found: re.Match[str], again: Again
    ) -> Understanding | None:
        """"You said something about being sick": more of that, if it is anything there is."""
        about = re.sub(r"\b(?:earlier|before|just now|a minute ago)\b", "", text[found.end() :]) or text
        named = [ask.object for ask in again(f"any {about.strip()}?").asks if ask.head == "symptom" and ask.object]
        known = {fact.concept for fact in self._facts if fact.head == "symptom"}
        subject = next((concept for concept in named if concept in known), "")
        if not subject:
            return None
        return _only(understanding, Ask(head="open_invitation", subject=subject, form="open", words=text))

    def _untold(self, memory: Memory) -> str:
        """What came out last and has not been gone into."""
        lead = next((fact.concept for fact in self._facts if fact.id == "complaint"), "")
        told = [fact for fact in self._facts if fact.id in memory.disclosed]
        gone_into = {fact.concept for fact in told if fact.attribute != "presence"}
        named = [(memory.disclosed[fact.id][-1].turn, place, fact.concept) for place, fact in enumerate(self._facts)
                 if fact.id in memory.disclosed and fact.attribute == "presence" and fact.head in ("symptom", "pmh")
                 and fact.polarity == "present" and fact.concept not in (lead, memory.focus)]  # fmt: skip
        fresh = [item for item in named if item[2] not in gone_into]
        return max(fresh or named, default=(0, 0, ""))[2]

    def _spoken_of(self, memory: Memory) -> str:
        """What the last turn was about: what came out in it, else the focus; empty for the story as a whole."""
        last = memory.turns - 1
        told = [fact for fact in self._facts if any(event.turn == last for event in memory.disclosed.get(fact.id, ()))]
        symptoms = [fact.concept for fact in told if fact.head == "symptom" or fact.section == "history_of_complaint"]
        if any(fact.id == "complaint" for fact in told):
            return ""
        if memory.focus in symptoms:
            return memory.focus
        others = [fact.concept for fact in told if fact.section in ("past_history", "allergies", "drug_history")]
        heads = [fact.head for fact in told if fact.section == "social_history"]
        return (symptoms or others or heads or [memory.focus])[-1]

    # --- people and animals -------------------------------------------------------------------------------

    def _of_somebody(self, sentence: str, exchanges: Sequence[tuple[str, str]]) -> Ask | None:
        text = re.sub(r" (?:again|then|please)$", "", even(sentence))
        key, noun, masked = _noun_in(text)
        if not key:
            key, masked = self._pronoun_in(text, exchanges)
        if not key:
            return None
        asked = next((what for what, pattern in _asked() if pattern.search(masked)), "")
        if key == WHO:
            return Ask(head="everyday", object=WHO, words=sentence, confidence=_SURE) if asked else None
        telling = _table()["tells"]["pet" if key == "pet" else "people"]
        known = asked in telling
        if not known and not (noun and re.match(rf"(?:and |so |but )?{_ASK}", text) and self._absent(key, noun)):
            return None
        return Ask(head="everyday", object=f"{key}_{asked if known else 'well'}", subject=noun, words=sentence,
                   confidence=_SURE if known else 0.5)  # fmt: skip

    def _absent(self, key: str, noun: str) -> bool:
        """Whether there is nobody of that kind; animals are looked at where it is answered."""
        return key != "pet" and self._household.person(key) is None and bool(noun)

    def _pronoun_in(self, text: str, exchanges: Sequence[tuple[str, str]]) -> tuple[str, str]:
        """Who a pronoun stands for, and the text with X in its place."""
        kind = next((kind for kind, forms in _table()["pronouns"].items()
                     if re.search(rf"\b(?:{'|'.join(forms)})\b", text)), "")  # fmt: skip
        if not kind:
            return "", text
        forms = _table()["pronouns"][kind]
        if re.search(r"\b(?:its name|it called)\b", text):
            return "pet", _masked(text, r"\b(?:it|its)\b", forms)
        who = next((key for key, gender in self._lately(exchanges) if _agrees(kind, key, gender)), "")
        if who:
            return who, _masked(text, rf"\b(?:{'|'.join(forms)})\b", forms)
        personal = re.search(r"\b(?:he|she|his|hers)\b", text)
        if personal and self._age >= 16 and not exchanges_name_anyone(exchanges):
            return WHO, _masked(text, r"\b(?:he|she|his|her|him)\b", ("he", "she"))
        return "", text

    def _lately(self, exchanges: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Who was spoken of, the latest first, each with their sex."""
        for doctor, patient in reversed(exchanges[-_BACK:]):
            for text in (patient, doctor):
                yield from reversed(self._named(even(text)))

    def _named(self, text: str) -> list[tuple[str, str]]:
        found = [(match.start(), _being(match[1])) for match in _nouns().finditer(text)]
        for key in ("partner", "daughter", "son"):
            person = self._household.person(key)
            if person is not None and person.name.lower() in text.split():
                found.append((text.index(person.name.lower()), key))
        return [(key, self._gender(key)) for _, key in sorted(found)]

    def _gender(self, key: str) -> str:
        person = self._household.person(key)
        return person.gender if person is not None and key != "children" else ""

    # --- organs -------------------------------------------------------------------------------------------

    def _organ(self, understanding: Understanding, utterance: str) -> Understanding:
        """"Do you still have your appendix?" asks for the operation."""
        table = dict(_table()["organs"])
        patterns = table.pop("asked")
        text = even(utterance)
        organ = next((name for name in table if re.search(rf"\b{name}s?\b", text)), "")
        if not organ or not any(re.search(source.replace("ORGAN", organ), text) for source in patterns):
            return understanding
        still = "still" in text or not re.search(r"\b(?:out|removed)\b", text)
        ask = Ask(head="surgical", object=table[organ], subject=STILL if still else "", words=utterance)
        kept = tuple(one for one in understanding.asks if one.head not in ("surgical", "pmh", "other", "symptom"))
        return understanding.model_copy(update={"asks": (*kept, ask), "confidence": _SURE, "form": "closed"})


def _with_taken(understanding: Understanding, asked: Sequence[Ask]) -> Understanding | None:
    """The understanding with what a question takes for granted; None where that cannot be made out either."""
    heads = {ask.head for ask in understanding.asks}
    taken = [ask.model_copy(update={"form": "leading", "polarity": "present"}) for ask in asked
             if ask.head in ("symptom", "pmh", "allergies", "drug_history") and ask.object]  # fmt: skip
    if not taken or heads & {"symptom", "pmh", "allergies", "drug_history"}:
        return None
    kept = [ask for ask in understanding.asks if ask.head not in ("confirm", "summary", "acknowledge", "other")]
    return understanding.model_copy(update={"asks": (*kept, *taken), "form": "leading", "confidence": _SURE})


def asks_of(whole: Understanding, part: Sequence[Ask]) -> tuple[Ask, ...]:
    """The questions of the whole and of its part, each label once."""
    every = [ask for ask in (*whole.asks, *part) if ask.head not in ("confirm", "summary", "acknowledge", "other")]
    return tuple({ask.label: ask for ask in every}.values())


def exchanges_name_anyone(exchanges: Sequence[tuple[str, str]]) -> bool:
    """Whether anybody but the two has been spoken of lately."""
    return any(_nouns().search(even(text)) for pair in exchanges[-_BACK:] for text in pair)


@cache
def _nouns() -> re.Pattern[str]:
    words = sorted((word for words in _table()["beings"].values() for word in words), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(words)})\b")


@cache
def _being(noun: str) -> str:
    return next(str(key) for key, words in _table()["beings"].items() if noun in words)


@cache
def _asked() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = _table()["asked"]
    joined = {what: "|".join(f"(?:{one})" for one in sources).replace("X", "XX") for what, sources in table.items()}
    return tuple((what, re.compile(source)) for what, source in joined.items())


def _noun_in(text: str) -> tuple[str, str, str]:
    """Who is named as the patient's ("your wife", "the cat"): key, the word for them, the text with X for them."""
    for match in _nouns().finditer(text):
        noun, key = match[1], _being(match[1])
        whose = rf"\b(?:your|ur|yr{'|the|that|this' if key == 'pet' else ''}) (?:\w+ )?{re.escape(noun)}\b"
        if re.search(whose, text):
            return key, noun, _THEIRS.sub("XX's", _masked(text, whose, ()))
    return "", "", text


def _masked(text: str, pattern: str, forms: Sequence[str]) -> str:
    """The text with XX for the one spoken of, XX's where something is theirs."""

    def replaced(match: re.Match[str]) -> str:
        follows = text[match.end() : match.end() + 10]
        owner = match[0] in ("its", "his", "their", "theirs") or (
            match[0] == "her" and re.match(r" (?:names?|ages?|jobs?|work)\b", follows) is not None)  # fmt: skip
        return "XX's" if owner else "XX"

    masked = re.sub(pattern, replaced, text)
    return re.sub(r"XX['’]s?\b", "XX's", masked) if not forms else masked


def _agrees(kind: str, key: str, gender: str) -> bool:
    """Whether a pronoun of this kind can stand for one spoken of; an animal is he or she as often as it."""
    if kind == "thing":
        return key == "pet"
    if kind == "any":
        return key in ("children", "daughter", "son", "partner") or not gender
    return key in ("pet", "children") or gender == kind


def _names_symptom(understanding: Understanding) -> bool:
    return any(ask.head == "symptom" and ask.object for ask in understanding.asks)


def _only(understanding: Understanding, ask: Ask) -> Understanding:
    """The understanding with this question alone; acts that stand beside it stay."""
    acts = tuple(one for one in understanding.asks if one.head in ("empathy", "thanks", "acknowledge", "signpost"))
    return understanding.model_copy(update={"asks": (*acts, ask), "form": "open", "confidence": _SURE})


def _without(understanding: Understanding, heads: set[str]) -> Understanding:
    """The understanding less the asks of these heads."""
    asks = tuple(ask for ask in understanding.asks if ask.head not in heads)
    return understanding.model_copy(update={"asks": asks, "form": "closed"})


def _with(understanding: Understanding, found: Sequence[tuple[str, Ask]], *, whole: bool) -> Understanding:
    """The understanding with the questions about somebody in place of what they were taken for."""
    spans = [even(part) for part, _ in found]
    clinical = [ask for ask in understanding.asks if ask.head not in _SOCIAL and ask.head != "family_history"]
    doubtful = all(ask.confidence < _SURE for _, ask in found)
    if whole and doubtful and any(ask.head not in ("greeting", "empathy") for ask in clinical):
        return understanding
    kept = [ask for ask in understanding.asks
            if not any(even(ask.words) in span and (ask.head in _SOCIAL or ask.head == "family_history" or not doubtful)
                       for span in spans)]  # fmt: skip
    asks = (*kept, *(ask for _, ask in found))
    return understanding.model_copy(update={"asks": asks, "confidence": _SURE, "form": "closed" if len(asks) == 1 else
                                            understanding.form})  # fmt: skip


def animal(noun: str) -> str:
    """The animal a word stands for; empty where it may be any ("your pet")."""
    return "" if noun in ("pet", "pets", "animal") else str(_table()["kinds"].get(noun, noun.removesuffix("s")))


def sex_of(noun: str) -> str:
    """The sex that a word for a person implies, or the empty text."""
    return next((sex for sex, words in _table()["sexes"].items() if noun in words), "")
