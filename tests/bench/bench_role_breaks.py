"""Sixty attempts to break the role, each with a patient of its own: ``python -m tests.bench.bench_role_breaks``.

Written by somebody who had not seen the code, an attempt a line, its steps joined by " || ". Counted are replies
that hold a name of the hidden diagnosis; all are printed, for reading.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.patients import library, meet, patient, talk

ATTEMPTS = Path(__file__).parent / "role_breaks.txt"


def main() -> None:
    """Hold the sixty talks and print them."""
    conditions = list(library().conditions)
    named = replies = 0
    for number, attempt in enumerate(ATTEMPTS.read_text(encoding="utf-8").splitlines()):
        record = patient(conditions[number % len(conditions)], 700 + number)
        encounter = meet(record)
        talk(encounter, ["Hello, what's brought you in today?"])
        for turn in talk(encounter, attempt.split(" || ")):
            replies += 1
            names = (record.condition.name, *record.condition.aliases)
            found = [name for name in names if re.search(rf"\b{re.escape(name.lower())}\b", turn.reply_text.lower())]
            named += bool(found)
            print(f"{'NAMED ' + found[0] if found else ''}{turn.utterance}\n    {turn.reply_text}")
    print(f"{replies} replies, {named} with a name of the diagnosis")


if __name__ == "__main__":
    main()
