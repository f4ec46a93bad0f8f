"""Loading, the one slot, the context window and the prefix cache of the loopback server."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import Any

from tests.ollama.shapes import Loaded, Model, Phase, Refusal

PER_MESSAGE = 4
CHARS_PER_TOKEN = 4
NS_PER_TOKEN = 2_000_000
FULL = "server busy, please try again.  maximum pending requests exceeded"


def tokens_of(text: str) -> int:
    """About what a tokeniser would count for English."""
    return math.ceil(len(text) / CHARS_PER_TOKEN)


def render(messages: Sequence[dict[str, Any]]) -> str:
    """The messages as one prompt."""
    return "".join(f"<|{message['role']}|>{message.get('content', '')}<|end|>" for message in messages)


def count(messages: Sequence[dict[str, Any]]) -> int:
    """Tokens of a prompt."""
    return sum(tokens_of(message.get("content", "")) + PER_MESSAGE for message in messages)


class Scheduler:
    """What is loaded; one request at a time, the others wait in silence.

    Attributes:
        full: refuse whatever needs scheduling, as with a full queue.
        loads: (model, num_ctx) of every load that completed.
    """

    def __init__(self, default_context: int) -> None:
        self.default_context = default_context
        self.loaded: dict[str, Loaded] = {}
        self.loads: list[tuple[str, int]] = []
        self.full = False
        self.slot = asyncio.Lock()
        self.loading = asyncio.Lock()

    async def ready(
        self, model: Model, num_ctx: int | None, keep_alive: float | None, enter: Callable[[Phase], None]
    ) -> tuple[Loaded, int]:
        """The model in memory with that window, and how long loading took in ns.

        Cancelling it aborts the load: the model is not in memory afterwards.
        """
        window = min(num_ctx or self.default_context, model.context_length)
        there = self.loaded.get(model.name)
        if there is not None and there.num_ctx == window:
            there.keep_alive = there.keep_alive if keep_alive is None else keep_alive
            return there, 0
        if self.full:
            raise Refusal(503, FULL)
        enter("load")
        async with self.loading:
            self.loaded.pop(model.name, None)
            await asyncio.sleep(model.load_seconds)
            fresh = Loaded(model, window, 300.0 if keep_alive is None else keep_alive)
            self.loaded[model.name] = fresh
            self.loads.append((model.name, window))
        return fresh, int(model.load_seconds * 1e9) + 900_000_000

    def unload(self, model: Model) -> None:
        """Take a model out of memory."""
        self.loaded.pop(model.name, None)


def fit(
    messages: list[dict[str, Any]], loaded: Loaded, num_keep: int = 4
) -> tuple[list[dict[str, Any]], int]:
    """The messages that reach the model and their count; raises Refusal where the server would.

    Whole messages go, oldest first, in silence; every system message and the last message stay.
    """
    kept = list(messages)
    while count(kept) > loaded.num_ctx:
        index = next((i for i, m in enumerate(kept[:-1]) if m["role"] != "system"), None)
        if index is None:
            break
        del kept[index]
    needed = count(kept)
    if needed <= loaded.num_ctx:
        return kept, needed
    if loaded.model.path == "native":
        raise Refusal(400, _overflow(needed, loaded.num_ctx))
    half = max(1, loaded.num_ctx // 2 - num_keep) * CHARS_PER_TOKEN
    text = render(kept)
    cut = text[: num_keep * CHARS_PER_TOKEN] + text[-half:]
    return [{"role": "user", "content": cut}], loaded.num_ctx // 2 + 2


def prefill(loaded: Loaded, messages: Sequence[dict[str, Any]], total: int) -> int:
    """Duration in ns of reading what the slot does not hold yet; the slot holds it afterwards."""
    prompt = render(messages)
    shared = _shared(loaded.prompt, prompt)
    loaded.prompt = prompt
    return max(1, total - shared // CHARS_PER_TOKEN) * NS_PER_TOKEN


def _shared(one: str, other: str) -> int:
    differ = (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differ, min(len(one), len(other)))


def _overflow(needed: int, window: int) -> str:
    return (
        '{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it",'
        f'"type":"exceed_context_size_error","n_prompt_tokens":{needed},"n_ctx":{window}}}}}'
    )
