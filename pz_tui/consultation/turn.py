"""The data of a turn: what was said, understood, planned, drafted, judged, shown and remembered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pz_tui.record.base import Frozen, Polarity
from pz_tui.record.patient import Finding, Investigation, Result
from pz_tui.record.persona import Mood

# --- understanding -------------------------------------------------------------------------------------

Form = Literal["open", "closed", "leading", "list", "compound", "statement"]
StepOutReason = Literal["own_health", "self_harm", "self_harm_unclear", "real_data"]


class Ask(Frozen):
    """One thing the utterance asks for or does.

    Attributes:
        head, object: the label (``consultation/understanding/labels.py``); object empty when none is named.
        form: how it was put.
        polarity: what a leading question expects ("no pain, then?" -> ``absent``), else None.
        confidence: 0 to 1.
        words: the words it rests on, as typed.
        subject: the concept in focus that an elliptic ask leans on ("how bad?" -> ``chest_pain``), or a
            second object (the relative in "did your mother have diabetes?").
        kind: True where it gives a reason, normalises, or asks leave ("a lot of people …").
        jargon: clinical terms in it, unexplained.
        facet: the side of the object that is asked for, as the facts' attributes name it (``since``, ``reaction``).
        wh: it asks when, what, how many …: no yes or no answers it.
        well: it asks whether all is well, so that "no" tells of trouble ("sleeping all right?").
    """

    head: str
    object: str = ""
    form: Form = "closed"
    polarity: Polarity | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)
    words: str = ""
    subject: str = ""
    kind: bool = False
    jargon: tuple[str, ...] = ()
    well: bool = False
    wh: bool = False
    facet: str = ""

    @property
    def label(self) -> str:
        """``head`` or ``head:object``."""
        return f"{self.head}:{self.object}" if self.object else self.head


class Understanding(Frozen):
    """Everything found in one utterance, in the order it was said.

    Attributes:
        asks: asks and acts alike.
        form: of the turn as a whole; ``compound`` for two different questions, ``list`` for one question
            with several items.
        confidence: of the whole; below ``ASK_BACK_BELOW`` the patient asks back.
        corrections: typos read as another word.
        step_out: set when the person at the keyboard, not the doctor in the exercise, seems to speak
            (clinical.md section 8); comes before everything else.
        manner: tones of the utterance that move the mood (``empathy``, ``blame``, ``rude``, ``kind`` …).
    """

    asks: tuple[Ask, ...] = ()
    form: Form = "statement"
    confidence: float = Field(default=0.0, ge=0, le=1)
    corrections: tuple[tuple[str, str], ...] = ()
    step_out: StepOutReason | None = None
    manner: tuple[str, ...] = ()
    focus_before: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, each once, in order."""
        return tuple(dict.fromkeys(ask.label for ask in self.asks))


ASK_BACK_BELOW = 0.35

# --- plan ------------------------------------------------------------------------------------------------

Strategy = Literal[
    "story", "direct", "list", "deny", "default", "minimise", "deflect", "vague", "ask_back", "not_understood",
    "jargon", "correct", "repeat", "late_worry", "social", "react", "own_question", "improvise", "puzzled",
    "consent", "submit_to_exam", "step_out", "acknowledge", "cannot_know",
]  # fmt: skip


class Withholding(Frozen):
    """A fact kept back in this turn, and why."""

    fact: str
    reason: Literal["sensitive", "compound", "not_asked", "talked_down", "not_understood"]


class Move(Frozen):
    """One thing the reply does.

    Attributes:
        strategy: what kind of move.
        label: the label it answers, empty where the patient moves by itself.
        facts: ids it gives.
        withheld: what it keeps back.
        truth: what is so, as first-person sentences in this patient's words. The built-in voice words it,
            a model engine rewords it; verification measures against it. Never an order about telling.
        short: elliptic answers that mean the same, where the question allows one.
        topic: for ``improvise`` and ``default``, the key the invention is kept under.
        opening: a "yes"/"no" the answer starts with, by polarity asked; None where neither fits.
        bare: a mere "yes" or "no" would be a whole answer to it.
        noun: the name of the thing denied or asked about, for "no …".
        wording: names of phrase banks, for moves without facts (``puzzled``, ``goodbye``); ``detail`` or
            ``contrast`` for what goes along with the answer before it, unasked.
    """

    strategy: Strategy
    label: str = ""
    facts: tuple[str, ...] = ()
    withheld: tuple[Withholding, ...] = ()
    truth: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    topic: str = ""
    opening: bool | None = None
    bare: bool = False
    noun: str = ""
    wording: str = ""


