"""The last line: the keys that hold now, the palette at its end, and a click that presses."""

from __future__ import annotations

from pz_tui.ui.widgets.key_bar import KeyBar
from tests.ui.conftest import driving
from tests.ui.fakes import FakeServices
from tests.ui.test_consultation import consulting, services_with


async def test_a_click_presses_the_key_under_it(size: tuple[int, int]) -> None:
    async with driving(FakeServices(), size) as ui:
        bar = ui.text.splitlines()[-1]
        assert bar.startswith(" q quit  f1 help")
        assert bar.endswith("▏^p commands")
        await ui.pilot.click(KeyBar, offset=(bar.index("f1"), 0))
        await ui.on("HelpScreen")
        await ui.press("escape")
        await ui.on("HomeScreen")
        await ui.pilot.click(KeyBar, offset=(bar.index("^p"), 0))
        await ui.on("CommandPalette")


async def test_it_shows_a_changed_key_and_what_holds_at_the_focus() -> None:
    services = services_with(keymap={"chat.record": "f10"})
    async with driving(services, (120, 36)) as ui:
        await consulting(ui, services)
        await ui.sees("^j newline")
        assert "f10 record" in ui.text
        await ui.press("f3")
        await ui.until(lambda: "^j newline" not in ui.text)
