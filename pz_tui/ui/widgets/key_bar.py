"""The keys of the screen in its last line.

Drawn as one line: Textual's own footer builds a widget a key anew at every change of focus, which takes longer
than all the rest that a key does.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget


class KeyBar(Widget):
    """What can be pressed here; a click presses it."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; color: $pz-muted; background: $background; }"

    def __init__(self, *, palette: bool = True) -> None:
        super().__init__()
        self._palette = palette

    def on_mount(self) -> None:
        """Draw anew when other keys hold."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def _keys(self) -> Iterator[tuple[str, str, str]]:
        """Key, how it is shown, and what it does; an action of several keys once, with its first."""
        done: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.action not in done:
                done.add(binding.action)
                yield binding.key, self.app.get_key_display(binding), binding.description

    def _for_palette(self) -> tuple[str, str]:
        key = self.app.COMMAND_PALETTE_BINDING
        active = self.screen.active_bindings.get(key)
        if active is None or not self._palette:
            return "", ""
        return self.app.get_key_display(active.binding), active.binding.description

    def render(self) -> Content:
        """One line."""
        parts: list[Content | tuple[str, str]] = []
        for _, shown, words in self._keys():
            parts += [(f" {shown} ", "bold $accent"), (f"{words} ", "$pz-muted")]
        line = Content.assemble(*parts)
        shown, words = self._for_palette()
        if not shown:
            return line
        end = Content.assemble(("▏", "$pz-rule"), (shown, "bold $accent"), (f" {words} ", "$pz-muted"))
        room = max(0, self.size.width - end.cell_length)
        line = line.truncate(room, ellipsis=True)
        return Content.assemble(line, " " * (room - line.cell_length), end)

    def on_click(self, event: events.Click) -> None:
        """Press the key under the pointer."""
        at = 0
        for key, shown, words in self._keys():
            at += cell_len(shown) + cell_len(words) + 3
            if event.x < at:
                self.app.simulate_key(key)
                return
        shown, words = self._for_palette()
        if shown and event.x >= self.size.width - cell_len(shown) - cell_len(words) - 3:
            self.app.simulate_key(self.app.COMMAND_PALETTE_BINDING)
