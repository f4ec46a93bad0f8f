"""The command palette: every key binding of the active screen by name, and the ways to every screen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.actions import parse
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from pz_tui.ui.screens.base import Command

if TYPE_CHECKING:
    from pz_tui.ui.host import Host

_ONLY_HOME = ("new", "cases", "sessions", "spot", "settings")
_HIDDEN = {"help_quit", "command_palette"}


class PzCommands(Provider):
    """What can be done here and now."""

    async def search(self, query: str) -> Hits:
        """Commands that match what is typed."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.name)
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), command.run, command.name, self._help(command))

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(Content(command.name), command.run, command.name, self._help(command))

    @staticmethod
    def _help(command: Command) -> str:
        # the palette reads help text as markup
        return Content(command.help).markup

    def _commands(self) -> Iterator[Command]:
        seen: set[str] = set()
        for command in (*self._of_screen(), *self._everywhere()):
            if command.name not in seen:
                seen.add(command.name)
                yield command

    def _of_screen(self) -> Iterator[Command]:
        app, screen = cast("Host", self.app), self.screen
        extra = getattr(screen, "extra_commands", None)
        if extra is not None:
            yield from extra()
        keymap = app.services.settings.keymap
        nodes = screen.focused.ancestors_with_self if screen.focused is not None else (screen, app)
        # declared bindings and not the active ones: a key that was taken over must not hide its action
        for node in nodes:
            for binding in _declared(node):
                if binding.action in _HIDDEN or not _allowed(node, binding.action):
                    continue
                key = keymap.get(binding.id or "", binding.key).split(",")[0]
                shown = app.get_key_display(binding.with_key(key))
                name = (binding.tooltip or binding.description).rstrip(".")
                yield Command(name, f"key {shown}", partial(app.run_action, binding.action, node))

    def _everywhere(self) -> Iterator[Command]:
        app = cast("Host", self.app)
        yield Command("Save a picture of this screen", "As an SVG file, beside the exports", app.save_picture)
        if len(app.screen_stack) > 1:
            yield Command("Home", "Back to the first screen", app.go_home)
        elif app.screen_stack:
            titles = {
                "new": ("New patient", "Generate someone you have not met"),
                "cases": ("Ready cases", "Reviewed patients"),
                "sessions": ("Saved sessions", "Resume, replay, export"),
                "spot": ("Spot-check", "Rate a consultation without knowing its engine"),
                "settings": ("Settings", "Engine, theme, keys"),
            }
            for name in _ONLY_HOME:
                title, words = titles[name]
                route = "sessions" if name == "spot" else name
                named = {"purpose": "rate"} if name == "spot" else {}
                yield Command(title, words, partial(app.go, route, **named))


def _declared(node: DOMNode) -> Iterator[Binding]:
    for kind in type(node).__mro__:
        for binding in kind.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                yield binding


def _allowed(node: DOMNode, action: str) -> bool:
    _, name, parameters = parse(action)
    return node.check_action(name, parameters) is True
