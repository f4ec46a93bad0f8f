"""Foreign text laid into Markdown so that it can form neither Markdown nor HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pz_tui.record.text import one_line, strip_controls

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ACTIVE = re.compile(r"([\\`*_{}\[\]|~$^#])")
_LINKS = re.compile(r"(?<=[a-z])(?=://)|(?<=www)(?=\.)", re.IGNORECASE)
# Lists, rules, underlined headings, definitions.
_LINE_START = re.compile(r"^([-+=:])|^(\d{1,9})(?=[.)](?:\s|$))")


def inline(text: str) -> str:
    """``text`` on one line, every character standing for itself."""
    line = _ACTIVE.sub(r"\\\1", one_line(text).translate(_ENTITIES))
    line = _LINKS.sub(r"\\", line)
    return _LINE_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", line)


def block(text: str) -> str:
    """``text`` with its line breaks, as one paragraph; blank lines become empty rows."""
    lines = [inline(line) for line in strip_controls(text).strip().split("\n")]
    return "\\\n".join(line or "&nbsp;" for line in lines)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of foreign text with a head of ours."""
    made = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [*made, *("| " + " | ".join(inline(cell) for cell in row) + " |" for row in rows)]
