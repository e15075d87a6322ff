"""Perles-Maschler: closed forms, what is published beside them, and who is told what."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import betainc, betaincinv

from largeworlds import (
    Ball,
    BargainingProblem,
    Box,
    ExponentialBudget,
    InvalidProblem,
    Oracle,
    PerlesMaschler,
    Polytope,
    Status,
    bargain,
)
from tests.representative_sets import corner, disc


def solved(sets, d, **kwargs):
    return bargain(BargainingProblem(sets, d), PerlesMaschler(), **kwargs)


@pytest.mark.parametrize("p", [1.05, 2.0, 10.0])
@pytest.mark.parametrize("d", [(0.0, 0.0), (0.01, 0.6)])
def test_on_balls_it_halves_an_incomplete_beta_function(p, d):
    """With a = x^p the length over (x, y) is proportional to the beta function's part between x^p and 1 - y^p."""
    deal = solved(Ball([1.0, 3.0], p), [d[0], 3 * d[1]])
    k = (1 + 1 / p) / 2
    a = betaincinv(k, k, 0.5 * (betainc(k, k, d[0] ** p) + betainc(k, k, 1 - d[1] ** p)))
    exact = np.array([a ** (1 / p), 3 * (1 - a) ** (1 / p)])
    assert (np.abs(deal.payoffs - exact) <= deal.error).all(), deal.payoffs - exact
    assert deal.payoffs == pytest.approx(exact, abs=1e-10)  # better than proved
    assert deal.gap <= 1e-9
    assert (deal.error <= 1e-8).all()
    assert deal.ideal == pytest.approx([(1 - d[1] ** p) ** (1 / p), 3 * (1 - d[0] ** p) ** (1 / p)], abs=1e-12)


POLYGONS = [
    # edges (1, 1/2) over ... by hand: lengths 1 and 1 on both sides of (1, 1): the middle is the corner.
    ([[0, 2], [1, 1], [2, 0]], [0, 0], [1.0, 1.0]),
    # (0,2)-(1,2) is flat and counts nothing; (1,2)-(2,0) has sqrt(2): its middle.
    ([[0, 2], [1, 2], [2, 0]], [0, 0], [1.5, 1.0]),
    # sqrt(2) on either side of (2, 2): the corner.
    ([[0, 3], [2, 2], [3, 0]], [0, 0], [2.0, 2.0]),
    # sqrt(4) and sqrt(9): half of 5 is 2 on the first edge and a sixth of the second, (1, 9).
    ([[0, 10], [4, 9], [5, 0]], [0, 0], [4 + 1 / 6, 9 - 9 / 6]),
    # the same cut at x = 2 (1 is left of the first edge) and y = 4.5 (3/2 of the second): half of 2.5.
    ([[0, 10], [4, 9], [5, 0]], [2, 4.5], [4 + 0.25 / 3, 9 - 0.25 * 3]),
]


@pytest.mark.parametrize(("points", "d", "exact"), POLYGONS)
@pytest.mark.parametrize("known", [True, False])
def test_polygons_by_hand(points, d, exact, known):
    below = [[-1.0, -1.0], *points]
    deal = solved(Polytope(below) if known else corner(below), d, throw=False)
    assert (np.abs(deal.payoffs - exact) <= deal.error + 1e-15).all(), (deal.payoffs - exact, deal.error)
    # An oracle's flat edge cannot be told from one that falls by a rounding, whose length is the root of that.
    assert (deal.error <= (1e-13 if known else 1e-6)).all()
    if known:
        assert deal.status is Status.solved
        assert deal.gap <= 1e-14


def test_sums_of_polygons_merge_their_edges():
    """Slopes 1 and 2 from one player, 1 from the other: lengths 1 + 4 and sqrt(2) over a flat top."""
    deal = solved([Polytope([[0, 3], [1, 2], [2, 0]]), Polytope([[0, 4], [4, 0]])], [0, 0])
    half = (5 + np.sqrt(2)) / 2
    assert deal.payoffs == pytest.approx([half, 7 - half], abs=1e-14)


def test_a_kink_of_curves_takes_a_range_of_balances():
    """The unit disc and a square: up to the disc's own solution the square's corner moves everything."""
    deal = solved(Ball([1.0, 1.0]) + Box([0, 0], [0.25, 0.5]), [0, 0])
    assert deal.payoffs == pytest.approx(np.array([0.25, 0.5]) + np.sqrt(0.5), abs=1e-11)


def test_a_corner_is_the_answer_where_nothing_is_traded():
    deal = solved(Box([0, 0], [1, 2]), [0, 0])
    assert deal.status is Status.solved
    assert deal.payoffs.tolist() == [1.0, 2.0]
    assert deal.gap <= 1e-9
    assert (deal.error <= 1e-14).all()


def test_what_an_oracle_shows_is_enough():
    deal = solved(Oracle(2, disc), [0.3, 0.2])
    middle = betaincinv(0.75, 0.75, 0.5 * (betainc(0.75, 0.75, 0.09) + betainc(0.75, 0.75, 0.96)))
    assert deal.payoffs == pytest.approx([middle**0.5, (1 - middle) ** 0.5], abs=1e-10)
    assert (np.abs(deal.payoffs - [middle**0.5, (1 - middle) ** 0.5]) <= deal.error).all()


@pytest.mark.parametrize("unit", [[1e-9, 1e9]])
def test_units_and_shifts_do_not_matter(unit):
    one = solved(Ball([1.0, 1.0], 3), [0.1, 0.2])
    unit = np.array(unit)
    other = solved((unit * Ball([1.0, 1.0], 3)).shift(3 * unit), unit * [3.1, 3.2])
    assert other.gains / unit == pytest.approx(one.gains, rel=1e-10)


def test_the_paper_s_exponential_example():
    """Example 56 is symmetric for p = 1/2; d = 0.5 log(99) - 1 for both."""
    deal = solved(ExponentialBudget([0.5, 0.5], 100.0), [1.0, 1.0])
    assert deal.payoffs == pytest.approx([0.5 * np.log(50)] * 2, abs=1e-10)


def test_outcomes_without_a_trade():
    some = solved(Box([0, 0], [1, 2]), [1, 0])
    assert some.status is Status.some_cannot_gain
    assert some.payoffs.tolist() == [1.0, 2.0]
    assert solved(Box([0, 0], [1, 2]), [1, 2]).status is Status.nobody_can_gain
    assert solved(Box([0, 0], [1, 2]), [1, 3], throw=False).status is Status.infeasible
    assert solved([[[3.0], [1.0]]], [0.0]).payoffs.tolist() == [3.0]


def test_the_point_is_proved_to_lie_on_the_frontier():
    deal = solved([Ball([1.0, 1.0], 3), Polytope([[0, 1], [0.7, 0.7], [1, 0]])], [0.2, 0.1])
    w = deal.weights
    assert float(w @ deal.payoffs) == pytest.approx(float(deal.problem.support(w)), abs=1e-12)
    assert deal.rungs[-1].gap <= 1e-12


def test_out_of_time_is_said():
    deal = solved(Ball([1.0, 1.0]), [0.1, 0.2], throw=False, time_limit=0)
    assert deal.status in (Status.time_limit, Status.not_converged)


def test_three_players_are_refused():
    with pytest.raises(InvalidProblem) as caught:
        solved(Ball([1.0, 1.0, 1.0]), [0, 0, 0])
    assert str(caught.value) == (
        "problem must have at most two players for this solution, but it has 3; "
        "use another one, such as lw.NashBargaining()."
    )
