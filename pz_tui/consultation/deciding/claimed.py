"""What is claimed: one thing that the doctor puts to the patient as so, and what became of it."""

from __future__ import annotations

import re

from pz_tui.consultation.grounding.saying_back import NEGATIVE, even
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact
from pz_tui.record.patient import Diagnosis

_IN_ITSELF = re.compile(r"\bno (?:good|use|point|energy|interest|appetite|matter|longer|more|one else)\b"
                        r"|\bnot (?:feeling|been|being) (?:yourself|myself)\b"
                        r"|\bnot (?:been )?(?:sleeping|eating|coping|concentrating|enjoying)\b")  # fmt: skip
"""A negation that belongs to the thing and denies nothing."""


class Claimed(Frozen):
    """What became of a claim.

    Attributes:
        agrees: the record bears it out, or has nothing of what it denies.
        facts: those that put it right, that it rightly states, or that tell how it is.
        also: what puts a further thing right that was claimed in the same breath.
        head: where the true thing is found when no single fact is contradicted (``allergies``).
        elsewhere: it is right, but the truth is next to it ("not the arm, more the shoulder").
        denies: it says that something is not so.
        unclear: what it claims cannot be made out.
        unsure: it is about these facts, but whether it is right cannot be told.
        ask: what is asked in it, of the very thing that it names.
        hidden: it names what a patient cannot know (the diagnosis).
    """

    agrees: bool
    facts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    head: str = ""
    elsewhere: str = ""
    denies: bool = False
    hidden: bool = False
    unclear: bool = False
    unsure: bool = False
    ask: Ask | None = None


class One(Frozen):
    """One claim.

    Attributes:
        claim: its sentence, as the patient would say it of themselves.
        questions: what is asked in it.
        about: the facts it is about, the likeliest first; around: others of the same things.
        foremost: ids of the first fact of each question.
    """

    claim: str
    questions: tuple[Ask, ...]
    about: tuple[Fact, ...]
    around: tuple[Fact, ...]
    foremost: frozenset[str]

    @property
    def denies(self) -> bool:
        """Whether it says that something is not so."""
        return denies(self.claim)


def denies(claim: str) -> bool:
    """Whether a sentence denies, apart from negations that belong to the thing ("no good", "no energy")."""
    return bool(NEGATIVE.search(_IN_ITSELF.sub("", claim.lower())))


def as_meant(scene: Scene) -> str:
    """The doctor's words with the typos put right, so that a misspelt claim is judged like any."""
    text = scene.utterance
    for typed, meant in scene.understanding.corrections:
        text = re.sub(rf"\b{re.escape(typed)}\b", meant, text, flags=re.IGNORECASE)
    return text


def is_felt(condition: Diagnosis, claim: str) -> bool:
    """Whether a name of the illness is only the word for how one feels ("feeling down or depressed")."""
    names = "|".join(re.escape(name.lower()) for name in condition.aliases if " " not in name)
    return bool(names) and bool(re.search(rf"\b(?:feel|feels|feeling|felt)\b.*\b(?:{names})\b", claim.lower()))


def is_within(ask: Ask, said: str) -> bool:
    """Whether the ask rests on the words of this claim."""
    words = even(ask.words)
    return not words or words in said or said in words
