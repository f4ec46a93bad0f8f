"""SEX: organs decide what can be ill (anatomy). Organs follow the sex at birth less what was removed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pz_tui.plausibility.rule import Case, Fault, error, known, rule, warning
from pz_tui.plausibility.texts import states

MALE_ORGANS = re.compile(r"prostat|testic|\btest[ie]s\b|scrot|\bpenis|penile|erectil|foreskin|epididym", re.I)
FEMALE_ORGANS = re.compile(
    r"\bovar|\buter(?:us|ine)|\bwomb\b|\bcervix|cervical (?:smear|screen|cytolog|cancer|excitation|motion)|"
    r"vagin|\bvulv|menstr|\bmenorrh|dysmenorrh|amenorrh|period pains?|"
    r"(?:heavy|missed|late|last|regular|painful|monthly) periods?|pregnan|\bhCG\b|obstetric|"
    r"salping|endometr|menopaus|miscarr|hysterect|oophorect", re.I)  # fmt: skip

# operation -> the organ it takes, and what can then no longer be ill
_REMOVED: dict[str, tuple[str, re.Pattern[str]]] = {
    "appendicectomy": ("appendix", re.compile(r"appendicitis|appendix (?:mass|abscess)", re.I)),
    "cholecystectomy": ("gallbladder", re.compile(r"cholecystitis|gall ?bladder|biliary colic|gallstones", re.I)),
    "hysterectomy": ("uterus", re.compile(
        r"menorrh|heavy.periods|period pain|uterine|fibroid|endometri|\bmenstrua|pregnan", re.I)),
    "splenectomy": ("spleen", re.compile(r"splenic rupture|splenomegaly|enlarged spleen", re.I)),
    "tonsillectomy": ("tonsils", re.compile(r"tonsillitis|quinsy|peritonsillar", re.I)),
    "thyroidectomy": ("thyroid", re.compile(r"thyroiditis|graves|goitre", re.I)),
    "prostatectomy": ("prostate", re.compile(r"prostatitis|prostatic hyper|enlarged prostate", re.I)),
}  # fmt: skip
_NAMED = re.compile(r"stump|remnant|recurren|subtotal|partial|stones? (?:in|of) the bile duct|before", re.I)

_RARE_IN = {"male": re.compile(r"breast cancer|(?:cancer|carcinoma) of (?:the )?breast", re.I)}
_OTHERS = re.compile(
    r"\b(?:wife|girlfriend|partner|daughter|mother|sister|husband|boyfriend|son|father|brother)\b", re.I
)


def _own_texts(case: Case) -> Iterator[tuple[str, str]]:
    """What is said of the patient's own body; relatives and partners have organs of their own."""
    if case.condition:
        yield "condition", f"{case.condition.id} {case.condition.name}"
    for place, stated in case.statements:
        if not place.startswith(("family", "identity", "perspectives")):
            yield place, f"{place.split('.')[1] if '.' in place else ''} {stated.clinical}".replace("_", " ")
    yield from case.reports


def _foreign(case: Case, organs: re.Pattern[str], whose: str) -> Iterator[Fault]:
    for place, text in _own_texts(case):
        found = None if _OTHERS.search(text) else organs.search(text)
        # "male: denies pregnancy" is no less odd than pregnancy itself, hence denials count too
        if found:
            yield error(f"'{found[0]}' belongs to a {whose} body.", place, "Leave it out or change the sex.")


@rule("SEX1", "error", "anatomy", "Prostate, testis and penis only where there are any", "history", "presentation",
      "findings")  # fmt: skip
def _male_organs(case: Case) -> Iterator[Fault]:
    if case.female and not _organs_told(case):
        yield from _foreign(case, MALE_ORGANS, "male")


@rule("SEX2", "error", "anatomy", "Ovary, uterus, cervix, pregnancy and periods only where there are any", "history",
      "presentation", "findings")  # fmt: skip
def _female_organs(case: Case) -> Iterator[Fault]:
    if case.female or _organs_told(case):
        return
    yield from _foreign(case, FEMALE_ORGANS, "female")
    if known(case.condition).code.startswith("O"):
        yield error("An obstetric condition in a male patient.", "condition.code", "Change the sex.")
    for place, result in case.results:
        if result.analyte == "hcg" and not re.search(r"testic|germ cell", known(case.condition).name, re.I):
            yield error("hCG was measured in a male patient.", place, "Leave the test out.")


@rule("SEX3", "error", "logic", "An organ that was removed is not ill", "history", "presentation")
def _removed(case: Case) -> Iterator[Fault]:
    for operation in case.operations:
        organ, illness = _REMOVED.get(operation.concept, ("", re.compile(r"(?!)")))
        told = [("condition", known(case.condition).name)]
        told += [
            (place, f"{place.split('.')[-1]} {stated.clinical}".replace("_", " "))
            for place, stated in case.statements
            if stated.polarity == "present" and place.startswith(("symptoms", "social.menstrual"))
        ]
        for place, text in told:
            if illness.search(text) and not _NAMED.search(text):
                yield error(f"The {organ} was removed ({operation.clinical}), yet: {text.strip()}.", place,
                            f"Drop the {operation.concept} or name the stump, remnant or recurrence.")  # fmt: skip


@rule("SEX4", "warning", "textbooks; the condition's outline", "A disease that is rare in this sex is flagged",
      "history")  # fmt: skip
def _rare(case: Case) -> Iterator[Fault]:
    sex = known(case.identity).sex
    if case.knowledge:
        shares = case.knowledge.outline.sex
        share = shares.get(sex, 0) / (sum(shares.values()) or 1)
        if 0 < share <= 0.03:
            yield warning(f"{case.knowledge.outline.name} is rare in {sex} patients ({share:.0%}).", "identity.sex",
                          "Keep it only when the rarity is the point.")  # fmt: skip
    pattern = _RARE_IN.get(sex)
    named = [known(case.condition).name, *(x.clinical for x in case.past if x.polarity == "present")]
    for text in named:
        if pattern and states(text, pattern):
            yield warning(f"{text} is rare in {sex} patients.", "past", "Keep it only when the rarity is the point.")


_ORGANS_TOLD = re.compile(r"\btrans\b|transgender|gender|non-binary|intersex|hormone therapy|assigned", re.I)


def _organs_told(case: Case) -> bool:
    """Whether the record says in words which organs there are, so that the sex alone no longer decides."""
    own = [*case.past, *case.medications, *case.social]
    if case.identity:
        own += [*case.identity.facts, case.identity.living, case.identity.occupation]
    return any(_ORGANS_TOLD.search(stated.clinical) for stated in own)


@rule("SEX5", "error", "logic", "Where gender and sex differ, the record says which organs there are", "history")
def _gender(case: Case) -> Iterator[Fault]:
    who = known(case.identity)
    pronoun = {"female": "she", "male": "he"}[who.sex]
    if who.pronoun not in (pronoun, "they") and not _organs_told(case):
        yield error(f"A {who.sex} patient is called '{who.pronoun}', and nothing says which organs there are.",
                    "identity.pronoun", f"Write '{pronoun}', or state the gender history in the past.")  # fmt: skip
    gendered = who.title.rstrip(".") in ("Mr", "Mrs", "Ms", "Miss") and who.pronoun != "they"
    if gendered and (who.title.rstrip(".") == "Mr") != (who.pronoun == "he"):
        yield error(f"Title {who.title} and pronoun '{who.pronoun}' differ.", "identity.title", "Let both agree.")
