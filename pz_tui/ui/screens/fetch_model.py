"""Let Ollama download a model: its name, how far it is, Esc to stop."""

from __future__ import annotations

import time
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static
from textual.worker import Worker

from pz_tui.ui.plain import is_blank, one_line
from pz_tui.ui.screens.base import PzDialog
from pz_tui.ui.widgets.explain import gauge

if TYPE_CHECKING:
    from pz_tui.engines.ollama.pulling import PullProgress

_ABOUT = (
    "Ollama downloads it from the network; small models take about 2 GB. Names stand on ollama.com/library, "
    "for example llama3.2:3b or qwen3:4b-instruct."
)
_EVERY = 0.1
"""Seconds between two looks of the progress; a server reports far more often."""


class FetchModel(PzDialog[str | None]):
    """The name of the model that was fetched, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "stop", id="fetch.stop", show=False, tooltip="Stop the download, or go back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._download: Worker[Any] | None = None

    def compose(self) -> ComposeResult:
        """Name, progress, two buttons."""
        with Vertical(classes="dialog", id="fetch"):
            yield Static("Fetch a model", classes="title")
            yield Static(_ABOUT, classes="muted", markup=False)
            yield Input(placeholder="llama3.2:3b", id="fetch-name", max_length=200)
            yield Static("", id="fetch-state", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Fetch (Enter)", id="fetch-begin", variant="primary")
                yield Button("Back (Esc)", id="fetch-back")

    def on_mount(self) -> None:
        """Ask for the name."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter begins."""
        event.stop()
        self._begin()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Begin or go back."""
        if event.button.id == "fetch-begin":
            self._begin()
        else:
            self.action_stop()

    def action_stop(self) -> None:
        """Stop the download; without one, go back."""
        if self._download is None:
            self.dismiss(None)
        else:
            self._download.cancel()

    def _begin(self) -> None:
        name = one_line(self.query_one(Input).value).strip()
        if self._download is not None:
            return
        if is_blank(name):
            self._state("Name a model first, for example llama3.2:3b.")
            return
        self.query_one("#fetch-back", Button).label = "Stop (Esc)"
        self._state(f"asking for {name} …")
        self._download = self.run_worker(self._fetch(name), group="fetch", exit_on_error=False)

    async def _fetch(self, name: str) -> None:
        ended = "Stopped. What has come is kept: fetching it again goes on from there."
        shown = 0.0
        try:
            async with aclosing(self.services.pull(name)) as steps:
                async for step in steps:
                    if step.done or time.monotonic() - shown >= _EVERY:
                        shown = time.monotonic()
                        self._state(_line(step))
            ended = ""
            self.dismiss(name)
        except Exception as error:
            ended = self.pz.sentence(error)
        finally:
            self._download = None
            if self.is_attached and self.is_current:
                self.query_one("#fetch-back", Button).label = "Back (Esc)"
                self._state(ended)

    def _state(self, words: str | Content) -> None:
        self.query_one("#fetch-state", Static).update(Content(words) if isinstance(words, str) else words)


def _line(step: PullProgress) -> Content:
    """One step of a download: what it does, and how far its present part is."""
    if not step.total:
        return Content(one_line(step.status))
    part = step.completed / step.total
    sizes = f" {part:>4.0%}  {_size(step.completed)} of {_size(step.total)}"
    return Content.assemble((gauge(part, 20), "$accent"), sizes, ("\n" + one_line(step.status), "$pz-muted"))


def _size(count: int) -> str:
    """Bytes as a person reads them, in decimal units as the library's pages count."""
    if count >= 1_000_000_000:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1e6:.0f} MB" if count >= 1_000_000 else f"{count / 1e3:.0f} kB"
