"""The built-in voice: words a plan with the grammar, sentence by sentence. No language model."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pz_tui.consultation.person.improvisation import default_answer
from pz_tui.consultation.person.mood import as_they_feel, runs_on
from pz_tui.consultation.ports import Delta, SpeechBrief
from pz_tui.consultation.sentences import split
from pz_tui.consultation.turn import Move
from pz_tui.engines.builtin.grammar import Grammar
from pz_tui.engines.builtin.joining import Spoken
from pz_tui.engines.builtin.manner import Manner
from pz_tui.engines.builtin.marks import after
from pz_tui.engines.builtin.question import read
from pz_tui.record.chance import chance
from pz_tui.record.patient import PatientRecord

_REMEMBERED = 10


class BuiltinVoice:
    """A ``Voice``. The same brief gives the same words."""

    async def speak(self, brief: SpeechBrief) -> AsyncIterator[Delta]:
        """One piece a sentence, each with the facts it gives."""
        for spoken in said(brief):
            yield Delta(text=spoken.text + " ", facts=spoken.facts)
        yield Delta(done=True, finish="stop")


def said(brief: SpeechBrief) -> list[Spoken]:
    """The sentences of the reply."""
    replies = [split(turn.patient) for turn in brief.history]
    recent = [sentence for reply in replies[-_REMEMBERED:] for sentence in reply]
    rng = chance(brief.chance, len(brief.shown))
    persona = as_they_feel(brief.record.persona, brief.memory.mood)
    manner = Manner(brief.record, persona, brief.memory.mood, rng, runs_on=runs_on(brief.record, brief.turn))
    well = {ask.label for ask in brief.understanding.asks if ask.well}
    grammar = Grammar(manner, read(brief.utterance), brief.facts, rng, [*recent, *brief.shown], well,
                      lambda move: _denials_of(brief.record, move))  # fmt: skip
    spoken = grammar.reply(brief.plan)
    more = after(brief.plan, [one.text for one in spoken], brief.facts, brief.record, manner, replies, rng)
    return [*spoken, *(Spoken(text=sentence) for sentence in split(more))]


def _denials_of(record: PatientRecord, move: Move) -> tuple[str, ...]:
    """Other ways to deny a trouble that the record does not hold."""
    head, _, thing = move.topic.partition(":")
    if head != "symptom" or move.opening is not False:
        return ()
    default = default_answer(record, head, thing)
    return default.full if default is not None else ()
