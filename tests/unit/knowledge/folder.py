"""A small knowledge folder about an elbow, for tests of the library and of its lint."""

from __future__ import annotations

from pathlib import Path

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
