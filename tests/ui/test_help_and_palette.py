from __future__ import annotations

from pathlib import Path

from pz_tui.ui.screens.keys import clashes, key_rows
from tests.factories import a_session
from tests.ui.conftest import driving
from tests.ui.fakes import FakeServices
from tests.ui.test_consultation import consulting, services_with


async def test_help_tells_how_it_works_the_keys_and_the_safety_words(size: tuple[int, int]) -> None:
    async with driving(FakeServices(emergency_text="Call 144."), size) as ui:
        await ui.press("f1")
        await ui.on("HelpScreen")
        await ui.sees("How it works")
        page = " ".join(" ".join(ui.app.screen.query_one("#help").text_lines).split())  # type: ignore[attr-defined]
        for words in ("must not be used to care for a real person", "Call 144.", "Open or close the hidden record",
                      "Generated for training", "Ctrl+J"):  # fmt: skip
            assert words in page, words
        await ui.press("f1")
        assert len(ui.app.screen_stack) == 2, "help does not stack"


async def test_our_own_keys_do_not_clash() -> None:
    async with driving(FakeServices()) as ui:
        rows = list(key_rows(ui.app))
        assert clashes(rows) == ()
        ids = [row[1] for row in rows]
        assert len(ids) == len(set(ids))
        assert all(name for _, _, name, _ in rows)


async def test_the_palette_holds_what_the_keys_do(size: tuple[int, int]) -> None:
    services = services_with()
    async with driving(services, size) as ui:
        await consulting(ui, services)
        for words, name in (("notes", "Open or close the notes pad"), ("finish", "Finish: hand in diagnosis"),
                            ("not what", "That is not what I asked"), ("home", "Home"),
                            ("leave pz", "Leave pz-chat")):  # fmt: skip
            await ui.press("ctrl+p")
            await ui.on("CommandPalette")
            await ui.type(words)
            await ui.sees(name)
            await ui.press("escape")
            await ui.on("ConsultationScreen")
        await ui.press("ctrl+p")
        await ui.on("CommandPalette")
        await ui.type("notes pad")
        await ui.sees("Open or close the notes pad")
        await ui.press("enter")
        await ui.until(lambda: ui.where == "ConsultationScreen" and ui.app.screen.query_one("#notes").display)


async def test_a_picture_of_the_screen_is_written(tmp_path: Path) -> None:
    services = FakeServices()
    services.folder = tmp_path
    async with driving(services) as ui:
        await ui.press("ctrl+p")
        await ui.on("CommandPalette")
        await ui.type("picture")
        await ui.sees("Save a picture")
        await ui.press("enter")
        await ui.sees("Written to")
    picture = (tmp_path / "screen.svg").read_text(encoding="utf-8")
    assert "<svg" in picture
    assert "quit" in picture, "with its footer"
    assert "url(http" not in picture.replace('"', ""), "it loads nothing"


async def test_a_fault_in_any_worker_is_told() -> None:
    async def broken() -> None:
        raise ValueError("a fault of ours")

    async with driving(FakeServices()) as ui:
        ui.app.screen.run_worker(broken(), exit_on_error=False)
        await ui.sees("Something went wrong inside pz-chat (ValueError)")


async def test_the_theme_changes_by_key_and_is_kept() -> None:
    services = FakeServices([a_session(1)])
    async with driving(services) as ui:
        await ui.press("ctrl+t")
        assert ui.app.theme == "pz-light"
        assert services.settings.theme == "light"
        await ui.press("ctrl+t")
        assert ui.app.theme == "pz-dark"
