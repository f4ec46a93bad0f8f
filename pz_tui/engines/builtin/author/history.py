"""Stage 2, history: past, drugs, allergies, family and life, as the risk factors of the condition have it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime

from pz_tui.engines.builtin.author.drawing import Blanks, aspects_of, choose, number_in
from pz_tui.engines.builtin.author.drugs import medication, take_drugs
from pz_tui.engines.builtin.author.habits import alcohol, recreational, smoking
from pz_tui.engines.builtin.author.lay_time import lay_duration, lay_years_ago, spoken
from pz_tui.engines.builtin.author.phrases import Phrases, inside
from pz_tui.engines.builtin.author.presentation import circumstances_of
from pz_tui.engines.builtin.author.untreated import with_reasons
from pz_tui.generation.brief import HistoryDraft, StageBrief
from pz_tui.knowledge.circumstances import circumstances
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.matching import Situation, holds
from pz_tui.knowledge.schema import DrugChoice, History, IllnessKnowledge, RelativeKnowledge, SocialKnowledge
from pz_tui.record.base import Wording
from pz_tui.record.chance import chance, weighted
from pz_tui.record.patient import Allergy, Aspect, Medication, PastItem, Relative, SocialItem

_YEAR_HOURS = 8766.0


def write_history(brief: StageBrief, library: Library, phrases: Phrases) -> HistoryDraft:
    """The history of the profile, from the history level alone."""
    level = brief.level
    assert isinstance(level, History)
    strata = brief.strata
    situation = Situation(severity=strata.severity, presentation=strata.presentation, sex=strata.sex,
                          age=strata.age, employment=strata.employment,
                          concepts=frozenset(strata.comorbid) | circumstances_of(brief))  # fmt: skip
    past, choices = _past(brief, level, situation, phrases)
    present = [item.concept for item in past if item.polarity == "present"]
    situation = situation.having(*present, *circumstances(past=past))
    allergies = _allergies(brief, phrases, library)
    avoid = {allergy.concept for allergy in allergies}
    medications = _medications(brief, level, choices, situation, library, phrases, avoid)
    situation = situation.having(*(drug.concept for drug in medications))
    past = with_reasons(brief, level, past, situation, library)
    draft = HistoryDraft(
        past=past, medications=medications, allergies=allergies,
        family=_family(brief, level, phrases),
        smoking=smoking(brief, level.smoking, phrases, situation),
        alcohol=alcohol(brief, level.alcohol, phrases),
        social=(),
    )  # fmt: skip
    return draft.model_copy(update={"social": _social(brief, level, situation, phrases)})


def _past(
    brief: StageBrief, level: History, situation: Situation, phrases: Phrases
) -> tuple[tuple[PastItem, ...], list[tuple[str, DrugChoice]]]:
    found: list[PastItem] = []
    drugs: list[tuple[str, DrugChoice]] = []
    for number, illness in enumerate(level.illnesses):
        rng = chance(brief.chance, "past", number, illness.concept)
        here = situation.having(*(item.concept for item in found if item.polarity == "present"))
        comes = illness.concept in brief.strata.comorbid or rng.random() < illness.rate
        if not holds(illness.when, here):
            continue
        if comes:
            found.append(_past_item(brief, illness, here, rng, phrases))
            drugs += [(illness.concept, choice) for choice in illness.drugs]
        elif illness.denied:
            found.append(PastItem(concept=illness.concept, kind=illness.kind, polarity="absent",
                                  clinical=f"No {inside(illness.clinical)}",
                                  importance=illness.importance, access=illness.access))  # fmt: skip
    return tuple(found), drugs


def _past_item(
    brief: StageBrief, illness: IllnessKnowledge, situation: Situation, rng: random.Random, phrases: Phrases
) -> PastItem:
    age = brief.strata.age
    low, high = illness.years_ago
    years = min(number_in(rng, low, high), max(0.0, age - 1.0))
    if illness.age_at is not None:
        years = float(age - min(rng.randint(*illness.age_at), max(0, age - 1)))
    at = datetime.combine(brief.strata.date, brief.strata.time)
    words = {"when": lay_years_ago(years)[0], "n": spoken(age - int(years)), "duration": _for_years(years)}
    blanks = Blanks(at, extra=words)
    aspects = aspects_of(illness.aspects, rng, situation, at=at, hours=None, tags=set(), side=None)
    if illness.ongoing and illness.kind == "illness" and not any(item.kind == "since" for item in aspects):
        length = f"{years:g} year{'' if years == 1 else 's'}"
        since = Aspect(kind="since", clinical=f"For about {length}", value=years, unit="years",
                       wording=phrases.say("illness", "since", rng, duration=words["duration"],
                                           when=words["when"]))  # fmt: skip
        aspects = (*aspects, since)
    return PastItem(
        concept=illness.concept, kind=illness.kind, clinical=blanks.fill_plain(illness.clinical),
        wording=blanks.wording(illness.full, illness.short, rng), age_at=max(0, age - round(years)),
        ongoing=illness.ongoing, importance=illness.importance, access=illness.access, aspects=aspects,
    )  # fmt: skip


def _for_years(years: float) -> str:
    return lay_duration(max(0.1, years) * _YEAR_HOURS)[0]


def _medications(
    brief: StageBrief, level: History, choices: list[tuple[str, DrugChoice]], situation: Situation,
    library: Library, phrases: Phrases, avoid: set[str],
) -> tuple[Medication, ...]:  # fmt: skip
    wanted = [*choices, *(("", choice) for choice in level.drugs)]
    taken = take_drugs(chance(brief.chance, "drugs"), wanted, situation, library, avoid)
    poor = chance(brief.chance, "adherence").random() < level.adherence_poor
    # who forgets her pill half the week would not be sure that she is not pregnant
    missed = next((choice.drug for indication, choice in taken if indication and library.drugs[choice.drug].per_day),
                  "") if poor else ""  # fmt: skip
    return tuple(
        medication(brief, library.drugs[choice.drug], choice, indication, phrases, forgets=choice.drug == missed)
        for indication, choice in taken
    )


_ALLERGENS = (("penicillin", "penicillin", 0.08), ("latex", "latex", 0.01), ("codeine", "codeine", 0.03),
              ("trimethoprim", "trimethoprim", 0.02))  # fmt: skip


def _allergies(brief: StageBrief, phrases: Phrases, library: Library) -> tuple[Allergy, ...]:
    """About one adult in seven reports one; a penicillin label is the commonest (NICE CG183)."""
    rng = chance(brief.chance, "allergy")
    drawn = rng.random()
    at = datetime.combine(brief.strata.date, brief.strata.time)
    for concept, name, share in _ALLERGENS:
        drawn -= share
        if drawn < 0:
            reaction = "sickness" if concept == "codeine" else weighted(rng, ["rash", "swelling"], [0.85, 0.15])
            years = rng.uniform(2, max(3.0, min(30.0, brief.strata.age - 3.0)))
            return (_allergy(concept, name, reaction, years, phrases, rng, at),)
    return ()


def _allergy(
    concept: str, name: str, reaction: str, years: float, phrases: Phrases, rng: random.Random, at: datetime
) -> Allergy:
    clinical = {"rash": "rash", "swelling": "facial swelling", "sickness": "nausea and vomiting"}[reaction]
    return Allergy(
        concept=concept, clinical=f"{name.capitalize()}: {clinical}", reaction=clinical, importance=2,
        kind="intolerance" if reaction == "sickness" else "allergy",
        wording=phrases.say("allergies", "agent", rng, name=name),
        aspects=(
            Aspect(kind="reaction", clinical=clinical.capitalize(), wording=phrases.say("allergies", reaction, rng),
                   importance=2),
            Aspect(kind="since", clinical=f"About {years:.0f} years ago", value=round(years), unit="years",
                   wording=phrases.say("allergies", "since", rng, when=lay_years_ago(years)[0])),
        ),
    )  # fmt: skip


def _family(brief: StageBrief, level: History, phrases: Phrases) -> tuple[Relative, ...]:
    found: dict[str, Relative] = {}
    for number, item in enumerate(level.family):
        rng = chance(brief.chance, "family", number, item.concept)
        free = [relative for relative in item.relatives if relative not in found]
        if rng.random() < item.rate and free:
            chosen = rng.choice(free)
            found[chosen] = _ill_relative(brief, item, chosen, rng)
    for parent in ("mother", "father"):
        if parent not in found:
            found[parent] = _well_parent(brief, parent, phrases)
    return tuple(found.values())


_CALLED = {"mother": "mum", "father": "dad", "sister": "sister", "brother": "brother", "grandmother": "gran",
           "grandfather": "grandad"}  # fmt: skip


def _age_at_death(rng: random.Random, onset: int, now: int, *, of_it: bool) -> int:
    """Within fifteen years of a fatal illness, else at a usual age; ``now`` is how old they would be."""
    if of_it:
        return rng.randint(onset, min(now, onset + 15))
    return max(onset, rng.randint(min(74, now), min(now, 92)))


def _at_home(brief: StageBrief, relative: str) -> bool:
    """Whether the patient lives with this relative, who is then alive."""
    return relative in ("mother", "father") and brief.strata.household == "parents"


def _pronouns(relative: str) -> dict[str, str]:
    woman = relative in ("mother", "sister", "grandmother")
    return {"he": "she", "his": "her", "him": "her"} if woman else {"he": "he", "his": "his", "him": "him"}


def _ill_relative(brief: StageBrief, item: RelativeKnowledge, relative: str, rng: random.Random) -> Relative:
    age = brief.strata.age
    low, high = item.onset
    offset = {"mother": 28, "father": 31, "grandmother": 55, "grandfather": 57}.get(relative, 0)
    now = max(1, age + offset + rng.randint(-6, 6) + (18 - offset if 0 < offset < 18 else 0))
    onset = rng.randint(min(low, now), min(high, now))
    old = now > 88
    died = (old or rng.random() < item.fatal) and not _at_home(brief, relative)
    at_death = _age_at_death(rng, onset, now, of_it=not old) if died else None
    end = f", died at {at_death}" if died else ""
    blanks = {"relative": f"my {_CALLED[relative]}", "n": spoken(onset), **_pronouns(relative)}
    texts = (item.late_full or item.full, item.late_short or item.short) if died else (item.full, item.short)
    full, short = (tuple(_raised(text.format(**blanks)) for text in several) for several in texts)
    if died:
        full = tuple(f"{text} {blanks['he'].capitalize()} died at {at_death}." for text in full)
    return Relative.model_validate(
        {
            "relative": relative, "concept": item.concept, "importance": item.importance, "access": item.access,
            "clinical": f"{relative.capitalize()}: {item.clinical} at {onset}{end}", "alive": not died,
            "age": at_death if died else now, "age_at_onset": onset, "value": onset, "unit": "years",
            "wording": Wording(full=full, short=short),
        }
    )  # fmt: skip


def _well_parent(brief: StageBrief, parent: str, phrases: Phrases) -> Relative:
    rng = chance(brief.chance, "family", parent)
    now = brief.strata.age + rng.randint(20, 38)
    alive = _at_home(brief, parent) or now < 80 or (now < 97 and rng.random() < 0.5)
    age = now if alive else rng.randint(80, min(now, 91))
    case = "well" if alive else "well_dead"
    clinical = f"well, {age}" if alive else f"died at {age} of old age"
    return Relative.model_validate(
        {
            "relative": parent, "concept": "well", "clinical": f"{parent.capitalize()} {clinical}", "alive": alive,
            "age": age, "wording": phrases.say("family", case, rng, relative=_CALLED[parent], age=str(age)),
        }
    )  # fmt: skip


def _social(
    brief: StageBrief, level: History, situation: Situation, phrases: Phrases
) -> tuple[SocialItem, ...]:
    found = [*_known_social(brief, level.social, situation)]
    heads = {(item.head, item.facet) for item in found}
    rng = chance(brief.chance, "social defaults")
    for head, case, clinical in (("travel", "none", "No recent travel"),
                                 ("sick_contacts", "none", "No sick contacts"),
                                 ("trauma", "none", "No recent injury")):  # fmt: skip
        if not any(known == head for known, _ in heads):
            found.append(SocialItem(head=head, clinical=clinical, polarity="absent",
                                    wording=phrases.say(head, case, rng)))  # fmt: skip
    if not any(known == "drugs" for known, _ in heads):
        found.append(recreational(brief, phrases))
    return tuple(found)


def _known_social(
    brief: StageBrief, items: tuple[SocialKnowledge, ...], situation: Situation
) -> Iterator[SocialItem]:
    at = datetime.combine(brief.strata.date, brief.strata.time)
    tags: set[str] = set()
    for number, item in enumerate(items):
        rng = chance(brief.chance, "social", number, item.head, item.facet)
        comes = rng.random() < item.rate
        option = choose(rng, item.options, situation, tags) if holds(item.when, situation) else None
        if option is None or not comes:
            continue
        if option.tag:
            tags.add(option.tag)
        value = None
        if option.low is not None and option.high is not None:
            value = number_in(rng, option.low, option.high)
        hours = value if option.unit in ("h", "hours") else None
        blanks = Blanks(at, hours, value, option.side)
        yield SocialItem(
            head=item.head, facet=item.facet, clinical=blanks.fill_plain(option.clinical),
            wording=blanks.wording(option.full, option.short, rng), polarity=item.polarity, access=item.access,
            importance=item.importance, red_flag=item.red_flag, value=value, unit=option.unit,
        )  # fmt: skip


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


