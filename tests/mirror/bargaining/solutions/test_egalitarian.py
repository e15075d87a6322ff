"""The egalitarian solution: equal gains, leximin against enumeration, units that matter."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Egalitarian, Polytope, Status, bargain
from tests.conic_concepts import egalitarian


def test_equal_gains_on_a_circle_from_anywhere():
    d = np.array([0.1, 0.4])
    deal = bargain(BargainingProblem([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], d), Egalitarian())
    gain = (-(d.sum()) + np.sqrt(d.sum() ** 2 - 2 * (d @ d - 1))) / 2
    assert deal.gains == pytest.approx([gain, gain], rel=1e-13)


@pytest.mark.parametrize("seed", range(25))
def test_leximin_no_feasible_point_has_better_sorted_gains(seed):
    """Random mixtures of actions never beat it in the order that compares the smallest gain first."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 5))
    points = rng.integers(0, 4, size=(6, m)).astype(float)  # few values, so that ties and dominated points abound
    problem = BargainingProblem(Polytope(points), points.min(axis=0) - 0.5)
    deal = bargain(problem, Egalitarian())
    mine = np.sort(deal.gains)
    for _ in range(400):
        other = np.sort(rng.dirichlet(np.full(6, 0.4)) @ points - problem.disagreement)
        first = np.flatnonzero(np.abs(other - mine) > 1e-9)
        assert not len(first) or other[first[0]] < mine[first[0]]
    assert deal.payoffs == pytest.approx(egalitarian(problem, np.ones(m, dtype=bool)).payoffs, abs=1e-6)


def test_units_matter():
    base = bargain(BargainingProblem(Polytope([[0, 0], [1, 0], [0, 1]]), [0, 0]), Egalitarian())
    other = bargain(BargainingProblem([3.0, 1.0] * Polytope([[0, 0], [1, 0], [0, 1]]), [0, 0]), Egalitarian())
    assert base.gains == pytest.approx([0.5, 0.5]) and other.gains == pytest.approx([0.75, 0.75])


def test_who_cannot_gain_holds_nobody_back():
    problem = BargainingProblem(Polytope([[1.0, 0.0, 2.0], [0.0, 1.0, 2.0], [0.0, 0.0, 2.0]]), [0.0, 0.0, 2.0])
    deal = bargain(problem, Egalitarian())
    assert deal.status is Status.some_cannot_gain
    assert deal.gains == pytest.approx([0.5, 0.5, 0.0], abs=1e-12)
