"""Distance from a hull: known distances, random polygons edge by edge, kinks and uneven shapes."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds._numerics.min_norm_point import distance_from_hull


def hull(points: np.ndarray):
    return lambda w: points[int(np.argmax(points @ w))]


def disc(w: np.ndarray) -> np.ndarray:
    return w / np.linalg.norm(w)


@pytest.mark.parametrize("distance", [1e-8, 1e-3, 0.5, 100.0])
@pytest.mark.parametrize("dim", [1, 2, 5, 12])
def test_distance_from_a_ball(distance, dim):
    rng = np.random.default_rng(dim)
    x = disc(rng.normal(size=dim)) * (1 + distance)
    assert distance_from_hull(disc, x, 1e-10) == pytest.approx(distance, abs=2e-11, rel=1e-9)


@pytest.mark.parametrize("dim", [1, 2, 5, 12])
def test_points_inside_and_on_the_edge_of_a_ball(dim):
    rng = np.random.default_rng(dim)
    for radius in (0.0, 0.5, 0.999, 1.0):
        assert distance_from_hull(disc, disc(rng.normal(size=dim)) * radius, 1e-9) <= 1e-9


def from_triangles(points: np.ndarray, x: np.ndarray) -> float:
    """Distance to a polygon: zero inside, else to the nearest segment between two of its points."""

    def to_segment(a: np.ndarray, b: np.ndarray) -> float:
        along = b - a
        part = np.clip(along @ (x - a) / max(along @ along, 1e-300), 0, 1)
        return float(np.linalg.norm(a + part * along - x))

    angles = np.sort(np.arctan2(*(points - x).T))
    widest = np.diff(np.append(angles, angles[0] + 2 * np.pi)).max()
    return 0.0 if widest < np.pi else min(to_segment(a, b) for a in points for b in points)


@pytest.mark.parametrize("seed", range(30))
def test_distance_from_random_polygons(seed):
    rng = np.random.default_rng(seed)
    points, x = rng.normal(size=(rng.integers(1, 9), 2)), 1.5 * rng.normal(size=2)
    found = distance_from_hull(hull(points), x, 1e-12)
    assert found == pytest.approx(from_triangles(points, x), abs=1e-11)


@pytest.mark.parametrize("seed", range(20))
def test_every_mixture_is_inside_and_every_point_beyond_a_face_is_outside(seed):
    rng = np.random.default_rng(seed)
    dim = int(rng.integers(2, 9))
    points = rng.normal(size=(dim + 4, dim))
    points[-2:] = points[:2]  # duplicates must not disturb
    inside = rng.dirichlet(np.ones(len(points))) @ points
    assert distance_from_hull(hull(points), inside, 1e-10) <= 1e-10
    w = disc(rng.normal(size=dim))
    beyond = hull(points)(w) + 1e-6 * w
    assert distance_from_hull(hull(points), beyond, 1e-9) == pytest.approx(1e-6, rel=1e-3)


def test_a_kink_where_the_maximizer_jumps():
    """The nearest direction has weight zero on an axis where the maximizer then leaves out what is needed."""

    def quarter(w: np.ndarray) -> np.ndarray:  # quarter disc plus a segment [0, 1] on the third axis, zero at ties
        up = np.maximum(w[:2], 0)
        flat = up / np.linalg.norm(up) if up.any() else np.zeros(2)
        return np.append(flat, 1.0 if w[2] > 0 else 0.0)

    assert distance_from_hull(quarter, np.array([0.6, 0.8, 1.0]), 1e-9) <= 1e-9
    assert distance_from_hull(quarter, np.array([0.6, 0.8, 0.3]), 1e-9) <= 1e-9
    assert distance_from_hull(quarter, np.array([0.6, 0.8, 1.1]), 1e-9) == pytest.approx(0.1)


def test_a_single_point():
    only = np.array([1.0, 2.0])
    assert distance_from_hull(lambda w: only, only, 1e-12) == 0.0
    assert distance_from_hull(lambda w: only, np.array([4.0, 6.0]), 1e-12) == 5.0
