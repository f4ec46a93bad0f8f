"""What the lint of knowledge files finds, and that it names place and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from pz_tui.knowledge.library import Library, lint_file
from tests.unit.knowledge.folder import OUTLINE, REFERENCE, write


def test_a_sound_condition_has_no_remarks(packaged: Path, small: Library) -> None:
    assert lint_file(packaged / "conditions" / "elbow", small) == []
    assert lint_file(packaged / "reference" / "tests.toml", small) == []
    assert lint_file(packaged / "lexicon" / "symptoms.toml", small) == []


LINTS = [
    ("history", ('"thyme"', '"thym"'), "drugs[1].drug", "there is no drug thym (did you mean thyme?)"),
    ("findings", ('test = "salt"', 'test = "malt"'), "investigations[1].test", "there is no test malt"),
    (
        "findings",
        ('analyte = "sodium"', 'analyte = "zinc"'),
        "investigations[1].values[1].analyte",
        "no analyte zinc",
    ),
    ("findings", ("high = 140", "high = 400"), "investigations[1].values[1]", "is not within 95 to 190"),
    ("findings", ('region = "elbow"', 'region = "elbo"'), "examination[1].region", "(did you mean elbow?)"),
    ("findings", ("[vitals.mild]", "[vitals.severe]"), "vitals.mild", "give the vital signs"),
    ("presentation", ('"numbness"', '"numness"'), "symptoms[2].concept", "(did you mean numbness?)"),
    (
        "presentation",
        ("{when}.", "{wen}."),
        "symptoms[1].aspects[1].options[1].full[1]",
        "{wen} is unknown (did you",
    ),
    ("presentation", ("{when}.", "{n}."), "symptoms[1].aspects[1].options[1].full[1]", "{n} needs a number"),
    (
        "presentation",
        ("grip.", "grip, tennis elbow."),
        "symptoms[1].full[1]",
        "'tennis elbow' gives the diagnosis away",
    ),
    ("presentation", ('"Just there."', '"Yes, there."'), "symptoms[1].short[1]", "starts with yes or no"),
    ("presentation", ("lead = true", "lead = false"), "symptoms", "0 symptoms are the lead"),
    (
        "presentation",
        ('absent_full = ["No numbness at all."]', ""),
        "symptoms[2].absent_full",
        "can be denied",
    ),
    (
        "presentation",
        ('clinical = "Onset {when}"', 'clinical = "Onset"\nfollows = "late"'),
        "symptoms[1].aspects[1].options[1].follows",
        "no earlier option has the tag late",
    ),
    ("outline", ('sources = ["NICE CKS"]', ""), "sources", "it is missing"),
    (
        "findings",
        ('name = "Gout"', 'name = "Gout"\nwhen = { has = ["numness"] }'),
        "differential[3].when",
        "nothing is called numness (did you mean numbness?)",
    ),
    (
        "findings",
        ('name = "Gout"', 'name = "Gout"\nwhen = { lacks = ["setting:ship"] }'),
        "differential[3].when",
        "nothing is called setting:ship",
    ),
]


@pytest.mark.parametrize("case", LINTS, ids=lambda case: f"{case[0]}-{case[2]}")
def test_cross_checks_name_place_and_mend(
    packaged: Path, small: Library, case: tuple[str, tuple[str, str], str, str]
) -> None:
    level, change, key, says = case
    path = packaged / "conditions" / "elbow" / f"{level}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    for target in (path.parent, path):
        found = lint_file(target, small)
        assert [(remark.file, remark.key) for remark in found] == [(f"{level}.toml", key)]
        assert says in str(found[0])


def test_what_a_condition_may_depend_on_is_known(packaged: Path, small: Library) -> None:
    path = packaged / "conditions" / "elbow" / "findings.toml"
    names = '"numbness", "thyme", "smoker", "home:alone", "setting:practice", "aggravating:grip", "alcohol:over_14"'
    text = path.read_text(encoding="utf-8").replace('name = "Gout"', f'name = "Gout"\nwhen = {{ has = [{names}] }}')
    path.write_text(text, encoding="utf-8")
    assert lint_file(path, small) == []


def test_every_fault_of_a_file_is_listed(packaged: Path, small: Library) -> None:
    text = OUTLINE.replace("name =", "nam =").replace("weight = 1\n", "weight = 0\n")
    path = write(packaged, "conditions/elbow/outline.toml", text)
    assert {remark.key for remark in lint_file(path, small)} == {"nam", "name", "severity.mild.weight"}


def test_tables_are_checked_against_each_other(packaged: Path, user: Path, small: Library) -> None:
    tests = write(user, "tests.toml", REFERENCE["tests"].replace('["sodium"]', '["sodum"]\nbundle = ["nought"]'))
    assert [str(remark) for remark in lint_file(tests, small)] == [
        "tests.toml, tests[1].analytes: there is no analyte sodum (did you mean sodium?); correct or add it.",
        "tests.toml, tests[1].bundle: there is no test nought; correct or add it.",
    ]
    words = write(user, "words.toml", '[[concepts]]\nid = "tingle"\nkind = "symptom"\nname = "T"\nlay = ["numb"]\n')
    assert [remark.key for remark in lint_file(words, small)] == ["concepts[1].lay"]
    twice = write(user, "twice.toml", REFERENCE["drugs"] * 2)
    assert ["thyme is there twice" in str(remark) for remark in lint_file(twice, small)] == [True]


def test_a_lay_form_may_be_shared_with_a_broader_symptom(user: Path, small: Library) -> None:
    text = '[[concepts]]\nid = "ache"\nkind = "symptom"\nname = "Ache"\nlay = ["sore"]\nbroader = ["pain"]\n'
    assert lint_file(write(user, "words.toml", text), small) == []
