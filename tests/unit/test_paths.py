"""Folders: PZ_HOME moves all, relative XDG paths do not count, asking creates nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pz_tui import paths


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PZ_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "platform", "linux")


def test_pz_home_moves_everything_and_creates_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PZ_HOME", str(tmp_path / "pz"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    assert all(path.is_relative_to(tmp_path / "pz") for path in paths.every_path().values())
    assert len(set(paths.every_path().values())) == len(paths.every_path())
    assert list(tmp_path.iterdir()) == []


def test_a_relative_pz_home_is_taken_from_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PZ_HOME", "pz")
    assert paths.settings_file() == tmp_path / "pz" / "settings.toml"


def test_absolute_xdg_paths_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    assert paths.sessions_folder() == tmp_path / "d" / "pz-chat" / "sessions"
    assert paths.settings_file() == tmp_path / "c" / "pz-chat" / "settings.toml"
    assert paths.log_file() == tmp_path / "s" / "pz-chat" / "pz-chat.log"
    assert paths.ignored_variables() == ()


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_relative_xdg_paths_are_ignored_and_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    assert paths.data_home().is_relative_to(tmp_path / "home")
    assert paths.ignored_variables() == ("XDG_DATA_HOME",)


def test_a_folder_made_on_demand_is_private(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        made = paths.private_folder(tmp_path / "one" / "two")
    finally:
        os.umask(old)
    assert made == tmp_path / "one" / "two"
    assert [p.stat().st_mode & 0o777 for p in (made, made.parent)] == [0o700, 0o700]
    assert paths.private_folder(made) == made
