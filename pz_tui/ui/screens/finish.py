"""The explicit end: a ranked differential with confidence, and a plan."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Static, TextArea

from pz_tui.sessions.session import Diagnosed, Submission
from pz_tui.ui.plain import clean, is_blank, one_line
from pz_tui.ui.screens.base import PzDialog

ROWS = 5
DEFAULT_CONFIDENCE = 50


class FinishScreen(PzDialog[Submission | None]):
    """Esc goes on with the consultation; what is typed here is then gone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "go on", id="finish.back", tooltip="Go on with the consultation"),
        Binding("f5", "submit", "hand in", id="finish.submit", tooltip="Hand in diagnosis and plan"),
        Binding("alt+up", "shift(-1)", "rank up", show=False, id="finish.up", tooltip="Rank this diagnosis higher"),
        Binding("alt+down", "shift(1)", "rank down", show=False, id="finish.down", tooltip="Rank it lower"),
    ]

    def __init__(self, notes: str = "") -> None:
        super().__init__()
        self._notes = notes

    def compose(self) -> ComposeResult:
        """The form."""
        with Vertical(classes="dialog", id="finish"):
            yield Static("Hand in your diagnosis and plan", classes="title")
            with VerticalScroll(id="finish-form", can_focus=False):
                yield Static(
                    f"Most likely first; confidence in per cent, {DEFAULT_CONFIDENCE} where left empty. "
                    "Alt+Up, Alt+Down rank.",
                    classes="muted",
                )  # fmt: skip
                for rank in range(1, ROWS + 1):
                    with Horizontal(classes="rank"):
                        yield Static(f"{rank}.", classes="rank-number")
                        yield Input(placeholder="diagnosis" if rank == 1 else "", id=f"name-{rank}", max_length=120)
                        yield Input(placeholder="%", id=f"sure-{rank}", type="integer", max_length=3)
                yield Static("Plan: what you would do next, and what you would tell the patient", classes="muted")
                yield TextArea(id="plan", soft_wrap=True, tab_behavior="focus", compact=True,
                               highlight_cursor_line=False)  # fmt: skip
                if not is_blank(self._notes):
                    yield Static(f"Your notes: {clean(self._notes)}", id="finish-notes", markup=False)
            yield Static("", id="finish-hint", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Hand in (F5)", id="submit", variant="primary")
                yield Button("Go on (Esc)", id="back")

    def on_mount(self) -> None:
        """Begin with the first diagnosis."""
        self.query_one("#name-1", Input).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Hand in or go on."""
        if event.button.id == "submit":
            self.action_submit()
        else:
            self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; handing in takes a key of its own."""
        event.stop()
        self.focus_next()

    def action_leave(self) -> None:
        """Go on."""
        self.dismiss(None)

    def action_submit(self) -> None:
        """Check and hand in."""
        differential: list[Diagnosed] = []
        for rank in range(1, ROWS + 1):
            name = one_line(self._input(f"name-{rank}").value)
            sure = self._input(f"sure-{rank}").value.strip()
            if is_blank(name):
                continue
            confidence = int(sure) if sure.lstrip("+").isdigit() else DEFAULT_CONFIDENCE if not sure else -1
            if not 0 <= confidence <= 100:
                self._complain(f"The confidence in line {rank} must be 0 to 100.", f"sure-{rank}")
                return
            differential.append(Diagnosed(name=name, confidence=confidence))
        if not differential:
            self._complain("Name at least one diagnosis; a symptom will do when you are not sure.", "name-1")
            return
        plan = clean(self.query_one("#plan", TextArea).text).strip()
        self.dismiss(Submission(differential=tuple(differential), plan=plan))

    def action_shift(self, step: int) -> None:
        """Exchange the line in focus with its neighbour."""
        focused = self.focused
        kind, _, number = (focused.id or "").partition("-") if focused is not None else ("", "", "")
        if kind not in ("name", "sure"):
            return
        here, there = int(number), int(number) + step
        if not 1 <= there <= ROWS:
            return
        for part in ("name", "sure"):
            one, other = self._input(f"{part}-{here}"), self._input(f"{part}-{there}")
            one.value, other.value = other.value, one.value
        self._input(f"{kind}-{there}").focus()

    def _input(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    def _complain(self, sentence: str, field: str) -> None:
        self.query_one("#finish-hint", Static).update(f"! {sentence}")
        self._input(field).focus()
