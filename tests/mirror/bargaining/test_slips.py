"""How far best points may be off: by curvature, by weights that are off, by lines that nearly tie."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds._numerics import returns
from largeworlds._numerics.budgets import Stack
from largeworlds.bargaining.slips import slips

CURVES = (np.eye(2), np.ones(2), np.zeros(2), np.full(2, 0.5))
POINTS = (np.array([[1.0, 0.0], [0.0, 1.0], [0.2, 0.2]]), np.ones(3), np.zeros(3), np.ones(3))


def best(stack: Stack, w: np.ndarray) -> np.ndarray:
    return returns.best_shares(stack.directions @ w * stack.scale, stack.offset, stack.exponent, stack.start)


@pytest.mark.parametrize("off", [1e-3, 1e-5, 1e-8])
def test_a_shortfall_bounds_the_distance_by_its_root(off):
    stack, w = Stack.of([CURVES], 2), np.array([1.0, 1.5])
    exact = best(stack, w)
    shares = exact + np.array([off, -off])
    bound = slips(stack, w, stack.shortfall(w, shares), shares)
    apart = np.abs(stack.payoff(shares) - stack.payoff(exact))
    assert (apart <= bound).all() and (bound <= 10 * apart + 1e-6).all()


@pytest.mark.parametrize("loose", [1e-9, 1e-4, 0.1])
def test_weights_that_are_off_move_the_best_point_no_further_than_said(loose):
    stack, w = Stack.of([CURVES], 2), np.array([1.0, 1.5])
    shares = best(stack, w)
    bound = slips(stack, w, np.zeros(1), shares, loose)
    for turn in np.array([[1, 1 / (1 + loose)], [1 / (1 + loose), 1], [1 + loose, 1]]):
        assert (np.abs(stack.payoff(best(stack, w * turn)) - stack.payoff(shares)) <= bound).all()


def test_points_are_exact_unless_another_one_is_within_doubt():
    stack, shares = Stack.of([POINTS], 2), np.array([1.0, 0.0, 0.0])
    assert slips(stack, np.array([1.1, 1.0]), np.zeros(1), shares).tolist() == [0.0, 0.0]
    assert slips(stack, np.array([1.1, 1.0]), np.zeros(1), shares, 0.01).tolist() == [0.0, 0.0]
    assert slips(stack, np.array([1.1, 1.0]), np.zeros(1), shares, 0.2).tolist() == [1.0, 1.0]


def test_only_the_budgets_that_are_asked_for_count():
    stack, w = Stack.of([CURVES, CURVES], 2), np.array([1.0, 1.5])
    shares = np.tile(best(stack, w)[:2], 2)
    both = slips(stack, w, np.full(2, 1e-6), shares)
    one = slips(stack, w, np.full(2, 1e-6), shares, only=np.array([True, False]))
    assert both == pytest.approx(2 * one, rel=1e-12)


def test_where_curvature_says_nothing_the_bound_is_infinite():
    stack, w = Stack.of([CURVES], 2), np.array([1.0, 1e-12])
    shares = best(stack, w)
    assert np.isinf(slips(stack, w, np.array([1e-8]), shares)[1])


def test_lines_take_what_curves_leave_and_share_it_only_where_they_nearly_tie():
    mixed = (np.eye(3), np.array([0.5, 1.0, 1.0]), np.zeros(3), np.array([0.5, 1.0, 1.0]))
    stack, w = Stack.of([mixed], 3), np.array([1.0, 1.0, 0.9])
    shares = best(stack, w)
    bound = slips(stack, w, np.full(1, 1e-12), shares)
    assert np.isfinite(bound).all() and 0 < bound[2] <= 1e-5
    tied = slips(stack, np.array([1.0, 1.0, 1.0 - 1e-11]), np.full(1, 1e-10), shares)
    assert tied[2] >= shares[1]  # all that lines have
