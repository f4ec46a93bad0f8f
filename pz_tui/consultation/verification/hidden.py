"""Hidden: the names of the diagnosis that must not be said."""

from __future__ import annotations

import re

from pz_tui.consultation.verification.words import plain


def names_of(record_names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the diagnosis in plain words, without those too short to be sure of in speech."""
    found = {plain(re.sub(r"\(.*?\)", "", name)) for name in record_names}
    return tuple(sorted((name for name in found if len(name) > 2), key=len, reverse=True))
