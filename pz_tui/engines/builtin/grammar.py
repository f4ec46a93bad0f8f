"""The grammar of the built-in voice: moves become sentences.

Nothing is canned per question: a reply is put together from the words of the facts, the kind of question,
who speaks and how they feel. What was said in the last replies is not said again in the same words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Mapping, Sequence

from pz_tui.consultation.deciding.banks import line
from pz_tui.consultation.sentences import lowered, raised, split
from pz_tui.consultation.turn import Move, Plan
from pz_tui.engines.builtin.joining import Link, Piece, Spoken, as_sentences, filled, spoken
from pz_tui.engines.builtin.manner import Manner
from pz_tui.engines.builtin.phrasing import Phrasing, colours_of, lines
from pz_tui.engines.builtin.question import Question
from pz_tui.record.facts import Fact

_HARD = frozenset({"onset", "duration", "severity", "dose", "frequency", "since", "amount"})
"""What takes recalling or counting."""
_FEELING = frozenset({"character", "ideas", "concerns", "expectations", "impact", "adherence"})
"""What is hard to put into words."""
_PLAIN_ONLY = frozenset({"identity_check", "occupation", "living", "relationships", "pets"})
_ALONG: Mapping[str, Link] = {"detail": "detail", "contrast": "contrast"}
_ANSWERS = ("direct", "deny", "list", "default", "improvise")
_TRIES = 8
_TALKER = 0.55
_CURT, _BRIEF = 0.3, 3
"""Talk under which an answer of so few words is left as it is."""
_ONCE = (" plus ", "on top of that", "and, you know", "and, well", "I mean", "to be honest", "really")
"""Small words that one reply says once at most."""
_NEGATIVE = re.compile(r"(?:No|Not|Never|None|Nothing|Nobody|Nowhere)\b")
_ENDS_PLAINLY = re.compile(r"^(?!.*(?:\bknow of|noticed|…|, (?:\S+ ){0,3}\S+\.$|nothing like)).*\w\.$")
_ECHOED = frozenset({"symptom", "pmh", "smoking", "drug_history", "allergies", "surgical", "travel", "radiation",
                     "hospitalisation", "tried_treatment", "prior_care", "family_history", "drugs",
                     "trauma"})  # fmt: skip
_EMPTY = frozenset({"have", "been", "with", "that", "this", "when", "like", "just", "anyt", "real"})
_WITH_IT = re.compile(r"\b(?:with it|as well|too|also|since|now)\b|,")


class Grammar:
    """Words the moves of one reply for one patient in one mood."""

    def __init__(
        self, manner: Manner, question: Question, facts: Sequence[Fact], rng: random.Random, recent: Sequence[str],
        well: Collection[str] = (), defaults: Callable[[Move], Sequence[str]] = lambda move: (),
    ) -> None:  # fmt: skip
        self._manner, self._question, self._rng = manner, question, rng
        self._facts = {fact.id: fact for fact in facts}
        self._recent = frozenset(recent)
        self._defaults = defaults
        self._well = frozenset(well)
        self._in_full: bool | None = None
        self._phrasing = Phrasing(manner, question, rng, recent)

    def reply(self, plan: Plan) -> list[Spoken]:
        """The sentences that say the plan; of several tries the first that repeats nothing."""
        best: list[Spoken] = []
        least = 1000
        for _ in range(_TRIES):
            said = self._once(plan.moves)
            repeats = self._repeats(said)
            if repeats < least:
                best, least = said, repeats
            if not least:
                break
        return best

    def _once(self, moves: Sequence[Move]) -> list[Spoken]:
        pieces: list[Piece] = []
        listed = sum(move.strategy in ("direct", "list") for move in moves) > 1
        self._in_full = self._rng.random() < self._manner.fullness() if listed else None
        for group in _grouped(moves):
            before = moves[: moves.index(group[0])]
            several = len(moves) > 1 and moves[1].wording not in _ALONG
            alone = not before and not any(move.opening for move in moves)
            pieces.append(self._denials(group, alone=alone) if len(group) > 1 else
                          self._piece(group[0], before, several=several))  # fmt: skip
        flow = min(0.95, 0.15 + 0.9 * self._manner.talk)
        said = spoken(pieces, flow, self._rng, self._links)
        if len(pieces) == 1 and moves[0].strategy in _ANSWERS:
            said[-1] = said[-1].model_copy(update={"text": self._closed(said[-1].text, moves[0])})
        return [sentence.model_copy(update={"text": self._manner.coloured(sentence.text)}) for sentence in said]

    def _repeats(self, said: Sequence[Spoken]) -> int:
        """How much of it was just said: sentences of the last replies, and phrases twice within this one."""
        whole = " ".join(sentence.text for sentence in said)
        again = sum(10 for sentence in said if sentence.text in self._recent and len(sentence.text.split()) > 2)
        words = re.findall(r"[\w'’]+", whole.lower())
        threes = [tuple(words[place : place + 3]) for place in range(len(words) - 2)]
        links = sum(max(0, whole.count(one) - 1) for one in _ONCE)
        return again + links + len(threes) - len(set(threes))

    def _links(self, link: Link) -> Sequence[str]:
        talker = link == "also" and self._manner.talk >= _TALKER
        return lines("join", "talker" if talker else link)

    # --- one move ---------------------------------------------------------------------------------------

    def _piece(self, move: Move, before: Sequence[Move], *, several: bool) -> Piece:
        told = [one for one in before if one.facts or one.topic]
        link: Link = ""
        strategy = "story" if move.facts and move.label.startswith("open_invitation") else move.strategy
        match strategy:
            case "correct" if move.wording:
                text = self._pick(move.truth)
            case "correct":
                text = self._correct(move)
            case "repeat" if move.facts and not before:
                text = self._repeat(move)
            case "story" if told:
                link = _ALONG.get(move.wording) or ("detail" if _same_thing(move, told[-1]) else "also")
                text = self._told(move, link)
            case "story" | "late_worry":
                text = self._pick(move.truth)
            case "direct" | "deny" | "list" | "default" | "improvise" | "repeat" if told:
                answered = next((one for one in told if one.opening is not None), None)
                link = "also"
                text = self._further(move, answered)
                if move.opening is not None and answered is not None and move.opening != answered.opening:
                    link = ""
            case _ if strategy in _ANSWERS:
                text = self._answer(move.model_copy(update={"bare": False}) if several else move)
            case _:
                text = move.truth[0]
        return Piece(text=text, facts=move.facts, link=link)

    def _told(self, move: Move, link: Link) -> str:
        """What comes along with an answer, or the next beat of a story."""
        text = self._pick(move.truth)
        fact = self._fact(move)
        another = link == "also" and fact is not None and fact.attribute == "presence"
        if another and text.startswith("I") and not _WITH_IT.search(text) and self._rng.random() < 0.45:
            return f"{text.rstrip('.')} {self._rng.choice(['with it', 'as well', 'too'])}."
        return text

    def _further(self, move: Move, answered: Move | None) -> str:
        """A further item of one question: no second yes or no, but a turn where the answer turns."""
        if answered is None:
            return self._point(move)
        if move.opening is False and move.noun and self._rng.random() < 0.6:
            bank = lines("further", "no_after_yes" if answered.opening else "no")
            return self._pick([text.replace("{noun}", move.noun) for text in bank])
        point = self._point(move)
        if move.opening and answered.opening is False:
            return self._pick([filled(text, point) for text in lines("further", "but")])
        return point

    def _answer(self, move: Move) -> str:
        if move.wording in ("unsure", "nothing_more"):
            return move.truth[0]
        if move.label in self._well and not (move.bare and self._rng.random() < 0.3):
            return self._turned(move)
        if move.opening is None or self._question.how:
            return self._plain(move)
        key = "yes" if move.opening else "no"
        if move.bare and self._rng.random() < self._bareness():
            extra = colours_of("no", "bare")["symptom"] if key == "no" and move.noun else ()
            return self._phrasing.frame(key, "bare", "", move.noun, extra, echoes=_echoes(move))
        point = self._point(move)
        if key == "no":
            return self._denied(move, point)
        return self._phrasing.frame(key, "lead", point, echoes=_echoes(move))

    def _turned(self, move: Move) -> str:
        """To a question whether all is well: yes means well, and the thing itself is mostly said."""
        kind = "ill" if move.opening is False else "well" if move.facts else "fine"
        return self._phrasing.frame("turned", kind, self._pick(move.truth))

    def _bareness(self) -> float:
        """How often a mere yes or no is all (voice.md: a quarter to a third of closed questions)."""
        schooled = 0.1 if self._manner.low else -0.15 if self._manner.high else 0.0
        return 1.35 - 1.3 * self._manner.talk + schooled

    def _denied(self, move: Move, point: str) -> str:
        """A denial with its words, for talkers in two ways: "No, I've not been sick, I've kept it all down."."""
        if len(point.split()) > 3 and self._rng.random() < 1.7 * (self._manner.talk - 0.28):
            point = self._twice(point, self._ways(move))
        if _NEGATIVE.match(point):
            return self._pick([filled(text, point) for text in lines("no", "negative")])
        return self._phrasing.frame("no", "lead", point, move.noun, echoes=_echoes(move))

    def _twice(self, point: str, ways: Sequence[str]) -> str:
        """The same thing in two ways, as people say it when they look for the word."""
        others = [text for text in ways if text not in self._recent and not _NEGATIVE.match(text)
                  and not _stems(text) & _stems(point)]  # fmt: skip
        if not others or len(split(point)) > 1:
            return point
        pieces = [Piece(text=point), Piece(text=self._rng.choice(others), link="restate")]
        return " ".join(one.text for one in spoken(pieces, 1.0, self._rng, self._links))

    def _plain(self, move: Move) -> str:
        fact = self._fact(move)
        point = self._point(move)
        shares = {"hard": 1.1 * (1.15 - self._manner.persona.recall), "feeling": 0.4, "plain": 0.3}
        group = self._group(fact)
        if group == "feeling" and self._rng.random() < 0.9 * (self._manner.talk - 0.45):
            point = self._twice(point, self._ways(move))
        known = (fact is not None and fact.head in _PLAIN_ONLY) or move.topic.endswith("name")
        if self._manner.talk < _CURT and group != "hard" and len(point.split()) <= _BRIEF:
            return point
        if known or len(point.split()) > 16 or self._rng.random() > shares[group]:
            return point
        return self._phrasing.frame(group, "lead", point)

    def _point(self, move: Move) -> str:
        """The content of an answer: short for most, whole sentences for talkers and the well-spoken."""
        full = self._rng.random() < self._manner.fullness() if self._in_full is None else self._in_full
        full = full or (self._in_full is not None and move.label.startswith("family_history"))
        if not move.short or full:
            return self._clipped(self._pick(self._ways(move) if move.facts else move.truth))
        pool = [text for text in move.short if text not in self._recent] or list(move.short)
        if self._manner.talk < 0.4 and self._rng.random() < 0.8:
            return min(pool, key=len)
        return self._rng.choice(pool)

    def _ways(self, move: Move) -> tuple[str, ...]:
        """All whole sentences that say the same: the fact's own, or those of a default."""
        fact = self._fact(move)
        own = fact.wording.full if fact is not None else self._defaults(move)
        return tuple(dict.fromkeys((*move.truth, *own)))

    def _clipped(self, text: str) -> str:
        short = 0.5 if self._manner.low else 0.35 if self._manner.talk < 0.25 and not self._manner.high else 0.0
        return self._manner.clipped(text) if self._rng.random() < short else text

    def _closed(self, text: str, move: Move) -> str:
        """The answer with a small word behind it, now and then."""
        fact = self._fact(move)
        if fact is not None and fact.head in _PLAIN_ONLY:
            return text
        wanted = self._rng.random() < 0.1 + 0.25 * self._manner.talk
        if not wanted or not _ENDS_PLAINLY.search(text) or len(text.split()) < 4:
            return text
        banks = [*lines("closer", self._group(fact))] if fact is not None and move.opening is None else []
        if move.opening is False and move.label.startswith("symptom") and move.label not in self._well:
            banks = [*lines("closer", "denied")]
        own = [name for name in self._manner.banks if lines("closer", name) and move.opening is not False]
        if own and self._rng.random() < 0.5:
            banks = [*lines("closer", self._rng.choice(own))]
        fits = [word for word in banks if word.split()[-1] not in text.lower()]
        return f"{text.rstrip('.')}, {self._rng.choice(fits)}." if fits else text

    def _group(self, fact: Fact | None) -> str:
        """What an answer asks of the one who gives it: recalling, finding a word, or nothing."""
        kinds = {fact.attribute, fact.head} if fact is not None else set()
        return "hard" if kinds & _HARD else "feeling" if kinds & _FEELING else "plain"

    def _correct(self, move: Move) -> str:
        point = self._point(move)
        if move.opening is False:
            return self._phrasing.frame("correct_absent", "lead", point)
        said = any(text in self._recent for text in move.truth)
        return self._phrasing.frame("correct_present", "said" if said else "lead", point)

    def _repeat(self, move: Move) -> str:
        point = self._pick(move.short or move.truth)
        persona, mood = self._manner.persona, self._manner.mood
        bank = move.wording if move.wording == "repeat_again" else "repeat_lead"
        named = any(fact.startswith("identity/") for fact in move.facts) or "name" in move.topic
        return line(bank, persona, mood, self._rng, point=point if named else lowered(point), Point=raised(point))

    # --- several denials of a list --------------------------------------------------------------------------

    def _denials(self, group: Sequence[Move], *, alone: bool) -> Piece:
        """ "No fever, no cough." for the items of a list that are not there."""
        facts = tuple(fact for move in group for fact in move.facts)
        nouns = [move.noun for move in group if move.noun]
        if len(nouns) < len(group) or len(nouns) > 4 or (alone and self._rng.random() < 0.35):
            text = self._pick([*lines("denials", "none"), *(lines("denials", "two") if len(group) == 2 else ())])
        else:
            said = ", ".join(f"no {noun}" for noun in nouns)
            bank = [one for one in lines("denials", "named") if alone or one.startswith("{Nouns}")]
            text = self._pick([one.replace("{nouns}", said).replace("{Nouns}", raised(said)) for one in bank])
        return Piece(text=text, facts=facts)

    # --- choosing -------------------------------------------------------------------------------------------------

    def _fact(self, move: Move) -> Fact | None:
        return self._facts.get(move.facts[0]) if len(move.facts) == 1 else None

    def _pick(self, bank: Sequence[str]) -> str:
        fresh = [text for text in bank if text not in self._recent]
        return self._rng.choice(fresh or list(bank))


def _echoes(move: Move) -> bool:
    """Whether "I do" or "I haven't" is a whole answer, where others need their measure ("exercise? hardly any")."""
    return move.label.partition(":")[0] in _ECHOED


def _stems(text: str) -> frozenset[str]:
    """The beginnings of its longer words: two ways that share one say nothing new."""
    return frozenset(word[:4] for word in re.findall(r"[a-z]{4,}", text.lower())) - _EMPTY


def _same_thing(move: Move, before: Move) -> bool:
    """Whether both are about one symptom, illness or drug."""
    both = [one.facts[-1].split("/")[:2] if one.facts else [] for one in (move, before)]
    return both[0] == both[1] != []


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


__all__ = ["Grammar", "Spoken", "as_sentences"]
