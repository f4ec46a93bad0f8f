"""``/api/chat`` and ``/api/generate`` of the loopback server: checked, scheduled, written, measured."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.ollama.endpoints import find, full_name
from tests.ollama.http_wire import ClientGone, Connection, go_json
from tests.ollama.scheduling import NS_PER_TOKEN, fit, prefill
from tests.ollama.shapes import Abort, Model, Phase, Received, Refusal, Reply
from tests.ollama.structured import check_format, shaped

if TYPE_CHECKING:
    from tests.ollama.loopback import LoopbackOllama

_INTEGERS = ("num_ctx", "num_predict", "seed", "top_k", "num_keep", "num_batch", "num_thread", "num_gpu")
_FLOATS = ("temperature", "top_p", "min_p", "repeat_penalty", "typical_p")
_DURATION = re.compile(r"-?(\d+(\.\d+)?(ns|us|ms|s|m|h))+")
_TOKEN = re.compile(r"\s*\S{1,5}|\s+")


class _Broken(Exception):
    """The stream ends here, as scripted."""


@dataclass
class Job:
    """One request on its way through the server."""

    received: Received
    model: Model
    messages: list[dict[str, Any]]
    options: dict[str, Any]
    stream: bool
    chat: bool
    began: float
    phase: Phase = "queue"
    sent: int = 0
    load_ns: int = 0
    prompt_ns: int = 0
    prompt_count: int = 0

    def enter(self, phase: Phase) -> None:
        """Note where it is, for the record of aborts."""
        self.phase = phase

    @property
    def body(self) -> dict[str, Any]:
        """The request's JSON."""
        return self.received.json or {}


def accept(server: LoopbackOllama, received: Received) -> Job:
    """A checked request; raises Refusal in the server's order and words."""
    chat = received.path == "/api/chat"
    body = _body(received)
    name = body.get("model", "")
    if not name:
        raise Refusal(400 if chat else 404, "model is required" if chat else "model '' not found")
    model = find(server, name)
    if model is None and (full_name(name).endswith("-cloud") or full_name(name).endswith(":cloud")):
        model = Model(name=full_name(name))
    if model is None:
        raise Refusal(404, f"model '{name}' not found")
    if model.is_remote:
        _refuse_cloud(server)
    _check_thinking(body, model)
    _check_capabilities(body, model, chat)
    options = body.get("options") or {}
    _check_options(options)
    keep_alive(body)
    check_format(body.get("format"), server.schema_mode)
    messages = body.get("messages") or []
    if not chat:
        messages = [{"role": "user", "content": body["prompt"]}] if body.get("prompt") else []
    return Job(received, model, messages, options, body.get("stream", True), chat, time.monotonic())


async def serve(server: LoopbackOllama, job: Job, connection: Connection) -> None:
    """Answer it, and notice a client that leaves at any moment."""
    work = asyncio.ensure_future(_work(server, job, connection))
    leaving = asyncio.ensure_future(connection.gone())
    await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
    left = leaving.done() and not work.done()
    for task in (leaving, work) if left else (leaving,):
        task.cancel()
    await asyncio.gather(leaving, work, return_exceptions=True)
    if left or isinstance(work.exception(), ClientGone):
        server.aborts.append(Abort(job.received.path, job.phase, job.sent, time.monotonic()))
        raise ClientGone
    work.result()


async def _work(server: LoopbackOllama, job: Job, connection: Connection) -> None:
    if not job.messages:
        await _load_only(server, job, connection)
        return
    window = job.options.get("num_ctx")
    loaded, job.load_ns = await server.scheduler.ready(job.model, window, keep_alive(job.body), job.enter)
    job.enter("queue")
    async with server.scheduler.slot:
        job.enter("prefill")
        kept, job.prompt_count = fit(job.messages, loaded, job.options.get("num_keep", 4))
        server.seen.append(kept)
        reply = server.next_reply(kept, job.body)
        job.prompt_ns = prefill(loaded, kept, job.prompt_count)
        if reply.count is not None:
            job.prompt_count = reply.count
        await asyncio.sleep(reply.delay)
        if reply.status != 200:
            await _raw_error(reply, connection)
            return
        job.enter("generate")
        room = loaded.num_ctx - job.prompt_count
        with contextlib.suppress(_Broken):
            if job.stream:
                await _stream(job, reply, connection, room, server)
            else:
                await _whole(job, reply, connection, room, server)


