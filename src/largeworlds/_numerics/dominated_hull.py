"""Facets of what a finite set of points dominates, conv(V) - R^n_+, in exact arithmetic (double description).

The set {(w, h) : w >= 0, w . v <= h for all v in V} is a cone; its extreme rays with w != 0 are the facets. Points are
taken one at a time, the one furthest beyond the known facets first, and each new facet is made of two adjacent ones on
either side of the point. All numbers are whole, so ties, repetitions and points on a line are seen as what they are.
The set has an interior whatever V is, so that flat sets need no care.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._core.arrays import Array

Point = tuple[int, ...]

#: Points nearer to a facet than this, in units of the ranges, are compared with it exactly.
_NEAR = 1e-9


@dataclass(frozen=True)
class Facet:
    """``normal . y <= height`` on the set; ``on`` is the bit mask of the points with equality."""

    normal: Point
    height: int
    on: int

    def is_positive(self) -> bool:
        """True for a bounded facet: nobody's weight is zero."""
        return all(self.normal)


@dataclass(eq=False)
class _Ray:
    """(normal, height) and the bit mask of its tight constraints: w_i >= 0 (the first n), then the points."""

    normal: Point
    height: int
    tight: int
    seen: Array  # the same in floats, divided by the total weight in units of the ranges

    def slack(self, point: Point) -> int:
        return self.height - sum(w * v for w, v in zip(self.normal, point, strict=True))


def dominated_facets(points: Sequence[Point], most: int) -> list[Facet] | None:
    """Facets of conv(points) - R^n_+ for distinct points in whole numbers; None if it takes over ``most`` steps."""
    n = len(points[0])
    ranges = [max(1, max(p[i] for p in points) - min(p[i] for p in points)) for i in range(n)]
    low = [min(p[i] for p in points) for i in range(n)]
    moved = [tuple(p[i] - low[i] for i in range(n)) for p in points]
    floats = np.array([[p[i] / ranges[i] for i in range(n)] for p in moved])
    floats = np.hstack([floats, -np.ones((len(points), 1))])
    first = int(np.argmax(floats[:, :n].sum(axis=1)))
    every = (1 << n) - 1
    axes = [tuple(int(i == k) for k in range(n)) for i in range(n)]
    start = 1 << (n + first)
    rays = [_ray(axis, moved[first][i], every & ~(1 << i) | start, ranges) for i, axis in enumerate(axes)]
    rays.append(_Ray((0,) * n, 1, every, np.append(np.zeros(n), 1.0)))
    waiting = np.delete(np.arange(len(points)), first)
    beyond = floats[waiting] @ np.array([ray.seen for ray in rays]).T  # (points, rays): positive if it is outside
    while len(waiting):
        furthest = beyond.max(axis=1)
        place = int(np.argmax(furthest))
        j = int(waiting[place])
        outside = furthest >= -_NEAR  # what is inside once stays inside
        outside[place] = False
        waiting, beyond = waiting[outside], beyond[outside]
        if furthest[place] < -_NEAR:
            break
        found, steps = _insert(rays, moved[j], 1 << (n + j), ranges, most)
        known = {id(ray): column for ray, column in zip(rays, beyond.T, strict=True)}
        fresh = [known[id(ray)] if id(ray) in known else floats[waiting] @ ray.seen for ray in found]
        rays, beyond = found, np.array(fresh).T.reshape(len(waiting), len(found))
        most -= steps + beyond.size // 16
        if most < 0:
            return None
    return [
        Facet(ray.normal, ray.height + sum(w * v for w, v in zip(ray.normal, low, strict=True)), ray.tight >> n)
        for ray in rays
        if any(ray.normal)
    ]


def _insert(rays: list[_Ray], point: Point, bit: int, ranges: Sequence[int], most: int) -> tuple[list[_Ray], int]:
    """The rays of the cone cut by ``point``, and the steps it took; those that stay are the same objects."""
    slacks = [ray.slack(point) for ray in rays]
    kept, below, above = [], [], []
    for ray, slack in zip(rays, slacks, strict=True):
        if slack < 0:
            below.append((ray, slack))
            continue
        if slack == 0:
            ray.tight |= bit
        else:
            above.append((ray, slack))
        kept.append(ray)
    n, steps = len(point), 0
    masks = [ray.tight for ray in rays]
    for low, under in below:
        steps += len(above)
        for high, over in above:
            common = low.tight & high.tight
            if common.bit_count() < n - 1:
                continue
            steps += len(masks)
            if not _adjacent(common, masks):
                continue
            normal = tuple(over * a - under * b for a, b in zip(low.normal, high.normal, strict=True))
            kept.append(_ray(normal, over * low.height - under * high.height, common | bit, ranges))
        if steps > most:
            break
    return kept, steps


def _adjacent(common: int, masks: Sequence[int]) -> bool:
    """True if no third ray has all the tight constraints that two rays have in ``common``."""
    sharing = 0
    for mask in masks:
        sharing += mask & common == common
        if sharing > 2:
            return False
    return True


def _ray(normal: Point, height: int, tight: int, ranges: Sequence[int]) -> _Ray:
    shared = math.gcd(height, *normal)
    normal, height = tuple(w // shared for w in normal), height // shared
    total = sum(w * r for w, r in zip(normal, ranges, strict=True))
    seen = [w * r / total for w, r in zip(normal, ranges, strict=True)]
    return _Ray(normal, height, tight, np.array([*seen, height / total]))


def corners(count: int, facets: Sequence[Facet]) -> list[int]:
    """Which of ``count`` distinct points are corners: those whose facets are not all facets of another point too."""
    through = [0] * count
    for f, facet in enumerate(facets):
        on = facet.on
        while on:
            lowest = on & -on
            through[lowest.bit_length() - 1] |= 1 << f
            on ^= lowest
    candidates = [j for j in range(count) if through[j]]
    return [j for j in candidates if not any(k != j and through[j] & through[k] == through[j] for k in candidates)]


def maximal_bounded_faces(facets: Sequence[Facet], of: int) -> list[tuple[int, tuple[int, ...]]]:
    """Maximal bounded faces, each as (bit mask of its points among ``of``, positions of the facets that meet in it).

    A face is bounded iff the normals of the facets through it add up to a positive vector. So bounded facets are such
    faces, and others are where facets with some zero weights meet.
    """
    found: dict[int, tuple[int, ...]] = {}
    for f, facet in enumerate(facets):
        if facet.is_positive():
            found.setdefault(facet.on & of, (f,))
    open_ = [f for f, facet in enumerate(facets) if not facet.is_positive()]
    every = (1 << len(facets[0].normal)) - 1
    support = {f: sum(1 << i for i, w in enumerate(facets[f].normal) if w) for f in open_}

    def extend(start: int, common: int, covered: int, chosen: tuple[int, ...]) -> None:
        if covered == every:
            found.setdefault(common, chosen)
            return
        for place in range(start, len(open_)):
            f = open_[place]
            if support[f] & ~covered and (left := common & facets[f].on):
                extend(place + 1, left, covered | support[f], (*chosen, f))

    extend(0, of, 0, ())
    masks = list(found)
    return [(mask, found[mask]) for mask in masks if not any(mask != m and mask & m == mask for m in masks)]
