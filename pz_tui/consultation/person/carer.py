"""A carer: who speaks for a child in the third person, and is asked about "she" and "he".

Everything is decided, worded and verified as if the child spoke: "I've had a tummy ache". What is shown is that
sentence turned about, "She's had a tummy ache", and the doctor's "does she …" is turned into "do you …" before it is
understood. So a carer knows, keeps back and gets wrong exactly what the child's record holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pz_tui.consultation.turn import Ask, Plan, Understanding
from pz_tui.record.patient import PatientRecord

_FORMS = {"she": ("she", "her", "her", "hers", "herself"), "he": ("he", "him", "his", "his", "himself"),
          "they": ("they", "them", "their", "theirs", "themselves")}  # fmt: skip
_OWN = frozenset({"puzzled", "not_understood", "jargon", "ask_back", "cannot_know"})
"""Strategies by which the carer speaks of themselves: "I don't know what you mean"."""
_BODY = r"(?:stomach|head|chest|breathing|tummy|belly|side)\b"
_WORD = r"[A-Za-z]+(?:['’][a-z]+)?"
_I = re.compile(rf"\b(I)(['’](?:m|ve|d|ll))?(?![\w'’])(?:( )({_WORD}))?")
_INVERTED = re.compile(
    r"\b(am|do|don['’]t|have|haven['’]t|was|did|will|can|could|should|would|had|must) I\b", re.IGNORECASE
)
_CONTRACTED = {"m": "'s", "ve": "'s", "d": "'d", "ll": "'ll"}
_THIRD = {"am": "is", "have": "has", "do": "does", "don't": "doesn't", "haven't": "hasn't", "go": "goes"}
_BESIDE = frozenset({"greeting", "introduction"})
_SURE = 0.95
_S = "\x01"
"""Stands for the speaker's "I" and "me" until the child's are turned about."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _who() -> re.Pattern[str]:
    return re.compile("|".join(_table()["who"]), re.IGNORECASE)


@cache
def _speaker() -> re.Pattern[str]:
    """What follows "I" where the speaker means themselves."""
    between = "|".join(re.escape(word) for word in _table()["between"])
    return re.compile(rf"(?:['’](?:m|ve|d|ll))?(?: (?:{between}))*,? (?:{'|'.join(_table()['speakers'])})\b")


