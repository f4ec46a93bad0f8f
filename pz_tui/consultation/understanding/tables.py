"""Reads the tables that the rules live in.

Parsing TOML is slow, so ``learn.py`` also writes ``built.json``: the same tables, the words that each pattern is
found by, the library's names made even, which of its concepts are kinds of which, and
the words of the phrase bank. It counts only while the TOML files are what it was
built from.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BUILT = HERE / "built.json"
_FOLDERS = ("names", "rules", "tone")


@cache
def read_table(name: str) -> dict[str, Any]:
    """A TOML file of this folder, by its relative name."""
    table = built()["tables"].get(name)
    return table if table is not None else parsed(name)


def parsed(name: str) -> dict[str, Any]:
    """The same, always from the TOML file."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def read_folder(name: str) -> dict[str, dict[str, Any]]:
    """All TOML files of a folder of this package, by file name, in sorted order."""
    return {path.name: read_table(f"{name}/{path.name}") for path in sorted((HERE / name).glob("*.toml"))}


def table_names() -> list[str]:
    """The files that ``built.json`` is made from."""
    paths = [*HERE.glob("*.toml"), *(path for folder in _FOLDERS for path in (HERE / folder).glob("*.toml"))]
    return sorted(path.relative_to(HERE).as_posix() for path in paths)


def digest() -> str:
    """Of those files."""
    out = hashlib.blake2b(digest_size=12)
    for name in table_names():
        out.update(name.encode())
        out.update((HERE / name).read_bytes())
    return out.hexdigest()


@cache
def built() -> dict[str, dict[str, Any]]:
    """What was built, or empty when it is missing or older than the tables."""
    try:
        found = json.loads(BUILT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    if not isinstance(found, dict) or found.get("digest") != digest():
        return {"tables": {}, "keys": {}, "even": {}, "broader": {}, "words": {}}
    return found
