"""What a server has: version, models, what each can do, and which of them is to speak."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pz_tui.engines.ollama.client import CONNECT_SECONDS, Client
from pz_tui.engines.ollama.errors import OllamaError, missing, not_ollama
from pz_tui.record.base import Frozen
from pz_tui.record.text import one_line

PROBE_SECONDS = CONNECT_SECONDS
LIST_SECONDS = 5.0

# In the order of trust on a laptop without a graphics card: small instruct models that speak plainly.
_LIKED = (
    "qwen3:4b-instruct", "llama3.2:3b", "llama3.2:latest", "gemma3:4b", "qwen2.5:3b", "qwen2.5:7b", "llama3.1:8b",
    "gemma3:1b", "llama3.2:1b",
)  # fmt: skip
_NOT_FOR_TALK = re.compile(r"embed|bge|minilm|rerank|coder|code|math|guard|ocr|vision|llava|moondream|sql")
_COMFORTABLE = 6_000_000_000
"""Bytes up to which a model runs beside a terminal on a common laptop."""
_THINKERS = re.compile(r"deepseek-r1|qwq|magistral|reason|thinking|gpt-oss|phi4-mini-reasoning|smallthinker|r1-")


class ModelInfo(Frozen):
    """One installed model.

    Attributes:
        capabilities: None while unknown (servers before 0.6.4 do not tell).
        remote: it runs on another machine, however it looks in the list.
        stops: its own stop words, which ours would otherwise replace.
        may_think: it thinks, or its template or name says that it may.
    """

    name: str
    digest: str = ""
    size: int = 0
    family: str = ""
    parameter_size: str = ""
    capabilities: tuple[str, ...] | None = None
    remote: bool = False
    context_length: int | None = None
    stops: tuple[str, ...] = ()
    may_think: bool = False

    @property
    def can_chat(self) -> bool:
        """Whether it completes text; unknown counts as yes."""
        return self.capabilities is None or "completion" in self.capabilities

    @property
    def thinks(self) -> bool:
        """Whether it has to be told not to think."""
        return self.capabilities is not None and "thinking" in self.capabilities


class Probe(Frozen):
    """What answered."""

    shown: str
    version: str
    models: tuple[ModelInfo, ...]

    def find(self, name: str) -> ModelInfo | None:
        """The model of that name: no tag means ``latest``, case does not matter."""
        wanted = full_name(name).lower()
        return next((model for model in self.models if model.name.lower() == wanted), None)

    def at_least(self, *wanted: int) -> bool:
        """Whether the server's version is that or later; an unreadable one counts as old."""
        numbers = tuple(int(number) for number in re.findall(r"\d+", self.version.split("-")[0])[:3])
        return numbers >= wanted


