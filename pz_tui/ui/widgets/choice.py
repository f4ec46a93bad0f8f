"""One line of a form: a label and one of several values, changed with the arrow keys or picked from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from pz_tui.ui.plain import one_line


class Choice(Widget, can_focus=True):
    """``Changed`` comes only when the user changes it, never when it is shown first."""

    DEFAULT_CSS = """
    Choice { height: 1; width: 100%; color: $foreground; background: $background; padding: 0 1; }
    Choice:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Previous value", show=False),
        Binding("right", "turn(1)", "Next value", show=False),
        Binding("enter,space", "pick", "Pick from a list", show=False),
        Binding("up", "app.focus_previous", "Previous line", show=False),
        Binding("down", "app.focus_next", "Next line", show=False),
    ]
    value: reactive[str] = reactive("")
    locked: reactive[bool] = reactive(False)

    class Changed(Message):
        """The user chose another value."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> Choice:
            """The sender."""
            return self.choice

    def __init__(
        self, label: str, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None, room: int = 15
    ) -> None:
        super().__init__(id=id)
        self._label = label
        self._room = room
        self.options = list(options)
        self.set_reactive(Choice.value, value if value or not options else options[0][0])

    @property
    def shown(self) -> str:
        """The words for the value."""
        return next((words for key, words in self.options if key == self.value), self.value)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Other values; the present one stays where it is among them."""
        self.options = list(options)
        if self.value not in [key for key, _ in options]:
            self.value = options[0][0] if options else ""
        self.refresh()

    def render(self) -> Content:
        """Label and value; the signs at its sides show that it can be changed, and that it is in focus."""
        left, right = ("‹ ", " ›") if len(self.options) > 1 else ("  ", "  ")
        mark = "› " if self.has_focus else "  "
        style = "bold" if self.has_focus else ""
        return Content.assemble(
            (mark, "bold $accent"), (f"{self._label:<{self._room}}", "bold" if self.has_focus else "$pz-muted"),
            (left, "$accent"), (one_line(self.shown), style), (right, "$accent"),
        )  # fmt: skip

    def action_turn(self, step: int) -> None:
        """The next or the previous value."""
        if self.options:
            keys = [key for key, _ in self.options]
            at = keys.index(self.value) if self.value in keys else 0
            self._take(keys[(at + step) % len(keys)])

    def action_pick(self) -> None:
        """Pick from the whole list."""
        from pz_tui.ui.screens.chooser import Chooser  # noqa: PLC0415 - only when asked for

        def chosen(key: str | None) -> None:
            if key is not None:
                self._take(key)

        self.app.push_screen(Chooser(self._label, self.options, self.value), chosen)

    def on_click(self) -> None:
        """A click picks."""
        self.action_pick()

    def _take(self, key: str) -> None:
        if key != self.value:
            self.value = key
            self.post_message(self.Changed(self, key))


