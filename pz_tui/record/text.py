"""Text that came from outside, made safe to show, store and export.

Terminals obey control sequences and readers trust what they see, so both the sequences and the invisible
characters that reorder or hide text are taken out. What people really type stays: accents, every script,
emoji with their joiners, new lines and tabs.
"""

from __future__ import annotations

import re

# Patterns stay texts, which ``re`` compiles at first use and keeps: importing this must cost nothing.
# ECMA-48: a control sequence (ESC [ …), a control string closed by BEL or ST, any other escape sequence.
_SEQUENCES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_ENDS = r"\r\n?|[\u0085\u2028\u2029]"
_UNSEEN = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 but for tab and new line
    r"\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff]"  # tags and supplementary variation selectors carry hidden text
)
_SURROGATES = r"[\ud800-\udfff]"

# Scripts whose spelling needs a joiner or non-joiner: Arabic and its kin, Mongolian, Indic, South-East Asian.
_JOINING = (
    r"\u0600-\u07ff\u0840-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1bff"
    r"\ua840-\ua87f\ua8e0-\ua8ff\uaa00-\uaa7f\ufb50-\ufdff\ufe70-\ufefc"
)
_EMOJI = r"\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
_LOOSE_JOINERS = (
    rf"(?<![{_JOINING}{_EMOJI}])[\u200c\u200d]"
    rf"|(?<=[{_EMOJI}])\u200c"
    rf"|(?<=[{_EMOJI}])\u200d(?![{_EMOJI}])"
)
_SUSPECT = rf"{_UNSEEN[:-1]}\r\u200c\u200d\u2028\u2029\ud800-\udfff]"


def strip_controls(text: str) -> str:
    """``text`` without escape sequences, control characters, bidi overrides and stray invisible characters.

    New lines (every kind becomes ``\\n``) and tabs stay; half a surrogate pair becomes U+FFFD. Applying it
    twice changes nothing more.
    """
    if not re.search(_SUSPECT, text):
        return text
    text = re.sub(_SEQUENCES, "", text)
    text = re.sub(_LINE_ENDS, "\n", text)
    text = re.sub(_UNSEEN, "", text)
    text = re.sub(_SURROGATES, "\ufffd", text)
    return re.sub(_LOOSE_JOINERS, "", text)


def one_line(text: str) -> str:
    """``text`` made safe and laid on one line: any run of white space becomes one space, none at the ends."""
    return " ".join(strip_controls(text).split())
