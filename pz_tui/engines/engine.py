"""An engine as the rest of the program sees it: who writes patients and who speaks for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pz_tui.consultation.ports import Judge, Resolver, Voice
from pz_tui.consultation.turn import EngineInfo
from pz_tui.generation.ports import Author
from pz_tui.record.patient import PatientRecord


async def _nothing() -> None:
    return None


async def _no_warming(record: PatientRecord) -> None:
    return None


@dataclass(frozen=True)
class Engine:
    """The ports of one engine. ``reason`` is the one line on the screen: which, why, how to change it.

    ``warm`` may be awaited while the door card is read: it makes the first reply come sooner, and may raise
    ``EngineError``, which the first question would meet too.
    """

    info: EngineInfo
    author: Author
    voice: Voice
    reason: str
    judge: Judge | None = None
    resolver: Resolver | None = None
    close: Callable[[], Awaitable[None]] = field(default=_nothing)
    warm: Callable[[PatientRecord], Awaitable[None]] = field(default=_no_warming)
