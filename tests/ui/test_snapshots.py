"""Looks of a few stable states. They depend on how Textual draws, so they hold for the version they were taken with."""

from __future__ import annotations

from typing import Any

import pytest
import textual
from textual.pilot import Pilot

from pz_tui.ui.app import PzApp
from tests.factories import a_session
from tests.ui.debriefs import a_debrief
from tests.ui.fakes import ABDOMEN, BLOODS, FakeServices

TAKEN_WITH = "8.2.8"
pytestmark = pytest.mark.skipif(textual.__version__ != TAKEN_WITH, reason=f"taken with Textual {TAKEN_WITH}")


def app(**settings: Any) -> PzApp:
    session = a_session(1)
    turn = session.turns[0].model_copy(update={"cards": (ABDOMEN, BLOODS)})
    return PzApp(FakeServices([session.model_copy(update={"turns": (turn,)})], **settings))


async def warm(pilot: Pilot[Any]) -> None:
    await pilot.app.warm.wait()  # type: ignore[attr-defined]
    await pilot.pause()


async def settled(pilot: Pilot[Any], screen: str) -> None:
    for _ in range(200):
        await pilot.pause(0.02)
        if type(pilot.app.screen).__name__ == screen:
            break
    await pilot.pause(0.4)


def test_home(snap_compare: Any) -> None:
    assert snap_compare(app(), terminal_size=(80, 24), run_before=warm)


def test_new_patient_light(snap_compare: Any) -> None:
    async def opened(pilot: Pilot[Any]) -> None:
        await warm(pilot)
        await pilot.press("n")
        await settled(pilot, "NewPatientScreen")

    assert snap_compare(app(theme="light"), terminal_size=(80, 24), run_before=opened)


@pytest.mark.parametrize("width", [80, 120])
def test_consultation(snap_compare: Any, width: int) -> None:
    async def resumed(pilot: Pilot[Any]) -> None:
        await warm(pilot)
        await pilot.press("r")
        await settled(pilot, "ConsultationScreen")
        if width == 120:
            await pilot.press("f2")
            await pilot.pause(0.5)
        pilot.app.screen.query_one("#prompt").cursor_blink = False  # type: ignore[attr-defined]
        await pilot.pause(0.1)

    assert snap_compare(app(), terminal_size=(width, 24 if width == 80 else 36), run_before=resumed)


def test_debrief(snap_compare: Any) -> None:
    async def opened(pilot: Pilot[Any]) -> None:
        await warm(pilot)
        session = a_session(6).model_copy(
            update={"status": "finished", "debrief": a_debrief().model_dump(mode="json")}
        )
        pilot.app.go("debrief", session)  # type: ignore[attr-defined]
        await settled(pilot, "DebriefScreen")

    assert snap_compare(app(), terminal_size=(120, 36), run_before=opened)
