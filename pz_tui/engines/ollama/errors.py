"""What can go wrong with Ollama, each as one sentence that says what to do."""

from __future__ import annotations

import json
import re
from typing import Literal

from pz_tui.consultation.ports import EngineError
from pz_tui.record.text import one_line

Kind = Literal[
    "address", "unreachable", "silent", "not_ollama", "model_missing", "not_usable", "cloud", "thinking",
    "busy", "crashed", "window", "broken_off", "length", "empty", "pull", "package", "other",
]  # fmt: skip

_LONGEST = 160
_MARKUP = re.compile(r"<[^>]*>")


class OllamaError(EngineError):
    """An ``EngineError`` whose ``kind`` a caller may act on; the text is for the user."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.window: int | None = None
        """Tokens the server has room for, where it said so."""


def unreachable(shown: str) -> OllamaError:
    """Nobody listens there."""
    return OllamaError(
        "unreachable",
        f"No Ollama answers at {shown}: start it (ollama serve), mend the address, or choose the built-in engine "
        "in Settings.",
    )


def silent(shown: str, seconds: float) -> OllamaError:
    """Something listens there and says nothing."""
    return OllamaError(
        "silent",
        f"Ollama at {shown} did not answer within {seconds:g} s: restart it, or choose the built-in engine in "
        "Settings.",
    )


def not_ollama(shown: str) -> OllamaError:
    """What answers speaks another language."""
    return OllamaError(
        "not_ollama", f"What answers at {shown} is not Ollama or is broken: check the address in Settings."
    )


def broken_off(shown: str, why: str = "", *, begun: bool = True) -> OllamaError:
    """The stream ended before it was complete, or before it had ``begun``."""
    if not begun:
        return OllamaError("broken_off", f"Ollama at {shown} closed the connection without an answer: ask again.")
    reason = f" ({why})" if why else ""
    return OllamaError(
        "broken_off", f"Ollama at {shown} broke off in the middle of the reply{reason}: ask the question again."
    )


def refused(status: int, said: object, *, shown: str, model: str) -> OllamaError:
    """An HTTP error, or an error line of a stream (``status`` -1), as a sentence."""
    text = plain(said)
    lowered = text.lower()
    if "exceed_context_size_error" in lowered or "exceeds the available context size" in lowered:
        error = OllamaError("window", f"The conversation no longer fits into the window of {model}: raise num_ctx "
                            "in Settings.")  # fmt: skip
        error.window = _window(said)
        return error
    if "does not support thinking" in lowered:
        return OllamaError("thinking", f"{model} cannot think: choose another model in Settings.")
    if "does not support" in lowered:
        return OllamaError("not_usable", f"{model} cannot hold a conversation ({text}): choose another model.")
    if status == 404 and "not found" in lowered:
        return missing(model, shown)
    if status == 403 and not text:
        return OllamaError("address", f"Ollama at {shown} refuses requests under that name: write 127.0.0.1 in its "
                           "place in Settings.")  # fmt: skip
    if status in (401, 403):
        return OllamaError("cloud", f"Ollama at {shown} refuses {model} ({text or status}): choose a model that runs "
                           "on this machine.")  # fmt: skip
    if status == 503:
        return OllamaError("busy", f"Ollama at {shown} is busy with other requests: wait a moment and ask again.")
    if status == -1:
        return broken_off(shown, text)
    if status == 500 and ("terminated" in lowered or "stopped" in lowered or "memory" in lowered):
        return OllamaError("crashed", f"Ollama could not run {model} ({text}): choose a smaller model or free memory, "
                           "then ask again.")  # fmt: skip
    said_so = f" ({text})" if text else ""
    return OllamaError("other", f"Ollama at {shown} answered with error {status}{said_so}: ask again, or choose the "
                       "built-in engine in Settings.")  # fmt: skip


def missing(model: str, shown: str) -> OllamaError:
    """The model is not installed."""
    return OllamaError(
        "model_missing", f"Ollama at {shown} has no model {model}: run “ollama pull {model}” or choose another one."
    )


def plain(said: object) -> str:
    """An error text on one line: no markup, no control sequences, not too long, no full stop."""
    if isinstance(said, dict):
        inner = said.get("message") or said.get("error") or json.dumps(said)
        return plain(inner)
    text = str(said)
    if text.lstrip().startswith("<"):
        title = re.search(r"<title>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
        text = title.group(1) if title else _MARKUP.sub(" ", text)
    text = one_line(text).rstrip(". ")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _window(said: object) -> int | None:
    found = re.search(r'\\?"n_ctx\\?"\s*:\s*(\d+)', said if isinstance(said, str) else json.dumps(said))
    return int(found.group(1)) if found else None
