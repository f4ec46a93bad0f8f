"""The small knowledge folder, on disk and loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from pz_tui.knowledge.library import Library, load
from tests.unit.knowledge.folder import LEXICON, REFERENCE, condition, write


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    root = tmp_path / "packaged"
    condition(root / "conditions" / "elbow")
    for name, text in REFERENCE.items():
        write(root, f"reference/{name}.toml", text)
    write(root, "lexicon/symptoms.toml", LEXICON)
    return root


@pytest.fixture
def user(tmp_path: Path) -> Path:
    folder = tmp_path / "user"
    folder.mkdir()
    return folder


@pytest.fixture
def small(packaged: Path) -> Library:
    return load(None, packaged)
