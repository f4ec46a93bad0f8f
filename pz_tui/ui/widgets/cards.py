"""Cards: what an examination or a test brings back, as rows with unit, range and a flag that needs no colour."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from pz_tui.ui.plain import one_line
from pz_tui.ui.widgets.rows import ACCENT, MUTED, WARN, Row, text

if TYPE_CHECKING:
    from pz_tui.consultation.turn import Card
    from pz_tui.record.patient import Result

_TITLES = {
    "examination": "examination",
    "vitals": "observations",
    "investigation": "result",
    "not_available": "not available",
}
_POWER = re.compile(r"(?<![0-9×])10(?:\^|\*)([0-9]+)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FLAGS = {"H": "▲ H", "L": "▼ L", "": ""}


def reference(result: Result) -> str:
    """The range in words: ``120–150``, ``< 14``, ``> 3`` or nothing."""
    if result.low is not None and result.high is not None:
        return f"{result.low:g}–{result.high:g}"
    if result.high is not None:
        return f"< {result.high:g}"
    return f"> {result.low:g}" if result.low is not None else ""


def shown_unit(unit: str) -> str:
    """A unit as a laboratory prints it: ``10^9/L`` is ``×10⁹/L``."""
    return _POWER.sub(lambda found: f"×10{found[1].translate(_RAISED)}", one_line(unit))


def card_rows(card: Card, indent: int) -> list[Row]:
    """One card, drawn with a bar on its left."""
    bar = Content.assemble(" " * indent, ("┃ ", ACCENT))
    rows = [Row(Content.assemble((one_line(card.title), "bold"), (f"  {_TITLES[card.kind]}", MUTED)), bar, bar)]
    results = card.results
    report = ""
    if card.investigation is not None:
        results = results or card.investigation.results
        report = card.investigation.report
    rows += [Row(line, bar, bar) for line in _table(results)]
    point = bar + Content.styled("· ", MUTED)
    later = bar + Content("  ")
    for finding in card.findings:
        rows.append(Row(text(finding.clinical), point, later))
    said = {one_line(finding.clinical) for finding in card.findings} | {one_line(report)}
    for line in card.lines:
        if one_line(line) not in said and not (results and _tells(line, results)):
            rows.append(Row(text(line), point, later))
    if report:
        rows.append(Row(text(report), bar, bar))
    return rows


def _tells(line: str, results: Iterable[Result]) -> bool:
    """Whether a plain line only repeats a row of the table."""
    return any(one_line(line).startswith(f"{one_line(result.name)} {result.value:g}") for result in results)


def _table(results: tuple[Result, ...]) -> Iterable[Content]:
    if not results:
        return
    names = [one_line(result.name) for result in results]
    values = [f"{result.value:g}" for result in results]
    units = [shown_unit(result.unit) for result in results]
    name_room = min(26, max(map(cell_len, names)))
    value_room = max(map(cell_len, values))
    unit_room = max(map(cell_len, units))
    for result, name, value, unit in zip(results, names, values, units, strict=True):
        shown = Content(name).truncate(name_room, ellipsis=True)
        style = f"bold {WARN}" if result.flag else ""
        yield Content.assemble(
            shown,
            " " * (name_room - shown.cell_length + 2),
            (value.rjust(value_room), style),
            " " + unit + " " * (unit_room - cell_len(unit) + 2),
            (f"{_FLAGS[result.flag]:<5}", style),
            (reference(result), MUTED),
        )
