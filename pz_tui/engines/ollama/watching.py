"""Reading a stream while telling that nothing comes yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")


async def watched(stream: AsyncGenerator[T, None], every: float) -> AsyncGenerator[T | None, None]:
    """The items of ``stream``, and ``None`` after each ``every`` seconds of silence.

    The stream is read in one task of its own, so that its connection is opened and closed in the same
    place; closing this iterator cancels that task and waits until the connection is closed.
    """
    items: asyncio.Queue[T | BaseException | None] = asyncio.Queue()

    async def read() -> None:
        try:
            async with aclosing(stream) as opened:
                async for item in opened:
                    items.put_nowait(item)
        except Exception as problem:
            items.put_nowait(problem)
        else:
            items.put_nowait(None)

    reading = asyncio.create_task(read())
    try:
        while True:
            try:
                item = await asyncio.wait_for(items.get(), every)
            except TimeoutError:
                yield None
                continue
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
