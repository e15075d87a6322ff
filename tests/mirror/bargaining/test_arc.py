"""The frontier as an arc: chains of finite sets, bounds on lengths, the most of one player given the other's floor."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import beta, betainc

from largeworlds import Ball, BargainingProblem, Box, ExponentialBudget, Polytope
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.arc import Arc, Frontier, pareto_chain
from largeworlds.bargaining.lowering import Lowered


def arc(sets, d, share=1e-8) -> tuple[Arc, np.ndarray]:
    """The arc and the scale of its coordinates."""
    problem = BargainingProblem(sets, d)
    lowered = Lowered.of(problem)
    return Frontier.of(lowered, problem.disagreement).arc().refined(share, Stopwatch()), lowered.scale


def length(sets, d, share=1e-8) -> tuple[float, float]:
    """Bounds on the length in the units of the problem."""
    found, scale = arc(sets, d, share)
    low, high = found.bounds
    return float(low.sum() * np.sqrt(scale.prod())), float(high.sum() * np.sqrt(scale.prod()))


def of_the_ball(p: float, x: float, y: float) -> float:
    """The length of the unit ball's frontier over (x, y): with a = x^p an incomplete beta function."""
    k = (1 + 1 / p) / 2
    return (betainc(k, k, 1 - y**p) - betainc(k, k, x**p)) * beta(k, k) / p


@pytest.mark.parametrize("p", [1.05, 2.0, 10.0])
@pytest.mark.parametrize("d", [(0.0, 0.0), (0.3, 0.2), (0.7, 0.01)])
def test_bounds_hold_the_length_of_a_ball(p, d):
    low, high = length(Ball([1.0, 1.0], p), d)
    exact = of_the_ball(p, *d)
    assert low - 1e-12 <= exact <= high + 1e-12
    assert high - low <= 1.1e-8 * exact


def test_the_ratio_of_the_bounds_follows_the_formula():
    """Slopes within h of each other leave about h^2 / 32 open: sixteen times as many pieces, 256 times less."""
    widths = []
    for share in (1e-4, 1e-4 / 256):
        found, _ = arc(Ball([1.0, 1.0]), [0.3, 0.3], share)
        widths.append(len(found.t0))
    assert 10 <= widths[1] / widths[0] <= 24


def test_edges_are_exact_and_sums_merge_them_by_slope():
    one, two = Polytope([[0, 3], [1, 2], [2, 0]]), Polytope([[0, 4], [4, 0]])
    found, scale = arc([one, two], [0.0, 0.0])
    assert (found.delta * scale).tolist() == [[1.0, 1.0], [4.0, 4.0], [1.0, 2.0]]
    assert (found.start[0] * scale).tolist() == [0.0, 7.0]
    low, high = length([one, two], [0.0, 0.0])
    assert low == pytest.approx(5 + np.sqrt(2), rel=1e-15)
    assert high == low


def test_edges_are_cut_at_the_disagreement_point():
    low, high = length(Polytope([[0, 4], [4, 0]]), [1.0, 0.5])
    assert low == high == pytest.approx(2.5, rel=1e-15)
    assert length(Polytope([[0, 4], [4, 0]]), [1.0, 3.0])[1] == 0.0


@pytest.mark.parametrize("sets", [Box([0.0, 0.0], [1.0, 2.0]), Polytope([[1.0, 2.0]])])
def test_a_corner_has_no_length(sets):
    found, scale = arc(sets, [0.0, 0.0])
    assert float(found.bounds[1].sum()) == 0.0
    assert (found.start[0] * scale).tolist() == [1.0, 2.0]


def test_no_shift_rounds_the_shape():
    plain = length(Ball([1.0, 1.0]), [0.1, 0.2])
    moved = length(Ball([1.0, 1.0]).shift([2.0**20, -(2.0**20)]), [0.1 + 2.0**20, 0.2 - 2.0**20])
    assert moved == pytest.approx(plain, abs=1e-9)


def test_where_shares_lie_next_to_their_ends_lengths_are_still_told_apart():
    """Example 56 at r = 1e9: most of the length lies where one share is below 1e-7.

    Differences of payoffs that are rounded near one could not bound it. With z = exp(x / scale) it is a circle's arc.
    """
    low, high = length(ExponentialBudget([0.5, 0.5], 1e9), [0.0, 0.0], 1e-9)
    exact = 0.5 * 2 * (np.arcsin(np.sqrt(1 - 1e-9)) - np.arcsin(np.sqrt(1e-9)))
    assert low <= exact + 1e-12
    assert exact <= high + 1e-12
    assert high - low <= 2e-9 * low


@pytest.mark.parametrize(
    ("points", "chain"),
    [
        ([[0.0, 0.0]], [0]),
        ([[0.0, 1.0], [1.0, 0.0]], [0, 1]),
        ([[1.0, 0.0], [0.7, 0.7], [0.0, 1.0], [0.2, 0.2]], [2, 1, 0]),
        ([[1.0, 0.0], [0.4, 0.4], [0.0, 1.0]], [2, 0]),
        ([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]], [2, 0]),
        ([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.5, 1.0]], [1]),
        ([[2.0, 0.0], [2.0, -1.0], [0.0, 1.0], [-1.0, 1.0]], [2, 0]),
        ([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], None),
    ],
)
def test_the_chain_is_the_upper_right_boundary(points, chain):
    found = pareto_chain(np.array(points)).tolist()
    if chain is None:
        assert [points[i] for i in found] == [[0.0, 1.0], [1.0, 0.0]]
    else:
        assert found == chain


def test_chains_of_random_points_are_those_of_the_hull(rng, count):
    for _ in range(count(300, 60)):
        points = rng.integers(0, 6, size=(rng.integers(1, 9), 2)).astype(float)
        chain = points[pareto_chain(points)]
        w = np.column_stack([np.linspace(0.01, 0.99, 199), np.linspace(0.99, 0.01, 199)])
        assert (w @ chain.T).max(axis=1) == pytest.approx((w @ points.T).max(axis=1), abs=1e-12)
        assert (np.diff(chain[:, 0]) > 0).all()
        assert (np.diff(chain[:, 1]) < 0).all()
