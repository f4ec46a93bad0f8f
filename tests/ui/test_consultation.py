from __future__ import annotations

import asyncio
from typing import Any

from pz_tui.consultation.happenings import Aside
from pz_tui.consultation.ports import EngineError
from pz_tui.ui.plain import is_blank
from pz_tui.ui.widgets.chat import Chat
from pz_tui.ui.widgets.prompt import Prompt
from pz_tui.ui.widgets.record_panel import RecordPanel
from tests.factories import a_session
from tests.ui.conftest import Driver, driving
from tests.ui.fakes import ABDOMEN, BLOODS, VITALS, FakeEncounter, FakeServices

OWN_HEALTH = "I've stepped out of the role. I can't advise about your own health."
SCRIPT: dict[str, list[Any]] = {
    "hello": ["Hello. It's this pain in my tummy.", "It came on last night."],
    "obs": [VITALS, "Go on then."],
    "bloods": [BLOODS, "Is that bad?"],
    "tummy": [ABDOMEN, "Ow."],
    "help": [Aside(text=OWN_HEALTH, reason="own_health")],
    "fail": ["!Ollama at 127.0.0.1:11434 stopped answering."],
    "crash": [RuntimeError("boom")],
    "engine": [EngineError("The model is gone: pull it again.")],
    "long": [f"Sentence {number}." for number in range(20)],
}


def services_with(turns: int = 0, *, mode: str = "practice", **settings: Any) -> FakeServices:
    session = a_session(turns).model_copy(update={"mode": mode})
    services = FakeServices([session], **settings)
    services.script = SCRIPT
    return services


async def consulting(ui: Driver, services: FakeServices) -> FakeEncounter:
    ui.app.go("consultation", await services.resume(next(iter(services.sessions))), fresh=True)
    await ui.on("ConsultationScreen")
    await ui.until(lambda: isinstance(ui.app.focused, Prompt))
    return services.encounters[-1]


def prompt(ui: Driver) -> Prompt:
    return ui.app.screen.query_one(Prompt)


async def ask(ui: Driver, words: str) -> None:
    await ui.type(words)
    await ui.press("enter")


async def test_a_question_is_answered_and_the_header_tells_who_and_how_long(size: tuple[int, int]) -> None:
    services = services_with()
    async with driving(services, size) as ui:
        encounter = await consulting(ui, services)
        await ask(ui, "hello")
        await ui.sees("It came on last night.")
        assert "Maria  Hello. It's this pain in my tummy. It came on last night." in ui.text
        header = ui.text.splitlines()[0]
        assert header.strip().startswith("Maria Keller, 31, abdominal pain ──")
        assert header.strip().endswith("built-in · 00:12")
        assert encounter.asked == ["hello"]
        assert prompt(ui).text == ""


async def test_results_come_with_unit_range_and_a_sign_that_needs_no_colour(size: tuple[int, int]) -> None:
    services = services_with()
    async with driving(services, size) as ui:
        await consulting(ui, services)
        await ask(ui, "bloods")
        await ui.sees("Is that bad?")
        rows = {line.split()[1]: line for line in ui.text.splitlines() if "┃" in line}
        assert "14.2 ×10⁹/L" in rows["White"]
        assert "▲ H" in rows["White"]
        assert "4–11" in rows["White"]
        assert "▼ L" in rows["Potassium"]
        assert "▲" not in rows["Haemoglobin"]
        assert "120–150" in rows["Haemoglobin"]


async def test_findings_come_as_a_card() -> None:
    services = services_with()
    async with driving(services) as ui:
        await consulting(ui, services)
        await ask(ui, "tummy")
        await ui.sees("Guarding in the right iliac fossa")
        assert "Abdomen  examination" in ui.text


async def test_the_program_speaks_apart_from_the_patient() -> None:
    services = services_with()
    async with driving(services) as ui:
        await consulting(ui, services)
        await ask(ui, "help")
        await ui.sees("pz-chat, out of the role")
        line = next(line for line in ui.text.splitlines() if "stepped out of the role" in line)
        assert line.lstrip().startswith("║")
        assert "Maria" not in line


