"""Small speech briefs for the tests of the voice."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from pz_tui.consultation.memory import begin
from pz_tui.consultation.ports import Delta, Exchange, SpeechBrief
from pz_tui.consultation.turn import Move, Plan, Understanding
from pz_tui.engines.ollama.client import Client
from pz_tui.engines.ollama.health import ModelInfo
from pz_tui.engines.ollama.host import read_host
from pz_tui.engines.ollama.voice import OllamaVoice
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import PatientRecord
from tests.factories import a_record
from tests.ollama.loopback import LoopbackOllama

MODEL = ModelInfo(name="llama3.2:3b", capabilities=("completion", "tools"))


def a_brief(
    utterance: str = "When did it start?", truth: Sequence[str] = ("It began last night.",), *,
    history: Sequence[Exchange] = (), record: PatientRecord | None = None, turn: int = 0, **changes: Any,
) -> SpeechBrief:  # fmt: skip
    """A brief whose plan tells ``truth``."""
    who = record or a_record()
    return SpeechBrief(
        record=who, facts=facts_of(who), memory=begin(who.persona.mood), utterance=utterance,
        understanding=Understanding(), plan=Plan(moves=(Move(strategy="direct", truth=tuple(truth)),)),
        history=tuple(history), chance=f"7/{turn}/speak", turn=turn, **changes,
    )  # fmt: skip


def a_voice(
    server: LoopbackOllama, model: ModelInfo = MODEL, *, num_ctx: int = 8192, whole: bool = True
) -> OllamaVoice:
    """A voice over the server."""
    return OllamaVoice(Client(read_host(server.host)), model, num_ctx=num_ctx, counts_are_whole=whole)


async def heard(stream: AsyncGenerator[Delta, None]) -> tuple[list[str], Delta]:
    """The sentences of a reply and its last piece; raises AssertionError when there is no last piece."""
    sentences, last = [], None
    async with aclosing(stream) as deltas:
        async for delta in deltas:
            assert last is None, "something came after the last piece"
            if delta.done:
                last = delta
            elif delta.finish != "waiting":
                sentences.append(delta.text.strip())
    assert last is not None, "the reply has no last piece"
    return sentences, last
