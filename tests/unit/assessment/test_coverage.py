"""Coverage, red flags and procedures, counted by hand on a short consultation."""

from __future__ import annotations

from pz_tui.assessment.coverage import askable, cover
from pz_tui.assessment.procedures import history_known_at, procedures
from pz_tui.assessment.red_flags import red_flags
from pz_tui.consultation.turn import Examined, Withheld
from pz_tui.consultation.turn import Tested as DoneTest
from pz_tui.knowledge.schema import Concept
from tests.unit.assessment.consultations import CONCEPTS, FACTS, RECORD, ask, told, turn

TURNS = (
    turn(0, "What brings you in?", ask("open_invitation", form="open"), form="open",
         events=(told(0, "complaint", how="volunteered"),
                 told(0, "symptom/chest-pain", "It's my chest.", how="volunteered"))),
    turn(1, "Any sweating, and do you take your tablets?", ask("symptom", object="sweating"), ask("drug_history"),
         form="compound", events=(told(1, "symptom/sweating", "I went clammy."),
                                  Withheld(turn=1, fact="drug/amlodipine/adherence", reason="sensitive"))),
    turn(2, "So sweating?", ask("symptom", object="sweating"), events=(told(2, "symptom/sweating", "I said so."),)),
)  # fmt: skip


def test_identity_signs_and_results_are_no_history() -> None:
    sections = {fact.section for fact in askable(FACTS)}
    assert sections == {
        "presenting_complaint", "history_of_complaint", "drug_history", "social_history", "perspective",
    }  # fmt: skip


def test_percentages_are_of_weight() -> None:
    found = cover(FACTS, TURNS, CONCEPTS)
    # complaint 1, chest pain 3, onset 2, radiation 2, sweating 2, haemoptysis 3, drug 1, adherence 2,
    # job 1, home 1, travel 1, concern 2: 21; out: complaint 1, chest pain 3, sweating 2
    assert found.percent == round(100 * 6 / 21)
    # of importance 2 and 3: 16; out: 5
    assert found.essential_percent == round(100 * 5 / 16)
    assert (found.elicited, found.volunteered, found.total) == (3, 2, 12)


def test_questions_per_fact_counts_questions_and_not_acts() -> None:
    greeted = (turn(0, "Hello", ask("greeting")), *TURNS)
    found = cover(FACTS, greeted, CONCEPTS)
    assert found.questions == 4
    assert found.per_fact == round(4 / 3, 1)


def test_a_found_fact_cites_every_turn_with_its_words() -> None:
    found = cover(FACTS, TURNS, CONCEPTS)
    sweating = next(x for section in found.sections for x in section.elicited if x.fact == "symptom/sweating")
    assert [(item.turn, item.words) for item in sweating.cites] == [(1, "I went clammy."), (2, "I said so.")]
    assert sweating.how == "asked"


def test_a_missed_fact_brings_a_question_and_where_it_was_kept_back() -> None:
    missed = {item.fact: item for item in cover(FACTS, TURNS, CONCEPTS).missed}
    assert missed["symptom/chest-pain/onset"].question == "When did the chest pain start?"
    assert [item.turn for item in missed["drug/amlodipine/adherence"].kept_back] == [1]
    assert missed["symptom/haemoptysis"].kept_back == ()


def test_the_most_important_misses_come_first() -> None:
    weights = [item.importance for item in cover(FACTS, TURNS, CONCEPTS).missed]
    assert weights == sorted(weights, reverse=True)


def test_nothing_asked_is_nothing_found() -> None:
    found = cover(FACTS, (), CONCEPTS)
    assert (found.percent, found.elicited, found.per_fact) == (0, 0, None)
    assert len(found.missed) == found.total


def test_questions_of_failed_turns_do_not_count() -> None:
    failed = turn(0, "And?", ask("onset"), status="failed")
    assert cover(FACTS, (failed,), CONCEPTS).questions == 0


def test_red_flags_found_missed_and_screened_for() -> None:
    found = red_flags(RECORD, FACTS, TURNS, CONCEPTS)
    assert [(flag.text, flag.found) for flag in found.present] == [("Chest pain at rest", True)]
    assert found.present[0].cites[0].turn == 0
    assert [(flag.statement, flag.asked) for flag in found.screened] == [("No haemoptysis", False)]
    assert found.screened[0].question == "Have you coughed up any blood?"
    missed = red_flags(RECORD, FACTS, (), CONCEPTS)
    assert missed.present[0].found is False
    assert missed.present[0].question


def test_a_flag_that_no_fact_carries_cannot_be_judged() -> None:
    bare = RECORD.model_copy(update={"red_flags": (RECORD.red_flags[0].model_copy(update={"facts": ()}),)})
    assert red_flags(bare, FACTS, TURNS, CONCEPTS).present[0].found is None


DOING = (
    turn(0, "ECG please", ask("test", object="ecg"), events=(DoneTest(turn=0, test="ecg", facts=("test/ecg",)),)),
    turn(1, "When did it start, does it spread?", ask("onset"),
         events=(told(1, "symptom/chest-pain"), told(1, "symptom/chest-pain/onset"), told(1, "symptom/sweating"))),
    turn(2, "I'll listen to your heart", ask("exam", object="heart"),
         events=(Examined(turn=2, region="heart", facts=("exam/heart",)),)),
    turn(3, "and look at your ears; D-dimer, exercise test, EEG", ask("exam", object="ears"),
         events=(Examined(turn=3, region="ears"), DoneTest(turn=3, test="d_dimer"),
                 DoneTest(turn=3, test="stress_test"), DoneTest(turn=3, test="eeg"))),
)  # fmt: skip


def test_examinations_done_missed_and_not_called_for() -> None:
    found = {item.id: item for item in procedures(RECORD, FACTS, DOING, CONCEPTS).examinations}
    assert (found["heart"].done, found["heart"].worth, found["heart"].early) == (True, "essential", False)
    assert (found["legs"].done, found["legs"].worth) == (False, "useful")
    assert found["vital_signs"].done is False
    assert (found["ears"].done, found["ears"].worth) == (True, "needless")


def test_tests_done_missed_needless_and_harmful() -> None:
    found = {item.id: item for item in procedures(RECORD, FACTS, DOING, CONCEPTS).tests}
    assert (found["ecg"].done, found["ecg"].early) == (True, True)
    assert (found["troponin"].done, found["troponin"].worth) == (False, "essential")
    assert found["troponin"].shows == ("Troponin T 84 ng/L H",)
    assert (found["d_dimer"].done, found["d_dimer"].worth, found["d_dimer"].early) == (True, "needless", False)
    assert (found["stress_test"].done, found["stress_test"].worth) == (True, "harmful")
    assert (found["eeg"].done, found["eeg"].worth) == (True, "needless")


def test_the_history_is_known_when_a_third_of_the_key_facts_are_out() -> None:
    # chest pain, onset, radiation, sweating, haemoptysis: a third are two
    assert history_known_at(FACTS, DOING) == 1
    assert history_known_at(FACTS, DOING[:1]) is None


def test_an_organ_is_not_called_by_its_diseases() -> None:
    heart = Concept(id="heart", kind="diagnosis", name="Heart disease")
    found = {item.id: item for item in procedures(RECORD, FACTS, DOING, CONCEPTS | {"heart": heart}).examinations}
    assert found["heart"].name == "Heart"
