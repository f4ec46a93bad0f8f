"""The connection to Ollama: one stream of pieces, every failure as one sentence. Import it late (0.3 s)."""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from pz_tui.engines.ollama.errors import OllamaError, broken_off, not_ollama, refused, silent, unreachable
from pz_tui.engines.ollama.host import Host
from pz_tui.record.base import Frozen

_UNWANTED = (
    "OLLAMA_HOST", "OLLAMA_API_KEY", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)  # fmt: skip
_environment = threading.Lock()


@contextmanager
def _calm_environment() -> Iterator[None]:
    """Hide what breaks ``import ollama`` or turns a client elsewhere; only our own setting counts."""
    with _environment:
        hidden = {key: os.environ.pop(key) for key in list(os.environ) if key.upper() in _UNWANTED}
        try:
            yield
        finally:
            os.environ.update(hidden)


with _calm_environment():
    import httpx
    import ollama

CONNECT_SECONDS = 2.0
KEEP_ALIVE = "30m"
"""The same in every request: a different one would unload the model early."""

Message = Mapping[str, str]

# httpx ends a line at these, and Go writes U+0085 raw inside its strings.
_LINE_ENDS = {b"\xc2\x85": b"\\u0085", b"\xe2\x80\xa8": b"\\u2028", b"\xe2\x80\xa9": b"\\u2029"}
_BEGINNINGS = (b"\xe2\x80", b"\xe2", b"\xc2")


class Piece(Frozen):
    """One part of a reply. The last has ``done``; counts are tokens, durations milliseconds."""

    text: str = ""
    thinking: bool = False
    done: bool = False
    reason: str = ""
    prompt_tokens: int = 0
    reply_tokens: int = 0
    load_ms: float = 0
    prompt_ms: float = 0


