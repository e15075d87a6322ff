"""Within a distance or not: known distances, edges seen from uneven directions, kinks, flat and shifted budgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from largeworlds import Ball, Box, ExponentialBudget, Polytope
from largeworlds._numerics import nearest_point
from largeworlds._numerics.budgets import Stack
from largeworlds._numerics.nearest_point import is_within
from largeworlds.sets.base import ConvexSet, membership_units

from ...worlds import random_set


def stacked(part: ConvexSet, unit: np.ndarray) -> tuple[Stack, np.ndarray]:
    """The budgets of ``part`` in ``unit``, and their offset."""
    budgets = part._budgets()
    assert budgets is not None
    rows = [(one.directions / unit, one.scale, one.offset, one.exponent) for one in budgets.budgets]
    return Stack.of(rows, part.dim), budgets.offset / unit


def asked(part: ConvexSet, x: np.ndarray, distance: float = 1e-9, unit: np.ndarray | None = None) -> bool | None:
    unit = membership_units(*part.bounding_box()) if unit is None else unit
    stack, offset = stacked(part, unit)
    return is_within(stack, x / unit - offset, distance)


@pytest.mark.parametrize("distance", [1e-8, 1e-3, 0.5])
@pytest.mark.parametrize("dim", [1, 2, 5, 12])
def test_the_distance_from_a_ball_is_told_from_both_sides(dim: int, distance: float) -> None:
    rng, ball = np.random.default_rng(dim), Ball(np.ones(dim))
    w = np.abs(rng.normal(size=dim))
    x = (1 + distance) * w / np.linalg.norm(w)
    assert asked(ball, x, 1.01 * distance * np.sqrt(dim), np.ones(dim)) is True
    assert asked(ball, x, 0.99 * distance / np.sqrt(dim), np.ones(dim)) is False
    # In between the sum of absolute differences, which is minimised, need not tell; it must not mislead.
    assert asked(ball, x, 1.01 * distance, np.ones(dim)) is not False
    assert asked(ball, x, 0.99 * distance, np.ones(dim)) is not True


def uneven(rng: np.random.Generator, dim: int) -> np.ndarray:
    return np.abs(rng.normal(size=dim)) * 10.0 ** rng.uniform(-6, 6, size=dim)


SUMS: dict[str, Callable[[np.random.Generator, int], ConvexSet]] = {
    "hull and exponentials": lambda rng, m: (
        Polytope(rng.random((5, m))) + ExponentialBudget(rng.random(m) + 0.05, m + 1e9)
    ),
    "hull and a flat box": lambda rng, m: (
        Polytope(rng.random((5, m))) + Box(np.zeros(m), rng.random(m) * rng.integers(2, size=m))
    ),
    "balls of two shapes": lambda rng, m: Ball(rng.random(m) + 0.05, 10) + Ball(rng.random(m) + 0.05, 1.05),
    "a ball turned round": lambda rng, m: rng.normal(size=m) * Ball(rng.random(m) + 0.1, 3) + Polytope(np.eye(m)),
    "two of any kind": lambda rng, m: (rng.random(m) + 0.1) * random_set(rng, m) + random_set(rng, m),
    "a third on another scale": lambda rng, m: (
        random_set(rng, m) + random_set(rng, m) + 10.0 ** rng.uniform(-3, 3, size=m) * random_set(rng, m)
    ),
}


@pytest.mark.parametrize("name", SUMS)
def test_points_of_sums_are_within_and_what_lies_beyond_is_not(
    name: str, rng: np.random.Generator, count: Callable[[int, int], int]
) -> None:
    """Best points in the most uneven directions are at the ends of long faces, where a search among points crawls."""
    for _ in range(count(100, 4)):
        m = int(rng.integers(2, 13))
        part = SUMS[name](rng, m)
        unit = membership_units(*part.bounding_box())
        for w in (rng.normal(size=m), np.abs(rng.normal(size=m)), uneven(rng, m)):
            best = part.maximizer(w)
            assert asked(part, best) is True
            out = w * unit / np.linalg.norm(w * unit)
            assert asked(part, best + 1e-6 * unit * out) is False


def test_a_point_beyond_a_facet_is_proved_to_be_so() -> None:
    """Where the nearest point is known to rounding only, its direction alone would prove nothing."""
    hull = Polytope([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    x = np.full(3, 1 / 3)
    assert asked(hull, x) is True
    for beyond in (2e-9, 1e-7, 1e-3):
        assert asked(hull, x + beyond / np.sqrt(3)) is False


def test_without_a_budget_there_is_one_point() -> None:
    nothing = Stack.of([], 2)
    assert is_within(nothing, np.array([0.0, 1e-10]), 1e-9) is True
    assert is_within(nothing, np.array([0.0, 1e-8]), 1e-9) is False


def test_directions_that_no_use_changes_count() -> None:
    segment = Polytope(np.eye(6)[:2])
    middle = np.array([0.5, 0.5, 0, 0, 0, 0])
    assert asked(segment, middle, unit=np.ones(6)) is True
    assert asked(segment, middle + 1e-8 * np.eye(6)[4], unit=np.ones(6)) is False


def test_uses_that_bring_nothing_are_no_hindrance() -> None:
    ball = Ball([1.0, 0.0, 2.0]) + Ball([0.0, 0.0, 1.0], 3)
    assert asked(ball, ball.maximizer([1.0, 1.0, 1.0])) is True


def test_a_search_that_stands_still_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Returns that are spent at once (1 / r^3) and coordinates of uneven size: steps alone shrink to nothing."""
    calls, centred = [0], nearest_point._centred

    def counting(*given: Any) -> Any:
        calls[0] += 1
        return centred(*given)

    monkeypatch.setattr(nearest_point, "_centred", counting)
    for seed in (147, 343):
        rng = np.random.default_rng(seed)
        m = int(rng.integers(2, 13))
        part = random_set(rng, m) + (rng.random(m) + 0.1) * random_set(rng, m)
        part = part + 10.0 ** rng.uniform(-3, 3, size=m) * random_set(rng, m)
        assert asked(part, part.maximizer(uneven(rng, m))) is True
    assert calls[0] > 1


def test_without_enough_steps_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest_point, "_MOST_STEPS", 2)
    ball = Ball([1.0, 1.0]) + Polytope(np.eye(2))
    assert asked(ball, ball.maximizer([1.0, 2.0])) is None
