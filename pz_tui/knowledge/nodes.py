"""A walk over everything that knowledge is made of."""

from __future__ import annotations

from collections.abc import Iterator

from pz_tui.knowledge.schema import When
from pz_tui.record.base import Frozen


def nodes(node: object, key: str) -> Iterator[tuple[str, Frozen]]:
    """Every model under ``node`` with its place, in file order."""
    if isinstance(node, Frozen):
        if key:
            yield key, node
        for field in type(node).model_fields:
            child = getattr(node, field)
            if not isinstance(child, When):
                yield from nodes(child, f"{key}.{field}" if key else field)
    elif isinstance(node, tuple):
        for index, item in enumerate(node, 1):
            yield from nodes(item, f"{key}[{index}]")
    elif isinstance(node, dict):
        for name, item in node.items():
            yield from nodes(item, f"{key}.{name}")
