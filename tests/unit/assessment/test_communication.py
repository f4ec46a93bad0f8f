"""What the words of a consultation show, with the turns that show it."""

from __future__ import annotations

from pz_tui.assessment.communication import NOT_APPLICABLE, Communication, Point, communication
from pz_tui.consultation.turn import Turn
from tests.unit.assessment.consultations import FACTS, ask, told, turn


def judged(*turns: Turn) -> Communication:
    return communication(FACTS, turns)


def point(found: Communication, id: str) -> Point:
    return next(item for item in found.points if item.id == id)


GOOD = (
    turn(0, "Hello, I'm Dr Osei. What brings you in?", ask("greeting", "Hello"), ask("introduction", "I'm Dr Osei"),
         ask("open_invitation", "What brings you in?", form="open"), form="open"),
    turn(1, "Can I check your name?", ask("identity_check", "check your name", object="name")),
    turn(2, "What do you think it is?", ask("ideas", form="open")),
    turn(3, "Anything that worries you?", ask("concerns", form="open"), reply=("My mum went with a stroke.",),
         events=(told(3, "ice/concern", "My mum went with a stroke."),)),
    turn(4, "I'm sorry, that must be frightening.", ask("empathy", "that must be frightening")),
    turn(5, "What were you hoping for?", ask("expectations", form="open")),
    turn(6, "So to sum up", ask("summary")),
    turn(7, "Now some questions about home", ask("signpost")),
    turn(8, "Come back if it gets worse", ask("safety_net")),
)  # fmt: skip


def test_ice_three_of_three_and_the_acts_with_their_words() -> None:
    found = judged(*GOOD)
    assert found.ice == 3
    for id in ("greeting", "introduction", "identity", "summary", "signpost", "safety_net", "empathy"):
        assert point(found, id).verdict == "done", id
    assert point(found, "introduction").cites[0].words == "Hello, I'm Dr Osei. What brings you in?"
    assert point(found, "introduction").cites[0].turn == 0
    assert point(found, "plan").verdict == "missed"
    assert point(found, "plan").cites == ()


def test_a_worry_followed_by_empathy_is_met() -> None:
    found = judged(*GOOD)
    assert [(cue.turn, cue.met, cue.answered) for cue in found.cues] == [(3, True, 4)]
    assert point(found, "cues_met").cites[0].words == "My mum went with a stroke."


def test_a_feeling_passed_over_is_named() -> None:
    found = judged(turn(0, "Where?", ask("site"), reply=("Here.", "I'm really scared, doctor.")),
                   turn(1, "Any cough?", ask("symptom", object="cough")))  # fmt: skip
    assert [(cue.turn, cue.met) for cue in found.cues] == [(0, False)]
    assert point(found, "cues_missed").cites[0].words == "I'm really scared, doctor."


def test_no_feeling_where_it_is_denied_and_no_verdict_without_a_next_turn() -> None:
    assert judged(turn(0, "Scared?", ask("concerns"), reply=("No, I'm not worried.",))).cues == ()
    assert judged(turn(0, "And?", reply=("I'm frightened.",))).cues[0].met is None


def test_open_closed_leading_compound_and_jargon() -> None:
    found = judged(
        turn(0, "Tell me more", ask("open_invitation", form="open"), form="open"),
        turn(1, "No fever, then?", ask("symptom", object="fever", form="leading"), form="leading"),
        turn(2, "Where is it and do you smoke?", ask("site", form="compound"), ask("smoking", form="compound"),
             form="compound"),
        turn(3, "Any orthopnoea?", ask("symptom", "orthopnoea", object="orthopnoea", jargon=("orthopnoea",))),
        turn(4, "Thanks", ask("thanks")),
    )  # fmt: skip
    assert (found.open_questions, found.closed_questions) == (1, 4)
    assert (found.leading, found.compound, found.jargon) == (1, 1, 1)
    assert point(found, "jargon").cites[0].words == "orthopnoea"
    assert [item.turn for item in point(found, "leading").cites] == [1]
    assert all(point(found, id).verdict == "avoid" for id in ("leading", "compound", "jargon"))


def test_a_summary_that_asks_whether_it_is_right_leads_nobody() -> None:
    found = judged(turn(0, "So it began today, is that right?", ask("summary"), ask("confirm"), form="leading"))
    assert found.leading == 0


def test_hello_is_a_greeting_whatever_else_the_turn_does() -> None:
    found = judged(turn(0, "Good morning, I'm Dr Osei", ask("introduction")))
    assert point(found, "greeting").cites[0].turn == 0


def test_blame_and_stopping_the_patient_are_seen() -> None:
    found = judged(
        turn(0, "That is very bad for you", manner=("blame",)),
        turn(1, "Go on", status="interrupted", reply=("Well, it was",)),
        turn(2, "Go on", status="interrupted", reply=("It",), failure="The server closed the connection."),
    )
    assert point(found, "blame").verdict == "avoid"
    assert [item.turn for item in point(found, "cut_short").cites] == [1]


def test_failed_turns_and_asides_do_not_count() -> None:
    found = judged(
        turn(0, "Hello", ask("greeting"), status="failed"),
        turn(1, "I feel ill", ask("greeting"), aside="Out of the role."),
    )
    assert point(found, "greeting").verdict == "missed"


def test_points_follow_the_guide_and_name_what_text_cannot_show() -> None:
    found = judged(*GOOD)
    order = list(dict.fromkeys(item.task for item in found.points))
    assert order == ["initiating", "gathering", "examining", "explaining", "closing", "structure", "relationship"]
    assert found.not_applicable == NOT_APPLICABLE


def test_a_reason_for_a_delicate_question_is_credited() -> None:
    found = judged(turn(0, "Many people miss some. How often?", ask("drug_history", object="adherence", kind=True)))
    assert point(found, "reasons").cites[0].turn == 0