class Carer:
    """The carer of one record's patient."""

    def __init__(self, record: PatientRecord) -> None:
        assert record.informant is not None
        who = record.identity
        self._they, self._them, self._their, self._theirs, self._themselves = _FORMS[who.pronoun]
        self._name, self._own = who.given_name, record.informant
        relation = _table()["relations"][record.informant.relation]
        self._called: str = relation["called"]
        blanks = {"their": self._their, "me": f"{_S}me"}
        self._parents, self._with = (relation[key].format(**blanks) for key in ("parents", "with"))

    # --- the patient's words -> the carer's ------------------------------------------------------------------

    def speaks(self, sentence: str, plan: Plan) -> str:
        """The child's sentence as the carer says it; where it only answers for the carer, all but "my" stays."""
        if plan.moves and all(move.strategy in _OWN for move in plan.moves):
            return re.sub(rf"\bmy (?={_BODY})", f"{self._their} ", sentence)
        if re.search(rf"\bI['’]m {self._their} {self._called}\b|\b{self._own.given_name}\b|\b[Mm]y mind\b", sentence):
            return sentence
        text = self._of_themselves(sentence)
        text = _INVERTED.sub(self._inverted, text)
        text = _I.sub(self._subject, text)
        text = self._objects(text)
        text = re.sub(rf"{_S}me", "me", text.replace(f"{_S}I", "I"))
        return text[:1].upper() + text[1:] if sentence[:1].isupper() else text

    def _of_themselves(self, text: str) -> str:
        """What is said of the carer as a relative of the child: "my mum's fine" is "I'm fine"."""
        called = self._called
        text = re.sub(r"\b[Mm]y (?:mum|mam|mother) and (?:my )?dad(?:dy)?\b", self._with, text)
        text = re.sub(r"\b[Mm]y parents\b", self._parents, text)
        before = text
        text = re.sub(rf"\b([Ww]ith|[Ff]or|[Tt]o|[Ff]rom) my {called}\b(?!['’])", rf"\1 {_S}me", text)
        text = re.sub(rf"\b[Mm]y {called}['’]s (?=(?:had|got|been)\b)", f"{_S}I've ", text)
        text = re.sub(rf"\b[Mm]y {called}(?:['’]s| is) ", f"{_S}I'm ", text)
        text = re.sub(rf"\b[Mm]y {called} has\b", f"{_S}I have", text)
        text = re.sub(rf"\b[Mm]y {called}(?=[,.])", f"{_S}me", text)
        text = re.sub(rf"\b[Mm]y {called}\b(?!['’])", f"{_S}I", text)
        if text != before:
            text = re.sub(r"\b(?:she|he) was\b", f"{_S}I was", text)
            text = re.sub(r"\b(?:[Ss]he|[Hh]e)['’]s\b", f"{_S}I'm", text)
        return text

    def _inverted(self, match: re.Match[str]) -> str:
        """"Am I …?" """
        rest = match.string[match.end() :]
        if _speaker().match(rest):
            return match[0].replace(" I", f" {_S}I")
        word = match[1].lower().replace("’", "'")
        turned = {"am": "is", "do": "does", "don't": "doesn't", "have": "has", "haven't": "hasn't"}.get(word, word)
        return f"{turned.capitalize() if match[1][0].isupper() else turned} {self._they}"

    def _subject(self, match: re.Match[str]) -> str:
        """"I", with what is joined to it and the verb behind it."""
        before = match.string[: match.start()]
        rest = match.string[match.end(1) :]
        if before.endswith(_S) or _speaker().match(rest):
            return match[0]
        short = (match[2] or "").lstrip("'’")
        they = self._they
        if short:
            return f"{they}{_CONTRACTED[short]}{match[3] or ''}{match[4] or ''}"
        if not match[4]:
            return f"{they}{match[3] or ''}"
        return f"{they} {self._verb(match[4], match.string[match.end() :])}"

    @staticmethod
    def _verb(word: str, rest: str) -> str:
        """The verb, or the small word before it, in the third person; what it leads to is seen to by ``_chained``."""
        plain = word.lower().replace("’", "'")
        if plain in _THIRD:
            return _THIRD[plain]
        if plain in _table()["past"] or plain.endswith("ed") or not plain.isalpha():
            return word
        if plain in _table()["adverbs"]:
            return f"{word}{_LATER}"
        return _with_s(word)

    def _objects(self, text: str) -> str:
        """Verbs that wait behind a small word, a second verb behind "and", then me, my, mine and myself."""
        text = re.sub(rf"{_LATER}( )({_WORD})", self._later, text)
        text = re.sub(rf"\b({self._they}\b[^.,;?!]{{1,30}}? (?:and|or|then) )({'|'.join(_table()['present'])})\b",
                      self._chained, text)  # fmt: skip
        kept = "|".join(_table()["to_speaker"])
        text = re.sub(rf"\b({kept}) me\b", rf"\1 {_S}me", text, flags=re.IGNORECASE)
        text = re.sub(r"(?<=, |f )(?=being put (?:under|to sleep))", f"{self._them} ", text)
        for own, theirs in (("myself", self._themselves), ("mine", self._theirs), ("my", self._their),
                            ("me", self._them)):  # fmt: skip
            text = re.sub(rf"(?<!{_S})\b{own}\b", theirs, text)
            text = re.sub(rf"(?<!{_S})\b{own.capitalize()}\b", theirs.capitalize(), text)
        return text

    def _later(self, match: re.Match[str]) -> str:
        return f"{match[1]}{self._verb(match[2], '')}".replace(_LATER, "")

    def _chained(self, match: re.Match[str]) -> str:
        """"She gets up and goes": only where the first verb is in the present."""
        first = match[1].split()[1].lower() if len(match[1].split()) > 1 else ""
        present = first.endswith("s") and first not in ("was", "has", "is", "does")
        return f"{match[1]}{_with_s(match[2]) if present else match[2]}"

    # --- the doctor's words -> as if put to the child -----------------------------------------------------------

    def asked(self, utterance: str, last_reply: str = "") -> str:
        """The doctor's words as if the child were spoken to; unchanged where somebody else is meant by "she"."""
        child = r"(?:daughter|son|child|boy|girl|little (?:one|girl|boy)|lad|kid)"
        text = re.sub(rf"\b(?:your|the|this) (?:{child})(?= |['’]s|[?.,!]|$)(?!['’]s name)", self._they, utterance)
        text = re.sub(rf"\b{self._name}['’]s(?= \w)", self._their, text, flags=re.IGNORECASE)
        text = re.sub(rf"\b{self._name}(?= \w)", self._they, text, flags=re.IGNORECASE)
        named = text != utterance
        for they, every in _FORMS.items():  # a doctor may take a girl for a boy
            if self._somebody_else(they, f"{last_reply} {utterance}") and not (named and they == self._they):
                continue
            forms = dict(zip(("they", "them", "their"), every, strict=False))
            for pattern, yours in _ASKED:
                text = re.sub(pattern.format(**forms), yours, text, flags=re.IGNORECASE)
        return text

    @staticmethod
    def _somebody_else(they: str, text: str) -> bool:
        """Whether somebody other than the child is being spoken of whom the pronoun may mean."""
        return re.search(rf"\b(?:{'|'.join(_table()['others'][they])})s?\b", text, re.IGNORECASE) is not None

    def asked_for(self, understanding: Understanding, utterance: str) -> Understanding:
        """The understanding, with the question of who it is that speaks."""
        here = re.search(rf"\bis (?:{self._their} )?{self._called} (?:here|with)\b", utterance, re.IGNORECASE)
        if understanding.step_out is not None or not (here or _who().search(utterance)):
            return understanding
        ask = Ask(head="identity_check", object="informant", form="open", wh=True, confidence=_SURE, words=utterance)
        acts = tuple(one for one in understanding.asks if one.head in _BESIDE)
        return understanding.model_copy(update={"asks": (*acts, ask), "form": "open", "confidence": _SURE})


