"""Exponential budgets: the paper's Example 56 and errors."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Allocation, ExponentialBudget, InvalidProblem, Log


def test_the_own_maximum_is_log_of_total_minus_one_for_two_types():
    """Erratum 4: p log(r - 1), not p log(r), since the other axis costs one unit at zero."""
    part = ExponentialBudget([0.75, 0.25], 100.0)
    assert part.maximizer([1.0, 0.0]) == pytest.approx([0.75 * np.log(99), 0.0])
    assert part.support([1.0, 1.0]) == pytest.approx(0.75 * np.log(75.0) + 0.25 * np.log(25.0))


def test_points_meet_the_defining_inequality():
    part = ExponentialBudget([0.5, 2.0, 1.0], 10.0)
    for w in np.random.default_rng(0).random((20, 3)):
        assert np.exp(part.maximizer(w) / part.scales).sum() == pytest.approx(10.0)
    assert part.contains([0.0, 0.0, np.log(8.0)]) and not part.contains([0.0, 0.0, np.log(8.0) + 1e-6])


def test_it_is_an_allocation_with_logarithms():
    part, other = ExponentialBudget([0.5, 2.0], 10.0), Allocation(8.0, [Log(0.5), Log(2.0)])
    w = np.random.default_rng(0).normal(size=(20, 2))
    assert part.maximizer(w).tolist() == other.maximizer(w).tolist()
    assert part.face_point(np.array([0.0, 0.0]), np.array([0.0, 1.0])) == pytest.approx([0.0, 2 * np.log(9.0)])


@pytest.mark.parametrize(
    ("scales", "total", "words"),
    [
        ([0.5, 0.5], 1.5, ["total", "at least 2", "1.5", "raise the total"]),
        ([0.5, -0.5], 3.0, ["scales[1]", "must not be negative", "-0.5"]),
        ([], 3.0, ["scales", "at least one"]),
        ([0.5], -3.0, ["total", "positive"]),
    ],
)
def test_errors(scales, total, words):
    with pytest.raises(InvalidProblem) as error:
        ExponentialBudget(scales, total)
    assert all(word in str(error.value) for word in words), str(error.value)
