"""Fixtures of the Ollama tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The loopback server is a package path from the root, however pytest was started.
ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.ollama.loopback import LoopbackOllama  # noqa: E402


@pytest.fixture
def ollama_server() -> Iterator[LoopbackOllama]:
    """A running loopback server with one model, llama3.2:3b."""
    with LoopbackOllama() as server:
        yield server
