"""The library: what it reads, what a user can add, and how it says what is faulty."""

from __future__ import annotations

from pathlib import Path

import pytest

from pz_tui.knowledge import library
from pz_tui.knowledge.library import KnowledgeError, Library, load
from tests.unit.knowledge.folder import FINDINGS, LEXICON, OUTLINE, PRESENTATION, REFERENCE, condition, write


def test_every_table_is_indexed_by_id(small: Library) -> None:
    assert small.conditions["elbow"].outline.name == "Lateral epicondylitis"
    assert small.concepts["elbow_pain"].broader == ("pain",)
    assert small.tests["salt"].analytes == ("sodium",)
    assert small.analytes["sodium"].high == 146
    assert small.examinations["elbow"].normal.startswith("Full range")
    assert small.drugs["thyme"].name == "Thyme"
    assert small.occupations["tester"].says == "I test things."
    assert small.everyday[0].topic == "pet"
    assert small.names.family == ("Shaw",)
    assert small.problems == ()


def test_a_list_of_conditions_reads_outlines_only(packaged: Path) -> None:
    write(packaged, "conditions/elbow/findings.toml", "this is no toml")
    listing = load(None, packaged)
    assert [outline.chief_complaint for outline in listing.outlines.values()] == ["elbow pain"]
    with pytest.raises(KnowledgeError, match=r"findings\.toml"):
        listing.conditions["elbow"]


def test_an_unknown_condition_is_a_key_error(small: Library) -> None:
    assert "ankle" not in small.conditions
    with pytest.raises(KeyError):
        small.conditions["ankle"]


def test_the_version_follows_the_content(packaged: Path, user: Path) -> None:
    before = load(None, packaged).version
    assert load(user, packaged).version == before
    assert load(None, packaged).version == before
    write(user, "lexicon/mine.toml", LEXICON)
    with_user = load(user, packaged).version
    write(packaged, "conditions/elbow/outline.toml", OUTLINE.replace("Overuse", "Overload"))
    assert len({before, with_user, load(user, packaged).version}) == 3


def test_a_user_extends_and_overrides_by_id(packaged: Path, user: Path) -> None:
    words = LEXICON.replace('"sore elbow"', '"gammy elbow"').replace('"numbness"', '"odd"')
    write(user, "lexicon/mine.toml", words)
    drugs = REFERENCE["drugs"].replace("Thyme", "Lemon thyme")
    write(user, "reference/mine.toml", f'{drugs}[names]\nfamily = ["Fry"]\n')
    condition(user / "conditions" / "knee", outline=OUTLINE.replace('"elbow"', '"knee"'))
    merged = load(user, packaged)
    assert merged.problems == ()
    assert merged.concepts["elbow_pain"].lay == ("gammy elbow",)
    assert {"numbness", "odd"} <= set(merged.concepts)
    assert merged.drugs["thyme"].name == "Lemon thyme"
    assert merged.names.family == ("Shaw", "Fry")
    assert merged.names.male_older == ("Ken",)
    assert list(merged.conditions) == ["elbow", "knee"]


def test_faulty_user_files_are_left_out_and_named(packaged: Path, user: Path) -> None:
    write(user, "reference/drugs.toml", REFERENCE["drugs"].replace("doses", "dosis"))
    write(user, "lexicon/mine.toml", "[[concepts")
    condition(user / "conditions" / "knee", presentation=PRESENTATION.replace("rate = 0\n", "rate = 1.4\n"))
    merged = load(user, packaged)
    assert list(merged.conditions) == ["elbow"]
    assert merged.drugs["thyme"].name == "Thyme"
    assert len(merged.problems) == 3
    assert any(
        "presentation.toml, symptoms[2].rate: 1.4 is above 1; give a share from 0 to 1." in problem
        for problem in merged.problems
    )
    assert any("drugs[1].dosis: there is no key dosis (did you mean doses?)" in said for said in merged.problems)
    assert any(said.startswith("mine.toml, l") and "not valid TOML" in said for said in merged.problems)


