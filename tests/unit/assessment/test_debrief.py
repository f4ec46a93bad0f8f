"""The whole debrief: as data, and as text."""

from __future__ import annotations

from pz_tui.assessment.debrief import FOOTER, Debrief, debrief
from pz_tui.assessment.fidelity import fidelity
from pz_tui.assessment.rendering import render
from pz_tui.consultation.turn import Asked, Draft, Examined, FactVerdict, Objection, RecordOpened, Turn, Verdict
from pz_tui.consultation.turn import Tested as DoneTest
from tests.factories import turns_of
from tests.unit.assessment.consultations import CONCEPTS, FACTS, RECORD, ask, memory, told, turn

TURNS: tuple[Turn, ...] = (
    turn(0, "Hello, what brings you in?", ask("greeting"), ask("open_invitation", form="open"), form="open",
         events=(told(0, "complaint", "It's my chest."), told(0, "symptom/chest-pain", "It's my chest."))),
    turn(1, "Any flurgle?", events=(Asked(turn=1, label="other", outcome="not_understood"),)),
    turn(2, "ECG, and I'll listen", ask("test", object="ecg"), ask("exam", object="heart"),
         events=(DoneTest(turn=2, test="ecg", facts=("test/ecg",)), RecordOpened(turn=2),
                 Examined(turn=2, region="heart", facts=("exam/heart",)))),
)  # fmt: skip


def made(turns: tuple[Turn, ...] = TURNS, **parts: object) -> Debrief:
    given = {"differential": [("NSTEMI", 80), ("PE", 20)], "plan": "Aspirin", **parts}
    return debrief(RECORD, FACTS, turns, memory=memory(turns), concepts=CONCEPTS, **given)  # type: ignore[arg-type]


def text(found: Debrief) -> str:
    return "\n".join(line for _, lines in render(found) for line in lines)


def test_it_survives_json() -> None:
    found = made()
    assert Debrief.model_validate(found.model_dump(mode="json")) == found
    assert Debrief.model_validate_json(found.model_dump_json()) == found


def test_openings_and_questions_not_understood_are_named() -> None:
    found = made()
    assert found.opened == (2,)
    assert found.not_understood == (1,)
    assert "after turn 2." in dict(render(found))["Hidden record"][0]


def test_every_part_is_told_as_text() -> None:
    headings = [heading for heading, _ in render(made())]
    assert headings == [
        "Diagnosis", "Red flags", "Coverage of the history", "Examination", "Tests", "Communication", "Plan",
        "Learning points", "Hidden record", "Please note",
    ]  # fmt: skip
    assert dict(render(made()))["Please note"] == (FOOTER,)


def test_the_text_says_what_was_right_and_what_was_missed() -> None:
    shown = text(made())
    assert "1. NSTEMI (80 %): correct" in shown
    assert "Found: Chest pain at rest (turn 1: “It's my chest.”)" in shown
    assert "MISSED: Troponin: Troponin T 84 ng/L H" in shown
    assert "Onset two hours ago. Ask: When did the chest pain start?" in shown
    assert "Not to be missed, and not named: Aortic dissection." in shown


def test_an_empty_consultation_has_a_debrief() -> None:
    found = made((), differential=[], plan="")
    assert found.coverage.percent == 0
    shown = text(found)
    assert "No differential was submitted." in shown
    assert "Yours: none was submitted" in shown
    assert "Not looked at before the end." in shown


def test_no_line_is_empty_and_none_breaks() -> None:
    for _, lines in render(made()):
        assert all(line.strip() and "\n" not in line for line in lines)


def test_fidelity_counts() -> None:
    refused = Draft(text="x", shown=False, verdict=Verdict(
        ok=False, objections=(Objection(kind="leak", message="m"), Objection(kind="contradiction", message="m")),
        facts=(FactVerdict(fact="a", relation="contradicted"),)))  # fmt: skip
    mended = Draft(text="y", shown=True, source="repair", verdict=Verdict(ok=True))
    built = Draft(text="z", shown=True, source="fallback", verdict=Verdict(ok=True))
    found = fidelity((turn(0, "?", events=(told(0, "a", how="volunteered"), told(0, "b")), drafts=(refused, mended)),
                      turn(1, "?", drafts=(built,), status="interrupted"), turn(2, "?", status="failed")))  # fmt: skip
    assert (found.drafted, found.shown, found.rejected) == (3, 2, 1)
    assert found.objections == {"contradiction": 1, "leak": 1}
    assert (found.repaired, found.fell_back) == (1, 1)
    assert (found.contradictions_caught, found.contradictions_shown) == (1, 0)
    assert (found.volunteered, found.asked) == (1, 1)
    assert (found.interrupted, found.failed) == (1, 1)
    assert round(found.rejection_rate, 2) == 0.33


def test_fidelity_of_a_long_session() -> None:
    found = fidelity(turns_of(40))
    assert (found.turns, found.drafted, found.rejected, found.asked, found.withheld) == (40, 120, 40, 40, 40)
    assert found.objections == {"leak": 40}
