"""What a consultation reports while a turn runs, in the order it happens."""

from __future__ import annotations

from typing import Literal

from pz_tui.consultation.turn import Card, Draft, Plan, StepOutReason, Turn, Understanding
from pz_tui.record.base import Frozen


class Saved(Frozen):
    """The doctor's words are on disk; the patient has not spoken yet."""

    kind: Literal["saved"] = "saved"
    turn: int


class Planned(Frozen):
    """The utterance is understood and it is decided what may be said."""

    kind: Literal["planned"] = "planned"
    understanding: Understanding
    plan: Plan


class Waiting(Frozen):
    """The engine has not spoken yet; ``message`` says what it is doing and for how long."""

    kind: Literal["waiting"] = "waiting"
    message: str


class Sentence(Frozen):
    """One verified sentence of the reply, to be shown now."""

    kind: Literal["sentence"] = "sentence"
    text: str


class Rejected(Frozen):
    """A draft sentence that was refused; only the Checks panel shows it."""

    kind: Literal["rejected"] = "rejected"
    draft: Draft


class CardShown(Frozen):
    """An examination finding or a test result."""

    kind: Literal["card"] = "card"
    card: Card


class Aside(Frozen):
    """The program speaks, out of the role (clinical.md section 8)."""

    kind: Literal["aside"] = "aside"
    text: str
    reason: StepOutReason


class Committed(Frozen):
    """The turn is complete and stored: answered, interrupted or failed."""

    kind: Literal["committed"] = "committed"
    turn: Turn


Happening = Saved | Planned | Waiting | Sentence | Rejected | CardShown | Aside | Committed
