"""Tobacco, alcohol and other drugs."""

from __future__ import annotations

from pz_tui.engines.builtin.author.lay_time import lay_years_ago, spoken
from pz_tui.engines.builtin.author.phrases import Phrases
from pz_tui.generation.brief import StageBrief
from pz_tui.knowledge.matching import Situation
from pz_tui.knowledge.schema import AlcoholKnowledge, SmokingKnowledge
from pz_tui.record.chance import chance, weighted
from pz_tui.record.patient import Alcohol, Smoking, SocialItem

_SMOKES_FROM = 16


def smoking(brief: StageBrief, weights: SmokingKnowledge, phrases: Phrases, situation: Situation) -> Smoking:
    """Tobacco history; years and pack-years follow from age, start and stop (rules TIM7, SOC1)."""
    rng = chance(brief.chance, "smoking")
    age = brief.strata.age
    never = 0.0 if situation.concepts.intersection(weights.smokers_have) else weights.never
    status = weighted(rng, ["never", "ex", "current"], [never, weights.ex, weights.current])
    start = rng.randint(15, 21)
    if status == "never" or age < max(_SMOKES_FROM, start + 2):
        return Smoking(status="never", items=(
            SocialItem(head="smoking", facet="", clinical="Never smoked", polarity="absent",
                       importance=weights.importance, wording=phrases.say("smoking", "never", rng)),))  # fmt: skip
    per_day = 5 * max(1, round(rng.randint(*weights.per_day) / 5))
    quit_ago = float(rng.randint(1, max(1, min(30, age - start - 1)))) if status == "ex" else None
    years = age - start - (quit_ago or 0)
    return Smoking(
        status="ex" if status == "ex" else "current", per_day=per_day, start_age=start, years=years,
        quit_years_ago=quit_ago, pack_years=round(per_day / 20 * years, 1),
        items=_smoking_items(brief, phrases, weights.importance, per_day, start, years, quit_ago),
    )  # fmt: skip


def _smoking_items(
    brief: StageBrief, phrases: Phrases, importance: int, per_day: int, start: int, years: float,
    quit_ago: float | None,
) -> tuple[SocialItem, ...]:  # fmt: skip
    rng = chance(brief.chance, "smoking words")
    past = quit_ago is not None
    suffix = "_past" if past else ""
    blanks = {"n": spoken(per_day), "age": str(start), "quit": lay_years_ago(quit_ago or 1)[0]}
    length = {**blanks, "n": "a year" if years == 1 else f"{spoken(years)} years"}
    rows = (
        ("", "Ex-smoker" if past else "Smokes", None, "",
         phrases.say("smoking", "ex" if past else "current", rng, **blanks)),
        ("amount", f"{per_day} a day", float(per_day), "/day",
         phrases.say("smoking", f"amount{suffix}", rng, **blanks)),
        ("duration", f"For {years:g} year{'' if years == 1 else 's'}, from {start}", years, "years",
         phrases.say("smoking", f"duration{suffix}", rng, **length)),
    )  # fmt: skip
    return tuple(
        SocialItem.model_validate({"head": "smoking", "facet": facet, "clinical": clinical, "value": value,
                                   "unit": unit, "wording": words, "importance": importance})
        for facet, clinical, value, unit, words in rows
    )  # fmt: skip


_PATTERNS: tuple[tuple[str, float, str], ...] = (
    ("a glass of wine with dinner at the weekend", 4, "low"),
    ("a couple of pints on a Friday", 5, "low"),
    ("half a bottle of wine over the weekend", 5, "low"),
    ("three or four pints over the weekend", 9, "low"),
    ("a gin and tonic once or twice a week", 3, "low"),
    ("most of a bottle of wine over a week", 8, "low"),
    ("three or four pints most nights", 45, "high"),
    ("half a bottle of wine most evenings", 28, "high"),
    ("a bottle of wine every other night", 34, "high"),
    ("four cans of lager an evening, most days", 42, "high"),
    ("a couple of large glasses of wine every evening", 42, "high"),
    ("two pints most evenings", 28, "high"),
)


def alcohol(brief: StageBrief, weights: AlcoholKnowledge, phrases: Phrases) -> Alcohol:
    """Alcohol in UK units a week; over 14 it is a sensitive fact (UK CMO 2016)."""
    rng = chance(brief.chance, "alcohol")
    case = weighted(rng, ["none", "low", "high"], [weights.none, weights.low, weights.high])
    if case == "none" or brief.strata.age < 18:
        return Alcohol(pattern="none", items=(
            SocialItem(head="alcohol", clinical="Does not drink", polarity="absent", importance=weights.importance,
                       wording=phrases.say("alcohol", "none", rng)),))  # fmt: skip
    low, high = weights.high_units
    fitting = [row for row in _PATTERNS if row[2] == case and (case == "low" or low - 6 <= row[1] <= high + 6)]
    pattern, units, _ = rng.choice(fitting or [row for row in _PATTERNS if row[2] == case])
    over = units > 14
    status = phrases.say("alcohol", "vague" if over else case, rng)
    return Alcohol(
        units_per_week=units, pattern=pattern,
        items=(
            SocialItem(head="alcohol", clinical="Drinks alcohol", wording=status, importance=weights.importance),
            SocialItem(head="alcohol", facet="amount", clinical=f"About {units:g} units a week ({pattern})",
                       value=units, unit="units/week", access="sensitive" if over else "direct-question",
                       importance=2 if over else weights.importance,
                       wording=phrases.say("alcohol", "amount", rng, pattern=pattern)),
        ),
    )  # fmt: skip


def recreational(brief: StageBrief, phrases: Phrases) -> SocialItem:
    """No other drugs, unless the condition's knowledge says otherwise."""
    rng = chance(brief.chance, "recreational")
    return SocialItem(head="drugs", clinical="No recreational drugs", polarity="absent",
                      wording=phrases.say("recreational", "never", rng))  # fmt: skip
