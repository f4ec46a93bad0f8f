"""How our patients' replies sound beside people's. Run: python -m tests.bench.bench_voice

Measured on mock and simulated consultations (PriMock57, 2,750 replies; Fareez et al. 2022, 13,210 replies),
words at the 10th percentile, the median and the 90th, and the share of replies of two words or less. Ours
should lie within a third. The kind of a question is told by its first words, not by our own understanding.

Beside lengths: what is said again within ten replies, how many sentences the gate refused, and the small words
(voice.md: written out, a tenth of what is spoken is enough: um and uh 3 to 6 per 1,000 words).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pz_tui.consultation.turn import Turn
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


_NEAR = 10
_SMALL = {
    "um, uh, er": r"\b(?:um|uh|er|erm|ooh)\b", "like": r", like\b", "just": r"\bjust\b", "you know": r"\byou know\b",
    "really": r"\breally\b", "bit": r"\bbit\b", "well": r"\bwell,", "contractions": r"\w['’](?:s|m|ve|re|ll|d|t)\b",
}  # fmt: skip


def said_again(turns: Sequence[Turn]) -> list[str]:
    """Replies of three words and more, and sentences of five and more, that were said within ten replies before."""
    found = []
    for place, turn in enumerate(turns):
        before = turns[max(0, place - _NEAR) : place]
        whole = [one.reply_text for one in before]
        sentences = {sentence for one in before for sentence in one.reply}
        if len(turn.reply_text.split()) > 2 and turn.reply_text in whole:
            found.append(turn.reply_text)
        found += [sentence for sentence in turn.reply if len(sentence.split()) >= 5 and sentence in sentences]
    return found


class Tally:
    """Counts over many consultations."""

    def __init__(self) -> None:
        self.lengths: dict[str, list[int]] = {name: [] for name in PEOPLE}
        self.opens = {"yes": 0, "no": 0, "closed": 0}
        self.words = self.sentences = self.refused = self.again = self.turns = 0
        self.small = dict.fromkeys(_SMALL, 0)

    def add(self, turns: Sequence[Turn]) -> None:
        """Count one consultation."""
        self.again += len(said_again(turns))
        for turn in turns:
            if turn.reply:
                self._turn(turn)

    def _turn(self, turn: Turn) -> None:
        words = turn.reply_text.split()
        self.turns += 1
        self.words += len(words)
        self.sentences += len(turn.reply)
        self.refused += sum(not draft.shown for draft in turn.drafts)
        for name, pattern in _SMALL.items():
            self.small[name] += len(re.findall(pattern, turn.reply_text.lower()))
        kind = kind_of(turn.utterance)
        if not kind:
            return
        self.lengths[kind].append(len(words))
        if kind == "closed":
            self.opens["closed"] += 1
            first = words[0].lower().strip(".,…")
            self.opens["yes"] += first in ("yes", "yeah", "yep", "aye", "mm")
            self.opens["no"] += first in ("no", "nope", "none", "not", "nah")

    def show(self) -> None:
        """Print the table."""
        print(f"{'kind':12} {'ours 10/50/90':>16} {'<=2 words':>10}   people (PriMock57 · Fareez)")
        for name, (first, second, short) in PEOPLE.items():
            row = sorted(self.lengths[name])
            ours = tuple(row[int(len(row) * share)] for share in (0.1, 0.5, 0.9))
            brief = 100 * sum(length <= 2 for length in row) / len(row)
            print(f"{name:12} {ours!s:>16} {brief:9.0f}%   {first} {short[0]}% · {second} {short[1]}%   n {len(row)}")
        opens, closed = self.opens, self.opens["closed"]
        print(f"closed: opens with yes {100 * opens['yes'] / closed:.0f}% (people 22 · 13), "
              f"no {100 * opens['no'] / closed:.0f}% (people 21 · 49)")  # fmt: skip
        print(f"said again within {_NEAR} replies: {self.again} of {self.turns} replies; "
              f"refused at the gate: {self.refused} of {self.sentences + self.refused} sentences")  # fmt: skip
        print("per 1,000 words: " + ", ".join(f"{name} {1000 * n / self.words:.1f}" for name, n in self.small.items()))


def main() -> None:
    """Measure and print."""
    tally = Tally()
    for condition in library().conditions:
        for seed in range(12):
            tally.add(talk(meet(patient(condition, seed)), [*QUESTIONS, *MORE]))
    tally.show()


if __name__ == "__main__":
    main()
