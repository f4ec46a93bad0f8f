"""What the app offers its screens: navigation, speaking to the user, settings, pictures.

The screens know this class and never the app itself, which knows them. Imported before the first paint, so nothing
heavy is imported here.
"""

from __future__ import annotations

import asyncio
import logging
import re
from importlib import import_module
from typing import Any

from textual.app import App
from textual.screen import Screen

from pz_tui.ui.plain import one_line
from pz_tui.ui.services import Services
from pz_tui.ui.themes import DARK, LIGHT

log = logging.getLogger("pz_tui.ui")

ROUTES: dict[str, tuple[str, str]] = {
    "new": ("new_patient", "NewPatientScreen"),
    "door": ("door_card", "DoorCardScreen"),
    "cases": ("cases", "CasesScreen"),
    "sessions": ("sessions", "SessionsScreen"),
    "consultation": ("consultation", "ConsultationScreen"),
    "debrief": ("debrief", "DebriefScreen"),
    "replay": ("replay", "ReplayScreen"),
    "spot": ("spot_check", "SpotCheckScreen"),
    "settings": ("settings", "SettingsScreen"),
    "help": ("help", "HelpScreen"),
    "notice": ("notice", "NoticeScreen"),
}
_SETTLED = 0.3
"""Seconds after which a screen that came back into view is drawn in full."""


class Host(App[int]):
    """The app, as its screens see it."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.warm = asyncio.Event()

    # --- navigation -----------------------------------------------------------------------------------

    async def open(
        self, name: str, *args: Any, replace: bool = False, fresh: bool = False, **named: Any
    ) -> Screen[Any] | None:
        """Import and push a screen; ``replace`` puts it in the place of the present one, ``fresh`` over home."""
        module, kind = ROUTES[name]
        try:
            loaded = await asyncio.to_thread(import_module, f"pz_tui.ui.screens.{module}")
            screen: Screen[Any] = getattr(loaded, kind)(*args, **named)
            if fresh:
                await self.go_home()
            await (self.switch_screen(screen) if replace else self.push_screen(screen))
        except Exception as error:
            self.notify(self.sentence(error), severity="error", markup=False)
            return None
        return screen

    def go(self, name: str, *args: Any, **named: Any) -> None:
        """``open`` in a worker of the app, which outlives the screen that asks."""
        self.run_worker(self.open(name, *args, **named), group="open", exclusive=True, exit_on_error=False)

    async def go_home(self) -> None:
        """Back to home, whatever lies above it."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    async def action_go_home(self) -> None:
        """Back to home."""
        await self.go_home()

    def action_help(self) -> None:
        """Help over any screen, once."""
        if type(self.screen).__name__ != "HelpScreen":
            self.go("help")

    def action_toggle_theme(self) -> None:
        """The other theme, for this run and the next."""
        self.set_theme("light" if self.theme == DARK else "dark")

    def set_theme(self, theme: str) -> None:
        """Show and keep a theme."""
        self.theme = theme_name(theme)
        self.keep(theme=theme)

    def keep(self, **changes: Any) -> bool:
        """Keep changed settings; says so when they cannot be written."""
        try:
            self.services.change_settings(**changes)
        except Exception as error:
            self.notify(self.sentence(error), severity="error", markup=False)
            return False
        return True

    def picture(self) -> str:
        """The screen as an SVG that loads nothing: Textual's own names a font on the web."""
        return re.sub(r"@font-face\s*\{[^}]*\}", "", self.export_screenshot())

    def save_picture(self) -> None:
        """Write the screen as an SVG, once what lay over it is gone and its footer is there again."""
        self.set_timer(_SETTLED, self._write_picture)

    def _write_picture(self) -> None:
        try:
            file = self.services.picture_file()
            file.write_text(self.picture(), encoding="utf-8")
        except OSError as error:
            self.notify(self.sentence(error), severity="error", markup=False)
        else:
            self.notify(f"Written to {file}", markup=False)

    def notify(self, message: str, **named: Any) -> None:
        """A toast; one that still stands is not said again."""
        if not any(kept.message == message and not kept.has_expired for kept in self._notifications):
            super().notify(message, **named)

    def sentence(self, error: BaseException) -> str:
        """A fault in one sentence; what we did not foresee goes to the log with its traceback."""
        if type(error).__module__.startswith("pz_tui."):
            return one_line(str(error))
        log.error("unforeseen", exc_info=error)
        if isinstance(error, OSError):
            where = f" {error.filename}" if error.filename else ""
            return one_line(f"{error.strerror or error}{where}: check the folder and its rights.")
        return f"Something went wrong inside pz-chat ({type(error).__name__}); details are in {self.services.log_file}."


def theme_name(theme: str) -> str:
    """Ours for the theme of the settings: the light one where the name says light, else the dark one."""
    return LIGHT if "light" in theme else DARK
