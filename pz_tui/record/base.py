"""What every immutable piece of a patient shares."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Sex = Literal["female", "male"]
Severity = Literal["mild", "moderate", "severe"]
Presentation = Literal["typical", "atypical"]
Side = Literal["left", "right", "both", "midline"]
Polarity = Literal["present", "absent", "unknown"]
Access = Literal[
    "volunteered",
    "open-question",
    "direct-question",
    "sensitive",
    "examination",
    "investigation",
    "hidden",
]


class Frozen(BaseModel):
    """A value that is never changed once made, and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(Frozen):
    """How the patient says something, in ways that mean the same.

    Attributes:
        full: complete sentences in the first person that can stand alone ("I came out in a cold sweat.").
        short: the shortest true answers to a direct question ("Down my left arm."), without "yes" or "no".
    """

    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


class Stated(Frozen):
    """Anything that is so about the patient, together with how and when it may come out.

    Attributes:
        clinical: the statement as a clinician would note it.
        wording: the same in the patient's words; empty where the patient cannot know it.
        polarity: ``present``, ``absent`` (denied) or ``unknown``.
        access: what it takes to learn it (see ``Fact``).
        importance: 3 red flag, 2 key, 1 other (weights of the debrief's coverage; clinical.md section 7).
        red_flag: True where missing it is dangerous.
        knowable: False where the patient cannot know it (a murmur).
        value, unit, side: the measurable part, which verification compares with what is said.
    """

    clinical: str
    wording: Wording = Wording()
    polarity: Polarity = "present"
    access: Access = "direct-question"
    importance: Literal[1, 2, 3] = 1
    red_flag: bool = False
    knowable: bool = True
    value: float | None = None
    unit: str = ""
    side: Side | None = None
