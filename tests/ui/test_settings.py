from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from pz_tui.ui.services import Services
from pz_tui.ui.widgets.choice import Choice
from pz_tui.ui.widgets.row_list import RowList
from tests.ui.conftest import Driver, driving
from tests.ui.fakes import FakeServices
from tests.ui.test_consultation import consulting, services_with


async def opened(ui: Driver) -> None:
    await ui.press("e")
    await ui.on("SettingsScreen")
    await ui.sees("No Ollama answers")


async def test_looking_at_everything_changes_nothing(size: tuple[int, int]) -> None:
    services = FakeServices()
    async with driving(services, size) as ui:
        await opened(ui)
        for _ in range(14):
            await ui.press("tab")
        await ui.press("f7", "escape")
        await ui.on("HomeScreen")
        assert services.saved == []


async def test_each_change_is_kept_as_it_is_made() -> None:
    services = FakeServices()
    async with driving(services) as ui:
        await opened(ui)
        await ui.press("right")
        assert services.settings.engine == "builtin"
        host = ui.app.screen.query_one("#ollama_host", Input)
        host.focus()
        host.value = "127.0.0.1:9999"
        await ui.press("enter")
        assert services.settings.ollama_host == "127.0.0.1:9999"
        models = ui.app.screen.query_one("#ollama_model", Choice)
        await ui.until(lambda: len(models.options) == 3)
        models.focus()
        await ui.press("right")
        assert services.settings.ollama_model == "llama3.2:3b"
        ui.app.screen.query_one("#theme", Choice).focus()
        await ui.press("right")
        assert ui.app.theme == "pz-light"
        assert services.settings.theme == "light"
        words = ui.app.screen.query_one("#emergency_text", TextArea)
        words.focus()
        words.text = "Call 144."
        await ui.press("escape")
        await ui.on("HomeScreen")
        assert services.settings.emergency_text == "Call 144."


async def test_a_number_out_of_range_is_told_and_stays_as_it_was() -> None:
    services = FakeServices()
    async with driving(services) as ui:
        await opened(ui)
        field = ui.app.screen.query_one("#minutes", Input)
        field.focus()
        field.value = "900"
        await ui.press("enter")
        await ui.sees("from 1 to 120")
        assert services.settings.minutes == 15
        assert field.value == "15"


async def test_a_key_can_be_changed_is_shown_so_and_can_be_given_back() -> None:
    services = services_with()
    async with driving(services, (120, 36)) as ui:
        await opened(ui)
        await ui.press("f6")
        await ui.on("KeysScreen")
        ui.app.screen.query_one(RowList).go_to("chat.notes")
        await ui.press("enter")
        await ui.on("PressKey")
        await ui.press("ctrl+n")
        await ui.on("KeysScreen")
        assert dict(services.settings.keymap) == {"chat.notes": "ctrl+n"}
        await ui.sees("Ctrl+N *")
        await ui.press("escape", "escape")
        await ui.on("HomeScreen")
        await consulting(ui, services)
        await ui.sees("^n notes")
        await ui.press("ctrl+n")
        await ui.until(lambda: ui.app.screen.query_one("#notes").display)
        await ui.press("f1")
        await ui.on("HelpScreen")
        page = ui.app.screen.query_one("#help")
        assert any(line.split() == ["Ctrl+N", "Open", "or", "close", "the", "notes", "pad"] for line in page.text_lines)  # type: ignore[attr-defined]
        await ui.press("escape")
        await ui.on("ConsultationScreen")


async def test_backspace_gives_the_first_key_back() -> None:
    services = FakeServices(keymap={"chat.notes": "ctrl+n"})
    async with driving(services) as ui:
        await opened(ui)
        await ui.press("f6")
        await ui.on("KeysScreen")
        ui.app.screen.query_one(RowList).go_to("chat.notes")
        await ui.press("backspace")
        assert dict(services.settings.keymap) == {}


async def test_two_actions_on_one_key_are_said() -> None:
    services = services_with(keymap={"chat.notes": "f2"})
    async with driving(services) as ui:
        await ui.sees("Two actions share F2")
        await consulting(ui, services)
        await ui.press("ctrl+p")
        await ui.on("CommandPalette")
        await ui.type("hidden record")
        await ui.sees("Open or close the hidden record")


async def test_the_real_file_stays_as_it_is_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PZ_HOME", str(tmp_path))
    from pz_tui.paths import settings_file

    before = b'# mine\nminutes = 20   # enough\n'
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_bytes(before)
    services = Services()
    assert services.settings.minutes == 20
    services.change_settings(minutes=20)
    assert settings_file().read_bytes() == before
    services.change_settings(minutes=25)
    assert b"# mine" in settings_file().read_bytes()
    assert b"25" in settings_file().read_bytes()
