"""The grammar of the built-in voice: moves become sentences.

Nothing is canned per question: a reply is put together from the words of the facts, the kind of question,
who speaks and how they feel. What was said in the last replies is not said again in the same words.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pz_tui.consultation.banks import colours, line
from pz_tui.consultation.mood import put_out
from pz_tui.consultation.sentences import lowered, raised, split
from pz_tui.consultation.turn import Move
from pz_tui.record.base import Frozen
from pz_tui.record.persona import Mood, Persona

_TERSE = 0.95
"""How often the most silent patient answers a closed question with a bare yes or no (voice.md: a quarter to a
third of all closed questions get two words or less)."""
_OF_SYMPTOMS = ("Not that I've noticed.", "No, none.")
"""Bare denials that only fit a symptom or an illness."""
_TALKS = 0.6
"""Talkativeness from which a patient adds something to a mere answer."""


class Spoken(Frozen):
    """One sentence with the facts it gives."""

    text: str
    facts: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))


class Grammar:
    """Words the moves of one reply for one patient in one mood."""

    def __init__(self, persona: Persona, mood: Mood, rng: random.Random, recent: Sequence[str]) -> None:
        self._persona, self._mood, self._rng = persona, mood, rng
        self._recent = list(recent)
        self._colours = colours(persona, mood)

    def reply(self, moves: Sequence[Move]) -> list[Spoken]:
        """The sentences of the reply, in order."""
        spoken: list[Spoken] = []
        for group in _grouped(moves):
            answered = next((move for move in moves[: moves.index(group[0])] if move.opening is not None), None)
            sentences = self._denials(group) if len(group) > 1 else self._move(
                group[0], follows=bool(spoken), answered=answered)  # fmt: skip
            self._recent += [sentence.text for sentence in sentences]
            spoken += sentences
        return spoken + self._tail(moves)

    # --- one move ---------------------------------------------------------------------------------------

    def _move(self, move: Move, *, follows: bool, answered: Move | None) -> list[Spoken]:
        match move.strategy:
            case "correct" if move.wording:
                text = self._pick(move.truth)
            case "correct":
                text = self._correct(move)
            case "repeat" if move.facts and not follows:
                text = self._repeat(move)
            case "repeat" if move.facts:
                text = self._point(move)
            case "story" | "late_worry":
                text = self._pick(move.truth)
            case "direct" | "deny" | "list" | "default" | "improvise":
                text = self._answer(move, follows=follows) if answered is None else self._further(move, answered)
            case _:
                text = move.truth[0]
        return _as_sentences(text, move.facts)

    def _further(self, move: Move, answered: Move) -> str:
        """A further item of one question: no second yes or no, but a turn where the answer turns."""
        if move.opening is False and move.noun and self._rng.random() < 0.6:
            return self._pick([f"No {move.noun}.", f"No {move.noun}, though."] if answered.opening else
                              [f"No {move.noun}.", f"And no {move.noun}."])  # fmt: skip
        point = self._point(move)
        if move.opening and answered.opening is False:
            return self._pick([f"But {lowered(point)}", raised(point)])
        return point

    def _answer(self, move: Move, *, follows: bool) -> str:
        if move.opening is None or move.wording in ("unsure", "nothing_more"):
            point = self._point(move)
            if follows:
                return point
            quiet = self._persona.talkativeness < 0.35 and self._rng.random() < 0.6
            return point if quiet or len(point.split()) > 14 else self._framed("plain", point)
        bare = _TERSE * (1.15 - self._persona.talkativeness) + (0.2 if self._mood.irritation > 0.6 else 0)
        key = "yes" if move.opening else "no"
        if move.bare and self._rng.random() < bare:
            return self._bare(key, move)
        return self._framed(key, self._point(move))

    def _bare(self, key: str, move: Move) -> str:
        bank = list(_words()[key]["bare"])
        if not move.noun:
            bank = [text for text in bank if text not in _OF_SYMPTOMS]
        if key == "no" and move.noun and self._rng.random() < 0.25:
            bank = [text.format(noun=move.noun) for text in _words()["no"]["named"]]
        return self._pick(bank)

    def _point(self, move: Move) -> str:
        """The content of an answer: short for most, whole sentences for talkers."""
        full = self._persona.talkativeness + self._rng.uniform(-0.35, 0.35) > 0.4
        pool = list(move.truth) if full or not move.short else list(move.short)
        if not full and move.short:
            pool = [text for text in move.short if text not in self._recent] or list(move.short)
            if self._persona.talkativeness < 0.4 and self._rng.random() < 0.6:
                return min(pool, key=len)
        return self._pick(pool)

    def _correct(self, move: Move) -> str:
        said = any(move.facts and text in self._recent for text in move.truth)
        if move.opening is False:
            return self._framed("correct_absent", self._point(move))
        words = _words()["correct_present"]
        bank = words["said"] if said else words.get(self._colours[0], words["lead"])
        return _fill(self._pick(bank), self._point(move))

    def _repeat(self, move: Move) -> str:
        pool = list(move.short or move.truth)
        point = self._pick(pool)
        return line("repeat_lead", self._persona, self._mood, self._rng, point=lowered(point), Point=raised(point))

    def _framed(self, key: str, point: str) -> str:
        words = _words()[key]
        bank = list(words["lead"])
        for colour in (self._persona.regional, *self._colours):
            own = [text for text in words.get(colour, ()) if "oint}" in text]
            if own and self._rng.random() < 0.5:
                bank = own
                break
        if re.match(r"(?:Not|Never|None|Nothing|Nobody)\b", point) and key in ("no", "correct_absent"):
            bank = ["{Point}", "No, {point}", "No. {Point}"]
        return _fill(self._pick(bank, point), point)

    # --- several denials of a list --------------------------------------------------------------------------

    def _denials(self, group: Sequence[Move]) -> list[Spoken]:
        """ "No fever, no cough." for the items of a list that are not there."""
        facts = tuple(fact for move in group for fact in move.facts)
        nouns = [move.noun for move in group if move.noun]
        if len(nouns) < len(group) or len(nouns) > 4 or self._rng.random() < 0.35:
            text = self._pick(["No, none of those.", "No, nothing like that.", "None of that, no.", "No, neither."]
                              if len(group) == 2 else ["No, none of those.", "No, nothing like that.",
                                                       "None of those, no."])  # fmt: skip
        else:
            text = raised(", ".join(f"no {noun}" for noun in nouns)) + "."
        return [Spoken(text=text, facts=facts)]

    # --- what feeling adds --------------------------------------------------------------------------------------

    def _tail(self, moves: Sequence[Move]) -> list[Spoken]:
        if put_out(self._persona, self._mood):
            return []
        told = [move for move in moves if move.facts and move.strategy in ("direct", "story", "list")
                and move.opening is not False]  # fmt: skip
        words = _words()["tail"]
        colour = next((name for name in self._colours if name in words), "")
        share = 0.12 + (0.15 if self._mood.anxiety > 0.75 else 0) + (0.1 if self._persona.talkativeness > 0.7 else 0)
        clinical = any(fact.startswith(("symptom/", "complaint")) for move in told for fact in move.facts)
        answers = [move for move in moves if move.facts or move.topic]
        if answers and self._persona.talkativeness > _TALKS and self._rng.random() < self._persona.talkativeness - 0.2:
            return self._rambling()
        if not told or not colour or not clinical or self._rng.random() > share:
            return []
        fresh = [text for text in words[colour] if text not in self._recent]
        return [Spoken(text=self._rng.choice(fresh))] if fresh else []

    def _rambling(self) -> list[Spoken]:
        """What talkers put behind an answer: words about the telling, never a further fact."""
        fresh = [text for text in _words()["ramble"]["any"] if text not in self._recent]
        return [Spoken(text=sentence) for sentence in split(self._rng.choice(fresh))] if fresh else []

    # --- choosing -------------------------------------------------------------------------------------------------

    def _pick(self, bank: Sequence[str], point: str = "") -> str:
        fresh = [text for text in bank if _fill(text, point) not in self._recent]
        return self._rng.choice(fresh or list(bank))


def _grouped(moves: Sequence[Move]) -> list[list[Move]]:
    """Neighbouring plain denials together, everything else alone."""
    groups: list[list[Move]] = []
    for move in moves:
        denial = move.opening is False and move.strategy in ("deny", "default") and bool(move.noun)
        before = groups[-1][-1] if groups else None
        if denial and before is not None and before.opening is False and before.noun and before.strategy in (
            "deny", "default"):  # fmt: skip
            groups[-1].append(move)
        else:
            groups.append([move])
    return groups


def _as_sentences(text: str, facts: tuple[str, ...]) -> list[Spoken]:
    """The text cut into sentences; the facts come with the last one."""
    sentences = split(text)
    return [Spoken(text=sentence, facts=facts if place == len(sentences) - 1 else ())
            for place, sentence in enumerate(sentences)]  # fmt: skip


def _fill(text: str, point: str) -> str:
    return text.replace("{point}", lowered(point)).replace("{Point}", raised(point))