def full_name(name: str) -> str:
    """A name with its tag."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def is_cloud_name(name: str) -> bool:
    """Whether a request under that name leaves the machine, pulled or not."""
    tag = full_name(name).rpartition(":")[2].lower()
    return tag == "cloud" or tag.endswith("-cloud")


async def probe(client: Client) -> Probe:
    """Ask for version and models.

    Raises:
        OllamaError: nobody answers within two seconds, or what answers is not Ollama.
    """
    version = (await client.ask("GET", "/api/version", seconds=PROBE_SECONDS)).get("version")
    if not isinstance(version, str):
        raise not_ollama(client.host.shown)
    listed = (await client.ask("GET", "/api/tags", seconds=LIST_SECONDS)).get("models")
    entries = listed if isinstance(listed, list) else []
    models = tuple(_listed(entry) for entry in entries if isinstance(entry, dict) and _name_of(entry))
    return Probe(shown=client.host.shown, version=one_line(version), models=models)


async def describe(client: Client, model: ModelInfo) -> ModelInfo:
    """The same model with what ``/api/show`` tells about it; every field of that may be absent."""
    shown = await client.ask("POST", "/api/show", {"model": model.name}, seconds=LIST_SECONDS)
    info = shown.get("model_info") if isinstance(shown.get("model_info"), dict) else {}
    lengths = [value for key, value in (info or {}).items() if key.endswith(".context_length")]
    capabilities = shown.get("capabilities")
    known = _strings(capabilities) if isinstance(capabilities, list) else model.capabilities
    hints = f"{shown.get('template', '')} {shown.get('modelfile', '')}"
    return model.model_copy(
        update={
            "capabilities": known,
            "remote": model.remote or bool(shown.get("remote_host") or shown.get("remote_model")),
            "context_length": next((value for value in lengths if isinstance(value, int)), None),
            "stops": _stops(shown.get("parameters")),
            "may_think": "think>" in hints or "thinking" in (known or ()) or bool(_THINKERS.search(model.name)),
        }
    )


async def pick(client: Client, found: Probe, wanted: str, *, only_wanted: bool) -> ModelInfo:
    """The model that is to speak.

    Args:
        wanted: the user's choice, empty for none.
        only_wanted: the user chose Ollama expressly; then nothing stands in for the wanted model, and a model
            that runs elsewhere may be used. Otherwise the nearest usable one on this machine is taken.

    Raises:
        OllamaError: there is none.
    """
    if wanted:
        chosen = await _wanted(client, found, wanted, only_wanted=only_wanted)
        if chosen is not None:
            return chosen
    for candidate in sorted(found.models, key=_order):
        if candidate.remote or not candidate.can_chat:
            continue
        try:
            model = await describe(client, candidate)
        except OllamaError as problem:
            if problem.kind in ("unreachable", "silent"):
                raise
            continue
        if model.can_chat and not model.remote:
            return model
    raise OllamaError(
        "not_usable",
        f"Ollama at {found.shown} has no model that can hold a conversation on this machine: run “ollama pull "
        "llama3.2:3b”.",
    )


async def _wanted(client: Client, found: Probe, wanted: str, *, only_wanted: bool) -> ModelInfo | None:
    listed = found.find(wanted)
    if listed is None and only_wanted and is_cloud_name(wanted):
        return ModelInfo(name=full_name(wanted), remote=True)
    if listed is None:
        if only_wanted:
            raise missing(wanted, found.shown)
        return None
    model = await describe(client, listed)
    if not only_wanted and (model.remote or not model.can_chat):
        return None
    if not model.can_chat:
        raise OllamaError("not_usable", f"{model.name} cannot hold a conversation: choose another model in Settings.")
    return model


def _order(model: ModelInfo) -> tuple[bool, int, bool, bool, int, str]:
    """First is best: liked ones, then what runs with comfort, without thinking, the largest of these."""
    name = model.name.lower()
    liked = next((place for place, start in enumerate(_LIKED) if name.startswith(start)), len(_LIKED))
    thinks = model.thinks or bool(_THINKERS.search(name))
    large = model.size > _COMFORTABLE
    return bool(_NOT_FOR_TALK.search(name)), liked, large, thinks, model.size if large else -model.size, name


def _listed(entry: dict[str, Any]) -> ModelInfo:
    name = _name_of(entry)
    details = entry.get("details") if isinstance(entry.get("details"), dict) else {}
    capabilities = entry.get("capabilities")
    return ModelInfo(
        name=name, digest=_text(entry.get("digest")), size=entry["size"] if isinstance(entry.get("size"), int) else 0,
        family=_text((details or {}).get("family")), parameter_size=_text((details or {}).get("parameter_size")),
        capabilities=_strings(capabilities) if isinstance(capabilities, list) and capabilities else None,
        remote=is_cloud_name(name) or bool(entry.get("remote_host") or entry.get("remote_model")),
    )  # fmt: skip


def _name_of(entry: dict[str, Any]) -> str:
    name = _text(entry.get("model")) or _text(entry.get("name"))
    return full_name(name) if name else ""


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _strings(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def _stops(parameters: object) -> tuple[str, ...]:
    lines = parameters.splitlines() if isinstance(parameters, str) else []
    found = (line.split(None, 1) for line in lines)
    return tuple(pair[1].strip().strip('"') for pair in found if len(pair) == 2 and pair[0] == "stop")
