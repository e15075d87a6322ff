"""Treutlein (2023), Sections 3.3 and 3.5: examples on weights and uniqueness, and the cases that its proofs miss."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem

SQUARE = lw.Box([0, 0], [1, 1])


def test_example_17():
    """F_1 = F_2 on the line x_1 + x_2 = 1: the Nash point is (1, 1), and (2, -1) with (1/2, 1/2) hurts somebody."""
    line = [[2, -1], [-1, 2]]
    problem = lw.BargainingProblem([line, line], [0, 0])
    deal = lw.bargain(problem)
    assert deal.payoffs == pytest.approx([1, 1], abs=1e-12)
    found = lw.decompositions(problem, deal.payoffs)
    assert found.unique is False and found.dimension == (1, 1)
    assert found.box == pytest.approx(np.tile([-1.0, 2.0], (2, 2, 1)))  # both may choose the whole line
    assert found.canonical == pytest.approx(np.full((2, 2), 0.5), abs=1e-12)  # the paper's Schelling point
    assert found.worst == pytest.approx([-3, -3])
    mixed_up = np.array([[2.0, -1.0], [0.5, 0.5]])
    assert (mixed_up >= found.box[..., 0]).all() and (mixed_up <= found.box[..., 1]).all()
    assert mixed_up.sum(axis=0)[1] < problem.disagreement[1]
    assert lw.check_common_weights(problem, mixed_up).pareto_optimal is True  # Proposition 18: bad, but efficient


def test_theorem_5_needs_correlated_lotteries():
    """u_1 = a_1, u_2 = a_2, u* = a_1 a_2 is no weighted sum, yet respects all that independent mixers agree on.

    With independent mixing u*(alpha) = E a_1 E a_2 = u_1(alpha) u_2(alpha), which grows in both; correlated lotteries
    with the same means differ in E a_1 a_2.
    """
    a = np.array([0.0, 1.0])
    u = np.array([np.add.outer(a, 0 * a), np.add.outer(0 * a, a)])
    star = np.multiply.outer(a, a)
    correlated = lw.check_harsanyi(u, star)
    assert correlated.holds is False and correlated.violation == pytest.approx(0.5)
    assert (u * (correlated.better - correlated.worse)).sum(axis=(1, 2)) == pytest.approx([0, 0], abs=1e-9)
    assert lw.check_harsanyi(u, star, mixing="independent").holds is None
    p, q = np.meshgrid(np.linspace(0, 1, 21), np.linspace(0, 1, 21))
    ours, theirs = np.column_stack([p.ravel(), q.ravel()]), np.column_stack([p.ravel(), q.ravel()])
    better = (ours[:, None] >= theirs[None]).all(axis=2)
    assert (ours.prod(axis=1)[:, None] >= theirs.prod(axis=1)[None] - 1e-15)[better].all()


def test_theorem_6_needs_positive_weights():
    """On the unit square (1, 0) is best for the weights (1, 0), and (1, 1) is better for the second player."""
    check = lw.check_common_weights(lw.Contributions([SQUARE, SQUARE]), [[1, 0], [1, 0]])
    assert check and not check.positive and check.weights.tolist() == [1, 0]
    assert check.pareto_optimal is False and check.gains == pytest.approx([0, 2])


def test_theorem_6_lets_everybody_scale_its_weights():
    """What counts is that weights are proportional and not zero, not that they are equal."""
    ball = lw.Ball([1, 2])
    sets = [ball, lw.Ball([2, 1])]
    actions = [sets[0].maximizer([1, 2]), sets[1].maximizer([10, 20])]
    check = lw.check_common_weights(lw.Contributions(sets), actions)
    assert check.pareto_optimal is True and check.weights == pytest.approx([1 / 3, 2 / 3])


def test_proposition_18_with_a_zero_weight():
    """The only normal at x = (1, 1, 1) is (1, 0, 0); independent choices are Pareto optimal all the same.

    A third weight decides: with the first player's payoff kept, both others are on the edge y_2 + y_3 = 1.
    """
    edge = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    parts = lw.Contributions([lw.Ball([1, 1, 1]), edge, edge])
    x = [1, 1, 1]
    weights = lw.consensus_weights(parts, x)
    assert weights.unique and weights.weights.tolist() == [1, 0, 0] and not weights.positive
    found = lw.decompositions(parts, x)
    assert found.unique is False and found.dimension == (0, 1, 1) and found.worst == pytest.approx([0, -1, -1])
    for first, second in ((0.0, 0.0), (0.3, 0.5), (1.0, 1.0)):
        point = np.array([1, first + second, 2 - first - second])
        left = lw.gains_left(parts, point)
        assert left.pareto_optimal is True, (point, left)


def test_proposition_18_does_not_hold_below_the_pareto_frontier():
    """x = (2, 1) on the side of a square is worth as much as its combinations for (1, 0), and (2, 0) is worse."""
    parts = lw.Contributions([SQUARE, SQUARE])
    found = lw.decompositions(parts, [2, 1])
    assert found.box == pytest.approx(np.tile(np.array([[1.0, 1.0], [0.0, 1.0]]), (2, 1, 1)))
    assert found.worst == pytest.approx([0, -1])
    assert lw.gains_left(parts, [2, 0]).each == pytest.approx([0, 2])


def test_marginal_charity_is_free():
    """Section 3.5.2: from the own optimum of a smooth set the first unit given costs nothing (Example 54's balls)."""
    costs = lw.marginal_charity(lw.Contributions([lw.Ball([1, 1]), lw.Ball([1, 1])]))
    assert costs.tolist() == [[1, 0], [0, 1]]
    assert lw.gains_left(lw.Contributions([lw.Ball([1, 1])] * 2), [1, 1]).common > 0.2


def test_slopes_are_equal_exactly_where_nothing_is_left():
    """Section 3.1: marginal rates of substitution agree between contributors in a Pareto optimum."""
    deal = lw.bargain(lw.BargainingProblem([lw.Ball([1, 2]), lw.Ball([2, 1])], [0.5, 0.5]))
    rates = [lw.marginal_rates(part, y).high for part, y in zip(deal.problem.sets, deal.actions, strict=True)]
    assert rates[0] == pytest.approx(rates[1], rel=1e-6)
    assert rates[0][0, 1] == pytest.approx(deal.weights[1] / deal.weights[0], rel=1e-6)


def test_without_separability_the_profile_is_one_choice():
    joint = lw.decompositions(lw.Contributions(lw.Polytope([[1, 0], [0, 1]])), [0.5, 0.5])
    assert joint.unique is True and joint.canonical.shape == (1, 2)
    with pytest.raises(InvalidProblem, match="one set per player"):
        lw.marginal_charity(lw.Contributions(lw.Polytope([[1, 0], [0, 1]])))
