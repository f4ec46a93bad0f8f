"""Older sessions brought up to the present schema, one version at a time.

A step takes the whole session as plain data of version n and returns it as version n + 1. There is none as
yet: version 1 is the first that was ever written. Whoever raises ``SCHEMA_VERSION`` adds the step here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pz_tui.sessions.errors import StoreError
from pz_tui.sessions.session import SCHEMA_VERSION

Step = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: Mapping[int, Step] = {}


def check_version(version: object, name: str, steps: Mapping[int, Step] = MIGRATIONS) -> int:
    """The version, when it can be read.

    Raises:
        StoreError: it is newer than this program, or so old that no step leads on, or no number.
    """
    if not isinstance(version, int) or isinstance(version, bool):
        raise StoreError(f"The session {name} does not say its version; it is left as it is.")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"The session {name} was made by a newer pz-chat (version {version} of its data, this one reads "
            f"up to {SCHEMA_VERSION}); update pz-chat to open it."
        )
    if any(older not in steps for older in range(version, SCHEMA_VERSION)):
        raise StoreError(f"The session {name} has version {version} of its data, which pz-chat cannot read.")
    return version


def migrate(data: dict[str, Any], name: str, steps: Mapping[int, Step] = MIGRATIONS) -> dict[str, Any]:
    """``data`` at the present version. Raises StoreError as ``check_version`` does, or when a step fails."""
    version = check_version(data.get("schema_version"), name, steps)
    for older in range(version, SCHEMA_VERSION):
        try:
            data = steps[older](data)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise StoreError(
                f"The session {name} could not be brought from version {older} to {older + 1}; it is left as it is."
            ) from error
        data["schema_version"] = older + 1
    return data
