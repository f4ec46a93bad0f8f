"""SEV1, INV1, NAR1: severity is what its own scale says, and a value is told once (logic; the scales' authors)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.time import hours_of

# PHQ-9: Kroenke 2001; GAD-7: Spitzer 2006. Lowest total of each band.
_BANDS = {
    "phq9": ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe")),
    "gad7": ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")),
}
_TOTAL = re.compile(r"^\s*(\d+)\b")
_EPISODES = {"F32.0": ("mild", 5, 9), "F32.1": ("moderate", 10, 19), "F32.2": ("severe", 20, 27)}
_PHQ_ITEMS = (
    {"anhedonia"}, {"low_mood"}, {"sleep"}, {"fatigue"}, {"appetite", "weight_loss", "weight_gain"},
    {"guilt", "self_image"}, {"concentration"}, {"slowness", "agitation"}, {"suicidal_ideation"},
)  # fmt: skip


def _totals(case: Case) -> Iterator[tuple[str, int, str]]:
    for test in case.investigations:
        match = _TOTAL.match(test.report) if test.test in _BANDS else None
        if match:
            yield test.test, int(match[1]), test.report


@rule("SEV1", "error", "PHQ-9 (Kroenke 2001), GAD-7 (Spitzer 2006), ICD-10-CM", "Severity, name and code are those of "
      "the scale, recomputed", "profile", "findings")  # fmt: skip
def _scales(case: Case) -> Iterator[Fault]:
    what = known(case.condition)
    level = case.knowledge.outline.severity.get(what.severity) if case.knowledge else None
    if level and level.code and (what.code, what.name) != (level.code, level.name or what.name):
        yield error(f"{what.name} ({what.code}) is not what {what.severity} is called: {level.name} ({level.code}).",
                    "condition.code", f"Write {level.name} ({level.code}).")  # fmt: skip
    for test, total, text in _totals(case):
        band = [name for low, name in _BANDS[test] if low <= total][-1]
        named = re.findall(r"\b(minimal|mild|moderately severe|moderate|severe)\b", text.lower())
        if named and band not in named:
            yield error(f"'{text}': {total} is {band}.", f"investigations.{test}", f"Write {band}.")
    yield from _episode(case)


def _episode(case: Case) -> Iterator[Fault]:
    what, totals = known(case.condition), {test: total for test, total, _ in _totals(case)}
    if what.code in _EPISODES and "phq9" in totals:
        name, low, high = _EPISODES[what.code]
        if not low <= totals["phq9"] <= high:
            yield error(f"PHQ-9 {totals['phq9']} in {what.name} ({what.code}).", "investigations.phq9",
                        f"Give {low} to {high} in a {name} episode.")  # fmt: skip
        scoring = sum(bool(item & case.told) for item in _PHQ_ITEMS)
        if case.symptoms and not scoring <= totals["phq9"] <= 3 * scoring:
            yield error(f"PHQ-9 {totals['phq9']} from {scoring} symptoms that score.", "investigations.phq9",
                        f"Give {scoring} to {3 * scoring}.")  # fmt: skip
    if totals.get("gad7", 0) >= 10 and "anxiety" in case.denied:
        yield error(f"GAD-7 {totals['gad7']}, yet anxiety is denied.", "investigations.gad7",
                    "Give a total below 10 or let the anxiety be present.")  # fmt: skip


_EARLY_HOURS, _EARLY_TROPONIN = 2.0, 300.0


@rule("INV1", "warning", "ESC 2023 (release of hs-troponin over hours)", "A result fits the hour", "findings")
def _hour(case: Case) -> Iterator[Fault]:
    lead, troponin = case.lead, case.measured("troponin")
    onset = next((hours_of(x) for x in (lead.aspects if lead else ()) if x.kind == "onset"), None)
    if onset is not None and troponin is not None and onset < _EARLY_HOURS and troponin > _EARLY_TROPONIN:
        yield warning(f"Troponin {troponin:g} ng/L {onset:g} hours after the onset.", "investigations.troponin",
                      "Give an earlier onset or a lower value.")  # fmt: skip


@rule("NAR1", "error", "logic", "One value is told once: a report repeats no result with another number", "findings")
def _once(case: Case) -> Iterator[Fault]:
    for test in case.investigations:
        for result in test.results:
            # "CSF opening pressure" is called "opening pressure" in the report of the tap
            short = result.name.lower().removeprefix("csf ")
            pattern = re.compile(rf"\b{re.escape(short)}\b(?: of| is|:)? (\d+(?:\.\d+)?)", re.I)
            for number in pattern.findall(test.report):
                if abs(float(number) - result.value) > 1e-9:
                    yield error(f"{result.name} is {result.value:g}, but the report says {number}.",
                                f"investigations.{test.test}", "Leave the number out of the report.")  # fmt: skip
