"""Surfaces of convex sets in space, to drawing accuracy, from their best points in chosen directions.

The set is asked for its best point along the normal of every triangle of the hull of the points known so far, until no
answer rises over its triangle: the normals are a triangulation of the sphere of directions that is refined where the
surface bends. Polytopes come out exactly (up to a millionth of their size), curved sets within :data:`ACCURACY`, and
flat ones as polygons, segments or points. Orientation is decided in whole numbers, so no rounding can tear the hull.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._core.arrays import Array
from .outline import outline

#: The surface is within this share of the set's size of the true one.
ACCURACY = 2e-3
#: Points are told apart on a grid of this many steps per side, so that volumes fit into 64 bits.
_GRID = 2**20
_ROUNDS = 12
#: A set thinner than this share of its size is drawn flat.
_FLAT = 2e-5
#: A triangle over which nothing rises by more than this lies in a flat face of the set.
_EXACT = 1e-6
#: Directions asked at the start.
_FIRST = np.array([[i, j, k] for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (-1, 0, 1) if i or j or k], dtype=float)

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Surface:
    """The boundary of a convex set: ``points`` (k, 3) in its own units and ``triangles`` (f, 3), counter-clockwise.

    ``normals`` (f, 3) point outwards and have length one in units of the set's sides ``size`` (3,); ``flat`` (f,) says
    whether a triangle lies in a flat face of the set, up to the grid. A set without volume has the two sides of one
    polygon as ``triangles``, or none at all for a segment (two points) and a point. ``ring`` (r,) are the corners of
    the polygon in order, empty if the set has volume.
    """

    points: Array
    triangles: Whole
    normals: Array
    flat: NDArray[np.bool_]
    low: Array
    size: Array
    ring: Whole

    def unit(self, x: Array) -> Array:
        """Points (k, 3) in units of the set's box."""
        return np.asarray((np.atleast_2d(x) - self.low) / self.size)

    @property
    def pareto(self) -> NDArray[np.bool_]:
        """Triangles (f,) that some weights, all positive, prefer to everything else.

        On curved parts triangles stand for the piece of surface above them, whose normals differ a little from theirs.
        """
        bend = np.where(self.flat, -1e-9, 0.08)
        if len(self.ring):  # a flat set is preferred as a whole, or only its edges are
            return np.full(len(self.normals), self._tilted())
        return np.asarray((self.normals > -bend[:, None]).all(axis=1))

    @property
    def all_pareto(self) -> bool:
        """True if no point of the set beats another, so that all of it is its Pareto frontier."""
        if len(self.points) < 3:
            return len(self.points) == 1 or bool(self.pareto_edges)
        return bool(self.pareto.all())

    @property
    def pareto_edges(self) -> list[tuple[int, int]]:
        """Pairs of points whose segment is preferred by some positive weights, though no triangle beside it is."""
        if len(self.ring):
            return [] if self._tilted() else self._flat_edges()
        pareto, found = self.pareto, []
        for (a, b), (f, g) in self._edges().items():
            if not pareto[f] and not pareto[g] and _positive(self.normals[f], self.normals[g] - self.normals[f], 0, 1):
                found.append((a, b))
        return found

    def _tilted(self) -> bool:
        """True if a normal of a flat set is positive throughout, so that no point of it beats another."""
        return bool(len(self.normals) and (self.normals > 1e-9).all(axis=1).any())

    def _flat_edges(self) -> list[tuple[int, int]]:
        if len(self.points) < 3:
            step = np.diff(self.unit(self.points), axis=0)
            return [(0, 1)] if len(step) and step.max() > 1e-9 and step.min() < -1e-9 else []
        unit, up = self.unit(self.points), self.normals[0]
        found = []
        for a, b in zip(self.ring.tolist(), np.roll(self.ring, -1).tolist(), strict=True):
            out = np.cross(unit[b] - unit[a], up)
            if _positive(out / np.linalg.norm(out), up, -np.inf, np.inf):
                found.append((a, b))
        return found

    def _edges(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The two triangles on either side of every edge (a, b), a < b."""
        owner = {}
        for f, corners in enumerate(self.triangles.tolist()):
            for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
                owner[a, b] = f
        return {(a, b): (f, owner[b, a]) for (a, b), f in owner.items() if a < b}

    def creases(self) -> list[tuple[int, int]]:
        """Pairs of points between which two triangles meet at an angle that is the set's own, not the mesh's."""
        if len(self.ring):
            return list(zip(self.ring.tolist(), np.roll(self.ring, -1).tolist(), strict=True))
        found = []
        for edge, (f, g) in self._edges().items():
            cosine = float(self.normals[f] @ self.normals[g])
            if cosine < (0.9998 if self.flat[f] and self.flat[g] else 0.85):
                found.append(edge)
        return found


def _positive(start: Array, step: Array, least: float, most: float) -> bool:
    """Whether ``start + t step`` is positive throughout for some t between ``least`` and ``most``."""
    for a, b in zip(start.tolist(), step.tolist(), strict=True):
        if abs(b) <= 1e-12:
            if a <= 1e-9:
                return False
        elif b > 0:
            least = max(least, -a / b)
        else:
            most = min(most, -a / b)
    return least < most - 1e-9


def surface(best: Callable[[Array], Array], accuracy: float = ACCURACY) -> Surface:
    """The surface of the set whose best points (b, 3) in directions (b, 3) are ``best(directions)``."""
    axes = np.vstack([np.eye(3), -np.eye(3)])
    ends = best(axes)
    low, high = np.diag(ends[3:]).copy(), np.diag(ends[:3]).copy()
    size = np.where(high > low, high - low, 1.0)

    def scaled(directions: Array) -> Array:
        return np.asarray((best(directions / size) - low) / size)

    known = np.vstack([(ends - low) / size, scaled(_FIRST)])
    flat = _flat(known, scaled, low, size)
    return flat if flat is not None else _solid(known, scaled, low, size, accuracy)


def _flat(known: Array, scaled: Callable[[Array], Array], low: Array, size: Array) -> Surface | None:
    """The surface of a set without volume; None if it has one."""
    spread = np.linalg.svd(known - known.mean(axis=0))[2]
    ends = scaled(np.vstack([spread, -spread]))
    width = ((ends[:3] - ends[3:]) * spread).sum(axis=1)
    if width[2] > _FLAT * max(width[0], 1e-300):
        return None
    origin, plane = known.mean(axis=0), spread[:2]

    def in_plane(directions: Array) -> Array:
        return np.asarray((scaled(directions @ plane) - origin) @ plane.T)

    if width[0] <= 1e-12:
        points = known[:1]
    elif width[1] <= _FLAT * width[0]:
        points = ends[[0, 3]]
    else:
        points = outline(in_plane) @ plane + origin
    ring = np.arange(len(points), dtype=np.int64)
    fan = np.array([[0, i, i + 1] for i in range(1, len(points) - 1)], dtype=np.int64).reshape(-1, 3)
    up = np.cross(plane[0], plane[1])
    normals = np.vstack([np.tile(up, (len(fan), 1)), np.tile(-up, (len(fan), 1))])
    both = np.vstack([fan, fan[:, ::-1]])
    return Surface(points * size + low, both, normals, np.ones(len(both), dtype=bool), low, size, ring)


def _solid(known: Array, scaled: Callable[[Array], Array], low: Array, size: Array, accuracy: float) -> Surface:
    hull = _Hull(known)
    settled: dict[tuple[int, int, int], float] = {}
    for _ in range(_ROUNDS):
        ask = [corners for corners in hull.triangles.tolist() if tuple(corners) not in settled]
        if not ask:
            break
        corners = np.array(ask)
        normals = hull.normals(corners)
        found = scaled(normals)
        rise = ((found - hull.points[corners[:, 0]]) * normals).sum(axis=1)
        for one, height in zip(ask, rise.tolist(), strict=True):
            if height <= accuracy:
                settled[tuple(one)] = height
        for point in found[rise > accuracy]:
            hull.add(point)
    triangles, normals = hull.triangles, hull.normals(hull.triangles)
    flat = np.array([settled.get(tuple(one), np.inf) <= 3 * _EXACT for one in triangles.tolist()], dtype=bool)
    used, place = np.unique(triangles, return_inverse=True)
    none = np.zeros(0, dtype=np.int64)
    return Surface(hull.points[used] * size + low, place.reshape(-1, 3), normals, flat, low, size, none)


class _Hull:
    """A convex hull that grows point by point; orientation is exact on the grid."""

    def __init__(self, points: Array) -> None:
        self.points = np.zeros((0, 3))
        self._grid: Whole = np.zeros((0, 3), dtype=np.int64)
        self.triangles: Whole = np.zeros((0, 3), dtype=np.int64)
        self._start(points)
        for point in points:
            self.add(point)

    def normals(self, corners: Whole) -> Array:
        """Outward normals (f, 3) of length one."""
        a, b, c = (self._grid[corners[:, i]].astype(float) for i in range(3))
        cross = np.cross(b - a, c - a)
        return np.asarray(cross / np.linalg.norm(cross, axis=1, keepdims=True))

    def _start(self, points: Array) -> None:
        """The first tetrahedron: far ends, so that it has volume if the points have."""
        rows = np.rint(points * _GRID).astype(np.int64)
        far = rows - rows[0]
        second = int(np.argmax((far**2).sum(axis=1)))
        area = np.cross(far, far[second]).astype(float)
        third = int(np.argmax((area**2).sum(axis=1)))
        volume = (np.cross(far[second], far[third]) * far).sum(axis=1)
        fourth = int(np.argmax(np.abs(volume)))
        if volume[fourth] > 0:
            second, third = third, second
        first = [0, second, third, fourth]
        self._grid, self.points = rows[first], points[first]
        self.triangles = np.array([[0, 1, 2], [0, 3, 1], [1, 3, 2], [2, 3, 0]])

    def add(self, point: Array) -> None:
        """Extend the hull to ``point``; nothing happens if it lies inside or on it."""
        row = np.rint(point * _GRID).astype(np.int64)
        a, b, c = (self._grid[self.triangles[:, i]] for i in range(3))
        seen = (np.cross(b - a, c - a) * (row - a)).sum(axis=1) > 0
        if not seen.any():
            return
        self._grid = np.vstack([self._grid, row])
        self.points = np.vstack([self.points, point])
        new = len(self._grid) - 1
        gone = self.triangles[seen]
        edges = {edge for t in gone.tolist() for edge in ((t[0], t[1]), (t[1], t[2]), (t[2], t[0]))}
        rim = sorted((i, j) for i, j in edges if (j, i) not in edges)
        made = np.array([[i, j, new] for i, j in rim], dtype=np.int64)
        self.triangles = np.vstack([self.triangles[~seen], made])
