"""Which engine speaks, and the one line that says why and how to change it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Literal

from pz_tui.consultation.ports import EngineError
from pz_tui.engines.engine import Engine
from pz_tui.knowledge.library import Library

Preference = Literal["auto", "builtin", "ollama"]

_log = logging.getLogger(__name__)


class EngineUnavailable(EngineError):
    """The engine that was expressly asked for cannot be had; one sentence."""


async def choose(
    preference: Preference, *, host: str, model: str, builtin: Engine, num_ctx: int = 8192,
    library: Library | None = None,
) -> Engine:  # fmt: skip
    """The engine to use. ``Engine.reason`` is the line for the screen.

    Args:
        preference: ``auto`` takes Ollama when it answers and has a model that runs on this machine, else the
            built-in engine; it never fails.
        host, model: the user's settings, empty for the defaults.
        builtin: the way out, and the author behind every other one.
        library: knowledge that a model's rewordings are checked against.

    Raises:
        EngineUnavailable: Ollama was expressly asked for and cannot be used.
    """
    if preference == "builtin":
        return builtin
    expressly = preference == "ollama"
    try:
        from pz_tui.engines.ollama import connect  # noqa: PLC0415  (loaded only where it is wanted)

        return await connect(host, model, library, builtin, num_ctx, expressly=expressly)
    except EngineError as problem:
        if expressly:
            raise EngineUnavailable(str(problem)) from problem
        return replace(builtin, reason=_instead(problem))
    except Exception as problem:
        _log.exception("Ollama could not be used")
        text = f"The Ollama library of this installation cannot be used ({type(problem).__name__})"
        if expressly:
            raise EngineUnavailable(f"{text}: install the program again, or choose the built-in engine.") from problem
        return replace(builtin, reason=f"{text}, so patients use the built-in engine. You can change this in Settings.")


def _instead(problem: EngineError) -> str:
    """Why the built-in engine stands in."""
    text = str(problem)
    kind = getattr(problem, "kind", "")
    what, _, advice = text.partition(": ")
    if kind == "unreachable":
        advice = "Start Ollama or change this in Settings."
    elif advice:
        advice = f"{advice[0].upper()}{advice[1:]}"
    return f"{what.rstrip('.')}, so patients use the built-in engine. {advice or 'You can change this in Settings.'}"
