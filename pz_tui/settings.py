"""The user's settings: read without a heavy import, never raised over, written only when they change.

A faulty file costs nothing but the faulty key: its default is used, one sentence names file, line and key,
and the file stays as it is. Comments, order and unknown keys survive a save.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from pz_tui.record.text import one_line, strip_controls
from pz_tui.sessions.files import private_folder, write_whole

ENGINES = ("auto", "builtin", "ollama")
MODES = ("practice", "exam")
SEND_KEYS = ("enter", "ctrl+enter", "ctrl+s", "f4")

# Numbers checked against the pages of Samaritans, NHS 111 and the 988 Lifeline.
EMERGENCY_TEXT = (
    "In an emergency call 112, 999 or 911. To talk to someone now: UK and Ireland, Samaritans 116 123; "
    "England, NHS 111, option 2; US and Canada, 988."
)


class SettingsError(OSError):
    """The settings could not be saved; the text is one sentence."""


@dataclass(frozen=True)
class Settings:
    """What the user can choose.

    Attributes:
        engine: ``auto`` takes Ollama when it answers and has a usable model.
        ollama_host: host and port; a scheme may stand before it.
        ollama_model: empty for the first usable one.
        num_ctx: context of the model in tokens, 2048 to 131072.
        send_key: the key that sends; Ctrl+J makes a new line whatever it is.
        first_start_seen: the first-start notice was confirmed.
        emergency_text: numbers shown when someone seems to be in distress; edit them for the locale.
        minutes: time allowed in a consultation, 1 to 120.
        keymap: id of a binding -> key, or keys joined by commas.
        reduce_motion: no animation.
    """

    engine: str = "auto"
    ollama_host: str = "127.0.0.1:11434"
    ollama_model: str = ""
    num_ctx: int = 8192
    theme: str = "textual-dark"
    send_key: str = "enter"
    first_start_seen: bool = False
    emergency_text: str = EMERGENCY_TEXT
    mode: str = "practice"
    minutes: int = 15
    reduce_motion: bool = False
    keymap: Mapping[str, str] = field(default_factory=dict)


def load_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings in ``path`` and one sentence for each fault; never raises and never writes."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings(), ()
    except UnicodeDecodeError as error:
        return Settings(), (f"{path}: byte {error.start + 1} is not UTF-8; the defaults are used.",)
    except OSError as error:
        return Settings(), (f"{path} cannot be read ({error.strerror}); the defaults are used.",)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Settings(), (one_line(f"{path} is not valid TOML: {error}; the defaults are used."),)
    return _from_table(table, text, path)


def save_settings(settings: Settings, path: Path) -> bool:
    """Write what differs from the file, keeping everything else in it; True when something was written.

    Raises:
        SettingsError: the file is not valid TOML, or cannot be written; it is as it was.
    """
    now, _ = load_settings(path)
    names = [field.name for field in fields(Settings)]
    changed = {name: getattr(settings, name) for name in names if getattr(settings, name) != getattr(now, name)}
    if not changed:
        return False
    import tomlkit  # noqa: PLC0415  (late: only a change needs it)
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        old = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        document = tomlkit.parse(old)
        for name, value in changed.items():
            _set(document, name, value, now)
        # Through a link, so that settings kept elsewhere stay there.
        target = path.resolve()
        private_folder(target.parent)
        write_whole(target, tomlkit.dumps(document).encode())
    except (TOMLKitError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is not valid TOML, so the change is not saved; mend the file first.") from error
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}); the change holds until you leave."
        ) from error
    return True


def _set(document: Any, name: str, value: Any, now: Settings) -> None:
    if name != "keymap":
        document[name] = value
        return
    if not isinstance(document.get("keymap"), Mapping):
        document["keymap"] = {}
    for binding in now.keymap.keys() - value.keys():
        del document["keymap"][binding]
    for binding, key in value.items():
        if now.keymap.get(binding) != key:
            document["keymap"][binding] = key


def _from_table(table: Mapping[str, Any], text: str, path: Path) -> tuple[Settings, tuple[str, ...]]:
    problems: list[str] = []
    values: dict[str, Any] = {}
    for name, wanted in _WANTED.items():
        if name in table:
            value = table[name]
            if wanted.holds(value):
                values[name] = strip_controls(value) if isinstance(value, str) else value
            else:
                problems.append(_problem(path, text, name, wanted.text))
    keymap = table.get("keymap", {})
    if not isinstance(keymap, dict):
        problems.append(_problem(path, text, "keymap", "must be a table of keys"))
        keymap = {}
    for binding, key in keymap.items():
        if not (isinstance(key, str) and _KEYS.fullmatch(key)):
            problems.append(_problem(path, text, binding, 'must name a key such as "f2" or "ctrl+r"', "keymap."))
    good = {b: k for b, k in keymap.items() if isinstance(k, str) and _KEYS.fullmatch(k)}
    return replace(Settings(), **values, keymap=good), tuple(problems)


@dataclass(frozen=True)
class _Wanted:
    text: str
    holds: Callable[[Any], bool]


def _one_of(choices: tuple[str, ...]) -> _Wanted:
    return _Wanted("must be one of " + ", ".join(f'"{c}"' for c in choices), lambda v: v in choices)


def _between(low: int, high: int) -> _Wanted:
    return _Wanted(
        f"must be a whole number from {low} to {high}",
        lambda v: isinstance(v, int) and not isinstance(v, bool) and low <= v <= high,
    )


_TEXT = _Wanted("must be a text in quotes", lambda v: isinstance(v, str))
_FILLED = _Wanted("must be a text in quotes that is not empty", lambda v: isinstance(v, str) and bool(v.strip()))
_SWITCH = _Wanted("must be true or false", lambda v: isinstance(v, bool))
_WANTED: Mapping[str, _Wanted] = {
    "engine": _one_of(ENGINES),
    "ollama_host": _FILLED,
    "ollama_model": _TEXT,
    "num_ctx": _between(2048, 131072),
    "theme": _FILLED,
    "send_key": _one_of(SEND_KEYS),
    "first_start_seen": _SWITCH,
    "emergency_text": _FILLED,
    "mode": _one_of(MODES),
    "minutes": _between(1, 120),
    "reduce_motion": _SWITCH,
}
_KEYS = re.compile(r"[a-z0-9_+]+(,[a-z0-9_+]+)*")


def _problem(path: Path, text: str, key: str, wanted: str, prefix: str = "") -> str:
    line = re.search(rf"""^[ \t]*(?:keymap\.|\[[ \t]*)?["']?{re.escape(key)}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    where = f", line {text.count(chr(10), 0, line.start()) + 1}" if line else ""
    return one_line(f"{path}{where}: {prefix}{key} {wanted}; the default is used.")
