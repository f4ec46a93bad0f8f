"""How long our patients' replies are, beside people's. Run: python -m tests.bench.bench_voice

Measured on mock and simulated consultations (PriMock57, 2,750 replies; Fareez et al. 2022, 13,210 replies),
words at the 10th percentile, the median and the 90th, and the share of replies of two words or less. Ours
should lie within a third. The kind of a question is told by its first words, not by our own understanding.
"""

from __future__ import annotations

import re

from tests.bench.bench_turn import QUESTIONS
from tests.patients import library, meet, patient, talk

PEOPLE = {
    "closed": ((1, 7, 32), (1, 6, 28), (25, 32)),
    "wh": ((2, 9, 34), (2, 9, 36), (12, 13)),
    "invitation": ((9, 18, 55), (13, 34, 67), (2, 0)),
}
MORE = [
    "Do you get any pain when you walk?", "Is it worse at night?", "Have you been sick?", "Are you eating all right?",
    "Do you live alone?", "Have you had any operations?", "Is there any diabetes in the family?", "Any weight loss?",
    "Do you feel dizzy?", "Have you travelled recently?", "Do you get any swelling in your legs?", "Any headaches?",
    "Where exactly is it?", "What does it feel like?", "What makes it worse?", "What helps?", "How has it changed?",
    "What have you tried?", "How is it affecting you?", "What were you hoping for today?", "When was the last time?",
    "Tell me more about it.", "Can you tell me about your family's health?",
]  # fmt: skip


def kind_of(question: str) -> str:
    """The kind of a doctor's line by its words, or the empty text."""
    text = question.lower()
    if re.search(r"\b(tell me|brought you|go on|brings you)\b", text):
        return "invitation"
    if re.match(r"(what|how|when|where|who)\b", text):
        return "wh"
    if re.match(r"(do|does|did|is|are|have|has|any|can)\b", text):
        return "closed"
    return ""


def main() -> None:
    """Measure and print."""
    lengths: dict[str, list[int]] = {name: [] for name in PEOPLE}
    opens = {"yes": 0, "no": 0, "closed": 0}
    for condition in library().conditions:
        for seed in range(12):
            for turn in talk(meet(patient(condition, seed)), [*QUESTIONS, *MORE]):
                kind = kind_of(turn.utterance)
                if kind and turn.reply:
                    words = turn.reply_text.split()
                    lengths[kind].append(len(words))
                    if kind == "closed":
                        opens["closed"] += 1
                        first = words[0].lower().strip(".,…")
                        opens["yes"] += first in ("yes", "yeah", "yep", "aye", "mm")
                        opens["no"] += first in ("no", "nope", "none", "not")
    print(f"{'kind':12} {'ours 10/50/90':>16} {'<=2 words':>10}   people (PriMock57 · Fareez)")
    for name, (first, second, short) in PEOPLE.items():
        row = sorted(lengths[name])
        ours = tuple(row[int(len(row) * share)] for share in (0.1, 0.5, 0.9))
        brief = 100 * sum(length <= 2 for length in row) / len(row)
        print(f"{name:12} {ours!s:>16} {brief:9.0f}%   {first} {short[0]}% · {second} {short[1]}%   n {len(row)}")
    print(f"closed: opens with yes {100 * opens['yes'] / opens['closed']:.0f}% (people 22 · 13), "
          f"no {100 * opens['no'] / opens['closed']:.0f}% (people 21 · 49)")  # fmt: skip


if __name__ == "__main__":
    main()
