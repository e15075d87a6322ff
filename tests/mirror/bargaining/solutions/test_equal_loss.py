"""The equal-loss solution on triangles by hand, with and without the floor at d."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, EqualLoss, InvalidProblem, Polytope, bargain

#: x1 / 4 + x2 <= 1 with player 2 at least at 1/2.
LOW = BargainingProblem(Polytope([[0, 0], [4, 0], [0, 1]]), [0, 0.5])
#: x1 / 10 + x2 / 10 + x3 <= 1, where player 3 may also fall to -1.
STEEP = BargainingProblem(Polytope([[0, 0, 0], [10, 0, 0], [0, 10, 0], [0, 0, 1], [10, 10, -1]]), [0, 0, 0])


def test_a_triangle_by_hand():
    """b = (4, 1): (4 - l) / 4 + 1 - l = 1 at l = 4/5."""
    deal = bargain(BargainingProblem(Polytope([[0, 0], [4, 0], [0, 1]]), [0, 0]), EqualLoss())
    assert deal.payoffs == pytest.approx([3.2, 0.2]) and deal.ideal == pytest.approx([4.0, 1.0])


@pytest.mark.parametrize("rational", [True, False])
def test_rational_ideals_of_two_players_need_no_floor(rational):
    """b = (2, 1) over x >= d: (2 - l) / 4 + 1 - l = 1 at l = 2/5."""
    deal = bargain(LOW, EqualLoss("rational", rational))
    assert deal.payoffs == pytest.approx([1.6, 0.6]) and deal.ideal == pytest.approx([2.0, 1.0])


def test_ideals_over_all_that_is_feasible_need_it():
    """b = (4, 1), l = 4/5 leaves player 2 at 0.2 < 0.5; with the floor player 1 gets what is left of 1/2: 2."""
    free = bargain(LOW, EqualLoss("feasible", rational=False))
    assert free.payoffs == pytest.approx([3.2, 0.2]) and not free.individually_rational
    kept = bargain(LOW, EqualLoss("feasible"))
    assert kept.payoffs == pytest.approx([2.0, 0.5]) and kept.individually_rational
    assert not kept.completed  # who is held up by the floor has not been raised


def test_three_players_need_it_with_rational_ideals_too():
    """b = (10, 10, 1): 3 - 6 l / 5 = 1 at l = 5/3 leaves player 3 at -2/3; with the floor (5, 5, 0)."""
    free = bargain(STEEP, EqualLoss(rational=False))
    assert free.payoffs == pytest.approx([25 / 3, 25 / 3, -2 / 3]) and not free.individually_rational
    assert free.ideal == pytest.approx([10.0, 10.0, 1.0])
    assert bargain(STEEP, EqualLoss()).payoffs == pytest.approx([5.0, 5.0, 0.0], abs=1e-12)


def test_on_the_unit_ball_losses_are_equal():
    """r - l on the sphere of radius r in three dimensions: l = r (1 - 1/sqrt(3))."""
    deal = bargain(BargainingProblem(Ball([2.0, 2.0, 2.0]), [0, 0, 0]), EqualLoss())
    assert deal.payoffs == pytest.approx([2 / 3**0.5] * 3, abs=1e-12)


def test_on_an_ellipse_losses_not_shares_are_equal():
    """(3 - l, 4 - l) on the ellipse with radii (3, 4), by bisection."""
    low, high = 0.0, 3.0
    for _ in range(100):
        middle = (low + high) / 2
        inside = ((3 - middle) / 3) ** 2 + ((4 - middle) / 4) ** 2 <= 1
        low, high = (low, middle) if inside else (middle, high)
    deal = bargain(BargainingProblem(Ball([3.0, 4.0]), [0, 0]), EqualLoss())
    assert deal.payoffs == pytest.approx([3 - low, 4 - low], abs=1e-11)


def test_who_can_lose_less_does():
    """Two share a pie of one, a third has its own: losses (1/2, 1/2, 1/2) at first, then none for the third."""
    points = [[x, y, z] for x, y in ((0, 0), (1, 0), (0, 1)) for z in (0.0, 1.0)]
    for rational in (True, False):
        deal = bargain(BargainingProblem(Polytope(points), [0, 0, 0]), EqualLoss(rational=rational))
        assert deal.payoffs == pytest.approx([0.5, 0.5, 1.0]) and deal.completed


@pytest.mark.parametrize("concept", [EqualLoss(), EqualLoss(rational=False), EqualLoss("feasible")])
@pytest.mark.parametrize("problem", [LOW, STEEP])
def test_no_smaller_loss_is_possible_by_the_prices_of_the_first_rung(problem, concept):
    """x_t >= max(b_t - l, floor_t), so w . x <= support(w) bounds l from below."""
    deal = bargain(problem, concept)
    rung = deal.rungs[0]
    most = float(problem.support(rung.prices) - rung.prices @ rung.base)
    assert most <= rung.most + 1e-12
    raised = rung.ray > 0
    assert rung.base[raised] == pytest.approx(deal.ideal[raised])
    assert (rung.base[~raised] == problem.disagreement[~raised]).all()
    lost = (deal.ideal - deal.payoffs)[raised]
    assert lost.max() == pytest.approx(-most, abs=1e-12)


def test_other_kinds_of_ideal_points_are_refused():
    with pytest.raises(InvalidProblem, match=r'^ideal must be "rational" or "feasible", but it is True;'):
        EqualLoss(True)
    assert not EqualLoss(rational=False).keeps_disagreement and EqualLoss().keeps_disagreement
    assert np.isfinite(bargain(LOW, EqualLoss()).error).all()
