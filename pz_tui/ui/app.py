"""The app: themes, keys, navigation, and what must happen when something goes wrong.

Imported on the way to the first paint, so nothing heavy is imported here: no pydantic, no room beneath.
Screens other than home are imported when they are opened, in a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterable
from importlib import import_module
from typing import Any, ClassVar

from textual import constants
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from pz_tui.ui.commands import PzCommands
from pz_tui.ui.host import Host, theme_name
from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.home import HomeScreen
from pz_tui.ui.services import Services
from pz_tui.ui.themes import themes

log = logging.getLogger("pz_tui.ui")

_WARM_AFTER = 0.3
"""Seconds after the first paint before the rooms are loaded, so that the first keys are answered at once."""

_GONE_WITHIN = 0.9
"""Seconds after which the process ends when its terminal was closed."""


class PzApp(Host):
    """pz-chat on the screen."""

    TITLE = "pz-chat"
    CSS_PATH = ["styles/app.tcss", "styles/home.tcss"]
    COMMANDS: ClassVar[set[Any]] = {PzCommands}
    COMMAND_PALETTE_DISPLAY = "^p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "help", id="help", tooltip="Keys, safety and how it works"),
        Binding("ctrl+q", "leave_app", "quit", id="quit", show=False, priority=True, tooltip="Leave pz-chat"),
        Binding("ctrl+z", "suspend_process", "suspend", id="suspend", show=False, priority=True,
                tooltip="Back to the shell; fg returns"),
        Binding("ctrl+p", "command_palette", "commands", id="palette", show=False, priority=True,
                tooltip="Every command by name"),
        Binding("ctrl+t", "toggle_theme", "light or dark", id="theme", show=False,
                tooltip="Change between the light and the dark theme"),
    ]  # fmt: skip

    def __init__(self, services: Services | None = None) -> None:
        super().__init__(services or Services())
        for theme in themes():
            self.register_theme(theme)
        # before the styles are read: they name our colours
        self.theme = theme_name(self.services.settings.theme)

    def get_driver_class(self) -> type[Driver]:
        """A driver that lives through broken input, where Textual's own is for POSIX."""
        if sys.platform == "win32" or constants.DRIVER is not None:
            return super().get_driver_class()
        from pz_tui.ui.terminal import SturdyDriver  # noqa: PLC0415 - POSIX alone

        return SturdyDriver

    def get_default_screen(self) -> Screen[Any]:
        """Home is the first thing painted."""
        return HomeScreen()

    def on_mount(self) -> None:
        """Apply the settings, then load the rooms once the first paint is out."""
        settings = self.services.settings
        self.set_keymap(dict(settings.keymap))
        if settings.reduce_motion:
            self.animation_level = "none"
        self._listen_for_hangup()
        self.call_after_refresh(self.set_timer, _WARM_AFTER, self._begin_warming)

    def _begin_warming(self) -> None:
        self.run_worker(self._warm_up(), group="start", exit_on_error=False)

    async def _warm_up(self) -> None:
        for problem in self.services.problems:
            self.notify(one_line(problem), severity="warning", markup=False, timeout=12)
        if not self.services.settings.first_start_seen:
            await self.open("notice")
        try:
            await self.services.warm()
        except Exception as error:
            self.notify(self.sentence(error), severity="error", markup=False, timeout=20)
        self.warm.set()
        if self.services.settings.keymap:
            await self.check_keys()

    async def action_leave_app(self) -> None:
        """Stop what runs, close the consultation, leave."""
        await self._close_screens()
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self.services.close(), 0.5)
        self.exit(0)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A fault that no one caught in a worker is told and logged; it must not vanish."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.notify(self.sentence(event.worker.error), severity="error", markup=False)

    async def _close_screens(self) -> None:
        for screen in reversed(self.screen_stack):
            close = getattr(screen, "close_down", None)
            if close is not None:
                with contextlib.suppress(Exception):
                    await asyncio.wait_for(close(), 0.7)

    # --- faults ---------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """Log, and leave with a sentence in place of a traceback; tests see the error itself."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        sentence = self.sentence(error)
        self._return_code = 1
        self.exit(1, return_code=1, message=f"pz-chat stopped: {sentence} Saved consultations are kept.")

    async def check_keys(self) -> None:
        """Say which actions share a key of the user's keymap: one of them could not be reached by it."""
        keys = await asyncio.to_thread(import_module, "pz_tui.ui.screens.keys")
        for clash in keys.clashes(keys.key_rows(self)):
            self.notify(clash, severity="warning", markup=False, timeout=12)

    def _listen_for_hangup(self) -> None:
        if sys.platform == "win32" or self.is_headless:
            return
        loop = asyncio.get_running_loop()
        with contextlib.suppress(ValueError, RuntimeError):
            loop.add_signal_handler(signal.SIGHUP, self.hung_up)
            loop.add_signal_handler(signal.SIGTERM, self._ask_to_leave)

    def _ask_to_leave(self) -> None:
        self.run_worker(self.action_leave_app(), group="leave", exit_on_error=False)

    def hung_up(self) -> None:
        """The terminal is gone: save and leave."""
        # Writing to a closed terminal may block: what is kept is saved by then, so go in any case.
        watchdog = threading.Timer(_GONE_WITHIN, os._exit, (128 + signal.SIGHUP,))
        watchdog.daemon = True
        watchdog.start()
        self._ask_to_leave()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[Any]:
        """None of Textual's own: ours cover them."""
        return ()



def run() -> int:
    """Run the app on this terminal; returns the exit code."""
    services = Services()
    services.start_log()
    app = PzApp(services)
    result = app.run()
    return app.return_code or result or 0
