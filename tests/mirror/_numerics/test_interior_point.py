"""The interior-point kernel on problems whose solution is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds._numerics import interior_point
from largeworlds._numerics.budgets import Stack


def linear(*vertex_lists) -> Stack:
    parts = []
    for rows in vertex_lists:
        rows = np.array(rows, dtype=float)
        one = np.ones(len(rows))
        parts.append((rows, one, 0 * one, one))
    return Stack.of(parts, parts[0][0].shape[1])


def run(stack, d, nu, stop=1e-15):
    mus = []

    def watch(point, mu):
        mus.append(mu)
        return mu < stop

    d, nu = np.array(d, dtype=float), np.array(nu, dtype=float)
    start = interior_point.start(stack, d, nu)
    return interior_point.solve(stack, d, nu, start, watch), mus


def test_one_segment():
    point, mus = run(linear([[1, 0], [0, 1]]), [0, 0], [0.25, 0.75])
    assert point.shares == pytest.approx([0.25, 0.75], abs=1e-9)
    assert point.w * point.s == pytest.approx([0.25, 0.75], abs=1e-9)
    assert len(mus) <= 20 and mus[-1] < 1e-14


def test_two_segments_and_a_constraint_that_binds():
    # The first player does not count but must keep 1.5 of at most 2.
    point, _ = run(linear([[1, 0], [0, 1]], [[1, 0], [0, 2]]), [1.5, 0], [0, 1])
    assert linear([[1, 0], [0, 1]], [[1, 0], [0, 2]]).payoff(point.shares) == pytest.approx([1.5, 1.0], abs=1e-8)


def test_a_quarter_circle():
    flat = np.zeros(2)
    stack = Stack.of([(np.eye(2), flat + 0.5, flat, flat + 0.5)], 2)
    point, _ = run(stack, [0, 0], [0.5, 0.5])
    assert stack.payoff(point.shares) == pytest.approx([0.5**0.5, 0.5**0.5], abs=1e-9)


def test_it_stops_when_told():
    seen = []
    stack = linear([[1, 0], [0, 1]])
    start = interior_point.start(stack, np.zeros(2), np.array([0.5, 0.5]))
    interior_point.solve(
        stack, np.zeros(2), np.array([0.5, 0.5]), start, lambda p, mu: seen.append(mu) or len(seen) == 3
    )
    assert len(seen) == 3


def test_a_copy_is_independent():
    point = interior_point.start(linear([[1, 0], [0, 1]]), np.zeros(2), np.array([0.5, 0.5]))
    other = point.copy()
    other.shares[0] = 7.0
    assert point.shares[0] == 0.5


@pytest.mark.parametrize("room", [0.3, 0.99])
def test_a_feasible_start_keeps_most_of_its_gains(room):
    stack = linear([[1, 0], [0, 1], [0.9, 0.9]])
    feasible = np.array([0.0, 0.0, 1.0])
    d = np.array([0.9 * room, 0.9 * room])
    start = interior_point.start(stack, d, np.array([0.5, 0.5]), feasible)
    gains = stack.payoff(start.shares) - d
    assert (gains >= 0.4 * 0.9 * (1 - room)).all() and (start.shares > 0).all()
