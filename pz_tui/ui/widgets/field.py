"""One line of a form: a label and something to type."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static


class Field(Horizontal):
    """A label beside an input; Up and Down go to the neighbouring lines."""

    def __init__(
        self, label: str, value: str = "", *, placeholder: str = "", id: str, digits: int = 0, room: int = 15
    ) -> None:
        super().__init__()
        self._label, self._first, self._placeholder, self._input_id = label, value, placeholder, id
        self._digits, self._room = digits, room

    def compose(self) -> ComposeResult:
        """Label and input."""
        name = Static(f"  {self._label}", markup=False)
        name.styles.width = self._room + 2
        yield name
        yield Input(
            self._first, placeholder=self._placeholder, id=self._input_id, type="integer" if self._digits else "text",
            max_length=self._digits or 200, select_on_focus=False, valid_empty=True,
        )  # fmt: skip

    def on_descendant_focus(self) -> None:
        """A sign as well as a colour."""
        self.query_one(Static).update(f"› {self._label}")

    def on_descendant_blur(self) -> None:
        """Take the sign away."""
        self.query_one(Static).update(f"  {self._label}")

    def on_key(self, event: events.Key) -> None:
        """Neighbouring lines."""
        if event.key == "up":
            event.stop()
            self.screen.focus_previous()
        elif event.key == "down":
            event.stop()
            self.screen.focus_next()
