"""Distance from a point to a convex set that is known only by its maximizer (Wolfe 1976)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .._core.arrays import Array

#: How far a direction is tilted in turn, relative to its length, to look at the other side of a kink.
_TILTS = (1e-9, 1e-7, 1e-5, 1e-3, 1e-1)


def distance_from_hull(maximizer: Callable[[Array], Array], x: Array, tolerance: float) -> float:
    """Upper bound on the distance from ``x`` to the set, exact unless it is already within ``tolerance``."""
    return nearest_in_hull(maximizer, x, tolerance)[1]


def nearest_in_hull(maximizer: Callable[[Array], Array], x: Array, tolerance: float) -> tuple[Array, float]:
    """(a point of the set, its distance from ``x``): the nearest one, unless it is already within ``tolerance``.

    Wolfe's algorithm keeps a few affinely independent points of the set and the nearest point of their hull. Each
    round either proves that no point of the set is nearer than the current one minus ``tolerance`` or adds a point.
    """
    atoms = (maximizer(np.zeros_like(x) + 1.0) - x)[None]
    shares = np.ones(1)
    shortest, idle, best = np.inf, 0, x
    for _ in range(200 * (1 + len(x))):
        nearest = shares @ atoms
        length = float(np.linalg.norm(nearest))
        idle = 0 if length < shortest else idle + 1
        if length < shortest:
            shortest, best = length, x + nearest
        if length <= tolerance or idle > 2 * len(x) * len(_TILTS):
            return best, shortest
        tilt = np.zeros_like(x)
        if idle:
            # The last answer was no news: several points may tie in this direction, so ask beside it, axis by axis.
            turn, place = divmod(idle - 1, 2 * len(x))
            tilt[place // 2] = _TILTS[turn] * length * (-1) ** place
        candidate = maximizer(tilt - nearest) - x
        # No point of the set is nearer than candidate . nearest / length (a separating hyperplane).
        if not idle and length - float(candidate @ nearest) / length <= 0.1 * tolerance:
            return x + nearest, length
        atoms, shares = np.vstack([atoms, candidate]), np.append(shares, 0.0)
        while True:
            affine = _affine_minimizer(atoms)
            if (affine > 1e-14).all():
                shares = affine
                break
            falling = affine <= 1e-14
            limits = falling & (affine < shares)
            step = float(np.min(shares[limits] / (shares[limits] - affine[limits]))) if limits.any() else 1.0
            shares = np.maximum(shares + step * (affine - shares), 0.0)
            keep = shares > 1e-14
            if keep.all():
                keep[int(np.argmin(np.where(falling, shares, np.inf)))] = False
            atoms, shares = atoms[keep], shares[keep] / shares[keep].sum()
            if len(shares) == 1:
                break
    return x + shares @ atoms, float(np.linalg.norm(shares @ atoms))


def _affine_minimizer(atoms: Array) -> Array:
    """Coefficients (summing to 1) of the point of smallest norm in the affine hull of the rows."""
    if len(atoms) == 1:
        return np.ones(1)
    edges = (atoms[1:] - atoms[0]).T
    tail = np.linalg.lstsq(edges, -atoms[0], rcond=None)[0]
    return np.concatenate([[1.0 - tail.sum()], tail])
