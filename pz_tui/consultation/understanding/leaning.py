"""What an utterance leaves unsaid because it was just spoken of: the focus, the topic, the family."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from functools import cache

from pz_tui.consultation.understanding.clauses import Clause, only_points, without_lead
from pz_tui.consultation.understanding.labels import BACKGROUND, LEANING, QUESTIONS, SMALL, head_of
from pz_tui.consultation.understanding.matcher import Matcher
from pz_tui.consultation.understanding.names import Names
from pz_tui.consultation.understanding.pattern import Mention, compiled, function_words, word_set
from pz_tui.consultation.understanding.rules import Candidate
from pz_tui.consultation.understanding.tables import read_table
from pz_tui.consultation.understanding.text import Token, tokens_of

Reading = tuple[Clause, list[Mention], list[Candidate]]
"""A clause, what it names, and what was read from it."""
_SHORT = 8
_FEW = 6
_MOST, _SOME = 0.75, 0.25
"""How much of a stretch must have been heard for it to be an echo, at least; and where "OK" closes it."""
_MEANT = 0.75
"""How sure a reading is at least that the topic before explains."""
_WHEN = frozenset({"onset", "duration"})
_PAST = frozenset(BACKGROUND) | {"past_test", "prior_care", "previous_episode", "tried_treatment"}
"""Topics whose "when was that?" is about themselves."""
_PLAINLY, _ASKED_SO = 8.0, 0.95
"""How well a question stands that asks what the sentence before says of others."""
_NOBODY = frozenset({"family", "child"})


def focus_in(reply: str, names: Names) -> tuple[str, bool]:
    """The last symptom that a reply names, and whether it speaks of a relative."""
    mentions = names.mentions(tokens_of(reply)) if reply else []
    symptoms = [one.id for one in mentions if one.kind == "symptom" and one.id not in _vague()]
    relatives = any(one.kind == "relative" and one.id not in _NOBODY for one in mentions)
    return (symptoms[-1] if symptoms else ""), relatives


def carried(
    candidates: Sequence[Candidate], clause: Clause, mentions: Sequence[Mention], topic: str
) -> list[Candidate]:
    """The readings as meant after the topic of the turn before, where the clause brings no topic itself."""
    own_topic = not clause.asks or any(one.kind == "symptom" for one in mentions) or len(clause.tokens) > _SHORT
    own_topic = own_topic or any(token.base in word_set("of_pain") for token in clause.tokens)
    meanings = {} if own_topic else read_table("rules/carry.toml").get(topic, {})
    out = []
    for one in candidates:
        meant = meanings.get(one.label) or meanings.get(one.head)
        if not own_topic and not meant and one.label in _WHEN and topic in _PAST:
            meant = topic
        if topic == "family_history" and one.head in ("pmh", "symptom") and _is_about(clause):
            meant = f"family_history:{one.label.partition(':')[2]}".rstrip(":")
        elif meant == "family_history" and ":" in one.label and one.head == "pmh":
            meant = None
        out.append(replace(one, label=meant, sure=max(one.sure, _MEANT)) if meant else one)
    return out


def opened(candidates: Sequence[Candidate]) -> str:
    """The topic that a clause brings up for what follows it: "and alcohol, how much in a week?"; or ``""``."""
    return next((one.head for one in candidates if one.head in read_table("rules/carry.toml")), "")


def of_relatives(candidates: Sequence[Candidate], mentions: Sequence[Mention]) -> list[Candidate]:
    """Family questions with the relative they name, as object where no illness is named."""
    relative = next((one.id for one in mentions if one.kind == "relative" and one.id not in _NOBODY), "")
    if not relative:
        return list(candidates)
    return [
        one if one.head != "family_history"
        else replace(one, subject=relative) if ":" in one.label
        else replace(one, label=f"family_history:{relative}")
        for one in candidates
    ]  # fmt: skip


def resumed(readings: Sequence[Reading]) -> list[Reading]:
    """"And the pain, is it, does it come and go?": the thing named first belongs to the question that follows.

    A clause that only names a symptom, and does not end as a question, hands it on to one that leans; and
    "can you tell me", before the question itself, is no invitation.
    """
    out = [one for one in readings if one[1] or one[2]]
    for place in range(len(out) - 1):
        (clause, mentions, said), (following, others, asked) = out[place], out[place + 1]
        bare = len(said) == 1 and said[0].head == "symptom" and clause.tokens[-1].after not in ("?", ".")
        leading_in = clause.tokens[-1].after not in ("?", ".") and any(one.head in QUESTIONS for one in asked)
        if leading_in and said and all(one.head == "open_invitation" for one in said):
            out[place] = (clause, mentions, [])
        if bare and any(leans(one) for one in asked) and not any(one.kind == "symptom" for one in others):
            thing = said[0].label.partition(":")[2]
            named = [replace(one, label=f"{one.head}:{thing}") if leans(one) else one for one in asked]
            out[place], out[place + 1] = (clause, mentions, []), (following, others, named)
    return out


def going_on(tokens: Sequence[Token], mentions: Sequence[Mention], asked: str, focus: str) -> str:
    """The head that a few words with no question of their own go on with, or ``""``."""
    if not focus or len(tokens) > _FEW or not _going_on().any(tokens):
        return ""
    head = head_of(asked)
    if any(one.kind == "place" for one in mentions):
        return head if head in ("site", "radiation") else "radiation" if focus.endswith("pain") else "site"
    return head if head in LEANING else "symptom"


def prefaced(readings: Sequence[Reading]) -> list[Reading]:
    """"Some people feel they can't go on. Have you ever felt like that?" asks the patient what is said of others."""
    out = list(readings)
    for place in range(1, len(out)):
        (before, named, said), (clause, mentions, asked) = out[place - 1], out[place]
        if before.tokens[-1].after == "?" or not _of_others().any(before.tokens) or not clause.asks:
            continue
        out[place - 1] = (before, named, [one for one in said if one.head not in QUESTIONS])
        things = [one for one in named if one.kind == "symptom"]
        if things and not any(one.kind == "symptom" for one in mentions) and _like_that().any(clause.tokens):
            said_of_all = [
                Candidate(f"symptom:{one.id}", _PLAINLY, 0, len(clause.tokens), sure=_ASKED_SO) for one in things[-1:]
            ]
            out[place - 1] = (before, named, [one for one in said if one.head in SMALL])
            out[place] = (clause, mentions, [one for one in asked if one.head in SMALL] + said_of_all)
    return out


def counted(readings: Sequence[Reading]) -> list[Reading]:
    """"Have you been sick? How many times?": what was asked for in the same turn is counted, not the complaint."""
    out = list(readings)
    thing = ""
    for place, (clause, mentions, said) in enumerate(out):
        named = [one.label.partition(":")[2] for one in said if one.head == "symptom" and clause.asks]
        if thing and not mentions and _how_many().any(clause.tokens):
            out[place] = (clause, mentions, [replace(one, label=f"{one.head}:{thing}") if leans(one) else one
                                             for one in said])  # fmt: skip
        thing = named[-1] if named else thing if not mentions else ""
    return out


def pointed_back(readings: Sequence[Reading]) -> list[Reading]:
    """"He had an operation. Can you tell me about that?" asks about what the sentence before names."""
    out = list(readings)
    for place in range(1, len(out)):
        clause, mentions, said = out[place]
        before = out[place - 1][2]
        if only_points(clause) and any(one.head in QUESTIONS for one in before):
            out[place] = (clause, mentions, [one for one in said if one.head != "open_invitation"])
    return out


def echoing(clauses: Sequence[Clause], heard: str) -> list[Clause]:
    """Those that only say back what was just heard, before something else is asked ("Two weeks, OK. And …?")."""
    known = {token.base for token in tokens_of(heard)} - function_words()
    return [
        clause
        for place, clause in enumerate(clauses[:-1])
        if clause.tokens[-1].after != "?" and _echoes(clause, known) and any(one.asks for one in clauses[place + 1 :])
    ]


def _echoes(clause: Clause, known: Set[str]) -> bool:
    if clause.mood == "question" and any(token.base in word_set("wh") for token in clause.tokens[:1]):
        return False
    said = {token.base for token in without_lead(clause.tokens)} - function_words()
    closed = len(clause.tokens) > 1 and clause.tokens[-1].base in word_set("taken_in")
    return bool(said) and len(said & known) >= (_SOME if closed else _MOST) * len(said)


def leans(candidate: Candidate) -> bool:
    """Whether it asks about the complaint in focus without naming one."""
    unnamed = ":" not in candidate.label or candidate.label in ("timing:night", "onset:sudden")
    return unnamed and head_of(candidate.label) in LEANING


def _is_about(clause: Clause) -> bool:
    """"What about …?", "and …?", "any …?": goes on with the topic rather than opens one."""
    return _going_on().any(clause.tokens)


@cache
def _going_on() -> Matcher[str]:
    return Matcher((compiled(source), source) for source in read_table("rules/carry.toml")["going_on"])


@cache
def _of_others() -> Matcher[str]:
    return Matcher((compiled(source), source) for source in read_table("rules/carry.toml")["of_others"])


@cache
def _like_that() -> Matcher[str]:
    return Matcher((compiled(source), source) for source in read_table("rules/carry.toml")["like_that"])


@cache
def _how_many() -> Matcher[str]:
    return Matcher((compiled(source), source) for source in read_table("rules/carry.toml")["how_many"])


@cache
def _vague() -> frozenset[str]:
    return frozenset({"malaise", "sleep", "skin", "movement", "function_change", "appetite"})
