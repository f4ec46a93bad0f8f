"""One understander for all of these tests: reading its tables once is enough."""

from __future__ import annotations

import pytest

from pz_tui.consultation.understanding import Understander
from pz_tui.knowledge.library import Library, load


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def understander(library: Library) -> Understander:
    return Understander(library)
