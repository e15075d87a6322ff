"""Uses: what shares of a budget produce."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, Box, Polytope
from largeworlds.sets.uses import Budget, Uses


def test_a_linear_budget_mixes_its_rows():
    budget = Budget.linear(np.array([[1.0, 0.0], [0.0, 2.0]]))
    assert budget.is_linear
    assert budget.point(np.array([0.25, 0.75])).tolist() == [0.25, 1.5]
    assert budget.scaled(np.array([2.0, -1.0])).point(np.array([0.25, 0.75])).tolist() == [0.5, -1.5]


def test_a_ball_spends_squares():
    (budget,) = Ball([3.0, 4.0]).uses().budgets
    assert not budget.is_linear
    assert budget.point(np.array([0.36, 0.64])) == pytest.approx([1.8, 3.2])


def test_offset_and_budgets_add_up():
    uses = (Box([1.0, 1.0], [2.0, 1.0]) + Polytope([[0.0, 0.0], [1.0, 5.0]])).uses()
    assert uses.is_finite and len(uses.budgets) == 2
    assert uses.point((np.array([0.5, 0.5]), np.array([0.0, 1.0]))).tolist() == [2.5, 6.0]
    with pytest.raises(ValueError, match="zip"):
        uses.point((np.array([0.5, 0.5]),))


def test_a_point_needs_no_budget():
    assert Uses(np.array([1.0, 2.0]), ()).point(()).tolist() == [1.0, 2.0]
    assert Uses(np.zeros(2), ()).is_finite
