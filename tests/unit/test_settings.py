"""Settings: never raised over, never written unless changed, and a fault names file, line and key."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pz_tui.settings import EMERGENCY_TEXT, Settings, SettingsError, load_settings, save_settings

FAULTY = """\
# mine
engine = "gpt"   # no such engine
minutes = 20
num_ctx = "lots"
colour = "teal"

[keymap]
open_record = "f9"
finish = 5
"""


def test_no_file_gives_the_defaults_and_makes_nothing(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == (Settings(), ())
    assert list(tmp_path.iterdir()) == []


def test_a_faulty_key_is_named_with_file_and_line_and_the_others_count(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(FAULTY, encoding="utf-8")
    settings, problems = load_settings(path)
    assert settings == replace(Settings(), minutes=20, keymap={"open_record": "f9"})
    assert [problem.split(": ")[0] for problem in problems] == [f"{path}, line {n}" for n in (2, 4, 9)]
    assert "engine must be one of" in problems[0]
    assert "num_ctx must be a whole number from 2048 to 131072" in problems[1]
    assert "keymap.finish must name a key" in problems[2]
    assert path.read_text(encoding="utf-8") == FAULTY


def test_toml_that_does_not_parse_names_the_line_and_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('engine = "auto"\nminutes = = 3\n', encoding="utf-8")
    settings, problems = load_settings(path)
    assert settings == Settings()
    assert len(problems) == 1
    assert "line 2" in problems[0]
    with pytest.raises(SettingsError, match="mend the file first"):
        save_settings(replace(settings, minutes=30), path)
    assert path.read_text(encoding="utf-8") == 'engine = "auto"\nminutes = = 3\n'


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_load_without_an_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    settings, problems = load_settings(path)
    assert isinstance(settings, Settings)
    assert all("\n" not in problem for problem in problems)
    assert path.read_bytes() == content


def test_saving_what_did_not_change_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(FAULTY, encoding="utf-8")
    before = path.stat()
    assert save_settings(load_settings(path)[0], path) is False
    assert path.read_text(encoding="utf-8") == FAULTY
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert save_settings(Settings(), tmp_path / "none.toml") is False
    assert not (tmp_path / "none.toml").exists()


def test_a_change_writes_that_key_and_keeps_comments_order_unknown_and_faulty_keys(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(FAULTY, encoding="utf-8")
    settings, _ = load_settings(path)
    changed = replace(settings, minutes=8, theme="light", keymap={"open_record": "f8", "help": "f1"})
    assert save_settings(changed, path) is True
    text = path.read_text(encoding="utf-8")
    assert 'engine = "gpt"   # no such engine' in text
    assert "# mine" in text
    assert 'colour = "teal"' in text
    assert "finish = 5" in text
    assert load_settings(path)[0] == changed
    assert path.stat().st_mode & 0o777 == 0o600


@given(
    st.builds(
        Settings,
        engine=st.sampled_from(["auto", "builtin", "ollama"]),
        ollama_model=st.text(st.characters(categories=["L", "N"]), max_size=8),
        num_ctx=st.integers(2048, 131072),
        minutes=st.integers(1, 120),
        reduce_motion=st.booleans(),
        keymap=st.dictionaries(st.sampled_from(["help", "open_record"]), st.sampled_from(["f1", "ctrl+r"])),
    )
)
def test_what_is_saved_is_what_is_loaded(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    path = tmp_path_factory.getbasetemp() / "round.toml"
    path.unlink(missing_ok=True)
    save_settings(settings, path)
    assert load_settings(path) == (settings, ())


def test_a_link_to_settings_kept_elsewhere_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("minutes = 9\n", encoding="utf-8")
    link = tmp_path / "settings.toml"
    link.symlink_to(real)
    save_settings(replace(load_settings(link)[0], minutes=10), link)
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "minutes = 10\n"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be written"):
        save_settings(replace(Settings(), minutes=3), tmp_path / "file" / "settings.toml")


def test_a_crash_in_mid_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("minutes = 9\n", encoding="utf-8")

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SettingsError, match="No space left"):
        save_settings(replace(Settings(), minutes=3), path)
    assert path.read_text(encoding="utf-8") == "minutes = 9\n"
    assert list(tmp_path.iterdir()) == [path]


def test_the_numbers_of_the_default_text_are_whole() -> None:
    assert all(number in EMERGENCY_TEXT for number in ("112", "999", "911", "116 123", "111, option 2", "988"))


def test_reading_settings_imports_nothing_heavy() -> None:
    code = (
        "import sys, pathlib, pz_tui.settings, pz_tui.paths; pz_tui.settings.load_settings(pathlib.Path('none'));"
        "print([m for m in ('pydantic', 'tomlkit', 'tinydb', 'platformdirs', 'textual') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
