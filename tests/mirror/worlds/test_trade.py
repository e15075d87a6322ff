"""Who gives whom: sums, signs, cycles."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.worlds.trade import NOTABLE, Trade, trade
from tests.worlds import draw

CASES = [("mixed_kinds", 0), ("mixed_kinds", 1), ("finite_actions", 2), ("smooth_sets", 3), ("sparse_beliefs", 4)]


@pytest.mark.parametrize(("recipe", "seed"), CASES)
def test_flows_sum_to_what_everybody_gains(recipe: str, seed: int) -> None:
    drawn = draw(recipe, seed)
    deal = lw.bargain(drawn.problem, throw=False)
    assert deal.is_answer
    exchange = trade(drawn.world, deal)
    scale = np.abs(deal.payoffs) + np.abs(deal.disagreement)  # what the differences are rounded from
    assert (np.abs(exchange.flows.sum(axis=0) - deal.gains) <= 1e-12 * scale).all()
    assert (np.abs(exchange.received - exchange.own_cost - deal.gains) <= 1e-12 * scale).all()
    assert (exchange.own_cost >= -1e-12 * scale).all()  # nobody serves itself better than in the Nash profile


def test_example_55_by_hand() -> None:
    p = 0.75
    world = lw.World([lw.Ball([1.0, 1.0])] * 2, lw.Beliefs([[p, 1 - p], [1 - p, p]]))
    exchange = trade(world, lw.bargain(world.problem()))
    own, other = p / np.hypot(p, 1 - p), (1 - p) / np.hypot(p, 1 - p)  # each maximises p x_own + (1 - p) x_other
    assert exchange.flows == pytest.approx(
        np.array([[p * (own - 1), (1 - p) * other], [(1 - p) * other, p * (own - 1)]]), abs=1e-9
    )
    assert exchange.mutual == [(0, 1)]
    assert exchange.cycles == []
    assert exchange.net_givers == []
    assert exchange.benefits_nobody == []


def _ring(m: int, strength: float = 1.0) -> Trade:
    flows = np.zeros((m, m))
    for t in range(m):
        flows[t, (t + 1) % m] = strength
    return Trade(flows, np.ones(m))


@pytest.mark.parametrize(("m", "expected"), [(2, []), (3, [(0, 1, 2)]), (5, [(0, 1, 2, 3, 4)]), (6, [])])
def test_a_ring_is_one_cycle_of_at_most_five(m: int, expected: list[tuple[int, ...]]) -> None:
    assert _ring(m).cycles == expected


def test_nothing_given_is_told_from_next_to_nothing() -> None:
    flows = np.array([[-0.1, 1.0, 0.0], [0.0, 0.0, 1e-9], [0.0, 0.0, -0.2]])
    exchange = Trade(flows, np.ones(3))
    assert exchange.benefits_nobody == [1, 2]
    assert exchange.gives_nothing == [2]


def _all_cycles(exchange: Trade) -> dict[tuple[int, ...], float]:
    """Every cycle of 3 to 5 types and its weakest link, by trying all sequences."""
    relative = exchange.relative
    found = {}
    for length in (3, 4, 5):
        for path in permutations(range(len(relative)), length):
            if path[0] != min(path):
                continue
            links = [(path[i], path[(i + 1) % length]) for i in range(length)]
            if all(relative[i, j] > NOTABLE and relative[i, j] > 2 * relative[j, i] for i, j in links):
                found[path] = min(float(relative[link]) for link in links)
    return found


def test_cycles_are_those_of_brute_force() -> None:
    rng = np.random.default_rng(5)
    several = 0
    for _ in range(40):
        m = int(rng.integers(4, 7))
        flows = rng.random((m, m)) ** 3 * rng.integers(0, 2, size=(m, m))
        exchange = Trade(flows, rng.random(m) + 0.1)
        every = _all_cycles(exchange)
        found = exchange.cycles
        assert len(set(found)) == len(found) == min(len(every), 20)
        strengths = [every[cycle] for cycle in found]  # KeyError: not a cycle
        assert strengths == sorted(every.values(), reverse=True)[:20]
        several += len(found) > 1
    assert several >= 5


def test_givers_idlers_and_pairs() -> None:
    flows = np.array([[-0.5, 0.9, 0.6], [0.3, -0.1, 0.005], [0.0, 0.005, 0.0]])
    exchange = Trade(flows, np.array([1.0, 1.0, 0.5]))
    assert exchange.own_cost.tolist() == [0.5, 0.1, 0.0]
    assert exchange.given == pytest.approx([2.1, 0.31, 0.005])
    assert exchange.taken == pytest.approx([0.3, 0.905, 1.21])
    assert exchange.net_givers == [0]
    assert exchange.benefits_nobody == [2]
    assert exchange.mutual == [(0, 1)]


def test_a_type_without_gain_has_no_unit() -> None:
    exchange = Trade(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([1.0, 0.0]))
    assert exchange.relative.tolist() == [[0.0, 0.0], [1.0, 0.0]]
    assert exchange.benefits_nobody == [0]


def test_a_gain_that_is_only_rounding_measures_no_flow():
    """At weight zero a gain of 1e-16 is left: no gift is large beside it."""
    world = lw.World([lw.Ball([1.0, 1.0])] * 2, lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]), names=["a", "b"])
    found = trade(world, lw.bargain(world.problem(weights=[1.0, 0.0])))
    assert found.gains[1] == 0
    assert not found.relative[:, 1].any()
