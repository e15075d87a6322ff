"""Equal loss: closed forms, floors at d, players who rise once their loss may be smaller."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, EqualLoss, Polytope, Status, bargain

#: Two share a pie of one; the third, alone, can have 0.3 at most: less than the two lose.
SMALL = BargainingProblem(
    Polytope([[x, y, z] for x, y in ((0, 0), (1, 0), (0, 1)) for z in (0.0, 0.3)]), [0.0, 0.0, 0.0]
)


def test_everybody_loses_the_same_against_its_ideal_point():
    deal = bargain(BargainingProblem(Polytope([[0, 0], [2, 0], [0, 1]]), [0, 0]), EqualLoss())
    assert deal.ideal - deal.payoffs == pytest.approx([2 / 3, 2 / 3], rel=1e-13)
    disc = bargain(BargainingProblem(Ball([1.0, 1.0]), [0, 0]), EqualLoss())
    assert disc.payoffs == pytest.approx([0.5**0.5] * 2, rel=1e-13)


@pytest.mark.parametrize("rational", [True, False])
def test_who_could_lose_less_does(rational):
    """At a common loss of one half the third would be below zero; alone it need not lose anything."""
    deal = bargain(SMALL, EqualLoss(rational=rational))
    assert deal.payoffs == pytest.approx([0.5, 0.5, 0.3], rel=1e-13)
    assert deal.status is Status.solved and (deal.error <= 1e-12).all()


def test_nobody_is_asked_to_fall_below_d_unless_that_is_allowed():
    """Three on a simplex that could have (3, 3, 1) alone: equal losses of 2 would leave the last one at -1."""
    points = [[3, 0, 0], [0, 3, 0], [0, 0, 1], [2, 2, -2], [0, 0, 0]]
    problem = BargainingProblem(Polytope(points), [0, 0, 0])
    kept, free = bargain(problem, EqualLoss()), bargain(problem, EqualLoss(rational=False))
    assert kept.individually_rational and (kept.gains >= -1e-12).all()
    assert not free.individually_rational
    losses = free.ideal - free.payoffs
    assert losses.max() < (kept.ideal - kept.payoffs).max()
    assert losses == pytest.approx([losses[0]] * 3, rel=1e-12)


def test_two_players_with_rational_ideals_never_fall_below_d():
    rng = np.random.default_rng(1)
    for _ in range(20):
        points = rng.random((5, 2))
        problem = BargainingProblem(Polytope(points), points.min(axis=0) - 0.1)
        kept, free = bargain(problem, EqualLoss()), bargain(problem, EqualLoss(rational=False))
        assert kept.payoffs == pytest.approx(free.payoffs, abs=1e-12)


def test_without_d_stuck_players_lose_like_everybody():
    """The first has its most already; the free solution takes some of it away, the rational one does not."""
    problem = BargainingProblem(Polytope([[1, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]]), [1, 0, 0])
    kept, free = bargain(problem, EqualLoss()), bargain(problem, EqualLoss(rational=False))
    assert kept.payoffs == pytest.approx([1.0, 0.5, 0.5], rel=1e-12)
    assert kept.status is Status.some_cannot_gain
    assert free.ideal == pytest.approx([1.0, 1.0, 1.0], rel=1e-12)
    assert free.payoffs == pytest.approx([2 / 3] * 3, rel=1e-12)
    assert free.status is Status.solved and free.can_gain.tolist() == [False, True, True]
    assert not free.individually_rational
