"""Saved sessions: filter, resume, replay, spot-check, export, delete. Quick with ten thousand of them."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pz_tui.ui.plain import one_line, when
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.screens.confirm import Confirm
from pz_tui.ui.screens.replay import locked
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.row_list import Draw, Item, RowList
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.sessions.session import SessionSummary

_STATUS = {"open": "open", "finished": "finished", "abandoned": "left"}


class SessionsScreen(PzScreen[None]):
    """Enter resumes an open session and opens the debrief of a finished one; when rating, it rates."""

    CSS_PATH = "../styles/sessions.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="sessions.back", tooltip="Back to home"),
        Binding("slash", "filter", "filter", key_display="/", id="sessions.filter", tooltip="Filter the list"),
        Binding("r", "replay", "replay", id="sessions.replay", tooltip="Replay this session"),
        Binding("k", "spot", "spot-check", id="sessions.spot", tooltip="Rate this session"),
        Binding("x", "export", "export", id="sessions.export", tooltip="Export to Markdown"),
        Binding("d,delete", "delete", "delete", id="sessions.delete", tooltip="Delete this session"),
    ]

    def __init__(self, purpose: Literal["open", "rate"] = "open") -> None:
        super().__init__()
        self._purpose = purpose
        self._all: dict[str, SessionSummary] = {}
        self._items: list[tuple[str, Item]] = []

    def compose(self) -> ComposeResult:
        """Filter and list."""
        rating = self._purpose == "rate"
        yield TopBar("Spot-check · choose a session" if rating else "Saved sessions")
        with Vertical(id="sessions"):
            yield Input(placeholder="filter by name, complaint, mode, status", id="filter")
            yield RowList(id="session-list", empty="looking …")
            words = "Enter rates the session; engine and provenance stay hidden." if rating else \
                "Enter resumes an open session and shows the debrief of a finished one."  # fmt: skip
            yield Static(words, id="session-note", classes="muted", markup=False)
        yield KeyBar(palette=False)

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Look again each time the list comes into view."""
        self.take_over(self._fill, "sessions")

    async def _fill(self) -> None:
        kept = await self.attempt(self.services.summaries()) or []
        self._all = {summary.id: summary for summary in kept}
        blind = self._purpose == "rate"
        self._items = [(_searched(summary), Item(summary.id, _draw(summary, blind))) for summary in kept]
        self._filter()

    def _filter(self) -> None:
        parts = self.query_one("#filter", Input).value.casefold().split()
        shown = [item for words, item in self._items if all(part in words for part in parts)]
        empty = "Nothing matches the filter." if self._items else "No consultation is kept yet."
        self.query_one(RowList).show(shown, empty=empty)
        total = len(self._items)
        self.query_one(TopBar).status = f"{len(shown)} of {total}" if parts else f"{total}"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as one types."""
        event.stop()
        self._filter()

    def on_input_submitted(self) -> None:
        """Enter in the filter goes to the list."""
        self.query_one(RowList).focus()

    def on_key(self, event: events.Key) -> None:
        """Down leaves the filter for the list."""
        if event.key == "down" and isinstance(self.focused, Input):
            event.stop()
            self.query_one(RowList).focus()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one("#filter", Input).focus()

    def action_back(self) -> None:
        """Out of the filter first, then home."""
        field = self.query_one("#filter", Input)
        if field.value or field.has_focus:
            field.value = ""
            self.query_one(RowList).focus()
        else:
            self.app.pop_screen()

    # --- what can be done with one ------------------------------------------------------------------------

    def _chosen(self) -> SessionSummary | None:
        """The session under the cursor, if it can be read."""
        kept = self._all.get(self.query_one(RowList).key)
        if kept is not None and kept.unreadable:
            self.say(kept.unreadable, "warning")
            return None
        return kept

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Say why a file cannot be read."""
        kept = self._all.get(event.key)
        if kept is not None and kept.unreadable:
            self.query_one("#session-note", Static).update(one_line(kept.unreadable))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter."""
        event.stop()
        kept = self._chosen()
        if kept is None:
            return
        if self._purpose == "rate":
            self.action_spot()
        elif kept.status == "open":
            self._work(self._resume(kept.id))
        else:
            self._work(self._debrief(kept.id))

    def _work(self, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(work, group="open", exclusive=True, exit_on_error=False)

    async def _resume(self, session: str) -> None:
        encounter = await self.attempt(self.services.resume(session))
        if encounter is not None:
            self.pz.go("consultation", encounter, fresh=True)

    async def _debrief(self, session: str) -> None:
        kept = await self.attempt(self.services.session(session))
        if kept is not None:
            self.pz.go("debrief" if kept.debrief else "replay", kept)

    def action_replay(self) -> None:
        """Replay."""
        if (kept := self._chosen()) is not None:
            self._work(self._replay(kept.id))

    async def _replay(self, session: str) -> None:
        kept = await self.attempt(self.services.session(session))
        if kept is None:
            return
        if reason := locked(kept):
            self.say(reason, "warning")
            return
        if kept.status == "open":
            await self.attempt(self.services.note_replay(session))
        self.pz.go("replay", kept)

    def action_spot(self) -> None:
        """Rate."""
        if (kept := self._chosen()) is not None:
            if not kept.turns:
                self.say("Nothing was asked in this session, so there is nothing to rate.", "warning")
                return
            self._work(self._spot(kept.id))

    async def _spot(self, session: str) -> None:
        kept = await self.attempt(self.services.session(session))
        if kept is not None:
            self.pz.go("spot", kept)

    def action_export(self) -> None:
        """Export to Markdown; the record goes in only where the session is finished."""
        if (kept := self._chosen()) is not None:
            self._work(self._export(kept))

    async def _export(self, kept: SessionSummary) -> None:
        file = await self.attempt(self.services.export(kept.id, reveal=kept.status == "finished"))
        if file is not None:
            self.say(f"Written to {file}")

    def action_delete(self) -> None:
        """Delete, after asking."""
        kept = self._all.get(self.query_one(RowList).key)
        if kept is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._work(self._delete(kept.id))

        label = one_line(kept.label) or kept.id
        words = f"{label}, {when(kept.created)}. It cannot be brought back."
        self.app.push_screen(Confirm("Delete this session?", words, yes="Delete", no="Keep"), answered)

    async def _delete(self, session: str) -> None:
        await self.attempt(self.services.delete(session))
        await self._fill()


def _searched(kept: SessionSummary) -> str:
    words = [kept.label, kept.mode, _STATUS[kept.status], kept.created[:10]]
    words += ["rated"] if kept.ratings else []
    words += ["unreadable"] if kept.unreadable else []
    return " ".join(words).casefold()


def _draw(kept: SessionSummary, blind: bool) -> Draw:
    def draw(width: int) -> Content:
        if kept.unreadable:
            return Content.assemble(("✗ ", "$pz-bad"), one_line(kept.label or kept.id), ("  unreadable", "$pz-bad"))
        turns = f"{kept.turns} turn{'' if kept.turns == 1 else 's'}"
        wide = width > 90
        parts: list[str] = [kept.mode] if wide or kept.mode == "exam" else []
        parts += [_STATUS[kept.status], turns]
        if width > 100 and not blind:
            parts.append(kept.engine)
        if kept.ratings:
            parts.append(f"★ {kept.ratings}")
        tail = " · ".join(parts)
        stamp = f"{when(kept.changed or kept.created, year=wide):<{20 if wide else 14}}"
        room = max(10, width - len(stamp) - len(tail) - 4)
        label = Content(one_line(kept.label)).truncate(room, ellipsis=True)
        return Content.assemble(
            (stamp + "  ", "$pz-muted"), label, " " * (room - label.cell_length + 2), (tail, "$pz-muted")
        )

    return draw


