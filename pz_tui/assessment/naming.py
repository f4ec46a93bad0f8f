"""Whether two names mean the same disease: spelling, synonyms, abbreviations, typos, parents and children."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

How = Literal["exact", "synonym", "abbreviation", "typo", "child", "parent", ""]
Words = tuple[str, ...]

_SPELLING = (
    ("haem", "hem"), ("anaem", "anem"), ("oedema", "edema"), ("oesoph", "esoph"), ("paed", "ped"), ("gynae", "gyne"),
    ("ischaem", "ischem"), ("diarrhoea", "diarrhea"), ("faec", "fec"), ("caec", "cec"), ("aemia", "emia"),
    ("tumour", "tumor"), ("foet", "fet"), ("coeliac", "celiac"), ("dyspnoea", "dyspnea"),
    ("appendicectomy", "appendectomy"), ("depressive", "depression"),
)  # fmt: skip
_ABBREVIATIONS = {
    "mi": "myocardial infarction", "ami": "myocardial infarction", "acs": "acute coronary syndrome",
    "pe": "pulmonary embolism", "dvt": "deep vein thrombosis", "tia": "transient ischemic attack", "cva": "stroke",
    "uti": "urinary tract infection", "copd": "chronic obstructive pulmonary disease", "af": "atrial fibrillation",
    "ccf": "heart failure", "chf": "heart failure", "hf": "heart failure", "gord": "reflux", "gerd": "reflux",
    "t1dm": "type 1 diabetes", "t2dm": "type 2 diabetes", "dka": "diabetic ketoacidosis",
    "sah": "subarachnoid hemorrhage", "ibs": "irritable bowel syndrome", "ibd": "inflammatory bowel disease",
    "pid": "pelvic inflammatory disease", "gca": "giant cell arteritis", "ra": "rheumatoid arthritis",
    "oa": "osteoarthritis", "cap": "community acquired pneumonia", "aaa": "abdominal aortic aneurysm",
    "mdd": "major depression disorder", "gad": "generalised anxiety disorder", "tth": "tension type headache",
    "ua": "unstable angina", "stemi": "st elevation myocardial infarction",
    "nstemi": "non st elevation myocardial infarction",
}  # fmt: skip
# words that grade or hedge, and do not change which disease is meant
_LIGHT = frozenset({
    "a", "an", "the", "of", "with", "and", "in", "to", "acute", "mild", "moderate", "severe", "simple",
    "uncomplicated", "probable", "probably", "possible", "possibly", "likely", "suspected", "query", "presumed",
    "first", "new", "typical", "atypical", "episode", "unspecified", "current", "this", "is", "it", "has", "he",
    "she", "they", "i", "think", "my", "diagnosis", "ddx", "dx", "major", "clinical", "unipolar", "single",
    "classic", "classical", "r", "o", "rule", "out",
})  # fmt: skip
# parts that look alike and mean something else: an edit that touches one of these is no typo
_TELLING = (
    "hyper", "hypo", "brady", "tachy", "pre", "post", "intra", "extra", "macro", "micro", "non", "without", "1", "2",
    "left", "right", "upper", "lower", "sub", "epi", "anti", "endo", "peri", "myo",
)  # fmt: skip
_REVERSING = frozenset({"non", "without", "no"})
_TYPO = 88.0
"""Similarity (0 to 100) from which a longer word counts as misspelt."""
_SHORTEST_TYPO = 6


def plain(name: str) -> str:
    """Lower case, letters and digits only, one spelling."""
    text = re.sub(r"[^a-z0-9]+", " ", name.casefold().replace("'s", "s").replace("’s", "s")).strip()
    for british, american in _SPELLING:
        text = text.replace(british, american)
    return text


@lru_cache(maxsize=4096)
def core(name: str) -> Words:
    """The words that carry the meaning: abbreviations written out, without those that grade or hedge."""
    words = " ".join(_ABBREVIATIONS.get(word, word) for word in plain(name).split()).split()
    return tuple(word for word in words if word not in _LIGHT) or tuple(words)


def relation(answer: str, name: str, synonyms: Iterable[str] = ()) -> How:
    """How ``answer`` stands to the disease ``name``; empty for not at all.

    ``parent``: the answer is broader than the disease. ``child``: it names a kind of it.
    """
    said, meant = core(answer), core(name)
    names = {core(other): other for other in synonyms}
    others = list(names)
    if sorted(said) == sorted(meant):
        return "abbreviation" if _is_abbreviation(answer) else "exact"
    if said in names:
        short = _is_abbreviation(answer) or (len(said) == 1 and names[said].isupper())
        return "abbreviation" if short else "synonym"
    if len(plain(answer)) > 1 and _initials(name) == plain(answer).replace(" ", ""):
        return "abbreviation"
    if any(_misspelt(said, other) for other in (meant, *others)):
        return "typo"
    if _broader(said, meant):
        return "parent"
    same_level = [other for other in others if not _broader(other, meant)]
    if any(_broader(other, said) for other in (meant, *same_level)) and not _reversed(said, meant):
        return "child"
    return ""


def opposite(answer: str, name: str) -> bool:
    """Whether one word reverses the meaning: with and without aura, ST and non-ST elevation."""
    said, meant = set(core(answer)), set(core(name))
    return _reversed(tuple(said), tuple(meant)) and said - _REVERSING == meant - _REVERSING


def _broader(short: Words, long: Words) -> bool:
    """Whether ``short`` leaves out words of ``long`` and keeps one that names a disease."""
    left_out = set(long) - set(short)
    return (
        set(short) < set(long) and not left_out <= _REVERSING and any(len(word) > 4 for word in set(short) & set(long))
    )


def _reversed(one: Words, other: Words) -> bool:
    return bool(set(one) & _REVERSING) != bool(set(other) & _REVERSING)


def _is_abbreviation(answer: str) -> bool:
    words = [word for word in plain(answer).split() if word not in _LIGHT]
    return any(word in _ABBREVIATIONS for word in words)


def _initials(name: str) -> str:
    words = re.findall(r"[A-Za-z]+", name)
    return "".join(word[0] for word in words).lower() if len(words) > 1 else ""


def _misspelt(said: Words, meant: Words) -> bool:
    one, other = " ".join(said), " ".join(meant)
    if min(len(one), len(other)) < _SHORTEST_TYPO or _differ(one, other):
        return False
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)) >= _TYPO


def _differ(one: str, other: str) -> bool:
    """Whether a telling part begins a word of one and of the other not."""
    return any(bool(re.search(rf"\b{part}", one)) != bool(re.search(rf"\b{part}", other)) for part in _TELLING)
