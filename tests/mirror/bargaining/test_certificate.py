"""The gap is a proof and the error follows from it: recomputed with decimals and by hand."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from largeworlds import Ball, Polytope
from largeworlds._numerics.budgets import Stack
from largeworlds.bargaining.certificate import gain_error, nash_gap
from tests.members import member

SETS = [Ball([1.0, 2.0]), Polytope([[1.0, 0.2], [0.3, 1.0], [0.0, 0.0]])]


def stack() -> Stack:
    return Stack.of([(b.directions, b.scale, b.offset, b.exponent) for s in SETS for b in s.uses().budgets], 2)


def value(gains, nu):
    return float(nu @ np.log(gains))


@pytest.mark.parametrize("seed", range(20))
def test_no_feasible_point_is_better_by_more_than_the_gap(seed):
    rng = np.random.default_rng(seed)
    nu, d = rng.dirichlet(np.ones(2)), np.array([-0.1, -0.2])
    shares = rng.dirichlet(np.ones(2)).tolist() + rng.dirichlet(np.ones(3)).tolist()
    gap, w, gains = nash_gap(stack(), d, nu, np.array(shares), rng.random(2) + 0.1)
    assert gap >= 0 and (w > 0).all()
    for _ in range(200):
        other = member(SETS[0], rng) + member(SETS[1], rng) - d
        assert value(other, nu) - value(gains, nu) <= gap + 1e-12
    support = sum(float(part.support(w)) for part in SETS)
    by_hand = support - float(w @ d) - 1.0 - float(nu @ np.log(w * gains / nu))
    assert gap == pytest.approx(by_hand, abs=1e-12)


def test_better_weights_give_a_smaller_gap():
    nu, d = np.array([0.5, 0.5]), np.zeros(2)
    only = Stack.of([(np.eye(2), np.ones(2), np.zeros(2), np.ones(2))], 2)
    shares = np.array([0.5 + 1e-5, 0.5 - 1e-5])
    with_right_weights, w, _ = nash_gap(only, d, nu, shares, np.array([1.0, 1.0]))
    with_its_own, _, _ = nash_gap(only, d, nu, shares, np.array([7.0, 0.1]))
    assert with_right_weights == pytest.approx(2e-10, rel=1e-3)  # second order in the deviation
    assert with_its_own == pytest.approx(2e-5, rel=1e-3)  # nu / gains: first order
    assert w.tolist() == [1.0, 1.0]


def test_no_proof_without_gains():
    only = Stack.of([(np.eye(2), np.ones(2), np.zeros(2), np.ones(2))], 2)
    gap, _, gains = nash_gap(only, np.array([0.5, 0.0]), np.array([0.5, 0.5]), np.array([0.5, 0.5]), np.ones(2))
    assert gap == math.inf and gains.tolist() == [0.0, 0.5]


def test_players_without_weight_are_constraints():
    """The first player only must not lose: its slack is charged at its multiplier."""
    only = Stack.of([(np.eye(2), np.ones(2), np.zeros(2), np.ones(2))], 2)
    gap, _, _ = nash_gap(
        only, np.array([0.25, 0.0]), np.array([0.0, 1.0]), np.array([0.25, 0.75]), np.array([4 / 3, 4 / 3])
    )
    assert gap <= 1e-12
    slack, _, _ = nash_gap(
        only, np.array([0.2, 0.0]), np.array([0.0, 1.0]), np.array([0.25, 0.75]), np.array([4 / 3, 4 / 3])
    )
    assert slack == pytest.approx(0.05 * 4 / 3, rel=1e-6)


@pytest.mark.parametrize("gap", [1e-16, 1e-12, 1e-9, 1e-8, 1e-6, 1e-3, 0.1, 1.0, 10.0])
@pytest.mark.parametrize("weight", [1.0, 0.3, 1e-3])
def test_the_error_is_the_largest_deviation_that_the_gap_allows(gap, weight):
    """With q = g / g*: weight (q - 1 - log q) <= gap; the error must cover every such q, and not much more."""
    nu = np.array([weight, 1.0 - weight]) if weight < 1 else np.array([1.0, 0.0])
    error = gain_error(gap, nu, np.array([2.0, 3.0]))
    relative = error[0] / 2.0
    with localcontext() as context:
        context.prec = 60
        q = 1 / (1 + Decimal(relative))  # the smallest ratio that the error allows
        level = Decimal(weight) * (q - 1 - q.ln())
        assert level >= Decimal(gap) * (1 - Decimal("1e-6"))
        if relative < 1e6:
            tighter = 1 / (1 + Decimal(relative) * Decimal("0.9") - Decimal("1e-14"))
            assert Decimal(weight) * (tighter - 1 - tighter.ln()) <= Decimal(gap)
    if weight == 1.0:
        assert error[1] == math.inf  # nothing is known about a player whose gain does not count


def test_no_gap_no_error_bound():
    assert not np.isfinite(gain_error(math.inf, np.array([0.5, 0.5]), np.ones(2))).any()
