"""Yes or no, with the harmless answer in focus."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from pz_tui.ui.plain import clean
from pz_tui.ui.screens.base import PzDialog


class Confirm(PzDialog[bool]):
    """Asks; True for yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer(False)", "no", id="confirm.no", show=False, tooltip="No"),
        Binding("y", "answer(True)", "yes", id="confirm.yes", show=False, tooltip="Yes"),
        Binding("left", "app.focus_previous", "previous", show=False),
        Binding("right", "app.focus_next", "next", show=False),
    ]

    def __init__(self, title: str, words: str, *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._title, self._words, self._yes, self._no = title, words, yes, no

    def compose(self) -> ComposeResult:
        """The dialog."""
        with Vertical(classes="dialog"):
            yield Static(clean(self._title), classes="title", markup=False)
            yield Static(clean(self._words), markup=False)
            with Horizontal(classes="buttons"):
                yield Button(self._no, id="no")
                yield Button(self._yes, id="yes")

    def on_mount(self) -> None:
        """The harmless answer is in focus."""
        self.query_one("#no", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer by key."""
        self.dismiss(yes)
