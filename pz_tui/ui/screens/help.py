"""Help: how it works, the keys as they are now, and the safety words."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.screens.keys import key_rows, shown_key
from pz_tui.ui.screens.notice import FOOTER, NOTICE
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.rows import ACCENT, BLANK, Block, Row, heading, row, text
from pz_tui.ui.widgets.text_scroll import TextScroll
from pz_tui.ui.widgets.top_bar import TopBar

_HOW = (
    "A patient is generated in four stages, each checked against clinical rules. What is true of the patient is "
    "the hidden record; what has been said is the memory. The two are never mixed.",
    "Ask in plain words. You learn what you ask for: sensitive things need trust or a kind, direct question; "
    "findings and results come only from examining and testing.",
    "Examine and test in plain words (“I'd like to listen to your chest”, “FBC and troponin please”), or type "
    "/exam or /test and complete with Tab.",
    "Each sentence of a reply is checked against the record before it is shown. F2 shows the record, the memory "
    "and the checks; opening it is noted in the debrief. In exam mode it stays locked until the end.",
    "F4 says “that is not what I asked”: the turn is marked and your question comes back to the prompt.",
    "F5 finishes: you hand in a ranked differential and a plan, then the debrief comes and the record is open.",
    "Everything is saved as you go. After a crash, home offers to resume at the same turn.",
)


class HelpScreen(PzScreen[None]):
    """One page to scroll."""

    CSS_PATH = "../styles/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "app.pop_screen", "back", id="help.back", tooltip="Back"),
    ]

    def compose(self) -> ComposeResult:
        """The page."""
        yield TopBar("Help")
        yield TextScroll(id="help")
        yield KeyBar()

    def on_mount(self) -> None:
        """Write the page."""
        page = self.query_one(TextScroll)
        page.set_blocks(self._blocks())
        page.focus()

    def _blocks(self) -> list[Block]:
        settings = self.services.settings
        blocks: list[Block] = [(heading("How it works"), *(row(words, lead="· ") for words in _HOW), BLANK)]
        send = shown_key(settings.send_key)
        keys: list[Row] = [
            heading("Keys"),
            _key(send, "Send the question"),
            _key("Tab", "Complete /exam and /test; else to the next part of the screen"),
            _key("Up, Down", "Earlier questions, at the first and last line of the prompt"),
            _key("End", "To the newest text, when the prompt is empty"),
        ]
        group = ""
        for title, _binding, name, key in key_rows(self.pz):
            if title != group:
                keys += [BLANK, row(title, "bold")]
                group = title
            keys.append(_key(shown_key(key), name))
        keys += [BLANK, row("Where a terminal keeps a key for itself: Ctrl+P lists every command by name, and "
                            "Settings, Keys gives an action another key.")]  # fmt: skip
        blocks.append((*keys, BLANK))
        safety = [heading("Safety"), row(NOTICE), row(FOOTER), BLANK, row(settings.emergency_text), BLANK]
        safety.append(row("Nothing you type leaves this computer, unless you name an Ollama elsewhere in Settings."))
        blocks.append((*safety, BLANK))
        return blocks


def _key(key: str, words: str) -> Row:
    return Row(text(words), Content.styled(f"  {key:<14}  ", ACCENT))