def test_a_user_folder_that_is_not_there_is_no_problem(packaged: Path, tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere", packaged).problems == ()


def test_control_characters_are_removed(packaged: Path, user: Path) -> None:
    write(user, "reference/mine.toml", REFERENCE["drugs"].replace("Thyme", "Thy\\u001b[31m\\u202Eme"))
    assert load(user, packaged).drugs["thyme"].name == "Thy[31mme"


FAULTS = [
    ("presentation", ("lead = true", "leed = true"), "symptoms[1].leed", "(did you mean lead?)"),
    ("presentation", ("mild = [24, 72]", "mild = 24"), "onset_hours.mild", "give a list in square brackets."),
    (
        "presentation",
        ('kind = "onset"', 'kind = "onsett"'),
        "symptoms[1].aspects[1].kind",
        "(did you mean onset?)",
    ),
    ("presentation", ("rate = 0\n", "rate = -1\n"), "symptoms[2].rate", "-1 is below 0; give 0 or more."),
    ("presentation", ("rate = 0\n", 'rate = "rare"\n'), "symptoms[2].rate", "'rare' is of the wrong type"),
    ("presentation", ("[onset_hours]\nmild = [24, 72]\n", ""), "onset_hours", "it is missing; add it."),
    ("outline", ("weight = 1\n", "weight = 0\n"), "severity.mild.weight", "give more than 0."),
    ("outline", ("minutes = 10", "minutes = 10.5"), "settings[1].minutes", "give a whole number."),
    ("findings", ("pulse = [60, 80]", "pulse = [60]"), "vitals.mild.pulse[2]", "it is missing"),
    ("history", ('drug = "thyme"', 'drug = "thyme'), "line 3", "not valid TOML"),
]


@pytest.mark.parametrize(("level", "change", "key", "says"), FAULTS)
def test_a_fault_names_place_and_mend(packaged: Path, level: str, change: tuple[str, str], key: str, says: str) -> None:
    path = packaged / "conditions" / "elbow" / f"{level}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(None, packaged).conditions["elbow"]
    error = caught.value
    assert (error.file, error.key) == (f"{level}.toml", key)
    assert says in error.mend
    assert str(error).count("\n") == 0


def test_missing_and_unreadable_files_are_said(packaged: Path) -> None:
    folder = packaged / "conditions" / "elbow"
    (folder / "history.toml").unlink()
    with pytest.raises(KnowledgeError, match=r"history\.toml: it is missing in elbow; add it\."):
        load(None, packaged).conditions["elbow"]
    (folder / "history.toml").write_bytes(b'x = "\xff"')
    with pytest.raises(KnowledgeError, match="save it as UTF-8"):
        load(None, packaged).conditions["elbow"]


def test_the_folder_is_named_like_the_condition(packaged: Path) -> None:
    (packaged / "conditions" / "elbow").rename(packaged / "conditions" / "tennis")
    with pytest.raises(KnowledgeError, match="use one name"):
        load(None, packaged).conditions["tennis"]


def test_nothing_is_read_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, model: type) -> None:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(library, "read_model", refuse)
    assert load().conditions is not None


def test_phrases_may_be_one_text(user: Path, packaged: Path) -> None:
    text = "[[concepts]]\nid = \"ache\"\nkind = \"symptom\"\nname = \"Ache\"\nlay = '''\nan ache; it's sore\nachy'''\n"
    write(user, "lexicon/words.toml", text)
    assert load(user, packaged).concepts["ache"].lay == ("an ache", "it's sore", "achy")


def test_a_user_file_that_does_not_fit_the_others_is_left_out(packaged: Path, user: Path) -> None:
    write(
        user, "reference/mine.toml", REFERENCE["tests"].replace('["sodium"]', '["zinc"]').replace('"salt"', '"pepper"')
    )
    folder = condition(user / "conditions" / "knee", outline=OUTLINE.replace('"elbow"', '"knee"'))
    write(folder, "findings.toml", FINDINGS.replace('"salt"', '"pepper"'))
    merged = load(user, packaged)
    assert "pepper" not in merged.tests
    assert list(merged.conditions) == ["elbow"]
    assert merged.problems == (
        "mine.toml, tests[1].analytes: there is no analyte zinc; correct or add it.",
        "knee/findings.toml, investigations[1].test: there is no test pepper; correct or add it.",
    )
