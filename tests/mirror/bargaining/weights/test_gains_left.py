"""Gains left on the table: known values, and proofs that hold when recomputed from supports."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem


def assert_proved(left: lw.GainsLeft) -> None:
    """The prices bound what is claimed, and what is claimed is reached."""
    parts, x = left.problem, left.x
    low, high = parts.bounding_box()
    size = high - low
    assert (left.weights >= 0).all() and left.weights @ size == pytest.approx(1)
    assert left.common <= float(parts.support(left.weights)) - left.weights @ x + 1e-9
    assert (left.point >= x + left.common * size - 1e-8 * size).all()
    for part, action in zip(parts.sets, left.actions, strict=True):
        assert part.contains(action)
    for t in range(parts.dim):
        price = left.prices[t]
        assert (price >= 0).all() and price[t] == pytest.approx(1)
        assert float(parts.support(price)) - price @ x <= left.each_bound[t] + 1e-9 * max(size)
        assert left.each[t] <= left.each_bound[t]
        assert (left.points[t] >= x - 1e-8 * size).all() and left.points[t, t] >= x[t] + left.each[t] - 1e-8 * size[t]


def test_triangle():
    left = lw.gains_left(lw.Polytope([[0, 2], [2, 0]]), [0.5, 0.5])
    assert_proved(left)
    assert left.common == pytest.approx(0.25) and left.each == pytest.approx([1, 1]) and left
    assert left.pareto_optimal is False and "common=0.25" in repr(left)


def test_the_side_of_a_box_is_not_pareto_optimal():
    left = lw.gains_left(lw.Box([0, 0], [1, 1]), [1, 0.2])
    assert_proved(left)
    assert left.common == pytest.approx(0, abs=1e-9) and left.each == pytest.approx([0, 0.8])
    assert left.pareto_optimal is False
    assert lw.gains_left(lw.Box([0, 0], [1, 1]), [1, 1]).pareto_optimal is True


def test_selfish_players_with_round_sets():
    """Two unit discs: everybody at its own best leaves sqrt(2) - 1 each."""
    left = lw.gains_left(lw.Contributions([lw.Ball([1, 1])] * 2), [1, 1])
    assert_proved(left)
    assert left.common * 2 == pytest.approx(np.sqrt(2) - 1, abs=1e-9)
    assert left.each == pytest.approx(np.full(2, np.sqrt(3) - 1), abs=1e-8)  # keep 1 and take sqrt(4 - 1)


@pytest.mark.parametrize("x", [[1, 0, 0], [0.6, 0.8, 0], [0.48, 0.64, 0.6]])
def test_round_frontiers_leave_nothing_even_where_weights_are_zero(x):
    left = lw.gains_left(lw.Ball([1, 1, 1]), x)
    assert_proved(left)
    assert not left and left.pareto_optimal is True


def test_random_sums_against_another_linear_program(rng, count):
    for _ in range(count(40, 6)):
        sets = [rng.normal(size=(int(rng.integers(2, 5)), 3)) for _ in range(3)]
        x = sum(part[int(rng.integers(len(part)))] for part in sets)
        left = lw.gains_left(lw.Contributions(sets), x)
        assert_proved(left)
        columns = np.vstack(sets)
        owner = np.repeat(np.arange(3), [len(part) for part in sets])
        for t in range(3):
            answer = linprog(-columns[:, t], -columns.T, -x, (owner == np.arange(3)[:, None]).astype(float), np.ones(3))
            assert left.each[t] == pytest.approx(-answer.fun - x[t], abs=1e-7)


def test_bad_input_gets_one_sentence():
    with pytest.raises(
        InvalidProblem, match=r"x must be feasible, or less than what is, but it is out of reach by 0\.5"
    ):
        lw.gains_left(lw.Box([0, 0], [1, 1]), [1.5, 1])


def test_where_nothing_changes_nothing_is_left():
    left = lw.gains_left(lw.Polytope([[1.0, 1.0]]), [1, 1])
    assert not left and left.each.tolist() == [0, 0] and left.pareto_optimal is True
