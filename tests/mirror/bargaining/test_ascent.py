"""One ascent along a ray: closed forms, proofs, floors, and what happens when it is stopped."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from largeworlds import Ball, Box, Contributions, Oracle, Polytope
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.ascent import Rung, ascend, most_for
from largeworlds.bargaining.lowering import Lowered
from tests.representative_sets import corner, disc
from tests.watches import LimitedWatch
from tests.worlds import random_set


def rise(parts: Contributions, base, ray, start: float = 0.0):
    found = ascend(parts, np.array(base, dtype=float), np.array(ray, dtype=float), Stopwatch(), start=start)
    assert found is not None
    return found


def proved(parts: Contributions, rung: Rung) -> float:
    """The bound on the level that the prices prove, from the sets alone."""
    assert (rung.prices >= 0).all() and float(rung.prices @ rung.ray) == pytest.approx(1.0, rel=1e-12)
    return float(parts.support(rung.prices)) - float(rung.prices @ rung.base)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["polytope", "ball", "allocation", "exponential", "box"])
def test_the_level_is_reached_and_the_prices_prove_that_it_is_the_most(kind, seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(1, 6))
    parts = Contributions([random_set(rng, m, kind) for _ in range(m)])
    low, high = parts.bounding_box()
    base, ray = low - rng.random(m), rng.random(m) * rng.integers(2, size=m)
    ray[rng.integers(m)] = 1.0
    found = rise(parts, base, ray)
    rung, x = found.rung, sum(part.uses().point(c) for part, c in zip(parts.sets, found.choices, strict=True))
    assert (x - base - rung.level * ray >= -1e-13 * (np.abs(x) + np.abs(base) + high - low)).all()
    assert rung.level <= rung.most + 1e-13 * rung.size and rung.gap <= 1e-11
    assert proved(parts, rung) <= rung.most + 1e-13 * (np.abs(rung.prices) @ (np.abs(high) + np.abs(base)))
    assert not found.below.any() and found.lent == 0


def test_on_a_quarter_disc_it_is_where_the_ray_leaves_it():
    parts = Contributions([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))])
    found = rise(parts, [0.0, 0.0], [3.0, 4.0])
    assert found.rung.level == pytest.approx(0.2, rel=1e-13)
    assert found.rung.prices == pytest.approx([0.6 / 5, 0.8 / 5], rel=1e-6)
    floored = rise(parts, [0.0, 0.6], [1.0, 0.0])
    assert floored.rung.level == pytest.approx(0.8, rel=1e-12)


@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e12])
def test_a_vertex_is_reached_exactly(unit):
    """Three points on two lines that cross at (6/5, 2/5): the level in exact fractions."""
    parts = Contributions([Polytope(unit * np.array([[2.0, 0.0], [0.0, 1.0], [1.2, 0.4]])), Polytope(np.zeros((1, 2)))])
    found = rise(parts, [0.0, 0.0], [unit, unit])
    assert found.rung.level == pytest.approx(float(Fraction(2, 3)), rel=1e-14)
    assert found.rung.gap <= 1e-13


def test_units_of_the_ray_do_not_matter():
    parts = Contributions([Ball([1.0, 2.0]), Polytope([[0.0, 1.0], [1.0, 0.0]])])
    levels = [rise(parts, [0.1, 0.2], [c, 2 * c]).rung.level * c for c in (1e-9, 1.0, 1e9)]
    assert levels == pytest.approx([levels[1]] * 3, rel=1e-12)


def test_who_has_no_ray_keeps_its_base_and_no_more_is_asked():
    parts = Contributions([Polytope([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), Polytope(np.zeros((1, 2)))])
    found = rise(parts, [0.0, 0.25], [1.0, 0.0])
    assert found.rung.level == pytest.approx(0.75, rel=1e-14)
    assert found.rung.prices == pytest.approx([1.0, 1.0], rel=1e-12)


def test_the_most_of_one_player_over_floors():
    parts = Contributions([Ball([1.0, 1.0]), Box([0.0, 0.0], [0.5, 0.0])])
    assert most_for(parts, 0, np.array([0.0, 0.6]), Stopwatch()).rung.level == pytest.approx(1.3, rel=1e-12)


@pytest.mark.parametrize(
    "part", [Oracle(2, disc), corner([[0, 0], [2, 0], [0, 1], [1.5, 0.6]])], ids=["disc", "corner"]
)
def test_an_oracle_is_asked_until_it_has_no_news(part):
    parts = Contributions([part, Polytope(np.zeros((1, 2)))])
    found = rise(parts, [0.0, 0.0], [1.0, 1.0])
    assert found.rung.gap <= 1e-9
    assert proved(parts, found.rung) <= found.rung.most + 1e-13
    assert found.is_finite is False


def test_points_that_an_oracle_showed_later_do_no_harm():
    """The best point may be an early one, when fewer points were known."""
    parts = Contributions([Oracle(3, disc), Oracle(3, disc), Ball([1.0, 1.0, 0.5])])
    lowered = Lowered.of(parts)
    for ray in np.eye(3)[:1]:
        found = ascend(parts, np.array([0.5, 0.5, 0.3]), ray, Stopwatch(), lowered=lowered)
        assert len(found.shares) == len(lowered.stack.block) and found.rung.gap <= 1e-9


@pytest.mark.parametrize("most", [0, 1, 3, 10])
def test_stopped_early_the_bound_still_holds(most):
    parts = Contributions([Ball([1.0, 1.0], 3), Ball([2.0, 1.0])])
    found = ascend(parts, np.zeros(2), np.ones(2), LimitedWatch(most))
    best = rise(parts, [0.0, 0.0], [1.0, 1.0]).rung.level
    assert found is None or found.rung.level <= best + 1e-12 <= found.rung.most + 2e-12


def test_a_payoff_that_nothing_changes_bounds_the_level():
    parts = Contributions([Polytope([[1e12, 0.0], [1e12, 1e12]]), Polytope(np.zeros((1, 2)))])
    found = rise(parts, [1e12, 1e12], [1.0, 1.0], start=-1e-4)
    assert abs(found.rung.level) <= 1e-3 and found.rung.gap <= 1e-9
