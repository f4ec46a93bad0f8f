from __future__ import annotations

import time
from pathlib import Path

from pz_tui.sessions.session import SessionSummary
from pz_tui.ui.widgets.row_list import RowList
from tests.factories import a_session
from tests.ui.conftest import Driver, driving
from tests.ui.debriefs import a_debrief
from tests.ui.fakes import FakeServices


def three() -> FakeServices:
    made = a_debrief().model_dump(mode="json")
    services = FakeServices([
        a_session(3).model_copy(update={"label": "Maria Keller, 31 · abdominal pain"}),
        a_session(6, id="20260101-101010-finished").model_copy(
            update={"label": "Tom Hill, 58 · chest discomfort", "status": "finished", "debrief": made}),
        a_session(4, id="20260101-101010-examopen").model_copy(
            update={"label": "Ada Moss, 20 · headache", "mode": "exam"}),
    ])  # fmt: skip
    services.extra = [SessionSummary(id="cut", unreadable="cut.session: the file is cut; it is left as it is.")]
    return services


async def listed(ui: Driver) -> RowList:
    await ui.press("s")
    await ui.on("SessionsScreen")
    await ui.sees("Tom Hill")
    return ui.app.screen.query_one(RowList)


async def test_the_list_names_neither_diagnosis_nor_engine_when_rating(size: tuple[int, int]) -> None:
    async with driving(three(), size) as ui:
        await listed(ui)
        assert "ppendicitis" not in ui.text
        await ui.press("escape", "k")
        await ui.sees("Spot-check · choose a session")
        assert "builtin" not in ui.text


async def test_the_filter_narrows_and_escape_clears_it_first() -> None:
    async with driving(three()) as ui:
        rows = await listed(ui)
        await ui.press("slash")
        await ui.type("finished chest")
        await ui.until(lambda: rows.count == 1)
        await ui.sees("1 of 4")
        await ui.press("escape")
        await ui.until(lambda: rows.count == 4)
        assert ui.where == "SessionsScreen"
        await ui.press("escape")
        await ui.on("HomeScreen")


async def test_enter_resumes_an_open_one_and_opens_the_debrief_of_a_finished_one() -> None:
    services = three()
    async with driving(services) as ui:
        await listed(ui)
        await ui.press("down", "enter")
        await ui.on("DebriefScreen")
        await ui.press("escape")
        await ui.on("SessionsScreen")
        await ui.press("home", "enter")
        await ui.on("ConsultationScreen")
        assert services.encounters[0].session.label.startswith("Maria Keller")


async def test_an_unfinished_exam_cannot_be_replayed() -> None:
    services = three()
    async with driving(services) as ui:
        await listed(ui)
        await ui.press("down", "down", "r")
        await ui.sees("This exam is not finished")
        assert ui.where == "SessionsScreen"
        assert services.replayed == []


async def test_replaying_an_unfinished_practice_is_logged() -> None:
    services = three()
    async with driving(services) as ui:
        await listed(ui)
        await ui.press("r")
        await ui.on("ReplayScreen")
        assert services.replayed == [a_session().id]


async def test_an_unreadable_file_says_why_and_every_key_is_safe_on_it() -> None:
    async with driving(three()) as ui:
        await listed(ui)
        await ui.press("end")
        await ui.sees("the file is cut")
        for key in ("enter", "r", "k", "x"):
            await ui.press(key)
            await ui.pilot.pause()
            assert ui.where == "SessionsScreen"


async def test_deleting_asks_first() -> None:
    services = three()
    async with driving(services) as ui:
        rows = await listed(ui)
        await ui.press("d")
        await ui.on("Confirm")
        await ui.press("enter")  # the harmless answer has the focus
        await ui.on("SessionsScreen")
        assert len(services.sessions) == 3
        await ui.press("d")
        await ui.on("Confirm")
        await ui.press("y")
        await ui.until(lambda: rows.count == 3)
        assert a_session().id not in services.sessions


async def test_an_open_session_is_exported_without_the_record(tmp_path: Path) -> None:
    services = three()
    services.folder = tmp_path
    async with driving(services) as ui:
        await listed(ui)
        await ui.press("x")
        await ui.sees("Written to")
    assert (tmp_path / f"{a_session().id}.md").read_text() == "reveal=False"


async def test_an_empty_list_is_safe() -> None:
    async with driving(FakeServices()) as ui:
        await ui.press("s")
        await ui.sees("No consultation is kept yet.")
        for key in ("up", "down", "end", "enter", "r", "k", "x", "d", "delete", "pageup"):
            await ui.press(key)
        assert ui.where == "SessionsScreen"


async def test_ten_thousand_sessions_filter_and_scroll_within_100_ms_a_key() -> None:
    services = FakeServices()
    services.extra = [
        SessionSummary(id=f"s{number}", created="2026-03-14T09:15:00+00:00", changed="2026-03-14T09:15:00+00:00",
                       label=f"Patient {number}, {number % 90} · complaint {number % 37}", turns=number % 60)
        for number in range(10_000)
    ]  # fmt: skip
    async with driving(services) as ui:
        await ui.press("s")
        await ui.on("SessionsScreen")
        rows = ui.app.screen.query_one(RowList)
        await ui.until(lambda: rows.count == 10_000)
        # processor time, the best of three: the wall clock counts the pilot's waits, and a busy machine slows all
        spent: dict[str, list[float]] = {}
        for _ in range(3):
            for key in ("down", "pagedown", "end", "home", "slash", "9", "9", "9", "7", "backspace"):
                began = time.process_time()
                await ui.press(key)
                _ = ui.text
                spent.setdefault(key, []).append(time.process_time() - began)
            await ui.until(lambda: 0 < rows.count < 100)
            await ui.press("escape")
            await ui.until(lambda: rows.count == 10_000)
        slowest = max(min(times) for times in spent.values())
        assert slowest < 0.1, {key: min(times) for key, times in spent.items()}
