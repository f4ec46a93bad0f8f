"""The realism form, and agreement against numbers worked out by hand."""

from __future__ import annotations

import pytest

from pz_tui.assessment.realism import REALISM_ITEMS, agreement, percent_agreement, score, weighted_kappa


def test_seventeen_items_five_of_them_reversed() -> None:
    assert len(REALISM_ITEMS) == len({item.id for item in REALISM_ITEMS}) == 17
    assert [number for number, item in enumerate(REALISM_ITEMS, 1) if item.reversed] == [2, 3, 5, 6, 9]


def test_reversed_items_are_turned_before_the_mean() -> None:
    found = score({"real": 4, "acting": 1, "held_back": 2, "in_role": None})
    assert found.by_item == {"real": 4, "acting": 4, "held_back": 3}
    assert found.mean == round((4 + 4 + 3) / 3, 2)
    assert (found.rated, found.unrated) == (3, 14)


def test_agreeing_with_everything_is_no_perfect_patient() -> None:
    assert score({item.id: 4 for item in REALISM_ITEMS}).mean == round((12 * 4 + 5 * 1) / 17, 2)


def test_nothing_rated_has_no_mean() -> None:
    assert score({"real": None}).mean is None


@pytest.mark.parametrize("ratings", [{"real": 5}, {"real": 0}, {"nonsense": 3}])
def test_wrong_ratings_are_refused(ratings: dict[str, int | None]) -> None:
    with pytest.raises(ValueError, match=r"realism form|rate from 1 to 4"):
        score(ratings)


def test_weighted_kappa_by_hand() -> None:
    # observed: differences 0,1,0,1,0 -> 2/5 = 0.4
    # expected: one 1,2,3,4,4 against other 1,3,3,3,4; sum of squared differences over 25 pairs:
    # 1:(0+4+4+4+9)=21 2:(1+1+1+1+4)=8 3:(4+0+0+0+1)=5 4:(9+1+1+1+0)=12 twice -> 58/25 = 2.32
    assert weighted_kappa([1, 2, 3, 4, 4], [1, 3, 3, 3, 4]) == pytest.approx(1 - 0.4 / 2.32, abs=5e-4)


def test_weighted_kappa_at_its_ends() -> None:
    assert weighted_kappa([1, 2, 3, 4], [1, 2, 3, 4]) == 1
    assert weighted_kappa([1, 4], [4, 1]) == -1
    assert weighted_kappa([1, 1, 4, 4], [1, 4, 1, 4]) == 0
    assert weighted_kappa([3, 3], [3, 3]) is None


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same items"):
        weighted_kappa([1], [1, 2])


def test_percent_agreement() -> None:
    assert percent_agreement([(1, 1), (2, 3), (4, 4)]) == 66.7


def test_agreement_leaves_out_what_one_could_not_judge() -> None:
    found = agreement({"real": 4, "acting": 1, "in_role": None, "words": 2}, {"real": 4, "acting": 2, "in_role": 3})
    assert (found.items, found.percent) == (2, 50.0)
    # observed 0.5; expected (4-4)²+(4-2)²+(1-4)²+(1-2)² = 14 over 4
    assert found.kappa == pytest.approx(1 - 0.5 / 3.5, abs=5e-4)
    assert found.words == "almost perfect"


def test_agreement_of_nothing() -> None:
    assert agreement({"real": None}, {"real": 3}).kappa is None
    assert agreement({"real": 3}, {"real": 3}).words.startswith("not defined")
