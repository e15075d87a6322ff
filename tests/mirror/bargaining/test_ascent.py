"""The best point along a ray: closed forms, linear programs by SciPy, and proofs recomputed from the sets."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from largeworlds import Ball, BargainingProblem, Oracle, Polytope
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.ascent import Ascent, Rung, ascend, most_for
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.returns import Linear, Log, Power
from tests.representative_sets import corner, disc


def climbed(sets: object, base: list[float], ray: list[float], start: float = 0.0) -> Ascent:
    problem = BargainingProblem(sets, [0.0] * len(base))
    found = ascend(problem, np.array(base), np.array(ray), Stopwatch(), start=start)
    assert found is not None
    assert_proved(problem, found)
    return found


def assert_proved(problem: BargainingProblem, found: Ascent) -> None:
    """Prices bound the level by the sets' supports, and the shares reach it."""
    rung = found.rung
    assert (rung.prices >= 0).all() and rung.prices @ rung.ray == pytest.approx(1.0)
    most = float(problem.support(rung.prices)) - float(rung.prices @ rung.base)
    assert most <= rung.most + 1e-12 * rung.size, (most, rung.most)
    assert rung.level <= most + 1e-12 * rung.size
    reached = np.zeros(problem.dim)
    for part, choice in zip(problem.sets, found.choices, strict=True):
        known = part.uses()
        reached += known.point(choice) if known is not None else choice[1] @ part.maximizer(choice[0])
    assert (reached >= rung.base + rung.level * rung.ray - 1e-9 * rung.size).all()


@pytest.mark.parametrize(
    ("part", "base", "ray", "level"),
    [
        (Ball([3.0, 4.0]), [0.0, 0.0], [1.0, 1.0], 2.4),
        (Ball([3.0, 4.0]), [0.0, 0.0], [3.0, 4.0], 2**-0.5),
        (Ball([1.0, 1.0]), [0.0, 0.6], [1.0, 0.0], 0.8),  # only keeps 0.6
        (Ball([1.0, 1.0, 1.0], 4), [0.0, 0.0, 0.0], [1.0, 1.0, 1.0], 3**-0.25),
        (Polytope([[0, 0], [4, 0], [0, 1]]), [0.0, 0.0], [1.0, 1.0], 0.8),
        (Polytope([[0, 0], [4, 0], [0, 1]]), [0.0, 0.5], [1.0, 0.0], 2.0),
        (Oracle(2, disc), [0.0, 0.0], [3.0, 4.0], 0.2),
        (corner(np.array([[0, 0], [4, 0], [0, 1]])), [0.0, 0.0], [1.0, 1.0], 0.8),
    ],
)
def test_closed_forms(part, base, ray, level):
    found = climbed(part, base, ray)
    assert found.rung.level == pytest.approx(level, abs=1e-9) and found.rung.gap < 1e-9
    assert found.is_finite == isinstance(part, Polytope)


def test_a_base_beyond_what_is_feasible_has_a_negative_level():
    """From the ideal point (4, 1) downwards: both lose 0.8."""
    found = climbed(Polytope([[0, 0], [4, 0], [0, 1]]), [4.0, 1.0], [1.0, 1.0], start=-2.0)
    assert found.rung.level == pytest.approx(-0.8) and found.rung.most == pytest.approx(-0.8)
    found = climbed(Ball([1.0, 1.0]), [1.0, 1.0], [1.0, 1.0], start=-1.0)
    assert found.rung.level == pytest.approx(2**-0.5 - 1, abs=1e-12)


def test_units_change_the_numbers_and_nothing_else():
    """A payoff in millionths and another in millions."""
    unit = np.array([1e-6, 1e6])
    problem = BargainingProblem(unit * Ball([3.0, 4.0]), [0.0, 0.0])
    found = ascend(problem, np.zeros(2), unit, Stopwatch())
    assert_proved(problem, found)
    assert found.rung.level == pytest.approx(2.4, rel=1e-10)


@pytest.mark.parametrize("seed", range(10))
def test_finite_sets_against_linear_programs(seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 5))
    lists = [rng.integers(-3, 4, size=(rng.integers(1, 4), m)).astype(float) for _ in range(m)]
    problem = BargainingProblem(lists, np.zeros(m))
    base = np.sum([rows.mean(axis=0) for rows in lists], axis=0) - rng.random(m)
    ray = np.where(rng.random(m) < 0.3, 0.0, rng.random(m)) + np.eye(m)[0]
    owner = np.repeat(np.arange(m), [len(rows) for rows in lists])
    mixture = np.hstack([owner == np.arange(m)[:, None], np.zeros((m, 1))])
    rows = np.hstack([-np.vstack(lists).T, ray[:, None]])
    cost = np.append(np.zeros(len(owner)), -1.0)
    limits = [(0, None)] * len(owner) + [(None, None)]
    right = linprog(cost, A_ub=rows, b_ub=-base, A_eq=mixture, b_eq=np.ones(m), bounds=limits, method="highs")
    found = ascend(problem, base, ray, Stopwatch())
    assert_proved(problem, found)
    assert found.rung.level == pytest.approx(-right.fun, abs=1e-9)


def test_curved_and_straight_returns_together():
    sets = [Allocation(2.0, [Power(0.5, 1.0), Log(1.0, 0.5), Linear(0.7)], [1.0] * 3), Ball([1.0, 0.5, 2.0])]
    found = climbed([*sets, Polytope([[0.0, 0.0, 0.0], [1.0, 1.0, -0.5]])], [0.1, 0.1, 0.1], [1.0, 2.0, 1.0])
    assert 0 <= found.rung.gap < 1e-12


def test_the_most_for_a_player_keeps_the_floors_of_the_others():
    problem = BargainingProblem(Ball([5.0, 5.0]), [0, 0])
    found = most_for(problem, 1, np.array([3.0, 1.0]), Stopwatch())
    assert 1.0 + found.rung.level == pytest.approx(4.0, abs=1e-9)
    assert found.rung.ray.tolist() == [0.0, 1.0]


def test_the_gap_of_a_rung_is_a_share_of_its_size():
    def rung(level: float, most: float) -> Rung:
        return Rung(np.zeros(2), np.ones(2), level, most, np.full(2, 0.5), size=4.0)

    assert rung(1.0, 2.0).gap == 0.25 and rung(1.0, 0.9).gap == 0 and np.isinf(rung(1.0, np.inf).gap)


def test_what_a_level_owes_to_those_below_their_floor():
    """Prices times what they lack where corners are finitely many, unbounded on curved sets, nothing if all stand."""
    rung = Rung(np.zeros(2), np.array([1.0, 0.0]), 1.0, 1.0, np.array([1.0, 3.0]), 1.0)

    def lent(below: float, is_finite: bool) -> float:
        return Ascent(rung, np.zeros(0), (), np.array([0.0, below]), is_finite).lent

    assert lent(1e-12, True) == 3e-12 and np.isinf(lent(1e-12, False)) and lent(0.0, False) == 0
