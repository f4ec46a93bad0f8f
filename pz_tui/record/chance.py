"""Chance: every draw has its own generator, derived from the seed and its purpose.

A running generator would break resume and fork: what is drawn must not depend on what was drawn before.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def chance(*parts: object) -> random.Random:
    """A generator for one purpose; equal parts give equal draws in every process and version of Python."""
    text = "\x1f".join(str(part) for part in parts)
    return random.Random(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big"))


def weighted(rng: random.Random, items: Sequence[T], weights: Sequence[float]) -> T:
    """One of ``items``; raises ValueError when there are none or all weights are zero."""
    if not items or sum(weights) <= 0:
        raise ValueError("nothing to draw from")
    return rng.choices(list(items), weights=list(weights), k=1)[0]
