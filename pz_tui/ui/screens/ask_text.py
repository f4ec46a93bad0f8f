"""Ask for one line of text."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from pz_tui.ui.plain import clean, is_blank, one_line
from pz_tui.ui.screens.base import PzDialog


class AskText(PzDialog[str | None]):
    """The text, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="ask.back", show=False, tooltip="Leave it"),
    ]

    def __init__(self, title: str, words: str = "", value: str = "") -> None:
        super().__init__()
        self._title, self._words, self._value = title, words, value

    def compose(self) -> ComposeResult:
        """The dialog."""
        with Vertical(classes="dialog"):
            yield Static(one_line(self._title), classes="title", markup=False)
            if self._words:
                yield Static(clean(self._words), classes="muted", markup=False)
            yield Input(self._value, max_length=500)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes it; an empty one is not taken."""
        event.stop()
        if not is_blank(event.value):
            self.dismiss(one_line(event.value))

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)
