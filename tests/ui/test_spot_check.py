from __future__ import annotations

from textual.widgets import Input, TextArea

from pz_tui.assessment.realism import REALISM_ITEMS
from pz_tui.ui.widgets.chat import Chat
from pz_tui.ui.widgets.choice import Choice
from tests.factories import a_session
from tests.ui.conftest import Driver, driving
from tests.ui.fakes import FakeServices


async def rating(ui: Driver, services: FakeServices) -> None:
    ui.app.go("spot", next(iter(services.sessions.values())))
    await ui.on("SpotCheckScreen")
    await ui.sees("turn 1")


async def test_the_rater_sees_the_chat_and_neither_engine_nor_provenance(size: tuple[int, int]) -> None:
    services = FakeServices([a_session(4)])
    async with driving(services, size) as ui:
        await rating(ui, services)
        await ui.sees(REALISM_ITEMS[0].text)
        assert "engine hidden" in ui.text
        for hidden in ("built-in", "builtin", "sensitive", "ppendix", "seed"):
            assert hidden not in ui.text, hidden


async def test_a_filled_form_with_marks_is_kept() -> None:
    services = FakeServices([a_session(4)])
    async with driving(services) as ui:
        await rating(ui, services)
        await ui.press("ctrl+down", "f4")
        await ui.on("AskText")
        await ui.type("too tidy")
        await ui.press("enter")
        await ui.sees("unreal: too tidy")
        await ui.press("f6", "right", "right")
        await ui.press("down", "left")
        form = ui.app.screen
        form.query_one("#overall", Choice).value = "7"
        form.query_one("#usable", Choice).value = "after_edits"
        form.query_one("#worst", Choice).value = "2"
        form.query_one("#rater", Input).value = "AB"
        form.query_one("#note", TextArea).text = "Good [b]pace[/b]."
        form.query_one("#note", TextArea).focus()
        await ui.press("f6")
        await ui.until(lambda: isinstance(ui.app.focused, Chat))
        await ui.press("f5")
        await ui.until(lambda: ui.where == "HomeScreen")
        kept = next(iter(services.sessions.values())).ratings[0]
        assert kept.items == {REALISM_ITEMS[0].id: 2, REALISM_ITEMS[1].id: None}
        assert (kept.overall, kept.usable, kept.worst_turn, kept.rater) == (7, "after_edits", 2, "AB")
        assert kept.note == "Good [b]pace[/b]."
        assert [(mark.turn, mark.reason) for mark in kept.marks] == [(1, "too tidy")]
        assert kept.blind
        await rating(ui, services)
        await ui.sees("Earlier ratings: 1")


async def test_a_second_f4_takes_the_mark_away() -> None:
    services = FakeServices([a_session(4)])
    async with driving(services) as ui:
        await rating(ui, services)
        await ui.press("f4")
        await ui.on("AskText")
        await ui.type("flat")
        await ui.press("enter")
        await ui.sees("unreal: flat")
        await ui.press("f4")
        await ui.until(lambda: "unreal: flat" not in ui.text)


async def test_leaving_a_filled_form_asks_and_an_empty_one_is_not_kept() -> None:
    services = FakeServices([a_session(4)])
    async with driving(services) as ui:
        await rating(ui, services)
        await ui.press("f5")
        await ui.sees("Nothing is filled in yet.")
        await ui.press("f6", "right", "escape")
        await ui.on("Confirm")
        await ui.press("y")
        await ui.on("HomeScreen")
        assert not next(iter(services.sessions.values())).ratings
