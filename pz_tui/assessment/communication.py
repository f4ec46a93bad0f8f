"""Communication, counted from what each turn was understood to do; every point shows its turns.

The frame is the Calgary-Cambridge guide (Kurtz, Silverman and Draper): five tasks and two threads. What text
cannot show (gaze, posture, tone of voice) is named as not applicable. Counts are no grade: a global judgement
of an observer is more reliable than a checklist (Hodges and McIlroy 2003).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from pz_tui.assessment.cites import Cite, asks_of, cite, heard, once_a_turn
from pz_tui.assessment.cues import Cue, cues
from pz_tui.consultation.turn import Ask, Turn
from pz_tui.consultation.understanding.labels import QUESTIONS
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact

Task = Literal["initiating", "gathering", "examining", "explaining", "closing", "structure", "relationship"]
TASK_TITLES: dict[Task, str] = {
    "initiating": "Initiating the session",
    "gathering": "Gathering information",
    "examining": "Physical examination",
    "explaining": "Explanation and planning",
    "closing": "Closing the session",
    "structure": "Providing structure (thread)",
    "relationship": "Building the relationship (thread)",
}
NOT_APPLICABLE = ("eye contact and posture", "tone of voice and pace", "touch and privacy of the room")


class Point(Frozen):
    """One observation. ``verdict``: ``done``, ``missed``, ``avoid`` (better not), ``noted`` (neither)."""

    id: str
    task: Task
    text: str
    verdict: Literal["done", "missed", "avoid", "noted"]
    cites: tuple[Cite, ...] = ()


class Communication(Frozen):
    """What the words of the consultation show.

    Attributes:
        open_questions, closed_questions: counted per question; lists and compound ones are closed.
        ice: how many of ideas, concerns and expectations were asked for, of 3.
        cues: each emotion or worry the patient showed, and whether the next turn took it up.
        points: by task, in the order of the consultation.
        not_applicable: what cannot be judged from text.
    """

    open_questions: int
    closed_questions: int
    leading: int
    compound: int
    jargon: int
    empathy: int
    ice: int
    cues: tuple[Cue, ...]
    points: tuple[Point, ...]
    not_applicable: tuple[str, ...] = NOT_APPLICABLE


# id -> task, what it is called, heads that show it
_ACTS: tuple[tuple[str, Task, str, tuple[str, ...]], ...] = (
    ("greeting", "initiating", "Greeted the patient", ("greeting", "how_are_you")),
    ("introduction", "initiating", "Said who they are", ("introduction",)),
    ("identity", "initiating", "Checked whom they are talking to", ("identity_check",)),
    ("consent", "initiating", "Asked leave", ("consent",)),
    ("open_start", "gathering", "Let the patient tell it in their own words", ("open_invitation",)),
    ("anything_else", "gathering", "Asked whether there is anything else", ("anything_else",)),
    ("exam", "examining", "Examined the patient", ("exam",)),
    ("explanation", "explaining", "Explained what they think", ("explanation", "diagnosis_told")),
    ("plan", "explaining", "Set out a plan", ("plan",)),
    ("understanding", "explaining", "Checked that it was understood and agreed",
     ("check_understanding", "check_agreement")),
    ("safety_net", "closing", "Said what to look out for and when to come back", ("safety_net",)),
    ("questions", "closing", "Invited questions", ("invite_questions",)),
    ("closing", "closing", "Closed the consultation", ("closing", "thanks")),
    ("signpost", "structure", "Said what comes next", ("signpost",)),
    ("summary", "structure", "Summarised and let the patient correct it", ("summary",)),
    ("empathy", "relationship", "Showed empathy", ("empathy",)),
)  # fmt: skip
_ICE = {"ideas": "what the patient thinks it is", "concerns": "what worries the patient",
        "expectations": "what the patient hopes for"}  # fmt: skip
_HARSH = {"blame": "Blamed", "lecture": "Lectured", "rude": "Was rude", "interruption": "Interrupted",
          "false_reassurance": "Reassured without ground"}  # fmt: skip
_HELLO = re.compile(r"\s*(?:hello|hi|hiya|hey|good (?:morning|afternoon|evening)|morning|afternoon)\b", re.IGNORECASE)
_OPEN_HEADS = frozenset({"open_invitation", "anything_else", "associated", "ideas", "concerns", "expectations"})


def communication(facts: Sequence[Fact], turns: Sequence[Turn]) -> Communication:
    """Everything that can be counted from ``turns``."""
    own = heard(turns)
    asked = [(turn, ask) for turn, ask in asks_of(own) if ask.head in QUESTIONS | _OPEN_HEADS]
    leading = _turns(own, _leads)
    compound = _turns(own, lambda turn: turn.understanding.form == "compound")
    jargon = tuple(Cite(turn=turn.index, words=", ".join(ask.jargon)) for turn, ask in asks_of(own) if ask.jargon)
    empathy = _by_heads(own, ("empathy",)) or _turns(own, lambda turn: "empathy" in turn.understanding.manner)
    shown = cues(facts, own)
    opened = sum(_is_open(ask) for _, ask in asked)
    return Communication(
        open_questions=opened, closed_questions=len(asked) - opened, leading=len(leading), compound=len(compound),
        jargon=len(jargon), empathy=len(empathy), cues=shown,
        ice=sum(bool(_by_heads(own, (head,))) for head in _ICE),
        points=_in_order((
            *_acts(own), *_ice(own), *_habits(leading, compound, jargon), *_cue_points(shown), *_harsh(own),
            *_interruptions(own), *_kindness(own),
        )),
    )  # fmt: skip


def _is_open(ask: Ask) -> bool:
    return ask.form == "open" or (ask.form not in ("leading", "compound", "list") and ask.head in _OPEN_HEADS)


def _leads(turn: Turn) -> bool:
    """A summary that asks "is that right?" leads nobody, so it takes a question."""
    questions = [ask for ask in turn.understanding.asks if ask.head in QUESTIONS]
    whole = turn.understanding.form == "leading" and bool(questions)
    return whole or any(ask.form == "leading" for ask in questions)


def _turns(turns: Iterable[Turn], test: Callable[[Turn], bool]) -> tuple[Cite, ...]:
    return tuple(cite(turn) for turn in turns if test(turn))


def _by_heads(turns: Iterable[Turn], heads: Sequence[str]) -> tuple[Cite, ...]:
    return once_a_turn(cite(turn, ask.words) for turn, ask in asks_of(turns) if ask.head in heads)


def _acts(turns: Sequence[Turn]) -> list[Point]:
    points = []
    for id, task, text, heads in _ACTS:
        cites = _by_heads(turns, heads)
        if id == "empathy" and not cites:
            cites = _turns(turns, lambda turn: "empathy" in turn.understanding.manner)
        if id == "greeting" and not cites:
            cites = _turns(turns[:2], lambda turn: bool(_HELLO.match(turn.utterance)))
        if id == "exam" and not cites:
            cites = _turns(turns, lambda turn: any(event.kind == "examined" for event in turn.events))
        points.append(Point(id=id, task=task, text=text, verdict="done" if cites else "missed", cites=cites))
    return points


def _ice(turns: Sequence[Turn]) -> list[Point]:
    points = []
    for head, what in _ICE.items():
        cites = _by_heads(turns, (head,))
        points.append(Point(id=head, task="gathering", text=f"Asked {what}", verdict="done" if cites else "missed",
                            cites=cites))  # fmt: skip
    return points


def _habits(leading: tuple[Cite, ...], compound: tuple[Cite, ...], jargon: tuple[Cite, ...]) -> list[Point]:
    rows = (
        ("leading", leading, "Leading questions: they say which answer is wanted"),
        ("compound", compound, "Two questions at once: one of them goes unanswered"),
        ("jargon", jargon, "Clinical words left unexplained"),
    )
    return [
        Point(id=id, task="gathering", text=text, verdict="avoid", cites=cites) for id, cites, text in rows if cites
    ]


def _cue_points(shown: Sequence[Cue]) -> list[Point]:
    met = tuple(Cite(turn=cue.turn, words=cue.words) for cue in shown if cue.met)
    passed = tuple(Cite(turn=cue.turn, words=cue.words) for cue in shown if cue.met is False)
    rows: tuple[tuple[str, tuple[Cite, ...], str, Literal["done", "avoid"]], ...] = (
        ("cues_met", met, "Took up what the patient showed of feelings or worries", "done"),
        ("cues_missed", passed, "Passed over feelings or worries the patient showed", "avoid"),
    )
    return [Point(id=id, task="relationship", text=text, verdict=verdict, cites=cites)
            for id, cites, text, verdict in rows if cites]  # fmt: skip


def _harsh(turns: Sequence[Turn]) -> list[Point]:
    points = []
    for manner, text in _HARSH.items():
        cites = tuple(cite(turn) for turn in turns if manner in turn.understanding.manner)
        if cites:
            points.append(Point(id=manner, task="relationship", text=text, verdict="avoid", cites=cites))
    return points


def _interruptions(turns: Sequence[Turn]) -> list[Point]:
    """Replies that the doctor stopped; a reply that broke off by itself carries the reason."""
    cut = tuple(cite(turn, turn.reply_text) for turn in turns if turn.status == "interrupted" and not turn.failure)
    return [
        Point(id="cut_short", task="relationship", text="Stopped the patient in mid-reply", verdict="noted", cites=cut)
    ] if cut else []  # fmt: skip


def _kindness(turns: Sequence[Turn]) -> list[Point]:
    kind = once_a_turn(cite(turn, ask.words) for turn, ask in asks_of(turns) if ask.kind)
    return [
        Point(id="reasons", task="relationship", text="Gave a reason for a delicate question, or made it ordinary",
              verdict="done", cites=kind)
    ] if kind else []  # fmt: skip


def _in_order(points: Sequence[Point]) -> tuple[Point, ...]:
    order = list(TASK_TITLES)
    return tuple(sorted(points, key=lambda point: order.index(point.task)))
