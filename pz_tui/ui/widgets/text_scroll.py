"""Scrolling text by lines: long conversations stay as quick as short ones, because only what is seen is drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from pz_tui.ui.widgets.rows import Block

_MEASURE = 108
"""Cells of a line at most: longer ones are hard to read."""


class TextScroll(ScrollView, can_focus=True):
    """Blocks of rows, wrapped to the width, selectable, with the reading place kept.

    While the end is in view new text is followed; once the reader has scrolled away it is left alone and
    ``FollowChanged`` says so.
    """

    ALLOW_SELECT = True
    DEFAULT_CSS = """
    TextScroll {
        background: $background; color: $foreground; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; padding: 0;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+end", "scroll_end", "End", show=False),
        Binding("ctrl+home", "scroll_home", "Start", show=False),
    ]

    class FollowChanged(Message):
        """New text is followed again, or no longer; ``unseen``: text came that was not seen."""

        def __init__(self, scroll: TextScroll, following: bool, unseen: bool) -> None:
            super().__init__()
            self.scroll = scroll
            self.following = following
            self.unseen = unseen

        @property
        def control(self) -> TextScroll:
            """The sender."""
            return self.scroll

    def __init__(self, *, id: str | None = None, classes: str | None = None, follow: bool = False) -> None:
        super().__init__(id=id, classes=classes)
        self.following = follow
        self.unseen = False
        self._sticky = follow
        self._blocks: list[Block] = []
        self._lines: list[list[Content]] = []
        self._starts: list[int] = [0]
        self._wrapped = 0
        self._strips: dict[tuple[int, int], Strip] = {}
        self._wanted: int | None = None
        self._place: tuple[int, int] | None = None

    @property
    def allow_select(self) -> bool:
        """Always selectable."""
        return True

    @property
    def block_count(self) -> int:
        """How many blocks there are."""
        return len(self._blocks)

    @property
    def text_lines(self) -> list[str]:
        """All lines as they are wrapped now."""
        self._ensure()
        return [line.plain for lines in self._lines for line in lines]

    # --- content ------------------------------------------------------------------------------------

    def set_blocks(self, blocks: Sequence[Block], *, keep_place: bool = False) -> None:
        """Replace everything; starts at the top, or at the end where text is followed."""
        self._blocks = list(blocks)
        self._wrapped = 0
        self._ensure()
        if self._sticky and (self.following or not keep_place):
            self._to_end()
        elif not keep_place:
            self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    def append(self, block: Block) -> None:
        """Add a block at the end."""
        self._blocks.append(block)
        self._wrap_from(len(self._blocks) - 1)
        self._grown()

    def replace(self, index: int, block: Block) -> None:
        """Put another block in the place of one."""
        if self._blocks[index] == block:
            return
        self._blocks[index] = block
        self._wrap_from(index)
        self._grown()

    def remove_last(self) -> None:
        """Take the last block away."""
        if self._blocks:
            self._blocks.pop()
            self._wrap_from(len(self._blocks))
            self._grown()

    def show_block(self, index: int) -> None:
        """Bring the start of a block to the top, as far as there is text below."""
        self._ensure()
        if not self.size.width:
            self._wanted = index
        elif 0 <= index < len(self._blocks):
            self.scroll_to(y=self._starts[index], animate=False, force=True)

    def block_at_top(self) -> int:
        """Index of the block at the top of the view."""
        return max(0, bisect_right(self._starts, self.scroll_offset.y) - 1)

    def _grown(self) -> None:
        if self._sticky and self.following:
            self._to_end()
        elif self._sticky and not self.unseen:
            self.unseen = True
            self.post_message(self.FollowChanged(self, False, True))
        self.refresh()

    def _to_end(self) -> None:
        self.following = True
        # forced: the scrollbar that would allow it comes only with the next layout
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    # --- wrapping -----------------------------------------------------------------------------------

    @property
    def _room(self) -> int:
        # the scrollbar's column is kept free always, or text would jump when it appears
        return max(10, min(_MEASURE, self.size.width - 1))

    def _ensure(self) -> None:
        if self._wrapped != self._room or len(self._lines) != len(self._blocks):
            self._wrap_from(0)

    def _wrap_from(self, index: int) -> None:
        if not self.size.width:
            return
        width = self._room
        if width != self._wrapped:
            if self._lines:
                # drawing may come before the resize event, so the place is kept here
                top = self.block_at_top()
                self._place = (top, self.scroll_offset.y - self._starts[top])
            index, self._wrapped = 0, width
        del self._lines[index:]
        del self._starts[index + 1 :]
        for block in self._blocks[index:]:
            lines = [line for row in block for line in row.lines(width)]
            self._lines.append(lines)
            self._starts.append(self._starts[-1] + len(lines))
        self._strips.clear()
        self.virtual_size = Size(width, self._starts[-1])

    def on_resize(self) -> None:
        """Wrap anew and stay at the block that was being read."""
        if not self.size.width:
            return
        self._ensure()
        place, self._place = self._place, None
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.show_block(wanted)
        elif self._sticky and self.following:
            self._to_end()
        elif place is not None and place[0] < len(self._lines):
            block, inside = place
            self.scroll_to(y=self._starts[block] + min(inside, len(self._lines[block]) - 1), animate=False, force=True)
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow new text only while its end is in view."""
        super().watch_scroll_y(old_value, new_value)
        if not self._sticky:
            return
        at_end = round(new_value) >= self.max_scroll_y
        if at_end != self.following or (at_end and self.unseen):
            self.following = at_end
            self.unseen = self.unseen and not at_end
            self.post_message(self.FollowChanged(self, at_end, self.unseen))

    def notify_style_update(self) -> None:
        """Colours have changed: draw anew."""
        super().notify_style_update()
        self._strips.clear()

    # --- drawing ------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        self._ensure()
        at = self.scroll_offset.y + y
        base = self.visual_style
        width = self.size.width
        if at >= self._starts[-1]:
            return Strip.blank(width, base.rich_style)
        block = bisect_right(self._starts, at) - 1
        key = (block, at - self._starts[block])
        strip = self._strips.get(key)
        selection = self.text_selection
        if strip is None or selection is not None:
            line = self._lines[block][key[1]]
            if selection is not None and (span := selection.get_span(at)) is not None:
                start, end = span
                chosen = self.screen.get_visual_style("screen--selection")
                line = line.stylize(chosen, start, len(line.plain) if end == -1 else end)
            strip = Strip(
                Segment(words, (base + style).rich_style)
                for words, style in line.render(base, end="", parse_style=self._get_style)
            )
            if selection is None:
                if len(self._strips) > 2048:
                    self._strips.clear()
                self._strips[key] = strip
        return strip.crop_extend(0, width, base.rich_style).apply_offsets(0, at)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text."""
        return selection.extract("\n".join(self.text_lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self._strips.clear()
        self.refresh()
