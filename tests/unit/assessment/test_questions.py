"""Every head a fact can have is opened by a question of its own."""

from __future__ import annotations

from typing import get_args

import pytest

from pz_tui.assessment.questions import COVERED_HEADS, question_for
from pz_tui.consultation.understanding.labels import BACKGROUND, COMPLAINT
from pz_tui.knowledge.schema import Concept
from pz_tui.record.facts import Fact, facts_of
from pz_tui.record.patient import Aspect, AspectKind, Symptom
from tests.factories import a_record

CONCEPTS = {
    "chest_pain": Concept(id="chest_pain", kind="symptom", name="Chest pain", noun="chest pain"),
    "oedema": Concept(id="oedema", kind="symptom", name="Oedema", lay=("swollen ankles",), understood_from="C"),
    "neck_stiffness": Concept(id="neck_stiffness", kind="symptom", name="Neck stiffness", noun="a stiff neck"),
    "calf_pain": Concept(id="calf_pain", kind="symptom", name="Calf pain", noun="pain in my calf"),
    "lights": Concept(id="lights", kind="symptom", name="Lights", noun="zigzag lights"),
    "diabetes": Concept(id="diabetes", kind="diagnosis", name="Diabetes"),
}


def a_fact(head: str, concept: str = "chest_pain", attribute: str = "presence", **parts: str) -> Fact:
    return Fact(id="x", section="history_of_complaint", concept=concept, attribute=attribute, head=head, clinical="x",
                **parts)  # fmt: skip


@pytest.mark.parametrize("head", [*COMPLAINT, *BACKGROUND, "identity_check", "exam", "test", "diagnosis", "past_test"])
def test_every_head_has_a_question(head: str) -> None:
    question = question_for(a_fact(head), CONCEPTS)
    assert head in COVERED_HEADS
    assert question.endswith(("?", "."))
    assert "{" not in question
    assert "_" not in question


@pytest.mark.parametrize("kind", get_args(AspectKind))
def test_every_attribute_of_a_symptom_has_a_question(kind: AspectKind) -> None:
    aspects = (Aspect(kind=kind, clinical="x"),)
    symptom = Symptom(concept="chest_pain", clinical="Chest pain", lead=True, aspects=aspects)
    record = a_record(symptoms=0).model_copy(update={"symptoms": (symptom,)})
    fact = next(fact for fact in facts_of(record) if fact.attribute == kind)
    question = question_for(fact, CONCEPTS)
    assert "Can you tell me about the" not in question
    assert "_" not in question


def test_every_fact_of_a_record_has_a_question() -> None:
    assert all(fact.head in COVERED_HEADS for fact in facts_of(a_record()))


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        (a_fact("onset"), "When did the chest pain start?"),
        (a_fact("onset", attribute="onset_manner"), "Did the chest pain come on suddenly or gradually?"),
        (a_fact("aggravating", factor="exertion"), "Is the chest pain worse when you are active?"),
        (a_fact("relieving", factor="leaning_forward"), "Is the chest pain better when you lean forward?"),
        (a_fact("symptom", "oedema"), "Have you had any swollen ankles?"),
        (a_fact("symptom", "orthopnoea"), "Can you lie flat in bed?"),
        (a_fact("symptom", "jaw_pain"), "Have you had any jaw pain?"),
        (a_fact("family_history", "diabetes", "mother"), "Has anyone in your family had diabetes?"),
        (a_fact("family_history", "well", "mother"), "Are there any illnesses that run in your family?"),
        (a_fact("pmh", "diabetes"), "Have you ever had diabetes?"),
        (a_fact("pmh", "mi"), "Have you ever had a heart attack?"),
        (a_fact("pmh", "hypertension", "control"), "Is your high blood pressure well controlled?"),
        (a_fact("symptom", "neck_stiffness"), "Have you had a stiff neck?"),
        (a_fact("symptom", "calf_pain"), "Have you had any pain in your calf?"),
        (a_fact("onset", "neck_stiffness"), "When did the stiff neck start?"),
        (a_fact("character"), "What does the chest pain feel like?"),
        (a_fact("progression", "lights"), "Are the zigzag lights getting better, worse or staying the same?"),
        (a_fact("timing", "lights"), "Are the zigzag lights there all the time, or do they come and go?"),
        (a_fact("relieving", factor="dark_room"), "Does a dark room make the chest pain better?"),
        (a_fact("drug_history", "drug_history", "frequency"), "How often do you take your medicines?"),
        (a_fact("drug_history", "amlodipine", "dose"), "What dose of amlodipine do you take?"),
        (a_fact("allergies", "penicillin", "reaction"), "What happens when you have penicillin?"),
        (a_fact("unheard_of"), "Can you tell me about the unheard of?"),
    ],
)
def test_questions_are_natural(fact: Fact, question: str) -> None:
    assert question_for(fact, CONCEPTS) == question
