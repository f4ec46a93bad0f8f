"""What is opened beside the chat, or over it when the terminal is narrow: the notes pad and the hidden record."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from pz_tui.ui.widgets.notes import NotesPad
from pz_tui.ui.widgets.record_panel import RecordPanel

Part = Literal["notes", "panel"]


class SidePane(Vertical):
    """Closed at first; on narrow terminals it shows one part at a time."""

    def __init__(self, notes: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._first_notes = notes

    def compose(self) -> ComposeResult:
        """Both parts."""
        yield NotesPad(self._first_notes, id="notes")
        yield RecordPanel(id="panel")

    def on_mount(self) -> None:
        """Close everything."""
        self.close_all()
        self.notes.border_title = "notes"
        self.panel.border_title = "hidden record"
        self.panel.border_subtitle = "● out  ◐ partly  – kept back  ○ not yet"

    @property
    def notes(self) -> NotesPad:
        """The notes pad."""
        return self.query_one(NotesPad)

    @property
    def panel(self) -> RecordPanel:
        """The hidden record."""
        return self.query_one(RecordPanel)

    @property
    def is_open(self) -> bool:
        """Whether anything is shown."""
        return bool(self.display)

    def close_all(self) -> None:
        """Close both."""
        self.display = self.notes.display = self.panel.display = False

    def toggle(self, which: Part, *, narrow: bool) -> Widget | None:
        """Open or close one part; what should have the focus then, None for the prompt."""
        part: Widget = self.notes if which == "notes" else self.panel
        other: Widget = self.panel if which == "notes" else self.notes
        part.display = not part.display
        if part.display and narrow:
            other.display = False
        self.display = part.display or other.display
        if not part.display:
            return None
        if which == "notes":
            return part
        # beside the chat the record is read while one goes on asking
        return part.query_one("#record") if narrow else None

    def leave_room(self, lines: int) -> None:
        """Keep so many lines below free, for the prompt."""
        self.styles.margin = (0, 0, lines, 0)
