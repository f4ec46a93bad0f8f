"""Untrusted text stays literal, nothing acts on the terminal, every text can be read in both themes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.color import ColorType

from pz_tui.sessions.session import Rating, SessionSummary
from pz_tui.ui.themes import DARK, LIGHT
from pz_tui.ui.widgets.chat import Chat
from pz_tui.ui.widgets.prompt import Prompt
from tests.factories import a_record, a_session
from tests.ui.conftest import Driver, driving
from tests.ui.debriefs import a_debrief
from tests.ui.fakes import ABDOMEN, BLOODS, FakeServices
from tests.ui.test_consultation import ask, consulting, prompt

NASTY = "[/] [b]x[/b] [red]y [link='a'] {z} \\[ :smile:"
ESCAPES = "a\x1b[31mb\x1b]0;title\x07c\x9b2Jd\u202ee\x00f"


def services_with_nasty_text() -> FakeServices:
    session = a_session(0).model_copy(update={"label": f"Ann {NASTY}"})
    services = FakeServices([session])
    services.script = {
        "hi": [f"I feel {NASTY} today.", f"{ESCAPES}."],
        "card": [ABDOMEN.model_copy(update={"title": NASTY, "lines": (NASTY,)})],
        "bad": [f"!It failed: {NASTY}"],
    }
    return services


async def test_markup_is_literal_everywhere(size: tuple[int, int]) -> None:
    services = services_with_nasty_text()
    services.fake_engine.reason = f"Engine {NASTY}"
    services.extra = [SessionSummary(id="x", label=NASTY, unreadable=f"Cut {NASTY}")]
    async with driving(services, size) as ui:
        await ui.sees("Engine [/] [b]x[/b]")
        await ui.press("s")
        await ui.sees("unreadable")
        assert "[/] [b]x[/b]" in ui.text
        await ui.press("end", "enter")
        await ui.sees("Cut [/]")
        await ui.press("d")
        await ui.on("Confirm")
        await ui.sees("[/] [b]x[/b]")
        await ui.press("n", "escape")
        await consulting(ui, services)
        for words, seen in (("hi", "I feel [/] [b]x[/b]"), ("card", "[/] [b]x[/b] [red]y"), ("bad", "It failed: [/]")):
            prompt(ui).text = words
            await ui.press("enter")
            await ui.sees(seen)
        prompt(ui).text = NASTY
        await ui.press("enter")
        await ui.sees("You    [/] [b]x[/b]")
        await ui.press("f3")
        await ui.type("[/]")
        await ui.press("f3", "f5")
        await ui.on("FinishScreen")
        await ui.sees("Your notes: [/]")
        await ui.press("escape", "f2")
        await ui.sees("Identity")
        await ui.press("ctrl+p")
        await ui.on("CommandPalette")
        await ui.type("[/]")
        await ui.pilot.pause(0.1)


async def test_ratings_and_debriefs_with_markup_open() -> None:
    rating = Rating(id="r", note=NASTY, rater="[/]")
    made = a_debrief().model_dump(mode="json")
    made["plan"]["submitted"] = NASTY
    session = a_session(3).model_copy(update={"ratings": (rating,), "debrief": made, "status": "finished"})
    async with driving(FakeServices([session]), (120, 36)) as ui:
        ui.app.go("spot", session)
        await ui.on("SpotCheckScreen")
        await ui.sees("[/] ·")
        await ui.press("escape")
        ui.app.go("debrief", session)
        await ui.on("DebriefScreen")
        await ui.until(lambda: any("[/] [b]x[/b]" in line for line in ui.app.screen.query_one("#page").text_lines))  # type: ignore[attr-defined]


async def test_control_sequences_reach_neither_screen_nor_encounter() -> None:
    services = services_with_nasty_text()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        await ask(ui, "hi")
        await ui.sees("abcdef.")
        await ui.pilot.app.screen.query_one(Prompt)._on_paste(_paste(ESCAPES))
        assert prompt(ui).text == "abcdef"
        prompt(ui).text = "x\x1b[2Jy"
        await ui.press("enter")
        await ui.until(lambda: encounter.asked == ["hi", "xy"])
        assert "\x1b" not in ui.text


def _paste(text: str) -> Any:
    from textual.events import Paste

    return Paste(text)


async def test_wide_characters_keep_their_cells() -> None:
    services = FakeServices([a_session(0)])
    async with driving(services) as ui:
        await consulting(ui, services)
        area = prompt(ui)
        area.text = ""
        area.insert("頭が痛い é̀ ok")
        await ui.pilot.pause()
        column = area.cursor_screen_offset.x
        await ui.press("backspace", "backspace")
        await ui.pilot.pause()
        assert area.text == "頭が痛い é̀ "
        assert area.cursor_screen_offset.x == column - 2
        area.text = "痛" * 60
        await ui.pilot.pause()
        assert area.size.height >= 2, "a long line of wide characters wraps"


# --- contrast -------------------------------------------------------------------------------------------


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [value / 255 for value in colour]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


_DRAWN = set("─│╭╮╰╯┃║▌▁▂▃▄▅▆▇█━┏┓┗┛╺╸╻╹▏▕╶╴┄ ▔▎▊▋▍▐")


def unreadable(ui: Driver) -> list[str]:
    """Words on the screen that stand below 4.5:1; lines and bars are no words."""
    found = []
    for strip in ui.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if not set(segment.text) - _DRAWN or style is None or style.color is None or style.bgcolor is None:
                continue
            if ColorType.DEFAULT in (style.color.type, style.bgcolor.type):
                continue
            ratio = _contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())
            if ratio < 4.5 or style.dim:
                found.append(f"{segment.text.strip()!r} {ratio:.1f} {style}")
    return found


@asynccontextmanager
async def themed(theme: str) -> AsyncIterator[Driver]:
    made = a_debrief().model_dump(mode="json")
    session = a_session(4)
    done = session.model_copy(update={"id": "20260101-101010-finished", "status": "finished", "debrief": made})
    services = FakeServices([session, done], theme=theme)
    services.script = {"bloods": [BLOODS, "OK."], "bad": ["!It failed."]}
    async with driving(services, (120, 36)) as ui:
        ui.app.theme = theme
        await ui.pilot.pause()
        yield ui


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_every_text_stands_at_4_5_to_1(theme: str) -> None:
    async with themed(theme) as ui:
        services: Any = ui.app.services

        def check(where: str) -> None:
            assert not unreadable(ui), f"{where} {unreadable(ui)}"

        await ui.sees("Resume")
        check("home")
        for key, screen in (("n", "NewPatientScreen"), ("c", "CasesScreen"), ("s", "SessionsScreen"),
                            ("e", "SettingsScreen"), ("f1", "HelpScreen")):  # fmt: skip
            await ui.press(key)
            await ui.on(screen)
            await ui.pilot.pause(0.1)
            check(screen)
            await ui.press("tab")
            await ui.pilot.pause()
            check(f"{screen}, next focus")
            await ui.press("escape")
            if ui.where == screen:
                await ui.press("escape")
            await ui.on("HomeScreen")
        ui.app.go("door", a_record())
        await ui.on("DoorCardScreen")
        check("door card")
        ui.app.go("replay", await services.session(a_session().id), fresh=True)
        await ui.on("ReplayScreen")
        await ui.sees("state matches")
        check("replay")
        ui.app.go("debrief", await services.session("20260101-101010-finished"), fresh=True)
        await ui.on("DebriefScreen")
        await ui.sees("Red flags")
        check("debrief")
        ui.app.go("spot", await services.session(a_session().id), fresh=True)
        await ui.on("SpotCheckScreen")
        await ui.sees("engine hidden")
        check("spot-check")
        await consulting(ui, services)
        for words in ("bloods", "bad"):
            prompt(ui).text = words
            await ui.press("enter")
            await ui.pilot.pause(0.1)
        await ui.press("f2", "f3")
        await ui.sees("Identity")
        check("consultation")
        for tab in ("tab-memory", "tab-checks"):
            ui.app.screen.query_one("#tabs").active = tab  # type: ignore[attr-defined]
            await ui.pilot.pause(0.1)
            check(tab)


async def test_without_colour_everything_still_tells_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    services = FakeServices([a_session(2)])
    services.script = {"bloods": [BLOODS]}
    async with driving(services) as ui:
        assert ui.app.no_color
        await ui.sees("› Resume")
        await consulting(ui, services)
        await ask(ui, "bloods")
        await ui.sees("▲ H")
        await ui.press("f2")
        await ui.sees("○ Abdominal pain")


# --- long conversations -----------------------------------------------------------------------------------


async def test_300_turns_open_in_a_second_and_keys_echo() -> None:
    services = FakeServices([a_session(300)])
    async with driving(services, (120, 36)) as ui:
        await consulting(ui, services)
        ui.app.screen.query_one(Chat).set_blocks([])
        # processor time: the wall clock counts the pilot's waits and whatever else the machine does
        began = time.process_time()
        ui.app.screen.query_one(Chat).show_turns(services.encounters[0].session.turns)
        await ui.pilot.pause()
        assert "(299)" in ui.text
        opened = time.process_time() - began
        assert opened < 1.0, f"{opened:.2f} s"
        slowest = 0.0
        for key in "abc":
            began = time.process_time()
            await ui.press(key)
            slowest = max(slowest, time.process_time() - began)
        assert slowest < 0.1, f"{slowest * 1000:.0f} ms"


async def test_resizing_keeps_the_place() -> None:
    services = FakeServices([a_session(60)])
    async with driving(services, (120, 36)) as ui:
        await consulting(ui, services)
        chat = ui.app.screen.query_one(Chat)
        chat.show_block(20)
        await ui.pilot.pause()
        for width in (80, 160, 60, 200):
            await ui.pilot.resize_terminal(width, 30)
            await ui.pilot.pause(0.1)
            assert chat.block_at_top() == 20, width


async def test_no_terminal_is_too_small_to_live_in() -> None:
    services = FakeServices([a_session(2)])
    async with driving(services) as ui:
        for screen in ("new", "cases", "sessions", "settings", "help"):
            ui.app.go(screen, fresh=True)
            await ui.until(lambda: len(ui.app.screen_stack) == 2)
            for width, height in ((20, 6), (1, 1), (200, 60), (80, 24)):
                await ui.pilot.resize_terminal(width, height)
                await ui.pilot.pause(0.05)
        await consulting(ui, services)
        await ui.press("f2")
        for width, height in ((20, 6), (1, 1), (99, 30), (100, 30), (200, 60), (80, 24)):
            await ui.pilot.resize_terminal(width, height)
            await ui.pilot.pause(0.05)
        await ui.sees("Identity")
