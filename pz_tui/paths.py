"""Where things are kept. Asking creates nothing; ``private_folder`` does, for its owner alone.

``PZ_HOME`` moves everything under one folder. Else ``XDG_DATA_HOME``, ``XDG_CONFIG_HOME`` and
``XDG_STATE_HOME`` count where they are absolute, as their specification demands; a relative one is ignored.
Else the platform's own folders.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pz_tui.sessions.files import private_folder

__all__ = [
    "cases_folder", "config_home", "data_home", "every_path", "exports_folder", "ignored_variables",
    "knowledge_folder", "log_file", "private_folder", "sessions_folder", "settings_file", "state_home",
]  # fmt: skip

_APP = "pz-chat"
_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def data_home() -> Path:
    """Sessions, own cases and own knowledge."""
    return _home("data")


def config_home() -> Path:
    """The settings."""
    return _home("config")


def state_home() -> Path:
    """The log."""
    return _home("state")


def sessions_folder() -> Path:
    """Kept consultations."""
    return data_home() / "sessions"


def knowledge_folder() -> Path:
    """The user's own knowledge files, which extend the packaged ones."""
    return data_home() / "knowledge"


def cases_folder() -> Path:
    """The user's own ready patients."""
    return data_home() / "cases"


def exports_folder() -> Path:
    """Where an export goes that was given no place."""
    return data_home() / "exports"


def settings_file() -> Path:
    """``settings.toml``; it need not exist."""
    return config_home() / "settings.toml"


def log_file() -> Path:
    """The log; it holds no chat and no diagnosis."""
    return state_home() / "pz-chat.log"


def every_path() -> dict[str, Path]:
    """Name -> path of all that is kept, for the command that shows them."""
    return {
        "sessions": sessions_folder(),
        "cases": cases_folder(),
        "knowledge": knowledge_folder(),
        "exports": exports_folder(),
        "settings": settings_file(),
        "log": log_file(),
    }


def ignored_variables() -> tuple[str, ...]:
    """Names of XDG variables that are set to a relative path and therefore do not count."""
    if os.environ.get("PZ_HOME"):
        return ()
    values = {name: os.environ.get(name, "") for name, _ in _XDG.values()}
    return tuple(name for name, value in values.items() if value and not Path(value).is_absolute())


def _home(kind: str) -> Path:
    if own := os.environ.get("PZ_HOME"):
        return Path(own).expanduser().absolute()
    name, default = _XDG[kind]
    given = os.environ.get(name, "")
    if given and Path(given).is_absolute():
        return Path(given) / _APP
    return Path.home() / default / _APP if sys.platform not in ("darwin", "win32") else _platform(kind)


def _platform(kind: str) -> Path:
    import platformdirs  # noqa: PLC0415  (late: Linux never needs it, and the first paint waits for imports)

    folders = platformdirs.PlatformDirs(_APP, appauthor=False)
    found = {
        "data": folders.user_data_path,
        "config": folders.user_config_path,
        "state": folders.user_log_path,
    }[kind]
    # Some versions take XDG variables as they are, a relative one too.
    return found if found.is_absolute() else Path.home() / _XDG[kind][1] / _APP
