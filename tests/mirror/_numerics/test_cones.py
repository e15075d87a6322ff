"""Generators of cones, against an enumeration of all candidate edges."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from largeworlds._numerics.cones import cone_generators


def edges(less: np.ndarray) -> np.ndarray:
    """Extreme rays of a pointed cone ``less @ w <= 0``: wherever m - 1 conditions leave a line, its feasible ends."""
    m, found = less.shape[1], []
    for rows in combinations(less, m - 1):
        _, sizes, basis = np.linalg.svd(np.array(rows))
        if sizes[-1] > 1e-9:
            found += [sign * basis[-1] for sign in (1, -1) if (sign * (less @ basis[-1]) <= 1e-9).all()]
    kept: list[np.ndarray] = []
    for ray in found:
        if not any(np.abs(ray - other).max() < 1e-7 for other in kept):
            kept.append(ray)
    return np.array(kept).reshape(-1, m)


def same_rows(a: np.ndarray, b: np.ndarray) -> bool:
    return len(a) == len(b) and all(np.abs(b - row).max(axis=1).min() < 1e-7 for row in a)


@pytest.mark.parametrize("m", [2, 3, 4])
def test_extreme_rays_are_those_of_an_enumeration(rng, count, m):
    for _ in range(count(200, 25)):
        less = np.vstack([-np.eye(m), rng.normal(size=(int(rng.integers(1, 9)), m)) + 0.2])
        lines, rays = cone_generators(less, np.zeros((0, m)))
        assert not len(lines)
        assert same_rows(rays, edges(less)), (rays, edges(less))


def test_degenerate_cones(rng, count):
    """Many conditions meet in one edge: integer rows, some of them multiples and sums of others."""
    for _ in range(count(200, 25)):
        rows = rng.integers(-2, 3, (5, 3)).astype(float)
        less = np.vstack([-np.eye(3), rows, 2 * rows[:2], rows[0] + rows[1]])
        _, rays = cone_generators(less, np.zeros((0, 3)))
        assert same_rows(rays, edges(less)), (less, rays, edges(less))


def test_equalities_cut_the_cone():
    lines, rays = cone_generators(-np.eye(3), np.array([[1.0, -1.0, 0.0]]))
    assert not len(lines)
    assert same_rows(rays, np.array([[1, 1, 0], [0, 0, np.sqrt(2)]]) / np.sqrt(2))


def test_lines_remain_where_nothing_stands_in_the_way():
    lines, rays = cone_generators(np.array([[0.0, 0.0, -1.0]]), np.array([[1.0, 0.0, 0.0]]))
    assert same_rows(np.abs(lines), np.array([[0.0, 1.0, 0.0]])) and same_rows(rays, np.array([[0.0, 0.0, 1.0]]))


def test_the_whole_space_and_nothing():
    lines, rays = cone_generators(np.zeros((1, 2)), np.zeros((0, 2)))
    assert len(lines) == 2 and not len(rays)
    lines, rays = cone_generators(np.array([[1.0, 0.0], [-1.0, 1.0], [0.0, -1.0], [-1.0, -1.0]]), np.zeros((0, 2)))
    assert not len(lines) and not len(rays)
