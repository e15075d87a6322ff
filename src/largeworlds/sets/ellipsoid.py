"""Ellipsoid: a ball stretched and turned, flat ones included."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, locked
from .._core.errors import invalid
from .._numerics.root import least_eigenvalue, root
from .base import ConvexSet, membership_units
from .conic import ConicForm
from .uses import Budget, Uses

#: The root of ``shape`` is computed in many digits, which takes time.
_MOST_DIMENSIONS = 200


class Ellipsoid(ConvexSet):
    """``{center + L u : |u| <= 1}`` with ``L L' = shape``: in direction w it reaches ``w . center + sqrt(w' shape w)``.

    ``shape`` (dim, dim) is symmetric and positive semidefinite; a singular one gives a flat ellipsoid, zero the point
    ``center``. Scaled to ones on its diagonal it may miss either by 1e-12, and what its root leaves of the diagonal
    below 1e-13 counts as rounding. Equivalently one unit split over both ends of every column of L, each with the
    square root of its share as return. Nobody can dispose of payoffs: all sides belong to the set's boundary. Ties of
    ``maximizer``: the center, where all points are equally good.

    >>> Ellipsoid([1.0, 0.0], [[4.0, 0.0], [0.0, 9.0]]).support([[1.0, 0.0], [0.0, -1.0]]).tolist()
    [3.0, 3.0]
    """

    def __init__(self, center: ArrayLike, shape: ArrayLike) -> None:
        self.center = finite_array(center, "center", 1, "give one number per coordinate")
        self.shape = _checked_shape(shape, len(self.center))
        self._root = locked(root(self.shape))

    @property
    def dim(self) -> int:
        return len(self.center)

    def _supports(self, directions: Array) -> Array:
        return np.asarray(directions @ self.center + _lengths(directions @ self._root))

    def _maximizers(self, directions: Array) -> Array:
        reach = directions @ self._root
        length = _lengths(reach)[:, None]
        return np.asarray(self.center + (reach / np.where(length > 0, length, 1.0)) @ self._root.T)

    def face_point(self, w: Array, then: Array) -> Array:
        w = np.asarray(w, dtype=float)
        noise = 4e-16 * float(np.abs(w) @ np.abs(self._root).sum(axis=1))
        tied = float(_lengths((w @ self._root)[None])[0]) <= noise  # a flat ellipsoid, seen from above
        return self.maximizer(then if tied else w)

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        point = self._point(x)
        reach = _lengths(self._root)
        unit = membership_units(self.center - reach, self.center + reach)
        if (np.abs(point - self.center) > reach + tolerance * unit).any():
            return False
        return _distance((self._root / unit[:, None]), (point - self.center) / unit) <= tolerance

    def vertices(self) -> Array | None:
        """The ends if it is a point or a segment, else None."""
        if self._root.shape[1] == 0:
            return np.array(self.center[None])
        return self.center + np.outer([-1.0, 1.0], self._root[:, 0]) if self._root.shape[1] == 1 else None

    def uses(self) -> Uses:
        columns = self._root.T
        if len(columns) == 0:
            return Uses(np.array(self.center), ())
        ends = len(columns) == 1
        return Uses(
            np.array(self.center), (Budget.linear(np.vstack([columns, -columns])) if ends else Budget.round(columns),)
        )

    def conic(self) -> ConicForm:
        """Over a unit ball and the principal axes, which is another root than that of :meth:`uses`."""
        unit = np.sqrt(np.where(self.shape.diagonal() > 0, self.shape.diagonal(), 1.0))
        size, turn = np.linalg.eigh(self.shape / unit[:, None] / unit[None, :])
        k = self.dim
        axes = unit[:, None] * turn * np.sqrt(np.where(size > k * tolerances.FLAT, size, 0.0))
        form = ConicForm.empty(axes, np.array(self.center))
        return form.require("second_order", np.vstack([np.zeros(k), -np.eye(k)]), np.eye(k + 1)[0])

    def __repr__(self) -> str:
        return f"Ellipsoid(center={self.center.tolist()}, shape={self.shape.tolist()})"


def _checked_shape(shape: ArrayLike, dim: int) -> Array:
    """``shape`` if it is symmetric and positive semidefinite up to rounding; else the sentence that says where not."""
    fix = "give one row and one column per coordinate of center"
    given = finite_array(shape, "shape", 2, fix)
    if dim > _MOST_DIMENSIONS:
        fix = "describe it by an Oracle"
        raise invalid("center", f"must have at most {_MOST_DIMENSIONS} coordinates", f"has {dim}", fix)
    if given.shape != (dim, dim):
        raise invalid("shape", f"must have shape ({dim}, {dim})", f"of shape {given.shape}", fix)
    reach = np.sqrt(np.abs(given.diagonal()))
    apart = np.abs(given - given.T)
    if (apart > tolerances.SEMIDEFINITE * np.maximum(np.outer(reach, reach), np.abs(given))).any():
        i, j = (int(n) for n in np.unravel_index(int(np.argmax(apart)), apart.shape))
        came = f"has {given[i, j]:g} at [{i}, {j}] and {given[j, i]:g} at [{j}, {i}]"
        raise invalid("shape", "must be symmetric", came, "give the matrix S of sqrt(w' S w), such as L @ L.T")
    even = given + 0.5 * (given.T - given)
    least = least_eigenvalue(even)
    if least < -tolerances.SEMIDEFINITE:
        came = f"has the eigenvalue {least:.3g} when scaled to ones on its diagonal"
        raise invalid("shape", "must be positive semidefinite", came, "give a matrix such as L @ L.T")
    return locked(even)


def _lengths(rows: Array) -> Array:
    """Euclidean length of every row (b, k), without overflow or underflow."""
    top = np.abs(rows).max(axis=1, initial=0.0)
    safe = np.where(top > 0, top, 1.0)
    return np.asarray(top * np.sqrt(((rows / safe[:, None]) ** 2).sum(axis=1)))


def _distance(root: Array, z: Array) -> float:
    """Distance of ``z`` from ``{root u : |u| <= 1}``."""
    left, size, _ = np.linalg.svd(root, full_matrices=False)
    along = left.T @ z
    beside = float(np.linalg.norm(z - left @ along))
    live = size > 1e-13 * size.max(initial=0.0)
    beside = float(np.hypot(beside, np.linalg.norm(along[~live])))
    along, size = along[live], size[live]
    if float(np.linalg.norm(along / size)) <= 1:
        return beside
    # The nearest point is size u with u = size along / (size**2 + price); |u| falls in the price from above one.
    low, high = 0.0, float(np.linalg.norm(size * along))
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        outside = float(np.linalg.norm(size * along / (size**2 + middle))) > 1
        low, high = (middle, high) if outside else (low, middle)
    off = along * high / (size**2 + high)
    return float(np.hypot(beside, np.linalg.norm(off)))
