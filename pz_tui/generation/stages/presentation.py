"""Stage 3: symptoms with attributes and negatives, timeline, ideas and fears (presentation level)."""

from __future__ import annotations

from typing import Any

from pz_tui.generation.brief import PresentationDraft
from pz_tui.generation.stages.stage import Stage


def _parts(draft: PresentationDraft) -> dict[str, Any]:
    return {
        "complaint": draft.complaint, "symptoms": draft.symptoms, "perspectives": draft.perspectives,
        "timeline": draft.timeline,
    }  # fmt: skip


PRESENTATION = Stage(
    name="presentation", shape=PresentationDraft, level=lambda condition: condition.presentation, parts=_parts
)
