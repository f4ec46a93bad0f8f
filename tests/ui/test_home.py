from __future__ import annotations

from pz_tui.sessions.errors import StoreError
from tests.factories import a_session
from tests.ui.conftest import driving
from tests.ui.fakes import FakeServices


async def test_home_names_the_ways_in_and_the_engine(size: tuple[int, int]) -> None:
    async with driving(FakeServices(), size) as ui:
        await ui.sees("No Ollama answers at 127.0.0.1:11434")
        for entry in ("New patient", "Ready cases", "Saved sessions", "Spot-check", "Settings", "Help"):
            assert entry in ui.text


async def test_an_interrupted_consultation_stands_on_top_and_resumes(size: tuple[int, int]) -> None:
    services = FakeServices([a_session(3)])
    async with driving(services, size) as ui:
        await ui.sees("Resume")
        lines = [line for line in ui.text.splitlines() if "Resume" in line or "New patient" in line]
        assert "Resume" in lines[0]
        assert "3 questions" in lines[0]
        await ui.press("enter")
        await ui.on("ConsultationScreen")
        assert services.encounters[0].session.id == a_session().id


async def test_without_an_open_session_r_does_nothing() -> None:
    async with driving(FakeServices()) as ui:
        await ui.press("r")
        await ui.pilot.pause()
        assert ui.where == "HomeScreen"


async def test_every_letter_opens_its_screen_and_escape_comes_back() -> None:
    screens = {"n": "NewPatientScreen", "c": "CasesScreen", "s": "SessionsScreen", "k": "SessionsScreen",
               "e": "SettingsScreen", "f1": "HelpScreen"}  # fmt: skip
    async with driving(FakeServices()) as ui:
        for key, screen in screens.items():
            await ui.press(key)
            await ui.on(screen)
            await ui.press("escape")
            await ui.on("HomeScreen")


async def test_the_first_start_notice_is_shown_until_it_is_confirmed() -> None:
    services = FakeServices(first_start_seen=False)
    async with driving(services) as ui:
        await ui.on("NoticeScreen")
        await ui.sees("must not be used to care for a real person")
        await ui.press("escape")
        await ui.on("HomeScreen")
        assert not services.saved, "closing the notice is no confirmation"
    async with driving(services) as ui:
        await ui.on("NoticeScreen")
        await ui.press("enter")
        await ui.on("HomeScreen")
        assert services.saved == [{"first_start_seen": True}]


async def test_a_home_that_cannot_be_written_is_said() -> None:
    services = FakeServices()
    services.read_only = "/data cannot be written, so nothing is saved in this run."
    async with driving(services) as ui:
        await ui.sees("nothing is saved in this run")


async def test_a_fault_on_resume_is_one_sentence_and_home_stays() -> None:
    services = FakeServices([a_session(3)])

    async def broken(session: str) -> None:
        raise StoreError("The session is cut off; it is left as it is.")

    services.resume = broken  # type: ignore[method-assign]
    async with driving(services) as ui:
        await ui.sees("Resume")
        await ui.press("r")
        await ui.sees("The session is cut off")
        assert ui.where == "HomeScreen"


async def test_keys_on_home_are_safe_before_anything_is_loaded() -> None:
    async with driving(FakeServices()) as ui:
        for key in ("up", "down", "home", "end", "pageup", "pagedown", "f2", "f3", "f4", "f5", "delete", "x"):
            await ui.press(key)
        assert ui.where == "HomeScreen"
