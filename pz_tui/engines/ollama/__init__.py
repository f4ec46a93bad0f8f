"""Ollama as an engine. Importing this costs nothing; the client library is loaded by ``connect``."""

from __future__ import annotations

from dataclasses import replace

from pz_tui.consultation.turn import EngineInfo
from pz_tui.engines.engine import Engine
from pz_tui.knowledge.library import Library

__all__ = ["DEFAULT_HOST", "connect"]

DEFAULT_HOST = "127.0.0.1:11434"
_WHOLE_COUNTS = (0, 30, 1)


async def connect(
    host: str, model: str, library: Library | None, builtin: Engine, num_ctx: int = 8192, *, expressly: bool = True
) -> Engine:
    """An engine over a server that answers and a model that can talk.

    Args:
        host: as the user wrote it; empty for Ollama's default.
        model: the user's choice, empty to take the most suitable.
        library: knowledge that rewordings are checked against, where there is any.
        builtin: the engine whose author drafts patients; only words come from the model.
        num_ctx: context window in tokens, the same in every request.
        expressly: the user chose Ollama; only then may a model be used that runs elsewhere, and only then is
            a missing model an error rather than another one taken.

    Raises:
        EngineError: one sentence.
    """
    from pz_tui.engines.ollama.author import OllamaAuthor  # noqa: PLC0415  (0.3 s, which the start must not pay)
    from pz_tui.engines.ollama.client import Client  # noqa: PLC0415
    from pz_tui.engines.ollama.health import pick, probe  # noqa: PLC0415
    from pz_tui.engines.ollama.host import read_host  # noqa: PLC0415
    from pz_tui.engines.ollama.voice import OllamaVoice  # noqa: PLC0415

    client = Client(read_host(host))
    try:
        found = await probe(client)
        chosen = await pick(client, found, model, only_wanted=expressly)
    except BaseException:
        await client.close()
        raise
    voice = OllamaVoice(client, chosen, num_ctx=num_ctx, counts_are_whole=found.at_least(*_WHOLE_COUNTS))
    where = "which runs on another machine, so what you type leaves this one" if chosen.remote else ""
    other = "" if not model or found.find(model) == found.find(chosen.name) else f", as {model} cannot be used here"
    reason = f"Patients speak through {chosen.name} (Ollama {found.version} at {client.host.shown}){other}"
    return replace(
        builtin,
        info=EngineInfo(kind="ollama", model=chosen.name, digest=chosen.digest, host=client.host.shown),
        author=OllamaAuthor(client, chosen, builtin.author, library, num_ctx=num_ctx),
        voice=voice,
        reason=f"{reason}{', ' if where else ''}{where}. You can change this in Settings.",
        judge=None,
        resolver=None,
        close=client.close,
        warm=voice.warm,
    )
