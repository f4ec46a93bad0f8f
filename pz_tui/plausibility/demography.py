"""DEM: who the patient is must be possible (clinical logic; who meets which disease, from its knowledge)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pz_tui.knowledge.matching import holds
from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.texts import mentions

_WORKING = ("employed", "self-employed")
# Earliest usual age after training in the United Kingdom.
_TRAINING = {
    "consultant physician": 30, "surgeon": 30, "doctor": 23, "dentist": 22, "vet": 22, "solicitor": 23,
    "barrister": 23, "lawyer": 23, "judge": 35, "professor": 30, "pharmacist": 22, "architect": 24,
    "teacher": 21, "nurse": 21, "midwife": 21, "physiotherapist": 21, "airline pilot": 20,
}  # fmt: skip
_LESSER = re.compile(r"assistant|receptionist|secretary|clerk|nursery|dental|trainee|student|apprentice|'s\b", re.I)
_EARLY_REST = re.compile(
    r"ill health|sick|disab|medical(?:ly)?|injur|redundan|army|navy|forces|police|fire ?fighter|professional "
    r"(?:sport|football)|early retire|because|sold (?:the|my|his|her)|inherit", re.I)  # fmt: skip
_LATE_WORK = re.compile(
    r"because|own|family|farm|part[- ]time|enjoy|love|need the money|volunt|still|keeps? (?:me|him|her)", re.I)
# what -> (cheap sign of it, the thing itself)
_IDENTIFIERS = {
    "an email address": (re.compile("@"), re.compile(r"[\w.+-]+@[\w-]+\.\w+")),
    "a web address": (re.compile("//|www", re.I), re.compile(r"\b(?:https?://|www\.)\S+", re.I)),
    "a telephone or health service number":
        (re.compile(r"\d(?:[ -]?\d){8}"), re.compile(r"(?<![\d/])\+?\d(?:[ -]?\d){8,}(?![\d/])")),
    "a postcode": (re.compile(r"\d[A-Z]{2}\b"), re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    "a street address": (
        re.compile("Street|Road|Avenue|Lane|Close|Drive|Crescent"),
        re.compile(r"\b\d+[a-z]? [A-Z]\w+ (?:Street|Road|Avenue|Lane|Close|Drive|Crescent)\b"),
    ),
}  # fmt: skip
_PUBLIC = (
    "Charles Windsor", "William Windsor", "Keir Starmer", "Rishi Sunak", "Boris Johnson", "Tony Blair",
    "Margaret Thatcher", "Theresa May", "Donald Trump", "Joe Biden", "Barack Obama", "Angela Merkel",
    "David Beckham", "Elton John", "Paul McCartney", "Taylor Swift", "Harry Potter", "James Bond",
    "Sherlock Holmes", "Albert Einstein", "Florence Nightingale", "Harold Shipman",
)  # fmt: skip


def _years_between(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@rule("DEM1", "error", "logic", "Age 0 to 110, and it agrees with the date of birth", "profile")
def _age(case: Case) -> Iterator[Fault]:
    who, seen = known(case.identity), known(case.encounter).date
    if not 0 <= who.age <= 110:
        yield error(f"The age is {who.age}.", "identity.age", "Give an age from 0 to 110.")
    age = _years_between(who.date_of_birth, seen)
    if age != who.age:
        yield error(
            f"Born on {who.date_of_birth:%d %B %Y} the patient is {age} on {seen:%d %B %Y}, not {who.age}.",
            "identity.date_of_birth", f"Give a date of birth {who.age} full years before the encounter.",
        )  # fmt: skip


@rule("DEM2", "either", "GMC 0-18; logic", "No full-time job under 16, and a carer gives or shares the history",
      "profile")  # fmt: skip
def _child_at_work(case: Case) -> Iterator[Fault]:
    who = known(case.identity)
    if who.age < 16 and case.informant is None:
        fault = error if who.age < 12 else warning
        yield fault(f"At {who.age} the patient speaks alone.", "informant", "Name the carer who gives the history.")
    if who.age < 16 and who.employment in (*_WORKING, "retired", "carer"):
        yield error(f"At {who.age} the patient is {who.employment}.", "identity.employment", "Make them a pupil.")


@rule("DEM3", "warning", "logic (United Kingdom training years)", "The job fits the years of training", "profile")
def _training(case: Case) -> Iterator[Fault]:
    who = known(case.identity)
    job = who.occupation.clinical
    if who.employment not in _WORKING or _LESSER.search(job):
        return
    for title, least in _TRAINING.items():
        if mentions(job, title) and who.age < least:
            yield warning(f"A {title} of {who.age} is younger than training allows ({least}).",
                          "identity.occupation", "Choose a trainee post or an older patient.")  # fmt: skip
            return


@rule("DEM4", "warning", "logic", "Retired before 50 or working after 75 has a reason", "profile")
def _work_and_age(case: Case) -> Iterator[Fault]:
    who = known(case.identity)
    told = " ".join((who.occupation.clinical, *who.occupation.wording.full))
    if who.employment == "retired" and who.age < 50 and not _EARLY_REST.search(told):
        yield warning(f"Retired at {who.age} and no reason given.", "identity.occupation",
                      "Say why (ill health, the forces), or let the patient work.")  # fmt: skip
    if who.employment in _WORKING and who.age > 75 and not _LATE_WORK.search(told):
        yield warning(f"Still working at {who.age} and no reason given.", "identity.occupation",
                      "Say why (own business, part-time), or let the patient be retired.")  # fmt: skip


@rule("DEM5", "error", "logic", "Years in job, home and marriage are possible at this age", "profile", "history")
def _years_spent(case: Case) -> Iterator[Fault]:
    who = known(case.identity)
    if who.partner in ("married", "divorced", "widowed", "separated") and who.age < 16:
        yield error(f"{who.partner.capitalize()} at {who.age}.", "identity.partner", "Set partner to none.")
    least = {"occupation": 13, "relationships": 16, "living": 0}
    for item in (*who.facts, *case.social):
        if item.head in least and item.unit in ("years", "y") and (item.value or 0) > who.age - least[item.head]:
            yield error(f"{item.value:g} years ({item.clinical}) are too many at {who.age}.",
                        f"social.{item.head}", "Give fewer years.")  # fmt: skip


@rule("DEM6", "either", "logic", "Pregnancy only at 12 to 55 (12 to 14 and 51 to 55 unusual), periods from 9",
      "history")  # fmt: skip
def _pregnant(case: Case) -> Iterator[Fault]:
    if case.pregnant:
        if not case.female:
            yield error("A male patient is pregnant.", "identity.sex", "Change the sex or drop the pregnancy.")
        elif not 12 <= case.age <= 55:
            yield error(f"Pregnant at {case.age}.", "identity.age", "Choose an age from 15 to 50.")
        elif not 15 <= case.age <= 50:
            yield warning(f"Pregnant at {case.age} is unusual.", "identity.age", "Choose an age from 15 to 50.")
    if case.female and case.age < 9 and _menstruates(case):
        yield warning(f"Periods at {case.age}.", "social.menstrual", "Drop the periods.")


_ENDED = re.compile(r"stopped|menopaus|no (?:longer|more|periods)|not had|ended|the change|through it", re.I)


def _menstruates(case: Case) -> bool:
    return any(
        item.head == "menstrual" and item.polarity == "present" and not _ENDED.search(item.clinical)
        for item in case.social
    )


@rule("DEM7", "warning", "NICE NG23", "Menopause at 45 to 55; earlier is named; no periods after 58", "history")
def _menopause(case: Case) -> Iterator[Fault]:
    causes = {"premature_ovarian_insufficiency", "oophorectomy", "chemotherapy", "radiotherapy", "early_menopause"}
    for item in case.past:
        if item.concept != "menopause" or item.polarity != "present" or item.age_at is None:
            continue
        named = case.concepts & causes or re.search(r"early|premature|insufficien|surgical", item.clinical, re.I)
        if item.age_at < 45 and not named:
            yield warning(f"Menopause at {item.age_at} without a cause.", "past.menopause",
                          "Name premature ovarian insufficiency or its cause, or choose 45 to 55.")  # fmt: skip
        if item.age_at > 58:
            yield warning(f"Menopause as late as {item.age_at}.", "past.menopause", "Choose 45 to 55.")
    if case.female and case.age > 58 and _menstruates(case):
        yield warning(f"Periods at {case.age}.", "social.menstrual", "Let the periods have stopped.")


_PARITY = re.compile(r"\bG(\d+) ?P(\d+)\b")


@rule("DEM8", "error", "logic", "Not more births than pregnancies, and old enough for the children", "profile",
      "history")  # fmt: skip
def _births(case: Case) -> Iterator[Fault]:
    who = known(case.identity)
    if who.children and who.age < 13:
        yield error(f"{who.children} children at {who.age}.", "identity.children", "Set children to 0.")
    for item in case.past:
        found = _PARITY.search(item.clinical)
        twins = re.search(r"twin|triplet", item.clinical, re.I)
        if found and int(found[2]) > int(found[1]) and not twins:
            yield error(f"{found[0]}: more births than pregnancies.", f"past.{item.concept}", "Correct the numbers.")


@rule("DEM9", "error", "WHO growth standards; adult limits proposed", "Height 100 to 230 cm and BMI 10 to 90",
      "findings")  # fmt: skip
def _build(case: Case) -> Iterator[Fault]:
    vitals = known(case.vitals)
    height, weight = vitals.height_cm, vitals.weight_kg
    low, high = (100, 230) if case.adult else (40, 210)
    if height is not None and not low <= height <= high:
        yield error(f"Height {height:g} cm at {case.age}.", "vitals.height_cm", f"Give {low} to {high} cm.")
    elif height and weight and not 10 <= weight / (height / 100) ** 2 <= 90:
        yield error(f"{weight:g} kg at {height:g} cm is BMI {weight / (height / 100) ** 2:.0f}.",
                    "vitals.weight_kg", "Give a weight that makes a BMI of 10 to 90.")  # fmt: skip


@rule("DEM10", "warning", "logic", "Home, care, work and partner agree", "profile")
def _household(case: Case) -> Iterator[Fault]:
    who = known(case.identity)
    home = who.living.clinical.lower()
    alone, in_care = "alone" in home, re.search(r"care home|nursing home|residential home", home)
    together = re.search(r"with (?:\w+ )?(?:partner|husband|wife|spouse)", home)
    if in_care and who.employment in (*_WORKING, "carer", "pupil", "student"):
        yield warning(f"Lives in a care home and is {who.employment}.", "identity.living", "Change home or work.")
    if alone and (who.age < 16 or who.partner in ("partner", "married")):
        yield warning(f"Lives alone ({who.age}, {who.partner}).", "identity.living", "Say with whom, or why alone.")
    if who.employment == "carer" and (alone or home.startswith("shares")):
        yield warning("A full-time carer at home lives alone.", "identity.living", "Say who is cared for, and where.")
    if together and who.partner not in ("partner", "married"):
        yield warning(f"Lives with a partner, but partner is '{who.partner}'.", "identity.partner", "Let both agree.")


@rule("DEM11", "error", "project design", "An invented person: no identifier and no public figure", "profile",
      "history", "presentation")  # fmt: skip
def _invented(case: Case) -> Iterator[Fault]:
    who = known(case.identity)
    if who.name.casefold() in {name.casefold() for name in _PUBLIC}:
        yield error(f"{who.name} is a public figure.", "identity.name", "Invent another name.")
    texts = [("identity.name", who.name)]
    for place, stated in case.statements:
        texts.append((place, "\n".join((stated.clinical, *stated.wording.full, *stated.wording.short))))
    whole = "\n".join(text for _, text in texts)
    for what, (hint, pattern) in _IDENTIFIERS.items():
        # one look at everything first: almost every patient is clean, and this runs after each stage
        if not hint.search(whole) or not pattern.search(whole):
            continue
        for place, text in texts:
            if pattern.search(text):
                yield error(f"The text holds {what}.", place, "Leave it out.")


@rule("DEM12", "either", "the condition's outline", "Age and sex are those the condition meets", "profile")
def _who_gets_it(case: Case) -> Iterator[Fault]:
    outline, who = known(case.knowledge).outline, known(case.identity)
    low, high = outline.age_limits
    if not low <= who.age <= high:
        yield error(f"{outline.name} at {who.age} contradicts its definition ({low} to {high}).", "identity.age",
                    f"Choose an age from {low} to {high}.")  # fmt: skip
    elif not any(band.low <= who.age <= band.high for band in outline.ages):
        yield warning(f"{outline.name} at {who.age} is outside the usual ages.", "identity.age",
                      "Choose an age of one of its bands.")  # fmt: skip
    if not outline.sex.get(who.sex):
        yield error(f"{outline.name} does not meet a {who.sex} patient.", "identity.sex", "Choose the other sex.")
    for combination in outline.contraindications:
        if holds(combination.when, case.situation):
            fault = error if combination.severity == "error" else warning
            yield fault(f"{combination.message} ({combination.id})", "condition", "Draw another combination.")
