"""How far a near-best point may be off: the bound against the best points themselves."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from largeworlds import Ball, Polytope
from largeworlds._numerics.budgets import Stack
from largeworlds.bargaining.slips import slips
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.exponential_budget import ExponentialBudget
from largeworlds.sets.returns import Linear, Log, Power

CURVED = {
    "ellipse": Ball([3.0, 4.0]),
    "superellipse": Ball([1.0, 2.0, 0.5], 4),
    "roots": Allocation(2.0, [Power(0.5, 2.0), Power(0.8, 1.0)], [1.0, 1.0]),
    "logarithms": Allocation(3.0, [Log(1.0, 0.3), Log(2.0, 1.0), Log(0.1, 2.0)], [1.0, 1.0, 1.0]),
    "exponentials": ExponentialBudget([1.0, 2.0], 3.0),
    "with a line": Allocation(4.0, [Power(0.5, 2.0), Linear(0.9)], [1.0, 1.0]),
}


def stack(*sets) -> Stack:
    budgets = [budget for part in sets for budget in part.uses().budgets]
    return Stack.of([(b.directions, b.scale, b.offset, b.exponent) for b in budgets], sets[0].dim)


def bound(found: Stack, w: np.ndarray, shares: np.ndarray, **more) -> np.ndarray:
    return slips(found, w, found.shortfall(w, shares), shares, **more)


def best_shares(found: Stack, w: np.ndarray) -> np.ndarray:
    from largeworlds._numerics.returns import best_shares as best

    return best(found.directions @ w * found.scale, found.offset, found.exponent, found.start)


@pytest.mark.parametrize("name", CURVED)
@pytest.mark.parametrize("step", [1e-3, 1e-5, 1e-7])
def test_moved_shares_are_within_the_bound_of_the_best(name, step, rng):
    """Not only that: the bound shrinks with what moved, so that it says something."""
    found = stack(CURVED[name])
    for _ in range(10):
        w = rng.uniform(0.5, 2.0, size=found.directions.shape[1])
        right = best_shares(found, w)
        shares = np.maximum(right + step * rng.normal(size=len(right)) * right, 0.0)
        shares = shares / shares.sum()
        error = bound(found, w, shares)
        off = np.abs(found.payoff(shares) - found.payoff(right))
        assert (off <= error).all(), (off, error)
        assert (error <= 1e3 * step + 1e-6).all(), (error, step)


@pytest.mark.parametrize("name", ["ellipse", "roots", "logarithms", "exponentials"])
@pytest.mark.parametrize("loose", [1e-2, 1e-6])
def test_what_weights_that_are_off_would_choose_is_within_the_bound(name, loose, rng):
    found = stack(CURVED[name])
    m = found.directions.shape[1]
    w = rng.uniform(0.5, 2.0, size=m)
    shares = best_shares(found, w)
    error = bound(found, w, shares, loose=loose)
    for signs in product((-1, 0, 1), repeat=m):
        other = found.payoff(best_shares(found, w * (1 + loose * np.array(signs))))
        assert (np.abs(other - found.payoff(shares)) <= error + 1e-15).all(), signs
    assert (error <= 100 * loose + 1e-6).all()


def test_far_from_the_best_split_curvature_says_nothing():
    """Half of the unit on the wrong use: infinity, not a number from a curvature that has long changed."""
    found = stack(Ball([1.0, 1.0]))
    assert np.isinf(bound(found, np.array([1.0, 1e-3]), np.array([0.5, 0.5]))).all()


def test_the_best_corner_slips_only_where_weights_are_loose_or_tie():
    found = stack(Polytope([[1.0, 0.0], [0.0, 1.01], [0.5, 0.2]]))
    w, shares = np.array([1.0, 1.0]), np.array([0.0, 1.0, 0.0])
    assert bound(found, w, shares).tolist() == [0.0, 0.0]
    assert bound(found, w, shares, loose=1e-3).tolist() == [0.0, 0.0]
    assert bound(found, w, shares, loose=1e-2) == pytest.approx([1.0, 1.01])
    tied = stack(Polytope([[1.0, 0.0], [0.0, 1.0]]))
    assert bound(tied, w, np.array([0.5, 0.5])).tolist() == [0.0, 0.0]  # left to the rule that chose


def test_only_the_budgets_that_are_asked_for_count():
    found = stack(Ball([1.0, 1.0]), Ball([10.0, 10.0]))
    w = np.array([1.0, 1.0])
    shares = np.array([0.5 + 1e-4, 0.5 - 1e-4] * 2)
    both, first, second = (bound(found, w, shares, only=only) for only in (None, [True, False], [False, True]))
    assert first + second == pytest.approx(both) and second == pytest.approx(10 * first, rel=1e-3)


def test_what_changes_nothing_for_a_player_does_not_move_its_payoff():
    found = stack(Ball([1.0, 1.0, 0.0]))
    shares = np.array([0.5 + 1e-4, 0.5 - 1e-4, *np.zeros(len(found.block) - 2)])
    error = bound(found, np.array([1.0, 1.0, 1.0]), shares)
    assert error[2] == 0 and (error[:2] > 0).all()
