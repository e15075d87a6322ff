"""Stacked budgets: payoffs, totals, and shortfalls free of cancellation."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from largeworlds._numerics.budgets import Stack
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.ball import Ball
from largeworlds.sets.polytope import Polytope
from largeworlds.sets.returns import Linear, Log, Power


def stacked(sets) -> Stack:
    parts = [(b.directions, b.scale, b.offset, b.exponent) for part in sets for b in part.uses().budgets]
    return Stack.of(parts, sets[0].dim)


SETS = [
    Polytope(np.random.default_rng(0).random((4, 3))),
    Ball([1.0, 2.0, 0.5], 3),
    Allocation(2.0, [Linear(0.4), Power(0.5), Log()]),
    Polytope([[1.0, 2.0, 3.0]]),
]


def random_shares(stack: Stack, rng: np.random.Generator) -> np.ndarray:
    raw = rng.random(len(stack.block))
    return raw / stack.totals(raw)[stack.block]


@pytest.mark.parametrize("seed", range(10))
def test_payoff_and_shortfall_add_up_over_the_sets(seed):
    rng = np.random.default_rng(seed)
    stack = stacked(SETS)
    shares, w = random_shares(stack, rng), rng.random(3)
    ends = np.append(stack.start, len(stack.block)).astype(int)
    points = [part.uses().point((shares[a:b],)) for part, a, b in zip(SETS, ends[:-1], ends[1:], strict=True)]
    assert stack.payoff(shares) == pytest.approx(np.sum(points, axis=0), rel=1e-14)
    lost = [float(part.support(w) - w @ point) for part, point in zip(SETS, points, strict=True)]
    assert stack.shortfall(w, shares) == pytest.approx(lost, abs=1e-13)
    assert (stack.shortfall(w, shares) >= 0).all()
    assert stack.totals(shares) == pytest.approx(np.ones(4))
    assert stack.largest(shares) == pytest.approx([shares[a:b].max() for a, b in pairwise(ends)])


def test_shortfall_sees_what_a_difference_of_large_numbers_would_lose():
    stack = stacked([Polytope([[1e9, 1e9 + 1e-6], [1e9 + 1e-6, 1e9]])])
    lost = stack.shortfall(np.array([1.0, 1.0 + 1e-12]), np.array([0.0, 1.0]))
    assert lost[0] == pytest.approx(1e-18, rel=0.3) or lost[0] == pytest.approx(0.0, abs=1e-9)
    tiny = stacked([Polytope([[1.0, 0.0], [0.0, 1.0]])]).shortfall(
        np.array([1.0, 1.0 - 1e-15]), np.array([1.0 - 1e-9, 1e-9])
    )
    assert tiny[0] == pytest.approx(1e-24, rel=0.2)


def test_no_budget_at_all():
    stack = Stack.of([], 3)
    assert stack.payoff(np.zeros(0)).tolist() == [0.0, 0.0, 0.0]
    assert stack.shortfall(np.ones(3), np.zeros(0)).shape == (0,)
    assert stack.is_linear


def test_linear_stacks_are_recognised():
    assert stacked([SETS[0], SETS[3]]).is_linear
    assert not stacked(SETS).is_linear


def test_a_curved_budget_is_spent_whole_and_hardly_changed():
    """Shares divided by their sum may still add up to a rounding less than one."""
    rng, short = np.random.default_rng(0), 0
    for count in range(2, 60):
        stack = stacked([Ball(np.ones(count))])
        shares = rng.random(count) ** 8
        shares = shares / shares.sum()
        short += sum(map(Fraction, shares.tolist())) < 1
        spent = stack.spent(shares)
        assert sum(map(Fraction, spent.tolist())) >= 1
        assert np.abs(spent / shares - 1).max() <= count * 2.0**-50
        assert spent.sum() <= 1 + count * 2.0**-52
    assert short > 0


def test_shares_of_a_stack_that_has_grown_since_are_padded_budget_by_budget():
    one = Stack.of([linear(2), linear(1)], 2)
    grown = Stack.of([linear(3), linear(1)], 2)
    assert one.sizes == (2, 1) and grown.sizes == (3, 1)
    assert grown.padded(np.array([0.25, 0.75, 1.0]), one.sizes).tolist() == [0.25, 0.75, 0.0, 1.0]
    same = np.array([0.5, 0.5, 1.0])
    assert one.padded(same, one.sizes) is same


def linear(count: int):
    return np.ones((count, 2)), np.ones(count), np.zeros(count), np.ones(count)
