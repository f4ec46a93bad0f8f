"""Manner: how this person sounds. Which banks fit them, how full their sentences are, and their home's colour.

Nothing here changes what is said: words are coloured, never exchanged for others of another meaning.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from pz_tui.consultation.deciding.banks import colours
from pz_tui.record.patient import PatientRecord
from pz_tui.record.persona import Mood, Persona

_LOW_LITERACY, _HIGH_LITERACY = 0.35, 0.66
_LOW_MOOD = frozenset({"low_mood", "anhedonia"})
_SPREAD = 0.34
"""How far one answer's length lies from the person's usual, as a standard deviation of talkativeness."""
_HEAVY = 0.6
"""Share of the places where a regional word could stand in which it does."""
_REGIONS: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "scottish": (
        (re.compile(r"\ba (?=bit\b|little\b|while\b|drink\b|cup\b)"), "a wee "),
        (re.compile(r"\bcan't\b"), "cannae"), (re.compile(r"\b(?<!I )don't know\b"), "dinnae know"),
    ),
    "northern": (
        (re.compile(r"\bmy (?=(?:arm|arms|leg|legs|back|chest|head|stomach|tummy|belly|neck|jaw|eye|eyes|mum|dad|tea|"
                    r"tablets|wife|husband|job|side|shoulder|hand|hands)\b)"), "me "),
        (re.compile(r"(?<=[a-z] )\bnothing\b(?! like)"), "nowt"), (re.compile(r"(?<=[a-z] )\bsomething\b"), "summat"),
        (re.compile(r"\breally (?=sore|bad|tired|sick|rough|hard|painful)"), "right "),
    ),
    "london": (
        (re.compile(r"\breally (?=sore|bad|tired|sick|rough|hard|painful|hurts)"), "proper "),
        (re.compile(r"\bisn't it\?"), "innit?"),
    ),
}  # fmt: skip
_DROPPED = re.compile(r"^(?:It's a |It's been |It's |I've been |I've got |I've had |It was |I'm )(?=[a-z])")
"""What short speech leaves off in front."""
_KEEPS = re.compile(
    r"^(?:It's|I'm|It was|I've been) (?:not|no|nothing|never|just|only|got|my|me|the|so|all right|fine|ok)\b|n't"
    r"|^It(?:'s| was) .*\bthat (?:I|it|he|she|we|they|the)\b"
)
_HANGS = re.compile(r"^(?:to|it|them|him|her|us|through|that (?:I|it|we|they))\b")
"""What says nothing once its verb is gone: "to stop everything", "it for years"."""


class Manner:
    """One patient's manner in one mood."""

    def __init__(
        self, record: PatientRecord, persona: Persona, mood: Mood, rng: random.Random, *, runs_on: bool = False
    ) -> None:  # fmt: skip
        self.persona, self.mood, self._rng, self._runs_on = persona, mood, rng, runs_on
        self.low = persona.language == "A" or persona.literacy < _LOW_LITERACY
        self.high = persona.language == "C" and persona.literacy >= _HIGH_LITERACY
        low_mood = any(item.concept in _LOW_MOOD and item.polarity == "present" for item in record.symptoms)
        self.in_low_mood = low_mood and mood.irritation < 0.5
        self.talk = self._now()
        begun = persona.mood.anxiety
        relieved = mood.trust >= 0.6 and mood.anxiety <= begun - 0.12
        self.colours = tuple(dict.fromkeys((
            *(("relieved",) if relieved else ()), *colours(persona, mood), *(("low_mood",) if self.in_low_mood else ()),
            *(("low",) if self.low else ()), *(("high",) if self.high else ()),
        )))  # fmt: skip

    def _now(self) -> float:
        """How much they say this time: nobody is equally long at every answer; irritation makes short."""
        short = 0.2 if self.mood.irritation >= 0.5 else 0.0
        trusting = 0.06 if self.mood.trust >= 0.65 else 0.0
        drawn = self._rng.gauss(self.persona.talkativeness - short + trusting, _SPREAD)
        if self._runs_on and not short:
            drawn = 1.0
        return max(0.0, min(1.0, drawn))

    @property
    def banks(self) -> tuple[str, ...]:
        """Names of sub-banks that fit, the region first."""
        return (*((self.persona.regional,) if self.persona.regional else ()), *self.colours)

    def fullness(self) -> float:
        """Chance that an answer is a whole sentence where a short one would do."""
        return 1.4 * self.talk + 0.08 + (0.2 if self.high else 0.0) - (0.2 if self.low else 0.0)

    def clipped(self, text: str) -> str:
        """The sentence as people of few words say it: "It's a deep ache." becomes "Deep ache."."""
        if _KEEPS.search(text) or len(text.split()) < 4:
            return text
        left = _DROPPED.sub("", text)
        if _HANGS.match(left):
            return text
        return left[:1].upper() + left[1:]

    def coloured(self, text: str) -> str:
        """The sentence with the words of the patient's home here and there."""
        for pattern, word in _REGIONS.get(self.persona.regional, ()):
            if self._rng.random() < _HEAVY:
                text = pattern.sub(word, text)
        return text
