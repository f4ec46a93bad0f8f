"""A turn as rows of the chat: live, resumed and replayed turns look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from pz_tui.ui.plain import one_line
from pz_tui.ui.widgets.cards import card_rows
from pz_tui.ui.widgets.rows import BAD, BLANK, DOCTOR, MUTED, PATIENT, WARN, Block, Row, text

if TYPE_CHECKING:
    from pz_tui.consultation.turn import Turn

YOU = "You"
_NAME_ROOM = 12


class Speakers:
    """How the two sides are labelled, both in one column."""

    def __init__(self, patient: str) -> None:
        name = Content(one_line(patient) or "Patient").truncate(_NAME_ROOM, ellipsis=True).plain
        self.patient = name
        self.room = max(cell_len(name), len(YOU)) + 4

    def lead(self, name: str, style: str, bar: str = " ") -> Content:
        """The label with its bar."""
        padding = " " * (self.room - 2 - cell_len(name))
        return Content.assemble((bar + " ", style), (name, f"bold {style}"), padding)

    def later(self, style: str, bar: str = " ") -> Content:
        """What later lines start with."""
        return Content.assemble((bar + " ", style), " " * (self.room - 2))


def turn_block(
    turn: Turn, speakers: Speakers, *, waiting: str = "", number: bool = False, selected: bool = False,
    comment: str = "",
) -> Block:  # fmt: skip
    """The rows of one turn.

    Attributes:
        waiting: what the engine is doing, while it is doing it.
        number: show the turn's number (replay, spot-check).
        selected: mark it as the one looked at.
        comment: a rater's words, under the turn.
    """
    indent = speakers.room
    rows: list[Row] = []
    mark = "›" if selected else " "
    said = text(turn.utterance)
    if number:
        rows.append(Row(Content.styled(f"{mark} turn {turn.index + 1}", f"bold {WARN}" if selected else MUTED)))
    elif selected:
        rows.append(Row(Content.styled("› this turn", f"bold {WARN}")))
    rows.append(Row(said, speakers.lead(YOU, DOCTOR), speakers.later(DOCTOR)))
    for card in turn.cards:
        rows += card_rows(card, indent)
    rows += _reply(turn, speakers)
    if turn.aside:
        rows += aside_rows(turn.aside)
    if waiting:
        rows.append(_note(waiting, indent, MUTED))
    rows += _state(turn, indent)
    if comment:
        rows.append(Row(text(comment, WARN), Content.styled(" " * (indent - 2) + "✎ ", WARN)))
    rows.append(BLANK)
    return tuple(rows)


def aside_rows(words: str) -> list[Row]:
    """The program itself speaks: framed, named, and never in the patient's column."""
    bar = Content.styled("║ ", f"bold {WARN}")
    title = Row(Content.styled("pz-chat, out of the role", f"bold {WARN}"), bar, bar)
    return [title, *(Row(text(part), bar, bar) for part in words.splitlines() or [""])]


def failure_rows(problem: str) -> Block:
    """A sentence on what went wrong, in the chat."""
    bar = Content.styled("✗ ", f"bold {BAD}")
    return (Row(text(problem, BAD), bar), BLANK)


def _reply(turn: Turn, speakers: Speakers) -> list[Row]:
    if not turn.reply:
        return []
    bar = "▌"
    words = text(turn.reply_text)
    return [Row(words, speakers.lead(speakers.patient, PATIENT, bar), speakers.later(PATIENT, bar))]


def _note(words: str, indent: int, style: str) -> Row:
    return Row(text(words, style), Content(" " * indent))


def _state(turn: Turn, indent: int) -> list[Row]:
    rows = []
    if turn.status == "interrupted":
        rows.append(_note("— stopped here", indent, MUTED))
    if turn.failure or turn.status == "failed":
        reason = turn.failure or "No reply came; the question is back in the prompt."
        rows.append(Row(text(reason, BAD), Content.styled(" " * (indent - 2) + "✗ ", BAD)))
    if turn.marked == "not_what_i_asked":
        rows.append(_note("↩ marked: that is not what I asked", indent, WARN))
    return rows
