from __future__ import annotations

from pathlib import Path

from textual.widgets import Input, TextArea

from tests.factories import a_session
from tests.ui.conftest import Driver, driving
from tests.ui.debriefs import a_debrief
from tests.ui.fakes import FakeServices
from tests.ui.test_consultation import consulting, services_with


def finished() -> FakeServices:
    made = a_debrief().model_dump(mode="json")
    return FakeServices([a_session(6).model_copy(update={"status": "finished", "debrief": made})])


async def debriefed(ui: Driver) -> None:
    await ui.press("s")
    await ui.on("SessionsScreen")
    await ui.sees("finished")
    await ui.press("enter")
    await ui.on("DebriefScreen")
    await ui.sees("History")


async def test_finishing_hands_in_the_ranked_list_and_opens_the_debrief(size: tuple[int, int]) -> None:
    services = services_with(2)
    async with driving(services, size) as ui:
        encounter = await consulting(ui, services)
        await ui.press("f5")
        await ui.on("FinishScreen")
        await ui.type("gastroenteritis")
        await ui.press("tab")
        await ui.type("20")
        await ui.press("tab")
        await ui.type("appendicitis")
        await ui.press("alt+up")
        ui.app.screen.query_one("#plan", TextArea).text = "Call the surgeons."
        await ui.press("f5")
        await ui.on("DebriefScreen")
        handed_in = encounter.session.submission
        assert handed_in is not None
        assert [(row.name, row.confidence) for row in handed_in.differential] == [
            ("appendicitis", 50), ("gastroenteritis", 20),
        ]  # fmt: skip
        assert handed_in.plan == "Call the surgeons."
        assert encounter.closed
        await ui.press("escape")
        await ui.on("HomeScreen")


async def test_nothing_is_handed_in_without_a_diagnosis_or_with_a_wrong_confidence() -> None:
    services = services_with(2)
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        await ui.press("f5")
        await ui.on("FinishScreen")
        await ui.press("f5")
        await ui.sees("Name at least one diagnosis")
        await ui.type("appendicitis")
        ui.app.screen.query_one("#sure-1", Input).value = "400"
        await ui.press("f5")
        await ui.sees("must be 0 to 100")
        await ui.press("escape")
        await ui.on("ConsultationScreen")
        assert encounter.session.submission is None


async def test_the_debrief_shows_every_part_with_its_turns() -> None:
    async with driving(finished(), (120, 200)) as ui:
        await debriefed(ui)
        for words in ("Diagnosis", "Red flags", "Examination", "Tests", "Communication", "Plan", "Hidden record",
                      "check against current local guidance", "ask: ", "turn 1", "Acute appendicitis",
                      "Call the surgeons.", "Not looked at before the end"):  # fmt: skip
            assert words in ui.text, words


async def test_after_the_end_the_record_is_open(size: tuple[int, int]) -> None:
    async with driving(finished(), size) as ui:
        await debriefed(ui)
        await ui.press("f2")
        await ui.on("RecordScreen")
        await ui.sees("31 years old")
        await ui.press("escape")
        await ui.on("DebriefScreen")


async def test_the_contents_lead_to_a_part_on_wide_terminals() -> None:
    async with driving(finished(), (120, 36)) as ui:
        await debriefed(ui)
        await ui.press("shift+tab", "end")
        await ui.sees("Generated for training; may contain errors")


async def test_who_rates_from_the_debrief_is_not_blind() -> None:
    services = finished()
    async with driving(services) as ui:
        await debriefed(ui)
        await ui.press("k")
        await ui.on("SpotCheckScreen")
        await ui.sees("not blind")
        await ui.press("f6", "right", "f5")
        await ui.on("DebriefScreen")
        assert [rating.blind for rating in services.sessions[a_session().id].ratings] == [False]


async def test_export_tells_the_file(tmp_path: Path) -> None:
    services = finished()
    services.folder = tmp_path
    async with driving(services) as ui:
        await debriefed(ui)
        await ui.press("x")
        await ui.sees("Written to")
    assert (tmp_path / f"{a_session().id}.md").read_text() == "reveal=True"


async def test_a_debrief_of_another_version_is_said_and_not_raised() -> None:
    services = finished()
    key, session = next(iter(services.sessions.items()))
    services.sessions[key] = session.model_copy(update={"debrief": {"something": "else"}})
    async with driving(services) as ui:
        await ui.press("s")
        await ui.sees("finished")
        await ui.press("enter")
        await ui.on("DebriefScreen")
        await ui.sees("another version")
