"""What the loopback server holds and what a test can tell it to do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal, cast

Framing = Literal["line", "merged", "split"]
Break = Literal["", "error", "reset", "eof", "half"]
SchemaMode = Literal["enforce", "ignore", "sort", "refuse"]
Phase = Literal["load", "queue", "prefill", "generate", "pull"]


@dataclass
class Model:
    """One model of the server.

    Attributes:
        name: as stored, with its tag.
        path: ``native`` (a GGUF's own template) or ``rendered`` (built into the server); they differ in
            what happens when a prompt is too long and in the order of schema keys.
        load_seconds: how long loading takes; nothing at all is sent meanwhile.
        remote_host, remote_model: set for a stub of a model that runs elsewhere.
    """

    name: str = "llama3.2:3b"
    capabilities: tuple[str, ...] = ("completion", "tools")
    size: int = 2_019_393_189
    family: str = "llama"
    families: tuple[str, ...] | None = ("llama",)
    parameter_size: str = "3.2B"
    context_length: int = 131_072
    path: Literal["native", "rendered"] = "native"
    load_seconds: float = 0.0
    parameters: str = 'stop                           "<|eot_id|>"'
    template: str = "{{ .Prompt }}"
    lacks_model_info: bool = False
    lists_capabilities: bool = True
    old_thinking_text: bool = False
    remote_host: str = ""
    remote_model: str = ""

    @property
    def digest(self) -> str:
        """Bare hex, stable for a name."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    @property
    def is_remote(self) -> bool:
        """Whether requests for it leave the machine."""
        tag = self.name.rpartition(":")[2]
        return bool(self.remote_host) or tag == "cloud" or tag.endswith("-cloud")


@dataclass
class Reply:
    """One scripted answer to a chat or generate request.

    Attributes:
        text, thinking: what the model writes.
        chunks: pieces it is written in; by default the text cut into short tokens.
        delay: seconds of silence before even the headers.
        pace: seconds between pieces.
        empty: lines with empty content before the first word.
        status, body: an HTTP error instead of a reply; ``body`` is JSON when it starts with a brace.
        breaks, after: how the stream ends too early, and after how many pieces.
        error: text of a mid-stream error; may itself be JSON.
        done_reason: of the last line, ``stop`` unless a limit was met.
        obeys_limits: False writes on past ``num_predict`` and stop words, as a faulty server would.
        blank_lines: an empty line between the objects.
        count: ``prompt_eval_count`` instead of the true one.
    """

    text: str = ""
    thinking: str = ""
    chunks: tuple[str, ...] | None = None
    delay: float = 0.0
    pace: float = 0.0
    empty: int = 0
    status: int = 200
    body: str = ""
    breaks: Break = ""
    after: int = 2
    error: str = "an error was encountered while running the model: unexpected EOF"
    done_reason: str = ""
    obeys_limits: bool = True
    blank_lines: bool = False
    framing: Framing = "line"
    count: int | None = None

    @classmethod
    def broken(cls, breaks: str, *chunks: str) -> Reply:
        """A stream that ends in that way after these pieces."""
        return cls(chunks=chunks, breaks=cast(Break, breaks), after=len(chunks))


@dataclass
class Received:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    json: Any = None


@dataclass
class Abort:
    """A client went away before its answer was complete."""

    path: str
    phase: Phase
    sent: int
    at: float


@dataclass
class Loaded:
    """A model in memory."""

    model: Model
    num_ctx: int
    keep_alive: float | None = 300.0
    prompt: str = ""
    """What the slot holds: the basis of the prefix cache."""


@dataclass
class Refusal(Exception):
    """An HTTP error in the server's own words."""

    status: int
    error: str
    extra: dict[str, str] = field(default_factory=dict)