async def test_enter_twice_sends_once_and_what_is_typed_meanwhile_stays() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        encounter.gate = asyncio.Event()
        await ui.type("hello")
        await ui.press("enter", "enter")
        await ui.sees("the model is loading, 2 s")
        await ui.type("and then")
        await ui.press("enter")
        await ui.sees("Maria is still answering; your text stays here.")
        assert encounter.asked == ["hello"]
        encounter.gate.set()
        await ui.sees("It came on last night.")
        assert prompt(ui).text == "and then"
        encounter.gate = None
        await ui.until(lambda: not encounter.busy)
        await ui.press("enter")
        await ui.until(lambda: encounter.asked == ["hello", "and then"])


async def test_escape_stops_and_keeps_what_was_said() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        encounter.script = {**SCRIPT, "long": ["Sentence 0.", "Sentence 1.", asyncio.Event(), "Sentence 2."]}
        await ask(ui, "long")
        await ui.sees("Sentence 1.")
        await ui.press("escape")
        await ui.sees("— stopped here")
        kept = encounter.session.turns[-1]
        assert kept.status == "interrupted"
        assert kept.reply[0] == "Sentence 0."
        assert "Sentence 2." not in ui.text
        await ask(ui, "hello")
        await ui.sees("It came on last night.")


async def test_blank_and_invisible_text_sends_nothing() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        for text in ("", "   ", "\u200b\u200b", "\u2060 \ufeff", "\u3164"):
            assert is_blank(text)
            prompt(ui).text = text
            await ui.press("enter")
        await ui.pilot.pause()
        assert encounter.asked == []
        assert ui.where == "ConsultationScreen"


async def test_a_failed_turn_is_told_and_the_question_comes_back(size: tuple[int, int]) -> None:
    services = services_with()
    async with driving(services, size) as ui:
        encounter = await consulting(ui, services)
        await ask(ui, "fail")
        await ui.sees("stopped answering")
        await ui.until(lambda: prompt(ui).text == "fail")
        prompt(ui).text = ""
        await ask(ui, "engine")
        await ui.sees("pull it again")
        await ui.until(lambda: prompt(ui).text == "engine")
        assert not encounter.busy


async def test_a_fault_in_a_worker_is_told_in_the_chat_and_the_app_lives() -> None:
    services = services_with()
    async with driving(services) as ui:
        await consulting(ui, services)
        await ask(ui, "crash")
        await ui.sees("Something went wrong inside pz-chat (RuntimeError)")
        await ui.until(lambda: prompt(ui).text == "crash")
        prompt(ui).text = ""
        await ask(ui, "hello")
        await ui.sees("It came on last night.")


async def test_history_goes_up_and_down_and_keeps_the_draft() -> None:
    services = services_with()
    async with driving(services) as ui:
        await consulting(ui, services)
        for words in ("hello", "obs"):
            await ask(ui, words)
            await ui.until(lambda: not services.encounters[-1].busy)
        await ui.type("draft")
        await ui.press("up")
        assert prompt(ui).text == "obs"
        await ui.press("up", "up", "up")
        assert prompt(ui).text == "hello"
        await ui.press("down", "down")
        assert prompt(ui).text == "draft"


async def test_a_resumed_session_has_its_questions_in_the_history() -> None:
    services = services_with(2)
    async with driving(services) as ui:
        await consulting(ui, services)
        await ui.press("up")
        assert prompt(ui).text.endswith("(1)")


async def test_ctrl_j_makes_a_line_with_every_send_key() -> None:
    for send_key in ("enter", "ctrl+s"):
        services = services_with(send_key=send_key)
        async with driving(services) as ui:
            encounter = await consulting(ui, services)
            await ui.type("hello")
            await ui.press("ctrl+j")
            await ui.type("there")
            assert prompt(ui).text == "hello\nthere"
            assert "newline" in ui.text.splitlines()[-1]
            await ui.press(send_key)
            await ui.until(lambda: encounter.asked == ["hello\nthere"])  # noqa: B023


