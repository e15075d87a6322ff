"""Kalai-Smorodinsky: published numbers, dominated first points, both ideals, shares of ideal gains."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, KalaiSmorodinsky, Polytope, Status, bargain


def test_the_papers_example_of_three_players():
    """Treutlein 2023, Section 3.4.2: (2.5, 2.5, 1.5), with ideal points (3, 3, 2)."""
    problem = BargainingProblem(Polytope([[2, 2, 1], [3, 3, 1], [2, 2, 2]]), [2, 2, 1])
    deal = bargain(problem, KalaiSmorodinsky())
    assert deal.payoffs == pytest.approx([2.5, 2.5, 1.5], rel=1e-14)
    assert deal.ideal == pytest.approx([3.0, 3.0, 2.0], rel=1e-14)
    assert (deal.error <= 1e-13).all() and deal.gap <= 1e-12 and deal.unique


def test_where_no_point_on_the_ray_is_pareto_optimal_the_rest_rises_on():
    """{x1 + x2 <= 1, x3 <= 1}: (.5, .5, .5) is dominated by (.5, .5, 1)."""
    corners = [[x, y, z] for x, y in ((0, 0), (1, 0), (0, 1)) for z in (0, 1)]
    deal = bargain(BargainingProblem(Polytope(corners), [0, 0, 0]), KalaiSmorodinsky())
    assert deal.payoffs == pytest.approx([0.5, 0.5, 1.0], rel=1e-14)
    assert deal.completed and deal.rungs[0].level == pytest.approx(0.5, rel=1e-14)


def test_on_a_ball_of_any_power_all_get_the_same_share():
    for p in (1.0, 1.5, 2.0, 7.0):
        deal = bargain(BargainingProblem(Ball([3.0, 4.0], p), [0.0, 0.0]), KalaiSmorodinsky())
        assert deal.payoffs == pytest.approx(np.array([3.0, 4.0]) * 0.5 ** (1 / p), rel=1e-12)
        assert not deal.completed


def test_ideal_points_matter():
    problem = BargainingProblem(Polytope([[0, 0], [4, -1], [2, 1], [0, 2]]), [0, 0])
    rational, feasible = (bargain(problem, KalaiSmorodinsky(kind)) for kind in ("rational", "feasible"))
    assert rational.ideal == pytest.approx([3.0, 2.0], rel=1e-13)
    assert feasible.ideal == pytest.approx([4.0, 2.0], rel=1e-13)
    assert rational.gains[0] / 3 == pytest.approx(rational.gains[1] / 2, rel=1e-12)
    assert feasible.gains[0] / 4 == pytest.approx(feasible.gains[1] / 2, rel=1e-12)


@pytest.mark.parametrize("short", [1e-3, 1e-6])
def test_near_the_frontier_of_a_circle(short):
    """Ideal gains by the circle's own equation; the share is one root of a quadratic."""
    d = np.array([0.6, 0.8]) * (1 - short)
    best = np.sqrt(1 - d[::-1] ** 2) - d
    a, b, c = best @ best, 2 * (d @ best), d @ d - 1
    tau = -2 * c / (b + np.sqrt(b * b - 4 * a * c))
    deal = bargain(BargainingProblem([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], d), KalaiSmorodinsky())
    assert deal.status is Status.solved
    assert deal.gains == pytest.approx(tau * best, rel=1e-9 / short * 1e-4)


def test_titles_name_the_concept():
    assert KalaiSmorodinsky().title == "Kalai-Smorodinsky solution"
