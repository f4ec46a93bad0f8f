"""What holds for every test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The loopback server is a package path from the root, however pytest was started.
ROOT = str(Path(__file__).parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.ollama.loopback import LoopbackOllama  # noqa: E402

# how fast something is, is measured where a test says so, in processor time; a busy machine fails nothing
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def ollama_server() -> Iterator[LoopbackOllama]:
    """A running loopback server with one model, llama3.2:3b."""
    with LoopbackOllama() as server:
        yield server
