"""What stands between a model's words and the screen. Run: python -m tests.bench.bench_ollama [HOST [MODEL]]

Without a host, against the loopback server: the first sentence by the voice beside a bare Ollama client in one
run, and how much of each prompt is new. With a host, a real model: time to the first sentence turn by turn.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sys
import time
from contextlib import aclosing

import ollama

from pz_tui.consultation.ports import Delta, Exchange, SpeechBrief
from pz_tui.encounter.create import create_patient
from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.engines.selection import choose
from pz_tui.generation.request import PatientRequest
from pz_tui.knowledge.library import load
from pz_tui.record.facts import facts_of
from tests.bench.bench_turn import spread
from tests.ollama.briefs import a_brief
from tests.ollama.loopback import LoopbackOllama, Reply

ROUNDS = 60
REPLY = "It came on last night while I was at work. It has not let up since."


async def first_sentence(engine: Engine, brief: SpeechBrief) -> tuple[float, float, list[str], Delta]:
    """Milliseconds to the first sentence and to the end, the sentences, the last piece."""
    began, first, said, last = time.perf_counter(), 0.0, list[str](), Delta()
    async for delta in engine.voice.speak(brief):
        last = delta
        if delta.text and delta.finish != "waiting":
            first = first or (time.perf_counter() - began) * 1000
            said.append(delta.text.strip())
    return first, (time.perf_counter() - began) * 1000, said, last


async def bare(client: ollama.AsyncClient, messages: list[dict[str, str]]) -> float:
    """Milliseconds to the first full stop with a bare client."""
    began, text = time.perf_counter(), ""
    async with aclosing(await client.chat("llama3.2:3b", messages=messages, stream=True)) as parts:  # type: ignore[type-var]
        async for part in parts:
            text += part.message.content or ""
            if ". " in text:
                return (time.perf_counter() - began) * 1000
    return (time.perf_counter() - began) * 1000


async def loopback() -> None:
    """Overhead of the first sentence, and the share of each prompt that is new."""
    builtin = builtin_engine(load())
    with LoopbackOllama() as server:
        server.answer = lambda messages: Reply(text=REPLY)
        engine = await choose("ollama", host=server.host, model="", builtin=builtin)
        client = ollama.AsyncClient(server.host, trust_env=False)
        ours, theirs, news = [], [], []
        history: list[Exchange] = []
        before: list[dict[str, str]] = []
        for turn in range(ROUNDS):
            brief = a_brief(f"Question {turn}?", ("It came on last night.",), history=history[-30:], turn=turn)
            first, _, said, last = await first_sentence(engine, brief)
            messages = server.chats()[-1]["messages"]
            theirs.append(await bare(client, messages))
            ours.append(first)
            if turn < 30:
                assert messages[: len(before)] == before, "the prefix was not kept"
                new = sum(len(m["content"]) for m in messages[len(before) :])
                news.append(100 * new / sum(len(m["content"]) for m in messages))
                before = messages
            assert last.prompt_tokens + 200 <= 8192
            history.append(Exchange(doctor=brief.utterance, truth=("It came on last night.",), patient=" ".join(said)))
        await engine.close()
    spread("first sentence, voice", ours)
    spread("first sentence, bare client", theirs)
    print(f"{'new part of the prompt':28} turn 2: {news[1]:.0f} %, turn 10: {news[9]:.0f} %, turn 30: {news[29]:.0f} %")


async def real(host: str, model: str) -> None:
    """A short consultation with a real model."""
    library = load()
    builtin = builtin_engine(library)
    engine = await choose("ollama", host=host, model=model, builtin=builtin, library=library)
    print(engine.reason)
    request = PatientRequest(condition="nstemi", seed=7, date=dt.date(2026, 3, 14))
    record = await create_patient(request, builtin, library)
    history: list[Exchange] = []
    told = [fact for fact in facts_of(record) if fact.wording.full and fact.access == "direct-question"][:12]
    for turn, fact in enumerate(told):
        brief = a_brief(f"Tell me about the {fact.concept.replace('_', ' ')}: {fact.attribute}?",
                        fact.wording.full[:1], history=history, record=record, turn=turn)  # fmt: skip
        first, total, said, last = await first_sentence(engine, brief)
        print(f"{first:8.0f} {total:8.0f} ms {last.prompt_tokens:6} tokens  {fact.wording.full[0]} -> {' '.join(said)}")
        history.append(Exchange(doctor=brief.utterance, truth=fact.wording.full[:1], patient=" ".join(said)))
    await engine.close()


def main() -> None:
    """Measure and print."""
    host = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PZ_TEST_OLLAMA", "")
    asyncio.run(real(host, sys.argv[2] if len(sys.argv) > 2 else "") if host else loopback())


if __name__ == "__main__":
    main()
