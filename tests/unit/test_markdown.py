"""Exports: whole, without control sequences, and nothing said in the chat becomes Markdown or HTML."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pz_tui.consultation.turn import Card, Turn, Understanding
from pz_tui.record.patient import Investigation, Result
from pz_tui.record.text import one_line
from pz_tui.sessions.exports import EXPORTS, SUFFIXES, to_jsonl, to_markdown
from pz_tui.sessions.exports.choice import FOOTER, names_diagnosis
from pz_tui.sessions.exports.escape import block, inline, table
from pz_tui.sessions.session import Diagnosed, Mark, Rating, Session, Submission
from tests.factories import DIAGNOSIS, a_record, a_session

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PIECES = st.sampled_from(
    ["*", "**", "_", "`", "```", "#", "# ", "> ", "- ", "+ ", "1. ", "2) ", "===", "---", "|", "\n", "\n\n", "    ",
     "\t", "<b>", "<script>alert(1)</script>", "<!--", "&amp;", "&lt;", "&#65;", "[a](http://x)", "![a](x)", "[^1]",
     "[a]: x", "~~", "$x$", "http://evil.example", "www.evil.example", "\\", "~~~", ":", "=", "text", "38.5 °C",
     "胸", "\x1b[31m"]
)  # fmt: skip
HOSTILE = st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join)
PLAIN = {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak", "text_special"}


def tokens(markdown: str) -> list[Token]:
    """Every token of the document, inline ones too."""
    return [token for outer in READER.parse(markdown) for token in (outer, *(outer.children or ()))]


def words(markdown: str) -> str:
    """What a reader sees of it."""
    return "".join("\n" if t.type == "hardbreak" else t.content for t in tokens(markdown) if t.type in _SEEN)


_SEEN = {"text", "text_special", "hardbreak"}


@given(HOSTILE)
def test_text_on_a_line_is_read_as_it_was_typed(text: str) -> None:
    made = inline(text)
    assert {token.type for token in tokens(made)} <= PLAIN
    assert words(made) == one_line(text)


@given(HOSTILE)
def test_text_of_several_lines_stays_one_paragraph_of_text(text: str) -> None:
    made = f"**You:** {block(text)}"
    kinds = [token.type for token in tokens(made)]
    assert set(kinds) <= PLAIN | {"strong_open", "strong_close"}
    assert kinds.count("strong_open") == 1
    assert kinds.count("paragraph_open") == 1


@given(st.lists(HOSTILE, min_size=2, max_size=2))
def test_text_in_a_table_stays_in_its_cell(cells: list[str]) -> None:
    found = tokens("\n".join(table(("One", "Two"), [cells])))
    assert [token.type for token in found].count("td_open") == 2
    assert {t.type for t in found if not t.type.startswith(("table", "thead", "tbody", "tr_", "th_", "td_"))} <= PLAIN


@pytest.mark.parametrize("text", ["http://evil.example/x", "see www.evil.example", "javascript://x"])
def test_addresses_do_not_become_links_where_bare_ones_do(text: str) -> None:
    assert not re.search(r"(?<!\\)://|www\.", inline(text))


def hostile_session() -> Session:
    bad = "# head\n<script>alert(1)</script> [x](http://y) | \x1b[2Jend\x1b]0;t\x07"
    session = a_session(3)
    turn = session.turns[0].model_copy(update={"utterance": bad, "reply": (bad,), "status": "failed", "failure": bad})
    card = Card(kind="examination", title=bad, lines=(bad,))
    other = session.turns[1].model_copy(update={"cards": (card,)})
    return session.model_copy(
        update={
            "label": bad, "turns": (turn, other), "notes": bad,
            "submission": Submission(differential=(Diagnosed(name=bad),), plan=bad),
            "debrief": {bad: [{"statement": bad, "question": bad, bad: bad}]},
            "ratings": (Rating(id="r", rater=bad, items={bad: 1}, note=bad, marks=(Mark(turn=0, reason=bad),)),),
        }
    )  # fmt: skip


def test_a_hostile_session_makes_no_html_link_heading_or_escape() -> None:
    made = to_markdown(hostile_session(), reveal=True)
    kinds = {token.type for token in tokens(made)}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block"}
    pairs = pairwise(tokens(made))
    headings = [token.content for before, token in pairs if (before.type, before.tag) == ("heading_open", "h2")]
    assert headings == ["Consultation", "Notes", "Handed in", "Debrief", "Diagnosis", "Ratings"]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", made)
    assert "alert(1)" in made, "the words themselves are kept"


def full_session() -> Session:
    session = a_session(4)
    test = Investigation(
        test="fbc", name="Full blood count", report="Neutrophilia",
        results=(Result(analyte="wcc", name="White cells", value=14.2, unit="10*9/L", low=4, high=11, flag="H"),),
    )  # fmt: skip
    cards = (
        Card(kind="investigation", title="Full blood count", investigation=test, results=test.results),
        Card(kind="examination", title="Abdomen", lines=("Guarding in the right iliac fossa",)),
    )
    turns = list(session.turns)
    turns[1] = turns[1].model_copy(update={"cards": cards})
    turns[2] = turns[2].model_copy(update={"status": "interrupted"})
    return session.model_copy(
        update={
            "turns": tuple(turns), "notes": "RIF pain", "elapsed": 600.0,
            "submission": Submission(differential=(Diagnosed(name="Mesenteric adenitis", confidence=60),), plan="CT"),
            "debrief": {
                "score": 70.0,
                "coverage": {"sections": [{"title": "Complaint", "missed": [
                    {"fact": "f", "statement": "Moved to the right", "question": "Did it move?"},
                    {"fact": "g", "statement": f"Thinks of {DIAGNOSIS.lower()}", "question": "What do you fear?"},
                ], "elicited": [{"statement": "Began last night", "how": "asked", "cites": [{"turn": 0}]}]}]},
                "diagnosis": {"truth": DIAGNOSIS, "points": 0},
                "nothing": [],
            },
            "ratings": (Rating(id="r", rater="A", items={"real": 3, "older_item": None}, overall=7,
                               marks=(Mark(turn=1, reason="too clinical"),)),),
        }
    )  # fmt: skip


def test_everything_that_happened_is_in_it() -> None:
    made = to_markdown(full_session(), reveal=True)
    for part in (
        "# Maria Keller, 31, abdominal pain", "**1. You:** When did it start", "**Maria:** It began last night",
        "| White cells | 14.2 | 10\\*9/L | 4 to 11 | H |", "| Neutrophilia |", "| Guarding in the right iliac fossa |",
        "*(stopped)*", "RIF pain", "| 1 | Mesenteric adenitis | 60 % |", "**Plan:** CT", "- Score: 70",
        "Moved to the right (ask: Did it move?)", "Began last night (asked; turn 1)", "Thinks of acute appendicitis",
        "Acute appendicitis (K35.80)", "| This could have been a real patient. | 3 of 4 |",
        "| Older item | cannot judge |", "| 2 | too clinical |  |",
    ):  # fmt: skip
        assert part in made, part
    assert made.endswith(f"*{FOOTER}*\n")


def test_without_reveal_the_diagnosis_is_nowhere() -> None:
    made = to_markdown(full_session(), reveal=False)
    assert not re.search("appendi|K35", made, re.IGNORECASE)
    assert "Moved to the right" in made
    assert FOOTER in made


def test_a_short_alias_is_a_word_of_its_own() -> None:
    record = a_record()
    record = record.model_copy(update={"condition": record.condition.model_copy(update={"aliases": ("MI", "fit")})})
    assert names_diagnosis(record, "an MI, then")
    assert names_diagnosis(record, "two fits")
    assert names_diagnosis(record, "ACUTE appendicitis")
    assert not names_diagnosis(record, "a minor fitting")


def aside_turn(session: Session) -> Turn:
    return session.turns[1].model_copy(
        update={
            "utterance": "I want to end it", "aside": "It sounds as if", "reply": (), "events": (),
            "understanding": Understanding(step_out="self_harm"),
        }
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_turns_out_of_the_role_are_left_out_unless_asked_for(name: str) -> None:
    session = a_session(3)
    session = session.model_copy(update={"turns": (session.turns[0], aside_turn(session), session.turns[2])})
    made = EXPORTS[name](session, reveal=True)
    assert "I want to end it" not in made
    assert "It sounds as if" not in made
    made = EXPORTS[name](session, reveal=True, include_asides=True)
    assert "I want to end it" in made
    assert "It sounds as if" in made


def test_an_empty_session_is_still_a_whole_document() -> None:
    made = to_markdown(a_session(0), reveal=False)
    assert "Nothing was said." in made
    assert made.endswith(f"*{FOOTER}*\n")


def test_jsonl_is_one_turn_a_line_and_tells_more_only_when_revealed() -> None:
    session = hostile_session()
    rows = [json.loads(line) for line in to_jsonl(session, reveal=False).splitlines()]
    assert [row["turn"] for row in rows] == [1, 2]
    assert rows[1]["facts"] == [e.fact for e in session.turns[1].events if e.kind == "disclosed"]
    assert not {"plan", "verdicts", "events"} & set(rows[0])
    assert "\x1b" not in rows[0]["utterance"]
    revealed = json.loads(to_jsonl(session, reveal=True).splitlines()[0])
    assert revealed["verdicts"][0]["verdict"]["objections"][0]["kind"] == "leak"


def test_every_format_has_a_suffix() -> None:
    assert EXPORTS.keys() == SUFFIXES.keys()
