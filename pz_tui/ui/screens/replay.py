"""Replay: the consultation turn by turn, rebuilt from its events, and why each turn went as it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.screens.jump import Jump
from pz_tui.ui.widgets import explain
from pz_tui.ui.widgets.chat import Chat
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.rows import BAD, BLANK, GOOD, MUTED, WARN, Block, Row, row
from pz_tui.ui.widgets.text_scroll import TextScroll
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.sessions.replay import Frame
    from pz_tui.sessions.session import Session


def locked(session: Session) -> str:
    """Why a session may not be replayed yet, or an empty text."""
    if session.mode == "exam" and session.status == "open":
        return "This exam is not finished: its replay opens once diagnosis and plan are handed in."
    return ""


class ReplayScreen(PzScreen[None]):
    """Left the chat as it was, right the explanation; below each other when narrow."""

    CSS_PATH = "../styles/replay.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", id="replay.back", tooltip="Leave the replay"),
        Binding("left", "step(-1)", "before", priority=True, id="replay.previous", tooltip="The turn before"),
        Binding("right", "step(1)", "after", priority=True, id="replay.next", tooltip="The turn after"),
        Binding("home", "to(0)", "first", show=False, priority=True, id="replay.first", tooltip="The first turn"),
        Binding("end", "to(-1)", "last", show=False, priority=True, id="replay.last", tooltip="The last turn"),
        Binding("g", "jump", "go to", id="replay.jump", tooltip="Go to a turn by its number"),
        Binding("c", "fork", "go on here", id="replay.fork",
                tooltip="Begin a new consultation from this turn on"),
    ]  # fmt: skip

    def __init__(self, session: Session, at: int = 0) -> None:
        super().__init__()
        self._session = session
        self._known = {fact.id: fact for fact in session.facts}
        self._frames: tuple[Frame, ...] = ()
        self._at = at

    def compose(self) -> ComposeResult:
        """Two panes."""
        yield TopBar(f"Replay · {self._session.label}", "rebuilding …")
        with Container(id="replay"):
            yield Chat(self._session.record.speaker, id="replay-chat", live=False)
            yield TextScroll(id="why")
        yield KeyBar(palette=False)

    def on_mount(self) -> None:
        """Rebuild in a thread."""
        self.query_one("#why").focus()
        self.run_worker(self._rebuild(), group="replay", exit_on_error=False)

    async def _rebuild(self) -> None:
        made = await self.attempt(self.services.frames(self._session))
        self._frames = made or ()
        if not self._frames:
            self.query_one(TopBar).status = "no turns"
            words = "Nothing was asked in this consultation." if made is not None else "It cannot be rebuilt."
            self.query_one("#why", TextScroll).set_blocks([(row(words, MUTED),)])
            return
        self._show(min(self._at, len(self._frames) - 1))

    def _show(self, at: int) -> None:
        self._at = at
        frame = self._frames[at]
        self.query_one(TopBar).status = f"turn {at + 1} of {len(self._frames)} · {_digest_words(frame)}"
        chat = self.query_one(Chat)
        chat.show_turns([earlier.turn for earlier in self._frames[: at + 1]])
        chat.select(at)
        turns = [earlier.turn for earlier in self._frames[: at + 1]]
        course = explain.moods(self._session.record.persona.mood, turns)
        blocks = [_digest_block(frame), *explain.turn_blocks(frame.turn, self._known)]
        blocks[4:4] = [explain.mood_block(course)]
        self.query_one("#why", TextScroll).set_blocks(blocks)

    def action_step(self, step: int) -> None:
        """A turn on or back."""
        self.action_to(max(0, self._at + step))

    def action_to(self, at: int) -> None:
        """To a turn; -1 is the last."""
        if self._frames:
            last = len(self._frames) - 1
            self._show(last if at < 0 else min(at, last))

    def action_jump(self) -> None:
        """Ask for a number."""

        def chosen(number: int | None) -> None:
            if number is not None:
                self.action_to(number - 1)

        if self._frames:
            self.app.push_screen(Jump(len(self._frames)), chosen)

    def action_fork(self) -> None:
        """A new consultation that shares the turns up to this one."""
        if self._session.mode == "exam":
            self.say("An exam is taken once; it cannot be gone on with from its middle.", "warning")
            return
        self.pz.run_worker(self._fork(), group="open", exclusive=True, exit_on_error=False)

    async def _fork(self) -> None:
        turns = self._at + 1 if self._frames else 0
        encounter = await self.attempt(self.services.fork(self._session.id, turns))
        if encounter is not None:
            await self.pz.open("consultation", encounter, fresh=True)


def _digest_words(frame: Frame) -> str:
    if frame.digest_ok is None:
        return "never completed"
    return "✓ state matches" if frame.digest_ok else "✗ state differs"


def _digest_block(frame: Frame) -> Block:
    if frame.digest_ok is None:
        line = Content.styled("– this turn was never completed, so there is no digest to compare", WARN)
    elif frame.digest_ok:
        line = Content.assemble(
            ("✓ ", GOOD), "rebuilt from events; digest ", (frame.memory.digest(), MUTED), " is the one written live"
        )
    else:
        line = Content.styled(
            f"✗ the rebuilt state ({frame.memory.digest()}) is not the one written live "
            f"({frame.turn.memory_digest or 'none'})", BAD,
        )  # fmt: skip
    return (Row(line), BLANK)
