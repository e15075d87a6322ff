"""The convex program of the nearest point: costs against differences, and points on which all products are equal."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds._numerics.budgets import Stack
from largeworlds._numerics.nearest_program import Problem

#: (offset, exponent) of every shape of return: a root, a logarithm, a shifted root, one that is spent at once, a line.
FAMILY = np.array([[0.0, 0.5], [0.3, 0.0], [0.2, 0.7], [0.05, -3.0], [0.0, 1.0]]).T


def program(rng: np.random.Generator) -> Problem:
    """A curved budget over five uses and a linear one over three."""
    curved = (rng.normal(size=(5, 4)), rng.random(5) + 0.1, *FAMILY)
    hull = (rng.normal(size=(3, 4)), np.ones(3), np.zeros(3), np.ones(3))
    return Problem.of(Stack.of([curved, hull], 4), rng.normal(size=4))


@pytest.mark.parametrize("at", [0.05, 0.5, 0.9])
def test_costs_and_their_slopes(at: float, rng: np.random.Generator) -> None:
    problem, step = program(rng), 1e-6
    g = np.full(8, at)
    with np.errstate(divide="ignore", invalid="ignore"):  # at zero, roots have costs without a finite bend
        spent, slope, bend = problem.cost(g)
        (less, low, _), (more, high, _) = problem.cost(g - step), problem.cost(g + step)
        ends = problem.cost(np.ones(8))[0], problem.cost(np.zeros(8))[0]
    assert slope == pytest.approx((more - less) / (2 * step), rel=1e-6)
    assert bend == pytest.approx((high - low) / (2 * step), rel=1e-6, abs=1e-9)
    assert problem.gains(spent) == pytest.approx(g, rel=1e-12)
    assert ends[0] == pytest.approx(1.0)
    assert ends[1].tolist() == [0.0] * 8


def test_all_products_are_equal_where_they_are_anchored(rng: np.random.Generator) -> None:
    problem = program(rng)
    point = problem.anchored(problem.start().g, np.zeros(2), 1e-3)
    pairs = problem.pairs(point)
    assert problem.closed.tolist() == [False, True]
    for products in (pairs.gain, pairs.slack[:1], pairs.up, pairs.down):
        assert products == pytest.approx(1e-3)
    assert point.up - point.down == pytest.approx(problem.x - point.g @ problem.rows)
    assert problem.complementarity(point) == pytest.approx(1e-3)
    doubled = point.moved(point, 1.0)
    second = problem.pairs(point, point)
    assert problem.pairs(doubled).gain == pytest.approx((2 * pairs.gain) + 2 * second.gain)


def test_shares_of_too_much_are_reduced(rng: np.random.Generator) -> None:
    problem = program(rng)
    spent = problem.spent(np.ones(8), 1.0)
    assert problem.stack.totals(spent) == pytest.approx(1.0)
    inner = problem.cost(problem.within(np.ones(8)))[0]
    assert problem.stack.totals(inner) == pytest.approx([0.9, 1.0])
