"""Vertices by the double description method, against trying all systems and against a hull program."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from scipy.spatial import HalfspaceIntersection

from largeworlds._numerics.vertices import MOST_RAYS, vertices


def tried(matrix: np.ndarray, bounds: np.ndarray) -> set[tuple[float, ...]]:
    """Every solution of k of the equations that meets all inequalities."""
    k = matrix.shape[1]
    found = set()
    for rows in map(list, combinations(range(len(matrix)), k)):
        if abs(np.linalg.det(matrix[rows])) > 1e-9:
            x = np.linalg.solve(matrix[rows], bounds[rows])
            if (matrix @ x <= bounds + 1e-9).all():
                found.add(tuple((x.round(7) + 0.0).tolist()))
    return found


@pytest.mark.parametrize("seed", range(30))
def test_small_whole_numbers_where_much_is_degenerate(seed):
    rng = np.random.default_rng(seed)
    k = int(rng.integers(1, 5))
    rows = rng.integers(-2, 3, size=(int(rng.integers(1, 7)), k)).astype(float)
    bounds = rows @ rng.integers(-1, 2, size=k) + rng.integers(0, 3, size=len(rows))
    rows, bounds = np.vstack([rows, np.eye(k), -np.eye(k)]), np.concatenate([bounds, np.full(2 * k, 2.0)])
    found = vertices(rows, bounds)
    assert found.free is None
    assert {tuple((round(float(x), 7) + 0.0) for x in point) for point in found.points} == tried(rows, bounds)
    assert list(found.points) == sorted(set(found.points))


def test_larger_ones_like_a_hull_program():
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(25, 4))
    rows, bounds = np.vstack([rows, np.eye(4), -np.eye(4)]), np.ones(33)
    found = np.array([[float(x) for x in point] for point in vertices(rows, bounds).points])
    other = HalfspaceIntersection(np.column_stack([rows, -bounds]), np.zeros(4)).intersections
    other = np.unique(other.round(10), axis=0)
    assert len(found) == len(other)
    assert np.unique(found.round(10), axis=0) == pytest.approx(other, abs=1e-9)


def test_doubles_are_taken_as_they_are():
    found = vertices(np.array([[0.1], [-1.0]]), np.array([0.3, 0.0]))
    assert found.points == ((Fraction(0),), (Fraction(0.3) / Fraction(0.1),))


def test_flat_empty_endless_and_too_many():
    box = np.vstack([np.eye(2), -np.eye(2)])
    line = vertices(np.vstack([box, [[1, 1], [-1, -1]]]), np.array([1, 1, 0, 0, 1, -1.0]))
    assert line.points == ((0, 1), (1, 0))
    assert vertices(box, np.array([1, 1, -2, 0.0])).points == ()
    assert vertices(box[:3], np.ones(3)).free == (0, -1)
    assert vertices(np.array([[1.0, -1.0], [-1.0, 1.0]]), np.ones(2)).free == (1, 1)
    cube = np.vstack([np.eye(10), -np.eye(10)])
    assert MOST_RAYS < 2**10
    assert vertices(cube, np.ones(20)).points is None