async def test_with_another_send_key_enter_is_a_line() -> None:
    services = services_with(send_key="ctrl+s")
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        await ui.type("one")
        await ui.press("enter")
        await ui.type("two")
        assert prompt(ui).text == "one\ntwo"
        assert encounter.asked == []


async def test_tab_completes_commands_and_else_moves_the_focus() -> None:
    services = services_with()
    async with driving(services) as ui:
        await consulting(ui, services)
        await ui.type("/ex")
        await ui.press("tab")
        assert prompt(ui).text == "/exam "
        await ui.sees("Tab: Abdomen · Chest · Vital signs")
        await ui.press("tab")
        assert prompt(ui).text == "/exam Abdomen"
        await ui.press("tab")
        assert prompt(ui).text == "/exam Chest"
        prompt(ui).text = ""
        await ui.type("/test tr")
        await ui.press("tab")
        assert prompt(ui).text == "/test Troponin"
        prompt(ui).text = "plain"
        await ui.pilot.pause()
        await ui.press("tab")
        await ui.until(lambda: not isinstance(ui.app.focused, Prompt))


async def test_that_is_not_what_i_asked_marks_and_brings_the_question_back() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        await ui.press("f4")
        await ui.sees("Nothing has been asked yet.")
        await ask(ui, "hello")
        await ui.sees("It came on last night.")
        await ui.until(lambda: not encounter.busy)
        await ui.press("f4")
        await ui.sees("marked: that is not what I asked")
        assert prompt(ui).text == "hello"
        assert encounter.session.turns[-1].marked == "not_what_i_asked"


async def test_notes_are_kept_when_typing_pauses() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        await ui.press("f3")
        await ui.type("pain since")
        await ui.until(lambda: encounter.notes == ["pain since"])
        await ui.press("f3")
        await ui.until(lambda: isinstance(ui.app.focused, Prompt))


async def test_the_record_opens_on_f2_is_logged_and_shows_what_has_come_out(size: tuple[int, int]) -> None:
    services = services_with()
    async with driving(services, size) as ui:
        encounter = await consulting(ui, services)
        panel = ui.app.screen.query_one(RecordPanel)
        assert not panel.display
        await ask(ui, "hello")
        await ui.sees("It came on last night.")
        await ui.until(lambda: not encounter.busy)
        await ui.press("f2")
        await ui.sees("● Abdominal pain")
        assert "○ 31 years old" in ui.text
        assert "○ Likes to be called Maria" in ui.text
        assert "Presenting complaint  1/1" in ui.text
        assert encounter.memory.record_openings == (0,)
        await ui.sees("f6 next tab")
        await ui.press("f6")
        await ui.sees("trust")
        await ui.sees("Kept back so far")
        await ui.press("f6")
        await ui.sees("open invitation")
        await ui.press("f6")
        await ui.sees("● Abdominal pain")
        await ui.press("f2")
        await ui.until(lambda: not panel.display)
        await ui.until(lambda: "next tab" not in ui.text)


async def test_below_100_columns_the_panel_lies_over_the_chat_and_escape_closes_it() -> None:
    services = services_with(2)
    async with driving(services, (80, 24)) as ui:
        await consulting(ui, services)
        await ui.press("f2")
        await ui.sees("Identity")
        assert "When did it start" not in ui.text
        await ui.press("escape")
        await ui.sees("When did it start")
        assert ui.where == "ConsultationScreen"


async def test_beside_the_chat_one_goes_on_asking_and_the_panel_follows() -> None:
    services = services_with()
    async with driving(services, (120, 36)) as ui:
        await consulting(ui, services)
        await ui.press("f2")
        await ui.sees("○ Abdominal pain")
        await ask(ui, "hello")
        await ui.sees("● Abdominal pain")


