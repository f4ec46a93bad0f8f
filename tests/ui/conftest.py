"""Driving the app in tests: start it at a size, wait for what must become true, read what is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from pz_tui.ui.app import PzApp
from pz_tui.ui.services import Services

SIZES = [(80, 24), (120, 36)]


@pytest.fixture(params=SIZES, ids=["80x24", "120x36"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The two sizes that every screen must work at."""
    return cast("tuple[int, int]", request.param)


class Driver:
    """A pilot that waits for things and reads the screen."""

    def __init__(self, app: PzApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        """Everything on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def where(self) -> str:
        """Name of the active screen."""
        return type(self.app.screen).__name__

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)

    async def type(self, words: str) -> None:
        """Type words into what has the focus."""
        names = {" ": "space", "/": "slash", ",": "comma", "?": "question_mark", "'": "apostrophe", ".": "full_stop"}
        await self.pilot.press(*[names.get(char, char) for char in words])

    async def until(self, true: Callable[[], Any], *, seconds: float = 30.0, what: str = "") -> None:
        """Wait until something holds; says what was on the screen when it never did."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not true():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"never came: {what or true}\n{self.text}")
            await asyncio.sleep(0.02)

    async def on(self, screen: str) -> None:
        """Wait for a screen to be active and drawn."""
        await self.until(lambda: self.where == screen, what=screen)
        await self.pilot.pause()

    async def sees(self, words: str) -> None:
        """Wait for words on the screen."""
        await self.until(lambda: words in self.text, what=words)


@asynccontextmanager
async def driving(services: Services, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The app over ``services``, warmed up, with home in view."""
    app = PzApp(services)
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.until(app.warm.is_set, what="warm")
        await pilot.pause()
        yield driver
