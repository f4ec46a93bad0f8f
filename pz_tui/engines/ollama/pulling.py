"""Fetching a model, with progress."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from pz_tui.engines.ollama.client import Client
from pz_tui.engines.ollama.errors import OllamaError, plain
from pz_tui.engines.ollama.health import is_cloud_name
from pz_tui.record.base import Frozen
from pz_tui.record.text import one_line


class PullProgress(Frozen):
    """One step. ``completed`` of ``total`` bytes of the present layer; both 0 where there is nothing to count."""

    status: str
    completed: int = 0
    total: int = 0
    done: bool = False


async def pull(client: Client, model: str) -> AsyncGenerator[PullProgress, None]:
    """Fetch ``model``; closing the iterator stops the download, what has come is kept by the server.

    Raises:
        OllamaError: the name is wrong or unknown, it runs elsewhere, or the download did not complete.
    """
    name = model.strip()
    if not name or is_cloud_name(name):
        what = f"{name} does not run on this machine" if name else "no model is named"
        raise OllamaError("cloud", f"Nothing was fetched: {what}. Name a model such as llama3.2:3b.")
    complete = False
    try:
        async with aclosing(client.pull(name)) as lines:
            async for line in lines:
                status = one_line(str(line.get("status") or ""))
                complete = status == "success"
                yield PullProgress(
                    status=status, completed=line.get("completed") or 0, total=line.get("total") or 0, done=complete
                )
    except OllamaError as problem:
        if problem.kind in ("unreachable", "not_ollama"):
            raise
        said = plain(str(getattr(problem.__cause__, "error", None) or problem))
        raise _failed(name, "there is none of that name" if "does not exist" in said else said) from problem
    if not complete:
        raise _failed(name, "it ended early")


def _failed(name: str, why: str) -> OllamaError:
    return OllamaError(
        "pull", f"The model {name} could not be fetched ({why}): check the name and the network, and try again."
    )
