"""What a server has, which model is to speak, and fetching one."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from pz_tui.engines.ollama.client import Client
from pz_tui.engines.ollama.errors import OllamaError
from pz_tui.engines.ollama.health import ModelInfo, describe, is_cloud_name, pick, probe
from pz_tui.engines.ollama.host import read_host
from pz_tui.engines.ollama.pulling import PullProgress, pull
from tests.ollama.loopback import LoopbackOllama, Model

EMBEDDING = Model(name="nomic-embed-text:latest", capabilities=("embedding",), size=274_000_000)
STUB = Model(name="gpt-oss:120b-cloud", remote_host="https://ollama.com:443", remote_model="gpt-oss:120b", size=384)
DISGUISED = Model(name="mine:latest", remote_host="https://ollama.com:443", remote_model="gpt-oss:120b", size=384)
THINKER = Model(name="qwen3:4b", capabilities=("completion", "thinking"), size=2_600_000_000)


async def picked(server: LoopbackOllama, wanted: str = "", *, only_wanted: bool = False) -> ModelInfo:
    client = Client(read_host(server.host))
    return await pick(client, await probe(client), wanted, only_wanted=only_wanted)


async def test_probe_sees_what_the_client_library_hides(ollama_server: LoopbackOllama) -> None:
    old = Model(name="old:latest", lists_capabilities=False, families=None)
    ollama_server.models += [STUB, DISGUISED, EMBEDDING, old]
    found = await probe(Client(read_host(ollama_server.host)))
    assert found.version == "0.33.0"
    assert [model.remote for model in found.models] == [False, True, True, False, False]
    assert found.models[3].can_chat is False
    assert found.models[4].capabilities is None
    assert found.find("LLAMA3.2:3b") == found.models[0]
    assert found.find("old") == found.models[4]
    assert found.at_least(0, 30, 1)
    assert not found.at_least(0, 33, 1)


@pytest.mark.parametrize("version", ["0.30.0", "dev", "", "0.30.1-rc0"])
async def test_versions_that_are_odd_do_no_harm(ollama_server: LoopbackOllama, version: str) -> None:
    ollama_server.version = version
    found = await probe(Client(read_host(ollama_server.host)))
    assert found.at_least(0, 30, 1) == (version == "0.30.1-rc0")


async def test_auto_skips_remote_and_embedding_models(ollama_server: LoopbackOllama) -> None:
    ollama_server.models[:] = [EMBEDDING, STUB, DISGUISED, THINKER]
    assert (await picked(ollama_server)).name == "qwen3:4b"
    assert (await picked(ollama_server, "gpt-oss:120b-cloud")).name == "qwen3:4b"
    ollama_server.models.append(Model(name="llama3.2:3b"))
    assert (await picked(ollama_server)).name == "llama3.2:3b"
    assert (await picked(ollama_server, "qwen3:4b")).name == "qwen3:4b"


async def test_nothing_usable_names_a_command(ollama_server: LoopbackOllama) -> None:
    ollama_server.models[:] = [EMBEDDING, STUB]
    with pytest.raises(OllamaError, match=r"ollama pull llama3\.2:3b"):
        await picked(ollama_server)


async def test_a_user_s_express_choice(ollama_server: LoopbackOllama) -> None:
    ollama_server.models += [EMBEDDING, STUB]
    assert (await picked(ollama_server, "gpt-oss:120b-cloud", only_wanted=True)).remote
    assert (await picked(ollama_server, "other:cloud", only_wanted=True)).remote
    with pytest.raises(OllamaError, match="ollama pull absent"):
        await picked(ollama_server, "absent", only_wanted=True)
    with pytest.raises(OllamaError, match="cannot hold a conversation"):
        await picked(ollama_server, "nomic-embed-text", only_wanted=True)


async def test_show_without_model_info_and_with_stop_words(ollama_server: LoopbackOllama) -> None:
    ollama_server.models[0].lacks_model_info = True
    ollama_server.models[0].parameters = 'num_ctx 4096\nstop    "<|im_end|>"\nstop    "</s>"'
    ollama_server.models[0].template = "{{ .Prompt }}<think>"
    model = await describe(Client(read_host(ollama_server.host)), ModelInfo(name="llama3.2:3b"))
    assert model.context_length is None
    assert model.stops == ("<|im_end|>", "</s>")
    assert model.may_think
    assert not model.thinks


async def test_a_model_that_cannot_be_shown_is_passed_over(ollama_server: LoopbackOllama) -> None:
    ollama_server.models.append(Model(name="zephyr:7b"))
    real = ollama_server.models[0]
    client = Client(read_host(ollama_server.host))
    found = await probe(client)
    ollama_server.models.remove(real)
    assert (await pick(client, found, "", only_wanted=False)).name == "zephyr:7b"


async def test_something_else_answers(ollama_server: LoopbackOllama) -> None:
    ollama_server.replaced["/api/version"] = (200, "application/json", b'{"name":"something"}')
    with pytest.raises(OllamaError) as caught:
        await probe(Client(read_host(ollama_server.host)))
    assert caught.value.kind == "not_ollama"


async def test_a_list_of_rubbish_is_an_empty_list(ollama_server: LoopbackOllama) -> None:
    body = b'{"models":[null,{"name":7},{"size":"x"},{"name":"a\\u001b[31m:1b","size":"big","details":null}]}'
    ollama_server.replaced["/api/tags"] = (200, "application/json", body)
    (model,) = (await probe(Client(read_host(ollama_server.host)))).models
    assert model.name == "a:1b"


@pytest.mark.parametrize(
    ("name", "cloud"),
    [("gpt-oss:120b-cloud", True), ("x:cloud", True), ("X:CLOUD", True), ("cloud", False), ("cloudy:3b", False)],
)
def test_cloud_names(name: str, cloud: bool) -> None:
    assert is_cloud_name(name) is cloud


async def fetched(server: LoopbackOllama, name: str) -> list[PullProgress]:
    async with aclosing(pull(Client(read_host(server.host)), name)) as steps:
        return [step async for step in steps]


async def test_pull_reports_progress_and_success(ollama_server: LoopbackOllama) -> None:
    ollama_server.pullable.add("qwen3:4b")
    steps = await fetched(ollama_server, "qwen3:4b")
    assert steps[-1] == PullProgress(status="success", done=True)
    assert max(step.completed for step in steps) == 2_000_000
    assert any(model.name == "qwen3:4b" for model in ollama_server.models)


@pytest.mark.parametrize("name", ["unknown:1b", "bad name?", "", "x:cloud"])
async def test_pull_of_what_cannot_be_had(ollama_server: LoopbackOllama, name: str) -> None:
    with pytest.raises(OllamaError) as caught:
        await fetched(ollama_server, name)
    assert caught.value.kind in ("pull", "cloud")
    assert "status code" not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_pull_without_success_has_failed(ollama_server: LoopbackOllama) -> None:
    ollama_server.pullable.add("qwen3:4b")
    ollama_server.pull_ends_early = True
    with pytest.raises(OllamaError, match="ended early"):
        await fetched(ollama_server, "qwen3:4b")


async def test_stopping_a_pull_is_noticed(ollama_server: LoopbackOllama) -> None:
    ollama_server.pullable.add("qwen3:4b")
    ollama_server.pull_pace = 0.05
    async with aclosing(pull(Client(read_host(ollama_server.host)), "qwen3:4b")) as steps:
        async for _ in steps:
            break
    assert (await ollama_server.wait_for_abort(1.0)).phase == "pull"
