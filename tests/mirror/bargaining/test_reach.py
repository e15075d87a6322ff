"""The most of one player given the other's floor: weak duality on a grid of prices, closed forms, both searches."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Allocation, Ball, BargainingProblem, Box, Log, Oracle, Polytope, Power
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.arc import Frontier
from largeworlds.bargaining.lowering import Lowered
from largeworlds.bargaining.reach import Reaches
from tests.representative_sets import corner, disc


def made(sets, d, share) -> tuple[Reaches, np.ndarray]:
    """The frontier over ``d`` as a function, and the scale of its coordinates."""
    problem = BargainingProblem(sets, d)
    lowered = Lowered.of(problem)
    return Reaches(Frontier.of(lowered, problem.disagreement).arc().refined(share, Stopwatch())), lowered.scale


@pytest.mark.parametrize("p", [1.5, 2.0, 5.0])
@pytest.mark.parametrize("floor", [0.0, 1e-6, 0.3, 0.9, 1 - 1e-9])
def test_cubics_and_searches_find_the_rest_of_a_ball(p, floor):
    reaches, _ = made(Ball([1.0, 1.0], p), [0.0, 0.0], 1e-8)
    for player in (0, 1):
        for cubics in (True, False):
            reach = reaches.best(player, floor, cubics)
            exact = (1 - floor**p) ** (1 / p)
            assert reach.most == pytest.approx(exact, abs=reach.missing)
            assert reach.missing <= 1e-12 + 2e-15 * reach.price  # what rounding of the floor is worth


def test_edges_flats_and_what_lies_beyond():
    reaches, scale = made(Polytope([[0, 2], [1, 2], [2, 0]]), [0.0, 0.0], 1e-3)
    assert reaches.best(1, 0.5 / scale[0]).most * scale[1] == 2.0
    assert reaches.best(1, 1.5 / scale[0]).most * scale[1] == 1.0
    assert reaches.best(0, 1.0 / scale[1]).most * scale[0] == 1.5
    assert reaches.best(0, 1.0 / scale[1]).price * scale[0] / scale[1] == 0.5
    box, unit = made(Box([0, 0], [1, 2]), [0.0, 0.0], 1e-3)
    assert [box.best(0, 1.0 / unit[1]).most * unit[0], box.best(1, 1.0 / unit[0]).most * unit[1]] == [1.0, 2.0]


SETS = {
    "ball": Ball([1.0, 2.0], 3),
    "allocation": Allocation(3.0, [Log(1.5, 0.3), Power(0.3)]),
    "mixed": Ball([1.0, 1.0]) + Polytope([[0, 1], [0.7, 0.7], [1, 0]]),
    "oracle": Oracle(2, disc) + Ball([1.0, 1.0]),
    "oracle of points": corner([[0, 1], [0.6, 0.8], [1, 0]]),
}


@pytest.mark.parametrize("sets", SETS.values(), ids=SETS.keys())
@pytest.mark.parametrize("player", [0, 1])
@pytest.mark.parametrize("cubics", [True, False])
def test_the_most_for_a_floor_is_the_least_over_all_prices(sets, player, cubics, rng):
    """Weak duality on a fine grid of prices bounds the answer from above; the answer lies in the set."""
    reaches, scale = made(sets, [0.0, 0.0], 1e-4)
    low, high = sets.support(-np.eye(2)) * -1, sets.support(np.eye(2))
    w = np.ones((20_001, 2))
    w[:, 1 - player] = np.exp(np.linspace(-1, 1, len(w)) ** 3 * 30) * scale[player] / scale[1 - player]
    tops = sets.support(w)
    for floor in rng.uniform(max(low[1 - player], 0.0), high[1 - player], size=2):
        reach = reaches.best(player, float(floor / scale[1 - player]), cubics)
        bound = float((tops - w[:, 1 - player] * floor).min())
        most = reach.most * scale[player]
        assert bound - 1e-4 * scale[player] <= most <= bound + 1e-9 * scale[player]
        assert reach.missing <= 1e-9
        point = np.full(2, float(floor))
        point[player] = most - (reach.missing + 1e-11) * scale[player]
        price = np.ones(2)
        price[1 - player] = reach.price * scale[player] / scale[1 - player]
        assert float(sets.support(price)) >= float(price @ point)
        assert float(sets.support(price)) == pytest.approx(float(price @ point), abs=1e-6 * scale[player])


def test_on_curves_almost_all_of_the_frontier_is_told_by_cubics():
    """Otherwise every answer would be searched for, which takes a hundred times as long."""
    reaches, _ = made(Ball([1.0, 1.0], 3), [0.1, 0.2], 1e-8)
    told = (reaches._off <= 1e-13).all(axis=1)
    assert told.mean() > 0.95
    kinked, _ = made(corner([[0, 1], [0.6, 0.8], [1, 0]]), [0.0, 0.0], 1e-8)
    wide = kinked.arc.delta.max(axis=1) > 0.1
    assert wide.any()
    assert np.isinf(kinked._off[wide]).all()  # an edge that only an oracle knows
