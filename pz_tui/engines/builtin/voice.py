"""The built-in voice: words a plan with the grammar, sentence by sentence. No language model."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pz_tui.consultation.mood import as_they_feel
from pz_tui.consultation.ports import Delta, SpeechBrief
from pz_tui.consultation.sentences import split
from pz_tui.engines.builtin.grammar import Grammar
from pz_tui.record.chance import chance

_REMEMBERED = 10


class BuiltinVoice:
    """A ``Voice``. The same brief gives the same words."""

    async def speak(self, brief: SpeechBrief) -> AsyncIterator[Delta]:
        """One piece a sentence, each with the facts it gives."""
        recent = [sentence for turn in brief.history[-_REMEMBERED:] for sentence in split(turn.patient)]
        persona = as_they_feel(brief.record.persona, brief.memory.mood)
        grammar = Grammar(persona, brief.memory.mood, chance(brief.chance, len(brief.shown)),
                          [*recent, *brief.shown])  # fmt: skip
        for spoken in grammar.reply(brief.plan.moves):
            yield Delta(text=spoken.text + " ", facts=spoken.facts)
        yield Delta(done=True, finish="stop")
