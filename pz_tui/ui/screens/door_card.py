"""The door card: all that is known before the patient is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from pz_tui.ui.plain import clean, one_line
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.record.patient import PatientRecord
    from pz_tui.sessions.session import Mode


class DoorCardScreen(PzScreen[None]):
    """Name, age, setting, triage note, task, time; no diagnosis."""

    CSS_PATH = "../styles/door_card.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "not now", id="door.back", tooltip="Leave without seeing the patient"),
        Binding("f5", "begin", "begin", id="door.begin", tooltip="See the patient"),
    ]

    def __init__(
        self, record: PatientRecord, *, mode: str = "practice", minutes: int | None = None, case: str = "",
        surprise: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._record, self._mode, self._case, self._surprise = record, cast("Mode", mode), case, surprise
        self._minutes = minutes

    def compose(self) -> ComposeResult:
        """The card."""
        card = self.services.door_card(self._record, self._minutes)
        self._minutes = card.minutes
        yield TopBar("Door card", f"{self._mode} · {card.minutes} min")
        with VerticalScroll(id="door-scroll", can_focus=False), Vertical(id="door"):
            yield Static(Content.styled(f"{one_line(card.name)}, {card.age}", "bold"), id="door-name")
            for label, words in (
                ("Sex", card.sex), ("Where", card.setting), ("Came", card.arrival), ("Here with", card.informant),
                ("Triage", card.triage), ("Your task", card.task), ("Time", f"{card.minutes} minutes"),
            ):
                if not words:
                    continue  # fmt: skip
                with Horizontal(classes="door-line"):
                    yield Static(label, classes="door-label")
                    yield Static(clean(str(words)), classes="door-words", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Begin", id="begin", variant="primary")
        yield KeyBar()

    def on_mount(self) -> None:
        """Enter begins; meanwhile the engine gets ready. The app does that, since leaving must not break a load off."""
        self.query_one("#begin", Button).focus()
        self.pz.run_worker(self.services.warm_engine(self._record), group="warm", exclusive=True, exit_on_error=False)

    def on_button_pressed(self) -> None:
        """Begin."""
        self.action_begin()

    def action_begin(self) -> None:
        """See the patient; pressing twice begins once."""
        self.take_over(self._begin, "begin")

    async def _begin(self) -> None:
        button = self.query_one("#begin", Button)
        if button.disabled:
            return
        button.disabled = True
        encounter = await self.attempt(
            self.services.begin(
                self._record, mode=self._mode, minutes=self._minutes or 15, case=self._case, surprise=self._surprise
            )
        )
        if encounter is None:
            button.disabled = False
            button.focus()
            return
        self.pz.go("consultation", encounter, fresh=True)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.app.pop_screen()
