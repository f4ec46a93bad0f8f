"""What lies beside the chat of a consultation, or over it when narrow: notes, hidden record, a turn explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker

from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.widgets.chat import Chat
from pz_tui.ui.widgets.clock_bar import ClockBar
from pz_tui.ui.widgets.notes import NotesPad
from pz_tui.ui.widgets.prompt import Prompt
from pz_tui.ui.widgets.record_panel import Course, RecordPanel
from pz_tui.ui.widgets.side import Part, SidePane

if TYPE_CHECKING:
    from pz_tui.encounter.encounter import Encounter


TIME_UP = "Time is up. Hand in your diagnosis and plan with F5."


class BesideChat(PzScreen[None]):
    """The part of the consultation's screen that opens, fills and closes the side pane.

    Attributes:
        looked_at: index of the turn that is explained; None for the newest.
        reply: the worker of a reply that is on its way.
        offering: whether the line above the prompt shows completions.
    """

    def __init__(self, encounter: Encounter) -> None:
        super().__init__()
        self.encounter = encounter
        self.looked_at: int | None = None
        self.reply: Worker[Any] | None = None
        self.offering = False

    def hint(self, words: str) -> None:
        """One line above the prompt, until the next one."""
        self.offering = False
        self.query_one("#hint", Static).update(Content(one_line(words)))

    def tell_saving(self) -> None:
        """Say what cannot be kept, and that the time is up."""
        if self.encounter.read_only or self.encounter.save_problem:
            self.hint(f"! {self.encounter.read_only or self.encounter.save_problem}")
        elif self.query_one(ClockBar).time_is_up:
            self.hint(TIME_UP)

    @property
    def narrow(self) -> bool:
        """Whether the side pane lies over the chat."""
        return self.has_class("-narrow")

    @on(NotesPad.Written)
    def keep_notes(self, event: NotesPad.Written) -> None:
        """Keep the notes."""
        event.stop()
        self.encounter.note(event.text)
        self.tell_saving()

    def action_notes(self) -> None:
        """Open or close the notes pad."""
        self._toggle("notes")

    def action_record(self) -> None:
        """Open or close the hidden record; opening is logged, and refused in exam mode."""
        if not self.query_one(RecordPanel).display:
            if not self.encounter.open_record():
                self.hint("The record is locked until the exam is finished (F5).")
                return
            self.refresh_panel(force=True)
        self._toggle("panel")

    def action_next_tab(self) -> None:
        """The next tab of the open record; over the chat it has the focus, beside it the prompt keeps it."""
        part = self.query_one(RecordPanel).next_tab()
        if self.narrow:
            part.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tabs are offered while the record is open."""
        return action != "next_tab" or (self.is_mounted and bool(self.query_one(RecordPanel).display))

    def _toggle(self, which: Part) -> None:
        target = self.query_one(SidePane).toggle(which, narrow=self.narrow)
        self._fit_side()
        (target or self.query_one(Prompt)).focus()
        self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        """Over the chat or beside it."""
        self.call_after_refresh(self._fit_side)

    def _fit_side(self) -> None:
        below = self.query_one(Prompt).outer_size.height + 1 if self.narrow else 0
        self.query_one(SidePane).leave_room(below)

    def refresh_panel(self, *, force: bool = False) -> None:
        """Show the record as it stands now, and explain the turn looked at."""
        panel = self.query_one(RecordPanel)
        if not (panel.display or force):
            return
        encounter = self.encounter
        turns = encounter.session.turns
        course = Course(encounter.facts, turns, encounter.memory, encounter.record.persona.mood)
        at = self.looked_at if self.looked_at is not None else len(turns) - 1
        panel.show(course, turns[at] if 0 <= at < len(turns) else None)

    def action_look(self, step: int) -> None:
        """Look at another turn: the Checks tab explains it."""
        turns = self.encounter.session.turns
        if not turns or self.reply is not None:
            return
        before = self.looked_at if self.looked_at is not None else len(turns) - (1 if step > 0 else 0)
        self.looked_at = max(0, min(len(turns) - 1, before + step))
        self.query_one(Chat).select(self.looked_at)
        self.refresh_panel()
