"""Inequalities: the bounded polytope that linear inequalities describe."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, locked, of_length, real_array
from .._core.errors import InvalidProblem, invalid
from .._core.text import shown
from .._numerics.linear_program import maximize
from .._numerics.vertices import vertices
from .base import ConvexSet, membership_units
from .conic import ConicForm
from .uses import Budget, Uses

_SOME = "loosen an inequality, by a rounding if it is meant to hold exactly"


class Inequalities(ConvexSet):
    """``{x : matrix @ x <= bounds}``, and ``x >= lower`` if that is given: a bounded polytope, flat ones included.

    ``matrix`` is (n, dim), ``bounds`` (n,); ``lower`` a number for all coordinates or one for each, which adds rows
    ``-x_i <= -lower_i``. The numbers are taken exactly as they are. Up to about 500 vertices are listed, in exact
    arithmetic, each coordinate then rounded once; sets with more answer by linear programs, to about 1e-10 of their
    size. Ties of ``maximizer``: the first vertex in lexicographic order, or as the linear program has it.

    Raises :class:`InvalidProblem` if no point or an unbounded set is left.

    >>> Inequalities([[1.0, 2.0]], [2.0], lower=0.0).vertices().tolist()
    [[0.0, 0.0], [0.0, 1.0], [2.0, 0.0]]
    """

    def __init__(self, matrix: ArrayLike, bounds: ArrayLike, lower: ArrayLike | None = None) -> None:
        fix = "give one row of factors per inequality"
        rows = finite_array(matrix, "matrix", 2, fix)
        right = finite_array(bounds, "bounds", 1, "give one number per inequality")
        of_length(right, len(rows), "bounds", "row of matrix", "give every inequality its bound")
        if lower is not None:
            k = rows.shape[1]
            fix = "give one number for all coordinates, or one for each"
            least = real_array(lower, "lower", fix)
            floor = finite_array(np.full(k, float(least)) if least.ndim == 0 else least, "lower", 1, fix)
            of_length(floor, k, "lower", "coordinate", fix)
            rows, right = np.vstack([rows, -np.eye(k)]), np.concatenate([right, -floor])
        self.matrix, self.bounds = locked(rows + 0.0), locked(right + 0.0)
        self._vertices = self._enumerated()
        listed = self._vertices
        box = self._box_by_programs() if listed is None else (listed.min(axis=0), listed.max(axis=0))
        self._box = locked(box[0]), locked(box[1])

    @property
    def dim(self) -> int:
        return int(self.matrix.shape[1])

    def _maximizers(self, directions: Array) -> Array:
        if self._vertices is not None:
            return np.asarray(self._vertices[np.argmax(directions @ self._vertices.T, axis=1)])
        return np.array([self._best(w) for w in directions]).reshape(-1, self.dim)

    def face_point(self, w: Array, then: Array) -> Array:
        if self._vertices is None:
            return super().face_point(w, then)
        from .polytope import Polytope

        return Polytope(self._vertices).face_point(w, then)

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        """True if no inequality is missed by more than ``tolerance`` times what the sides of the box change in it."""
        point = self._point(x)
        unit = membership_units(*self.bounding_box())
        slack = tolerance * (np.abs(self.matrix) @ unit)
        return bool((self.matrix @ point <= self.bounds + slack).all())

    def bounding_box(self) -> tuple[Array, Array]:
        return self._box

    def vertices(self) -> Array | None:
        """The vertices (k, dim) in lexicographic order; None if there are too many."""
        return self._vertices

    def uses(self) -> Uses | None:
        return None if self._vertices is None else Uses(np.zeros(self.dim), (Budget.linear(self._vertices),))

    def conic(self) -> ConicForm:
        form = ConicForm.empty(np.eye(self.dim), np.zeros(self.dim))
        return form.require("nonnegative", self.matrix, self.bounds)

    def __repr__(self) -> str:
        return f"Inequalities({len(self.matrix)} inequalities, dim={self.dim})"

    def _enumerated(self) -> Array | None:
        found = vertices(self.matrix, self.bounds)
        if found.free is not None:
            raise _unbounded(np.array([float(x) for x in found.free]))
        if found.points is None:
            return None
        if not found.points:
            raise _empty()
        return locked(np.array([[float(x) for x in point] for point in found.points]) + 0.0)

    def _box_by_programs(self) -> tuple[Array, Array]:
        """The bounding box, if the programs have solutions: then the set is bounded and not empty."""
        axes = np.eye(self.dim)
        low = [self._best(-axis)[i] for i, axis in enumerate(axes)]
        return np.array(low), np.array([self._best(axis)[i] for i, axis in enumerate(axes)])

    def _best(self, w: Array) -> Array:
        """The best point in direction ``w`` by a linear program with rows of the same size."""
        size = np.abs(self.matrix).max(axis=1)
        size = np.where(size > 0, size, 1.0)
        top = float(np.abs(w).max(initial=0.0)) or 1.0
        low = np.full(len(size), -np.inf)
        answer = maximize(w / top, self.matrix / size[:, None], low, self.bounds / size, -np.inf, np.inf)
        if answer.status == "infeasible":
            raise _empty()
        if answer.status == "unbounded":
            raise _unbounded(w)
        if answer.status != "optimal":
            fix = "measure in units that make coordinates and factors comparable"
            raise invalid("matrix", "must give linear programs that can be solved", "one that fails", fix)
        return answer.x


def _empty() -> InvalidProblem:
    return invalid("bounds", "must leave some point", "such that no x meets all inequalities", _SOME)


def _unbounded(direction: Array) -> InvalidProblem:
    came = f"without end in direction {shown(direction.tolist())}"
    return invalid("matrix", "must describe a bounded set", came, "add an inequality that bounds it, such as lower = 0")
