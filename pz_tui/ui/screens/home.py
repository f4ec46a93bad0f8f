"""Home: where everything begins. Imported before the first paint, so it imports nothing heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.row_list import Item, RowList
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.sessions.session import SessionSummary

_ENTRIES: tuple[tuple[str, str, str, str], ...] = (
    ("new", "n", "New patient", "someone you have not met"),
    ("cases", "c", "Ready cases", "reviewed patients"),
    ("sessions", "s", "Saved sessions", "resume, replay, export"),
    ("spot", "k", "Spot-check", "rate a consultation blind"),
    ("settings", "e", "Settings", "engine, theme, keys"),
    ("help", "f1", "Help", "keys, safety, how it works"),
)


class HomeScreen(PzScreen[None]):
    """The six ways in, an interrupted consultation on top, and one line on the engine."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "go('new')", "new", id="home.new", show=False, tooltip="New patient"),
        Binding("c", "go('cases')", "cases", id="home.cases", show=False, tooltip="Ready cases"),
        Binding("s", "go('sessions')", "sessions", id="home.sessions", show=False, tooltip="Saved sessions"),
        Binding("k", "go('spot')", "spot-check", id="home.spot", show=False, tooltip="Spot-check"),
        Binding("e", "go('settings')", "settings", id="home.settings", show=False, tooltip="Settings"),
        Binding("r", "go('resume')", "resume", id="home.resume", show=False,
                tooltip="Resume the interrupted consultation"),
        Binding("q", "app.leave_app", "quit", id="home.quit", tooltip="Leave pz-chat"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._open: SessionSummary | None = None
        self._counts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The screen."""
        yield TopBar("pz-chat", "practise consultations")
        with Vertical(id="home"):
            yield Static("Whom would you like to see?", id="greeting")
            yield RowList(id="entries", wrap_around=True)
            yield Static("", id="engine", markup=False)
            yield Static("", id="trouble", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the entries at once; what needs the rooms comes later."""
        self._show_entries()
        self.query_one("#engine", Static).update(Content("Looking which engine can speak for the patients …"))
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Look again at what is kept, each time home comes into view."""
        self.take_over(self._look, "home")

    async def _look(self) -> None:
        await self.pz.warm.wait()
        sessions = await self.attempt(self.services.summaries()) or []
        self._open = next((kept for kept in sessions if kept.status == "open" and not kept.unreadable), None)
        self._counts["sessions"] = f"{len(sessions)} kept" if sessions else "none yet"
        cases = await self.attempt(self.services.ready_cases())
        if cases is not None:
            self._counts["cases"] = f"{len(cases)} ready" if cases else "none installed"
        self._show_entries()
        trouble = self.services.read_only
        self.query_one("#trouble", Static).update(Content(f"! {one_line(trouble)}" if trouble else ""))
        engine = await self.attempt(self.services.engine())
        if engine is not None:
            self.query_one("#engine", Static).update(Content(one_line(engine.reason)))

    # --- entries --------------------------------------------------------------------------------------

    def _show_entries(self) -> None:
        rows = self.query_one(RowList)
        first = not rows.count
        items = [self._item(*entry) for entry in _ENTRIES]
        if self._open is not None:
            kept = self._open
            self._counts["resume"] = "1 question" if kept.turns == 1 else f"{kept.turns} questions"
            items.insert(0, self._item("resume", "r", "Resume", kept.label))
        rows.show(items)
        if self._open is not None and (first or rows.cursor == 1):
            rows.go_to("resume")

    def _item(self, key: str, letter: str, title: str, words: str) -> Item:
        note = self._counts.get(key, "")

        def draw(width: int) -> Content:
            tail = Content.styled(f" · {note}" if note else "", "$pz-muted")
            room = max(8, width - len(letter) - 2)
            body = Content.assemble((f"{title:<16}", "bold"), (one_line(words), "$pz-muted"))
            body = body.truncate(max(8, room - tail.cell_length), ellipsis=True) + tail
            return Content.assemble(body, " " * (room - body.cell_length + 2), (letter, "$accent"))

        return Item(key, draw)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go where the row leads."""
        event.stop()
        self.action_go(event.key)

    def action_go(self, where: str) -> None:
        """Open one of the entries."""
        if where == "resume":
            if self._open is not None:
                self.run_worker(self._resume(self._open.id), group="open", exclusive=True, exit_on_error=False)
        elif where == "spot":
            self.pz.go("sessions", purpose="rate")
        elif where == "help":
            self.pz.action_help()
        else:
            self.pz.go(where)

    async def _resume(self, session: str) -> None:
        encounter = await self.attempt(self.services.resume(session))
        if encounter is not None:
            self.pz.go("consultation", encounter)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Resume is offered only while there is something to resume."""
        if action == "go" and parameters == ("resume",):
            return self._open is not None
        return True
