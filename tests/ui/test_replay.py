from __future__ import annotations

from pz_tui.sessions.session import Session
from tests.factories import a_session
from tests.ui.conftest import Driver, driving
from tests.ui.fakes import FakeServices


def finished(turns: int = 6) -> Session:
    return a_session(turns).model_copy(update={"status": "finished"})


async def replayed(ui: Driver, session: Session) -> None:
    ui.app.go("replay", session)
    await ui.on("ReplayScreen")
    await ui.until(lambda: "rebuilding" not in ui.text)


async def test_it_steps_jumps_and_shows_the_chat_as_it_was(size: tuple[int, int]) -> None:
    async with driving(FakeServices([finished()]), size) as ui:
        await replayed(ui, finished())
        await ui.sees("turn 1 of 6 · ✓ state matches")
        assert "how bad is it? (0)" in ui.text
        assert "(1)" not in ui.text
        await ui.press("right", "right")
        await ui.sees("turn 3 of 6")
        assert "(2)" in ui.text
        assert "(3)" not in ui.text
        await ui.press("left")
        await ui.sees("turn 2 of 6")
        await ui.press("end")
        await ui.sees("turn 6 of 6")
        await ui.press("right")
        await ui.sees("turn 6 of 6")
        await ui.press("home", "left")
        await ui.sees("turn 1 of 6")
        await ui.press("g")
        await ui.on("Jump")
        await ui.type("5")
        await ui.press("enter")
        await ui.sees("turn 5 of 6")
        assert "(4)" in ui.text


async def test_a_turn_is_explained() -> None:
    async with driving(FakeServices([finished()]), (120, 60)) as ui:
        await replayed(ui, finished())
        await ui.sees("Understood")
        said = " ".join(ui.text.split())
        for words in ("onset", "Plan", "direct", "asked for", "kept back, sensitive", "Mood", "trust",
                      "✗ It is my appendix.", "leak: names the diagnosis", "Remembered from this turn",
                      "rebuilt from events"):  # fmt: skip
            assert words in said, words


async def test_a_state_that_differs_is_said() -> None:
    session = finished()
    broken = session.turns[1].model_copy(update={"memory_digest": "0000000000000000"})
    session = session.model_copy(update={"turns": (session.turns[0], broken, *session.turns[2:])})
    async with driving(FakeServices([session])) as ui:
        await replayed(ui, session)
        await ui.press("right")
        await ui.sees("✗ state differs")
        assert "0000000000000000" in ui.text


async def test_a_session_without_turns_is_safe() -> None:
    session = finished(0)
    async with driving(FakeServices([session])) as ui:
        await replayed(ui, session)
        await ui.sees("Nothing was asked")
        for key in ("left", "right", "home", "end", "g"):
            await ui.press(key)
        assert ui.where == "ReplayScreen"


async def test_one_can_go_on_from_a_turn() -> None:
    services = FakeServices([finished()])
    async with driving(services) as ui:
        await replayed(ui, finished())
        await ui.press("right", "c")
        await ui.on("ConsultationScreen")
        assert len(services.encounters[0].session.turns) == 2


async def test_an_exam_is_not_gone_on_with() -> None:
    services = FakeServices([finished()])
    async with driving(services) as ui:
        await replayed(ui, finished().model_copy(update={"mode": "exam"}))
        await ui.press("c")
        await ui.sees("An exam is taken once")
        assert not services.encounters
