"""The debrief as rows: each section a block, each point with its turns, each outcome with a sign and a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from pz_tui.assessment.communication import TASK_TITLES
from pz_tui.assessment.rendering import opened_at, said_in
from pz_tui.ui.plain import one_line
from pz_tui.ui.widgets.explain import gauge
from pz_tui.ui.widgets.rows import ACCENT, BAD, BLANK, GOOD, MUTED, WARN, Block, Row, heading, pair, row, text

if TYPE_CHECKING:
    from pz_tui.assessment.cites import Cite
    from pz_tui.assessment.communication import Point
    from pz_tui.assessment.coverage import SectionCoverage
    from pz_tui.assessment.debrief import Debrief
    from pz_tui.assessment.procedures import Procedure

_OUTCOMES = {
    "correct": ("✓ ", GOOD, "correct"), "partly": ("◐ ", WARN, "partly right"), "wrong": ("✗ ", BAD, "wrong"),
    "could_not_judge": ("? ", MUTED, "could not be judged"), "blank": ("– ", MUTED, "counts as blank"),
}  # fmt: skip
_VERDICTS = {"done": ("✓ ", GOOD), "missed": ("○ ", WARN), "avoid": ("✗ ", BAD), "noted": ("· ", MUTED)}


def sections(debrief: Debrief) -> list[tuple[str, Block]]:
    """Title and block of each section."""
    parts = (
        ("Diagnosis", _diagnosis(debrief)),
        ("Red flags", _red_flags(debrief)),
        ("History", _history(debrief)),
        ("Examination", _procedures(debrief.procedures.examinations)),
        ("Tests", _procedures(debrief.procedures.tests)),
        ("Communication", _communication(debrief)),
        ("Plan", _plan(debrief)),
        ("Learning points", (row(point, lead="· ", lead_style=MUTED) for point in debrief.plan.learning_points)),
        ("Hidden record", _openings(debrief)),
    )
    made = [(title, (heading(title), *rows, BLANK)) for title, rows in parts]
    return [("At a glance", _glance(debrief)), *made, ("Please note", (row(debrief.footer, MUTED), BLANK))]


def _glance(debrief: Debrief) -> Block:
    coverage, report = debrief.coverage, debrief.diagnosis
    found = [flag for flag in debrief.red_flags.present if flag.found is not None]
    place = f"in place {report.rank}" if report.rank else "not in your list"
    rows = [
        row(one_line(f"{debrief.patient} · {debrief.turns} turns"), "bold"),
        _bar("History", coverage.percent, f"{coverage.elicited} of {coverage.total} facts"),
        _bar("Essential", coverage.essential_percent, "of what matters most"),
        pair("Diagnosis", f"{report.truth}: {place}", 12),
    ]
    if found:
        rows.append(pair("Red flags", f"{sum(bool(flag.found) for flag in found)} of {len(found)} found", 12))
    rows.append(pair("Perspective", f"{debrief.communication.ice} of 3 (ideas, concerns, expectations)", 12))
    return (*rows, BLANK)


def _bar(name: str, percent: int, words: str) -> Row:
    return pair(name, Content.assemble((gauge(percent / 100, 12), ACCENT), f" {percent:>3} %  ", (words, MUTED)), 12)


def _said(words: str, cites: Sequence[Cite], style: str = "") -> Content:
    """Words with their turns behind them."""
    where = said_in(cites)
    return Content.assemble(text(words, style), (f"  {where}", MUTED) if where else "")


def _point(sign: str, style: str, body: Content, indent: int = 0) -> Row:
    return Row(body, Content.styled(" " * indent + sign, style))


def _ask(question: str, indent: int = 2) -> Row:
    return Row(text(question), Content.assemble(" " * indent, ("ask: ", MUTED)))


def _diagnosis(debrief: Debrief) -> Iterator[Row]:
    report = debrief.diagnosis
    yield row(Content.assemble(text(report.truth, "bold"), (f"  {one_line(report.code)}", MUTED)))
    if not report.graded:
        yield row("No differential was handed in.", MUTED)
    for line in report.graded:
        sign, style, words = _OUTCOMES[line.outcome]
        body = Content.assemble(f"{line.rank}. ", text(line.name), (f"  {line.confidence} %  {words}. ", MUTED),
                                text(line.why, MUTED))  # fmt: skip
        yield _point(sign, style, body)
    if report.graded and report.calibration:
        yield row(report.calibration, MUTED)
    for name in report.cant_miss_named:
        yield _point("✓ ", GOOD, Content.assemble(text(name), ("  must not be missed: named", MUTED)))
    for name in report.cant_miss_missed:
        yield _point("✗ ", BAD, Content.assemble(text(name), ("  must not be missed: not named", MUTED)))
    if report.told_early is not None:
        yield _point("! ", WARN, text(f"A diagnosis was told in turn {report.told_early + 1}, {report.early_because}."))
    for rival in report.rivals:
        yield BLANK
        yield row(Content.assemble(text(rival.name, "bold"), ("  the truth" if rival.truth else "", GOOD)))
        for lead, reasons in (("  for: ", rival.for_it), ("  against: ", rival.against_it)):
            yield from (row(reason.replace("_", " "), lead=lead, lead_style=MUTED) for reason in reasons)


def _red_flags(debrief: Debrief) -> Iterator[Row]:
    flags = debrief.red_flags
    for flag in flags.present:
        sign, style, word = {
            True: ("✓ ", GOOD, "found"), False: ("✗ ", BAD, "missed"), None: ("? ", MUTED, "cannot be told"),
        }[flag.found]  # fmt: skip
        yield _point(sign, style, Content.assemble((f"{word}: ", style), _said(flag.text, flag.cites)))
        if flag.action:
            yield row(flag.action, lead="  asks for: ", lead_style=MUTED)
        if flag.question:
            yield _ask(flag.question)
    for screen in flags.screened:
        sign, style = ("✓ ", GOOD) if screen.asked else ("○ ", WARN)
        word = "asked: " if screen.asked else "not asked: "
        yield _point(sign, style, Content.assemble((word, style), _said(screen.statement, screen.cites)))
        if not screen.asked and screen.question:
            yield _ask(screen.question)
    if not flags.present and not flags.screened:
        yield row("This patient has none.", MUTED)


def _history(debrief: Debrief) -> Iterator[Row]:
    whole = debrief.coverage
    yield row(f"{whole.elicited} of {whole.total} facts came out, {whole.volunteered} of them unasked.")
    if whole.per_fact is not None:
        yield row(f"{whole.questions} questions, {whole.per_fact:g} for each fact that came out.", MUTED)
    for section in whole.sections:
        yield BLANK
        yield from _section(section)


def _section(section: SectionCoverage) -> Iterator[Row]:
    total = len(section.elicited) + len(section.missed)
    bar = (gauge(section.percent / 100), ACCENT)
    count = (f" {len(section.elicited)} of {total}", MUTED)
    yield row(Content.assemble((f"{section.title:<30}", "bold"), bar, count))
    for fact in section.elicited:
        unasked = ("  unasked", MUTED) if fact.how == "volunteered" else ""
        sign = "◐ " if fact.partly else "● "
        yield _point(sign, GOOD, Content.assemble(_said(fact.statement, fact.cites), unasked), 2)
    for lost in section.missed:
        weighty = lost.red_flag or lost.importance == 3
        sign, style = ("! ", BAD) if weighty else ("○ ", WARN)
        kept = (f"  kept back in {said_in(lost.kept_back)}", MUTED) if lost.kept_back else ""
        yield _point(sign, style, Content.assemble(text(lost.statement), kept), 2)
        yield _ask(lost.question, 4)


def _procedures(items: Sequence[Procedure]) -> Iterator[Row]:
    shown = False
    for item in items:
        called_for = item.worth in ("essential", "useful")
        if not item.done and not called_for:
            continue
        shown = True
        if item.done:
            sign, style, word = ("✓ ", GOOD, "") if called_for else ("✗ ", BAD if item.worth == "harmful" else WARN,
                                                                      f"{item.worth} here")  # fmt: skip
            early = "early in the history" if item.early else ""
        else:
            missed = item.worth == "essential"
            sign, style, word, early = "✗ " if missed else "○ ", BAD if missed else WARN, "", ""
            word = "missed" if missed else "not done"
        notes = " · ".join(part for part in (word, early) if part)
        remark = (f"  {notes}" if notes else "", style)
        yield _point(sign, style, Content.assemble(_said(item.name, item.cites), remark))
        yield from (row(line, MUTED, lead="    ") for line in item.shows)
    if not shown:
        yield row("Nothing was done, and nothing was called for.", MUTED)


def _communication(debrief: Debrief) -> Iterator[Row]:
    words = debrief.communication
    yield pair("Questions", f"{words.open_questions} open, {words.closed_questions} closed; {words.leading} leading, "
                            f"{words.compound} double", 12)  # fmt: skip
    yield pair("Jargon", f"{words.jargon} clinical words unexplained", 12)
    yield pair("Empathy", f"{words.empathy} times", 12)
    met = sum(cue.met is True for cue in words.cues)
    yield pair("Cues", f"{len(words.cues)} feelings or worries shown, {met} taken up", 12)
    for task, title in TASK_TITLES.items():
        points: list[Point] = [point for point in words.points if point.task == task]
        if points:
            yield BLANK
            yield row(title, "bold")
        for point in points:
            sign, style = _VERDICTS[point.verdict]
            quote = f"“{one_line(point.cites[0].words)}”" if point.cites and point.cites[0].words else ""
            body = _said(point.text, point.cites)
            yield _point(sign, style, body, 2)
            if quote:
                yield row(quote, MUTED, lead="      ")
    yield BLANK
    yield row(f"Not applicable in text: {', '.join(words.not_applicable)}.", MUTED)


def _plan(debrief: Debrief) -> Iterator[Row]:
    plan = debrief.plan
    yield row("Yours", "bold")
    yield from (row(line, lead="  ") for line in (plan.submitted or "none was handed in").splitlines())
    yield row("Outline", "bold")
    yield from (row(line, lead="  · ", lead_style=MUTED) for line in plan.management)
    if plan.sources:
        yield row("Sources: " + "; ".join(plan.sources), MUTED)


def _openings(debrief: Debrief) -> Iterator[Row]:
    if debrief.opened:
        yield row(f"Looked at before the end: {opened_at(debrief.opened)}.")
    else:
        yield row("Not looked at before the end.")
    if debrief.not_understood:
        turns = ", ".join(str(turn + 1) for turn in debrief.not_understood)
        yield row(f"Questions that were not understood: turn {turns}. They do not count against you.", MUTED)
