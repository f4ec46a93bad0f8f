"""A short consultation about chest pain, turn by turn, for the debrief to judge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pz_tui.consultation.memory import Memory, rebuild
from pz_tui.consultation.turn import Ask, Disclosed, MemoryEvent, Turn, Understanding
from pz_tui.knowledge.schema import Concept
from pz_tui.record.base import Wording
from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import (
    Aspect,
    Diagnosis,
    DifferentialItem,
    Finding,
    Investigation,
    Medication,
    PatientRecord,
    Perspective,
    RedFlag,
    Result,
    SocialItem,
    Symptom,
)
from tests.factories import a_record


def _said(text: str) -> Wording:
    return Wording(full=(text,), short=(text,))


RECORD: PatientRecord = a_record(symptoms=0).model_copy(
    update={
        "condition": Diagnosis(
            id="nstemi", name="Non-ST-elevation myocardial infarction", code="I21.4", specialty="cardiology",
            acuity="emergency", severity="moderate", presentation="typical",
            aliases=("NSTEMI", "heart attack", "myocardial infarction", "acute coronary syndrome"),
        ),
        "symptoms": (
            Symptom(concept="chest_pain", clinical="Chest pain", lead=True, importance=3, red_flag=True, story=1,
                    wording=_said("It's my chest."), access="volunteered",
                    aspects=(
                        Aspect(kind="onset", clinical="Onset two hours ago", importance=2, wording=_said("Two hours.")),
                        Aspect(kind="radiation", clinical="To the left arm", importance=2, wording=_said("My arm.")),
                    )),
            Symptom(concept="sweating", clinical="Sweating", importance=2, wording=_said("I went clammy.")),
            Symptom(concept="haemoptysis", clinical="No haemoptysis", polarity="absent", importance=3, red_flag=True,
                    wording=_said("No blood.")),
        ),
        "medications": (
            Medication(concept="amlodipine", name="Amlodipine", clinical="Amlodipine 5 mg once daily", dose=5,
                       indication="hypertension", wording=_said("One for the blood pressure."),
                       aspects=(Aspect(kind="adherence", clinical="Takes half", access="sensitive", importance=2,
                                       wording=_said("Half the week.")),)),
        ),
        "social": (SocialItem(head="travel", clinical="No travel", wording=_said("Nowhere.")),),
        "perspectives": (
            Perspective(kind="concern", clinical="Fears a stroke like mother's", late=True, importance=2,
                        wording=_said("My mum went with a stroke.")),
        ),
        "examination": (
            Finding(region="heart", clinical="Heart sounds normal", abnormal=False, importance=2),
            Finding(region="legs", clinical="No oedema", abnormal=False),
        ),
        "investigations": (
            Investigation(test="ecg", name="ECG", report="ST depression V4 to V6", abnormal=True, importance=3,
                          usefulness="essential"),
            Investigation(test="troponin", name="Troponin", usefulness="essential", abnormal=True, results=(
                Result(analyte="troponin", name="Troponin T", value=84, unit="ng/L", high=14, flag="H"),)),
            Investigation(test="d_dimer", name="D-dimer", usefulness="needless"),
            Investigation(test="stress_test", name="Exercise test", usefulness="harmful"),
        ),
        "differential": (
            DifferentialItem(name="Non-ST-elevation myocardial infarction", code="I21.4", concept="nstemi", truth=True,
                             cant_miss=True, for_it=("chest pain at rest",)),
            DifferentialItem(name="Aortic dissection", concept="aortic_dissection", cant_miss=True,
                             against_it=("no tearing pain",)),
            DifferentialItem(name="Pulmonary embolism", concept="pulmonary_embolism", cant_miss=True),
            DifferentialItem(name="Reflux disease", concept="reflux"),
        ),
        "red_flags": (RedFlag(text="Chest pain at rest", facts=("symptom/chest-pain",), action="ECG in ten minutes"),),
        "management": ("Aspirin 300 mg", "Admit to a monitored bed"),
        "learning_points": ("A normal first ECG does not exclude it.",),
        "sources": ("ESC 2023",),
    }
)  # fmt: skip
FACTS: tuple[Fact, ...] = facts_of(RECORD)
CONCEPTS: dict[str, Concept] = {
    concept.id: concept
    for concept in (
        Concept(id="chest_pain", kind="symptom", name="Chest pain", noun="chest pain"),
        Concept(id="nstemi", kind="diagnosis", name="NSTEMI", broader=("ihd",)),
        Concept(id="ihd", kind="diagnosis", name="Ischaemic heart disease", clinical=("ihd", "coronary heart disease")),
        Concept(id="aortic_dissection", kind="diagnosis", name="Aortic dissection", clinical=("aad",)),
        Concept(id="pulmonary_embolism", kind="diagnosis", name="Pulmonary embolism", lay=("clot on the lung",)),
        Concept(id="pericarditis", kind="diagnosis", name="Pericarditis"),
        Concept(id="stemi", kind="diagnosis", name="STEMI", clinical=("st elevation myocardial infarction",)),
    )
}


def ask(head: str, words: str = "", **parts: Any) -> Ask:
    return Ask(head=head, words=words or head, **parts)


def told(index: int, fact: str, words: str = "Yes.", **parts: Any) -> Disclosed:
    return Disclosed(turn=index, fact=fact, words=words, **parts)


def turn(
    index: int, utterance: str, *asks: Ask, events: Sequence[MemoryEvent] = (), reply: Sequence[str] = ("Yes.",),
    form: Any = "closed", manner: tuple[str, ...] = (), **parts: Any,
) -> Turn:  # fmt: skip
    understood = Understanding(asks=asks, form=form, manner=manner, confidence=1)
    return Turn(
        index=index, utterance=utterance, events=tuple(events), reply=tuple(reply), understanding=understood,
        **({"status": "answered"} | parts),
    )  # fmt: skip


def memory(turns: Sequence[Turn]) -> Memory:
    return rebuild(RECORD.persona.mood, turns)
