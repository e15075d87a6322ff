"""LinearImage: what a set becomes when its points are mapped by a matrix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from .._core.arrays import Array, finite_array
from .._core.errors import invalid
from .base import ConvexSet
from .conic import ConicForm
from .uses import Uses


class LinearImage(ConvexSet):
    """``{M y : y in base}``; made by ``A.image(M)`` with M of shape (new dim, dim). Ties of ``maximizer``: the base's.

    A zero row is a coordinate that nobody changes, a repeated one a player counted twice, a sum of rows a group that
    shares what its members get.

    >>> import largeworlds as lw
    >>> lw.Ball([1.0, 1.0]).image([[1, 0], [0, 1], [1, 1]]).support([0.0, 0.0, 1.0]).round(6).item()
    1.414214
    """

    def __init__(self, base: ConvexSet, matrix: ArrayLike) -> None:
        fix = "give one row per coordinate of the image"
        if not isinstance(base, ConvexSet):
            raise invalid("base", "must be a set", type(base).__name__, "give a set such as lw.Ball or lw.Polytope")
        self.base = base
        self.matrix = finite_array(matrix, "matrix", 2, fix)
        if self.matrix.shape[1] != base.dim:
            rule = f"must have {base.dim} columns, one per coordinate of the set"
            raise invalid("matrix", rule, f"has {self.matrix.shape[1]}", fix)

    @property
    def dim(self) -> int:
        return len(self.matrix)

    def _maximizers(self, directions: Array) -> Array:
        return np.asarray(self.base._maximizers(directions @ self.matrix) @ self.matrix.T)

    def _supports(self, directions: Array) -> Array:
        return self.base._supports(directions @ self.matrix)

    def face_point(self, w: Array, then: Array) -> Array:
        point = self.base.face_point(np.asarray(w) @ self.matrix, np.asarray(then) @ self.matrix)
        return np.asarray(self.matrix @ point)

    def vertices(self) -> Array | None:
        points = self.base.vertices()
        return None if points is None else np.asarray(points @ self.matrix.T)

    def uses(self) -> Uses | None:
        base = self.base.uses()
        if base is None or ((self.matrix < 0).any() and not all(b.is_linear or b.is_round for b in base.budgets)):
            return None  # a negative entry turns concave returns convex; the maximizer still serves
        return base.mapped(self.matrix)

    def _extent(self) -> Array:
        return np.asarray(np.abs(self.matrix) @ self.base._extent())

    def _budgets(self) -> Uses | None:
        base = self.base._budgets()
        return None if base is None else base.mapped(self.matrix)

    def conic(self) -> ConicForm | None:
        form = self.base.conic()
        if form is None:
            return None
        return replace(form, points=self.matrix @ form.points, offset=self.matrix @ form.offset)
