"""Conic forms: how they are put together (that they describe the sets: the contract suite)."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, Polytope
from largeworlds.sets.conic import ConicForm
from tests import conic


def test_constraints_stack_in_order_and_empty_ones_vanish():
    form = ConicForm.empty(np.eye(2), np.zeros(2)).require("zero", np.ones((1, 2)), np.ones(1))
    form = form.require("nonnegative", np.zeros((0, 2)), np.zeros(0)).require(
        "power", np.ones((3, 2)), np.ones(3), 0.25
    )
    assert form.cones == (("zero", 1, 0.0), ("power", 3, 0.25))
    assert form.A.shape == (4, 2) and form.b.tolist() == [1.0] * 4


def test_sums_put_variables_side_by_side():
    forms = [Ball([1.0, 2.0]).conic(), Polytope([[1.0, 0.0], [0.0, 3.0]]).conic()]
    total = ConicForm.sum(forms)
    assert total.points.shape == (2, 6) and total.A.shape[1] == 6
    assert len(total.cones) == len(forms[0].cones) + len(forms[1].cones)
    found, answer = conic.support(total, np.array([1.0, 1.0]))
    assert answer.solved
    assert found == pytest.approx(5**0.5 + 3.0, abs=1e-8)


def test_scaling_and_shifting_move_the_points_only():
    form = Polytope([[1.0, 0.0], [0.0, 3.0]]).conic().scaled(np.array([2.0, -1.0])).shifted(np.array([10.0, 0.0]))
    assert conic.support(form, np.array([1.0, 0.0]))[0] == pytest.approx(12.0, abs=1e-8)
    assert conic.support(form, np.array([0.0, -1.0]))[0] == pytest.approx(3.0, abs=1e-8)
