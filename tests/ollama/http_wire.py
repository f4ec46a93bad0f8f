"""Just enough HTTP/1.1 on asyncio streams: requests in, answers out, and a watch for clients that leave."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

REASONS = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 499: "status code 499", 500: "Internal Server Error", 502: "Bad Gateway",
    503: "Service Unavailable",
}  # fmt: skip


class ClientGone(Exception):
    """The client closed its connection."""


def go_json(value: Any) -> bytes:
    """JSON as Go's encoder writes it: ``< > &`` and U+2028/9 escaped, all other text raw."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode()


class Connection:
    """One client's connection, kept alive over several requests."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._ahead = b""
        self.bytes_sent = 0

    async def request(self) -> tuple[str, str, dict[str, str], bytes] | None:
        """Method, path, headers and body of the next request; None when the client is done."""
        try:
            head = self._ahead + await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        self._ahead = b""
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        pairs = (line.split(":", 1) for line in lines if ":" in line)
        headers = {key.strip().lower(): value.strip() for key, value in pairs}
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return method, path.split("?", 1)[0], headers, body

    async def gone(self) -> None:
        """Return when the client has closed its side."""
        with contextlib.suppress(ConnectionError):
            self._ahead = await self._reader.read(1)
            if self._ahead:
                await asyncio.Event().wait()

    async def whole(self, status: int, body: bytes, kind: str, method: str = "GET") -> None:
        """An answer of known length."""
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(body))})
        if method != "HEAD":
            self._write(body)
        await self.flush()

    async def json(self, status: int, value: Any) -> None:
        """A JSON object as the whole answer."""
        await self.whole(status, go_json(value), "application/json; charset=utf-8")

    async def text(self, status: int, text: str, method: str = "GET") -> None:
        """Plain text as the whole answer."""
        await self.whole(status, text.encode(), "text/plain; charset=utf-8", method)

    def begin_stream(self) -> None:
        """Headers of a stream of JSON lines."""
        self._head(200, {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"})

    async def chunk(self, data: bytes) -> None:
        """One flushed chunk."""
        self._write(b"%x\r\n%s\r\n" % (len(data), data))
        await self.flush()

    async def end_stream(self) -> None:
        """The clean end of a stream."""
        self._write(b"0\r\n\r\n")
        await self.flush()

    def reset(self) -> None:
        """Drop the connection without a word."""
        self._writer.transport.abort()

    async def close(self) -> None:
        """Close after what was written has gone out."""
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()

    async def flush(self) -> None:
        """Wait until it is on the wire; raises ClientGone."""
        try:
            await self._writer.drain()
        except ConnectionError as problem:
            raise ClientGone from problem

    def _head(self, status: int, headers: dict[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Unknown')}"]
        lines += [f"{key}: {value}" for key, value in headers.items()]
        self._write("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def _write(self, data: bytes) -> None:
        if self._writer.is_closing():
            raise ClientGone
        self.bytes_sent += len(data)
        self._writer.write(data)
