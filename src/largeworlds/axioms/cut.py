"""Parts of a polytope that meet further inequalities: by their vertices if these are few, else by linear programs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .._core.arrays import Array
from .._core.errors import NotConverged
from .._numerics.linear_program import maximize
from ..bargaining.problem import Contributions
from ..sets.base import ConvexSet
from ..sets.polytope import Polytope

#: Vertices are listed if never more points than this are to be paired.
_FEW = 80


def vertex_lists(parts: Contributions) -> list[Array] | None:
    """The vertices of every contributor's set; None if some set has no finite description."""
    lists = []
    for part in parts.sets:
        uses = part.uses()
        if uses is None or not uses.is_finite:
            return None
        lists.append(np.atleast_2d(uses.offset))
        lists += [budget.scale[:, None] * budget.directions for budget in uses.budgets]
    return lists


class Cut(ConvexSet):
    """``{y_kept : y in F, lower <= y <= upper}`` for a sum F of polytopes, given by their vertices.

    Bounds that hold in F anyway may be infinite; equal ones fix a coordinate. Ties of ``maximizer``: as the linear
    program has them.
    """

    def __init__(self, lists: Sequence[Array], lower: Array, upper: Array, kept: Sequence[int]) -> None:
        self._points, self._kept = np.vstack(lists), list(kept)
        # The linear program's tolerances are absolute, so bounds are put in units of what each payoff can vary.
        room = np.sum([np.ptp(rows, axis=0) for rows in lists], axis=0)
        unit = np.where(room > 0, room, 1.0)
        base = np.sum([rows[0] for rows in lists], axis=0)
        self._lower, self._upper = (np.asarray(lower) - base) / unit, (np.asarray(upper) - base) / unit
        owner = np.repeat(np.arange(len(lists)), [len(rows) for rows in lists])
        first = np.repeat(np.stack([rows[0] for rows in lists]), [len(rows) for rows in lists], axis=0)
        self._rows = np.vstack([((self._points - first) / unit).T, owner[None, :] == np.arange(len(lists))[:, None]])
        self._ones = np.ones(len(lists))

    @property
    def dim(self) -> int:
        return len(self._kept)

    def _maximizers(self, directions: Array) -> Array:
        return np.array([self._best(w) for w in directions])

    def _best(self, w: Array) -> Array:
        size = max(float(np.abs(w).max()), 1e-300)
        answer = maximize(
            self._points[:, self._kept] @ (w / size),
            self._rows,
            np.concatenate([self._lower, self._ones]),
            np.concatenate([self._upper, self._ones]),
            0.0,
            np.inf,
        )
        if answer.status != "optimal":
            raise NotConverged(f"A linear program over the cut set ended as {answer.status}; it may be empty.")
        return np.asarray(answer.x @ self._points)[self._kept]


def below(lists: Sequence[Array], upper: Array) -> ConvexSet:
    """``{y in F : y <= upper}`` for a sum F of polytopes, given by their vertices."""
    points = _sums(lists)
    for k, bound in enumerate(upper.tolist()):
        if points is None or not 0 < len(points) <= _FEW:
            points = None
            break
        points = _corners(np.vstack([points[points[:, k] <= bound], _crossings(points, k, bound)]))
    if points is None or not len(points):
        return Cut(lists, np.full(len(upper), -np.inf), upper, range(len(upper)))
    return Polytope(points)


def slice_at(lists: Sequence[Array], x: Array, kept: Sequence[int], room: Array) -> ConvexSet:
    """``{y_kept : y in F, y_t = x_t for all others t}`` for a sum F of polytopes that holds ``x``, up to rounding.

    Where the vertices are too many to list them, the others' payoffs are fixed up to ``room`` (m,).
    """
    points, others = _sums(lists), np.array([t not in kept for t in range(len(x))])
    order = [*np.flatnonzero(others).tolist(), *kept]
    points = None if points is None else points[:, order]
    for k in np.flatnonzero(others).tolist():
        if points is None or len(points) > _FEW:
            return Cut(lists, np.where(others, x - room, -np.inf), np.where(others, x + room, np.inf), kept)
        value = min(max(float(x[k]), float(points[:, 0].min())), float(points[:, 0].max()))  # rounding of x
        points = _corners(_crossings(points, 0, value)[:, 1:])
    assert points is not None
    return Polytope(points)


def _sums(lists: Sequence[Array]) -> Array | None:
    """Every sum of one point of each list; None if there are too many."""
    if np.prod([float(len(rows)) for rows in lists]) > _FEW:
        return None
    points = np.zeros((1, lists[0].shape[1]))
    for rows in lists:
        points = (points[:, None, :] + rows[None, :, :]).reshape(-1, rows.shape[1])
    return points


def _crossings(points: Array, k: int, value: float) -> Array:
    """Where segments between two of the points meet ``y_k = value``, and the points that lie on it."""
    low, high = points[points[:, k] < value], points[points[:, k] > value]
    share = (value - low[:, None, k]) / (high[None, :, k] - low[:, None, k])
    mixed = low[:, None, :] + share[:, :, None] * (high[None, :, :] - low[:, None, :])
    mixed[:, :, k] = value
    on = np.flatnonzero((points[:, k] >= value) & (points[:, k] <= value))
    return np.vstack([points[on], mixed.reshape(-1, points.shape[1])])


def _corners(points: Array) -> Array:
    """The points without those that others make superfluous, in one and two dimensions; else without repetitions."""
    if not len(points):
        return points
    points = np.unique(points, axis=0)  # in lexicographic order
    if points.shape[1] == 1:
        return points[[0, -1]]
    if points.shape[1] > 2 or len(points) < 3:
        return points
    return np.vstack([_chain(points), _chain(points[::-1])])


def _chain(points: Array) -> Array:
    """One side of the hull of points in the plane, from the first to the one before the last."""
    side: list[Array] = []
    for point in points:
        while len(side) > 1 and _turn(side[-2], side[-1], point) <= 0:
            side.pop()
        side.append(point)
    return np.array(side[:-1])


def _turn(a: Array, b: Array, c: Array) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
