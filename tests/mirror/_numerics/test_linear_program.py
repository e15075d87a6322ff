"""Linear programs: statuses are told apart, optima and duals agree with scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from largeworlds._numerics.linear_program import maximize

ROWS = np.array([[1.0, 2.0], [3.0, 1.0]])
INF = np.inf


def test_optimum_and_duals_of_a_textbook_program():
    answer = maximize([1.0, 1.0], ROWS, -INF, [4.0, 6.0], 0.0, INF)
    assert answer.status == "optimal"
    assert answer.x == pytest.approx([1.6, 1.2])
    assert answer.value == pytest.approx(2.8)
    assert answer.duals == pytest.approx([0.4, 0.2])  # by how much the optimum grows per unit of each bound


@pytest.mark.parametrize(
    ("lower", "upper", "status"),
    [(0.0, INF, "optimal"), (5.0, INF, "infeasible"), (-INF, INF, "optimal"), (-INF, 0.5, "optimal")],
)
def test_statuses(lower, upper, status):
    assert maximize([1.0, 1.0], ROWS, -INF, [4.0, 6.0], lower, upper).status == status


def test_unbounded_is_told_from_infeasible():
    assert maximize([1.0, 1.0], ROWS, [4.0, 6.0], INF, 0.0, INF).status == "unbounded"
    assert maximize([1.0, 1.0], ROWS, [4.0, 6.0], [3.0, INF], 0.0, INF).status in ("infeasible", "failed")
    both = maximize([1.0, 0.0], np.array([[0.0, 1.0], [0.0, 1.0]]), [1.0, -INF], [INF, 0.0], 0.0, INF)
    assert both.status != "optimal"


def test_the_interior_point_does_not_run_for_ever():
    """HiGHS's has no end of its own on 2 x = 1, -2 x = -4 with a row of zeros between."""
    rows = np.array([[2.0], [0.0], [-2.0]])
    assert maximize([1.0], rows, [1.0, 0.0, -4.0], [1.0, 0.0, -4.0], 0.0, INF).status != "optimal"


def test_the_basis_is_that_of_the_optimum():
    answer = maximize([1.0, 1.0, 0.0], np.array([[1.0, 2.0, 1.0]]), 4.0, 4.0, 0.0, INF)
    assert answer.basis == (0,) and answer.x.tolist() == [4.0, 0.0, 0.0]


@pytest.mark.parametrize("seed", range(25))
def test_random_programs_against_scipy(seed):
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(1, 7)), int(rng.integers(1, 9))
    rows, objective = rng.integers(-3, 4, size=(m, n)).astype(float), rng.integers(-3, 4, size=n).astype(float)
    right = rng.integers(-2, 5, size=m).astype(float)
    mine = maximize(objective, rows, -INF, right, 0.0, 10.0)
    theirs = linprog(-objective, A_ub=rows, b_ub=right, bounds=[(0, 10)] * n)
    assert mine.status == {0: "optimal", 2: "infeasible"}[theirs.status]
    if mine.status == "optimal":
        assert mine.value == pytest.approx(-theirs.fun, abs=1e-8)
        assert (rows @ mine.x <= right + 1e-8).all() and (mine.x >= -1e-9).all() and (mine.x <= 10 + 1e-9).all()
        assert (mine.duals >= -1e-9).all()
        # Strong duality, with what the duals leave over charged at the bounds 0 and 10.
        reduced = objective - mine.duals @ rows
        assert mine.duals @ right + 10 * np.maximum(reduced, 0).sum() == pytest.approx(mine.value, abs=1e-7)


def test_equality_rows_have_duals_of_either_sign():
    answer = maximize([1.0, 0.0], np.array([[1.0, 1.0], [0.0, 1.0]]), [2.0, 0.5], [2.0, 0.5], -INF, INF)
    assert answer.status == "optimal" and answer.x == pytest.approx([1.5, 0.5])
    assert answer.duals == pytest.approx([1.0, -1.0])
