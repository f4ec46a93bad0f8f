"""Through which an engine writes one stage of a patient. The domain owns it and imports no engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from pydantic import BaseModel

from pz_tui.generation.brief import StageBrief

T = TypeVar("T", bound=BaseModel)

Progress = Callable[[str], None]
"""Called with one short line on what is being done."""


class Author(Protocol):
    """Writes the draft of one stage from its brief."""

    async def compose(self, brief: StageBrief, shape: type[T], progress: Progress) -> T:
        """Return a draft of ``shape``.

        Raises:
            AuthorError: the engine failed or answered what is no draft; one sentence.
        """
        ...


class AuthorError(Exception):
    """An author could not write a stage; the text is one sentence that says why."""
