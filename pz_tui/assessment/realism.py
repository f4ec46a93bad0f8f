"""The realism form: seventeen statements a clinician rates, and how far two raters agree.

After MaSP (Wind 2004), NESP (Bouter 2013) and PatientSim (2025); the wording is our own. Each is rated from 1,
disagree, to 4, agree, or "cannot judge"; reversed items are turned round before the mean is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pz_tui.record.base import Frozen

LOWEST, HIGHEST = 1, 4


class RealismItem(Frozen):
    """One statement of the form. ``reversed``: agreement speaks against the patient."""

    id: str
    text: str
    reversed: bool = False


def _items(*rows: tuple[str, str, bool]) -> tuple[RealismItem, ...]:
    return tuple(RealismItem(id=id, text=text, reversed=reverse) for id, text, reverse in rows)


REALISM_ITEMS: tuple[RealismItem, ...] = _items(
    ("real", "This could have been a real patient.", False),
    ("acting", "The patient seemed to be acting a part.", True),
    ("held_back", "The patient kept things back for no reason I could see.", True),
    ("in_role", "The patient stayed in the role throughout.", False),
    ("taught", "The patient tested or taught the trainee.", True),
    ("symptoms", "Symptoms were described as no patient would describe them.", True),
    ("biography", "Life story, job and home suit this person.", False),
    ("natural", "Questions were answered as people answer them.", False),
    ("oversharing", "The patient told more than was asked.", True),
    ("words", "The words suit the patient's schooling and command of the language.", False),
    ("feelings", "The patient's feelings followed from what the doctor said and did.", False),
    ("consistent", "The patient never contradicted themselves.", False),
    ("memory", "What the patient could not recall was believable.", False),
    ("fits_illness", "Age, sex and risk factors suit the illness.", False),
    ("course", "Course and severity suit the illness.", False),
    ("findings", "Examination and test results suit the illness.", False),
    ("reasoning", "The differential diagnosis and the red flags are right.", False),
)


class RealismScore(Frozen):
    """The mean of the rated items after turning the reversed ones, 1 to 4; None when none was rated."""

    mean: float | None
    rated: int
    unrated: int
    by_item: dict[str, int]
    """Item -> value after turning."""


def score(ratings: Mapping[str, int | None]) -> RealismScore:
    """The score of one form.

    Args:
        ratings: item id -> 1 to 4, None or left out for "cannot judge".

    Raises:
        ValueError: an unknown item, or a value outside 1 to 4.
    """
    known = {item.id: item for item in REALISM_ITEMS}
    turned: dict[str, int] = {}
    for id, value in ratings.items():
        if id not in known:
            raise ValueError(f"'{id}' is no item of the realism form; use one of {', '.join(known)}.")
        if value is None:
            continue
        if not LOWEST <= value <= HIGHEST:
            raise ValueError(f"Item '{id}' is rated {value}; rate from {LOWEST} to {HIGHEST}.")
        turned[id] = LOWEST + HIGHEST - value if known[id].reversed else value
    mean = round(sum(turned.values()) / len(turned), 2) if turned else None
    return RealismScore(mean=mean, rated=len(turned), unrated=len(known) - len(turned), by_item=turned)


class Agreement(Frozen):
    """How far two raters agree over the items both rated.

    Attributes:
        items: how many. percent: of them rated the same.
        kappa: quadratic-weighted kappa, None when it is not defined (no items, or no spread at all).
        words: after Landis and Koch (1977).
    """

    items: int
    percent: float | None
    kappa: float | None
    words: str


_BANDS = (
    (-1e-9, "poor"), (0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"), (1.0, "almost perfect"),
)  # fmt: skip


def agreement(one: Mapping[str, int | None], other: Mapping[str, int | None]) -> Agreement:
    """Agreement of two raters on the same patient; items that either could not judge are left out."""
    pairs = [(one[id], other[id]) for id in one if id in other]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    if not both:
        return Agreement(items=0, percent=None, kappa=None, words="nothing was rated by both")
    kappa = weighted_kappa([a for a, _ in both], [b for _, b in both])
    words = "not defined, as no rating differs" if kappa is None else next(
        name for limit, name in _BANDS if kappa <= limit
    )
    return Agreement(items=len(both), percent=percent_agreement(both), kappa=kappa, words=words)


def percent_agreement(pairs: Sequence[tuple[int, int]]) -> float:
    """Share of pairs rated the same, in per cent with one decimal."""
    return round(100 * sum(a == b for a, b in pairs) / len(pairs), 1)


def weighted_kappa(one: Sequence[int], other: Sequence[int]) -> float | None:
    """Cohen's kappa with quadratic weights (Cohen 1968) for two raters.

    Returns None where chance alone would give no disagreement (all ratings in one category).

    Raises:
        ValueError: the lists differ in length or are empty.
    """
    if len(one) != len(other) or not one:
        raise ValueError("Both raters must have rated the same items; give two lists of one length.")
    count = len(one)
    observed = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / count
    expected = sum((a - b) ** 2 for a in one for b in other) / count**2
    return None if expected == 0 else round(1 - observed / expected, 3)
