"""Go to a turn by its number."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from pz_tui.ui.screens.base import PzDialog


class Jump(PzDialog[int | None]):
    """A number from 1 to ``last``, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="jump.back", show=False, tooltip="Stay at this turn"),
    ]

    def __init__(self, last: int) -> None:
        super().__init__()
        self._last = last

    def compose(self) -> ComposeResult:
        """The dialog."""
        with Vertical(classes="dialog", id="jump"):
            yield Static(f"Go to turn (1 to {self._last})", classes="title")
            yield Input(type="integer", max_length=5)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The nearest turn there is."""
        event.stop()
        if event.value.strip().lstrip("+-").isdigit():
            self.dismiss(max(1, min(self._last, int(event.value))))

    def action_leave(self) -> None:
        """Stay."""
        self.dismiss(None)
