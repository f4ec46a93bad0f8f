"""Which rewordings of a truth are accepted: what changes any detail is not."""

from __future__ import annotations

import pytest

from pz_tui.engines.ollama.rewording import BOUND, objection, spoken
from pz_tui.knowledge.library import load
from pz_tui.knowledge.schema import Concept

PAIN = "I've had a heavy feeling in my chest since about ten this morning."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PAIN, "My chest has felt heavy since about ten this morning."),
        ("It goes down my left arm.", "It runs down into my left arm."),
        ("I came out in a cold sweat.", "I went all clammy and cold, I did."),
        ("I've not been sick.", "I haven't thrown up at all."),
        ("I'm worried it could be something serious.", "I'm frightened that it's something bad."),
        ("My mum had a stroke at 60.", "My mother had a stroke at sixty."),
        ("I came because it won't go. My wife made me come.", "It won't go away so I'm here. My wife made me, really."),
        ("Could it be something bad?", "Is it something bad, do you think?"),
        ("My tummy hurts a lot.", "It's my belly, it really hurts a lot."),
    ],
)
def test_accepted(before: str, after: str) -> None:
    assert objection(before, after) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PAIN, ""),
        (PAIN, "..."),
        (PAIN, PAIN),
        (PAIN, "my chest has felt heavy since about ten this morning."),
        (PAIN, "My chest has felt heavy since about ten this morn"),
        (PAIN, "My chest has felt heavy since about eleven this morning."),
        (PAIN, "My chest has felt heavy since about ten last night."),
        (PAIN, "My stomach has felt heavy since about ten this morning."),
        (PAIN, "I've not had a heavy feeling in my chest since about ten this morning."),
        (PAIN, "The patient has had a heavy chest since about ten this morning, me."),
        (PAIN, "She has had a heavy feeling in my chest since about ten this morning."),
        (PAIN, "J'ai une lourdeur dans la poitrine depuis dix heures ce matin."),
        (PAIN, "我今天早上十点开始胸口很重。"),
        (PAIN, "My chest has felt heavy since about ten this morning. I was walking."),
        (PAIN, "Doctor: My chest has felt heavy since about ten this morning."),
        (PAIN, "Has my chest felt heavy since about ten this morning?"),
        (PAIN, "I've had a <b>heavy</b> feeling in my chest since about ten this morning."),
        (PAIN, "My chest has felt heavy since about ten this morning.<|im_end|>"),
        (PAIN, "I need to reword it: my chest felt heavy at about ten this morning."),
        (PAIN, "My heart attack has felt heavy in my chest since about ten this morning."),
        (PAIN, "My chest has felt heavy since about ten this morning " + "and it went on and on " * 9 + "."),
        (PAIN, "My chest" + "x" * BOUND + "."),
        ("It goes down my left arm.", "It goes down my right arm."),
        ("It goes down my left arm.", "It goes down my arm."),
        ("It goes down my arm.", "It goes down my left arm."),
        ("I take two tablets.", "I take three tablets."),
        ("I take two tablets.", "I take some tablets."),
        ("It came on at rest.", "It came on when I was walking."),
        ("It got better.", "It got worse."),
        ("My mum is well.", "My dad is well."),
        ("I smoke every day.", "I smoke sometimes."),
    ],
)
def test_refused(before: str, after: str) -> None:
    assert objection(before, after, secret=("heart attack", "NSTEMI"))


def test_a_new_complaint_is_refused_by_the_lexicon() -> None:
    speech = Concept(id="slurred_speech", kind="symptom", name="Dysarthria", lay=("slurred speech",))
    known = {speech.id: speech}
    said = "My memory's bad and I've slurred speech, and so it is."
    assert objection("My memory's bad, and it has been.", said, concepts=known) == "it brings in something new"
    assert not objection("I've slurred speech.", "I've got this slurred speech.", concepts=known)
    assert load().concepts


def test_quotation_marks_and_line_ends_go() -> None:
    assert spoken('  "It hurts\nhere."  ') == "It hurts here."
