"""The trainee's notes pad."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from pz_tui.ui.plain import clean

_PAUSE = 0.6
"""Seconds without a key after which the notes are kept."""


class NotesPad(TextArea):
    """Free text; ``Changed`` comes when typing pauses, and at once when the pad is left."""

    class Written(Message):
        """The whole text as it stands."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            clean(text), id=id, soft_wrap=True, tab_behavior="focus", compact=True,
            highlight_cursor_line=False, placeholder="your notes",
        )  # fmt: skip
        self._told = self.text
        self._timer: Timer | None = None

    def on_text_area_changed(self) -> None:
        """Wait for a pause."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self.tell)

    def on_blur(self) -> None:
        """Keep what is written."""
        self.tell()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default().stop()
        if result := self._replace_via_keyboard(clean(event.text), *self.selection):
            self.move_cursor(result.end_location)

    def tell(self) -> None:
        """Hand the text over where it has changed."""
        if self.text != self._told:
            self._told = self.text
            self.post_message(self.Written(self.text))
