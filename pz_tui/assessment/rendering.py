"""The debrief as plain text, section by section, for the command line, exports and screen readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pz_tui.assessment.cites import Cite
from pz_tui.assessment.communication import TASK_TITLES, Point
from pz_tui.assessment.diagnosis import Graded
from pz_tui.assessment.procedures import Procedure

if TYPE_CHECKING:
    from pz_tui.assessment.debrief import Debrief

Section = tuple[str, tuple[str, ...]]
_OUTCOMES = {
    "correct": "correct", "partly": "partly right", "wrong": "not the diagnosis",
    "could_not_judge": "could not be judged", "blank": "counts as blank",
}  # fmt: skip
_VERDICTS = {"done": "yes", "missed": "no", "avoid": "avoid", "noted": "note"}
_LONGEST = 90


def render(debrief: Debrief) -> list[Section]:
    """Headings with their lines. Turns are counted from 1, as a reader does."""
    parts = (
        ("Diagnosis", _diagnosis(debrief)),
        ("Red flags", _red_flags(debrief)),
        ("Coverage of the history", _coverage(debrief)),
        ("Examination", _procedures(debrief.procedures.examinations)),
        ("Tests", _procedures(debrief.procedures.tests)),
        ("Communication", _communication(debrief)),
        ("Plan", _plan(debrief)),
        ("Learning points", debrief.plan.learning_points),
        ("Hidden record", _opened(debrief)),
        ("Please note", (debrief.footer,)),
    )
    return [(heading, tuple(lines)) for heading, lines in parts]


def said_in(cites: Sequence[Cite]) -> str:
    """``turn 3``, ``turns 3, 5`` or empty."""
    turns = sorted({item.turn + 1 for item in cites})
    if not turns:
        return ""
    return f"turn{'s' if len(turns) > 1 else ''} {', '.join(map(str, turns))}"


def opened_at(turns: Sequence[int]) -> str:
    """When the record was looked at, given how many turns there had been each time."""
    counted = sorted(Counter(turns).items())
    places = [f"after turn {turn}" if turn else "before the first question" for turn, _ in counted]
    often = [f" ({count} times)" if count > 2 else " (twice)" if count == 2 else "" for _, count in counted]
    return ", ".join(map(str.__add__, places, often))


def _quoted(cites: Sequence[Cite]) -> str:
    """The first words with their turns."""
    if not cites:
        return ""
    words = " ".join(cites[0].words.split())
    short = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return f" ({said_in(cites)}: “{short}”)" if short else f" ({said_in(cites)})"


def _diagnosis(debrief: Debrief) -> Iterator[str]:
    report = debrief.diagnosis
    yield f"The diagnosis: {report.truth} ({report.code})."
    if not report.graded:
        yield "No differential was submitted."
    for line in report.graded:
        yield _graded(line)
    if report.graded:
        place = f"in place {report.rank}" if report.rank else "not in your list"
        yield f"The truth stands {place}. First: {_yes(report.top1)}. Among the first three: {_yes(report.top3)}."
        yield report.calibration
    if report.cant_miss_named:
        yield f"Not to be missed, and named: {', '.join(report.cant_miss_named)}."
    if report.cant_miss_missed:
        yield f"Not to be missed, and not named: {', '.join(report.cant_miss_missed)}."
    if report.told_early is not None:
        yield f"A diagnosis was told in turn {report.told_early + 1}, {report.early_because}."
    for rival in report.rivals:
        reasons = "; ".join((*(f"for: {_spaced(x)}" for x in rival.for_it),
                             *(f"against: {_spaced(x)}" for x in rival.against_it)))  # fmt: skip
        yield f"{'Truth' if rival.truth else 'Rival'}: {rival.name}{f' ({reasons})' if reasons else ''}"


def _spaced(reason: str) -> str:
    """A reason in words, also where the knowledge names a concept by its id."""
    return reason.replace("_", " ")


_HOW = {"typo": ", spelling apart", "abbreviation": ", as an abbreviation", "synonym": ", as a synonym"}


def _graded(line: Graded) -> str:
    how = _HOW.get(line.how, "")
    return f"{line.rank}. {line.name} ({line.confidence} %): {_OUTCOMES[line.outcome]}{how}. {line.why}"


def _red_flags(debrief: Debrief) -> Iterator[str]:
    flags = debrief.red_flags
    for flag in flags.present:
        state = {True: "Found", False: "MISSED", None: "Cannot be told from the turns"}[flag.found]
        action = f" Asks for: {flag.action.rstrip('.')}." if flag.action else ""
        ask = f" Ask: {flag.question}" if flag.question else ""
        yield f"{state}: {flag.text}{_quoted(flag.cites)}.{action}{ask}"
    asked = [flag for flag in flags.screened if flag.asked]
    if asked:
        yield "Screened for: " + "; ".join(f"{flag.statement} ({said_in(flag.cites)})" for flag in asked) + "."
    for screen in flags.screened:
        if not screen.asked:
            yield f"Not asked about: {screen.statement}. Ask: {screen.question}"
    if not flags.present and not flags.screened:
        yield "This patient has none."


def _coverage(debrief: Debrief) -> Iterator[str]:
    whole = debrief.coverage
    yield (
        f"{whole.elicited} of {whole.total} facts came out, {whole.volunteered} of them unasked: {whole.percent} % by "
        f"weight, {whole.essential_percent} % of the essential ones."
    )
    if whole.per_fact is not None:
        yield f"{whole.questions} questions, {whole.per_fact:g} for each fact."
    for section in whole.sections:
        total = len(section.elicited) + len(section.missed)
        yield f"{section.title}: {len(section.elicited)} of {total} ({section.percent} %)"
        for found in section.elicited:
            how = ", unasked" if found.how == "volunteered" else ""
            yield f"  + {found.statement} ({said_in(found.cites)}{how})"
        for missed in section.missed:
            kept = f" (kept back in {said_in(missed.kept_back)})" if missed.kept_back else ""
            mark = "!" if missed.red_flag or missed.importance == 3 else "-"
            yield f"  {mark} {missed.statement}{kept}. Ask: {missed.question}"


def _procedures(items: Iterable[Procedure]) -> Iterator[str]:
    found = False
    for item in items:
        found = True
        shows = f": {'; '.join(item.shows)}" if item.shows else ""
        if item.done:
            worth = {"needless": ", not called for here", "harmful": ", HARMFUL here"}.get(item.worth, "")
            early = ", early in the history" if item.early else ""
            yield f"Done ({said_in(item.cites)}{early}{worth}): {item.name}{shows}"
        elif item.worth in ("essential", "useful"):
            yield f"{'MISSED' if item.worth == 'essential' else 'Not done'}: {item.name}{shows}"
    if not found:
        yield "Nothing was done, and nothing was called for."


def _communication(debrief: Debrief) -> Iterator[str]:
    words = debrief.communication
    yield (
        f"Open questions {words.open_questions}, closed {words.closed_questions}; leading {words.leading}, double "
        f"{words.compound}; clinical words unexplained {words.jargon}; empathy {words.empathy}."
    )
    met = sum(cue.met is True for cue in words.cues)
    yield f"Ideas, concerns, expectations: {words.ice} of 3."
    yield f"Feelings or worries the patient showed: {len(words.cues)}, taken up {met}."
    for task, title in TASK_TITLES.items():
        points = [point for point in words.points if point.task == task]
        if points:
            yield f"{title}:"
            yield from (f"  [{_VERDICTS[point.verdict]}] {_point(point)}" for point in points)
    yield f"Not applicable in text: {', '.join(words.not_applicable)}."


def _point(point: Point) -> str:
    return f"{point.text}{_quoted(point.cites)}"


def _plan(debrief: Debrief) -> Iterator[str]:
    plan = debrief.plan
    yield f"Yours: {plan.submitted or 'none was submitted'}"
    yield from (f"Outline: {line}" for line in plan.management)
    if plan.sources:
        yield f"Sources: {'; '.join(plan.sources)}"


def _opened(debrief: Debrief) -> Iterator[str]:
    if debrief.opened:
        yield f"Looked at before the end: {opened_at(debrief.opened)}."
    else:
        yield "Not looked at before the end."
    if debrief.not_understood:
        lost = said_in([Cite(turn=turn, words="") for turn in debrief.not_understood])
        yield f"Questions that were not understood: {lost}. They do not count against you."


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"
