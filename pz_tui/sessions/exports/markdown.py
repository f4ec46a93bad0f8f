"""A session as Markdown, to read, print and hand on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pz_tui.assessment.realism import REALISM_ITEMS
from pz_tui.consultation.turn import Card, Turn
from pz_tui.record.patient import Investigation
from pz_tui.sessions.exports.choice import FOOTER, names_diagnosis, turns_to_export
from pz_tui.sessions.exports.debrief import debrief_lines
from pz_tui.sessions.exports.escape import block, inline, table
from pz_tui.sessions.session import Rating, Session

_ITEMS = {item.id: item.text for item in REALISM_ITEMS}
_STATUS = {"open": "not finished", "finished": "finished", "abandoned": "given up"}


def to_markdown(session: Session, *, reveal: bool, include_asides: bool = False) -> str:
    """The chat, cards, notes, what was handed in, debrief and ratings, ending on the safety line.

    Args:
        reveal: with the diagnosis and what goes with it; False where the case will be used again, or the
            consultation is not finished.
        include_asides: with the turns in which the program stepped out of the role.
    """
    parts = [
        _head(session),
        _chat(session, include_asides),
        _notes(session),
        _handed_in(session),
        _debrief(session, reveal),
        _truth(session) if reveal else [],
        _ratings(session),
        ["---", "", f"*{FOOTER}*"],
    ]
    return "\n".join("\n".join(part).rstrip() + "\n" for part in parts if part)


def _head(session: Session) -> list[str]:
    engine, scene = session.engine, session.record.encounter
    rows = [
        ("Session", session.id),
        ("Begun", session.created),
        ("State", f"{_STATUS[session.status]}, {len(session.turns)} turns, {session.elapsed / 60:.0f} min"),
        ("Mode", f"{session.mode}, {session.minutes} min allowed"),
        ("Patient's words by", f"Ollama, {engine.model}" if engine.kind == "ollama" else "the built-in engine"),
        ("Setting", scene.setting),
        ("Triage note", scene.triage),
        ("Task", scene.task),
    ]
    if session.forked_from:
        at = "" if session.forked_at is None else f" after turn {session.forked_at}"
        rows.append(("Branched from", f"{session.forked_from}{at}"))
    return [f"# {inline(session.label)}", "", *table(("", ""), rows)]


def _chat(session: Session, include_asides: bool) -> list[str]:
    turns = turns_to_export(session, include_asides)
    lines = ["## Consultation", ""]
    for turn in turns:
        lines += _turn(turn, session.record.speaker)
    return lines if turns else [*lines, "Nothing was said."]


def _turn(turn: Turn, name: str) -> Iterator[str]:
    mark = " *(marked: not what was asked)*" if turn.marked else ""
    yield from (f"**{turn.index + 1}. You:** {block(turn.utterance)}{mark}", "")
    for card in turn.cards:
        yield from (*_card(card), "")
    end = {"interrupted": " *(stopped)*", "failed": f" *(no full reply: {inline(turn.failure)})*"}.get(turn.status, "")
    if turn.reply or end:
        yield from (f"**{inline(name)}:** {block(turn.reply_text)}{end}", "")
    if turn.aside:
        yield from (*(f"> {line}" for line in f"**pz-chat:** {block(turn.aside)}".split("\n")), "")


def _card(card: Card) -> Iterator[str]:
    yield from (f"**{inline(card.title)}**", "")
    results = card.results or (card.investigation.results if card.investigation else ())
    if results:
        yield from table(
            ("Measured", "Value", "Unit", "Reference", "Flag"),
            [(r.name, f"{r.value:g}", r.unit, _range(r.low, r.high), r.flag) for r in results],
        )
    rest = _beyond(card, card.investigation)
    if rest:
        yield from ([""] if results else [])
        yield from table(("Finding",), [(line,) for line in rest])


def _beyond(card: Card, test: Investigation | None) -> list[str]:
    """What the table of results does not say."""
    if card.results or (test and test.results):
        return [test.report] if test and test.report else []
    if card.lines:
        return list(card.lines)
    return [finding.clinical for finding in card.findings] or ([test.report] if test and test.report else [])


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"from {low:g}"
    return f"up to {high:g}" if high is not None else ""


def _notes(session: Session) -> list[str]:
    return ["## Notes", "", block(session.notes)] if session.notes.strip() else []


def _handed_in(session: Session) -> list[str]:
    given = session.submission
    if given is None:
        return []
    rows = [(str(rank), item.name, f"{item.confidence} %") for rank, item in enumerate(given.differential, start=1)]
    lines = ["## Handed in", ""]
    lines += [*table(("Rank", "Diagnosis", "Confidence"), rows), ""] if rows else ["No diagnosis was named.", ""]
    return [*lines, f"**Plan:** {block(given.plan)}"] if given.plan.strip() else lines


def _debrief(session: Session, reveal: bool) -> list[str]:
    if not session.debrief:
        return []
    hidden = (lambda text: False) if reveal else partial(names_diagnosis, session.record)
    lines = debrief_lines(session.debrief, hidden)
    return ["## Debrief", "", *lines] if lines else []


def _truth(session: Session) -> list[str]:
    record, condition = session.record, session.record.condition
    said = f"{condition.name} ({condition.code}), {condition.severity}, {condition.presentation} presentation"
    lines = ["## Diagnosis", "", inline(said), ""]
    if record.differential:
        rows = [(item.name, "; ".join(item.for_it), "; ".join(item.against_it)) for item in record.differential]
        lines += [*table(("To think of", "For it", "Against it"), rows), ""]
    for title, points in (("Management", record.management), ("To learn", record.learning_points)):
        if points:
            lines += [f"**{title}**", "", *(f"- {inline(point)}" for point in points), ""]
    return lines


def _ratings(session: Session) -> list[str]:
    marks = [*session.marks, *(mark for rating in session.ratings for mark in rating.marks)]
    if not session.ratings and not marks:
        return []
    lines = ["## Ratings", ""]
    for number, rating in enumerate(session.ratings, start=1):
        lines += _rating(number, rating)
    if marks:
        rows = [(str(mark.turn + 1), mark.reason, mark.rater) for mark in dict.fromkeys(marks)]
        lines += [*table(("Turn marked as unreal", "Reason", "By"), rows), ""]
    return lines


def _rating(number: int, rating: Rating) -> Iterator[str]:
    by = f" by {inline(rating.rater)}" if rating.rater else ""
    yield from (f"**Form {number}**{by}, {'blind' if rating.blind else 'not blind'}", "")
    rows = [(_item(id), "cannot judge" if score is None else f"{score} of 4") for id, score in rating.items.items()]
    if rating.overall is not None:
        rows.append(("Overall", f"{rating.overall} of 10"))
    if rating.usable:
        rows.append(("Usable in teaching", rating.usable.replace("_", " ")))
    if rating.worst_turn is not None:
        rows.append(("Worst turn", str(rating.worst_turn + 1)))
    if rows:
        yield from (*table(("Item", "Score"), rows), "")
    if rating.note.strip():
        yield from (block(rating.note), "")


def _item(id: str) -> str:
    # A form filled under an older program may hold items that are no longer asked.
    return _ITEMS.get(id, id.replace("_", " ").replace("-", " ").capitalize())
