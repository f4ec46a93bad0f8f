"""Reads the tables that the rules live in."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def read_table(name: str) -> dict[str, Any]:
    """A TOML file of this folder, by its relative name."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def read_folder(name: str) -> dict[str, dict[str, Any]]:
    """All TOML files of a folder of this package, by file name, in sorted order."""
    return {path.name: read_table(f"{name}/{path.name}") for path in sorted((HERE / name).glob("*.toml"))}
