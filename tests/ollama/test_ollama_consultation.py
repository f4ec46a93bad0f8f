"""Whole turns with a model: through understanding, the gate and the way out."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import date
from itertools import pairwise

import pytest

from pz_tui.consultation.happenings import Happening
from pz_tui.consultation.loop import Consultation
from pz_tui.consultation.memory import rebuild
from pz_tui.consultation.turn import Turn
from pz_tui.encounter.create import create_patient
from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.engines.selection import choose
from pz_tui.generation.request import PatientRequest
from pz_tui.knowledge.library import Library, load
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import PatientRecord
from tests.ollama.loopback import LoopbackOllama, Reply

QUESTIONS = ("Hello, I'm Dr Osei. What brought you in today?", "When did it start?", "Does it go anywhere?",
             "Any fever?", "Do you smoke?", "What do you think is going on?")  # fmt: skip


class Held:
    """A consultation that keeps its turns, as an encounter does."""

    def __init__(self, record: PatientRecord, library: Library, engine: Engine, builtin: Engine) -> None:
        self.record = record
        self.turns: list[Turn] = []
        self.happenings: list[Happening] = []
        self.first_sentence = asyncio.Event()
        self._consultation = Consultation(
            record, facts_of(record), library, voice=engine.voice, fallback=builtin.voice, engine=engine.info
        )

    async def ask(self, text: str) -> Turn:
        memory = rebuild(self.record.persona.mood, self.turns)
        stream = self._consultation.turn(
            text, memory=memory, turns=tuple(self.turns), at="", elapsed=0, on_commit=self.turns.append
        )
        async with aclosing(stream) as happenings:
            async for happening in happenings:
                self.happenings.append(happening)
                if happening.kind == "sentence":
                    self.first_sentence.set()
        return self.turns[-1]


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


@pytest.fixture
async def held(ollama_server: LoopbackOllama, library: Library) -> Held:
    builtin = builtin_engine(library)
    record = await create_patient(PatientRequest(condition="nstemi", seed=7, date=date(2026, 3, 14)), builtin, library)
    engine = await choose("auto", host=ollama_server.host, model="", builtin=builtin)
    return Held(record, library, engine, builtin)


async def test_a_consultation_is_held_in_the_model_s_words(ollama_server: LoopbackOllama, held: Held) -> None:
    for question in QUESTIONS:
        turn = await held.ask(question)
        assert turn.status == "answered"
        assert turn.reply
        assert turn.engine.kind == "ollama"
    drafts = [draft for turn in held.turns for draft in turn.drafts]
    assert sum(draft.source == "engine" and draft.shown for draft in drafts) >= len(QUESTIONS)
    requests = [chat["messages"] for chat in ollama_server.chats()]
    whole = [r for r in requests if "A first answer was wrong" not in r[-1]["content"]]
    for before, after in pairwise(whole):
        assert after[: len(before)] == before
    assert len(ollama_server.scheduler.loads) == 1


async def test_a_model_that_denies_everything_does_not_get_through(ollama_server: LoopbackOllama, held: Held) -> None:
    await held.ask(QUESTIONS[0])
    ollama_server.answer = lambda messages: "No, I have no pain in my arm at all. No, nothing."
    turn = await held.ask("Does the pain go into your arm?")
    refused = [draft for draft in turn.drafts if not draft.shown]
    assert refused
    assert "no pain in my arm" not in turn.reply_text
    assert turn.reply


async def test_a_leaked_diagnosis_is_asked_again_without_naming_it(ollama_server: LoopbackOllama, held: Held) -> None:
    ollama_server.script("I think it's a heart attack, an NSTEMI.", "It's my chest.")
    turn = await held.ask(QUESTIONS[0])
    assert "heart attack" not in turn.reply_text.lower()
    assert "nstemi" not in turn.reply_text.lower()
    repair = ollama_server.chats()[1]["messages"][-1]["content"]
    assert "wrong" in repair
    assert "heart attack" not in repair.lower()


@pytest.mark.parametrize("breaks", ["error", "reset", "eof"])
async def test_a_dying_stream_keeps_the_question_and_no_fragment(
    ollama_server: LoopbackOllama, held: Held, breaks: str
) -> None:
    ollama_server.script(Reply.broken(breaks, "It's my", " chest", " and"))
    turn = await held.ask(QUESTIONS[0])
    assert turn.status == "failed"
    assert turn.reply == ()
    assert turn.utterance == QUESTIONS[0]
    assert "broke off" in turn.failure
    assert (await held.ask(QUESTIONS[0])).status == "answered"


async def test_stopping_keeps_what_was_shown_and_frees_the_server(ollama_server: LoopbackOllama, held: Held) -> None:
    first = "It's my chest."
    ollama_server.script(Reply(chunks=(f"{first} ", *["And it hurts "] * 100), pace=0.05))
    asking = asyncio.create_task(held.ask(QUESTIONS[0]))
    await asyncio.wait_for(held.first_sentence.wait(), 5)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await ollama_server.wait_for_abort(1.0)
    (turn,) = held.turns
    assert (turn.status, turn.reply) == ("interrupted", (first,))
    assert (await held.ask("When did it start?")).status == "answered"


async def test_a_server_that_goes_away_is_named(ollama_server: LoopbackOllama, held: Held) -> None:
    await held.ask(QUESTIONS[0])
    ollama_server.stop()
    turn = await held.ask("When did it start?")
    assert turn.status == "failed"
    assert ollama_server.host in turn.failure
    assert "built-in engine" in turn.failure