async def _load_only(server: LoopbackOllama, job: Job, connection: Connection) -> None:
    if keep_alive(job.body) == 0:
        server.scheduler.unload(job.model)
        reason = "unload"
    else:
        await server.scheduler.ready(
            job.model, job.options.get("num_ctx"), keep_alive(job.body), job.enter
        )
        reason = "load"
    line = _line(job, "") | {"done": True, "done_reason": reason}
    if job.stream:
        connection.begin_stream()
        await connection.chunk(go_json(line) + b"\n")
        await connection.end_stream()
    else:
        await connection.json(200, line)


async def _stream(
    job: Job, reply: Reply, connection: Connection, room: int, server: LoopbackOllama
) -> None:
    connection.begin_stream()
    pending: list[bytes] = []
    async for line in _lines(job, reply, room, server, connection):
        pending.append(go_json(line) + (b"\n\n" if reply.blank_lines else b"\n"))
        job.sent += 1
        if reply.framing == "merged" and len(pending) < 3 and not line.get("done"):
            continue
        for data in _framed(b"".join(pending), reply.framing):
            await connection.chunk(data)
        pending.clear()
    await connection.end_stream()


async def _whole(
    job: Job, reply: Reply, connection: Connection, room: int, server: LoopbackOllama
) -> None:
    content = thinking = ""
    last: dict[str, Any] = {}
    async for line in _lines(job, reply, room, server, None):
        last = line
        content += line["message"]["content"] if job.chat else line["response"]
        thinking += (line["message"] if job.chat else line).get("thinking", "")
    whole = _line(job, content, thinking) | {k: v for k, v in last.items() if k not in ("message", "response")}
    await connection.json(200, whole)


async def _lines(
    job: Job, reply: Reply, room: int, server: LoopbackOllama, connection: Connection | None
) -> AsyncIterator[dict[str, Any]]:
    written = thought = 0
    budget = _budget(job, room) if reply.obeys_limits else 10**6
    reason = reply.done_reason or "stop"
    for number, (content, thinking) in enumerate(_pieces(job, reply, server)):
        if reply.breaks and number >= reply.after:
            break
        if written + thought >= budget:
            reason = reply.done_reason or "length"
            break
        written, thought = written + bool(content), thought + bool(thinking)
        yield _line(job, content, thinking)
        await asyncio.sleep(reply.pace)
    if reply.breaks:
        await _break(reply, connection)
        if reply.breaks == "error":
            yield {"error": reply.error}
        return
    yield _line(job, "") | {"done": True, "done_reason": reason} | _metrics(job, written + thought)


def _pieces(job: Job, reply: Reply, server: LoopbackOllama) -> Iterator[tuple[str, str]]:
    wants = job.body.get("think")
    thinks = "thinking" in job.model.capabilities and wants is not False
    schema = job.body.get("format")
    text = reply.text
    if schema and not (thinks and job.model.path == "rendered" and not reply.thinking):
        text = shaped(text, schema, server.schema_mode)
    if reply.obeys_limits:
        for stop in job.options.get("stop") or []:
            text = text.split(stop, 1)[0]
    if thinks and reply.thinking:
        yield from (("", piece) for piece in _TOKEN.findall(reply.thinking))
    yield from (("", "") for _ in range(reply.empty))
    yield from ((piece, "") for piece in (reply.chunks or _TOKEN.findall(text)))


