"""Why a treated disease goes without its usual drug: said as a fact, never left as a gap (rule DRU3)."""

from __future__ import annotations

from datetime import datetime

from pz_tui.engines.builtin.author.drawing import Blanks, choose
from pz_tui.generation.brief import StageBrief
from pz_tui.knowledge.library import Library
from pz_tui.knowledge.matching import Situation
from pz_tui.knowledge.schema import History, IllnessKnowledge
from pz_tui.record.chance import chance
from pz_tui.record.patient import Aspect, PastItem


def with_reasons(
    brief: StageBrief, level: History, past: tuple[PastItem, ...], situation: Situation, library: Library
) -> tuple[PastItem, ...]:
    """The past with a reason for every group of drugs that standard care has and this patient does not take.

    Args:
        situation: with the drugs that are taken.
    """
    known = {illness.concept: illness for illness in level.illnesses if illness.untreated}
    return tuple(
        item.model_copy(update={"aspects": (*item.aspects, *_reasons(brief, known[item.concept], situation, library))})
        if item.polarity == "present" and item.concept in known else item
        for item in past
    )  # fmt: skip


def _reasons(
    brief: StageBrief, illness: IllnessKnowledge, situation: Situation, library: Library
) -> tuple[Aspect, ...]:
    classes = {library.drugs[name].drug_class for name in situation.concepts if name in library.drugs}
    found: list[Aspect] = []
    for gap in illness.untreated:
        usual = {library.drugs[choice.drug].drug_class for choice in illness.drugs if choice.group == gap.group}
        rng = chance(brief.chance, "untreated", illness.concept, gap.group)
        option = None if usual & classes else choose(rng, gap.options, situation, set())
        if option is None:
            continue
        blanks = Blanks(datetime.combine(brief.strata.date, brief.strata.time))
        found.append(
            Aspect(kind="status", clinical=option.clinical, wording=blanks.wording(option.full, option.short, rng),
                   importance=2, concept=f"state:{illness.concept}_without_{gap.group}")
        )  # fmt: skip
    return tuple(found)
