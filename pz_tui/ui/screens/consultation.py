"""The consultation: chat, prompt, notes, and the hidden record behind a key.

The screen shows what the encounter reports and decides nothing: what is asked, kept and saved is the
encounter's business.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerError

from pz_tui.consultation.turn import Turn
from pz_tui.ui.plain import one_line
from pz_tui.ui.screens.beside_chat import TIME_UP, BesideChat
from pz_tui.ui.screens.confirm import Confirm
from pz_tui.ui.widgets.chat import Chat
from pz_tui.ui.widgets.clock_bar import ClockBar
from pz_tui.ui.widgets.key_bar import KeyBar
from pz_tui.ui.widgets.notes import NotesPad
from pz_tui.ui.widgets.prompt import Prompt
from pz_tui.ui.widgets.side import SidePane
from pz_tui.ui.widgets.text_scroll import TextScroll

if TYPE_CHECKING:
    from pz_tui.encounter.encounter import Encounter


class ConsultationScreen(BesideChat):
    """One consultation, live."""

    CSS_PATH = "../styles/consultation.tcss"
    AUTO_FOCUS = "#prompt"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "stop", id="chat.stop", tooltip="Stop the reply; without one, leave"),
        Binding("f2", "record", "record", id="chat.record", tooltip="Open or close the hidden record"),
        Binding("f3", "notes", "notes", id="chat.notes", tooltip="Open or close the notes pad"),
        Binding("f4", "not_asked", "not asked", id="chat.not_asked",
                tooltip="That is not what I asked: mark the turn, ask again"),
        Binding("f5", "finish", "finish", id="chat.finish", tooltip="Finish: hand in diagnosis and plan"),
        # with priority: a text area has its own f6
        Binding("f6", "next_tab", "next tab", id="chat.tab", priority=True,
                tooltip="The next tab of the record: Record, Memory, Checks"),
        Binding("f8", "switch_engine", "engine", show=False, id="chat.engine",
                tooltip="Let the built-in engine speak, or the chosen one again"),
        Binding("f9", "forget", "remove words", show=False, id="chat.forget",
                tooltip="Take the words of the last turn out of the session"),
        Binding("ctrl+up", "look(-1)", "previous turn", show=False, id="chat.previous_turn",
                tooltip="Look at the turn before (Checks)"),
        Binding("ctrl+down", "look(1)", "next turn", show=False, id="chat.next_turn",
                tooltip="Look at the turn after (Checks)"),
    ]  # fmt: skip

    def __init__(self, encounter: Encounter) -> None:
        super().__init__(encounter)
        self._let_go = False

    # --- layout -----------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Chat on the left, what is opened on the right or, when narrow, over the chat."""
        yield ClockBar(self.encounter)
        with Container(id="stage"):
            with Vertical(id="talk"):
                yield Chat(self.encounter.record.speaker, id="chat")
                yield Static("", id="more", markup=False)
                yield Static("", id="hint", markup=False)
                yield Prompt(id="prompt", send_key=self.services.settings.send_key,
                             complete=self.encounter.completions)  # fmt: skip
            yield SidePane(self.encounter.session.notes, id="side")
        yield KeyBar(palette=False)

    def on_mount(self) -> None:
        """Show what was said before, and put back a question that got no answer."""
        self.query_one("#more").display = False
        chat = self.query_one(Chat)
        chat.show_turns(self.encounter.session.turns)
        prompt = self.query_one(Prompt)
        prompt.remember(*(turn.utterance for turn in self.encounter.session.turns))
        if self.encounter.draft:
            prompt.put(self.encounter.draft)
            self.say("The last question got no answer; it is back in the prompt.")
        if not self.encounter.session.turns:
            chat.show_opening(self._opening())
        self.tell_saving()

    def _opening(self) -> str:
        record = self.encounter.record
        carer = f" with {record.informant.name}, {record.informant.relation}" if record.informant else ""
        send = "Enter" if self.services.settings.send_key == "enter" else self.services.settings.send_key
        return (
            f"{record.identity.given_name} is here{carer}. {send} sends, Ctrl+J makes a new line. "
            "Examine and test in plain words, or with /exam and /test and Tab."
        )

    @on(ClockBar.TimeUp)
    def tell_time(self, event: ClockBar.TimeUp) -> None:
        """An exam is over; what is left is to hand in."""
        event.stop()
        self.say(TIME_UP, "warning")
        self.tell_saving()

    # --- asking -----------------------------------------------------------------------------------------

    @on(Prompt.Submitted)
    def ask(self, event: Prompt.Submitted) -> None:
        """One question at a time; what is typed while a reply comes stays as a draft."""
        event.stop()
        if self.reply is not None:
            self.hint(f"{self.encounter.record.speaker} is still answering; your text stays here.")
            return
        if self.query_one(ClockBar).time_is_up:
            self.hint(TIME_UP)
            return
        self.query_one(Prompt).accept()
        self.looked_at = None
        self.hint("")
        self.reply = self.run_worker(self._converse(event.text), group="reply", exit_on_error=False)

    async def _converse(self, text: str) -> None:
        chat = self.query_one(Chat)
        index = len(self.encounter.session.turns)
        chat.begin(Turn(index=index, utterance=text))
        trouble = ""
        try:
            async with aclosing(self.encounter.ask(text)) as happenings:
                async for happening in happenings:
                    chat.happen(happening)
        except Exception as error:
            trouble = self.pz.sentence(error)
        finally:
            self.reply = None
            if self.is_attached:
                self._settle(index, text, trouble)

    def _settle(self, index: int, text: str, trouble: str) -> None:
        """The turn is over, in whatever way: show it as it was kept, and keep the question when it failed."""
        chat, prompt = self.query_one(Chat), self.query_one(Prompt)
        turns = self.encounter.session.turns
        kept = turns[index] if index < len(turns) else None
        if kept is not None:
            chat.settle(kept)
        else:
            chat.drop_live()
        if trouble:
            chat.show_trouble(trouble)
        if trouble or kept is None or kept.status == "failed" or kept.failure:
            back = "Your question is back in the prompt." if prompt.put(text) else "Up brings your question back."
            other = " F8 lets the built-in engine speak." if self.encounter.engine.info.kind != "builtin" else ""
            self.hint(back + other)
        elif kept.aside:
            self.hint("Go on when you like; Esc leaves and keeps the consultation, F9 takes these words out of it.")
        self.refresh_panel()
        self.tell_saving()

    def _still_speaks(self) -> bool:
        if self.reply is not None:
            self.hint("Wait for the end of the reply, or stop it with Esc.")
        return self.reply is not None

    async def action_stop(self) -> None:
        """Stop the reply; without one, close what lies over the chat, or leave."""
        if self.reply is not None:
            self.reply.cancel()
        elif self.query_one(SidePane).is_open and self.narrow:
            self.query_one(SidePane).close_all()
            self.query_one(Prompt).focus()
            self.refresh_bindings()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave; the consultation is kept as it stands."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.pz.run_worker(self._leave(), group="leave", exit_on_error=False)

        unsaved = self.encounter.read_only or self.encounter.save_problem
        kept = f"It is not saved: {unsaved}" if unsaved else "It is saved; home offers to resume it."
        self.app.push_screen(Confirm("Leave this consultation?", kept, yes="Leave", no="Stay"), answered)

    async def _leave(self) -> None:
        await self.close_down()
        await self.pz.go_home()

    async def close_down(self) -> None:
        """Stop the reply, keep the notes, let the session go."""
        if self._let_go:
            return
        self._let_go = True
        worker = self.reply
        if worker is not None:
            worker.cancel()
            await asyncio.wait([asyncio.ensure_future(_ended(worker))], timeout=1.0)
        self.encounter.note(self.query_one(NotesPad).text)
        await self.encounter.close()

    def action_not_asked(self) -> None:
        """Mark the last turn; its question comes back to be asked better."""
        if self._still_speaks():
            return
        question = self.encounter.mark_not_asked()
        if not question:
            self.hint("Nothing has been asked yet.")
            return
        turns = self.encounter.session.turns
        self.query_one(Chat).replace_turn(turns[-1])
        if self.query_one(Prompt).put(question):
            self.hint("Marked. Your question is back: put it another way.")
        else:
            self.hint("Marked. Your draft stays; Up brings the question back.")
        self.query_one(Prompt).focus()
        self.refresh_panel()

    def action_switch_engine(self) -> None:
        """Between the built-in engine and the one of the settings."""
        if self._still_speaks():
            return
        self.take_over(self._switch_engine, "engine")

    async def _switch_engine(self) -> None:
        speaks = self.encounter.engine.info.kind
        other = self.services.engine(fresh=True) if speaks == "builtin" else self.services.builtin()
        engine = await self.attempt(other)
        if engine is not None and self.reply is None:
            self.encounter.switch_engine(engine)
            self.hint(engine.reason.partition(". ")[0].rstrip(".") + ".")
            self.query_one(ClockBar).tick()

    def action_forget(self) -> None:
        """Take the words of the last turn out (real data typed by mistake); asks first."""
        turns = self.encounter.session.turns
        if not turns or self._still_speaks():
            return

        def answered(yes: bool | None) -> None:
            if yes and self.encounter.forget_turn(turns[-1].index):
                self.query_one(Chat).replace_turn(self.encounter.session.turns[-1])
                self.query_one(Prompt).forget(turns[-1].utterance)
                self.hint("The words are gone from the session.")

        words = f"“{one_line(turns[-1].utterance)}” is replaced by “[removed]”. It cannot be brought back."
        self.app.push_screen(Confirm("Take these words out?", words, yes="Take out", no="Keep"), answered)

    # --- hints ------------------------------------------------------------------------------------------

    @on(Prompt.Candidates)
    def offer(self, event: Prompt.Candidates) -> None:
        """What Tab completes to."""
        event.stop()
        if event.names:
            self.hint("Tab: " + " · ".join(event.names))
            self.offering = True
        elif self.offering:
            self.hint("")

    @on(TextScroll.FollowChanged, "#chat")
    def tell_new_text(self, event: TextScroll.FollowChanged) -> None:
        """A sign for text that came below while one was reading above."""
        event.stop()
        more = self.query_one("#more", Static)
        more.display = event.unseen
        end = "End" if not self.query_one(Prompt).text else "Ctrl+End"
        more.update(Content(f"▼ new text below · {end} follows it again"))

    @on(Prompt.Scroll)
    def scroll_chat(self, event: Prompt.Scroll) -> None:
        """Scroll the chat from the prompt."""
        event.stop()
        chat = self.query_one(Chat)
        if event.step < 0:
            chat.scroll_page_up(animate=False)
        elif event.step > 0:
            chat.scroll_page_down(animate=False)
        else:
            chat.scroll_end(animate=False)

    # --- the end ----------------------------------------------------------------------------------------

    def action_finish(self) -> None:
        """Hand in a differential and a plan."""
        if self._still_speaks():
            return
        self.take_over(self._finish, "finish")

    async def _finish(self) -> None:
        from pz_tui.ui.screens.finish import FinishScreen  # noqa: PLC0415 - opened once, at the end

        if any(isinstance(screen, FinishScreen) for screen in self.app.screen_stack):
            return
        self.encounter.note(self.query_one(NotesPad).text)
        submission = await self.app.push_screen_wait(FinishScreen(self.encounter.session.notes))
        if submission is None:
            return
        made = await self.attempt(asyncio.to_thread(self.encounter.submit, submission))
        if made is None:
            return
        self._let_go = True
        session = self.encounter.session
        await self.attempt(self.encounter.close())
        self.pz.go("debrief", session, fresh=True)


async def _ended(worker: Worker[Any]) -> None:
    with suppress(WorkerError):
        await worker.wait()
