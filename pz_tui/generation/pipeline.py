"""The pipeline: four stages, the checks between them, repair, and the way out (design of Patient-Zero)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Literal, cast

from pz_tui.generation.brief import (
    FindingsDraft,
    HistoryDraft,
    PresentationDraft,
    ProfileDraft,
    StageBrief,
    StageDraft,
    StageName,
    Strata,
)
from pz_tui.generation.people import draw_informant
from pz_tui.generation.ports import Author, AuthorError
from pz_tui.generation.request import PatientRequest
from pz_tui.generation.stages import STAGES, Stage
from pz_tui.generation.strata import draw
from pz_tui.knowledge.library import Library
from pz_tui.plausibility import Case, check
from pz_tui.record.base import Frozen
from pz_tui.record.chance import chance
from pz_tui.record.patient import Identity, Informant, PatientRecord, StageProvenance, Violation

REPAIRS = 2
"""How often a stage is repaired before the built-in author draws it again."""
REDRAWS = 6
"""How often the built-in author may draw anew before a patient is given up."""


class StageProgress(Frozen):
    """Where the generation stands; ``detail`` says in a few words what is being done."""

    stage: StageName
    state: Literal["running", "repairing", "done", "fell_back"]
    detail: str
    seconds: float


OnProgress = Callable[[StageProgress], None]


class AuthorInfo(Frozen):
    """Who writes, for the provenance."""

    engine: str
    model: str = ""
    digest: str = ""


class GenerationError(Exception):
    """No sound patient came out; one sentence that says which rule stood in the way."""


class _Writing:
    """One patient in the making."""

    def __init__(self, request: PatientRequest, library: Library, info: AuthorInfo, author: Author,
                 way_out: Author, on_progress: OnProgress) -> None:  # fmt: skip
        self.request, self.library, self.info = request, library, info
        self.author, self.way_out, self.on_progress = author, way_out, on_progress
        self.strata: Strata = draw(request, library)
        self.condition = library.conditions[self.strata.condition]
        self.drafts: dict[str, StageDraft] = {}
        self.provenance: list[StageProvenance] = []

    def brief(self, stage: Stage, attempt: int, violations: tuple[Violation, ...]) -> StageBrief:
        """The brief of a stage: its own level and what the stages above fixed, nothing else."""
        seed = self.request.seed
        return StageBrief(
            stage=stage.name, level=stage.level(self.condition), strata=self.strata,
            profile=cast(ProfileDraft | None, self.drafts.get("profile")),
            history=cast(HistoryDraft | None, self.drafts.get("history")),
            presentation=cast(PresentationDraft | None, self.drafts.get("presentation")),
            chance=f"{seed}/{self.request.index}/{self.strata.condition}/{stage.name}/{attempt}",
            violations=violations,
        )  # fmt: skip

    def informant(self, identity: Identity) -> Informant | None:
        """Who speaks for the patient, the same in every stage."""
        rng = chance(self.request.seed, self.request.index, self.strata.condition, "informant")
        return draw_informant(rng, identity, self.library.names)

    def violations(self, stage: Stage, draft: StageDraft) -> tuple[Violation, ...]:
        """What the draft breaks, given the stages above it."""
        parts: dict[str, Any] = {"persona": self.strata.persona}
        for earlier in STAGES:
            if earlier.name in self.drafts:
                parts |= earlier.parts(self.drafts[earlier.name])
        parts |= stage.parts(draft)
        parts["informant"] = self.informant(parts["identity"])
        case = Case(knowledge=self.condition, drugs=self.library.drugs, analytes=self.library.analytes,
                    lexicon=self.library.concepts, **parts)  # fmt: skip
        return check(case, (stage.name,))

    async def write(self, stage: Stage) -> None:
        """Write one stage: draft, check, repair twice, then the built-in author."""
        started = time.monotonic()

        def tell(state: Literal["running", "repairing", "done", "fell_back"], detail: str) -> None:
            self.on_progress(StageProgress(stage=stage.name, state=state, detail=detail,
                                           seconds=round(time.monotonic() - started, 2)))  # fmt: skip

        repairs: list[Violation] = []
        found: tuple[Violation, ...] = ()
        tell("running", "reading the knowledge of this level")
        for attempt in range(REPAIRS + 1 + REDRAWS):
            fell_back = attempt > REPAIRS
            author = self.way_out if fell_back else self.author
            if attempt:
                tell("fell_back" if fell_back else "repairing", f"mending what breaks rule {found[0].rule}")
            try:
                draft = await author.compose(self.brief(stage, attempt, found), stage.shape,
                                             lambda detail: tell("running", detail))  # fmt: skip
            except AuthorError as problem:
                found = (Violation(rule="AUTHOR", severity="error", message=str(problem)),)
                repairs += found
                continue
            every = self.violations(stage, draft)
            found = tuple(item for item in every if item.severity == "error")
            if not found:
                warnings = tuple(item for item in every if item.severity == "warning")
                self._keep(stage, draft, attempt, repairs, warnings, fell_back, started)
                tell("done", _summary(stage, draft))
                return
            repairs += found
        raise GenerationError(
            f"No sound {stage.name} could be made for this patient: {found[0].message} ({found[0].rule}). "
            "Try another seed or fewer wishes."
        )

    def _keep(self, stage: Stage, draft: StageDraft, attempt: int, repairs: list[Violation],
              warnings: tuple[Violation, ...], fell_back: bool, started: float) -> None:  # fmt: skip
        self.drafts[stage.name] = draft
        info = AuthorInfo(engine="builtin") if fell_back else self.info
        self.provenance.append(
            StageProvenance(
                stage=stage.name, engine=info.engine, model=info.model, model_digest=info.digest,
                seed=self.request.seed, knowledge_version=self.library.version, attempts=attempt + 1,
                repairs=tuple(repairs), warnings=warnings, fell_back=fell_back and self.info.engine != "builtin",
                milliseconds=0 if self.info.engine == "builtin" else round((time.monotonic() - started) * 1000),
            )
        )  # fmt: skip

    def record(self) -> PatientRecord:
        """The finished record."""
        profile = cast(ProfileDraft, self.drafts["profile"])
        history = cast(HistoryDraft, self.drafts["history"])
        told = cast(PresentationDraft, self.drafts["presentation"])
        found = cast(FindingsDraft, self.drafts["findings"])
        outline = self.condition.outline
        informant = self.informant(profile.identity)
        return PatientRecord(
            seed=self.request.seed, persona=self.strata.persona, identity=profile.identity, informant=informant,
            condition=profile.condition, comorbid=profile.comorbid,
            encounter=profile.encounter.model_copy(update={"triage": _with(told.triage, informant)}),
            past=history.past, medications=history.medications, allergies=history.allergies,
            family=history.family, smoking=history.smoking, alcohol=history.alcohol, social=history.social,
            complaint=told.complaint, symptoms=told.symptoms, perspectives=told.perspectives,
            timeline=told.timeline, vitals=found.vitals, examination=found.examination,
            investigations=found.investigations, differential=found.differential, red_flags=found.red_flags,
            management=found.management, learning_points=found.learning_points, sources=outline.sources,
            provenance=tuple(self.provenance),
        )  # fmt: skip


async def generate(
    request: PatientRequest, library: Library, *, author: Author, way_out: Author, info: AuthorInfo,
    on_progress: OnProgress = lambda progress: None,
) -> PatientRecord:  # fmt: skip
    """Make one patient.

    Args:
        author: writes each stage; ``way_out`` (the built-in one) where it fails three times.
        on_progress: called as each stage begins, repairs and ends.

    Raises:
        RequestError: the wishes cannot be met.
        GenerationError: no sound draft came out.
    """
    writing = _Writing(request, library, info, author, way_out, on_progress)
    for stage in STAGES:
        await writing.write(stage)
    return writing.record()


def _with(triage: str, informant: Informant | None) -> str:
    """The triage note, with who came along to speak."""
    return triage if informant is None else f"{triage}; here with {informant.relation}, who gives the history"


def _summary(stage: Stage, draft: StageDraft) -> str:
    if isinstance(draft, ProfileDraft):
        return f"{draft.identity.name}, {draft.identity.age}"
    if isinstance(draft, HistoryDraft):
        counts = ((draft.past, "past matter"), (draft.medications, "drug"), (draft.family, "relative"))
        return ", ".join(f"{len(items)} {word}{'' if len(items) == 1 else 's'}" for items, word in counts)
    if isinstance(draft, PresentationDraft):
        present = sum(item.polarity == "present" for item in draft.symptoms)
        return f"{present} symptoms, {len(draft.symptoms) - present} denied"
    if isinstance(draft, FindingsDraft):
        return f"{len(draft.examination)} findings, {len(draft.investigations)} tests"
    return stage.name
