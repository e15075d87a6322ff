"""Gains as people read them: zero where they are only rounding, and no percentages of next to nothing."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Beliefs, NashBargaining, Polytope, World, bargain
from largeworlds.bargaining.measures import most_gain, percent_gains, relative_gains, shown_gains, uncounted


def pair(d: list[float], weights: list[float] | None = None) -> BargainingProblem:
    return BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], d, ["a", "b"], weights)


def test_gains_that_count_are_shown_as_they_are() -> None:
    deal = bargain(pair([1.0, 1.0]))
    assert shown_gains(deal).tolist() == deal.gains.tolist()
    assert relative_gains(deal) == pytest.approx(deal.gains / 1.0)  # the largest payoff is 2
    assert percent_gains(deal) == pytest.approx(deal.gains / 1.0)
    assert not uncounted(deal).any()
    assert np.isinf(most_gain(deal)).all()


def test_the_rounding_that_weight_zero_leaves_is_not_shown() -> None:
    deal = bargain(pair([1.0, 1.0], [1.0, 0.0]))
    assert uncounted(deal).tolist() == [False, True]
    assert shown_gains(deal)[0] == deal.gains[0] > 0
    assert shown_gains(deal)[1] == relative_gains(deal)[1] == 0


def test_a_real_gain_at_weight_zero_is_shown() -> None:
    """What is best for the first is good for the second too: its gain is real although it does not count."""
    deal = bargain(BargainingProblem(Polytope([[1.0, 1.0], [0.0, 0.0]]), [0.5, 0.5], weights=[1.0, 0.0]))
    assert uncounted(deal).tolist() == [False, True]
    assert shown_gains(deal).tolist() == pytest.approx([0.5, 0.5])


def test_who_cannot_gain_is_shown_without_gain_and_its_bound_is_the_published_one() -> None:
    deal = bargain(World([Ball([1.0, 1.0])] * 2, Beliefs([[1.0, 0.0], [0.0, 1.0]], [0.5, 0.5])).problem())
    assert shown_gains(deal).tolist() == [0.0, 0.0]
    assert deal.direction is not None
    assert most_gain(deal) == pytest.approx(max(deal.bound, 0.0) / deal.direction)


def test_no_percentages_of_next_to_nothing() -> None:
    """Below a hundredth of the largest payoff (2 here) a disagreement payoff is no measure."""
    assert np.isnan(percent_gains(bargain(pair([1e-9, 0.019])))).all()
    assert np.isnan(percent_gains(bargain(pair([-1.0, 0.5])))).tolist() == [True, False]
    assert np.isfinite(percent_gains(bargain(pair([0.021, 0.5])))).all()


def test_without_an_answer_there_are_no_gains() -> None:
    deal = bargain(pair([3.0, 3.0]), NashBargaining(), throw=False)
    assert np.isnan(shown_gains(deal)).all()
