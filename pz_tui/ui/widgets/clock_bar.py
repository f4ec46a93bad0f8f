"""The header of a consultation: who, what for, which engine, and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from pz_tui.ui.plain import clock
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.encounter.encounter import Encounter


class ClockBar(TopBar):
    """Counts up; in an exam beside the time allowed, with ``TimeUp`` once it has passed."""

    class TimeUp(Message):
        """The time of the exam has passed."""

    def __init__(self, encounter: Encounter) -> None:
        super().__init__()
        self._encounter = encounter
        self._told = False

    def on_mount(self) -> None:
        """Tick."""
        self.tick()
        self.set_interval(1.0, self.tick)

    @property
    def in_exam(self) -> bool:
        """Whether an exam is running."""
        session = self._encounter.session
        return session.mode == "exam" and session.status == "open"

    @property
    def time_is_up(self) -> bool:
        """Whether the time of a running exam has passed."""
        return self.in_exam and self._encounter.elapsed >= self._encounter.session.minutes * 60

    def tick(self) -> None:
        """Show the present state."""
        session = self._encounter.session
        spent = clock(self._encounter.elapsed)
        self.heading = session.label
        if self.in_exam:
            self.status = f"exam · {spent} of {clock(session.minutes * 60)}"
        else:
            engine = session.engine.model or ("built-in" if session.engine.kind == "builtin" else session.engine.kind)
            self.status = f"{engine} · {spent}"
        if self.time_is_up and not self._told:
            self._told = True
            self.post_message(self.TimeUp())
