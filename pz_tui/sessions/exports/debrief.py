"""A stored debrief as Markdown.

It is plain data that an older or newer program may have written, so nothing is taken for granted: what has
a text is shown with it, what has none by its names, and what is empty is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pz_tui.sessions.exports.escape import inline

_TEXT_KEYS = ("statement", "text", "name", "title", "message", "advice", "label", "fact")
_ASIDE_KEYS = {"how": "", "question": "ask", "action": "do", "reason": "why", "advice": "try", "mend": "try"}
_HIDDEN_KEYS = frozenset({"fact", "id", "concept", "section", "importance", "cites", "kept_back"})
_MAX_DEPTH = 6


def debrief_lines(debrief: Mapping[str, object], is_secret: Callable[[str], bool]) -> list[str]:
    """Markdown lines; parts about the diagnosis and texts that ``is_secret`` are left out."""
    lines: list[str] = []
    for key, value in debrief.items():
        if key == "diagnosis" and is_secret(_all_text(value)):
            continue
        part = list(_part(value, is_secret, 0))
        if part and isinstance(value, Mapping | list | tuple):
            lines += ["", f"### {inline(_words(key))}", "", *part, ""]
        elif part:
            lines += [f"- {inline(_words(key))}: {part[0].removeprefix('- ')}"]
    return lines


def _part(value: object, is_secret: Callable[[str], bool], depth: int) -> Iterator[str]:
    pad = "  " * depth
    if value is None or value in ("", [], {}, ()) or depth > _MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        yield from _mapping(value, is_secret, depth)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _part(item, is_secret, depth)
    elif not is_secret(str(value)):
        yield f"{pad}- {inline(_scalar(value))}"


def _mapping(value: Mapping[str, Any], is_secret: Callable[[str], bool], depth: int) -> Iterator[str]:
    pad = "  " * depth
    text_key = next((key for key in _TEXT_KEYS if isinstance(value.get(key), str) and value[key]), None)
    if text_key and is_secret(str(value[text_key])):
        return
    if text_key:
        yield f"{pad}- {inline(value[text_key])}{_asides(value, text_key, is_secret)}"
        depth += 1
        pad = "  " * depth
    for key, item in value.items():
        if key == text_key or key in _HIDDEN_KEYS or (text_key and key in _ASIDE_KEYS):
            continue
        if isinstance(item, Mapping | list | tuple):
            inner = list(_part(item, is_secret, depth + 1))
            if inner:
                yield from (f"{pad}- {inline(_words(key))}", *inner)
        elif item not in (None, "") and not is_secret(str(item)):
            yield f"{pad}- {inline(_words(key))}: {inline(_scalar(item))}"


def _asides(value: Mapping[str, Any], text_key: str, is_secret: Callable[[str], bool]) -> str:
    said = [
        f"{label}: {inline(value[key])}" if label else inline(value[key])
        for key, label in _ASIDE_KEYS.items()
        if key != text_key and isinstance(value.get(key), str) and value[key] and not is_secret(value[key])
    ]
    cites = value.get("cites") or value.get("turns") or ()
    turns = sorted({turn + 1 for cite in cites if isinstance(turn := _turn_of(cite), int)})
    where = [f"turn {', '.join(map(str, turns))}"] if turns else []
    return f" ({'; '.join([*said, *where])})" if said or where else ""


def _turn_of(cite: object) -> object:
    return cite.get("turn") if isinstance(cite, Mapping) else cite


def _words(key: object) -> str:
    text = str(key).replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _all_text(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(_all_text(item) for item in value.values())
    return " ".join(map(_all_text, value)) if isinstance(value, list | tuple) else str(value)
