"""The same problem told differently: supports and disagreement points change as they should."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Dictatorial, NashBargaining, Polytope, Utilitarian
from largeworlds.axioms.transform import for_players, in_other_units, in_units_of, on, reordered, with_clone

PAIR = BargainingProblem([Ball([1.0, 2.0]), Polytope([[0, 1], [1, 0.5]])], [0.5, 0.25], names=["Ann", "Bob"])
JOINT = BargainingProblem(Polytope([[0, 0], [1, 0], [0, 2]]), [0.0, 0.5])


@pytest.mark.parametrize("problem", [PAIR, JOINT], ids=["one set each", "a joint set"])
def test_units_order_and_clones(problem, rng):
    w = rng.normal(size=(10, 2))
    factors, shift = np.array([2.0, 0.1]), np.array([3.0, -1.0])
    moved = in_other_units(problem, factors, shift)
    assert moved.support(w) == pytest.approx(problem.support(w * factors) + w @ shift)
    assert moved.disagreement == pytest.approx(factors * problem.disagreement + shift)
    swapped = reordered(problem, [1, 0])
    assert swapped.support(w) == pytest.approx(problem.support(w[:, ::-1]))
    assert swapped.disagreement.tolist() == problem.disagreement[::-1].tolist()
    cloned = with_clone(problem, 1)
    wider = rng.normal(size=(10, 3))
    assert cloned.support(wider) == pytest.approx(problem.support(wider[:, :2] + np.outer(wider[:, 2], [0.0, 1.0])))
    assert cloned.dim == 3 and cloned.disagreement[2] == problem.disagreement[1]
    assert on(problem, Polytope(np.eye(2))).names == problem.names
    assert {moved.joint, swapped.joint, cloned.joint} == {problem.joint}


def test_settings_follow_the_players():
    kept = for_players(NashBargaining([0.5, 0.3, 0.2]), [0, 2], _three())
    assert np.asarray(kept.weights).tolist() == [0.5, 0.2]
    order = for_players(Dictatorial([2, 0]), [0, 1], _three())
    assert order.order == ("player 1", "player 2")
    measure = Utilitarian("std", measure=[[0, 0, 1], [1, 2, 3]])
    assert for_players(measure, [0, 2], _three()).measure.payoffs.tolist() == [[0, 1], [1, 3]]
    moved = in_units_of(measure, np.array([2.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0]))
    assert moved.measure.payoffs.tolist() == [[0, 1, 1], [2, 3, 3]]
    assert in_units_of(NashBargaining(), np.ones(2), np.zeros(2)).weights is None


def _three() -> BargainingProblem:
    return BargainingProblem(Polytope(np.eye(3)), [0.0, 0.0, 0.0])
