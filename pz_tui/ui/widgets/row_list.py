"""A list of one-line rows that stays quick with ten thousand of them: only what is seen is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

Draw = Callable[[int], Content]
"""Given the width, the content of one row."""


@dataclass(frozen=True)
class Item:
    """One row: its key, how it is drawn at a width, and whether it can be chosen."""

    key: str
    draw: Draw
    enabled: bool = True


class RowList(ScrollView, can_focus=True):
    """Rows with a cursor; every key is safe when there are none."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor", "row-list--cursor-blurred"}
    DEFAULT_CSS = """
    RowList {
        background: $background; color: $foreground; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .row-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .row-list--cursor-blurred { background: $panel; color: $foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]
    cursor: reactive[int] = reactive(0, repaint=False)

    class Chosen(Message):
        """Enter or a click on a row."""

        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            """The sender."""
            return self.rows

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            """The sender."""
            return self.rows

    def __init__(self, *, empty: str = "", id: str | None = None, wrap_around: bool = False) -> None:
        super().__init__(id=id)
        self._items: Sequence[Item] = ()
        self._empty = empty
        self._around = wrap_around

    @property
    def key(self) -> str:
        """Key of the row under the cursor, empty when there is none."""
        return self._items[self.cursor].key if 0 <= self.cursor < len(self._items) else ""

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._items)

    def show(self, items: Sequence[Item], *, empty: str | None = None) -> None:
        """Replace the rows; the cursor stays on its key where that is still there."""
        before = self.key
        self._items = items
        if empty is not None:
            self._empty = empty
        self.virtual_size = Size(self.size.width, len(items))
        self.cursor = next((place for place, item in enumerate(items) if item.key == before), 0)
        if items and not items[self.cursor].enabled:
            self.action_move(1)
        self._into_view()
        self.refresh()

    def go_to(self, key: str) -> None:
        """Put the cursor on a row."""
        place = next((place for place, item in enumerate(self._items) if item.key == key), -1)
        if place >= 0:
            self._put(place)

    # --- movement -----------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """One enabled row up or down."""
        place, count = self.cursor, len(self._items)
        for _ in range(count):
            place += step
            if self._around:
                place %= count
            if not 0 <= place < count:
                return
            if self._items[place].enabled:
                self._put(place)
                return

    def action_page(self, step: int) -> None:
        """A page up or down."""
        if self._items:
            self._put(self.cursor + step * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """To the first row."""
        self._put(0)

    def action_last(self) -> None:
        """To the last row."""
        self._put(len(self._items) - 1)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.key and self._items[self.cursor].enabled:
            self.post_message(self.Chosen(self, self.key))

    def _put(self, place: int) -> None:
        if not self._items:
            return
        place = max(0, min(place, len(self._items) - 1))
        if not self._items[place].enabled:
            near = sorted(range(len(self._items)), key=lambda at: abs(at - place))
            place = next((at for at in near if self._items[at].enabled), place)
        self.cursor = place
        self._into_view()
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def _into_view(self) -> None:
        if not self._items or not self.size.height:
            return
        if not any(item.enabled for item in self._items[: self.cursor]):
            # headings above the first row belong to it
            self.scroll_to(y=0, animate=False, force=True)
        else:
            self.scroll_to_region(
                Region(0, self.cursor, max(1, self.size.width), 1), animate=False, force=True, immediate=True
            )

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        place = self.scroll_offset.y + event.y
        if 0 <= place < len(self._items):
            self._put(place)
            self.action_choose()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(self.size.width, len(self._items))
        self._into_view()

    def on_focus(self) -> None:
        """The cursor looks different when focused."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor looks different when not focused."""
        self.refresh()

    # --- drawing ------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        place = self.scroll_offset.y + y
        width = self.size.width
        base = self.visual_style
        if not self._items and y == 0 and self._empty:
            content = Content.styled("  " + self._empty, "$pz-muted")
        elif place >= len(self._items):
            return Strip.blank(width, base.rich_style)
        else:
            content = self._items[place].draw(max(10, width - 4))
        here = bool(self._items) and place == self.cursor
        if here:
            name = "row-list--cursor" if self.has_focus else "row-list--cursor-blurred"
            base = self.get_visual_style(name)
            # one ink on the cursor: coloured words would lose their contrast there
            content = Content(content.plain) if self.has_focus else content
        content = Content.assemble("› " if here else "  ", content)
        strip = Strip(
            Segment(words, (base + style).rich_style)
            for words, style in content.render(base, end="", parse_style=self._get_style)
        )
        return strip.crop_extend(0, width, base.rich_style)
