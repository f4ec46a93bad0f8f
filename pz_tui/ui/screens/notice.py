"""The first-start notice."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from pz_tui.ui.screens.base import PzDialog

NOTICE = (
    "pz-chat is for training. Its patients are invented. It does not give medical advice and must not be "
    "used to care for a real person."
)
FOOTER = "Generated for training; may contain errors; check against current local guidance."


class NoticeScreen(PzDialog[None]):
    """Shown until it is confirmed once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "not_yet", "later", id="notice.later", show=False, tooltip="Close the notice for now"),
    ]

    def compose(self) -> ComposeResult:
        """The dialog."""
        with Vertical(classes="dialog"):
            yield Static("Before you begin", classes="title")
            yield Static(NOTICE, markup=False)
            yield Static("")
            yield Static(
                "Please type nothing about real patients or yourself. What you type stays on this computer, unless you "
                "choose a model on another one.",
                classes="muted", markup=False,
            )  # fmt: skip
            with Horizontal(classes="buttons"):
                yield Button("I understand", id="accept", variant="primary")

    def on_mount(self) -> None:
        """Enter confirms."""
        self.query_one(Button).focus()

    def on_button_pressed(self) -> None:
        """Remember it."""
        self.pz.keep(first_start_seen=True)
        self.dismiss(None)

    def action_not_yet(self) -> None:
        """Close it; it comes again at the next start."""
        self.dismiss(None)
