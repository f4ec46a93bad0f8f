"""The author: built-in drafts with a model's words first, where they passed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from pz_tui.encounter.create import create_patient
from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.ollama import connect
from pz_tui.engines.ollama.author import OllamaAuthor
from pz_tui.engines.ollama.client import Client
from pz_tui.engines.ollama.health import ModelInfo
from pz_tui.engines.ollama.host import read_host
from pz_tui.generation.pipeline import StageProgress
from pz_tui.generation.request import PatientRequest
from pz_tui.knowledge.library import Library, load
from pz_tui.record.patient import PatientRecord
from tests.ollama.loopback import LoopbackOllama, Reply, reworded

REQUEST = PatientRequest(condition="nstemi", seed=11, date=date(2026, 3, 14))


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


async def made(
    server: LoopbackOllama, library: Library, answer: Callable[[Sequence[dict[str, Any]]], str | Reply] | None = None
) -> tuple[PatientRecord, list[StageProgress]]:
    if answer is not None:
        server.answer = answer
    engine = await connect(server.host, "", library, builtin_engine(library))
    steps: list[StageProgress] = []
    record = await create_patient(REQUEST, engine, library, steps.append)
    await engine.close()
    return record, steps


async def plain_one(library: Library) -> PatientRecord:
    return await create_patient(REQUEST, builtin_engine(library), library)


def prompts_of(server: LoopbackOllama) -> str:
    return json.dumps([chat["messages"] for chat in server.chats()])


async def test_accepted_words_come_first_and_nothing_else_changes(
    ollama_server: LoopbackOllama, library: Library
) -> None:
    record, steps = await made(ollama_server, library)
    plain = await plain_one(library)
    first, *others = record.complaint.wording.full
    assert tuple(others) == plain.complaint.wording.full
    assert first not in others
    assert first == reworded([{"role": "user", "content": f"True: {others[0]}"}])
    assert record.model_copy(update={"complaint": plain.complaint, "symptoms": plain.symptoms,
                                     "perspectives": plain.perspectives, "provenance": ()}) == plain.model_copy(
        update={"provenance": ()})  # fmt: skip
    assert [s.clinical for s in record.symptoms] == [s.clinical for s in plain.symptoms]
    assert any("finds words 1/" in step.detail for step in steps)
    assert record.provenance[2].engine == "ollama"


async def test_small_requests_with_a_bounded_schema_and_no_character(
    ollama_server: LoopbackOllama, library: Library
) -> None:
    record, _ = await made(ollama_server, library)
    chats = ollama_server.chats()
    assert 3 <= len(chats) <= 14
    for chat in chats:
        assert chat["format"]["required"] == ["says"]
        assert chat["format"]["properties"]["says"]["maxLength"] == 260
        assert chat["options"]["num_ctx"] == 8192
        assert 0 < chat["options"]["num_predict"] <= 200
    told = prompts_of(ollama_server).lower()
    for secret in (record.condition.name, record.persona.personality, record.identity.name, "talkative", "literacy"):
        assert f" {secret.lower()} " not in told
    assert not any(alias.lower() in told for alias in record.condition.aliases if len(alias) > 5)


@pytest.mark.parametrize(
    "answer",
    [
        lambda messages: "not json at all",
        lambda messages: '{"says": ""}',
        lambda messages: '{"other": 1}',
        lambda messages: "[]",
        lambda messages: '{"says": "I am having a heart attack, doctor, and it is in my left leg."}',
        lambda messages: Reply(text='{"says": "It hurts', done_reason="length"),
        lambda messages: Reply(text='{"says": "' + " " * 4000, obeys_limits=False),
        lambda messages: Reply(status=500, body='{"error":"model runner has unexpectedly stopped"}'),
        lambda messages: Reply(text="{", breaks="eof"),
        lambda messages: Reply(status=400, body='{"error":"failed to parse grammar"}'),
    ],
)
async def test_rubbish_leaves_the_built_in_words(
    ollama_server: LoopbackOllama, library: Library, answer: Callable[[Sequence[dict[str, Any]]], str | Reply]
) -> None:
    ollama_server.schema_mode = "ignore"
    record, steps = await made(ollama_server, library, answer)
    plain = await plain_one(library)
    assert record.model_copy(update={"provenance": ()}) == plain.model_copy(update={"provenance": ()})
    told = [step.detail for step in steps if "built-in words" in step.detail or "left out" in step.detail]
    assert told


async def test_a_cut_string_is_not_taken(ollama_server: LoopbackOllama, library: Library) -> None:
    record, _ = await made(ollama_server, library, lambda messages: "It hurts and it hurts and so on " * 30)
    plain = await plain_one(library)
    assert record.complaint == plain.complaint


async def test_time_is_bounded(ollama_server: LoopbackOllama, library: Library) -> None:
    ticks = iter([0.0, 1.0, 50.0, *[200.0] * 50])
    builtin = builtin_engine(library)
    author = OllamaAuthor(
        Client(read_host(ollama_server.host)), ModelInfo(name="llama3.2:3b"), builtin.author, library, num_ctx=4096,
        seconds=60, clock=lambda: next(ticks),
    )  # fmt: skip
    engine = await connect(ollama_server.host, "", library, builtin)
    steps: list[StageProgress] = []
    object.__setattr__(engine, "author", author)
    await create_patient(REQUEST, engine, library, steps.append)
    assert len(ollama_server.chats()) == 2
    assert any("takes too long" in step.detail for step in steps)


async def test_cancelling_stops_the_model_at_once(ollama_server: LoopbackOllama, library: Library) -> None:
    making = asyncio.create_task(made(ollama_server, library, lambda messages: Reply(text="{}", delay=30)))
    await ollama_server.wait_for_chat()
    making.cancel()
    await ollama_server.wait_for_abort(1.0)
    with pytest.raises(asyncio.CancelledError):
        await making


async def test_the_same_seed_asks_the_same(ollama_server: LoopbackOllama, library: Library) -> None:
    one, _ = await made(ollama_server, library)
    asked = ollama_server.chats()
    two, _ = await made(ollama_server, library)
    assert ollama_server.chats()[len(asked) :] == asked
    assert one.complaint == two.complaint
