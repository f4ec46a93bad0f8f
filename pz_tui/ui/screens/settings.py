"""Settings: each change is kept as it is made, and nothing is written that the user did not change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static, TextArea

from pz_tui.settings import MODES, SEND_KEYS
from pz_tui.ui.plain import clean, is_blank, one_line
from pz_tui.ui.screens.base import PzScreen
from pz_tui.ui.themes import LIGHT
from pz_tui.ui.widgets.choice import Choice
from pz_tui.ui.widgets.field import Field
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.engines.ollama.health import ModelInfo

_ENGINES = [
    ("auto", "auto: Ollama when it answers, else built-in"),
    ("builtin", "built-in: no language model"),
    ("ollama", "Ollama: a local language model"),
]
_ELSEWHERE = "  · not on this machine: what you type leaves it"
_NUMBERS = {"num_ctx": (2048, 131072, "The context"), "minutes": (1, 120, "Minutes")}


class SettingsScreen(PzScreen[None]):
    """Engine, look, keys, safety words."""

    CSS_PATH = "../styles/settings.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="settings.back", tooltip="Back to home"),
        # with priority: a text area has an f6 and an f7 of its own
        Binding("f6", "keys", "keys", id="settings.keys", priority=True, tooltip="Change the keys"),
        Binding("f7", "probe", "look again", id="settings.probe", priority=True,
                tooltip="Look again for Ollama and its models"),
        Binding("f8", "fetch", "fetch a model", id="settings.fetch", priority=True,
                tooltip="Let Ollama download a model"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """The form."""
        settings = self.services.settings
        yield TopBar("Settings")
        with VerticalScroll(id="settings", can_focus=False):
            yield Static("Who speaks for the patients", classes="title")
            yield Choice("Engine", _ENGINES, settings.engine, id="engine", room=18)
            yield Field("Ollama at", settings.ollama_host, id="ollama_host", room=18)
            yield Choice("Model", self._models(()), settings.ollama_model, id="ollama_model", room=18)
            yield Field("Context, tokens", str(settings.num_ctx), id="num_ctx", digits=6, room=18)
            yield Static("", id="reason", markup=False)
            yield Static("Look and keys", classes="title")
            theme = "light" if self.app.theme == LIGHT else "dark"
            yield Choice("Theme", [("dark", "dark"), ("light", "light")], theme, id="theme", room=18)
            yield Choice("Send with", [(key, key) for key in SEND_KEYS], settings.send_key, id="send_key", room=18)
            yield Choice("Motion", [("no", "full"), ("yes", "reduced")], "yes" if settings.reduce_motion else "no",
                         id="reduce_motion", room=18)  # fmt: skip
            yield Button("Change keys (F6)", id="keys")
            yield Static("Consultations", classes="title")
            yield Choice("Mode at first", [(mode, mode) for mode in MODES], settings.mode, id="mode", room=18)
            yield Field("Minutes at first", str(settings.minutes), id="minutes", digits=3, room=18)
            yield Static("Words shown when someone seems to be in distress", classes="title")
            yield TextArea(settings.emergency_text, id="emergency_text", soft_wrap=True, tab_behavior="focus",
                           compact=True, highlight_cursor_line=False)  # fmt: skip
            yield Static("Where things are kept", classes="title")
            with Horizontal(id="paths"):
                yield Static("", id="paths-text", markup=False)
        yield KeyBar(palette=False)

    def on_mount(self) -> None:
        """Look who answers."""
        self.query_one("#engine", Choice).focus(scroll_visible=False)
        from pz_tui.paths import every_path  # noqa: PLC0415 - shown here alone

        lines = [f"{name:<10} {path}" for name, path in every_path().items()]
        self.query_one("#paths-text", Static).update(Content("\n".join(lines)))
        self._probe(fresh=False)

    def _models(self, found: Sequence[ModelInfo]) -> list[tuple[str, str]]:
        names = {model.name: model.name + (_ELSEWHERE if model.remote else "") for model in found}
        chosen = self.services.settings.ollama_model
        if chosen:
            names.setdefault(chosen, chosen)
        return [("", "the first usable one on this machine"), *names.items()]

    # --- changes ----------------------------------------------------------------------------------------

    @on(Choice.Changed)
    def choose(self, event: Choice.Changed) -> None:
        """Keep a choice."""
        event.stop()
        name = event.choice.id or ""
        if name == "theme":
            self.pz.set_theme(event.value)
            return
        value: Any = event.value == "yes" if name == "reduce_motion" else event.value
        self._keep(name, value)
        if name == "reduce_motion":
            self.app.animation_level = "none" if value else "full"

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Enter keeps a field and goes on."""
        event.stop()
        self._keep_field(event.input)
        self.focus_next()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that is left is kept."""
        if isinstance(event.widget, Input):
            self._keep_field(event.widget)
        elif isinstance(event.widget, TextArea):
            self._keep_words(event.widget)

    def _keep_field(self, field: Input) -> None:
        name = field.id or ""
        before = getattr(self.services.settings, name)
        if field.value == str(before):
            return
        if name in _NUMBERS:
            low, high, title = _NUMBERS[name]
            if not field.value.strip().isdigit() or not low <= int(field.value) <= high:
                self.say(f"{title} must be a whole number from {low} to {high}; it stays at {before}.", "warning")
                field.value = str(before)
                return
            self._keep(name, int(field.value))
        elif is_blank(field.value):
            field.value = str(before)
        else:
            self._keep(name, one_line(field.value))

    def _keep_words(self, area: TextArea) -> None:
        if is_blank(area.text):
            area.text = self.services.settings.emergency_text
        else:
            self._keep("emergency_text", clean(area.text).strip())

    def _keep(self, name: str, value: Any) -> None:
        before = self.services.settings
        self.pz.keep(**{name: value})
        if name in ("engine", "ollama_host", "ollama_model", "num_ctx") and self.services.settings != before:
            self._probe(fresh=True)

    # --- the engine -------------------------------------------------------------------------------------

    def action_probe(self) -> None:
        """Look again."""
        self._probe(fresh=True)

    def _probe(self, *, fresh: bool) -> None:
        self.take_over(partial(self._look, fresh=fresh), "probe")

    async def _look(self, *, fresh: bool) -> None:
        reason = self.query_one("#reason", Static)
        reason.update(Content("looking …"))
        try:
            engine = await self.services.engine(fresh=fresh)
            reason.update(Content(one_line(engine.reason)))
        except Exception as error:
            reason.update(Content(f"! {self.pz.sentence(error)}"))
        found: Sequence[ModelInfo]
        try:
            found = await self.services.models()
        except Exception:  # the line above has said that nothing answers
            found = ()
        self.query_one("#ollama_model", Choice).set_options(self._models(found))

    def action_fetch(self) -> None:
        """Let Ollama download a model, and speak through it from then on."""
        from pz_tui.ui.screens.fetch_model import FetchModel  # noqa: PLC0415 - opened from here alone

        def fetched(name: str | None) -> None:
            if name and name != self.services.settings.ollama_model:
                self.query_one("#ollama_model", Choice).value = name
                self._keep("ollama_model", name)
            else:
                self._probe(fresh=True)

        self.app.push_screen(FetchModel(), fetched)

    # --- leaving ----------------------------------------------------------------------------------------

    def on_button_pressed(self) -> None:
        """The keys."""
        self.action_keys()

    def action_keys(self) -> None:
        """The keys."""
        from pz_tui.ui.screens.keys import KeysScreen  # noqa: PLC0415 - opened from here alone

        self.app.push_screen(KeysScreen())

    def action_leave(self) -> None:
        """Keep the field in focus, then leave."""
        if isinstance(self.focused, Input):
            self._keep_field(self.focused)
        elif isinstance(self.focused, TextArea):
            self._keep_words(self.focused)
        self.app.pop_screen()