async def test_in_an_exam_the_record_stays_locked_and_the_clock_is_in_view() -> None:
    services = services_with(mode="exam")
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        await ui.press("f2")
        await ui.sees("The record is locked until the exam is finished")
        assert not ui.app.screen.query_one(RecordPanel).display
        assert "exam · 00:12 of 15:00" in ui.text
        encounter.elapsed = 15 * 60 + 1
        await ui.sees("Time is up")
        await ask(ui, "hello")
        await ui.pilot.pause()
        assert encounter.asked == []
        assert prompt(ui).text == "hello"


async def test_leaving_asks_closes_the_encounter_and_goes_home() -> None:
    services = services_with(2)
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        await ui.press("escape")
        await ui.on("Confirm")
        await ui.press("escape")
        await ui.on("ConsultationScreen")
        await ui.press("escape")
        await ui.on("Confirm")
        await ui.press("y")
        await ui.on("HomeScreen")
        assert encounter.closed


async def test_a_reply_that_breaks_off_says_why_and_the_question_comes_back() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        encounter.script = {"cut": ["It came on", EngineError("Ollama broke off in the middle of the reply.")]}
        await ask(ui, "cut")
        await ui.sees("— stopped here")
        await ui.sees("✗ Ollama broke off in the middle of the reply.")
        await ui.until(lambda: prompt(ui).text == "cut")


async def test_leaving_while_the_patient_speaks_keeps_the_reply_in_its_session() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        encounter.script = {**SCRIPT, "long": ["Sentence 0.", "Sentence 1.", asyncio.Event(), "Sentence 2."]}
        await ask(ui, "long")
        await ui.sees("Sentence 1.")
        await ui.app.action_leave_app()
        assert encounter.closed
        assert encounter.session.turns[-1].status == "interrupted"


async def test_reading_stays_put_while_text_comes_and_end_follows_again() -> None:
    services = services_with(30)
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        chat = ui.app.screen.query_one(Chat)
        more = asyncio.Event()
        encounter.script = {"long": ["Sentence 0.", more, *SCRIPT["long"][1:]]}
        await ask(ui, "long")
        await ui.sees("Sentence 0.")
        await ui.press("pageup", "pageup")
        place = chat.scroll_offset.y
        more.set()
        await ui.until(lambda: not encounter.busy)
        await ui.sees("new text below")
        assert chat.scroll_offset.y == place
        await ui.press("end")
        await ui.until(lambda: chat.scroll_offset.y >= chat.max_scroll_y)
        await ui.until(lambda: "new text below" not in ui.text)
        await ui.sees("Sentence 19.")
        assert chat.scroll_offset.y >= chat.max_scroll_y


async def test_a_question_left_without_answer_is_back_in_the_prompt() -> None:
    services = services_with(1)
    async with driving(services) as ui:
        encounter = await services.resume(next(iter(services.sessions)))
        encounter.draft = "Where does it hurt?"
        ui.app.go("consultation", encounter, fresh=True)
        await ui.on("ConsultationScreen")
        await ui.until(lambda: prompt(ui).text == "Where does it hurt?")


async def test_read_only_and_unsaved_are_said() -> None:
    services = services_with(1)
    async with driving(services) as ui:
        encounter = await services.resume(next(iter(services.sessions)))
        encounter.read_only = "This consultation is open in another window."
        ui.app.go("consultation", encounter, fresh=True)
        await ui.on("ConsultationScreen")
        await ui.sees("open in another window")


async def test_words_can_be_taken_out_again() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        await ask(ui, "hello")
        await ui.until(lambda: not encounter.busy and encounter.session.turns)
        await ui.press("f9")
        await ui.on("Confirm")
        await ui.press("y")
        await ui.sees("[removed]")
        await ui.press("up")
        assert prompt(ui).text == ""


async def test_the_built_in_engine_can_take_over() -> None:
    services = services_with()
    async with driving(services) as ui:
        encounter = await consulting(ui, services)
        encounter.engine.info = encounter.engine.info.model_copy(update={"kind": "ollama", "model": "qwen3:4b"})
        await ask(ui, "fail")
        await ui.sees("F8 lets the built-in engine speak.")
        await ui.press("f8")
        await ui.until(lambda: encounter.engine.info.kind == "builtin")
