"""A turn explained: what was understood, planned, given, kept back, judged and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from pz_tui.assessment.rendering import opened_at
from pz_tui.ui.plain import one_line
from pz_tui.ui.widgets.rows import (
    ACCENT,
    BAD,
    BLANK,
    GOOD,
    MUTED,
    WARN,
    Block,
    Row,
    bullets,
    heading,
    pair,
    row,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pz_tui.consultation.memory import Memory
    from pz_tui.consultation.turn import Draft, MemoryEvent, Turn
    from pz_tui.record.facts import Fact
    from pz_tui.record.persona import Mood

REASONS = {
    "sensitive": "sensitive: needs trust, or a kind and direct question",
    "compound": "several questions at once: this one stayed open",
    "not_asked": "nobody asked for it",
    "talked_down": "played down",
    "not_understood": "the question was not understood",
}
_NAMED = {"dob": "Born {}", "preferred_name": "Likes to be called {}"}
_STEPS = "▁▂▃▄▅▆▇█"


def words_of(fact: Fact) -> str:
    """A fact as a clinician would say it, where it stands below what it belongs to."""
    frame = _NAMED.get(fact.attribute, "{}") if fact.section == "identity" else "{}"
    return one_line(frame.format(fact.clinical))


def is_detail(fact: Fact) -> bool:
    """Whether it tells more of something that another fact names: a dose, how long, how bad."""
    return fact.attribute != "presence" and fact.section in ("history_of_complaint", "past_history", "drug_history")


def words_for(fact: str, facts: Mapping[str, Fact]) -> str:
    """A fact as a clinician would say it; its id where it is not known."""
    known = facts.get(fact)
    if known is None:
        return fact
    topic = known.concept.replace("_", " ")
    alone = not is_detail(known) or topic[:5] in known.clinical.lower()
    return words_of(known) if alone else f"{topic}: {words_of(known)}"


def label_words(label: str) -> str:
    """A label of the understanding as a person would write it: ``exam:vital_signs`` is "exam: vital signs"."""
    return one_line(label.replace("_", " ").replace(":", ": "))


def understood_block(turn: Turn) -> Block:
    """The asks of one turn."""
    understanding = turn.understanding
    rows = [heading("Understood")]
    for ask in understanding.asks:
        extra = [ask.form, f"{ask.confidence:.0%}"]
        extra += [f"about {ask.subject}"] if ask.subject else []
        extra += ["gives a reason or is kind"] if ask.kind else []
        extra += ["jargon: " + ", ".join(ask.jargon)] if ask.jargon else []
        rows.append(
            Row(
                Content.assemble((label_words(ask.label), "bold"), ("  " + one_line(" · ".join(extra)), MUTED)),
                Content.styled("· ", MUTED),
            )
        )
    if not understanding.asks:
        rows.append(row("nothing that the patient could answer", MUTED))
    for typed, read in understanding.corrections:
        rows.append(row(f"“{typed}” read as “{read}”", MUTED))
    if understanding.manner:
        rows.append(row("manner: " + ", ".join(_plain(word) for word in understanding.manner), MUTED))
    if understanding.step_out:
        rows.append(row("stepped out of the role: " + understanding.step_out.replace("_", " "), WARN))
    return (*rows, BLANK)


def plan_block(turn: Turn) -> Block:
    """What the patient set out to do."""
    plan = turn.plan
    rows = [heading("Plan"), pair("strategy", _plain(plan.strategy), 10)]
    moves = (f"{_plain(move.strategy)} ({label_words(move.label)})" if move.label else _plain(move.strategy)
             for move in plan.moves)  # fmt: skip
    rows += [row(words, "", lead="· ", lead_style=MUTED) for words in dict.fromkeys(moves)]
    rows += bullets(plan.reasons, MUTED)
    return (*rows, BLANK)


def facts_block(turn: Turn, facts: Mapping[str, Fact]) -> Block:
    """Facts given, planned but not said, and kept back with the reason."""
    given = {event.fact: event for event in turn.events if event.kind == "disclosed"}
    rows = [heading("Facts")]
    for fact, event in given.items():
        how = "volunteered" if event.how == "volunteered" else "asked for"
        how = f"partly, {how}" if event.partly else how
        sign = "◐ " if event.partly else "● "
        rows.append(_fact_row(fact, facts, sign, GOOD, how))
    for fact in turn.plan.facts:
        if fact not in given:
            rows.append(_fact_row(fact, facts, "○ ", MUTED, "could be said, was not"))
    reasons = {held.fact: REASONS[held.reason] for held in turn.plan.withheld}
    for held in turn.events:
        if held.kind == "withheld":
            reasons.setdefault(held.fact, REASONS.get(held.reason, held.reason))
    rows += [_fact_row(fact, facts, "– ", WARN, f"kept back, {reason}") for fact, reason in reasons.items()]
    if len(rows) == 1:
        rows.append(row("none given, none kept back", MUTED))
    return (*rows, BLANK)


def _fact_row(fact: str, facts: Mapping[str, Fact], sign: str, style: str, how: str) -> Row:
    body = Content.assemble(text(words_for(fact, facts)), (f"  {one_line(how)}", MUTED))
    return Row(body, Content.styled(sign, style))


def checks_block(turn: Turn) -> Block:
    """Every sentence that was proposed, with its verdict."""
    rows = [heading("Checks")]
    if not turn.drafts:
        rows.append(row("no sentence was proposed", MUTED))
    for draft in turn.drafts:
        rows += _draft_rows(draft)
    return (*rows, BLANK)


def _draft_rows(draft: Draft) -> list[Row]:
    sign, style = ("✓ ", GOOD) if draft.shown else ("✗ ", BAD)
    source = {"engine": "", "repair": "  (repaired)", "fallback": "  (built-in wording)"}[draft.source]
    rows = [Row(Content.assemble(text(draft.text), (source, MUTED)), Content.styled(sign, style))]
    if not draft.shown and not draft.verdict.objections:
        rows.append(row("not shown", MUTED, lead="    "))
    for objection in draft.verdict.objections:
        said = f" (“{objection.words}”)" if objection.words else ""
        rows.append(row(f"{objection.kind}: {objection.message}{said}", BAD, lead="    "))
    for topic, value in draft.verdict.inventions:
        rows.append(row(f"adds {topic}: {value}", MUTED, lead="    "))
    return rows


def run_block(turn: Turn) -> Block:
    """Who found the words and how long it took."""
    engine = turn.engine.model or ("built-in" if turn.engine.kind == "builtin" else turn.engine.kind)
    rows = [heading("Made by"), pair("engine", engine, 10)]
    timings = turn.timings
    if timings.total:
        rows.append(pair("time", f"{timings.first_sentence:.0f} ms to the first sentence, "
                                 f"{timings.total:.0f} ms in all", 10))  # fmt: skip
    if timings.prompt_tokens or timings.reply_tokens:
        rows.append(pair("tokens", f"{timings.prompt_tokens} in, {timings.reply_tokens} out", 10))
    return (*rows, BLANK)


# --- mood and memory ------------------------------------------------------------------------------------


def gauge(value: float, cells: int = 8) -> str:
    """A bar for a value of 0 to 1."""
    full = round(max(0.0, min(1.0, value)) * cells)
    return "▆" * full + "▁" * (cells - full)


def curve(values: Sequence[float]) -> str:
    """A line of steps for values of 0 to 1."""
    return "".join(_STEPS[min(7, int(max(0.0, min(1.0, value)) * 8))] for value in values)


def moods(start: Mood, turns: Sequence[Turn]) -> list[Mood]:
    """The mood after each turn, with the mood at the start first."""
    course = [start]
    for turn in turns:
        moved = [event.mood for event in turn.events if event.kind == "mood_moved"]
        course.append(moved[-1] if moved else course[-1])
    return course


def mood_block(course: Sequence[Mood], width: int = 24) -> Block:
    """Trust, anxiety and irritation now, and how they went."""
    now = course[-1]
    rows = [heading("Mood")]
    for name in ("trust", "anxiety", "irritation"):
        values = [float(getattr(mood, name)) for mood in course[-width:]]
        line = Content.assemble((gauge(values[-1]), ACCENT), f" {getattr(now, name):.2f}  ", (curve(values), MUTED))
        rows.append(pair(name, line, 10))
    return (*rows, BLANK)


def memory_block(memory: Memory, facts: Mapping[str, Fact]) -> Block:
    """What has happened so far, apart from the facts that came out."""
    held = {fact: turns for fact, turns in memory.withheld.items() if fact not in memory.disclosed}
    done = {**memory.examined, **memory.tested}
    opened = opened_at(memory.record_openings)
    parts: tuple[tuple[str, list[str], str], ...] = (
        ("Made up on the way, binding from then on",
         [f"{label_words(topic)}: “{kept.words}”  (turn {kept.turn + 1})"
          for topic, kept in memory.improvised.items()], "· "),
        ("What the doctor told",
         [f"{_plain(told.what)}: “{told.words}”  (turn {told.turn + 1})" for told in memory.told], "· "),
        ("Examined and tested", [f"{_plain(name)}  (turn {turn + 1})" for name, turn in done.items()], "· "),
        ("Kept back so far",
         [f"{words_for(fact, facts)}  (turn {', '.join(str(at + 1) for at in turns)})"
          for fact, turns in held.items()], "– "),
        ("The record was opened", [opened] if opened else [], "· "),
    )  # fmt: skip
    rows: list[Row] = []
    for title, lines, sign in parts:
        if lines:
            rows += [heading(title), *bullets(lines, sign=sign), BLANK]
    return tuple(rows) or (row("Nothing yet.", MUTED), BLANK)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def events_block(turn: Turn, facts: Mapping[str, Fact]) -> Block:
    """What one turn left in the memory."""
    rows = [heading("Remembered from this turn")]
    rows += bullets(event_line(event, facts) for event in turn.events)
    if not turn.events:
        rows.append(row("nothing", MUTED))
    return (*rows, BLANK)


def event_line(event: MemoryEvent, facts: Mapping[str, Fact]) -> str:
    """One event in words."""
    reason = f" ({one_line(event.reason)})" if event.reason else ""
    match event.kind:
        case "disclosed":
            how = "partly given" if event.partly else ("volunteered" if event.how == "volunteered" else "given")
            return f"{how}: {words_for(event.fact, facts)}{reason}"
        case "improvised":
            return f"made up: {event.topic} = {event.value}{reason}"
        case "mood_moved":
            mood = event.mood
            return f"mood: trust {mood.trust:.2f}, anxiety {mood.anxiety:.2f}, irritation {mood.irritation:.2f}{reason}"
        case "told":
            return f"the doctor told {event.what.replace('_', ' ')}: “{event.words}”"
        case "examined":
            return f"examined: {event.region.replace('_', ' ')}"
        case "tested":
            return f"tested: {event.test.replace('_', ' ')}"
        case "withheld":
            return f"kept back: {words_for(event.fact, facts)}{reason}"
        case "corrected":
            return f"corrected: {words_for(event.fact, facts)}{reason}"
        case "record_opened":
            return f"the record was opened ({event.where})"
        case "focused":
            return f"now speaking of {event.concept.replace('_', ' ')}"
        case "asked":
            return f"asked {label_words(event.label)} ({_plain(event.outcome)})"


def turn_blocks(turn: Turn, facts: Mapping[str, Fact]) -> list[Block]:
    """Everything about one turn, in the order it was decided."""
    return [
        understood_block(turn), plan_block(turn), facts_block(turn, facts), checks_block(turn),
        events_block(turn, facts), run_block(turn),
    ]  # fmt: skip
