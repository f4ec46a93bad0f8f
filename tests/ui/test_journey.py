"""The whole way through the real rooms with the built-in engine: from a bare home to a kept rating."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pz_tui.ui.services import Services
from pz_tui.ui.widgets.choice import Choice
from pz_tui.ui.widgets.prompt import Prompt
from tests.ui.conftest import Driver, driving

QUESTIONS = (
    "Hello, I'm Dr Osei, one of the junior doctors. What's brought you in today?",
    "When did it start?",
    "Any allergies?",
    "I'd like to check your observations.",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bare home, with the built-in engine chosen so that no server is looked for."""
    monkeypatch.setenv("PZ_HOME", str(tmp_path))
    from pz_tui.paths import settings_file

    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('engine = "builtin"\nfirst_start_seen = true\n', encoding="utf-8")
    return tmp_path


def files(home: Path) -> list[str]:
    """Everything below ``home``."""
    return [str(path.relative_to(home)) for path in home.rglob("*")]


async def begin(ui: Driver, seed: str, *, exam: bool = False) -> None:
    await ui.press("n")
    await ui.on("NewPatientScreen")
    if exam:
        ui.app.screen.query_one("#mode", Choice).value = "exam"
    ui.app.screen.query_one("#seed").value = seed  # type: ignore[attr-defined]
    await ui.press("f5")
    await ui.on("DoorCardScreen")
    await ui.press("enter")
    await ui.on("ConsultationScreen")
    await ui.until(lambda: isinstance(ui.app.focused, Prompt))


async def converse(ui: Driver) -> None:
    encounter = ui.app.screen.encounter  # type: ignore[attr-defined]
    for words in QUESTIONS:
        ui.app.screen.query_one(Prompt).text = words
        before = len(encounter.session.turns)
        await ui.press("enter")
        await ui.until(lambda: len(encounter.session.turns) > before and not encounter.busy)  # noqa: B023
    assert [turn.status for turn in encounter.session.turns] == ["answered"] * len(QUESTIONS)
    assert encounter.session.turns[-1].cards


async def finish(ui: Driver) -> None:
    await ui.press("f5")
    await ui.on("FinishScreen")
    await ui.type("appendicitis")
    await ui.press("f5")
    await ui.on("DebriefScreen")
    await ui.sees("Diagnosis")


async def test_from_a_new_patient_to_a_kept_rating(home: Path, size: tuple[int, int]) -> None:
    async with driving(Services(), size) as ui:
        await ui.sees("built-in engine")
        await begin(ui, "7")
        record = ui.app.screen.encounter.record  # type: ignore[attr-defined]
        assert record.condition.name.lower() not in ui.text.lower()
        await converse(ui)
        await ui.press("f2")
        await ui.sees("Identity")
        await ui.press("f2")
        await finish(ui)
        await ui.press("f2")
        await ui.on("RecordScreen")
        await ui.press("escape", "r")
        await ui.on("ReplayScreen")
        await ui.sees("turn 1 of 4 · ✓ state matches")
        for turn in (2, 3, 4):
            await ui.press("right")
            await ui.sees(f"turn {turn} of 4 · ✓ state matches")
        await ui.press("escape", "k")
        await ui.on("SpotCheckScreen")
        await ui.press("f6", "right", "f5")
        await ui.on("DebriefScreen")
        await ui.press("x")
        await ui.sees("Written to")
        await ui.press("escape")
        await ui.on("HomeScreen")
        await ui.press("s")
        await ui.sees("finished")
        await ui.sees("★ 1")
    names = files(home)
    assert len([name for name in names if name.endswith(".md")]) == 1
    assert not [name for name in names if record.condition.id in name], "a file name tells the diagnosis"


async def test_a_consultation_left_open_is_resumed_where_it_stood(home: Path) -> None:
    async with driving(Services()) as ui:
        await begin(ui, "11")
        await converse(ui)
        first = ui.app.screen.encounter.session  # type: ignore[attr-defined]
        await ui.app.action_leave_app()
    async with driving(Services()) as ui:
        await ui.sees("Resume")
        await ui.sees("4 questions")
        await ui.press("enter")
        await ui.on("ConsultationScreen")
        again = ui.app.screen.encounter.session  # type: ignore[attr-defined]
        assert again.turns == first.turns
        assert again.id == first.id


async def test_an_exam_is_locked_until_the_end_and_open_after_it(home: Path) -> None:
    async with driving(Services()) as ui:
        await begin(ui, "5", exam=True)
        await ui.press("f2")
        await ui.sees("The record is locked")
        await converse(ui)
        await ui.press("escape")
        await ui.on("Confirm")
        await ui.press("y")
        await ui.on("HomeScreen")
        await ui.press("s")
        await ui.sees("exam · open")
        await ui.press("r")
        await ui.sees("This exam is not finished")
        await ui.press("enter")
        await ui.on("ConsultationScreen")
        await finish(ui)
        await ui.press("r")
        await ui.on("ReplayScreen")
        await ui.sees("state matches")


async def test_replay_of_an_unfinished_practice_counts_as_an_opening(home: Path) -> None:
    async with driving(Services()) as ui:
        await begin(ui, "3")
        await converse(ui)
        await ui.press("escape")
        await ui.on("Confirm")
        await ui.press("y")
        await ui.on("HomeScreen")
        await ui.press("s")
        await ui.sees("open · 4 turns")
        await ui.press("r")
        await ui.on("ReplayScreen")
        await ui.press("escape", "enter")
        await ui.on("ConsultationScreen")
        assert ui.app.screen.encounter.memory.record_openings == (4,)  # type: ignore[attr-defined]


async def test_a_home_that_cannot_be_written_starts_and_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    async with driving(Services()) as ui:
        await ui.sees("nothing is saved in this run")
        await begin(ui, "7")
        await converse(ui)
        await finish(ui)
    assert not [name for name in files(home) if name.endswith(".session")]
