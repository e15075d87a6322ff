"""Outlines of convex sets in the plane, to drawing accuracy, from their best points in chosen directions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .._core.arrays import Array
from ..sets.base import ConvexSet

#: The outline is within this share of the set's size of the true one.
ACCURACY = 4e-4
_ROUNDS = 14


def outline(best: Callable[[Array], Array], accuracy: float = ACCURACY) -> Array:
    """Boundary points (k, 2), counter-clockwise, of the set whose best point in direction w is ``best(w)``.

    ``best`` maps directions (b, 2) to points (b, 2). Between two neighbours the direction normal to their chord is
    asked for until no answer rises over its chord by more than ``accuracy`` of the set's size, so polygons come out
    exactly and curves within that. The points may all coincide.
    """
    axes = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
    ends = best(axes)
    size = np.array([ends[0, 0] - ends[2, 0], ends[1, 1] - ends[3, 1]])
    size = np.where(size > 0, size, 1.0)
    turns = 2 * np.pi * np.arange(16) / 16
    points = best(np.column_stack([np.cos(turns), np.sin(turns)]) / size)
    settled = np.zeros(len(points), dtype=bool)
    for _ in range(_ROUNDS):
        chords = (np.roll(points, -1, axis=0) - points) / size
        length = np.hypot(chords[:, 0], chords[:, 1])
        settled |= length <= accuracy
        ask = np.flatnonzero(~settled)
        if not len(ask):
            break
        normals = np.column_stack([chords[ask, 1], -chords[ask, 0]]) / length[ask, None]
        found = best(normals / size)
        rise = (((found - points[ask]) / size) * normals).sum(axis=1)
        settled[ask[rise <= accuracy]] = True
        new = ask[rise > accuracy]
        points = np.insert(points, new + 1, found[rise > accuracy], axis=0)
        settled = np.insert(settled, new + 1, False)
    return _hull(points, size)


def projection(sets: Sequence[ConvexSet], pair: tuple[int, int]) -> Callable[[Array], Array]:
    """Best points of the projection of the sum of ``sets`` on the coordinates ``pair`` (exact: supports just add)."""
    columns = list(pair)

    def best(directions: Array) -> Array:
        lifted = np.zeros((len(directions), sets[0].dim))
        lifted[:, columns] = directions
        return np.asarray(sum(part.maximizer(lifted)[:, columns] for part in sets))

    return best


def above(points: Array, corner: Array) -> Array:
    """The part of a convex polygon (k, 2) where both coordinates are at least ``corner``; empty (0, 2) if none."""
    for axis in (0, 1):
        kept: list[Array] = []
        for a, b in zip(points, np.roll(points, -1, axis=0), strict=True):
            inside_a, inside_b = a[axis] >= corner[axis], b[axis] >= corner[axis]
            if inside_a:
                kept.append(a)
            if inside_a != inside_b:
                kept.append(a + (b - a) * (corner[axis] - a[axis]) / (b[axis] - a[axis]))
        points = np.array(kept).reshape(-1, 2)
    return points


def frontier(points: Array) -> Array:
    """The Pareto-optimal part of an outline (k, 2): from the best for the first coordinate to the best for the second.

    A single point where one outcome is best for both.
    """
    size = np.ptp(points, axis=0)
    best = points.max(axis=0) - 1e-9 * size

    def end(axis: int) -> int:
        tied = np.flatnonzero(points[:, axis] >= best[axis])
        return int(tied[np.argmax(points[tied, 1 - axis])])

    first, last = end(0), end(1)
    count = (last - first) % len(points) + 1
    return points[(first + np.arange(count)) % len(points)]


def _hull(points: Array, size: Array) -> Array:
    """The points without those that rounding put inside or on top of others."""
    scaled = points / size
    order = sorted(set(map(tuple, scaled)))
    if len(order) < 3:
        return np.array(order) * size

    def half(path: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
        out: list[tuple[float, ...]] = []
        for p in path:
            while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return np.array(half(order) + half(order[::-1])) * size


def _turn(a: tuple[float, ...], b: tuple[float, ...], c: tuple[float, ...]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
