"""A session as JSON lines: one turn a line, for scripts."""

from __future__ import annotations

import json
from typing import Any

from pz_tui.consultation.turn import Disclosed, Turn
from pz_tui.record.text import strip_controls
from pz_tui.sessions.exports.choice import turns_to_export
from pz_tui.sessions.session import Session


def to_jsonl(session: Session, *, reveal: bool, include_asides: bool = False) -> str:
    """One object a line: session, turn (from 1), utterance, labels, reply, status, facts given, cards.

    With ``reveal`` also plan, verdicts, events and mood, which speak of what the patient kept back.
    """
    lines = [
        json.dumps(_clean(_turn(session, turn, reveal)), ensure_ascii=False)
        for turn in turns_to_export(session, include_asides)
    ]
    return "".join(f"{line}\n" for line in lines)


def _turn(session: Session, turn: Turn, reveal: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "session": session.id,
        "turn": turn.index + 1,
        "at": turn.at,
        "elapsed": turn.elapsed,
        "utterance": turn.utterance,
        "labels": list(turn.understanding.labels),
        "reply": turn.reply_text,
        "status": turn.status,
        "marked": turn.marked,
        "facts": [event.fact for event in turn.events if isinstance(event, Disclosed)],
        "cards": [card.model_dump(mode="json", include={"kind", "title", "lines"}) for card in turn.cards],
        "engine": turn.engine.model or turn.engine.kind,
    }
    if turn.aside:
        row["aside"] = turn.aside
    if reveal:
        row["plan"] = turn.plan.model_dump(mode="json")
        row["verdicts"] = [draft.model_dump(mode="json") for draft in turn.drafts]
        row["events"] = [event.model_dump(mode="json") for event in turn.events]
    return row


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return strip_controls(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value
