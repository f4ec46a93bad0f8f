"""Ready cases: reviewed patients, by name, age and complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.widgets.choice import Choice
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.row_list import Draw, Item, RowList
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.encounter.catalogue import CaseSummary


class CasesScreen(PzScreen[None]):
    """Enter opens the door card."""

    CSS_PATH = "../styles/cases.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", id="cases.back", tooltip="Back to home"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._cases: dict[str, CaseSummary] = {}

    def compose(self) -> ComposeResult:
        """The list."""
        yield TopBar("Ready cases")
        with Vertical(id="cases"):
            yield RowList(id="case-list", empty="looking …")
            yield Choice(
                "Mode",
                [("practice", "practice: the record may be opened"), ("exam", "exam: record locked, clock running")],
                self.services.settings.mode, id="mode",
            )  # fmt: skip
            yield Static("", id="case-note", markup=False, classes="muted")
        yield KeyBar()

    def on_mount(self) -> None:
        """Load the list."""
        self.query_one(RowList).focus()
        self.run_worker(self._fill(), group="cases", exit_on_error=False)

    async def _fill(self) -> None:
        found = await self.attempt(self.services.ready_cases())
        self._cases = {case.id: case for case in found or ()}
        items = [Item(case.id, _draw(case)) for case in self._cases.values()]
        self.query_one(RowList).show(items, empty="No ready cases are installed; New patient makes one.")
        self.query_one(TopBar).status = f"{len(items)}"
        self._note(self.query_one(RowList).key)

    def _note(self, key: str) -> None:
        case = self._cases.get(key)
        words = f"cannot be read: {case.unreadable}" if case and case.unreadable else "Enter opens the door card."
        self.query_one("#case-note", Static).update(one_line(words) if case else "")

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Say why a case cannot be read."""
        self._note(event.key)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open the door card."""
        case = self._cases[event.key]
        if case.unreadable:
            self.say(case.unreadable, "warning")
            return
        self.run_worker(self._open(case.id), group="open", exclusive=True, exit_on_error=False)

    async def _open(self, case: str) -> None:
        record = await self.attempt(self.services.load_case(case))
        if record is not None:
            self.pz.go("door", record, mode=self.query_one("#mode", Choice).value, case=case)


def _draw(case: CaseSummary) -> Draw:
    def draw(width: int) -> Content:
        if case.unreadable:
            return Content.assemble(("✗ ", "$pz-bad"), one_line(case.label), ("  unreadable", "$pz-bad"))
        specialty = one_line(case.specialty.replace("_", " "))
        room = max(10, width - 20)
        label = Content(one_line(case.label)).truncate(room, ellipsis=True)
        return Content.assemble(label, " " * (room - label.cell_length + 1), (specialty, "$pz-muted"))

    return draw
