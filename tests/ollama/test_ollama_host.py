"""Every usual spelling of the address reaches the server; others get one sentence."""

from __future__ import annotations

import pytest

from pz_tui.engines.ollama.errors import OllamaError
from pz_tui.engines.ollama.host import read_host


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("localhost", "http://localhost:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        (":8080", "http://127.0.0.1:8080"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("http://0.0.0.0:8080/", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost:11434"),
        ("HTTP://Localhost:8080", "http://localhost:8080"),
        ("https://box.example", "https://box.example:443"),
        ("http://box.example", "http://box.example:80"),
        ("box.example", "http://box.example:11434"),
        ("box.example/ollama/", "http://box.example:11434/ollama"),
        ("::1", "http://[::1]:11434"),
        ("::", "http://[::1]:11434"),
        ("[::1]", "http://[::1]:11434"),
        ("[::1]:8080", "http://[::1]:8080"),
        ("http://[::]:8080", "http://[::1]:8080"),
        ("  '127.0.0.1:8080'\n", "http://127.0.0.1:8080"),
        ('"http://127.0.0.1:8080"', "http://127.0.0.1:8080"),
        ("“localhost:8080”", "http://localhost:8080"),
    ],
)
def test_spellings(text: str, url: str) -> None:
    assert read_host(text).url == url


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1:99999", "localhost:port", "localhost:0", "localhost:", "ftp://localhost", "user:pass@box", "a b",
     "http://[::1", "box?x=1", "::::", "host\x1b[31m", "-x"],
)  # fmt: skip
def test_what_is_no_address_gets_one_sentence(text: str) -> None:
    with pytest.raises(OllamaError) as caught:
        read_host(text)
    said = str(caught.value)
    assert caught.value.kind == "address"
    assert "127.0.0.1:11434" in said
    assert "\n" not in said
    assert "\x1b" not in said


def test_only_this_machine_counts_as_loopback() -> None:
    assert read_host("localhost").loopback
    assert read_host("::1").loopback
    assert not read_host("192.168.1.7").loopback
    assert not read_host("localhost.example").loopback
