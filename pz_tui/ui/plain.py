"""Untrusted text on its way to the screen: literal, and without anything a terminal would act on."""

from __future__ import annotations

import unicodedata

from pz_tui.record.text import one_line, strip_controls

__all__ = ["clean", "clock", "is_blank", "one_line", "when"]


def clean(text: str) -> str:
    """``text`` without control sequences, with tabs as spaces; line breaks stay."""
    return strip_controls(text).expandtabs(4)


def is_blank(text: str) -> bool:
    """Whether nothing visible was typed: spaces, zero-width characters and controls alone."""
    return all(
        char.isspace() or char in "\u3164\uffa0\u2800" or unicodedata.category(char) in {"Cf", "Cc", "Mn", "Me"}
        for char in text
    )


def clock(seconds: float) -> str:
    """Seconds as ``mm:ss``, with hours where there are any."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes:02}:{secs:02}"


def when(stamp: str, *, year: bool = True) -> str:
    """An ISO 8601 time stamp as the reader's local ``25 Nov 2025, 14:02``; unreadable ones as they are."""
    from datetime import datetime  # noqa: PLC0415 - first paint does not need it

    try:
        moment = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return one_line(stamp)
    return f"{moment.day} {moment:%b %Y, %H:%M}" if year else f"{moment.day} {moment:%b, %H:%M}"
