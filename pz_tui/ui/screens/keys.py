"""Keys: every action by name, with the key it has now, and another one on request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.base import PzDialog, PzScreen
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.row_list import Draw, Item, RowList
from pz_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pz_tui.ui.host import Host

EVERYWHERE = "Everywhere"
_GROUPS: tuple[tuple[str, str, str], ...] = (
    ("Consultation", "screens.consultation", "ConsultationScreen"),
    ("Prompt", "widgets.prompt", "Prompt"),
    ("Finish", "screens.finish", "FinishScreen"),
    ("Replay", "screens.replay", "ReplayScreen"),
    ("Spot-check", "screens.spot_check", "SpotCheckScreen"),
    ("Saved sessions", "screens.sessions", "SessionsScreen"),
    ("Debrief", "screens.debrief", "DebriefScreen"),
    ("New patient", "screens.new_patient", "NewPatientScreen"),
    ("Door card", "screens.door_card", "DoorCardScreen"),
    ("Home", "screens.home", "HomeScreen"),
    ("Settings", "screens.settings", "SettingsScreen"),
)


def key_rows(app: Host) -> Iterator[tuple[str, str, str, str]]:
    """Group, id, name and present key of every binding that can be changed."""
    keymap = app.services.settings.keymap
    groups: list[tuple[str, Any]] = [(EVERYWHERE, type(app))]
    groups += [(title, getattr(import_module(f"pz_tui.ui.{module}"), kind)) for title, module, kind in _GROUPS]
    for title, kind in groups:
        for binding in kind.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                name = binding.tooltip or binding.description
                yield title, binding.id, name, keymap.get(binding.id, binding.key)


def clashes(rows: Iterable[tuple[str, str, str, str]]) -> tuple[str, ...]:
    """One sentence for each key that two actions of one screen share."""
    everywhere: dict[str, str] = {}
    taken: dict[tuple[str, str], str] = {}
    found: list[str] = []
    for group, _binding, name, keys in rows:
        for key in keys.split(","):
            other = taken.get((group, key)) or everywhere.get(key)
            if other is not None:
                both = f"“{other}” and “{name}”"
                found.append(f"Two actions share {shown_key(key)}: {both}; change one in Settings, Keys.")
            taken[group, key] = name
            if group == EVERYWHERE:
                everywhere[key] = name
    return tuple(found)


def shown_key(key: str) -> str:
    """A key as the footer shows it."""
    names = {"slash": "/", "escape": "Esc", "pageup": "PageUp", "pagedown": "PageDown"}
    parts = []
    for one in key.split(","):
        *modifiers, last = one.split("+")
        plain = last if len(last) == 1 and not modifiers else last.capitalize()
        parts.append("+".join([*(name.capitalize() for name in modifiers), names.get(last, plain)]))
    return " or ".join(parts)


class KeysScreen(PzScreen[None]):
    """Enter asks for another key, Backspace gives the first one back."""

    CSS_PATH = "../styles/settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", id="keys.back", tooltip="Back to the settings"),
        Binding("backspace", "reset", "first key back", id="keys.reset", tooltip="Give this action its first key back"),
    ]

    def compose(self) -> ComposeResult:
        """The list."""
        yield TopBar("Keys")
        with Vertical(id="keys-pane"):
            yield RowList(id="keys-list")
            yield Static("Enter, then the new key. Changes hold at once.", classes="muted", id="keys-note")
        yield KeyBar(palette=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()
        self.query_one(RowList).focus()

    def _fill(self) -> None:
        items: list[Item] = []
        group = ""
        changed = self.services.settings.keymap
        for title, binding, name, key in key_rows(self.pz):
            if title != group:
                items.append(Item(f"group:{title}", _draw_group(title), enabled=False))
                group = title
            items.append(Item(binding, _draw(name, key, binding in changed)))
        self.query_one(RowList).show(items)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Ask for another key."""
        event.stop()

        def pressed(key: str | None) -> None:
            if key:
                self._change({**self.services.settings.keymap, event.key: key})

        self.app.push_screen(PressKey(event.key), pressed)

    def action_reset(self) -> None:
        """The first key back."""
        chosen = self.query_one(RowList).key
        self._change({name: key for name, key in self.services.settings.keymap.items() if name != chosen})

    def _change(self, keymap: dict[str, str]) -> None:
        if keymap != dict(self.services.settings.keymap):
            self.pz.keep(keymap=keymap)
            self.app.set_keymap(keymap)
            self._fill()
            for clash in clashes(key_rows(self.pz)):
                self.say(clash, "warning")


class PressKey(PzDialog[str | None]):
    """Takes the next key; Esc takes none."""

    def __init__(self, binding: str) -> None:
        super().__init__()
        self._binding = binding

    def compose(self) -> ComposeResult:
        """The dialog."""
        with Vertical(classes="dialog", id="press"):
            yield Static("Press the new key", classes="title")
            yield Static("Esc leaves it as it is. A letter works only where nothing is typed.", classes="muted")

    def on_key(self, event: events.Key) -> None:
        """Take it."""
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)


def _draw_group(title: str) -> Draw:
    return lambda width: Content.styled(title, "bold $accent")


def _draw(name: str, key: str, changed: bool) -> Draw:
    def draw(width: int) -> Content:
        shown = shown_key(key) + (" *" if changed else "")
        room = max(10, width - 22)
        words = Content(one_line(name)).truncate(room, ellipsis=True)
        return Content.assemble(words, " " * (room - words.cell_length + 1), (shown, "$accent"))

    return draw
