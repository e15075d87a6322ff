"""Armstrong's solution: sums of shares of ideal gains, who is left out, what may fall below d."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Armstrong, Ball, BargainingProblem, Polytope, Status, bargain


def test_weights_are_one_over_ideal_gains():
    problem = BargainingProblem(Polytope([[0, 0], [4, -1], [2, 1], [0, 2]]), [0, 0])
    deal = bargain(problem, Armstrong())
    assert deal.ideal == pytest.approx([3.0, 2.0], rel=1e-13)
    assert deal.weights[0] / deal.weights[1] == pytest.approx(2 / 3, rel=1e-13)
    assert deal.payoffs.tolist() == [2.0, 1.0]


def test_with_feasible_ideal_points_other_weights():
    deal = bargain(BargainingProblem(Polytope([[0, 0], [4, -1], [2, 1], [0, 2]]), [0, 0]), Armstrong("feasible"))
    assert deal.weights[0] / deal.weights[1] == pytest.approx(0.5, rel=1e-14)


def test_some_may_fall_below_d():
    """Both others get all that they could, at a cost to the third that is less than its ideal gain."""
    points = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, -0.3]]
    deal = bargain(BargainingProblem(Polytope(points), [0, 0, 0]), Armstrong())
    assert deal.ideal == pytest.approx([1.0, 1.0, 1.0], rel=1e-13)
    assert deal.payoffs == pytest.approx([1.0, 1.0, -0.3], rel=1e-14) and not deal.individually_rational
    assert deal.status is Status.solved


def test_units_do_not_matter_and_ties_are_broken_evenly():
    simplex = Polytope([[0, 0], [1, 0], [0, 1]])
    unit = np.array([1e6, 1e-6])
    base = bargain(BargainingProblem(simplex, [0, 0]), Armstrong())
    other = bargain(BargainingProblem(unit * simplex, [0, 0]), Armstrong())
    assert base.payoffs == pytest.approx([0.5, 0.5], rel=1e-12) and not base.unique
    assert other.payoffs == pytest.approx(unit * base.payoffs, rel=1e-12)


def test_who_cannot_gain_is_left_out_and_has_no_say():
    """The first has its most already and loses it, since nothing of that counts."""
    deal = bargain(BargainingProblem(Polytope([[1, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]]), [1, 0, 0]), Armstrong())
    assert deal.can_gain.tolist() == [False, True, True] and deal.weights[0] == 0
    assert deal.payoffs == pytest.approx([0.0, 1.0, 1.0]) and deal.status is Status.solved
    assert deal.reasons and not deal.individually_rational


def test_errors_allow_for_ideal_points_that_are_not_exact():
    deal = bargain(BargainingProblem([Ball([1.0, 2.0]), Ball([1.0, 1.0], 3)], [0.3, 0.4]), Armstrong())
    exact = np.sum([part.maximizer(deal.weights) for part in deal.problem.sets], axis=0)
    assert (np.abs(deal.payoffs - exact) <= deal.error).all() and (deal.error <= 1e-5).all()


@pytest.mark.parametrize(("d", "status"), [([1.0, 0.0], Status.nobody_can_gain), ([1.0, 0.1], Status.infeasible)])
def test_without_ideal_gains_there_is_no_sum(d, status):
    problem = BargainingProblem([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], d)
    assert bargain(problem, Armstrong(), throw=False).status is status
