"""The built-in author: writes every stage from knowledge and chance alone, no language model."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from pz_tui.engines.builtin.author.findings import write_findings
from pz_tui.engines.builtin.author.history import write_history
from pz_tui.engines.builtin.author.phrases import load_phrases
from pz_tui.engines.builtin.author.presentation import write_presentation
from pz_tui.engines.builtin.author.profile import write_profile
from pz_tui.generation.brief import StageBrief
from pz_tui.generation.ports import AuthorError, Progress
from pz_tui.knowledge.library import Library

T = TypeVar("T", bound=BaseModel)


class BuiltinAuthor:
    """An ``Author`` over the knowledge library. The same brief gives the same draft."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._phrases = load_phrases()

    async def compose(self, brief: StageBrief, shape: type[T], progress: Progress) -> T:
        """Write the stage; raises AuthorError when the knowledge cannot serve it."""
        writers = {
            "profile": (write_profile, "choosing who this is"),
            "history": (write_history, "giving them a past"),
            "presentation": (write_presentation, "finding how it feels and what they would say"),
            "findings": (write_findings, "working out what examination and tests show"),
        }
        writer, words = writers[brief.stage]
        progress(words)
        try:
            draft = writer(brief, self._library, self._phrases)
        except (KeyError, ValueError) as problem:
            raise AuthorError(f"The knowledge cannot write the {brief.stage} stage: {problem}.") from problem
        return shape.model_validate(draft)
