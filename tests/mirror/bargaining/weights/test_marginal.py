"""Marginal rates of substitution and marginal charity."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem


def test_round_frontier():
    rates = lw.marginal_rates(lw.Ball([1, 1, 1]), [0.48, 0.64, 0.6])
    w = np.array([0.48, 0.64, 0.6])
    assert rates.unique and rates.high == pytest.approx(w[None] / w[:, None], rel=1e-8)


def test_a_kink_has_two_slopes():
    """From (3, 3) one unit more for the second costs 3, one unit less brings 1/3."""
    rates = lw.marginal_rates(lw.Polytope([[0, 4], [3, 3], [4, 0]]), [3, 3])
    assert rates.low == pytest.approx(np.array([[1, 1 / 3], [1 / 3, 1]]))
    assert rates.high == pytest.approx(np.array([[1, 3], [3, 1]])) and not rates.unique


def test_where_somebody_has_no_weight_nothing_makes_up_for_it():
    rates = lw.marginal_rates(lw.Ball([1, 1, 1]), [1, 0, 0])
    assert rates.high[0].tolist() == [1, 0, 0] and np.isinf(rates.high[1, 0]) and np.isnan(rates.high[1, 2])


@pytest.mark.parametrize("m", [3, 5])
def test_rates_against_another_linear_program(rng, count, m):
    for _ in range(count(10, 2)):
        points = rng.normal(size=(60, m))
        x = points[np.argmax(points @ np.ones(m))]
        rates = lw.marginal_rates(lw.Polytope(points), x)
        for s, t in ((0, 1), (1, 0), (m - 1, 0)):
            fixed = [(1, 1) if k == s else (0, None) for k in range(m)]
            answer = linprog(-np.eye(m)[t], points - x, np.zeros(len(points)), bounds=fixed)
            if answer.status == 3:
                assert np.isinf(rates.high[s, t])
            else:
                assert rates.high[s, t] == pytest.approx(-answer.fun, rel=1e-6, abs=1e-9)
            assert rates.low[t, s] == pytest.approx(1 / rates.high[s, t] if rates.high[s, t] > 0 else np.inf)


def test_the_first_unit_given_is_free_where_the_own_optimum_is_smooth():
    costs = lw.marginal_charity(lw.Contributions([lw.Ball([1, 2]), lw.Allocation(1.0, lw.Power(0.5), [1, 1])]))
    assert costs.tolist() == [[1, 0], [0, 1]]


def test_costs_of_kinked_optima():
    """ExponentialBudget: own slope s / (1 + r) with all 6 units spent, the receiver's at zero."""
    costs = lw.marginal_charity(lw.Contributions([[[1, 0], [0, 3], [0.9, 0.1]], lw.ExponentialBudget([1, 2], 8.0)]))
    assert costs == pytest.approx(np.array([[1, 1 / 3], [2 / 7, 1]]))
    lines = [lw.Allocation(1.0, [lw.Log(), lw.Linear(0.5)]), lw.Allocation(3.0, [lw.Linear(2), lw.Log(5.0)])]
    assert lw.marginal_charity(lw.Contributions(lines)) == pytest.approx(np.array([[1, 1], [0.625, 1]]))


def test_costs_are_what_small_gifts_cost(rng, count):
    """The slope of the frontier between the two, measured by the support of the set beside the own axis."""
    for _ in range(count(30, 5)):
        sets = [rng.normal(size=(6, 2)), lw.ExponentialBudget(rng.uniform(0.5, 2, 2), 6.0)]
        costs = lw.marginal_charity(lw.Contributions(sets))
        for giver, part in enumerate(lw.Contributions(sets).sets):
            axis, other = np.eye(2)[giver], np.eye(2)[1 - giver]
            at = float(part.face_point(axis, other) @ other)
            price = costs[giver, 1 - giver]
            if np.isfinite(price):  # the selfish optimum is best for 1 : price, and not for a little less
                worth = lambda v, p=part, a=at, ax=axis, o=other: float(p.support(ax + v * o) - p.support(ax)) - v * a  # noqa: E731
                assert worth(price * (1 - 1e-6)) < 1e-9 and worth(price * 1.01) > 1e-9


def test_nobody_can_give_what_it_has_not():
    costs = lw.marginal_charity(lw.Contributions([[[1, 0], [0, 0]], [[0, 1], [1, 1]]]))
    assert np.isinf(costs).tolist() == [[False, True], [True, False]]


def test_bad_input_gets_one_sentence():
    with pytest.raises(InvalidProblem, match=r"problem must have one set per player, but it is one with a joint set"):
        lw.marginal_charity(lw.Ball([1, 1]))
    oracle = lw.Oracle(2, lw.Ball([1, 1]).maximizer)
    with pytest.raises(
        InvalidProblem, match=r"sets\[0\] must have a description, but it is known only by its maximizer"
    ):
        lw.marginal_charity(lw.Contributions([oracle, oracle]))
    with pytest.raises(InvalidProblem, match="problem must have sets with a description, but it is one with an Oracle"):
        lw.marginal_rates(oracle, [0.6, 0.8])
    with pytest.raises(
        InvalidProblem, match="x must lie on the frontier, but it is a point of which this holds: every"
    ):
        lw.marginal_rates(lw.Ball([1, 1]), [0.1, 0.1])


def test_charity_on_an_ellipsoid_costs_nothing_to_the_first_order_unless_it_cannot_be_given():
    free = lw.Ellipsoid(
        [0, 0, 0], [[1.0, 0.3, -1.0], [0.3, 1.0, -0.3], [-1.0, -0.3, 1.0]]
    )  # the third is minus the first
    idle = lw.Ellipsoid([0, 0, 0], np.diag([1.0, 0.0, 1.0]))
    assert lw.marginal_charity(lw.Contributions([free, idle, idle])).tolist() == [
        [1.0, 0.0, np.inf],
        [np.inf, 1.0, np.inf],
        [0.0, np.inf, 1.0],
    ]
