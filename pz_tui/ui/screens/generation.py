"""A patient being written: four stages, what each is doing, the time, and Esc to stop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker

from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.encounter.create import StageProgress
    from pz_tui.generation.request import PatientRequest

TITLES = {
    "profile": "Who it is",
    "history": "Past history and life",
    "presentation": "Complaint and story",
    "findings": "Examination and tests",
}
_SIGNS = {"": ("○", "$pz-muted"), "running": ("◔", "$accent"), "repairing": ("↻", "$pz-warn"),
          "done": ("✓", "$pz-good"), "fell_back": ("✓", "$pz-warn")}  # fmt: skip
_STATES = {"repairing": "mending what did not fit", "fell_back": "written by the built-in engine"}


class GenerationScreen(PzScreen[None]):
    """Ends on the door card."""

    CSS_PATH = "../styles/generation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "stop", id="generation.stop", tooltip="Stop writing this patient"),
    ]

    def __init__(self, request: PatientRequest, *, mode: str, minutes: int, surprise: bool) -> None:
        super().__init__()
        self._request, self._mode, self._minutes, self._surprise = request, mode, minutes, surprise
        self._progress: dict[str, StageProgress] = {}
        self._began: dict[str, float] = {}
        self._start = time.monotonic()
        self._worker: Worker[Any] | None = None

    def compose(self) -> ComposeResult:
        """Four lines."""
        yield TopBar("New patient", "writing")
        with Vertical(id="stages"):
            yield Static("Writing a patient", classes="title")
            for stage in TITLES:
                yield Static(id=f"stage-{stage}", classes="stage")
            yield Static("", id="seed", classes="muted", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at once."""
        self.query_one("#seed", Static).update(f"Seed {self._request.seed}. The same seed gives the same patient.")
        self._draw()
        self.set_interval(0.25, self._draw)
        self._worker = self.run_worker(self._create(), group="generation", exit_on_error=False)

    async def _create(self) -> None:
        try:
            record = await self.services.create_patient(self._request, self._on_progress)
        except Exception as error:
            self.say(self.pz.sentence(error), "error")
            self._worker = None
            self.app.pop_screen()
            return
        self._worker = None
        self.pz.go(
            "door", record, replace=True, mode=self._mode, minutes=self._minutes, surprise=self._surprise
        )

    def _on_progress(self, progress: StageProgress) -> None:
        self._began.setdefault(progress.stage, time.monotonic())
        self._progress[progress.stage] = progress
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        for stage, title in TITLES.items():
            now = self._progress.get(stage)
            state = now.state if now else ""
            sign, style = _SIGNS[state]
            seconds, detail = "", ""
            if now is not None:
                running = state in ("running", "repairing")
                spent = time.monotonic() - self._began[stage] if running else now.seconds
                seconds = f"{max(spent, now.seconds):.1f} s"
                detail = one_line(now.detail) or _STATES.get(state, "")
            line = Content.assemble(
                (sign + " ", style), (f"{title:<24}", "bold" if state else "$pz-muted"), f"{seconds:>7}  ",
                (detail, "$pz-muted"),
            )  # fmt: skip
            self.query_one(f"#stage-{stage}", Static).update(line)
        self.query_one(TopBar).status = f"writing · {time.monotonic() - self._start:.0f} s"

    def action_stop(self) -> None:
        """Stop, and back to the form with everything still chosen."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
            self.say("Stopped; nothing was kept.")
        self.app.pop_screen()

    async def close_down(self) -> None:
        """The app is leaving."""
        if self._worker is not None:
            self._worker.cancel()
