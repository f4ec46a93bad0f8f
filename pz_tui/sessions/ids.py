"""Names of sessions: from time and chance, never from content, and safe as file names everywhere."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime

from pz_tui.sessions.errors import StoreError

# No vowels, so no words; no characters that are mistaken for each other.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


def new_id(now: datetime, rng: random.Random | None = None) -> str:
    """An id such as ``20260314-091500-k3v9xq2m``; ids sort by time (UTC).

    Args:
        now: with a time zone.
        rng: chance; the system's own when None (38 bits, so that two processes do not meet).
    """
    rng = rng or random.SystemRandom()
    chance = "".join(rng.choice(_ALPHABET) for _ in range(8))
    return f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{chance}"


def is_safe_id(id: str) -> bool:
    """Whether ``id`` can name a file here and on Windows, inside its folder."""
    return bool(_SAFE.fullmatch(id)) and not _DEVICES.fullmatch(id)


def check_id(id: str) -> str:
    """``id`` itself. Raises StoreError when it could point outside the folder or be no file name."""
    if not is_safe_id(id):
        raise StoreError(f"{id[:40]!r} is not the id of a session; the list of sessions shows the ids.")
    return id
