"""The four stages, in order."""

from pz_tui.generation.stages.findings import FINDINGS
from pz_tui.generation.stages.history import HISTORY
from pz_tui.generation.stages.presentation import PRESENTATION
from pz_tui.generation.stages.profile import PROFILE
from pz_tui.generation.stages.stage import Stage

STAGES: tuple[Stage, ...] = (PROFILE, HISTORY, PRESENTATION, FINDINGS)

__all__ = ["FINDINGS", "HISTORY", "PRESENTATION", "PROFILE", "STAGES", "Stage"]
