"""A row: one paragraph with a hanging lead, the unit that scrolling text is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from textual.content import Content

from pz_tui.ui.plain import clean

MUTED = "$pz-muted"
GOOD = "$pz-good"
WARN = "$pz-warn"
BAD = "$pz-bad"
ACCENT = "$accent"
DOCTOR = "$pz-doctor"
PATIENT = "$pz-patient"
STRONG = "bold"
RULE = "$pz-rule"
EMPTY = Content("")


@dataclass(frozen=True)
class Row:
    """One paragraph.

    Attributes:
        body: wrapped to what the leads leave.
        lead: before the first line; later lines are indented as far, or start with ``bar``.
        bar: stands before every line but the first, as wide as ``lead``.
        fixed: cut at the edge instead of wrapped (tables).
    """

    body: Content
    lead: Content = field(default=EMPTY)
    bar: Content | None = None
    fixed: bool = False

    def lines(self, width: int) -> list[Content]:
        """The row as lines of at most ``width`` cells."""
        margin = self.lead.cell_length
        room = max(8, width - margin)
        if self.fixed:
            return [self.lead + self.body.truncate(room, ellipsis=True)]
        wrapped = self.body.wrap(room) if self.body.plain else [self.body]
        later = self.bar if self.bar is not None else Content(" " * margin)
        return [(later if number else self.lead) + line for number, line in enumerate(wrapped)]


Block = tuple[Row, ...]


def text(words: str, style: str = "") -> Content:
    """Untrusted words as literal content."""
    return Content.styled(clean(words), style) if words else EMPTY


def row(words: str | Content, style: str = "", *, lead: str = "", lead_style: str = "") -> Row:
    """A row from literal words."""
    body = text(words, style) if isinstance(words, str) else words
    return Row(body, Content.styled(lead, lead_style or style) if lead else EMPTY)


BLANK = Row(EMPTY)


def heading(words: str) -> Row:
    """A heading row."""
    return row(words, f"bold {ACCENT}")


def bullets(items: Iterable[str], style: str = "", *, sign: str = "· ", indent: int = 0) -> list[Row]:
    """One row an item."""
    return [row(item, style, lead=" " * indent + sign, lead_style=style or MUTED) for item in items]


def pair(name: str, value: str | Content, width: int = 14, style: str = "") -> Row:
    """A name and its value, the values in one column."""
    label = clean(name)
    return Row(
        text(value, style) if isinstance(value, str) else value,
        Content.styled(f"{label:<{width}} ", MUTED),
    )


def join(parts: Iterable[Content | str], between: str = " · ") -> Content:
    """Parts on one row."""
    return Content(between).join(list(parts))
