"""Against a real server: ``PZ_TEST_OLLAMA=host[:port]`` (and ``PZ_TEST_OLLAMA_MODEL``) switches these on."""

from __future__ import annotations

import os
from contextlib import aclosing

import pytest

from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.engines.ollama.client import Client
from pz_tui.engines.ollama.errors import OllamaError
from pz_tui.engines.ollama.host import read_host
from pz_tui.engines.selection import choose
from pz_tui.knowledge.library import load
from tests.ollama.briefs import a_brief, heard

HOST = os.environ.get("PZ_TEST_OLLAMA", "")
MODEL = os.environ.get("PZ_TEST_OLLAMA_MODEL", "")
pytestmark = pytest.mark.skipif(not HOST, reason="PZ_TEST_OLLAMA names no server")


@pytest.fixture
async def engine() -> Engine:
    return await choose("ollama", host=HOST, model=MODEL, builtin=builtin_engine(load()))


async def test_a_model_answers_in_the_role(engine: Engine) -> None:
    sentences, last = await heard(engine.voice.speak(a_brief("When did it start?", ("It began last night.",))))  # type: ignore[arg-type]
    assert sentences
    assert "night" in " ".join(sentences).lower()
    assert last.prompt_tokens > 50
    assert "<" not in " ".join(sentences)
    await engine.close()


async def test_the_next_reply_reads_only_what_is_new(engine: Engine) -> None:
    client = Client(read_host(HOST))
    messages = [{"role": "system", "content": "You are a patient. " * 60}, {"role": "user", "content": "Hello."}]
    options = {"num_ctx": 4096, "num_predict": 4, "temperature": 0}
    times = []
    for _ in range(2):
        async with aclosing(client.chat(model=engine.info.model, messages=messages, options=options)) as pieces:
            last = [piece async for piece in pieces][-1]
        times.append(last.prompt_ms)
        messages += [{"role": "assistant", "content": "Hi."}, {"role": "user", "content": "How are you?"}]
    assert times[1] < times[0]
    await client.close()


async def test_a_missing_model_is_one_sentence() -> None:
    client = Client(read_host(HOST))
    stream = client.chat(model="pz-no-such:1b", messages=[{"role": "user", "content": "x"}], options={})
    with pytest.raises(OllamaError) as caught:
        await anext(stream)
    assert caught.value.kind == "model_missing"
    await client.close()