class _Lines(httpx.AsyncByteStream):
    """A body whose only line ends are new lines, and none of them empty."""

    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        held, fresh = b"", True
        async for data in self._inner:
            text = held + data
            held = next((start for start in _BEGINNINGS if text.endswith(start)), b"")
            text = text[: len(text) - len(held)]
            for sign, escaped in _LINE_ENDS.items():
                text = text.replace(sign, escaped)
            while b"\n\n" in text:
                text = text.replace(b"\n\n", b"\n")
            if fresh:
                text = text.lstrip(b"\r\n")
            if text:
                fresh = text.endswith(b"\n")
                yield text
        if held:
            yield held

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Transport(httpx.AsyncHTTPTransport):
    """Plain transport; bodies that come as JSON lines are made safe to split."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if isinstance(response.stream, httpx.AsyncByteStream) and "ndjson" in response.headers.get("content-type", ""):
            response.stream = _Lines(response.stream)
        return response


@dataclass
class _Bound:
    """What belongs to one event loop."""

    speaking: ollama.AsyncClient
    asking: httpx.AsyncClient
    turn: asyncio.Lock


class Client:
    """All requests to one server. Usable from any event loop; ``close`` it in the loop that used it."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._bound: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Bound] = weakref.WeakKeyDictionary()

    async def chat(
        self, *, model: str, messages: Sequence[Message], options: Mapping[str, Any],
        think: bool | None = None, schema: Mapping[str, Any] | None = None,
    ) -> AsyncGenerator[Piece, None]:  # fmt: skip
        """Stream one reply; one request is in flight at a time. Closing the iterator closes the connection.

        Raises:
            OllamaError: of every kind; ``broken_off`` also when the stream ends without its last line.
        """
        bound = self._here()
        async with bound.turn:
            begun = done = False
            try:
                stream = await bound.speaking.chat(
                    model=model, messages=[dict(message) for message in messages], stream=True, think=think,
                    format=dict(schema) if schema is not None else None, options=dict(options),
                    keep_alive=KEEP_ALIVE,
                )  # fmt: skip
                async with aclosing(stream) as parts:  # type: ignore[type-var]
                    async for part in parts:
                        begun, done = True, bool(part.done)
                        yield _piece(part)
            except _ANY as problem:
                raise self._explained(problem, model, begun=begun) from problem
            if not done:
                raise broken_off(self.host.shown, begun=begun)

    async def pull(self, model: str) -> AsyncGenerator[Mapping[str, Any], None]:
        """Stream the progress lines of a download; closing the iterator stops it."""
        try:
            async with aclosing(await self._here().speaking.pull(model, stream=True)) as lines:  # type: ignore[type-var]
                async for line in lines:
                    yield line.model_dump()
        except _ANY as problem:
            raise self._explained(problem, model) from problem

    async def ask(
        self, method: Literal["GET", "POST"], path: str, body: Mapping[str, Any] | None = None, *, seconds: float
    ) -> dict[str, Any]:
        """One small request with a limit on the whole of it, answered by a JSON object."""
        try:
            async with asyncio.timeout(seconds):
                response = await self._here().asking.request(method, path, json=body)
                if response.status_code != 200:
                    said = response.text
                    raise ollama.ResponseError(said, response.status_code)
                answer = response.json()
        except TimeoutError as problem:
            raise silent(self.host.shown, seconds) from problem
        except _ANY as problem:
            raise self._explained(problem, str((body or {}).get("model", ""))) from problem
        if not isinstance(answer, dict):
            raise not_ollama(self.host.shown)
        return answer

    async def close(self) -> None:
        """Close this loop's connections."""
        bound = self._bound.pop(asyncio.get_running_loop(), None)
        if bound is not None:
            await bound.speaking.close()  # type: ignore[no-untyped-call]
            await bound.asking.aclose()

    def _here(self) -> _Bound:
        loop = asyncio.get_running_loop()
        if loop not in self._bound:
            with _calm_environment():
                self._bound[loop] = _Bound(
                    speaking=ollama.AsyncClient(
                        host=self.host.url, trust_env=False, follow_redirects=False, transport=self._transport(),
                        timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
                    ),
                    asking=httpx.AsyncClient(
                        base_url=self.host.url, trust_env=False, follow_redirects=False,
                        transport=self._transport(), timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
                    ),
                    turn=asyncio.Lock(),
                )  # fmt: skip
        return self._bound[loop]

    def _transport(self) -> _Transport:
        # Certificates cost 30 ms to read and are of no use without TLS. No connection is kept: a new one costs
        # nothing here, and an old one may lead to a server that has been stopped since.
        return _Transport(
            verify=self.host.url.startswith("https"), trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    def _explained(self, problem: BaseException, model: str, *, begun: bool = False) -> OllamaError:
        shown = self.host.shown
        if isinstance(problem, OllamaError):
            return problem
        if isinstance(problem, ollama.ResponseError):
            return refused(problem.status_code, problem.error, shown=shown, model=model)
        if isinstance(problem, httpx.ConnectError | httpx.ConnectTimeout | ConnectionError):
            return unreachable(shown)
        if isinstance(problem, httpx.HTTPError):
            return broken_off(shown, begun=begun)
        return not_ollama(shown)


_ANY = (
    ollama.ResponseError, httpx.HTTPError, httpx.InvalidURL, ConnectionError,
    # what the client library itself stumbles over when the answer is not Ollama's
    ValueError, TypeError, AttributeError, KeyError,
)  # fmt: skip


def _piece(part: ollama.ChatResponse) -> Piece:
    return Piece(
        text=part.message.content or "", thinking=bool(part.message.thinking), done=bool(part.done),
        reason=part.done_reason or "", prompt_tokens=part.prompt_eval_count or 0,
        reply_tokens=part.eval_count or 0, load_ms=(part.load_duration or 0) / 1e6,
        prompt_ms=(part.prompt_eval_duration or 0) / 1e6,
    )  # fmt: skip
