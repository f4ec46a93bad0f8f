"""The understanding of one utterance, put together from its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pz_tui.consultation.turn import ASK_BACK_BELOW, Ask, Understanding
from pz_tui.consultation.understanding.clauses import Clause, clauses_of
from pz_tui.consultation.understanding.framing import asks_if_well, asks_which, expected, form_of, form_of_turn
from pz_tui.consultation.understanding.labels import ACTS, SMALL, head_of
from pz_tui.consultation.understanding.leaning import (
    Reading,
    carried,
    counted,
    echoing,
    focus_in,
    going_on,
    leans,
    of_relatives,
    opened,
    pointed_back,
    prefaced,
    resumed,
)
from pz_tui.consultation.understanding.listed import listed
from pz_tui.consultation.understanding.names import Names
from pz_tui.consultation.understanding.pattern import Mention, function_words
from pz_tui.consultation.understanding.reading import read_clause
from pz_tui.consultation.understanding.rules import Candidate, Rules
from pz_tui.consultation.understanding.spelling import Spelling
from pz_tui.consultation.understanding.text import Token, tokens_of
from pz_tui.consultation.understanding.tone import KIND, Tones
from pz_tui.knowledge.library import Library
from pz_tui.record.base import Frozen, Polarity

_BARE_TOO = frozenset({"drug_history", "exam", "test"})
"""Heads where a bare question and a narrow one are two."""
_ECHOES = frozenset({"acknowledge", "confirm"})
"""What a few words seem to do that may as well go on with what was asked before ("and the left one?")."""
_A_FEW = 5
"""Words of a statement that may go unread without loss."""
_LEANT = 0.5
_DOUBTFUL, _SUREST = 0.6, 0.98
"""The likelihood of a reading from which it is acted on, and the confidence of the surest."""


class Context(Frozen):
    """What the consultation so far tells about an utterance.

    Attributes:
        focus: concept last spoken of.
        focus_label: label that asked for it.
        last_reply: the patient's last line.
        earlier_labels: labels of the turns before, the latest last.
    """

    focus: str = ""
    focus_label: str = ""
    last_reply: str = ""
    earlier_labels: tuple[str, ...] = ()


class Understander:
    """Understands utterances with the names of a library. Reading the tables takes most of its making."""

    def __init__(self, library: Library) -> None:
        self._names = Names(library)
        self._rules = Rules()
        self._tones = Tones()
        self._spelling = Spelling((*self._names.words(), *self._rules.words(), *function_words()))

    def understand(self, utterance: str, context: Context) -> Understanding:
        """What the utterance asks for and does, in order."""
        corrections: dict[str, str] = {}
        tokens = tokens_of(utterance, self._noting(corrections))
        focus, topic = self._leaned_on(context)
        if not tokens:
            return Understanding(asks=(Ask(head="silence"),), confidence=1.0, focus_before=focus)
        manner = self._tones.manner(tokens)
        kind = bool(KIND & set(manner))
        asks: list[Ask] = []
        read = self._read(tokens, topic, context.last_reply)
        unread = any(not readings and _says_much(clause) for clause, _, readings in read)
        for clause, mentions, readings in read:
            leads = expected(clause)
            for one in readings:
                terms = self._names.terms(clause.tokens[one.start : one.end])
                asks.append(_ask(one, clause, utterance, focus, kind, terms, leads))
            asks += _diagnoses_told(readings, clause, mentions, utterance)
        asks = _unique(asks)
        if all(one.head in _ECHOES for one in asks) and (not asks or tokens[-1].after == "?"):
            asks = self._elliptic(utterance, tokens, context, focus) or asks
        if any(one.head == "role_break" for one in asks):
            manner = (*manner, "role_break")
        return Understanding(
            asks=tuple(asks),
            form=form_of_turn([one.form for one in asks], [one.label for one in asks]),
            corrections=tuple(corrections.items()),
            confidence=_sureness(asks, unread),
            step_out=self._tones.step_out(utterance, tokens),
            manner=manner,
            focus_before=focus,
        )

    def symptoms_in(self, text: str) -> tuple[str, ...]:
        """The symptoms that words name, in order."""
        mentions = self._names.mentions(tokens_of(text, self._spelling.correct))
        return tuple(one.id for one in mentions if one.kind == "symptom")

    def _elliptic(self, utterance: str, tokens: Sequence[Token], context: Context, focus: str) -> list[Ask]:
        """What a few words mean that only go on with what was asked before: "and the left one?"."""
        head = going_on(tokens, self._names.mentions(tokens), context.focus_label, focus)
        if not head:
            return []
        thing = focus if head == "symptom" else ""
        return [Ask(head=head, object=thing, subject=focus, confidence=_LEANT, words=utterance.strip())]

    def _noting(self, corrections: dict[str, str]) -> Callable[[str], str]:
        """The spelling, keeping what it changed."""

        def correct(word: str) -> str:
            right = self._spelling.correct(word)
            if right != word:
                corrections[word] = right
            return right

        return correct

    def _read(self, tokens: Sequence[Token], topic: str, heard: str) -> list[Reading]:
        """Each clause with what it names and what was read from it."""
        out: list[Reading] = []
        clauses = clauses_of(tokens)
        echoes = echoing(clauses, heard)
        for clause in clauses:
            mentions = self._names.mentions(clause.tokens)
            whole = read_clause(clause, mentions, self._rules)
            said = carried(listed(clause, whole, self._read_alone), clause, mentions, topic)
            topic = opened(said) or topic
            if clause in echoes:
                said = [one for one in said if one.head in ACTS]
            out.append((clause, mentions, of_relatives(said, mentions)))
        return counted(pointed_back(prefaced(resumed(out))))

    def _read_alone(self, clause: Clause) -> list[Candidate]:
        """One item of a list."""
        return read_clause(clause, self._names.mentions(clause.tokens), self._rules)

    def _leaned_on(self, context: Context) -> tuple[str, str]:
        """The concept in focus and the head of the topic before."""
        named, relatives = focus_in(context.last_reply, self._names)
        before = context.focus_label or (context.earlier_labels[-1] if context.earlier_labels else "")
        topic = head_of(before) if before else "family_history" if relatives else ""
        return context.focus or named, topic


def _ask(
    one: Candidate, clause: Clause, utterance: str, focus: str, kind: bool, terms: tuple[str, ...],
    leads: Polarity | None,
) -> Ask:  # fmt: skip
    head, _, thing = one.label.partition(":")
    words = utterance[clause.tokens[one.start].start : clause.tokens[one.end - 1].end]
    well = asks_if_well(one.label, clause)
    if well and leads is not None:
        leads = "absent" if leads == "present" else "present"
    return Ask(
        head=head,
        object=thing,
        form=form_of(head, clause, leads),
        polarity=leads,
        confidence=_confidence(one.sure),
        words=words,
        subject=one.subject or (focus if leans(one) else ""),
        kind=kind,
        jargon=terms,
        well=well,
        wh=asks_which(clause),
    )


def _confidence(sure: float) -> float:
    """Confidence of one reading, such that one which is as likely wrong as right asks back."""
    if sure < _DOUBTFUL:
        return ASK_BACK_BELOW * sure / _DOUBTFUL
    return ASK_BACK_BELOW + (_SUREST - ASK_BACK_BELOW) * (sure - _DOUBTFUL) / (1 - _DOUBTFUL)


def _sureness(asks: Sequence[Ask], unread: bool) -> float:
    """Confidence of the whole: of what is asked, where anything is, and none where a question was not read."""
    asked = [one.confidence for one in asks if one.head not in SMALL]
    if unread and not asked:
        return 0.0
    return max(asked or [one.confidence for one in asks], default=0.0)


def _says_much(clause: Clause) -> bool:
    """Whether a clause that was not read may hold what the turn was for."""
    return clause.mood == "question" or len(clause.tokens) > _A_FEW


def _diagnoses_told(
    readings: Sequence[Candidate], clause: Clause, mentions: Sequence[Mention], utterance: str
) -> list[Ask]:
    """The diagnoses that an explanation names."""
    if not any(one.head == "explanation" for one in readings):
        return []
    return [
        Ask(
            head="diagnosis_told",
            object=one.id,
            form="statement",
            words=utterance[clause.tokens[one.start].start : clause.tokens[one.end - 1].end],
        )
        for one in mentions
        if one.kind == "diagnosis"
    ]


def _unique(asks: Sequence[Ask]) -> list[Ask]:
    """Each label once; a bare question of a head that was asked more narrowly says nothing new."""
    first: dict[str, Ask] = {}
    for ask in asks:
        first.setdefault(ask.label, ask)
    narrow = {ask.head for ask in first.values() if ask.object}
    return [ask for ask in first.values() if ask.object or ask.head not in narrow or ask.head in _BARE_TOO]
