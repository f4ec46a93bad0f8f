"""Stage 1: who, and which condition at which severity (outline level)."""

from __future__ import annotations

from typing import Any

from pz_tui.generation.brief import ProfileDraft
from pz_tui.generation.stages.stage import Stage


def _parts(draft: ProfileDraft) -> dict[str, Any]:
    return {
        "identity": draft.identity, "condition": draft.condition, "encounter": draft.encounter,
        "comorbid": draft.comorbid,
    }  # fmt: skip


PROFILE = Stage(name="profile", shape=ProfileDraft, level=lambda condition: condition.outline, parts=_parts)
