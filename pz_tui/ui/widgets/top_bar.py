"""The one line at the top: where one is, a rule, and what must stay in view."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from pz_tui.ui.plain import one_line


class TopBar(Widget):
    """Title on the left, status on the right, a rule between; the title yields when room is short."""

    DEFAULT_CSS = """
    TopBar { dock: top; height: 1; background: $background; color: $foreground; padding: 0 1; }
    """
    heading = reactive("")
    status = reactive("")

    def __init__(self, heading: str = "", status: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(TopBar.heading, heading)
        self.set_reactive(TopBar.status, status)

    def render(self) -> Content:
        """The line at the present width."""
        width = self.size.width
        status = Content.styled(one_line(self.status), "$pz-muted")
        status = status.truncate(max(0, width * 2 // 3), ellipsis=True)
        right = Content(" ") + status if status.plain else Content("")
        title = Content.styled(one_line(self.heading), "bold")
        title = title.truncate(max(0, width - right.cell_length - 4), ellipsis=True)
        rule = "─" * max(0, width - title.cell_length - right.cell_length - 1)
        return Content.assemble(title, " ", (rule, "$pz-rule"), right)
