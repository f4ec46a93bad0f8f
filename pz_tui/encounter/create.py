"""Making a patient with an engine; the built-in author is the way out."""

from __future__ import annotations

from collections.abc import Callable

from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.generation.pipeline import AuthorInfo, GenerationError, StageProgress, generate
from pz_tui.generation.request import PatientRequest, RequestError
from pz_tui.knowledge.library import Library
from pz_tui.record.patient import PatientRecord

__all__ = ["GenerationError", "RequestError", "StageProgress", "create_patient"]


async def create_patient(
    request: PatientRequest, engine: Engine, library: Library,
    on_progress: Callable[[StageProgress], None] = lambda progress: None,
) -> PatientRecord:  # fmt: skip
    """Make one patient; cancel the task to stop.

    Raises:
        RequestError: the wishes cannot be met.
        GenerationError: no sound patient came out.
    """
    return await generate(
        request, library, author=engine.author, way_out=builtin_engine(library).author,
        info=AuthorInfo(engine=engine.info.kind, model=engine.info.model, digest=engine.info.digest),
        on_progress=on_progress,
    )  # fmt: skip
