"""A fact read on its own says what it belongs to."""

from __future__ import annotations

from pz_tui.consultation.memory import Memory, fold
from pz_tui.consultation.turn import Improvised
from pz_tui.record.facts import facts_of
from pz_tui.ui.widgets.explain import label_words, memory_block, words_for, words_of
from tests.patients import patient


def test_details_name_what_they_belong_to() -> None:
    facts = {fact.id: fact for fact in facts_of(patient("nstemi", 5))}
    doses = [fact for fact in facts.values() if fact.section == "drug_history" and fact.attribute == "dose"]
    assert doses
    for dose in doses:
        assert words_for(dose.id, facts).startswith(f"{dose.concept.replace('_', ' ')}: ")
        assert words_of(dose) == dose.clinical
    assert words_for("symptom/nobody/has", facts) == "symptom/nobody/has"


def test_who_it_is_reads_without_its_place() -> None:
    record = patient("nstemi", 5)
    known = {fact.attribute: words_of(fact) for fact in facts_of(record) if fact.section == "identity"}
    assert known["preferred_name"] == f"Likes to be called {record.identity.given_name}"
    assert known["dob"].startswith("Born ")


def test_labels_are_written_as_people_write() -> None:
    assert label_words("exam:vital_signs") == "exam: vital signs"


def test_what_was_made_up_says_of_what_it_is() -> None:
    kept = Improvised(turn=3, topic="pmh:hepatitis", value="absent", words="Oh no.", polarity="absent")
    lines = [line.body.plain for line in memory_block(fold(Memory(), [kept]), {})]
    assert any("pmh: hepatitis" in line and "Oh no." in line and "turn 4" in line for line in lines)
