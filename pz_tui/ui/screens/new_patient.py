"""New patient: the wishes, then the four stages as they are written."""

from __future__ import annotations

import secrets
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Input, Static

from pz_tui.generation.request import PatientRequest
from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.screens.generation import GenerationScreen
from pz_tui.ui.widgets.choice import Choice
from pz_tui.ui.widgets.field import Field
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.top_bar import TopBar

ANY = ("", "any")
AGE_BANDS: dict[str, tuple[int, int]] = {
    "0-17": (0, 17), "18-39": (18, 39), "40-64": (40, 64), "65-79": (65, 79), "80-110": (80, 110),
}  # fmt: skip
_PERSONALITIES = ("plain", "verbose", "pleasing", "impatient", "overanxious", "distrustful", "reserved")
_SEED_DIGITS = 18


class NewPatientScreen(PzScreen[None]):
    """What kind of patient, and how the consultation is held."""

    CSS_PATH = "../styles/new_patient.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.go_home", "back", id="new.back", tooltip="Back to home"),
        Binding("f5", "create", "create", id="new.create", tooltip="Create the patient"),
    ]

    def compose(self) -> ComposeResult:
        """The form."""
        settings = self.services.settings
        yield TopBar("New patient")
        with VerticalScroll(id="new", can_focus=False):
            yield Choice("Patient with", [("", "surprise me: the condition stays hidden")], id="condition")
            yield Choice("Sex", [ANY, ("female", "female"), ("male", "male")], id="sex")
            bands = [(key, "80 and over" if high == 110 else "under 18" if low == 0 else f"{low} to {high}")
                     for key, (low, high) in AGE_BANDS.items()]  # fmt: skip
            yield Choice("Age", [ANY, *bands], id="age")
            yield Choice("Severity", [ANY, *((word, word) for word in ("mild", "moderate", "severe"))], id="severity")
            yield Choice("Presentation", [ANY, ("typical", "typical"), ("atypical", "atypical")], id="presentation")
            yield Choice("Personality", [ANY, *((word, word) for word in _PERSONALITIES)], id="personality")
            yield Static("")
            yield Choice(
                "Mode",
                [("practice", "practice: the record may be opened"), ("exam", "exam: record locked, clock running")],
                settings.mode, id="mode",
            )  # fmt: skip
            yield Field("Minutes", str(settings.minutes), id="minutes", digits=3)
            yield Field("Seed", "", placeholder="empty: drawn by chance", id="seed", digits=_SEED_DIGITS)
            yield Static("", id="hint", markup=False)
            with Vertical(id="create-row"):
                yield Button("Create", id="create", variant="primary")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill in the conditions when the knowledge is there."""
        self.query_one("#condition", Choice).focus()
        self.run_worker(self._fill(), group="conditions", exit_on_error=False)

    async def _fill(self) -> None:
        known = await self.attempt(self.services.conditions())
        if known is None:
            return
        specialties = sorted({one.specialty for one in known})
        options = [("", "surprise me: the condition stays hidden")]
        options += [(f"specialty:{name}", f"anything in {_plain(name)}") for name in specialties]
        options += [
            (f"condition:{one.id}", f"{one.name} ({_plain(one.specialty)}, {one.chief_complaint})")
            for one in sorted(known, key=lambda one: one.name.casefold())
        ]
        self.query_one("#condition", Choice).set_options(options)

    # --- creating ---------------------------------------------------------------------------------------

    def on_button_pressed(self) -> None:
        """Create."""
        self.action_create()

    def on_input_submitted(self) -> None:
        """Enter in a field creates too."""
        self.action_create()

    def action_create(self) -> None:
        """Read the form and write the patient."""
        minutes = self._number("minutes")
        if minutes is None or not 1 <= minutes <= 120:
            self._complain("Minutes must be a whole number from 1 to 120.", "minutes")
            return
        seed_text = self.query_one("#seed", Input).value.strip()
        seed = self._number("seed") if seed_text else secrets.randbelow(2**31)
        if seed is None or seed < 0:
            self._complain("The seed must be a whole number without a sign, or empty.", "seed")
            return
        request = self._request(seed)
        surprise = request.condition is None
        self.query_one("#hint", Static).update("")
        mode = self._value("mode")
        self.app.push_screen(GenerationScreen(request, mode=mode, minutes=minutes, surprise=surprise))

    def _request(self, seed: int) -> PatientRequest:
        kind, _, name = self._value("condition").partition(":")
        low, high = AGE_BANDS.get(self._value("age"), (None, None))
        wishes = {key: self._value(key) or None for key in ("sex", "severity", "presentation", "personality")}
        return PatientRequest.model_validate(
            {
                "condition": name if kind == "condition" else None,
                "specialty": name if kind == "specialty" else None,
                "age_low": low, "age_high": high, "seed": seed, "date": date.today(), **wishes,
            }
        )  # fmt: skip

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Choice).value

    def _number(self, name: str) -> int | None:
        try:
            return int(self.query_one(f"#{name}", Input).value)
        except ValueError:
            return None

    def _complain(self, sentence: str, field: str) -> None:
        self.query_one("#hint", Static).update(f"! {one_line(sentence)}")
        self.query_one(f"#{field}", Input).focus()


def _plain(name: str) -> str:
    return one_line(name.replace("_", " "))