_LATER = "\x02"
"""Marks that the verb of a child's sentence is yet to come."""
_ASKED: Sequence[tuple[str, str]] = (
    (r"\b(?:is) {they}\b", "are you"), (r"\b(?:was) {they}\b", "were you"), (r"\bhas {they}\b", "have you"),
    (r"\bdoes {they}\b", "do you"), (r"\bisn['’]t {they}\b", "aren't you"), (r"\bdoesn['’]t {they}\b", "don't you"),
    (r"\bhasn['’]t {they}\b", "haven't you"), (r"\bwasn['’]t {they}\b", "weren't you"),
    (r"\b{they}['’]s (?=(?:\w+ ){{0,2}}(?:had|been|got|taken|eaten|drunk|lost|gone|noticed|\w+ed)\b)", "you've "),
    (r"\b{they}['’]s\b", "you're"), (r"\b{they} is\b", "you are"), (r"\b{they} was\b", "you were"),
    (r"\b{they} has\b", "you have"), (r"\b{they} does\b", "you do"), (r"\b{they} doesn['’]t\b", "you don't"),
    (r"\b{they} hasn['’]t\b", "you haven't"), (r"\b{they} isn['’]t\b", "you aren't"), (r"\b{they}['’]d\b", "you'd"),
    (r"\b{they}['’]ll\b", "you'll"), (r"\b{they} ([a-z]+[a-z])s\b(?<!ss)", r"you \1"), (r"\b{they}\b", "you"),
    (r"\b(?:himself|herself|themselves)\b", "yourself"), (r"\bhers\b", "yours"),
    (r"\b{their}\b(?= [a-z])(?! (?:at|in|on|to|for|up|out|off|when|if|about|with|from|now|today|yet|ever|is|as)\b)"
     r"(?! (?:and|or|so|feel|lie|sit|stand|walk|go|eat|down|back|sick|worse|better|awake)\b)", "your"),
    (r"\b(?:{them}|{their})\b", "you"),
)  # fmt: skip


def _with_s(verb: str) -> str:
    """A present verb with the ending of he and she."""
    if re.search(r"(?:s|x|ch|sh|o)$", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"
