from __future__ import annotations

import asyncio
from typing import Any

from textual.widgets import Input

from pz_tui.generation.request import RequestError
from pz_tui.ui.widgets.choice import Choice
from tests.ui.conftest import Driver, driving
from tests.ui.fakes import FakeServices


async def form(ui: Driver) -> None:
    await ui.press("n")
    await ui.on("NewPatientScreen")
    await ui.until(lambda: len(ui.app.screen.query_one("#condition", Choice).options) > 1)


async def test_a_surprise_asks_for_nothing_and_ends_on_the_door_card(size: tuple[int, int]) -> None:
    services = FakeServices()
    async with driving(services, size) as ui:
        await form(ui)
        await ui.press("f5")
        await ui.on("DoorCardScreen")
        request = services.requests[0]
        assert (request.condition, request.specialty, request.sex) == (None, None, None)
        for words in ("Maria Keller, 31", "emergency department", "abdominal pain since last night", "15 minutes"):
            assert words in ui.text
        assert "ppendicitis" not in ui.text
        await ui.press("enter")
        await ui.on("ConsultationScreen")
        assert services.began[0]["surprise"] is True
        assert services.began[0]["mode"] == "practice"


async def test_the_engine_gets_ready_while_the_door_card_is_read() -> None:
    services = FakeServices()
    async with driving(services) as ui:
        await form(ui)
        await ui.press("f5")
        await ui.on("DoorCardScreen")
        await ui.until(lambda: services.fake_engine.warmed == ["Maria Keller"])


async def test_the_wishes_reach_the_request() -> None:
    services = FakeServices()
    async with driving(services) as ui:
        await form(ui)
        await ui.press("enter")
        await ui.on("Chooser")
        await ui.type("depress")
        await ui.press("enter")
        await ui.on("NewPatientScreen")
        await ui.press("down", "right")  # sex: female
        await ui.press("down", "right", "right")  # age: 18 to 39
        await ui.press("down", "right")  # mild
        await ui.press("down", "right", "right")  # atypical
        await ui.press("down", "left")  # personality: the last one
        await ui.press("down", "right")  # exam
        await ui.press("down", "end", "backspace", "backspace")
        await ui.type("10")
        await ui.press("down")
        await ui.type("77")
        await ui.press("enter")
        await ui.on("DoorCardScreen")
        request = services.requests[0]
        assert request.condition == "depression"
        assert request.sex == "female"
        assert (request.age_low, request.age_high) == (18, 39)
        assert request.severity == "mild"
        assert request.presentation == "atypical"
        assert request.personality == "reserved"
        assert request.seed == 77
        await ui.press("enter")
        await ui.on("ConsultationScreen")
        assert services.began[0]["mode"] == "exam"
        assert services.began[0]["minutes"] == 10
        assert services.began[0]["surprise"] is False


async def test_bad_minutes_are_told_and_nothing_is_made() -> None:
    services = FakeServices()
    async with driving(services) as ui:
        await form(ui)
        ui.app.screen.query_one("#minutes", Input).value = "999"
        await ui.press("f5")
        await ui.sees("Minutes must be a whole number from 1 to 120.")
        assert not services.requests


async def test_the_four_stages_are_shown_and_escape_stops() -> None:
    services = FakeServices()
    services.stage_delay = 30
    async with driving(services) as ui:
        await form(ui)
        await ui.press("f5")
        await ui.on("GenerationScreen")
        await ui.sees("writing the profile")
        for title in ("Who it is", "Past history and life", "Complaint and story", "Examination and tests"):
            assert title in ui.text
        await ui.press("escape")
        await ui.on("NewPatientScreen")
        await ui.pilot.pause(0.1)
        assert ui.where == "NewPatientScreen"
        running = [worker for worker in ui.app.workers if worker.group == "generation" and worker.is_running]
        assert not running


async def test_wishes_that_cannot_be_met_are_one_sentence_and_the_form_keeps_them() -> None:
    services = FakeServices()

    async def refuse(request: Any, on_progress: Any) -> Any:
        await asyncio.sleep(0)
        raise RequestError("No condition of cardiology begins before 18; choose another age.")

    services.create_patient = refuse  # type: ignore[method-assign]
    async with driving(services) as ui:
        await form(ui)
        await ui.press("down", "right", "f5")
        await ui.sees("No condition of cardiology")
        await ui.on("NewPatientScreen")
        assert ui.app.screen.query_one("#sex", Choice).value == "female"


async def test_begin_pressed_twice_begins_once() -> None:
    services = FakeServices()
    async with driving(services) as ui:
        await form(ui)
        await ui.press("f5")
        await ui.on("DoorCardScreen")
        await ui.press("enter", "enter")
        await ui.on("ConsultationScreen")
        assert len(services.began) == 1


async def test_a_ready_case_opens_its_door_card(size: tuple[int, int]) -> None:
    services = FakeServices()
    async with driving(services, size) as ui:
        await ui.press("c")
        await ui.on("CasesScreen")
        await ui.sees("Maria Keller, 31 · abdominal pain")
        await ui.press("down")
        await ui.sees("line 3: a comma is missing")
        await ui.press("enter")
        assert ui.where == "CasesScreen"
        await ui.press("up", "enter")
        await ui.on("DoorCardScreen")
        await ui.press("enter")
        await ui.on("ConsultationScreen")
        assert services.began[0]["case"] == "keller"
