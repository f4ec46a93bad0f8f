"""Keeping a prompt inside the context window, so that the server never drops the role in silence."""

from __future__ import annotations

from collections.abc import Sequence

from pz_tui.consultation.ports import Exchange
from pz_tui.engines.ollama.errors import OllamaError
from pz_tui.engines.ollama.prompts import Message, exchange, tokens_of

BLOCK = 6
"""Exchanges that are dropped together: each drop costs one full reading of the prompt."""
RECENT = 2
"""Exchanges that are kept as long as anything is dropped at all."""


def fitted(
    fixed: Sequence[Message], history: Sequence[Exchange], last: Message, *, name: str, room: int, window: int,
) -> list[Message]:  # fmt: skip
    """The messages of one request: the fixed part, as much history as fits, this turn's question.

    Args:
        room: tokens for the prompt as far as is known now; only history is given up for it.
        window: tokens for the prompt by the setting; when even this is too small it is an error.

    Raises:
        OllamaError: the fixed part and the question alone are too long.
    """
    needed = tokens_of([*fixed, last])
    if needed > window:
        raise OllamaError(
            "window",
            f"The patient does not fit into a window of {window} tokens, {needed} are needed: raise num_ctx in "
            "Settings.",
        )
    turns = [exchange(name, said) for said in history]
    sizes = [tokens_of(turn) for turn in turns]
    dropped = 0
    while dropped < len(turns) and needed + sum(sizes[dropped:]) > room:
        dropped = min(dropped + BLOCK, len(turns))
    while dropped > max(0, len(turns) - RECENT) and needed + sum(sizes[dropped - 1 :]) <= room:
        dropped -= 1
    return [*fixed, *(message for turn in turns[dropped:] for message in turn), last]
