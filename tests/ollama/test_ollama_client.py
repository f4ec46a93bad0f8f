"""The client against the loopback server: every failure is one sentence, and stopping stops the server."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from contextlib import aclosing
from typing import Any

import pytest

from pz_tui.engines.ollama.client import Client, Piece
from pz_tui.engines.ollama.errors import OllamaError, plain
from pz_tui.engines.ollama.host import read_host
from tests.ollama.loopback import LoopbackOllama, Model, Reply
from tests.ollama.shapes import Phase

HELLO = [{"role": "user", "content": "hello"}]
OPTIONS = {"num_ctx": 8192, "num_predict": 100}


async def said(client: Client, **changes: Any) -> tuple[str, Piece]:
    text, last = "", Piece()
    asked: dict[str, Any] = {"model": "llama3.2:3b", "messages": HELLO, "options": OPTIONS, **changes}
    async with aclosing(client.chat(**asked)) as pieces:
        async for piece in pieces:
            text, last = text + piece.text, piece
    return text, last


async def failure(client: Client, **changes: Any) -> OllamaError:
    with pytest.raises(OllamaError) as caught:
        await said(client, **changes)
    text = str(caught.value)
    assert "\n" not in text
    assert text.endswith(".")
    assert "<" not in text
    assert len(text) < 330
    return caught.value


@pytest.fixture
def client(ollama_server: LoopbackOllama) -> Client:
    return Client(read_host(ollama_server.host))


@pytest.mark.parametrize("framing", ["line", "merged", "split"])
async def test_text_arrives_whole_however_it_is_framed(
    ollama_server: LoopbackOllama, client: Client, framing: Any
) -> None:
    text = "Ça va – naïve “café” < 2 hours & \u2028 more 😀."
    ollama_server.script(Reply(text=text, framing=framing))
    heard, last = await said(client)
    assert heard == text
    assert (last.done, last.reason) == (True, "stop")
    assert last.prompt_tokens > 0


@pytest.mark.parametrize("framing", ["line", "split"])
async def test_next_line_signs_and_empty_lines_do_not_break_the_stream(
    ollama_server: LoopbackOllama, client: Client, framing: Any
) -> None:
    ollama_server.script(Reply(chunks=("One\u0085two", " three."), blank_lines=True, framing=framing))
    heard, _ = await said(client)
    assert heard == "One\u0085two three."


async def test_the_same_keep_alive_and_window_in_every_request(ollama_server: LoopbackOllama, client: Client) -> None:
    await said(client)
    await said(client)
    one, two = ollama_server.chats()
    assert one["keep_alive"] == two["keep_alive"] == "30m"
    assert ollama_server.scheduler.loads == [("llama3.2:3b", 8192)]


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        shown = f"127.0.0.1:{taken.getsockname()[1]}"
        began = time.monotonic()
        problem = await failure(Client(read_host(shown)))
    assert problem.kind == "unreachable"
    assert shown in str(problem)
    assert "built-in engine" in str(problem)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply(status=503, body='{"error":"server busy, please try again.  maximum pending requests exceeded"}'),
         "busy", "ask again"),
        (Reply(status=500, body='{"error":"llama-server process has terminated: signal: killed"}'),
         "crashed", "signal: killed"),
        (Reply(status=500, body='{"error":"model runner has unexpectedly stopped, this may be due to limits"}'),
         "crashed", "smaller model"),
        (Reply(status=502, body="<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"),
         "other", "502 Bad Gateway"),
        (Reply(status=500, body='"oops"'), "not_ollama", "not Ollama"),
        (Reply(status=499, body='{"error":"client closed request"}'), "other", "499"),
        (Reply(text="a b c d", breaks="error"), "broken_off", "unexpected EOF"),
        (Reply(text="a b c d", breaks="error", error='{"error":{"message":"boom"}}'), "broken_off", "boom"),
        (Reply(text="a b c d", breaks="reset"), "broken_off", "broke off"),
        (Reply(text="a b c d", breaks="eof"), "broken_off", "broke off"),
        (Reply(text="a b c d", breaks="half"), "broken_off", "broke off"),
        (Reply(text="a b c d", breaks="reset", after=0), "broken_off", "without an answer"),
        (Reply(text="a b c d", breaks="eof", after=0), "broken_off", "without an answer"),
    ],
)  # fmt: skip
async def test_what_goes_wrong_is_said_in_one_sentence(
    ollama_server: LoopbackOllama, client: Client, reply: Reply, kind: str, words: str
) -> None:
    ollama_server.script(reply)
    problem = await failure(client)
    assert problem.kind == kind
    assert words in str(problem)


async def test_a_missing_model_names_the_command_that_fetches_it(client: Client) -> None:
    problem = await failure(client, model="qwen3:4b")
    assert problem.kind == "model_missing"
    assert "ollama pull qwen3:4b" in str(problem)


async def test_refusals_by_the_server(ollama_server: LoopbackOllama, client: Client) -> None:
    ollama_server.models += [Model(name="embed:latest", capabilities=("embedding",)), Model(name="x:cloud")]
    assert (await failure(client, think=True)).kind == "thinking"
    assert (await failure(client, model="embed")).kind == "not_usable"
    assert (await failure(client, model="x:cloud")).kind == "cloud"
    too_long = await failure(client, messages=[{"role": "user", "content": "x" * 60_000}])
    assert (too_long.kind, too_long.window) == ("window", 8192)
    ollama_server.scheduler.full = True
    assert (await failure(client, options={"num_ctx": 2048})).kind == "busy"


async def test_stopping_closes_the_connection_and_the_next_question_works(
    ollama_server: LoopbackOllama, client: Client
) -> None:
    ollama_server.script(Reply(text="word " * 200, pace=0.05), "Fine.")
    async with aclosing(client.chat(model="llama3.2:3b", messages=HELLO, options=OPTIONS)) as pieces:
        async for _ in pieces:
            break
    stopped = time.monotonic()
    abort = await ollama_server.wait_for_abort(1.0)
    assert abort.phase == "generate"
    assert abort.at - stopped < 0.5
    assert (await said(client))[0] == "Fine."


@pytest.mark.parametrize("phase", ["load", "prefill", "queue"])
async def test_cancelling_before_the_first_word(ollama_server: LoopbackOllama, client: Client, phase: Phase) -> None:
    other = None
    if phase == "load":
        ollama_server.models[0].load_seconds = 30
    else:
        ollama_server.script(Reply(text="Late.", delay=30))
    if phase == "queue":
        other = asyncio.create_task(said(Client(client.host)))
        await ollama_server.wait_for_phase("prefill")
    asking = asyncio.create_task(said(client))
    await ollama_server.wait_for_phase(phase, number=1 if other is None else 2)
    asking.cancel()
    abort = await ollama_server.wait_for_abort(1.0)
    assert abort.phase == phase
    assert abort.sent == 0
    if other is not None:
        other.cancel()
        await ollama_server.wait_for_abort(number=2)


async def test_one_request_is_in_flight(ollama_server: LoopbackOllama, client: Client) -> None:
    ollama_server.script(Reply(text="One.", delay=0.2), "Two.")
    both = asyncio.gather(said(client), said(client))
    await ollama_server.wait_for_chat()
    await asyncio.sleep(0.05)
    assert len(ollama_server.chats()) == 1
    assert [text for text, _ in await both] == ["One.", "Two."]


async def test_a_slow_first_word_is_waited_for(ollama_server: LoopbackOllama, client: Client) -> None:
    ollama_server.models[0].load_seconds = 2.3
    assert (await said(client))[1].done


def test_a_client_serves_one_event_loop_after_another(ollama_server: LoopbackOllama) -> None:
    client = Client(read_host(ollama_server.host))
    for _ in range(2):
        assert asyncio.run(said(client))[1].done


async def test_closing_leaves_no_connection_open(ollama_server: LoopbackOllama, client: Client) -> None:
    await said(client)
    await client.close()
    await client.close()
    assert (await said(client))[1].done


def test_the_environment_neither_breaks_the_import_nor_turns_the_client_elsewhere(
    ollama_server: LoopbackOllama,
) -> None:
    code = (
        "import asyncio, os\n"
        "from pz_tui.engines.ollama.client import Client\n"
        "from pz_tui.engines.ollama.host import read_host\n"
        f"client = Client(read_host('{ollama_server.host}'))\n"
        "print(asyncio.run(client.ask('GET', '/api/version', seconds=5))['version'], os.environ['OLLAMA_HOST'])\n"
    )
    bad = {
        "OLLAMA_HOST": "::1", "OLLAMA_API_KEY": "secret", "HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "socks5://x:1",
        "all_proxy": "socks5://x:1", "http_proxy": "http://127.0.0.1:9", "SSL_CERT_FILE": "/nowhere",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **bad}, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["0.33.0", "::1"], ran.stderr
    assert all("authorization" not in request.headers for request in ollama_server.requests)


def test_importing_the_package_does_not_load_the_client_library() -> None:
    code = (
        "import sys, pz_tui.engines.ollama, pz_tui.engines.selection\n"
        "print('ollama' in sys.modules, 'httpx' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    "spelling", ["localhost:{port}", "0.0.0.0:{port}", "http://127.0.0.1:{port}/", "'127.0.0.1:{port}' "]
)
async def test_spellings_reach_the_server(ollama_server: LoopbackOllama, spelling: str) -> None:
    client = Client(read_host(spelling.format(port=ollama_server.port)))
    assert (await client.ask("GET", "/api/version", seconds=2))["version"] == "0.33.0"


async def test_ipv6_reaches_the_server() -> None:
    with LoopbackOllama(host="::1") as server:
        client = Client(read_host(server.host))
        assert (await said(client))[1].done


async def test_small_requests_have_a_limit(ollama_server: LoopbackOllama, client: Client) -> None:
    ollama_server.silent = True
    with pytest.raises(OllamaError) as caught:
        await client.ask("GET", "/api/version", seconds=0.2)
    assert caught.value.kind == "silent"


@pytest.mark.parametrize("body", [b"[1]", b"not json", b"<html>hi</html>"])
async def test_an_answer_in_another_language(ollama_server: LoopbackOllama, client: Client, body: bytes) -> None:
    ollama_server.replaced["/api/version"] = (200, "application/json", body)
    with pytest.raises(OllamaError) as caught:
        await client.ask("GET", "/api/version", seconds=2)
    assert caught.value.kind == "not_ollama"


async def test_a_redirect_is_not_followed(ollama_server: LoopbackOllama, client: Client) -> None:
    ollama_server.replaced["/api/version"] = (302, "text/html", b"<a href='http://elsewhere.example'>")
    with pytest.raises(OllamaError):
        await client.ask("GET", "/api/version", seconds=2)


def test_error_texts_are_made_plain() -> None:
    assert plain("a\x1b[31mb\n c." + "x" * 500).startswith("ab c.x")
    assert len(plain("x" * 500)) <= 161
    assert plain({"message": "inner"}) == "inner"