def _line(job: Job, content: str, thinking: str = "") -> dict[str, Any]:
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "123Z"
    head = {"model": job.body.get("model"), "created_at": stamp}
    extra = {"thinking": thinking} if thinking else {}
    if job.chat:
        return head | {"message": {"role": "assistant", "content": content} | extra, "done": False}
    return head | {"response": content} | extra | {"done": False}


def _metrics(job: Job, written: int) -> dict[str, int]:
    durations = {
        "total_duration": int((time.monotonic() - job.began) * 1e9) + job.load_ns,
        "load_duration": job.load_ns, "prompt_eval_count": job.prompt_count,
        "prompt_eval_duration": job.prompt_ns, "eval_count": written, "eval_duration": written * NS_PER_TOKEN,
    }  # fmt: skip
    return {key: value for key, value in durations.items() if value}


async def _break(reply: Reply, connection: Connection | None) -> None:
    if connection is None or reply.breaks in ("error", "eof"):
        return
    if reply.breaks == "half":
        await connection.chunk(b'{"model":"m","created_at":"2026-08-01T10:1')
        await connection.close()
    else:
        await connection.flush()
        connection.reset()
    raise _Broken


def _framed(data: bytes, framing: str) -> list[bytes]:
    if framing != "split":
        return [data]
    wide = next((index for index, byte in enumerate(data) if byte >= 0xC0), len(data) // 2 - 1)
    return [data[: wide + 1], data[wide + 1 :]]


def _budget(job: Job, room: int) -> int:
    asked = job.options.get("num_predict", -1)
    return max(0, min(asked, room) if asked >= 0 else room)


async def _raw_error(reply: Reply, connection: Connection) -> None:
    kind = "application/json; charset=utf-8" if reply.body.startswith(("{", "[", '"')) else "text/html"
    await connection.whole(reply.status, reply.body.encode(), kind)


def _body(received: Received) -> dict[str, Any]:
    if not received.raw:
        raise Refusal(400, "missing request body")
    try:
        body = json.loads(received.raw)
    except ValueError:
        first = chr(received.raw[0])
        raise Refusal(400, f"invalid character '{first}' looking for beginning of value") from None
    if not isinstance(body, dict):
        raise Refusal(400, "json: cannot unmarshal array into Go value of type api.ChatRequest")
    received.json = body
    return body


def keep_alive(body: dict[str, Any]) -> float | None:
    """Seconds to stay in memory, None when not said."""
    value = body.get("keep_alive")
    if value is None or isinstance(value, int | float):
        return value
    if not _DURATION.fullmatch(value):
        raise Refusal(400, f'time: missing unit in duration "{value}"')
    scale = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
    parts = re.findall(r"(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)", value)
    total = sum(float(number) * scale[unit] for number, unit in parts)
    return -total if value.startswith("-") else total


def _refuse_cloud(server: LoopbackOllama) -> None:
    if server.cloud_disabled:
        raise Refusal(403, "ollama cloud is disabled: remote inference is unavailable")
    if not server.signed_in:
        raise Refusal(401, "unauthorized", {"signin_url": "https://example.invalid/signin"})


def _check_thinking(body: dict[str, Any], model: Model) -> None:
    if body.get("think") and "thinking" not in model.capabilities:
        name = f"registry.ollama.ai/library/{model.name}" if model.old_thinking_text else f'"{body["model"]}"'
        raise Refusal(400, f"{name} does not support thinking")


def _check_capabilities(body: dict[str, Any], model: Model, chat: bool) -> None:
    if "completion" not in model.capabilities:
        raise Refusal(400, f'"{body["model"]}" does not support {"chat" if chat else "generate"}')
    if body.get("tools") and "tools" not in model.capabilities:
        raise Refusal(400, f"registry.ollama.ai/library/{model.name} does not support tools")


def _check_options(options: dict[str, Any]) -> None:
    for key, value in options.items():
        if key in _INTEGERS and (isinstance(value, bool) or not isinstance(value, int)):
            raise Refusal(500, f'option "{key}" must be of type integer')
        if key in _FLOATS and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise Refusal(500, f'option "{key}" must be of type float32')
