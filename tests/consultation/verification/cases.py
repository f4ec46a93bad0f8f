"""Sentences of three patients before the verifier, put as shortly as they can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pz_tui.consultation.turn import Verdict
from tests.bench.bench_verification import judged

LEADS = {"kofi": "symptom/chest-pain", "hodan": "symptom/headache", "aileen": "symptom/abdominal-pain"}

TOPS = {"complaint", "symptom", "past", "drug", "allergy", "family", "social", "ice", "identity"}


def judge(
    who: str, doctor: str, said: str, plan: Sequence[str] = (), *, disclosed: Sequence[str] = ("complaint",),
    withheld: Sequence[str] = (), told: str = "", improvised: Mapping[str, str] | None = None,
    move: Mapping[str, str] | None = None, persona: str = "plain",
) -> Verdict:  # fmt: skip
    """The verdict on what ``who`` says to the doctor; ``plan`` may name facts of the main complaint by their end."""
    facts = [fact if fact.partition("/")[0] in TOPS else f"{LEADS[who]}/{fact}" for fact in plan]
    row: dict[str, object] = {
        "who": who, "persona": persona, "doctor": doctor, "text": said, "plan": facts, "withheld": list(withheld),
        "disclosed": list(disclosed), "improvised": dict(improvised or {}),
    }  # fmt: skip
    if told:
        row["told"] = told
    if move:
        row["move"] = dict(move)
    return judged(row)[0]


def kinds(verdict: Verdict) -> set[str]:
    """The kinds of the objections."""
    return {item.kind for item in verdict.objections}


def relation(verdict: Verdict, fact: str) -> str:
    """How the sentence stands to a fact."""
    return next((item.relation for item in verdict.facts if item.fact == fact), "")
