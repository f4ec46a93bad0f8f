"""Choose one of many, with a filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.base import PzDialog
from pz_tui.ui.widgets.row_list import Item, RowList

Options = Sequence[tuple[str, str]]


class Chooser(PzDialog[str | None]):
    """Type to filter, Enter takes the row under the cursor, Esc nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="chooser.back", show=False, tooltip="Choose nothing"),
    ]

    def __init__(self, title: str, options: Options, chosen: str = "") -> None:
        super().__init__()
        self._title, self._options, self._chosen = title, options, chosen

    def compose(self) -> ComposeResult:
        """The dialog."""
        with Vertical(classes="dialog", id="chooser"):
            yield Static(one_line(self._title), classes="title", markup=False)
            yield Input(placeholder="type to filter", id="filter")
            yield RowList(id="options", empty="nothing matches")

    def on_mount(self) -> None:
        """The filter has the focus; Up and Down still move in the list."""
        self.query_one(RowList).styles.height = min(14, max(3, len(self._options)))
        self._filter("")
        self.query_one(RowList).go_to(self._chosen)
        self.query_one(Input).focus()

    def _filter(self, words: str) -> None:
        parts = words.casefold().split()
        items = [
            Item(key, lambda width, name=name: Content(one_line(name)).truncate(width, ellipsis=True))  # type: ignore[misc]
            for key, name in self._options
            if all(part in name.casefold() for part in parts)
        ]
        self.query_one(RowList).show(items)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as one types."""
        event.stop()
        self._filter(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the row under the cursor."""
        event.stop()
        if key := self.query_one(RowList).key:
            self.dismiss(key)

    def on_key(self, event: events.Key) -> None:
        """Up and Down move in the list while the filter has the focus."""
        moves = {"up": -1, "down": 1}
        if event.key in moves and isinstance(self.focused, Input):
            event.stop()
            self.query_one(RowList).action_move(moves[event.key])

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click or Enter in the list."""
        event.stop()
        self.dismiss(event.key)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
