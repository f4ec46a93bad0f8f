"""The prompt: several lines, a history, completion, and nothing sent that is blank."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from pz_tui.ui.plain import clean, is_blank

Complete = Callable[[str], tuple[str, ...]]
MAX_CHARACTERS = 4000


class Prompt(TextArea):
    """Where the doctor types.

    Enter sends (or the send key of the settings), Ctrl+J always makes a new line. Up and Down go through
    what was asked before when the cursor stands on the first or last line.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j", "newline", "newline", id="prompt.newline"),
        Binding("pageup", "scroll_chat(-1)", "Scroll back", show=False, id="prompt.scroll_up"),
        Binding("pagedown", "scroll_chat(1)", "Scroll on", show=False, id="prompt.scroll_down"),
        Binding("ctrl+end", "chat_end", "To the newest text", show=False, id="prompt.chat_end"),
    ]

    class Submitted(Message):
        """The doctor sends this."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Candidates(Message):
        """What the typed text may be completed to; empty when there is nothing to offer."""

        def __init__(self, names: tuple[str, ...]) -> None:
            super().__init__()
            self.names = names

    class Scroll(Message):
        """Scroll the chat: -1 or 1 page, 0 to the newest text."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, *, id: str | None = None, send_key: str = "enter", complete: Complete | None = None) -> None:
        super().__init__(
            id=id, soft_wrap=True, tab_behavior="focus", placeholder="ask, examine or test …",
            highlight_cursor_line=False, compact=True,
        )  # fmt: skip
        self._send_key = send_key
        self._complete = complete
        self._history: list[str] = []
        self._at = 0
        self._kept = ""
        self._cycle: tuple[str, ...] = ()
        self._cycle_at = -1

    # --- what the screen does ------------------------------------------------------------------------

    def remember(self, *questions: str) -> None:
        """Add to the history."""
        self._history += [question for question in questions if question]
        self._at = len(self._history)

    def forget(self, question: str) -> None:
        """Take a question out of the history."""
        self._history = [kept for kept in self._history if kept != question]
        self._at = len(self._history)

    def put(self, text: str) -> bool:
        """Put text back into the prompt; False when a draft is there, which stays."""
        if not text or not is_blank(self.text):
            return False
        self._set(text)
        return True

    def _set(self, text: str) -> None:
        self.text = clean(text)
        self.move_cursor(self.document.end)

    # --- keys ----------------------------------------------------------------------------------------

    # Textual calls the handlers of every class in turn; prevent_default keeps a key from TextArea's own.
    async def _on_key(self, event: events.Key) -> None:
        key = event.key
        if key == self._send_key:
            event.prevent_default().stop()
            self.send()
        elif key == "end" and not self.text:
            event.prevent_default().stop()
            self.post_message(self.Scroll(0))
        elif self._moved(key):
            event.prevent_default().stop()

    def _moved(self, key: str) -> bool:
        """Whether the key completed something or went through the history."""
        if key == "tab":
            return self._cycle_on()
        if key == "up":
            return self._row == 0 and self._older()
        return key == "down" and self._row == self._last_row and self._newer()

    @property
    def _row(self) -> int:
        return self.wrapped_document.location_to_offset(self.cursor_location).y

    @property
    def _last_row(self) -> int:
        return max(0, self.wrapped_document.height - 1)

    def send(self) -> None:
        """Send what is typed; blank text sends nothing, and a second Enter finds the prompt empty."""
        text = clean(self.text).strip()
        if is_blank(text):
            return
        self.post_message(self.Submitted(text))

    def accept(self) -> None:
        """The screen took the text: empty the prompt."""
        self.remember(clean(self.text).strip())
        self.text = ""

    def action_newline(self) -> None:
        """A new line, whatever the send key is."""
        self.insert("\n")

    def action_scroll_chat(self, step: int) -> None:
        """Scroll the chat without leaving the prompt."""
        self.post_message(self.Scroll(step))

    def action_chat_end(self) -> None:
        """To the newest text."""
        self.post_message(self.Scroll(0))

    async def _on_paste(self, event: events.Paste) -> None:
        # a pasted control sequence must neither act here nor reach a model or a file
        pasted = clean(event.text)[: max(0, MAX_CHARACTERS - len(self.text))]
        event.prevent_default().stop()
        if result := self._replace_via_keyboard(pasted, *self.selection):
            self.move_cursor(result.end_location)

    # --- history -------------------------------------------------------------------------------------

    def _older(self) -> bool:
        if self._at == 0:
            return False
        if self._at == len(self._history):
            self._kept = self.text
        self._at -= 1
        self._set(self._history[self._at])
        return True

    def _newer(self) -> bool:
        if self._at >= len(self._history):
            return False
        self._at += 1
        self._set(self._history[self._at] if self._at < len(self._history) else self._kept)
        return True

    # --- completion ----------------------------------------------------------------------------------

    def _on_text_area_changed(self) -> None:
        """Offer completions as the command is typed."""
        if len(self._cycle) > 1 and self.text in self._cycle:
            return
        self._cycle, self._cycle_at = self._offers(self.text), -1
        shown = (offer.partition(" ")[2] or offer.strip() for offer in self._cycle)
        self.post_message(self.Candidates(tuple(shown)))

    def _offers(self, typed: str) -> tuple[str, ...]:
        """Whole prompts that ``typed`` may become."""
        if not typed.startswith("/") or "\n" in typed or self._complete is None:
            return ()
        return tuple(offer for offer in self._complete(typed) if offer != typed)

    def _cycle_on(self) -> bool:
        """Tab: the next completion; False where there is none, so that Tab moves the focus."""
        if not self._cycle:
            return False
        self._cycle_at = (self._cycle_at + 1) % len(self._cycle)
        self._set(self._cycle[self._cycle_at])
        return True
