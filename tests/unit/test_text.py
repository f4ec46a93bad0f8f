"""What comes from outside can neither steer the terminal nor hide in the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pz_tui.record.text import one_line, strip_controls

ATTACKS = st.sampled_from(
    ["\x1b[31m", "\x1b]0;title\x07", "\x1b]52;c;QQ==\x1b\\", "\x9b2J", "\x1bP1$q\x9c", "\x1b", "\x1bc",
     "\x1b]8;;x", "\u202e", "\u2066", "\u200b", "\ufeff", "\u200d", "\u200c", "\r\n", "\r", "\x00", "\x7f",
     "\x85", "\u2028", "\U000e0041", "\ud83d", "👩", "💻", "ک", "क", "a", "\n", "\t"]
)  # fmt: skip
NASTY = st.lists(ATTACKS | st.text(max_size=5), max_size=20).map("".join)
ALLOWED_FORMAT = {"\u200c", "\u200d"}


@given(NASTY)
def test_nothing_that_steers_or_hides_is_left(text: str) -> None:
    clean = strip_controls(text)
    for character in clean:
        category = unicodedata.category(character)
        assert character in "\n\t" or category not in {"Cc", "Cs"}
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u2060"
    clean.encode()


@given(NASTY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    clean = strip_controls(text)
    assert strip_controls(clean) == clean
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_ordinary_text_of_every_script_is_untouched(text: str) -> None:
    # Supplementary variation selectors are marks to Unicode and smuggled bytes to us.
    if not any(0xE0000 <= ord(c) <= 0xE0FFF for c in text):
        assert strip_controls(text) == text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;owned\x07hello", "hello"),
        ("\x1b]52;c;c2VjcmV0\x1b\\hello", "hello"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("\x1b(Bplain\x1bc", "plain"),
        ("\x1b]0;never closed\nnext", "0;never closed\nnext"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\u202eb\u2066c\u200bd", "abcd"),
        ("family 👩‍👩‍👧 stays", "family 👩‍👩‍👧 stays"),
        ("می‌خواهم", "می‌خواهم"),
        ("क्‍ष", "क्‍ष"),
        ("no\u200djoin\u200cers", "nojoiners"),
        ("👩\u200d alone", "👩 alone"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("\U000e0041\U000e0042hidden", "hidden"),
        ("Zoë, 38.5 °C < 39 & [/b]", "Zoë, 38.5 °C < 39 & [/b]"),
    ],
)
def test_known_cases(dirty: str, clean: str) -> None:
    assert strip_controls(dirty) == clean


def test_one_line_keeps_the_words_only() -> None:
    assert one_line("  Maria\n\tKeller \x1b[5m, 58 ") == "Maria Keller , 58"
