"""Which engine is chosen, and the one line that says so."""

from __future__ import annotations

import sys

import pytest

from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.engines.selection import EngineUnavailable, choose
from pz_tui.knowledge.library import load
from tests.ollama.loopback import LoopbackOllama, Model

NOBODY = "127.0.0.1:9"


@pytest.fixture(scope="module")
def builtin() -> Engine:
    return builtin_engine(load())


async def test_auto_takes_ollama_when_it_answers(ollama_server: LoopbackOllama, builtin: Engine) -> None:
    engine = await choose("auto", host=ollama_server.host, model="", builtin=builtin)
    assert (engine.info.kind, engine.info.model, engine.info.host) == ("ollama", "llama3.2:3b", ollama_server.host)
    assert engine.info.digest == ollama_server.models[0].digest
    assert engine.reason == (
        f"Patients speak through llama3.2:3b (Ollama 0.33.0 at {ollama_server.host}). You can change this in Settings."
    )
    await engine.close()


async def test_auto_falls_back_and_says_why(builtin: Engine) -> None:
    engine = await choose("auto", host=NOBODY, model="", builtin=builtin)
    assert engine.info.kind == "builtin"
    assert engine.voice is builtin.voice
    assert engine.reason == (
        "No Ollama answers at 127.0.0.1:9, so patients use the built-in engine. "
        "Start Ollama or change this in Settings."
    )


@pytest.mark.parametrize("host", ["127.0.0.1:99999", "ftp://x", "a b"])
async def test_a_wrong_address_does_not_stop_auto(host: str, builtin: Engine) -> None:
    engine = await choose("auto", host=host, model="", builtin=builtin)
    assert engine.info.kind == "builtin"
    assert "so patients use the built-in engine" in engine.reason


async def test_auto_with_no_usable_model(ollama_server: LoopbackOllama, builtin: Engine) -> None:
    ollama_server.models[:] = [Model(name="x:cloud"), Model(name="embed:latest", capabilities=("embedding",))]
    engine = await choose("auto", host=ollama_server.host, model="x:cloud", builtin=builtin)
    assert engine.info.kind == "builtin"
    assert "ollama pull llama3.2:3b" in engine.reason


async def test_auto_never_fails_even_when_the_library_is_broken(
    builtin: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pz_tui.engines.ollama.client", None)
    engine = await choose("auto", host=NOBODY, model="", builtin=builtin)
    assert engine.info.kind == "builtin"
    with pytest.raises(EngineUnavailable):
        await choose("ollama", host=NOBODY, model="", builtin=builtin)


@pytest.mark.parametrize("path", ["/api/version", "/api/tags", "/api/show"])
async def test_auto_survives_rubbish_from_every_endpoint(
    ollama_server: LoopbackOllama, builtin: Engine, path: str
) -> None:
    for body in (b"[]", b"{}", b"<html>", b'{"models":7,"version":7,"capabilities":7,"model_info":7}'):
        ollama_server.replaced[path] = (200, "application/json", body)
        engine = await choose("auto", host=ollama_server.host, model="", builtin=builtin)
        assert engine.reason.endswith((".", "”."))


async def test_auto_says_when_another_model_stands_in(ollama_server: LoopbackOllama, builtin: Engine) -> None:
    engine = await choose("auto", host=ollama_server.host, model="qwen3:4b", builtin=builtin)
    assert engine.info.model == "llama3.2:3b"
    assert "as qwen3:4b cannot be used here" in engine.reason


async def test_an_express_wish_is_met_or_refused_in_one_sentence(
    ollama_server: LoopbackOllama, builtin: Engine
) -> None:
    assert (await choose("ollama", host=ollama_server.host, model="", builtin=builtin)).info.kind == "ollama"
    with pytest.raises(EngineUnavailable, match="ollama pull absent:1b"):
        await choose("ollama", host=ollama_server.host, model="absent:1b", builtin=builtin)
    with pytest.raises(EngineUnavailable, match=r"No Ollama answers at 127\.0\.0\.1:9"):
        await choose("ollama", host=NOBODY, model="", builtin=builtin)


async def test_a_remote_model_is_used_only_on_an_express_wish_and_is_marked(
    ollama_server: LoopbackOllama, builtin: Engine
) -> None:
    ollama_server.models.append(Model(name="big:120b-cloud", remote_host="https://ollama.com:443", remote_model="big"))
    engine = await choose("ollama", host=ollama_server.host, model="big:120b-cloud", builtin=builtin)
    assert engine.info.model == "big:120b-cloud"
    assert "what you type leaves this one" in engine.reason
    auto = await choose("auto", host=ollama_server.host, model="big:120b-cloud", builtin=builtin)
    assert auto.info.model == "llama3.2:3b"


async def test_the_built_in_engine_by_wish_asks_nobody(ollama_server: LoopbackOllama, builtin: Engine) -> None:
    assert await choose("builtin", host=ollama_server.host, model="", builtin=builtin) is builtin
    assert ollama_server.requests == []


async def test_a_silent_server_costs_two_seconds(ollama_server: LoopbackOllama, builtin: Engine) -> None:
    ollama_server.silent = True
    engine = await choose("auto", host=ollama_server.host, model="", builtin=builtin)
    assert engine.info.kind == "builtin"
    assert "did not answer within 2 s" in engine.reason
