"""The library: what it reads, what a user can add, and what it says about faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from pz_tui.knowledge import library
from pz_tui.knowledge.library import KnowledgeError, Library, lint_file, load

OUTLINE = """
id = "elbow"
name = "Lateral epicondylitis"
code = "M77.10"
specialty = "Rheumatology"
acuity = "routine"
summary = "Overuse of the wrist extensors."
sources = ["NICE CKS"]
aliases = ["tennis elbow", "epicondylitis"]
chief_complaint = "elbow pain"
sex = { female = 1, male = 1 }
ages = [{ low = 35, high = 55, weight = 1 }]
settings = [{ setting = "surgery", arrival = ["walked in"], task = "Take a history.", minutes = 10 }]
[severity.mild]
weight = 1
summary = "Sore after use."
"""
HISTORY = """
[[drugs]]
drug = "thyme"
rate = 0.3
"""
PRESENTATION = """
[onset_hours]
mild = [24, 72]
[[complaint]]
triage = "Sore right elbow"
full = ["It's my elbow, doctor."]
[[symptoms]]
concept = "elbow_pain"
clinical = "Lateral elbow pain"
lead = true
full = ["My elbow hurts when I grip."]
short = ["Just there."]
  [[symptoms.aspects]]
  kind = "onset"
    [[symptoms.aspects.options]]
    clinical = "Onset {when}"
    full = ["It started {when}."]
[[symptoms]]
concept = "numbness"
clinical = "No numbness"
rate = 0
absent_full = ["No numbness at all."]
"""
FINDINGS = """
management = ["Rest."]
learning_points = ["Most settle within a year."]
[vitals.mild]
pulse = [60, 80]
systolic = [110, 130]
diastolic = [70, 80]
respiratory_rate = [12, 16]
oxygen_saturation = [96, 99]
temperature = [36.2, 37.0]
[[examination]]
region = "elbow"
options = [{ clinical = "Tender lateral epicondyle", tag = "abnormal" }]
[[investigations]]
test = "salt"
values = [{ analyte = "sodium", low = 135, high = 140 }]
[[differential]]
name = "Cervical radiculopathy"
[[differential]]
name = "Osteoarthritis"
[[differential]]
name = "Gout"
"""
REFERENCE = {
    "analytes": """
[[analytes]]
id = "sodium"
name = "Sodium"
unit = "mmol/L"
low = 133
high = 146
survivable = [95, 190]
""",
    "tests": """
[[tests]]
id = "salt"
name = "Sodium"
kind = "blood"
analytes = ["sodium"]
""",
    "examinations": """
[[examinations]]
id = "elbow"
name = "Elbow"
normal = "Full range of movement, not tender."
""",
    "drugs": """
[[drugs]]
id = "thyme"
name = "Thyme"
drug_class = "herb"
doses = [1]
""",
    "occupations": """
[[occupations]]
id = "tester"
title = "Tester"
says = "I test things."
""",
    "everyday": """
[[everyday]]
topic = "pet"
asked_as = ["any pets"]
options = [{ clinical = "a cat", full = ["I've got a cat."] }]
""",
    "names": """
[names]
female_older = ["Ann"]
female_younger = ["Mia"]
male_older = ["Ken"]
male_younger = ["Leo"]
family = ["Shaw"]
""",
}
LEXICON = """
[[concepts]]
id = "pain"
kind = "symptom"
name = "Pain"
lay = ["sore"]
[[concepts]]
id = "elbow_pain"
kind = "symptom"
name = "Elbow pain"
lay = ["sore elbow"]
broader = ["pain"]
[[concepts]]
id = "numbness"
kind = "symptom"
name = "Hypoaesthesia"
lay = ["numb"]
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def condition(folder: Path, **changed: str) -> Path:
    levels = {"outline": OUTLINE, "history": HISTORY, "presentation": PRESENTATION, "findings": FINDINGS}
    for name, text in (levels | changed).items():
        write(folder, f"{name}.toml", text)
    return folder


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    root = tmp_path / "packaged"
    condition(root / "conditions" / "elbow")
    for name, text in REFERENCE.items():
        write(root, f"reference/{name}.toml", text)
    write(root, "lexicon/symptoms.toml", LEXICON)
    return root


@pytest.fixture
def user(tmp_path: Path) -> Path:
    folder = tmp_path / "user"
    folder.mkdir()
    return folder


@pytest.fixture
def small(packaged: Path) -> Library:
    return load(None, packaged)


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
    assert any(
        "drugs[1].dosis: there is no key dosis (did you mean doses?)" in said for said in merged.problems
    )
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
def test_a_fault_names_place_and_mend(
    packaged: Path, level: str, change: tuple[str, str], key: str, says: str
) -> None:
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


def test_every_fault_of_a_file_is_listed(packaged: Path, small: Library) -> None:
    text = OUTLINE.replace("name =", "nam =").replace("weight = 1\n", "weight = 0\n")
    path = write(packaged, "conditions/elbow/outline.toml", text)
    assert {remark.key for remark in lint_file(path, small)} == {"nam", "name", "severity.mild.weight"}


def test_tables_are_checked_against_each_other(packaged: Path, user: Path, small: Library) -> None:
    tests = write(
        user, "tests.toml", REFERENCE["tests"].replace('["sodium"]', '["sodum"]\nbundle = ["nought"]')
    )
    assert [str(remark) for remark in lint_file(tests, small)] == [
        "tests.toml, tests[1].analytes: there is no analyte sodum (did you mean sodium?); correct or add it.",
        "tests.toml, tests[1].bundle: there is no test nought; correct or add it.",
    ]
    words = write(
        user, "words.toml", '[[concepts]]\nid = "tingle"\nkind = "symptom"\nname = "T"\nlay = ["numb"]\n'
    )
    assert [remark.key for remark in lint_file(words, small)] == ["concepts[1].lay"]
    twice = write(user, "twice.toml", REFERENCE["drugs"] * 2)
    assert ["thyme is there twice" in str(remark) for remark in lint_file(twice, small)] == [True]


def test_a_lay_form_may_be_shared_with_a_broader_symptom(user: Path, small: Library) -> None:
    text = '[[concepts]]\nid = "ache"\nkind = "symptom"\nname = "Ache"\nlay = ["sore"]\nbroader = ["pain"]\n'
    assert lint_file(write(user, "words.toml", text), small) == []


def test_nothing_is_read_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, model: type) -> None:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(library, "read_model", refuse)
    assert load().conditions is not None
