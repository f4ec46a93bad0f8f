"""The small endpoints of the loopback server: version, tags, show, ps and pull."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.ollama.http_wire import Connection, go_json
from tests.ollama.shapes import Abort, Model, Received, Refusal

if TYPE_CHECKING:
    from tests.ollama.loopback import LoopbackOllama

MODIFIED = "2026-08-01T10:11:12.123456789+02:00"
FOR_EVER = "2318-11-05T00:00:00.123456789Z"


def full_name(name: str) -> str:
    """A name with its tag, as the server looks it up."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def find(server: LoopbackOllama, name: str) -> Model | None:
    """The model of that name; case does not matter."""
    wanted = full_name(name).lower()
    return next((model for model in server.models if model.name.lower() == wanted), None)


def details(model: Model) -> dict[str, Any]:
    """The ``details`` object."""
    return {
        "parent_model": "", "format": "gguf", "family": model.family,
        "families": list(model.families) if model.families is not None else None,
        "parameter_size": model.parameter_size, "quantization_level": "Q4_K_M",
    }  # fmt: skip


def tags(server: LoopbackOllama) -> dict[str, Any]:
    """``GET /api/tags``."""
    return {"models": [_tag(model) for model in server.models]}


def _tag(model: Model) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": model.name, "model": model.name, "modified_at": MODIFIED, "size": model.size,
        "digest": model.digest, "details": details(model),
    }  # fmt: skip
    if model.lists_capabilities:
        entry["capabilities"] = list(model.capabilities)
    if model.remote_host:
        entry |= {"remote_model": model.remote_model, "remote_host": model.remote_host}
    return entry


def show(server: LoopbackOllama, asked: Any) -> dict[str, Any]:
    """``POST /api/show``."""
    name = asked.get("model") or asked.get("name") or ""
    if not name:
        raise Refusal(400, "model is required")
    model = find(server, name)
    if model is None:
        raise Refusal(404, f"model '{full_name(name)}' not found")
    shown: dict[str, Any] = {
        "modelfile": f"FROM {model.name}", "parameters": model.parameters, "template": model.template,
        "details": details(model), "capabilities": list(model.capabilities), "modified_at": MODIFIED,
    }  # fmt: skip
    if not model.lacks_model_info:
        shown["model_info"] = {
            "general.architecture": model.family,
            f"{model.family}.context_length": model.context_length,
            "tokenizer.ggml.tokens": [],
        }
    if model.remote_host:
        shown |= {"remote_model": model.remote_model, "remote_host": model.remote_host}
    return shown


async def ps(server: LoopbackOllama) -> dict[str, Any]:
    """``GET /api/ps``; waits for a model that is being loaded."""
    async with server.scheduler.loading:
        return {"models": [_running(loaded) for loaded in server.scheduler.loaded.values()]}


def _running(loaded: Any) -> dict[str, Any]:
    until = datetime.now(UTC) + timedelta(seconds=max(loaded.keep_alive or 0, 0))
    return {
        "name": loaded.model.name, "model": loaded.model.name, "size": loaded.model.size, "size_vram": 0,
        "digest": loaded.model.digest, "details": details(loaded.model),
        "expires_at": FOR_EVER if (loaded.keep_alive or 0) < 0 else until.isoformat().replace("+00:00", "Z"),
        "context_length": loaded.num_ctx,
    }  # fmt: skip


async def pull(server: LoopbackOllama, received: Received, connection: Connection) -> None:
    """``POST /api/pull``; notices a client that leaves."""
    asked = received.json or {}
    name = asked.get("model") or asked.get("name") or ""
    if not name or any(sign in name for sign in " \\?#") or name.count(":") > 1:
        raise Refusal(400, "invalid model name")
    known = full_name(name) in server.pullable
    if not asked.get("stream", True):
        if not known:
            raise Refusal(500, "pull model manifest: file does not exist")
        server.models.append(Model(name=full_name(name)))
        await connection.json(200, {"status": "success"})
        return
    connection.begin_stream()
    leaving = asyncio.ensure_future(connection.gone())
    try:
        for number, line in enumerate(_pull_lines(known, server.pull_ends_early)):
            if leaving.done():
                server.aborts.append(Abort(received.path, "pull", number, asyncio.get_running_loop().time()))
                return
            await connection.chunk(go_json(line) + b"\n")
            await asyncio.sleep(server.pull_pace)
        await connection.end_stream()
    finally:
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
    if known and not server.pull_ends_early:
        server.models.append(Model(name=full_name(name)))


def _pull_lines(known: bool, ends_early: bool) -> list[dict[str, Any]]:
    if not known:
        return [
            {"status": "pulling manifest"},
            {"error": "pull model manifest: file does not exist"},
        ]
    layer: dict[str, Any] = {"status": "pulling dde5aa3fc5ff", "digest": "sha256:dde5", "total": 2_000_000}
    cached: dict[str, Any] = {"status": "pulling 966de95ca8a6", "total": 1429, "completed": 1429}
    lines: list[dict[str, Any]] = [{"status": "pulling manifest"}, layer]
    lines += [{**layer, "completed": done} for done in range(400_000, 2_000_001, 400_000)]
    lines.append(cached)
    if ends_early:
        return lines
    lines += [{"status": s} for s in ("verifying sha256 digest", "writing manifest", "success")]
    return lines
