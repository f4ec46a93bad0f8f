"""Red flags: those that are there, found or missed, and those that were screened for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pz_tui.assessment.cites import Cite, cite
from pz_tui.assessment.coverage import disclosures
from pz_tui.assessment.questions import question_for
from pz_tui.consultation.turn import Turn
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Frozen
from pz_tui.record.facts import Fact
from pz_tui.record.patient import PatientRecord


class FlagPresent(Frozen):
    """A red flag of this patient. ``found`` is None when no fact carries it and so nobody could find it."""

    text: str
    action: str
    found: bool | None
    cites: tuple[Cite, ...] = ()
    question: str = ""


class FlagScreened(Frozen):
    """Something dangerous to leave unasked, whatever the answer is in this patient."""

    statement: str
    asked: bool
    cites: tuple[Cite, ...] = ()
    question: str = ""


class RedFlags(Frozen):
    """Those present, and what else had to be asked for."""

    present: tuple[FlagPresent, ...]
    screened: tuple[FlagScreened, ...]


def red_flags(
    record: PatientRecord, facts: Sequence[Fact], turns: Sequence[Turn], concepts: Mapping[str, Concept]
) -> RedFlags:
    """What of the red flags came to light; any one of the facts that carry a flag will do."""
    out = _out(turns)
    by_id = {fact.id: fact for fact in facts}
    carried = {fact for flag in record.red_flags for fact in flag.facts}
    present = tuple(
        _present(flag.text, flag.action, [by_id[x] for x in flag.facts if x in by_id], out, concepts)
        for flag in record.red_flags
    )
    # a fact may be marked although its answer is the harmless one ("it built up slowly"): that is screening
    screened = tuple(
        FlagScreened(statement=fact.clinical, asked=fact.id in out, cites=out.get(fact.id, ()),
                     question="" if fact.id in out else question_for(fact, concepts))
        for fact in facts if fact.red_flag and fact.knowable and not carried & {fact.id, _parent(fact.id)}
    )  # fmt: skip
    return RedFlags(present=present, screened=screened)


def _parent(fact: str) -> str:
    """``symptom/chest-pain`` of ``symptom/chest-pain/onset``."""
    return fact.rsplit("/", 1)[0] if fact.count("/") > 1 else fact


def _present(
    text: str, action: str, carriers: list[Fact], out: Mapping[str, tuple[Cite, ...]], concepts: Mapping[str, Concept]
) -> FlagPresent:
    cites = tuple(item for fact in carriers for item in out.get(fact.id, ()))
    found = any(fact.id in out for fact in carriers) if carriers else None
    question = question_for(carriers[0], concepts) if carriers and not found else ""
    return FlagPresent(text=text, action=action, found=found, cites=cites, question=question)


def _out(turns: Sequence[Turn]) -> dict[str, tuple[Cite, ...]]:
    """Fact id -> where it was told, examined or tested."""
    found = {
        fact: tuple(Cite(turn=event.turn, words=event.words) for event in events)
        for fact, events in disclosures(turns).items()
    }
    for turn in turns:
        for event in turn.events:
            if event.kind in ("examined", "tested"):
                for fact in event.facts:
                    found.setdefault(fact, (cite(turn),))
    return found
