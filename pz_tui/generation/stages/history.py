"""Stage 2: past history, drugs, allergies, family, social (history level)."""

from __future__ import annotations

from typing import Any

from pz_tui.generation.brief import HistoryDraft
from pz_tui.generation.stages.stage import Stage


def _parts(draft: HistoryDraft) -> dict[str, Any]:
    return {
        "past": draft.past, "medications": draft.medications, "allergies": draft.allergies,
        "family": draft.family, "smoking": draft.smoking, "alcohol": draft.alcohol, "social": draft.social,
    }  # fmt: skip


HISTORY = Stage(name="history", shape=HistoryDraft, level=lambda condition: condition.history, parts=_parts)
