"""What a session can be written as: name of the format -> function to text.

Every format leaves out the turns in which the program stepped out of the role (they concern the person at
the keyboard, not the patient) unless ``include_asides``, and the diagnosis unless ``reveal``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pz_tui.sessions.exports.jsonl import to_jsonl
from pz_tui.sessions.exports.markdown import to_markdown
from pz_tui.sessions.session import Session

__all__ = ["EXPORTS", "SUFFIXES", "Export", "to_jsonl", "to_markdown"]


class Export(Protocol):
    """Writes a session as one text, without control sequences."""

    def __call__(self, session: Session, *, reveal: bool, include_asides: bool = False) -> str:
        """Return the text; ends on a new line."""
        ...


EXPORTS: Mapping[str, Export] = {"markdown": to_markdown, "jsonl": to_jsonl}
SUFFIXES: Mapping[str, str] = {"markdown": ".md", "jsonl": ".jsonl"}
