"""Raiffa's solutions: by hand, against other integrators, and the bound that comes with them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from largeworlds import Ball, BargainingProblem, Box, InvalidProblem, Oracle, Polytope, Raiffa, Status, bargain
from tests.representative_sets import corner
from tests.two_players import Polyline, random_problem


def solved(sets, d, kind="discrete", **kwargs):
    return bargain(BargainingProblem(sets, d), Raiffa(kind), **kwargs)


def test_steps_by_hand():
    """b(0, 0) = (2, 1); the mean (1, 1/2) has b = (3/2, 1) and leads to (5/4, 3/4), on the frontier."""
    deal = solved(Polytope([[0, 0], [0, 1], [1, 1], [2, 0]]), [0, 0])
    assert deal.payoffs == pytest.approx([1.25, 0.75], abs=1e-14)
    assert deal.ideal.tolist() == [2.0, 1.0]
    assert (deal.error <= 1e-13).all()


@pytest.mark.parametrize("m", [2, 3, 4])
def test_a_pie_is_shared_at_the_mean_of_its_best_points(m):
    radii = np.arange(1.0, m + 1)
    deal = solved(Polytope(np.vstack([np.zeros(m), np.diag(radii)])), np.zeros(m))
    assert deal.payoffs == pytest.approx(radii / m, rel=1e-11)
    assert (np.abs(deal.payoffs - radii / m) <= deal.error).all()


@pytest.mark.parametrize("kind", ["discrete", "continuous"])
def test_a_corner_is_approached_without_end_and_certified(kind):
    deal = solved(Box([0, 0], [2, 3]), [0, 0], kind)
    assert deal.payoffs == pytest.approx([2.0, 3.0], rel=1e-9)
    assert (np.abs(deal.payoffs - [2.0, 3.0]) <= deal.error).all()
    assert 0 < deal.gap <= 1e-10


def on_the_ball(p, d):
    """The discrete and the continuous solution on the unit ball, by plain iteration and by scipy."""

    def rest(gain):
        return (1 - min(gain, 1.0) ** p) ** (1 / p)

    x = np.array(d)
    for _ in range(200):
        x = 0.5 * (x + np.array([rest(x[1]), rest(x[0])]))
    flow = solve_ivp(
        lambda _, y: [rest(y[1]) - y[0], rest(y[0]) - y[1]], (0, 16), d, method="DOP853", rtol=1e-13, atol=1e-14
    )
    return {"discrete": x, "continuous": flow.y[:, -1]}


@pytest.mark.parametrize("kind", ["discrete", "continuous"])
@pytest.mark.parametrize(("p", "d"), [(2.0, (0.1, 0.3)), (4.0, (0.2, 0.85))])
def test_balls_as_other_methods_have_them(kind, p, d):
    deal = solved(Ball([1.0, 1.0], p), d, kind)
    exact = on_the_ball(p, d)[kind]
    assert (np.abs(deal.payoffs - exact) <= deal.error).all(), (deal.payoffs - exact, deal.error)
    assert (deal.error <= 1e-7).all()
    assert deal.payoffs == pytest.approx(exact, abs=1e-9)


def test_both_kinds_differ_where_the_frontier_bends():
    one, other = (on_the_ball(2.0, (0.0, 0.7))[kind] for kind in ("discrete", "continuous"))
    assert np.abs(one - other).max() > 1e-3


@pytest.mark.parametrize("kind", ["polytope", "sum"])
def test_the_continuous_solution_is_where_a_polyline_has_it(kind, rng, count):
    for _ in range(count(300, 1)):
        problem = random_problem(rng, kind)
        deal = bargain(problem, Raiffa("continuous"), throw=False)
        if deal.can_gain.all():
            assert deal.status is Status.solved
            rough = Polyline.of(problem, 4001).flow(1e-2)
            low, high = problem.bounding_box()
            assert (np.abs(deal.gains - rough) <= deal.error + 2e-4 * (high - low)).all(), deal.gains - rough


def test_three_players_by_plain_iteration():
    """On {x >= 0 : |x| <= 1} the most for t is sqrt(1 - sum of the others' squares)."""
    d = np.array([0.1, 0.3, 0.5])
    x = d.copy()
    for _ in range(300):
        x = x + (np.sqrt(np.maximum(1 - (x @ x - x**2), 0)) - x) / 3
    deal = solved(Ball([1.0, 1.0, 1.0]), d)
    assert (np.abs(deal.payoffs - x) <= deal.error).all(), (deal.payoffs - x, deal.error)
    assert deal.payoffs == pytest.approx(x, abs=1e-9)
    assert (deal.error <= 1e-8).all()


def test_a_set_without_interior_lends_nobody_anything():
    """A disc in a plane: who stands a rounding below its floor might owe its root, but slack makes up for it."""
    normal = np.array([1.0, 1.0, 1.0]) / np.sqrt(3)

    def flat(w):
        inside = w - (w @ normal) * normal
        size = float(np.linalg.norm(inside))
        return 1.0 + (inside / size if size > 1e-12 * np.linalg.norm(w) else 0.0 * w)

    deal = solved(Oracle(3, flat), [0.2, 0.5, 0.5])
    assert deal.status is Status.solved
    assert (deal.error <= 1e-8).all()
    assert deal.payoffs.sum() == pytest.approx(3.0, abs=1e-9)


def test_three_players_of_whom_one_cannot_gain_share_like_two():
    deal = solved(Polytope([[0, 0, 1], [2, 0, 1], [0, 1, 1]]), [0, 0, 1])
    assert deal.status is Status.some_cannot_gain
    assert deal.payoffs == pytest.approx([1.0, 0.5, 1.0], abs=1e-11)


def test_what_an_oracle_shows_is_enough():
    points = [[0, 0], [0, 1], [1, 1], [2, 0]]
    assert solved(corner(points), [0, 0]).payoffs == pytest.approx([1.25, 0.75], abs=1e-9)


def test_units_do_not_matter():
    unit = np.array([1e-8, 1e7])
    for kind, d in (("discrete", [0.1, 0.3]), ("continuous", [0.8, 0.5])):
        one = solved(Ball([1.0, 1.0], 3), d, kind)
        other = solved(unit * Ball([1, 1], 3), unit * d, kind)
        assert other.gains / unit == pytest.approx(one.gains, rel=1e-9)


def test_outcomes_without_a_trade():
    assert solved(Box([0, 0], [1, 2]), [1, 0]).payoffs.tolist() == [1.0, 2.0]
    assert solved(Box([0, 0], [1, 2]), [1, 2]).status is Status.nobody_can_gain
    assert solved(Box([0, 0], [1, 2]), [1, 3], throw=False).status is Status.infeasible
    assert solved([[[3.0], [1.0]]], [0.0], "continuous").payoffs.tolist() == [3.0]


def test_bad_settings_are_named():
    with pytest.raises(InvalidProblem) as caught:
        Raiffa("smooth")
    assert str(caught.value) == (
        'kind must be "discrete" or "continuous", but it is \'smooth\'; '
        'use "discrete" for steps to the mean of the best points.'
    )
    with pytest.raises(InvalidProblem) as caught:
        solved(Ball([1.0, 1.0, 1.0]), [0, 0, 0], "continuous")
    assert str(caught.value) == (
        'problem must have at most two players for the continuous solution, but it has 3; use lw.Raiffa("discrete").'
    )
