"""Extreme rays of a polyhedral cone by the double description method (Motzkin et al. 1953), for few dimensions."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Array, Mask

#: A generator lies on a hyperplane if the product of the two unit vectors is below this.
_ON = 1e-10
#: Rays nearer to each other than this are one.
_SAME = 1e-9
#: With more rays than this the method gives up.
_MOST = 4000


def cone_generators(inequalities: Array, equalities: Array) -> tuple[Array, Array] | None:
    """(lines (l, m), rays (k, m)) that generate ``{w : inequalities @ w <= 0, equalities @ w = 0}``.

    All are unit vectors. Rays are the extreme ones (up to multiples of lines, if there are any); None if there were too
    many on the way. Rows of length zero are no constraints.
    """
    m = inequalities.shape[1]
    lines, rays = np.eye(m), np.zeros((0, m))
    tight: Mask = np.zeros((0, 0), dtype=bool)  # tight[ray, constraint seen so far]
    for row, equal in _unit_rows(equalities, inequalities):
        across = lines @ row
        if (np.abs(across) > _ON).any():
            lines, rays, tight = _cut_lines(lines, rays, tight, row, across, equal)
        else:
            rays, tight = _cut_rays(rays, tight, rays @ row, equal)
        if len(rays) > _MOST:
            return None
    return lines, _distinct(rays)


def _unit_rows(equalities: Array, inequalities: Array) -> list[tuple[Array, bool]]:
    """Rows of length one, each with whether it is an equality; those first, and no row twice."""
    out: list[tuple[Array, bool]] = []
    for rows, equal in ((equalities, True), (inequalities, False)):
        length = np.linalg.norm(rows, axis=1)
        out.extend((row, equal) for row in np.unique(rows[length > 0] / length[length > 0, None], axis=0))
    return out


def _cut_lines(
    lines: Array, rays: Array, tight: Mask, row: Array, across: Array, equal: bool
) -> tuple[Array, Array, Mask]:
    """One line crosses the hyperplane: everything else slides along it into the plane; half of it becomes a ray."""
    k = int(np.argmax(np.abs(across)))
    out = -np.sign(across[k]) * lines[k]
    fall = -abs(float(across[k]))
    rest = np.delete(lines, k, axis=0)
    rest = _unit(rest - np.outer(rest @ row / fall, out))
    moved = _unit(rays - np.outer(rays @ row / fall, out))
    grown = np.column_stack([tight, np.ones(len(rays), dtype=bool)])
    if equal:
        return rest, moved, grown
    new = np.append(np.ones(tight.shape[1], dtype=bool), False)
    return rest, np.vstack([moved, out]), np.vstack([grown, new])


def _cut_rays(rays: Array, tight: Mask, side: Array, equal: bool) -> tuple[Array, Mask]:
    """Drop the rays outside and add those where a neighbour inside is left."""
    on, outside, inside = np.abs(side) <= _ON, side > _ON, side < -_ON
    kept = on if equal else ~outside
    found, flags = [], []
    for p in np.flatnonzero(outside):
        for n in np.flatnonzero(inside):
            common = tight[p] & tight[n]
            others = (tight[:, common]).all(axis=1)
            if others.sum() <= 2:  # only the two themselves: they are neighbours
                found.append(side[p] * rays[n] - side[n] * rays[p])
                flags.append(np.append(common, True))
    grown = np.column_stack([tight[kept], on[kept]])
    if not found:
        return rays[kept], grown
    return np.vstack([rays[kept], _unit(np.array(found))]), np.vstack([grown, np.array(flags)])


def _unit(rows: Array) -> Array:
    """Rows of length one."""
    length = np.linalg.norm(rows, axis=1)
    return np.asarray(rows[length > 0] / length[length > 0, None]) if len(rows) else rows


def _distinct(rays: Array) -> Array:
    kept: list[Array] = []
    for ray in rays:
        if not any(float(np.abs(ray - other).max()) <= _SAME for other in kept):
            kept.append(ray)
    return np.array(kept).reshape(len(kept), rays.shape[1])
