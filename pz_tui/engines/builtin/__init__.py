"""The built-in engine: knowledge and rules alone, so that the first start on a bare laptop works."""

from __future__ import annotations

from pz_tui.consultation.turn import EngineInfo
from pz_tui.engines.builtin.author import BuiltinAuthor
from pz_tui.engines.builtin.voice import BuiltinVoice
from pz_tui.engines.engine import Engine
from pz_tui.knowledge.library import Library

CHOSEN = "Patients use the built-in engine: knowledge and rules, no language model. You can change this in Settings."


def builtin_engine(library: Library, reason: str = CHOSEN) -> Engine:
    """The engine; ``reason`` is the line that the screen shows about it."""
    return Engine(info=EngineInfo(kind="builtin"), author=BuiltinAuthor(library), voice=BuiltinVoice(), reason=reason)
