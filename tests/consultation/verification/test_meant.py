"""What is meant and not what is named: turns of phrase, a yes or no in any words, and clinical words from nowhere."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pz_tui.consultation.verification.idioms import idiom_places
from pz_tui.consultation.verification.stance import in_a_word, stance
from tests.consultation.verification.cases import judge, kinds

HARMLESS = tomllib.loads((Path(__file__).parent / "harmless.toml").read_text(encoding="utf-8"))["sentences"]


@pytest.mark.parametrize("who", ["kofi", "hodan", "aileen"])
def test_what_anybody_may_say_by_the_way_passes(who: str) -> None:
    refused = [said for said in HARMLESS if not judge(who, "Right, let me just write that down.", said).ok]
    assert len(refused) <= 1, refused


@pytest.mark.parametrize(
    ("said", "named"),
    [("i bit my housemate 's head off", {"bit", "head"}), ("i could sit there till christmas", {"till", "christmas"}),
     ("it cost an arm and a leg", {"arm", "leg"}), ("it was bang in the middle", {"bang"}),
     ("there is one been sat on me since monday", {"sat", "on", "me"}), ("it was winding itself up", {"winding", "up"})],
)  # fmt: skip
def test_the_words_of_an_idiom_name_nothing(said: str, named: set[str]) -> None:
    idle = {said.split()[place] for place in idiom_places(said)}
    assert named <= idle


def test_the_same_words_name_something_by_themselves() -> None:
    assert not idiom_places("my head hurts and my arm is weak")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("not one bit that side is normal", False), ("far from it", False), ("it does most evenings", True), ("oh aye now and then", True),
     ("i did not", False), ("no wonder i am tired", None), ("it came on at nine", None)],
)  # fmt: skip
def test_a_yes_or_a_no_is_read_in_any_words(said: str, meant: bool | None) -> None:
    assert stance(said) is meant


def test_only_plain_words_outweigh_a_question_about_health() -> None:
    assert in_a_word("nope it is fine") is False
    assert in_a_word("it does hurt") is None


@pytest.mark.parametrize("said", ["They found a polyp last year.", "My uncle had rehab twice.", "I took a zopiclone to get off."])
def test_a_clinical_word_that_no_fact_holds_is_invented(said: str) -> None:
    assert "invention" in kinds(judge("kofi", "Anything else?", said))


def test_a_clinical_word_that_is_denied_is_not_invented() -> None:
    assert judge("kofi", "Anything else?", "I've never had a polyp.").ok
