"""The chat: turns in order, the last one growing while the patient speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pz_tui.ui.widgets.rows import BLANK, Block, row
from pz_tui.ui.widgets.text_scroll import TextScroll
from pz_tui.ui.widgets.turns import Speakers, failure_rows, turn_block

if TYPE_CHECKING:
    from pz_tui.consultation.happenings import Happening
    from pz_tui.consultation.turn import Card, Turn


class Chat(TextScroll):
    """Blocks are turns, with notices after the last.

    A ``live`` one follows new text; another one (replay, rating) numbers its turns.
    """

    def __init__(self, patient: str, *, id: str | None = None, live: bool = True) -> None:
        super().__init__(id=id, follow=live)
        self._speakers = Speakers(patient)
        self._numbers = not live
        self._turns: list[Turn] = []
        self._live: Turn | None = None
        self._waiting = ""
        self._selected: int | None = None
        self._notices = 0
        self._comments: dict[int, str] = {}

    # --- whole turns ------------------------------------------------------------------------------------

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Show these and nothing else."""
        self._turns, self._live, self._notices = list(turns), None, 0
        self.set_blocks([self._block(turn) for turn in turns])

    def show_opening(self, words: str) -> None:
        """A line before anything was asked."""
        self.append((row(words, "$pz-muted"), BLANK))
        self._notices += 1

    def show_trouble(self, problem: str) -> None:
        """What went wrong, in the chat."""
        self.append(failure_rows(problem))
        self._notices += 1

    def replace_turn(self, turn: Turn) -> None:
        """Show a turn as it is kept now."""
        if turn.index < len(self._turns):
            self._turns[turn.index] = turn
            self.replace(turn.index, self._block(turn))

    def comment(self, index: int, words: str) -> None:
        """Put a line under a turn, or take it away with an empty text."""
        self._comments[index] = words
        if index < len(self._turns):
            self.replace(index, self._block(self._turns[index]))

    def select(self, index: int | None) -> None:
        """Mark a turn as the one looked at, and bring it into view."""
        before, self._selected = self._selected, index
        for at in (before, index):
            if at is not None and at < len(self._turns):
                self.replace(at, self._block(self._turns[at]))
        if index is not None:
            self.show_block(index)

    # --- the live turn ----------------------------------------------------------------------------------

    def begin(self, turn: Turn) -> None:
        """The doctor has spoken."""
        while self._notices:
            self.remove_last()
            self._notices -= 1
        if self._selected is not None:
            self.select(None)
        self._live, self._waiting = turn, "…"
        self._turns.append(turn)
        self.append(self._block(turn))
        # one's own question is always brought into view
        self._to_end()

    def happen(self, happening: Happening) -> None:
        """Show what the encounter reports."""
        match happening.kind:
            case "planned":
                self.change(understanding=happening.understanding, plan=happening.plan)
            case "waiting":
                self.wait(happening.message)
            case "sentence":
                self.add_sentence(happening.text)
            case "card":
                self.add_card(happening.card)
            case "aside":
                self.change(aside=happening.text)
            case "committed":
                self.settle(happening.turn)
            case "saved" | "rejected":
                pass

    def change(self, **changes: Any) -> None:
        """Something of the live turn is known now."""
        if self._live is not None:
            self._live = self._live.model_copy(update=changes)
            self._redraw()

    def wait(self, words: str) -> None:
        """What the engine is doing."""
        self._waiting = words
        self._redraw()

    def add_sentence(self, words: str) -> None:
        """The patient has said one more sentence."""
        if self._live is not None:
            self._waiting = ""
            self.change(reply=(*self._live.reply, words))

    def add_card(self, card: Card) -> None:
        """A finding or a result has come."""
        if self._live is not None:
            self._waiting = ""
            self.change(cards=(*self._live.cards, card))

    def settle(self, turn: Turn) -> None:
        """The turn is complete."""
        if self._live is not None and self._live.index == turn.index:
            self._live, self._waiting = None, ""
        self.replace_turn(turn)

    def drop_live(self) -> None:
        """The turn came to nothing and was not kept."""
        if self._live is not None:
            self._live, self._waiting = None, ""
            self._turns.pop()
            self.remove_last()

    def _redraw(self) -> None:
        if self._live is not None:
            self._turns[self._live.index] = self._live
            self.replace(self._live.index, self._block(self._live))

    def _block(self, turn: Turn) -> Block:
        live = self._live is not None and turn.index == self._live.index
        return turn_block(
            turn, self._speakers, waiting=self._waiting if live else "", number=self._numbers,
            selected=self._selected == turn.index, comment=self._comments.get(turn.index, ""),
        )  # fmt: skip
