"""What a frontier and a Pareto check claim, recomputed from the points of the sets alone, with SciPy for programs."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import linprog

from largeworlds.bargaining.frontier import Frontier

Array = np.ndarray


def all_points(sets: list[Array]) -> Array:
    """Every sum of one row per set (many of them inside the hull)."""
    return np.array([np.sum(rows, axis=0) for rows in product(*sets)])


def units(points: Array) -> Array:
    wide = np.ptp(points, axis=0)
    return np.where(wide > 0, wide, np.maximum(np.abs(points).max(axis=0), 1.0))


def most_total_gain(points: Array, x: Array) -> float | None:
    """max sum (y - x) / unit over y in the hull of ``points`` with y >= x; None if there is no such y."""
    unit = units(points)
    k, m = points.shape
    mixture = np.concatenate([np.ones(k), np.zeros(m)])[None]
    found = linprog(
        np.concatenate([np.zeros(k), -np.ones(m)]),
        A_ub=np.hstack([-((points - x) / unit).T, np.eye(m)]),
        b_ub=np.full(m, 1e-12),
        A_eq=mixture,
        b_eq=[1.0],
        bounds=[(0, None)] * (k + m),
        method="highs",
    )
    return float(-found.fun) if found.status == 0 else None


def distance(points: Array, x: Array) -> float:
    """Smallest max |y - x| / unit over y in the hull of ``points``."""
    unit = units(points)
    k, m = points.shape
    rows = ((points - x) / unit).T
    found = linprog(
        np.append(np.zeros(k), 1.0),
        A_ub=np.vstack([np.hstack([rows, -np.ones((m, 1))]), np.hstack([-rows, -np.ones((m, 1))])]),
        b_ub=np.zeros(2 * m),
        A_eq=np.append(np.ones(k), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * (k + 1),
        method="highs",
    )
    assert found.status == 0
    return float(found.fun)


def slips_of_frontier(found: Frontier, points: Array, rng: np.random.Generator) -> list[str]:
    """What is wrong with an exact frontier of the hull of ``points``; nothing if all holds."""
    unit = units(points)
    scaled, own = points / unit, found.points / unit
    out = []
    tops = []
    for face, normal in zip(found.faces, found.normals, strict=True):
        w = normal * unit
        if not (w > 0).all():
            out.append("a normal is not positive")
        best = float((scaled @ w).max())
        tops.append((w, best))
        if (np.abs(own[list(face)] @ w - best) > 1e-9).any():
            out.append("a face is not where its normal is largest")
        outside = [p for p in points[scaled @ w >= best - 1e-11] if distance(found.points[list(face)], p) > 1e-8]
        if outside:
            out.append("a face leaves out points that are as good")
    if any(set(a) < set(b) for a in found.faces for b in found.faces):
        out.append("a face lies in another one")
    if {j for face in found.faces for j in face} != set(range(len(own))):
        out.append("a point belongs to no face")
    directions = [*rng.dirichlet(np.full(points.shape[1], 0.4), 60), *np.eye(points.shape[1]), *(w for w, _ in tops)]
    for w in directions:
        w = np.maximum(w, 1e-7)  # still larger than what rounding hides
        attained = scaled[scaled @ w >= (scaled @ w).max() - 1e-13]
        if not any((attained @ v >= best - 1e-5).all() for v, best in tops):
            out.append("a direction is largest beyond all faces")
        nearest = np.abs(attained[:, None] - own[None]).max(axis=2).min(axis=1)
        if len(attained) == 1 and nearest.max() > 1e-9:
            out.append("a corner is missing")
    return out
