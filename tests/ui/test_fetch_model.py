"""A model is fetched by name: progress, stop, what went wrong, and who runs elsewhere is marked."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pz_tui.ui.services import Services
from pz_tui.ui.widgets.choice import Choice
from tests.ollama.loopback import LoopbackOllama
from tests.ui.conftest import Driver, driving
from tests.ui.fakes import FakeServices


async def fetching(ui: Driver, name: str) -> None:
    await ui.press("e")
    await ui.on("SettingsScreen")
    await ui.press("f8")
    await ui.on("FetchModel")
    await ui.type(name.replace(":", ""))
    ui.app.screen.query_one("#fetch-name").value = name  # type: ignore[attr-defined]
    await ui.press("enter")


async def test_the_progress_is_shown_and_the_model_speaks_from_then_on(size: tuple[int, int]) -> None:
    services = FakeServices()
    services.pulling = asyncio.Event()
    async with driving(services, size) as ui:
        await fetching(ui, "qwen3:4b")
        await ui.sees("60%  1.2 GB of 2.0 GB")
        assert services.settings.ollama_model == ""
        services.pulling.set()
        await ui.on("SettingsScreen")
        assert services.pulled == ["qwen3:4b"]
        assert services.settings.ollama_model == "qwen3:4b"
        assert ui.app.screen.query_one("#ollama_model", Choice).shown == "qwen3:4b"


async def test_escape_stops_it_first_and_then_goes_back() -> None:
    services = FakeServices()
    services.pulling = asyncio.Event()
    async with driving(services) as ui:
        await fetching(ui, "qwen3:4b")
        await ui.sees("1.2 GB of 2.0 GB")
        await ui.press("escape")
        await ui.sees("Stopped.")
        await ui.press("escape")
        await ui.on("SettingsScreen")
        assert services.settings.ollama_model == ""


async def test_what_went_wrong_is_said_and_another_name_can_be_tried() -> None:
    services = FakeServices()
    async with driving(services) as ui:
        await fetching(ui, "absent")
        await ui.sees("could not be fetched")
        ui.app.screen.query_one("#fetch-name").value = " "  # type: ignore[attr-defined]
        await ui.press("enter")
        await ui.sees("Name a model first")
        assert services.pulled == ["absent"]


async def test_models_that_run_elsewhere_are_marked() -> None:
    async with driving(FakeServices()) as ui:
        await ui.press("e")
        await ui.on("SettingsScreen")
        models = ui.app.screen.query_one("#ollama_model", Choice)
        await ui.until(lambda: len(models.options) == 3)
        words = dict(models.options)
        assert words["llama3.2:3b"] == "llama3.2:3b"
        assert "leaves it" in words["big:120b-cloud"]


async def test_from_a_server_on_the_wire(
    ollama_server: LoopbackOllama, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PZ_HOME", str(tmp_path))
    ollama_server.pullable.add("qwen3:4b")
    (tmp_path / "settings.toml").write_text(
        f'ollama_host = "{ollama_server.host}"\nfirst_start_seen = true\n', encoding="utf-8"
    )
    async with driving(Services()) as ui:
        await ui.sees("llama3.2:3b")
        await fetching(ui, "qwen3:4b")
        await ui.on("SettingsScreen")
        await ui.sees("Patients speak through qwen3:4b")
