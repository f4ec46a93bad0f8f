"""Replay is exact: the memory rebuilt at every turn is the one that the live loop had."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

import pz_tui.consultation.turn as kinds
from pz_tui.consultation.memory import begin, fold, rebuild
from pz_tui.consultation.turn import (
    Asked,
    Card,
    Corrected,
    Disclosed,
    Draft,
    Examined,
    Focused,
    Improvised,
    MemoryEvent,
    MoodMoved,
    RecordOpened,
    Told,
    Turn,
    Verdict,
    Withheld,
)
from pz_tui.record.persona import Mood
from pz_tui.sessions.replay import chat_until, frames
from tests.factories import a_session, turns_of

SHORT = st.text(st.characters(categories=["L"]), min_size=1, max_size=3)
SHARE = st.floats(0, 1)
EVENTS = st.one_of(
    st.builds(Disclosed, turn=st.just(0), fact=SHORT, words=SHORT, how=st.sampled_from(["asked", "volunteered"])),
    st.builds(Improvised, turn=st.just(0), topic=SHORT, value=SHORT, words=SHORT),
    st.builds(MoodMoved, turn=st.just(0), mood=st.builds(Mood, trust=SHARE, anxiety=SHARE, irritation=SHARE)),
    st.builds(Told, turn=st.just(0), what=st.just("plan"), words=SHORT, concepts=st.tuples(SHORT)),
    st.builds(Examined, turn=st.just(0), region=SHORT),
    st.builds(kinds.Tested, turn=st.just(0), test=SHORT),
    st.builds(Withheld, turn=st.just(0), fact=SHORT),
    st.builds(Corrected, turn=st.just(0), fact=SHORT),
    st.builds(RecordOpened, turn=st.just(0)),
    st.builds(Focused, turn=st.just(0), concept=SHORT),
    st.builds(Asked, turn=st.just(0), label=SHORT),
)


@given(st.lists(st.lists(EVENTS, max_size=5), max_size=8))
def test_rebuilding_equals_what_was_folded_as_it_happened(history: list[list[MemoryEvent]]) -> None:
    session = a_session(0)
    memory, turns = begin(session.record.persona.mood), []
    states = []
    for index, events in enumerate(history):
        stamped = tuple(event.model_copy(update={"turn": index}) for event in events)
        memory = fold(memory, stamped)
        states.append(memory)
        turns.append(
            Turn(index=index, utterance="?", status="answered", events=stamped, memory_digest=memory.digest())
        )
    made = frames(session.model_copy(update={"turns": tuple(turns)}))
    assert [frame.memory for frame in made] == states
    assert all(frame.digest_ok for frame in made)
    assert rebuild(session.record.persona.mood, turns) == (states[-1] if states else begin(session.record.persona.mood))


def test_a_changed_event_shows_from_its_turn_on() -> None:
    session = a_session(4)
    turns = list(session.turns)
    events = (*turns[2].events, MoodMoved(turn=2, mood=Mood(trust=0.01)))
    turns[2] = turns[2].model_copy(update={"events": events})
    made = frames(session.model_copy(update={"turns": tuple(turns)}))
    assert [frame.digest_ok for frame in made][:3] == [True, True, False]
    assert made[2].mood.trust == 0.01


def test_a_completed_turn_without_a_digest_is_not_passed_as_right() -> None:
    session = a_session(2)
    turns = (session.turns[0].model_copy(update={"memory_digest": ""}), Turn(index=1, utterance="and?"))
    made = frames(session.model_copy(update={"turns": turns}))
    assert [frame.digest_ok for frame in made] == [False, None]


def test_a_frame_says_what_was_given_kept_back_and_refused() -> None:
    session = a_session(3)
    frame = frames(session)[1]
    turn = session.turns[1]
    given = next(event for event in turn.events if isinstance(event, Disclosed))
    statement = next(fact.clinical for fact in session.facts if fact.id == given.fact)
    assert [(g.fact, g.clinical, g.how, g.words) for g in frame.given] == [
        (given.fact, statement, "asked", given.words)
    ]
    assert [held.reason for held in frame.withheld] == ["sensitive"]
    assert (frame.checks.shown, frame.checks.rejected, frame.checks.objections) == (2, 1, (("leak", 1),))
    assert frame.mood_before == frames(session)[0].mood
    assert frame.mood == frame.memory.mood != frame.mood_before


def test_what_comes_out_twice_is_marked_as_known_already() -> None:
    session = a_session(0)
    events = tuple((Disclosed(turn=n, fact="f", words="w"),) for n in (0, 1))
    turns = tuple(Turn(index=n, utterance="?", status="answered", events=events[n]) for n in (0, 1))
    made = frames(session.model_copy(update={"turns": turns}))
    assert [frame.given[0].again for frame in made] == [False, True]
    assert made[0].given[0].clinical == "f", "a fact that the record does not know is shown by its id"


def test_repaired_sentences_are_counted() -> None:
    draft = Draft(text="a", verdict=Verdict(ok=True), shown=True)
    drafts = (draft, draft.model_copy(update={"source": "repair"}), draft.model_copy(update={"source": "fallback"}))
    session = a_session(1)
    turn = session.turns[0].model_copy(update={"drafts": drafts})
    assert frames(session.model_copy(update={"turns": (turn,)}))[0].checks.repaired == 2


def test_the_chat_at_a_turn_is_what_was_on_the_screen_then() -> None:
    session = a_session(4)
    card = Card(kind="examination", title="Abdomen", lines=("Guarding",))
    turns = list(session.turns)
    turns[1] = turns[1].model_copy(update={"cards": (card,), "status": "interrupted", "reply": ("It hurts.",)})
    turns[2] = turns[2].model_copy(update={"aside": "I've stepped out.", "reply": ()})
    made = frames(session.model_copy(update={"turns": tuple(turns)}))
    chat = chat_until(made, 2)
    assert [line.who for line in chat] == ["doctor", "patient", "doctor", "card", "patient", "doctor", "program"]
    assert chat[3].text == "Abdomen\nGuarding"
    assert chat[4].unfinished == "interrupted"
    assert chat_until(made, 0) == made[0].chat


def test_a_long_session_replays_fast() -> None:
    session = a_session(0).model_copy(update={"turns": turns_of(300, seed=random.Random(3).randrange(99))})
    start = time.process_time()
    assert all(frame.digest_ok for frame in frames(session))
    taken = time.process_time() - start
    print(f"300 turns rebuilt and compared in {taken * 1000:.0f} ms")
    assert taken < 1.0
