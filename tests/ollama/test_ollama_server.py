"""The loopback server holds to the wire format: what the other tests rest on."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.ollama.loopback import LoopbackOllama, Model, Reply

HELLO = [{"role": "user", "content": "hello"}]


def call(server: LoopbackOllama, method: str, path: str, body: Any = None, raw: bytes | None = None) -> httpx.Response:
    content = raw if raw is not None else json.dumps(body).encode() if body is not None else None
    with httpx.Client(trust_env=False, timeout=5) as client:
        return client.request(method, f"http://{server.host}{path}", content=content)


def chat(server: LoopbackOllama, **body: Any) -> list[dict[str, Any]]:
    answer = call(server, "POST", "/api/chat", {"model": "llama3.2:3b", "messages": HELLO, **body})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def refused(server: LoopbackOllama, **body: Any) -> tuple[int, str]:
    answer = call(server, "POST", "/api/chat", {"model": "llama3.2:3b", "messages": HELLO, **body})
    return answer.status_code, answer.json()["error"]


def test_small_endpoints_speak_as_the_real_server_does(ollama_server: LoopbackOllama) -> None:
    assert call(ollama_server, "GET", "/").text == "Ollama is running"
    assert call(ollama_server, "HEAD", "/api/version").content == b""
    assert call(ollama_server, "GET", "/api/version").json() == {"version": "0.33.0"}
    unknown, wrong = call(ollama_server, "GET", "/api/x"), call(ollama_server, "GET", "/api/chat")
    assert (unknown.status_code, unknown.text) == (404, "404 page not found")
    assert wrong.status_code == 405
    foreign = httpx.get(f"http://{ollama_server.host}/api/tags", headers={"Host": "evil.example"}, trust_env=False)
    assert (foreign.status_code, foreign.text) == (403, "")


def test_tags_show_the_tag_null_families_and_stubs(ollama_server: LoopbackOllama) -> None:
    ollama_server.models += [
        Model(name="plain:latest", families=None, lists_capabilities=False),
        Model(name="gpt-oss:120b-cloud", remote_host="https://ollama.com:443", remote_model="gpt-oss:120b"),
    ]
    first, plain, stub = call(ollama_server, "GET", "/api/tags").json()["models"]
    assert first["name"] == first["model"] == "llama3.2:3b"
    assert first["modified_at"].endswith("123456789+02:00")
    assert plain["details"]["families"] is None
    assert "capabilities" not in plain
    assert stub["remote_host"] == "https://ollama.com:443"


def test_requests_are_refused_in_order_and_in_the_server_s_words(ollama_server: LoopbackOllama) -> None:
    server = ollama_server
    server.models += [Model(name="embed:latest", capabilities=("embedding",)), Model(name="x:cloud")]
    assert call(server, "POST", "/api/chat").json() == {"error": "missing request body"}
    assert "invalid character" in call(server, "POST", "/api/chat", raw=b"nonsense").json()["error"]
    assert refused(server, model="") == (400, "model is required")
    assert refused(server, model="nope") == (404, "model 'nope' not found")
    assert refused(server, think=True) == (400, '"llama3.2:3b" does not support thinking')
    assert refused(server, model="embed") == (400, '"embed" does not support chat')
    assert refused(server, options={"num_ctx": "8k"}) == (500, 'option "num_ctx" must be of type integer')
    assert refused(server, keep_alive="300")[0] == 400
    assert refused(server, format="yaml")[0] == 500
    assert refused(server, format={"type": "string", "pattern": r"^\d+$"}) == (400, "failed to parse grammar")
    assert refused(server, model="x:cloud") == (401, "unauthorized")
    server.cloud_disabled = True
    assert refused(server, model="x:cloud")[0] == 403
    server.scheduler.full = True
    assert refused(server) == (503, "server busy, please try again.  maximum pending requests exceeded")


def test_the_last_line_carries_ns_metrics_without_zeros(ollama_server: LoopbackOllama) -> None:
    ollama_server.script("One two.", "One two.")
    *words, last = chat(ollama_server)
    assert [line["done"] for line in words] == [False] * len(words)
    assert (last["done"], last["done_reason"], last["message"]["content"]) == (True, "stop", "")
    assert last["load_duration"] > 10**8
    again = chat(ollama_server)[-1]
    assert "load_duration" not in again
    assert again["prompt_eval_duration"] < last["prompt_eval_duration"] or last["prompt_eval_count"] < 8


def test_load_unload_and_reload(ollama_server: LoopbackOllama) -> None:
    assert chat(ollama_server, messages=[])[0]["done_reason"] == "load"
    assert len(call(ollama_server, "GET", "/api/ps").json()["models"]) == 1
    chat(ollama_server, options={"num_ctx": 8192}, keep_alive=-1)
    (running,) = call(ollama_server, "GET", "/api/ps").json()["models"]
    assert running["context_length"] == 8192
    assert running["expires_at"].startswith("2318")
    assert ollama_server.scheduler.loads == [("llama3.2:3b", 4096), ("llama3.2:3b", 8192)]
    assert chat(ollama_server, messages=[], keep_alive=0)[0]["done_reason"] == "unload"
    assert call(ollama_server, "GET", "/api/ps").json()["models"] == []


def test_a_shared_prefix_is_read_faster(ollama_server: LoopbackOllama) -> None:
    long = [{"role": "system", "content": "word " * 500}, *HELLO]
    first = chat(ollama_server, messages=long)[-1]
    more = [*long, {"role": "assistant", "content": "Yes."}, *HELLO]
    second = chat(ollama_server, messages=more)[-1]
    assert second["prompt_eval_count"] > first["prompt_eval_count"]
    assert second["prompt_eval_duration"] < first["prompt_eval_duration"] / 10


def test_too_long_a_prompt_loses_its_oldest_messages_in_silence(ollama_server: LoopbackOllama) -> None:
    turns = [{"role": "user", "content": f"{number} " + "x" * 3990} for number in range(8)]
    last = chat(ollama_server, messages=[{"role": "system", "content": "role"}, *turns])[-1]
    assert last["prompt_eval_count"] <= 4096
    kept = ollama_server.seen[-1]
    assert kept[0]["content"] == "role"
    assert kept[-1] == turns[-1]
    assert len(kept) < 6


def test_a_message_that_never_fits_overflows_by_path(ollama_server: LoopbackOllama) -> None:
    huge = [{"role": "user", "content": "x" * 40_000}]
    status, error = refused(ollama_server, messages=huge)
    assert status == 400
    assert json.loads(error)["error"]["type"] == "exceed_context_size_error"
    ollama_server.models[0].path = "rendered"
    assert chat(ollama_server, messages=huge)[-1]["prompt_eval_count"] == 2050


def test_length_cuts_in_the_middle_of_json(ollama_server: LoopbackOllama) -> None:
    schema = {"type": "object", "properties": {"says": {"type": "string", "maxLength": 200}}, "required": ["says"]}
    ollama_server.script("a long wording " * 9, "a long wording " * 9)
    *_, last = chat(ollama_server, format=schema, options={"num_predict": 5}, stream=False)
    assert last["done_reason"] == "length"
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(last["message"]["content"])
    (whole,) = chat(ollama_server, format=schema, stream=False)
    assert json.loads(whole["message"]["content"])["says"].startswith("a long wording")


@pytest.mark.parametrize(("mode", "begins"), [("enforce", '{"why"'), ("sort", '{"said"'), ("ignore", "plain prose")])
def test_schema_modes(ollama_server: LoopbackOllama, mode: Any, begins: str) -> None:
    ollama_server.schema_mode = mode
    ollama_server.script("plain prose")
    text = {"type": "string", "maxLength": 20}
    schema = {"type": "object", "properties": {"why": text, "said": text}, "required": ["why", "said"]}
    (answer,) = chat(ollama_server, format=schema, stream=False)
    assert answer["message"]["content"].startswith(begins)


def test_thinking_comes_before_content_and_is_on_unless_refused(ollama_server: LoopbackOllama) -> None:
    ollama_server.models.append(Model(name="thinker:latest", capabilities=("completion", "thinking")))
    ollama_server.script(Reply(text="No.", thinking="She asks."), Reply(text="No.", thinking="She asks."))
    lines = chat(ollama_server, model="thinker")
    assert "thinking" in lines[0]["message"]
    assert lines[0]["message"]["content"] == ""
    assert all("thinking" not in line["message"] for line in chat(ollama_server, model="thinker", think=False))


def test_go_escapes_and_raw_next_line(ollama_server: LoopbackOllama) -> None:
    ollama_server.script(Reply(chunks=("a < b & c\u0085d",)))
    raw = call(ollama_server, "POST", "/api/chat", {"model": "llama3.2:3b", "messages": HELLO}).content
    assert b"a \\u003c b \\u0026 c\xc2\x85d" in raw


async def test_leaving_during_a_load_aborts_it(ollama_server: LoopbackOllama) -> None:
    ollama_server.models[0].load_seconds = 30
    async with httpx.AsyncClient(trust_env=False, timeout=None) as client:
        body = {"model": "llama3.2:3b", "messages": HELLO}
        asking = asyncio.create_task(client.post(f"http://{ollama_server.host}/api/chat", json=body))
        await ollama_server.wait_for_phase("load")
        with pytest.raises(httpx.ReadTimeout):
            await client.get(f"http://{ollama_server.host}/api/ps", timeout=0.2)
        asking.cancel()
        abort = await ollama_server.wait_for_abort()
    assert abort.phase == "load"
    assert ollama_server.scheduler.loads == []
