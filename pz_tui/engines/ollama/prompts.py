"""What a model is told: who speaks, three worked exchanges, and each turn as truth in the first person.

The first messages never change within a consultation and nothing is taken out of the history, so that each
request begins with the whole of the one before and the server reads only what is new.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.ports import Exchange, SpeechBrief
from pz_tui.consultation.turn import Plan
from pz_tui.engines.ollama.cleaning import without_tokens
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Persona
from pz_tui.record.text import one_line

Message = Mapping[str, str]

_LONGEST_UTTERANCE = 1200
_NOTHING = "I have nothing to add."
_FORGED = re.compile(r"\b(what is true|answers|doctor)\s*:", re.IGNORECASE)
_PRONOUNS = {"she": ("she", "her"), "he": ("he", "his"), "they": ("they", "their")}
_PERSONALITY = {
    "plain": "{They} talk{s} plainly",
    "verbose": "{They} like{s} to talk and take{s} {their} time",
    "pleasing": "{They} {are} eager to please and make{s} light of things",
    "impatient": "{They} {are} short and a little impatient",
    "overanxious": "{They} {are} nervous and say{s} so",
    "distrustful": "{They} {are} wary and give{s} little away",
    "reserved": "{They} {are} quiet and use{s} few words",
}
_LANGUAGE = {
    "A": "in very simple words and short, broken sentences",
    "B": "in everyday words",
    "C": "in everyday words, fluently",
}
_STYLES = {
    "verbose": "talkative", "pleasing": "everyday", "impatient": "terse", "overanxious": "anxious",
    "distrustful": "wary", "reserved": "terse",
}  # fmt: skip

CHARS_PER_TOKEN = 3.2
"""Cautious: English needs about four, names and figures fewer."""
TOKENS_PER_MESSAGE = 8


def names_of(record: PatientRecord) -> tuple[str, ...]:
    """What a model may call the patient before a colon."""
    who = record.identity
    family = who.name.split()[-1]
    return tuple(dict.fromkeys((who.name, who.given_name, f"{who.title} {family}", family)))


def opening(record: PatientRecord) -> list[Message]:
    """The system message and the worked exchanges: the same in every turn of a consultation."""
    name = record.identity.given_name
    messages: list[Message] = [{"role": "system", "content": _system(record)}]
    for doctor, truth, answer in _examples(record):
        messages += exchange(name, Exchange(doctor=doctor, truth=(truth,), patient=answer))
    return messages


def exchange(name: str, said: Exchange) -> list[Message]:
    """One earlier turn, in the words in which it was asked for."""
    return [
        {"role": "user", "content": f"{_asked(said.doctor, said.truth)}{name} answers:"},
        {"role": "assistant", "content": said.patient},
    ]


def question(brief: SpeechBrief) -> Message:
    """This turn's request; after a refused draft it goes on from what is already on the screen."""
    name = brief.record.identity.given_name
    asked = _asked(brief.utterance, truth_of(brief.plan))
    if not brief.objection and not brief.shown:
        return {"role": "user", "content": f"{asked}{name} answers:"}
    lines = [asked.rstrip("\n")]
    if brief.objection:
        lines.append(f"A first answer was wrong: {_objection(brief)}")
    if not brief.shown:
        return {"role": "user", "content": "\n".join([*lines, f"{name} answers:"])}
    lines.append(f"{name} has already said: {' '.join(brief.shown)}")
    return {"role": "user", "content": "\n".join([*lines, f"{name} goes on:"])}


def truth_of(plan: Plan) -> tuple[str, ...]:
    """What is so in this plan, as first-person sentences."""
    return tuple(text for move in plan.moves for text in move.truth)


def tokens_of(messages: Sequence[Message]) -> int:
    """An estimate that is rather too high than too low."""
    return sum(math.ceil(len(m["content"].encode()) / CHARS_PER_TOKEN) + TOKENS_PER_MESSAGE for m in messages)


def fewest_tokens(messages: Sequence[Message]) -> int:
    """What no tokeniser falls below; a smaller count means that the server has dropped something."""
    return sum(len(message["content"]) for message in messages) // 8


def _asked(doctor: str, truth: Sequence[str]) -> str:
    words = _FORGED.sub(r"\1 -", one_line(without_tokens(doctor)))
    if len(words) > _LONGEST_UTTERANCE:
        words = f"{words[:_LONGEST_UTTERANCE].rstrip()} …"
    so = one_line(" ".join(truth)) or _NOTHING
    return f"Doctor: {words}\nWhat is true: {so}\n"


def _objection(brief: SpeechBrief) -> str:
    """The reason, unless it would tell the model what the patient may not know."""
    reason = one_line(brief.objection).rstrip(".")
    lowered = reason.lower()
    condition = brief.record.condition
    secret = (condition.name, *condition.aliases)
    held = {held.fact for held in brief.plan.withheld}
    kept_back = [text for fact in brief.facts if fact.id in held for text in (fact.clinical, *fact.wording.short)]
    if len(reason) > 160 or any(word and word.lower().rstrip(".") in lowered for word in (*secret, *kept_back)):
        return "it said something that does not belong here."
    return f"{reason}."


def _system(record: PatientRecord) -> str:
    who, persona = record.identity, record.persona
    they, their = _PRONOUNS[who.pronoun]
    plural = who.pronoun == "they"
    name = who.given_name
    kind = _kind(who.age, who.sex)
    words = {"They": they.capitalize(), "their": their, "s": "" if plural else "s", "are": "are" if plural else "is"}
    manner = _PERSONALITY[persona.personality].format(**words)
    return (
        f"You write what {name} says to {their} doctor. {who.name} is a {kind} of {who.age}; work: "
        f"{who.occupation.clinical.rstrip('.').lower()}. {manner}, {_LANGUAGE[persona.language]}. After each thing the "
        f"doctor says you are told what is true. Say only what is true there, in {name}'s words, as {they} would say "
        f"it aloud, in one to three short sentences. Write {name}'s words and nothing else."
    )


def _kind(age: int, sex: str) -> str:
    if age < 18:
        return "girl" if sex == "female" else "boy"
    return "woman" if sex == "female" else "man"


def _style(persona: Persona) -> str:
    if persona.language == "A":
        return "simple"
    chosen = _STYLES.get(persona.personality, "everyday")
    if chosen == "everyday" and persona.talkativeness > 0.7:
        return "talkative"
    return "terse" if chosen == "everyday" and persona.talkativeness < 0.2 else chosen


def _examples(record: PatientRecord) -> list[tuple[str, str, str]]:
    table = _table()
    style = _style(record.persona)
    told = _told(record)
    subject = next(
        item["name"] for item in table["subjects"] if not any(re.search(rf"\b{w}", told) for w in item["unless"])
    )
    return [
        (
            table[kind]["doctor"].format(subject=subject),
            table[kind]["truth"].format(subject=subject),
            table[kind]["answers"][style].format(subject=subject),
        )
        for kind in ("plain", "denial", "unknown")
    ]


def _told(record: PatientRecord) -> str:
    """All that the record says of symptoms and past, lower case."""
    stated = [*record.symptoms, *(a for s in record.symptoms for a in s.aspects), *record.past, record.complaint]
    return " ".join(text for item in stated for text in (item.clinical, *item.wording.full)).lower()


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))
