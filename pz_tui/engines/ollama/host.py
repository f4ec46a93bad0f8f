"""Where Ollama listens, from however a user writes it."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from pz_tui.engines.ollama.errors import OllamaError
from pz_tui.record.base import Frozen
from pz_tui.record.text import one_line

DEFAULT_PORT = 11434
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?\.?")
_QUOTES = "\"'“”‘’` \t\r\n"


class Host(Frozen):
    """One server.

    Attributes:
        url: base of every request, without a slash at the end.
        shown: the short form for the screen (``127.0.0.1:11434``).
        loopback: whether it is this machine.
    """

    url: str
    shown: str
    loopback: bool


def read_host(text: str) -> Host:
    """The server meant by ``text``; empty means Ollama's own default.

    Quotes and blanks around it go; ``localhost``, ``:11434``, ``http://…``, ``[::1]:11434`` and a bare ``::1``
    are all understood; an address that means "every interface" (``0.0.0.0``) becomes this machine. With a
    scheme and no port it is the scheme's port, as for Ollama itself, but on this machine always Ollama's.

    Raises:
        OllamaError: it is no address; one sentence.
    """
    trimmed = text.strip(_QUOTES)
    scheme, found, rest = trimmed.partition("://")
    if not found:
        scheme, rest = "http", trimmed
    scheme = scheme.lower()
    if scheme not in ("http", "https"):
        raise _wrong(text, "it must begin with http:// or https://, or with neither")
    if rest.count(":") > 1 and not rest.startswith("[") and _is_v6(rest):
        rest = f"[{rest}]"
    name, port, path = _parts(text, scheme, rest)
    name = _ANYWHERE.get(name, name)
    loopback = _is_loopback(name)
    if port is None:
        port = DEFAULT_PORT if not found or loopback else {"http": 80, "https": 443}[scheme]
    bracketed = f"[{name}]" if ":" in name else name
    shown = f"{bracketed}:{port}{path}"
    return Host(url=f"{scheme}://{shown}", shown=shown, loopback=loopback)


def _parts(text: str, scheme: str, rest: str) -> tuple[str, int | None, str]:
    try:
        split = urlsplit(f"{scheme}://{rest}")
        name = split.hostname or "127.0.0.1"
        port = split.port
    except ValueError as problem:
        port_is_wrong = "port" in str(problem).lower()
        why = "the port must be a number from 1 to 65535" if port_is_wrong else "it is no host and port"
        raise _wrong(text, why) from None
    if port == 0 or (split.netloc.endswith(":") and name):
        raise _wrong(text, "the port must be a number from 1 to 65535")
    if "@" in split.netloc or split.query or split.fragment:
        raise _wrong(text, "it must be a host and a port and nothing more")
    if not _is_v6(name) and not _NAME.fullmatch(name):
        raise _wrong(text, "the host name holds signs that no host name has")
    return name, port, split.path.rstrip("/")


def _is_v6(name: str) -> bool:
    try:
        ipaddress.IPv6Address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _wrong(text: str, why: str) -> OllamaError:
    shown = one_line(text)[:60]
    return OllamaError(
        "address", f"The Ollama address “{shown}” cannot be used: {why}. Write it like 127.0.0.1:11434 in Settings."
    )
