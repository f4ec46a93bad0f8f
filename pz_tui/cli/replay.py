"""``pz-chat replay ID``: a session turn by turn, with what was understood, given and kept back, and why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from pz_tui.cli.common import CommandError, faults_told, plain, print_json, store

if TYPE_CHECKING:
    from pz_tui.sessions.replay import Frame


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("id", metavar="ID", help="as 'pz-chat sessions' lists it")
    parser.add_argument("--turn", type=int, metavar="N", help="only this turn, counted from 1")
    parser.add_argument("--json", action="store_true", help="one object a turn")


def run(options: argparse.Namespace) -> int:
    """Print the frames; exit code 1 when a digest does not agree."""
    from pz_tui.sessions.replay import frames  # noqa: PLC0415

    with faults_told():
        session = store().load(options.id)
    if session.mode == "exam" and session.status == "open":
        raise CommandError("This exam is not finished, so its replay is locked; finish it first.")
    every = frames(session)
    if options.turn is not None and not 1 <= options.turn <= len(every):
        raise CommandError(f"There is no turn {options.turn}; the session has {len(every)}.")
    shown = every if options.turn is None else every[options.turn - 1 : options.turn]
    for frame in shown:
        if options.json:
            print_json(_object(frame))
        else:
            _print(frame, session.record.speaker)
    return 1 if any(frame.digest_ok is False for frame in shown) else 0


def _object(frame: Frame) -> dict[str, Any]:
    turn = frame.turn
    return {
        "turn": turn.index, "utterance": turn.utterance, "reply": turn.reply_text, "status": turn.status,
        "labels": list(turn.understanding.labels), "strategy": turn.plan.strategy,
        "plan": turn.plan.model_dump(mode="json", exclude_defaults=True),
        "events": [event.model_dump(mode="json") for event in turn.events],
        "verdicts": [draft.model_dump(mode="json", exclude_defaults=True) for draft in turn.drafts],
        "mood": frame.memory.mood.model_dump(), "digest": turn.memory_digest, "digest_ok": frame.digest_ok,
    }  # fmt: skip


def _print(frame: Frame, name: str) -> None:
    turn = frame.turn
    print(f"[{turn.index + 1}] You: {plain(turn.utterance)}")
    for card in turn.cards:
        print(f"      card: {plain(card.title)}: {plain('; '.join(card.lines))}")
    if turn.aside:
        print(f"      pz-chat: {plain(turn.aside)}")
    if turn.reply:
        print(f"    {name}: {plain(turn.reply_text)}")
    if turn.failure:
        print(f"      {turn.status}: {plain(turn.failure)}")
    print(f"      understood: {', '.join(turn.understanding.labels) or 'nothing'} "
          f"({turn.understanding.form}, {turn.understanding.confidence:.2f}); plan: {turn.plan.strategy}")  # fmt: skip
    for event in turn.events:
        if event.kind == "disclosed":
            print(f"      given: {event.fact} ({event.how})")
        elif event.kind == "withheld":
            print(f"      kept back: {event.fact} ({event.reason})")
        elif event.kind == "improvised":
            print(f"      invented: {event.topic} = {plain(event.value)}")
        elif event.kind == "mood_moved":
            print(f"      mood: {event.reason}")
        elif event.kind == "record_opened":
            print(f"      the hidden record was opened ({event.where})")
    mood = frame.memory.mood
    agrees = {True: "agrees", False: "DOES NOT AGREE", None: "was not written"}[frame.digest_ok]
    print(f"      trust {mood.trust:.2f} anxiety {mood.anxiety:.2f} irritation {mood.irritation:.2f}; "
          f"digest {agrees}\n")  # fmt: skip
