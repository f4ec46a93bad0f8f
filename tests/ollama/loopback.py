"""An Ollama server on the loopback interface that holds to the wire format and to its traps.

As a fixture: ``with LoopbackOllama() as server: … server.host …`` (``conftest.py`` has ``ollama_server``).
By hand: ``python -m tests.ollama.loopback --port 11434 --model llama3.2:3b``; its patient rewords the truth
that the prompt carries, so that a consultation can be held with it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any

from tests.ollama import chatting, endpoints
from tests.ollama.http_wire import ClientGone, Connection
from tests.ollama.scheduling import Scheduler
from tests.ollama.shapes import Abort, Model, Phase, Received, Refusal, Reply, SchemaMode

__all__ = ["Abort", "LoopbackOllama", "Model", "Received", "Refusal", "Reply"]

Answer = Callable[[Sequence[dict[str, Any]]], "str | Reply"]

_SPOKEN = (
    (r"\bI have\b(?! (?:been|had|not|never|got))", "I've got"), (r"\bI have not\b", "I haven't"),
    (r"\bIt is\b", "It's"), (r"\bit is\b", "it's"), (r"\bI am\b", "I'm"), (r"\bdo not\b", "don't"),
    (r"\bdoes not\b", "doesn't"), (r"\bhorrible\b", "nasty"), (r"\bvery\b", "really"),
)  # fmt: skip
_TRUTH = re.compile(r"^(?:What is true|True):\s*(.+?)\s*$", re.MULTILINE)


def reworded(messages: Sequence[dict[str, Any]]) -> str:
    """The truth of the last user message in slightly other words."""
    last = next((m["content"] for m in reversed(messages) if m["role"] == "user"), "")
    found = _TRUTH.findall(last)
    text = found[-1] if found else "Sorry, how do you mean?"
    changed = text
    for pattern, spoken in _SPOKEN:
        changed = re.sub(pattern, spoken, changed)
    if changed != text or not found or " " not in text or text.startswith(("Well", "No", "Yes")):
        return changed
    return f"Well, {text}" if text.startswith(("I ", "I'")) else f"Well, {text[0].lower()}{text[1:]}"


class LoopbackOllama:
    """The server; everything public may be changed while it runs.

    Attributes:
        models: what is installed. pullable: names that a pull finds.
        requests: every request as it came. seen: messages that reached the model, after dropping.
        aborts: clients that left early. answer: what an unscripted request is answered with.
        schema_mode: ``enforce``, ``ignore``, ``sort`` (keys alphabetically) or ``refuse`` (400).
        silent: accept connections and never answer.
        replaced: path -> (status, content type, body) sent instead of the real answer.
    """

    def __init__(self, *models: Model, answer: Answer = reworded, port: int = 0, host: str = "127.0.0.1") -> None:
        self.models: list[Model] = list(models) or [Model()]
        self.answer = answer
        self.version = "0.33.0"
        self.pullable: set[str] = set()
        self.pull_ends_early, self.pull_pace = False, 0.0
        self.requests: list[Received] = []
        self.seen: list[list[dict[str, Any]]] = []
        self.aborts: list[Abort] = []
        self.jobs: list[chatting.Job] = []
        self.schema_mode: SchemaMode = "enforce"
        self.cloud_disabled, self.signed_in, self.silent = False, False, False
        self.replaced: dict[str, tuple[int, str, bytes]] = {}
        self.connections = 0
        self.pace = 0.0
        self._script: deque[Reply] = deque()
        self._address, self._wanted_port = host, port
        self.port = 0

    # --- for tests ---------------------------------------------------------------------------------

    @property
    def host(self) -> str:
        """Where it listens, ``127.0.0.1:port``."""
        bracketed = f"[{self._address}]" if ":" in self._address else self._address
        return f"{bracketed}:{self.port}"

    def script(self, *replies: Reply | str) -> None:
        """Answer the next requests with these, in order."""
        self._script.extend(Reply(text=r) if isinstance(r, str) else r for r in replies)

    def chats(self) -> list[dict[str, Any]]:
        """The JSON of every chat request that named messages."""
        return [r.json for r in self.requests if r.path == "/api/chat" and r.json and r.json.get("messages")]

    async def wait_for_abort(self, seconds: float = 5.0, number: int = 1) -> Abort:
        """The record of that many clients having left; raises AssertionError when they stay."""
        began = time.monotonic()
        while len(self.aborts) < number:
            assert time.monotonic() - began < seconds, "the connection is still open"
            await asyncio.sleep(0.005)
        return self.aborts[number - 1]

    async def wait_for_phase(self, phase: Phase, seconds: float = 10.0, number: int = 1) -> None:
        """Return when that request is in that phase; raises AssertionError when it never is."""
        began = time.monotonic()
        while len(self.jobs) < number or self.jobs[number - 1].phase != phase:
            assert time.monotonic() - began < seconds, f"no request is in {phase}"
            await asyncio.sleep(0.005)

    async def wait_for_chat(self, seconds: float = 5.0, number: int = 1) -> None:
        """Return when that many chat requests have reached the model; raises AssertionError when none do."""
        began = time.monotonic()
        while len(self.seen) < number:
            assert time.monotonic() - began < seconds, "nothing was asked"
            await asyncio.sleep(0.005)

    def next_reply(self, messages: Sequence[dict[str, Any]], body: dict[str, Any]) -> Reply:
        """The scripted reply whose turn it is, or the default one."""
        if self._script:
            return self._script.popleft()
        answer = self.answer(messages)
        return answer if isinstance(answer, Reply) else Reply(text=answer, pace=self.pace)

    # --- running -------------------------------------------------------------------------------------

    def start(self) -> LoopbackOllama:
        """Listen, in a thread with a loop of its own."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(5)
        return self

    def stop(self) -> None:
        """Close every connection and stop listening."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(5)

    def __enter__(self) -> LoopbackOllama:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, ready: threading.Event) -> None:
        asyncio.run(self._main(ready))

    async def _main(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self.scheduler = Scheduler(default_context=4096)
        self._tasks: set[asyncio.Task[None]] = set()
        listening = await asyncio.start_server(self._client, self._address, self._wanted_port, limit=2**24)
        self.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self.connections += 1
        connection = Connection(reader, writer)
        with contextlib.suppress(ClientGone, ConnectionError, asyncio.CancelledError):
            while (request := await connection.request()) is not None:
                await self._handle(connection, Received(*request))
            await connection.close()
        connection.reset()

    async def _handle(self, connection: Connection, received: Received) -> None:
        self.requests.append(received)
        if self.silent:
            await asyncio.Event().wait()
        if received.path in self.replaced:
            status, kind, body = self.replaced[received.path]
            await connection.whole(status, body, kind)
            return
        try:
            await self._route(connection, received)
        except Refusal as refusal:
            await connection.json(refusal.status, {"error": refusal.error, **refusal.extra})

    async def _route(self, connection: Connection, received: Received) -> None:
        name = received.headers.get("host", "").rsplit(":", 1)[0].strip("[]")
        if name not in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::"):
            await connection.whole(403, b"", "text/plain")
            return
        allowed = _METHODS.get(received.path)
        if allowed is None:
            await connection.text(404, "404 page not found", received.method)
        elif received.method not in allowed:
            await connection.text(405, "405 method not allowed", received.method)
        elif received.path == "/":
            await connection.text(200, "Ollama is running", received.method)
        elif received.path in ("/api/chat", "/api/generate"):
            job = chatting.accept(self, received)
            self.jobs.append(job)
            await chatting.serve(self, job, connection)
        elif received.path == "/api/pull":
            _parse(received)
            await endpoints.pull(self, received, connection)
        else:
            await self._small(connection, received)

    async def _small(self, connection: Connection, received: Received) -> None:
        if received.path == "/api/version":
            answer: Any = {"version": self.version}
        elif received.path == "/api/tags":
            answer = endpoints.tags(self)
        elif received.path == "/api/ps":
            answer = await endpoints.ps(self)
        else:
            answer = endpoints.show(self, _parse(received))
        body = json.dumps(answer, ensure_ascii=False).encode()
        await connection.whole(200, body, "application/json; charset=utf-8", received.method)


_METHODS: dict[str, tuple[str, ...]] = {
    "/": ("GET", "HEAD"), "/api/version": ("GET", "HEAD"), "/api/tags": ("GET", "HEAD"), "/api/ps": ("GET",),
    "/api/show": ("POST",), "/api/pull": ("POST",), "/api/chat": ("POST",), "/api/generate": ("POST",),
}  # fmt: skip


def _parse(received: Received) -> Any:
    if not received.raw:
        raise Refusal(400, "missing request body")
    try:
        received.json = json.loads(received.raw)
    except ValueError:
        raise Refusal(400, f"invalid character '{chr(received.raw[0])}' looking for beginning of value") from None
    return received.json


def main(arguments: Iterable[str] | None = None) -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.ollama.loopback", description=__doc__)
    parser.add_argument("--port", type=int, default=11434, help="port on 127.0.0.1 (0: any free one)")
    parser.add_argument("--model", action="append", default=[], help="an installed model; may be repeated")
    parser.add_argument("--pullable", action="append", default=[], help="a model that can be pulled")
    parser.add_argument("--thinking", action="store_true", help="the models can think")
    parser.add_argument("--load", type=float, default=0.0, help="seconds that loading takes")
    parser.add_argument("--pace", type=float, default=0.03, help="seconds between two tokens")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    extra = ("thinking",) if chosen.thinking else ()
    models = [
        Model(name=endpoints.full_name(name), load_seconds=chosen.load, capabilities=("completion", "tools", *extra))
        for name in chosen.model or ["llama3.2:3b"]
    ]
    server = LoopbackOllama(*models, port=chosen.port)
    server.pace = chosen.pace
    server.pullable, server.pull_pace = {endpoints.full_name(name) for name in chosen.pullable}, chosen.pace * 10
    with server, contextlib.suppress(KeyboardInterrupt):
        print(f"Loopback Ollama on http://{server.host}, models: {', '.join(m.name for m in models)}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