class Plan(Frozen):
    """What this reply says and keeps back: the moves in order."""

    moves: tuple[Move, ...] = ()
    strategy: Strategy = "direct"
    max_sentences: int = 3
    reasons: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of all facts that may be given in this turn."""
        return tuple(dict.fromkeys(fact for move in self.moves for fact in move.facts))

    @property
    def withheld(self) -> tuple[Withholding, ...]:
        """All that is kept back."""
        return tuple(held for move in self.moves for held in move.withheld)


# --- drafts and verdicts -----------------------------------------------------------------------------------

FindingKind = Literal[
    "contradiction", "leak", "invention", "role", "register", "language", "implausible", "unspeakable",
]  # fmt: skip


class Objection(Frozen):
    """Why a sentence may not be shown, with the words it rests on."""

    kind: FindingKind
    message: str
    words: str = ""
    fact: str = ""


class FactVerdict(Frozen):
    """How one sentence stands to one fact or invention."""

    fact: str
    relation: Literal["entailed", "neutral", "contradicted"]
    words: str = ""


class Verdict(Frozen):
    """The judgement of one sentence."""

    ok: bool
    objections: tuple[Objection, ...] = ()
    facts: tuple[FactVerdict, ...] = ()
    inventions: tuple[tuple[str, str], ...] = ()
    """Harmless details it adds, as (topic, words), to be kept as ``Improvised`` when it is shown."""
    judge: str = "rules"


class Draft(Frozen):
    """One sentence that an engine proposed, and what became of it."""

    text: str
    source: Literal["engine", "repair", "fallback"] = "engine"
    verdict: Verdict
    shown: bool
    facts: tuple[str, ...] = ()


# --- cards ---------------------------------------------------------------------------------------------------


class Card(Frozen):
    """What examining or testing brings back: not spoken by the patient."""

    kind: Literal["examination", "vitals", "investigation", "not_available"]
    title: str
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    results: tuple[Result, ...] = ()
    investigation: Investigation | None = None
    facts: tuple[str, ...] = ()


# --- events: the plastic track ---------------------------------------------------------------------------------


class _Event(Frozen):
    turn: int = Field(ge=0)
    reason: str = ""


class Disclosed(_Event):
    """A fact came out, in these words. ``how``: volunteered, or asked for."""

    kind: Literal["disclosed"] = "disclosed"
    fact: str
    words: str
    how: Literal["volunteered", "asked"] = "asked"
    partly: bool = False


class Improvised(_Event):
    """A detail that the record does not hold, accepted after checks and binding from now on."""

    kind: Literal["improvised"] = "improvised"
    topic: str
    value: str
    words: str
    polarity: Polarity = "present"


class MoodMoved(_Event):
    """The mood after it, with what moved it."""

    kind: Literal["mood_moved"] = "mood_moved"
    mood: Mood


class Told(_Event):
    """The doctor named a diagnosis, result or plan to the patient."""

    kind: Literal["told"] = "told"
    what: Literal["diagnosis", "plan", "result", "safety_net"]
    words: str
    concepts: tuple[str, ...] = ()


class Examined(_Event):
    """A region was examined; these facts are now known."""

    kind: Literal["examined"] = "examined"
    region: str
    facts: tuple[str, ...] = ()


class Tested(_Event):
    """A test was done; ``card`` holds it, so that a normal one stays the same."""

    kind: Literal["tested"] = "tested"
    test: str
    facts: tuple[str, ...] = ()


class Withheld(_Event):
    """A fact was kept back."""

    kind: Literal["withheld"] = "withheld"
    fact: str


class Corrected(_Event):
    """The patient set the doctor right about what was said or is so."""

    kind: Literal["corrected"] = "corrected"
    fact: str
    words: str = ""


class RecordOpened(_Event):
    """The hidden record was looked at before the end. ``where``: panel or replay."""

    kind: Literal["record_opened"] = "record_opened"
    where: Literal["panel", "replay", "command"] = "panel"


class Focused(_Event):
    """What was last spoken of, which ellipsis leans on: a concept, and the label that asked."""

    kind: Literal["focused"] = "focused"
    concept: str
    label: str = ""


class Asked(_Event):
    """A label was asked and answered, asked and left open, or not understood."""

    kind: Literal["asked"] = "asked"
    label: str
    outcome: Literal["answered", "left_open", "not_understood", "vague"] = "answered"


MemoryEvent = Annotated[
    Disclosed | Improvised | MoodMoved | Told | Examined | Tested | Withheld | Corrected | RecordOpened
    | Focused | Asked,
    Field(discriminator="kind"),
]  # fmt: skip

# --- the turn ----------------------------------------------------------------------------------------------------


class EngineInfo(Frozen):
    """Who found the words."""

    kind: Literal["builtin", "ollama"]
    model: str = ""
    digest: str = ""
    host: str = ""


class Timings(Frozen):
    """Wall time in milliseconds and tokens as the engine counted them."""

    understood: float = 0
    first_sentence: float = 0
    total: float = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0


TurnStatus = Literal["pending", "answered", "interrupted", "failed"]


class Turn(Frozen):
    """One exchange, complete: everything that was decided, and the digest of the memory after it."""

    index: int = Field(ge=0)
    utterance: str
    understanding: Understanding = Understanding()
    plan: Plan = Plan()
    drafts: tuple[Draft, ...] = ()
    reply: tuple[str, ...] = ()
    """The sentences that were shown."""
    cards: tuple[Card, ...] = ()
    aside: str = ""
    """What the program itself said, out of role."""
    status: TurnStatus = "pending"
    failure: str = ""
    events: tuple[MemoryEvent, ...] = ()
    memory_digest: str = ""
    engine: EngineInfo = EngineInfo(kind="builtin")
    timings: Timings = Timings()
    at: str = ""
    """When it was asked, ISO 8601 UTC."""
    elapsed: float = 0
    """Seconds since the consultation began."""
    marked: Literal["", "not_what_i_asked"] = ""

    @property
    def own_words(self) -> tuple[str, ...]:
        """The sentences as the patient would say them: what was verified, before a carer turned it about."""
        shown = tuple(draft.text for draft in self.drafts if draft.shown)
        return shown if len(shown) == len(self.reply) else self.reply

    @property
    def reply_text(self) -> str:
        """The reply as one text."""
        return " ".join(self.reply)
