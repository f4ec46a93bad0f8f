"""Stage 4: vital signs, examination, tests, differential, red flags (findings level)."""

from __future__ import annotations

from typing import Any

from pz_tui.generation.brief import FindingsDraft
from pz_tui.generation.stages.stage import Stage


def _parts(draft: FindingsDraft) -> dict[str, Any]:
    return {
        "vitals": draft.vitals, "examination": draft.examination, "investigations": draft.investigations,
        "differential": draft.differential, "red_flags": draft.red_flags,
    }  # fmt: skip


FINDINGS = Stage(name="findings", shape=FindingsDraft, level=lambda condition: condition.findings, parts=_parts)
