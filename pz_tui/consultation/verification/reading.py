"""A sentence, read: everything in it that can be held against a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple

from pz_tui.consultation.verification.clauses import Clause, Mode, clauses_of
from pz_tui.consultation.verification.idioms import idiom_places
from pz_tui.consultation.verification.names import Name, Names
from pz_tui.consultation.verification.numbers import Quantity, quantities
from pz_tui.consultation.verification.phrases import Found, longest
from pz_tui.consultation.verification.scales import Pole, poles
from pz_tui.consultation.verification.small_words import words as listed
from pz_tui.consultation.verification.stems import stem
from pz_tui.consultation.verification.times import Moment, moments
from pz_tui.consultation.verification.words import Word, words_of
from pz_tui.record.base import Side

Effect = Literal["worse", "better", "not_worse", "not_better", "none"]
_SAME = re.compile(r"\b(?:same as (?:ever|always|usual)|as (?:normal|usual)|no (?:trouble|problem|bother)s?|all right)\b")
_NO_EFFECT = re.compile(
    r"\b(?:no different|no difference|any different|any difference|not change|no odds|nothing to do with"
    r"|(?:do|does|did|has|have) nothing|not matter|no effect|not affect|not bring|not bother|either way|not touch it"
    r"|(?:is|was|feels|stays|it) (?:all |just |much |about )?the same(?! side))\b"
)
_BRINGS = re.compile(
    r"\b(?:brings? it on|sets? it off|starts? it off|gets? it going|triggers? it|finish(?:es)? me off|doubles? me (?:up|over)|doubled (?:up|over)"
    r"|goes? right through me|can not (?:bear|stand)|makes? it (?:thump|pound|throb|flare)|flares? (?:right )?(?:it )?up|kicks? (?:it )?off|stabs? me|catches me|sends it (?:through the roof|sky high)|is agony|knocks me for six)\b"
)
_EASES = re.compile(
    r"\b(?:edge off|(?:goes|went|go) (?:off|away|completely|right off)|took (?:it|the pain) (?:right )?away|takes? (?:it|the pain) away|lets? up"
    r"|dies down|disappears?|vanishes|shifts it|sorts it|is gone|lifts|clears? (?:it )?(?:right |completely )?up|cleared (?:it )?(?:right |completely )?up|did the trick|does the trick|works? a treat|takes? it away)\b"
)
_NAMED = ("condition", "drug", "procedure", "substance", "sign")
_NOT_TOUCHED = (["not", "touch", "it"], ["not", "touch"], ["barely", "touches", "it"], ["barely", "touches"], ["barely", "touched"])
_CORNERS = (["bottom", "right"], ["bottom", "left"], ["bottom", "of"], ["bottom", "half"], ["bottom", "bit"], ["bottom", "part"])
_WELL_THEN = re.compile(r"(?:and |but |so )*(?:it|that|they|they all|it all|both) (?:is|was|were|are|came back|came out|comes out|seems?|looks?)(?: all| both| perfectly| quite| pretty| completely)? (?:normal|fine|ok|okay|clear|alright|all right)\b")
_OWN = frozenset({"my", "me", "his", "her", "your", "their", "lower", "upper", "low", "mid", "bad", "sore"})
"""Before "back", what makes it a part of the body and not a way."""
_INNER = frozenset({"not", "no", "never", "nothing", "hardly", "barely"})


class Mention(NamedTuple):
    """A thing named in the sentence.

    Attributes:
        denied: said not to be so; a name that is itself a denial turns it.
        subject: ``self``, ``other`` or a relative.
        conditional: inside "if I …" or "when I …".
        weak: only implied ("my head's fine" for dizziness).
    """

    kind: str
    id: str
    start: int
    end: int
    denied: bool
    subject: str
    mode: Mode
    conditional: bool
    past: bool
    clinical: bool
    weak: bool = False


class SideSaid(NamedTuple):
    """A side named in the sentence."""

    side: Side
    place: int
    denied: bool
    asserted: bool


@dataclass(frozen=True)
class Reading:
    """A sentence with what stands in it."""

    text: str
    names: Names
    default_subject: str = "self"

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, made even."""
        return words_of(self.text)

    @cached_property
    def said(self) -> list[str]:
        """The words as plain texts."""
        return [word.text for word in self.words]

    @cached_property
    def stems(self) -> list[str]:
        """The stems of the words."""
        return [stem(word) for word in self.said]

    @cached_property
    def plain(self) -> str:
        """The words in one string."""
        return " ".join(self.said)

    @cached_property
    def _found(self) -> list[Found[Name]]:
        found = [one for one in self.names.find(self.stems) if one.start not in self.idle]
        return [one for one in found if one.end - one.start == 1 or self._within(one.start, one.end)]

    @cached_property
    def idle(self) -> frozenset[int]:
        """Places of words that stand in a turn of phrase and name nothing."""
        return idiom_places(self.plain)

    def _within(self, start: int, end: int) -> bool:
        """Whether no pause parts the words."""
        return not any(self.words[place].pause for place in range(start, min(end, len(self.words)) - 1))

    @cached_property
    def relatives(self) -> dict[int, str]:
        """Place of each word that names a relative -> the relative."""
        found = self.names.find_relatives(self.stems)
        return {one.end - 1: one.what for one in found if self.said[max(0, one.start - 2) : one.start] != ["as", "a"]}

    @cached_property
    def clauses(self) -> list[Clause]:
        """Its clauses, in order."""
        return clauses_of(self.words, self.relatives, self.default_subject)

    def clause_at(self, place: int) -> Clause:
        """The clause that a word is in."""
        return self._clause_of[place] if place < len(self._clause_of) else self.clauses[-1]

    @cached_property
    def _clause_of(self) -> list[Clause]:
        return [clause for clause in self.clauses for _ in range(clause.start, clause.end)]

    @cached_property
    def opener(self) -> bool | None:
        """The yes or no it begins with."""
        before = listed("answers", "before")
        place = next((at for at, word in enumerate(self.said[:3]) if word not in before), None)
        if place is None:
            return None
        first = self.said[place]
        runs_on = place + 1 < len(self.said) and not self.words[place].pause
        after_no = listed("clauses", "subjects") | listed("answers", "after_no")
        if first == "no" and runs_on and self.said[place + 1] not in after_no:
            return None
        if first == "not" and runs_on and self.said[place + 1] in ("at", "really", "especially", "particularly", "much"):
            return False
        if first in ("nothing", "never", "none", "neither") and runs_on:
            return None
        return True if first in listed("answers", "yes") else False if first in listed("answers", "no") else None

    def answers_only(self) -> bool:
        """Whether it is a yes or no with nothing that says more."""
        says_more = self.mentions or self.poles or self.quantities or self.moments or self.sides or self.parts
        return self.opener is not None and not says_more and len(self.said) <= 8

    # --- things named ---------------------------------------------------------------------------------------

    @cached_property
    def mentions(self) -> list[Mention]:
        """Conditions, drugs, procedures, substances and signs; of overlapping ones the longest."""
        read = [self._mention(one) for one in longest(one for one in self._found if one.what.kind in _NAMED)]
        kept: list[Mention] = []
        for mention in [*self._fine(), *read]:
            if not any(mention.id == other.id and mention.start < other.end and other.start < mention.end for other in kept):
                kept.append(mention)
        return kept

    def of_kind(self, kind: str) -> list[Mention]:
        """Body parts, factors or tests in the sentence."""
        return [self._mention(one) for one in longest(one for one in self._found if one.what.kind == kind)]

    @cached_property
    def parts(self) -> list[Mention]:
        """Body parts named; not the bottom of the right side, and no back but one's own."""
        found = [one for one in self.of_kind("body_part") if self.said[one.end - 1 : one.end + 1] not in _CORNERS]
        return [one for one in found if one.id != "back" or self.said[one.start : one.end] != ["back"]
                or set(self.said[max(0, one.start - 1) : one.start]) & _OWN]  # fmt: skip

    @cached_property
    def factors(self) -> list[Mention]:
        """What may make something better or worse; not the light in "can't stand the light"."""
        taken = [range(one.start, one.end) for one in self.mentions if self.said[one.start] in ("can", "not", "could")]
        found = [one for one in self.of_kind("factor") if not any(one.start in place for place in taken)]
        return [one for one in found if self.said[max(0, one.start - 1) : one.end] not in _NOT_TOUCHED]

    def _mention(self, one: Found[Name]) -> Mention:
        clause = self.clause_at(one.start)
        denied = self._is_denied(clause, one.start, one.end, negative=one.what.negative) is not one.what.denies
        denied = denied or (one.what.kind == "condition" and not one.what.denies and self._found_well(clause))
        mode: Mode = clause.mode
        if mode == "said" and self._likened(clause, one.start):
            mode = "likened"
        return Mention(one.what.kind, one.what.id, one.start, one.end, denied, clause.subject, mode,
                       one.start in clause.conditional, clause.past, one.what.clinical)  # fmt: skip

    def _found_well(self, clause: Clause) -> bool:
        """ "I took my temperature, and it was normal": the next statement says that nothing is wrong with it."""
        after = [one for one in self.clauses if one.start >= clause.end][:2]
        return any(_WELL_THEN.match(" ".join(self.said[one.start : one.end])) for one in after)

    def _is_denied(self, clause: Clause, start: int, end: int, *, negative: bool) -> bool:
        """Denied from outside; a negation that is part of the phrase itself does not count."""
        if not negative:
            return start in clause.denied or end - 1 in clause.denied
        before = self.said[max(clause.start, start - 4) : start]
        return before[-1:] in ([word] for word in _INNER) or ("think" in before and start - 1 in clause.denied)

    def _likened(self, clause: Clause, place: int) -> bool:
        before = self.said[max(clause.start, place - 5) : place]
        return "like" in before and "feel" not in self.stems[max(clause.start, place - 6) : place] and "said" not in before

    def _fine(self) -> list[Mention]:
        """ "My breathing's fine" denies breathlessness."""
        found: list[Mention] = []
        for one in longest(self.names.find_fine(self.stems)):
            if one.start in self.idle:
                continue
            clause = self.clause_at(one.start)
            text = " ".join(self.said[clause.start : clause.end])
            around = set(self.said[clause.start : clause.end])
            denied = bool(around & listed("fine", "words")) or bool(_SAME.search(text))
            if not denied or clause.mode == "asked" or clause.subject != "self":
                continue
            if "not" in around and not _SAME.search(text):
                continue
            found += [Mention("condition", id, one.start, one.end, True, "self", clause.mode, False, clause.past, False, place > 0)
                      for place, id in enumerate(one.what.absent)]  # fmt: skip
        return found

    # --- amounts and times --------------------------------------------------------------------------------------

    @cached_property
    def moments(self) -> list[Moment]:
        """Points in time."""
        return [one for one in moments(self.said) if one.start not in self.idle]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Amounts, without the numbers of clock times and those that are denied or asked."""
        clocks = [range(moment.start, moment.end) for moment in self.moments if moment.hours is not None]
        return [
            self._alone(one) for one in quantities(self.said, self.stems)
            if one.start not in self.idle and not any(one.start in clock for clock in clocks)
        ]  # fmt: skip

    def _alone(self, one: Quantity) -> Quantity:
        """A number counts nothing that a pause parts from it ("Ten. Couldn't have been worse.")."""
        parted = one.kind == "count" and one.unit != "times" and self.words[one.end - 1].pause
        return one._replace(kind="plain", unit="") if parted else one

    def asserted(self, place: int) -> bool:
        """Whether what stands there is said to be so: not asked, not supposed, not denied."""
        clause = self.clause_at(place)
        return clause.mode in ("said", "told") and place not in clause.denied

    def in_simile(self, place: int) -> bool:
        """Whether it belongs to a comparison that opens the sentence ("Like my phone when it's on two per cent")."""
        first = self.clauses[0]
        opens = self.said[first.start] in ("like", "as") or self.said[first.start : first.start + 3] in (["it", "is", "like"], ["it", "feels", "like"])
        joined = place < first.end or (len(self.clauses) > 1 and place < self.clauses[1].end and not self.words[first.end - 1].pause)
        return opens and joined

    # --- sides, scales, effects -----------------------------------------------------------------------------------

    @cached_property
    def sides(self) -> list[SideSaid]:
        """Left, right, both, in the middle."""
        found = []
        for place, word in enumerate(self.said):
            side = None if place in self.idle else self._side(place, word)
            if side is not None:
                clause = self.clause_at(place)
                well = bool(set(self.said[clause.start : clause.end]) & listed("fine", "words"))
                denied = place in clause.denied or (well and not clause.denied)
                found.append(SideSaid(side, place, denied, clause.mode in ("said", "told") and not denied))
        return found

    def _side(self, place: int, word: str) -> Side | None:
        before = self.said[place - 1] if place else ""
        after = self.said[place + 1] if place + 1 < len(self.said) and not self.words[place].pause else ""
        if word == "left":
            verb = before in listed("sides", "owns_left") or after in listed("sides", "after_left")
            return None if verb else "left"
        if word == "right":
            named = after in listed("sides", "named")
            if len(self.said) == 1 and self.text.strip().lower().rstrip(".") == "right":
                return "right"
            if {"get", "got", "getting"} & set(self.said[max(0, place - 2) : place]):
                return None
            if after in listed("sides", "adverb_before") and before not in ("the", "my"):
                return None
            if before in listed("sides", "never_before_right") or not (named or after in listed("sides", "after_right")):
                return None
            return "right" if named or before in listed("sides", "before_right") else None
        return "both" if word == "both" and after in listed("sides", "both_before") else None

    @cached_property
    def poles(self) -> list[Pole]:
        """Poles of scales."""
        found = [pole for pole in poles(self.stems) if pole.start not in self.idle and self._within(pole.start, pole.end)]
        return [pole for pole in found if not any(
            one.start <= pole.start and pole.end <= one.end and one.end - one.start > pole.end - pole.start + 1 for one in self.mentions
        )]  # fmt: skip

    def pole_denied(self, pole: Pole) -> bool:
        """Whether the pole is said not to be so."""
        clause = self.clause_at(pole.start)
        return self._is_denied(clause, pole.start, pole.end, negative=pole.negative)

    def effect(self, clause: Clause) -> Effect | None:
        """What a clause says that something does."""
        text = " ".join(self.said[clause.start : clause.end])
        if _NO_EFFECT.search(text):
            return "none"
        for place in range(clause.start, clause.end):
            worse, better = self.stems[place] in _stemmed("worse"), self.stems[place] in _stemmed("better")
            if self.said[place : place + 2] == ["touch", "it"] or self.said[place - 1 : place] == ["know"]:
                continue
            if self.stems[place] == "help" and self.said[place - 1 : place] in (["be"], ["been"], ["being"], ["was"]):
                continue
            if (worse or better) and place in clause.denied:
                return "not_worse" if worse else "not_better"
            if worse or better:
                return "worse" if worse else "better"
        if set(self.said[clause.start : clause.end]) & listed("fine", "words"):
            return "not_worse"
        denied = bool(clause.denied)
        if _BRINGS.search(text):
            return "not_worse" if denied else "worse"
        if _EASES.search(text):
            return "not_better" if denied else "better"
        return None

    def bit(self, start: int, end: int) -> str:
        """The words as typed that stand there."""
        return self.text[self.words[start].start : self.words[min(end, len(self.words)) - 1].end]

    def content(self) -> frozenset[str]:
        """Stems of the words that carry meaning."""
        return self._content

    @cached_property
    def _content(self) -> frozenset[str]:
        return content_of([word for place, word in enumerate(self.stems) if place not in self.idle])


@cache
def _stemmed(effect: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed("effects", effect))


@cache
def _empty() -> frozenset[str]:
    return frozenset(stem(word) for word in listed("empty", "words"))


def content_of(stems: Sequence[str]) -> frozenset[str]:
    """Those stems that carry meaning."""
    return frozenset(word for word in stems if word not in _empty() and (len(word) > 1 or word.isdigit()))
