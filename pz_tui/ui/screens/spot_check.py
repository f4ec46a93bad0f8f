"""Spot-check: a clinician rates a session without seeing who made it.

Who comes from the debrief has seen the record; the rating says so.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Button, Input, Static, TextArea

from pz_tui.assessment.realism import REALISM_ITEMS
from pz_tui.sessions.session import Mark, Rating
from pz_tui.ui.plain import clean, one_line, when
from pz_tui.ui.screens.ask_text import AskText
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.screens.confirm import Confirm
from pz_tui.ui.widgets.chat import Chat
from pz_tui.ui.widgets.choice import Choice
from pz_tui.ui.widgets.field import Field
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.sessions.session import Session

_SCALE = [("", "not answered"), ("1", "1 disagree"), ("2", "2 rather disagree"), ("3", "3 rather agree"),
          ("4", "4 agree"), ("none", "cannot judge")]  # fmt: skip
_USABLE = [("", "not answered"), ("yes", "yes"), ("after_edits", "after edits"), ("no", "no")]


class SpotCheckScreen(PzScreen[None]):
    """Left the chat with marks on single replies, right the realism form."""

    CSS_PATH = "../styles/spot_check.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="spot.back", tooltip="Leave without keeping"),
        Binding("ctrl+up", "look(-1)", "reply before", show=False, id="spot.previous", tooltip="The reply before"),
        Binding("ctrl+down", "look(1)", "reply after", show=False, id="spot.next", tooltip="The reply after"),
        Binding("f4", "mark", "mark reply", id="spot.mark", tooltip="Mark this reply as unreal, or take the mark away"),
        Binding("f6", "switch", "chat / form", id="spot.switch", priority=True, tooltip="Between chat and form"),
        Binding("f5", "keep", "keep rating", id="spot.keep", tooltip="Keep the rating"),
    ]

    def __init__(self, session: Session, *, blind: bool = True) -> None:
        super().__init__()
        self._session = session
        self._blind = blind
        self._marks: dict[int, str] = {}
        self._at = 0

    def compose(self) -> ComposeResult:
        """Chat and form."""
        yield TopBar(f"Spot-check · {self._session.label}", self._status())
        with Container(id="spot"):
            yield Chat(self._session.record.speaker, id="spot-chat", live=False)
            with VerticalScroll(id="form", can_focus=False):
                yield from self._form()
        yield KeyBar(palette=False)

    def _form(self) -> ComposeResult:
        if self._session.ratings:
            yield Static(f"Earlier ratings: {len(self._session.ratings)}", classes="title", markup=False)
            for rating in self._session.ratings:
                yield Static(_earlier(rating), classes="earlier", markup=False)
        yield Static("The patient …", classes="title")
        for number, item in enumerate(REALISM_ITEMS, 1):
            yield Static(f"{number}. {one_line(item.text)}", classes="item-text", markup=False)
            yield Choice("", _SCALE, id=f"item-{item.id}", room=1)
        yield Static("Altogether", classes="title")
        overall = [("", "not answered"), *((str(mark), str(mark)) for mark in range(1, 11))]
        yield Choice("Overall, 1 to 10", overall, id="overall", room=18)
        yield Choice("Usable to teach", _USABLE, id="usable", room=18)
        turns = [("", "none"), *((str(turn.index), f"turn {turn.index + 1}: {one_line(turn.utterance)}")
                                 for turn in self._session.turns)]  # fmt: skip
        yield Choice("Worst turn", turns, id="worst", room=18)
        yield Field("Your name", "", placeholder="or initials, if you like", id="rater", room=18)
        yield Static("Note", classes="item-text")
        yield TextArea(id="note", soft_wrap=True, tab_behavior="focus", compact=True, highlight_cursor_line=False)
        yield Button("Keep (F5)", id="keep", variant="primary")

    def on_mount(self) -> None:
        """Begin at the first reply."""
        self.query_one(Chat).show_turns(self._session.turns)
        self.query_one(Chat).select(0)
        self.query_one(Chat).focus()

    # --- marks ------------------------------------------------------------------------------------------

    def action_look(self, step: int) -> None:
        """Another reply."""
        self._at = max(0, min(len(self._session.turns) - 1, self._at + step))
        self.query_one(Chat).select(self._at)

    def action_mark(self) -> None:
        """Mark the reply looked at, with a reason; a second time takes the mark away."""
        if not self._session.turns:
            return
        turn = self._session.turns[self._at]
        if turn.index in self._marks:
            del self._marks[turn.index]
            self._show_mark(self._at)
            return

        def reasoned(reason: str | None) -> None:
            if reason is not None:
                self._marks[turn.index] = reason
                self._show_mark(self._at)

        words = f"“{one_line(turn.reply_text) or 'no reply'}”"
        self.app.push_screen(AskText(f"Why is the reply of turn {turn.index + 1} unreal?", words), reasoned)

    def _show_mark(self, at: int) -> None:
        self.query_one(Chat).comment(at, f"unreal: {self._marks[at]}" if at in self._marks else "")
        self.query_one(TopBar).status = self._status()

    def _status(self) -> str:
        marked = f" · {len(self._marks)} marked" if self._marks else ""
        return ("engine hidden" if self._blind else "not blind: the record was seen") + marked

    def action_switch(self) -> None:
        """Between the chat and the form."""
        chat = self.query_one(Chat)
        if chat.has_focus:
            self.query_one("#form").query(Choice).first().focus()
        else:
            chat.focus()

    # --- keeping ----------------------------------------------------------------------------------------

    def on_button_pressed(self) -> None:
        """Keep."""
        self.action_keep()

    def rating(self) -> Rating:
        """The form as it is filled."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rater = one_line(self.query_one("#rater", Input).value)
        items: dict[str, int | None] = {}
        for item in REALISM_ITEMS:
            value = self._value(f"item-{item.id}")
            if value:
                items[item.id] = None if value == "none" else int(value)
        overall, worst, usable = self._value("overall"), self._value("worst"), self._value("usable")
        return Rating.model_validate(
            {
                "id": uuid4().hex[:12], "rater": rater, "items": items, "at": now, "blind": self._blind,
                "overall": int(overall) if overall else None, "usable": usable or None,
                "worst_turn": int(worst) if worst else None,
                "note": clean(self.query_one("#note", TextArea).text).strip(),
                "marks": tuple(Mark(turn=turn, reason=reason, rater=rater, at=now)
                               for turn, reason in sorted(self._marks.items())),
            }
        )  # fmt: skip

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Choice).value

    def _empty(self, rating: Rating) -> bool:
        return not (rating.items or rating.overall or rating.usable or rating.note or rating.marks
                    or rating.worst_turn is not None)  # fmt: skip

    def action_keep(self) -> None:
        """Keep the rating in the session."""
        rating = self.rating()
        if self._empty(rating):
            self.say("Nothing is filled in yet.", "warning")
            return
        self.run_worker(self._keep(rating), group="keep", exclusive=True, exit_on_error=False)

    async def _keep(self, rating: Rating) -> None:
        try:
            await self.services.keep_rating(self._session.id, rating)
        except Exception as error:
            self.say(self.pz.sentence(error), "error")
            return
        open_items = len(REALISM_ITEMS) - len(rating.items)
        self.say(f"Kept; {open_items} items were left open." if open_items else "Kept.")
        self.app.pop_screen()

    def action_leave(self) -> None:
        """Leave; asks when something is filled in."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.app.pop_screen()

        if self._empty(self.rating()):
            self.app.pop_screen()
        else:
            words = "Your answers and marks would be lost."
            self.app.push_screen(Confirm("Leave without keeping?", words, yes="Leave", no="Stay"), answered)


def _earlier(rating: Rating) -> str:
    answered = [value for value in rating.items.values() if value is not None]
    parts = [when(rating.at), one_line(rating.rater) or "unnamed", f"{len(answered)} items"]
    parts += [f"overall {rating.overall}"] if rating.overall else []
    parts += [f"usable: {rating.usable.replace('_', ' ')}"] if rating.usable else []
    parts += [f"{len(rating.marks)} marked"] if rating.marks else []
    parts += [one_line(rating.note)] if rating.note else []
    return " · ".join(parts)
