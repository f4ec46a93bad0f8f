"""The debrief: what the consultation was worth, and the way to the open record."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from pydantic import ValidationError
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from pz_tui.assessment.debrief import Debrief
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.widgets.debrief_rows import sections
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.row_list import Draw, Item, RowList
from pz_tui.ui.widgets.rows import Block, row
from pz_tui.ui.widgets.text_scroll import TextScroll
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.sessions.session import Session


class DebriefScreen(PzScreen[None]):
    """One page to scroll; on wide terminals with its contents beside it."""

    CSS_PATH = "../styles/debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", id="debrief.back", tooltip="Leave the debrief"),
        Binding("f2", "record", "record", id="debrief.record", tooltip="The record, now open"),
        Binding("r", "replay", "replay", id="debrief.replay", tooltip="Replay the consultation"),
        Binding("k", "spot", "spot-check", id="debrief.spot", tooltip="Rate the consultation"),
        Binding("x", "export", "export", id="debrief.export", tooltip="Export to Markdown"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._contents: list[tuple[str, Block]] = []

    def compose(self) -> ComposeResult:
        """Contents and page."""
        yield TopBar(f"Debrief · {self._session.label}", f"{self._session.mode} · {len(self._session.turns)} turns")
        with Horizontal(id="debrief"):
            yield RowList(id="contents")
            yield TextScroll(id="page")
        yield KeyBar(palette=False)

    def on_mount(self) -> None:
        """Write the page."""
        self.query_one("#page").focus()
        self.run_worker(self._fill(), group="debrief", exit_on_error=False)

    async def _fill(self) -> None:
        self._contents = await asyncio.to_thread(self._sections)
        self.query_one("#page", TextScroll).set_blocks([block for _, block in self._contents])
        items = [Item(str(place), _draw(title)) for place, (title, _) in enumerate(self._contents)]
        self.query_one("#contents", RowList).show(items)

    def _sections(self) -> list[tuple[str, Block]]:
        if self._session.debrief is None:
            return [("Debrief", (row("This consultation was not finished, so there is no debrief."),))]
        try:
            return sections(Debrief.model_validate(self._session.debrief))
        except ValidationError:
            words = "This debrief was made by another version of pz-chat and cannot be shown; the replay (r) can."
            return [("Debrief", (row(words),))]

    @on(RowList.Moved, "#contents")
    @on(RowList.Chosen, "#contents")
    def show_part(self, event: RowList.Moved | RowList.Chosen) -> None:
        """To a part of the page."""
        event.stop()
        self.query_one("#page", TextScroll).show_block(int(event.key))

    def action_record(self) -> None:
        """The open record."""
        self.app.push_screen(RecordScreen(self._session))

    def action_replay(self) -> None:
        """Replay."""
        self.pz.go("replay", self._session)

    def action_spot(self) -> None:
        """Rate; who has just seen the record is no blind rater."""
        self.pz.go("spot", self._session, blind=False)

    def action_export(self) -> None:
        """Export with the record."""
        self.take_over(self._export, "export")

    async def _export(self) -> None:
        file = await self.attempt(self.services.export(self._session.id, reveal=True))
        if file is not None:
            self.say(f"Written to {file}")


class RecordScreen(PzScreen[None]):
    """The whole record of a finished session."""

    CSS_PATH = "../styles/debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f2", "app.pop_screen", "back", id="record.back", tooltip="Back to the debrief"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """The panel, as in the consultation."""
        from pz_tui.ui.widgets.record_panel import RecordPanel  # noqa: PLC0415 - after the end only

        yield TopBar(f"Record · {self._session.label}", "open")
        yield RecordPanel(id="panel")
        yield KeyBar(palette=False)

    async def on_mount(self) -> None:
        """Show the end state."""
        from pz_tui.consultation.memory import rebuild  # noqa: PLC0415
        from pz_tui.ui.widgets.record_panel import Course, RecordPanel  # noqa: PLC0415

        session = self._session
        mood = session.record.persona.mood
        memory = await asyncio.to_thread(rebuild, mood, session.turns)
        panel = self.query_one(RecordPanel)
        panel.show(Course(session.facts, session.turns, memory, mood), session.turns[-1] if session.turns else None)
        panel.query_one("#record").focus()


def _draw(title: str) -> Draw:
    return lambda width: Content(title).truncate(width, ellipsis=True)
