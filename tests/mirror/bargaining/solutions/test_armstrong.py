"""Armstrong's solution: enumeration, who may fall below d and who never does, and who is left out of the sum."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Armstrong, Ball, BargainingProblem, InvalidProblem, Polytope, Status, bargain
from tests.axioms.counterexamples import BELOW_D, BELOW_D_FOR_TWO


def test_on_an_ellipse_at_the_origin_shares_of_ideal_gains_are_equal():
    deal = bargain(BargainingProblem(Ball([3.0, 4.0]), [0, 0]), Armstrong())
    assert deal.payoffs == pytest.approx([3 / 2**0.5, 4 / 2**0.5], rel=1e-9)


def test_two_players_never_fall_below_d_with_rational_ideal_points(count, rng):
    """Beyond x >= d the frontier falls faster than the sum of shares rises, since b is what x >= d leaves."""
    seen = 0
    for _ in range(count(400, 20)):
        points = rng.normal(size=(rng.integers(3, 7), 2))
        d = rng.dirichlet(np.ones(len(points))) @ points
        deal = bargain(BargainingProblem(Polytope(points), d), Armstrong(), throw=False)
        assert deal.is_answer and deal.individually_rational, (points, d)
        seen += bool(deal.can_gain.all())
    assert seen > 8


def test_three_players_may():
    """The sum of shares of ideal gains is largest at (0.3, 0.6, -0.3), among all five points."""
    deal = bargain(BELOW_D, Armstrong())
    assert deal.payoffs == pytest.approx([0.3, 0.6, -0.3]) and not deal.individually_rational
    shares = (BELOW_D.sets[0].vertices() / deal.ideal).sum(axis=1)
    assert int(np.argmax(shares)) == 1


def test_two_may_where_ideal_points_are_over_all_that_is_feasible():
    deal = bargain(BELOW_D_FOR_TWO, Armstrong("feasible"))
    assert deal.payoffs == pytest.approx([0.7, -0.2]) and deal.ideal == pytest.approx([0.7, 0.9])
    assert not deal.individually_rational


@pytest.mark.parametrize("seed", range(8))
def test_it_is_the_best_corner_for_its_ideal_gains(seed):
    """Enumeration, with the ideal gains of the answer; these are proved in the contract of concepts."""
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(7, 3))
    d = points.mean(axis=0) - 0.02
    for kind in ("rational", "feasible"):
        deal = bargain(BargainingProblem(Polytope(points), d), Armstrong(kind))
        sums = ((points - d) / (deal.ideal - d)).sum(axis=1)
        assert float(((deal.payoffs - d) / (deal.ideal - d)).sum()) == pytest.approx(sums.max(), abs=1e-12)
        assert deal.ideal == pytest.approx(points.max(axis=0)) or kind == "rational"


def test_on_a_flat_side_shares_are_made_equal():
    """The side of a triangle is worth the same throughout: the middle is taken, and said to be one of many."""
    deal = bargain(BargainingProblem(Polytope([[0, 0], [4, 0], [0, 1]]), [0, 0]), Armstrong())
    assert deal.payoffs == pytest.approx([2.0, 0.5]) and not deal.unique and not deal.completed


def test_who_has_no_ideal_gain_is_left_out_of_the_sum():
    """Player 3 has its most at d: the sum is over the other two, and what it costs player 3 does not count."""
    problem = BargainingProblem(Polytope([[0, 0, 0], [1, 0, 0], [0, 1, 0], [2, 2, -1]]), [0, 0, 0])
    deal = bargain(problem, Armstrong())
    assert deal.status is Status.solved and deal.can_gain.tolist() == [True, True, False]
    assert deal.weights[2] == 0 and deal.ideal[2] == 0 and deal.bargaining_weights == pytest.approx([0.5, 0.5, 0.0])
    assert deal.payoffs == pytest.approx([2.0, 2.0, -1.0]) and not deal.individually_rational


def test_where_nobody_can_gain_all_stay():
    deal = bargain(BargainingProblem(Polytope([[0, 0], [1, -1], [-1, 1]]), [0, 0]), Armstrong())
    assert deal.status is Status.nobody_can_gain and deal.payoffs == pytest.approx([0.0, 0.0], abs=1e-12)


def test_other_kinds_of_ideal_points_are_refused():
    with pytest.raises(InvalidProblem, match=r"^ideal must be .* but it is 'most';"):
        Armstrong("most")
