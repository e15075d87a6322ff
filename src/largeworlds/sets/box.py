"""Box: each coordinate chosen freely between two bounds."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, of_length
from .._core.errors import invalid
from .._core.rationals import axis, exact_copy, plus, rows_of, times
from .base import ConvexSet, membership_units
from .conic import ConicForm
from .uses import Budget, ExactUses, Uses


class Box(ConvexSet):
    """``{x : lower <= x <= upper}``. Ties of ``maximizer``: a coordinate with weight zero takes its lower bound.

    >>> Box([0.0, -1.0], [2.0, 1.0]).support([1.0, -1.0]).item()
    3.0
    """

    def __init__(self, lower: ArrayLike, upper: ArrayLike) -> None:
        self.lower = finite_array(lower, "lower", 1, "give one bound per coordinate")
        self.upper = finite_array(upper, "upper", 1, "give one bound per coordinate")
        self._exact = exact_copy(lower, self.lower), exact_copy(upper, self.upper)
        of_length(self.upper, len(self.lower), "upper", "entry of lower", "give both bounds for every coordinate")
        if (self.lower > self.upper).any():
            i = int(np.argmax(self.lower > self.upper))
            raise invalid(
                f"lower[{i}]", f"must not exceed upper[{i}] = {self.upper[i]:g}", self.lower[i], "swap the two bounds"
            )

    @property
    def dim(self) -> int:
        return len(self.lower)

    def _maximizers(self, directions: Array) -> Array:
        return np.where(directions > 0, self.upper, self.lower)

    def face_point(self, w: Array, then: Array) -> Array:
        w = np.asarray(w)
        return np.where((w > 0) | ((w == 0) & (np.asarray(then) > 0)), self.upper, self.lower)

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        point = self._point(x)
        slack = tolerance * membership_units(self.lower, self.upper)
        return bool((point >= self.lower - slack).all() and (point <= self.upper + slack).all())

    def vertices(self) -> Array | None:
        """All 2**k corners of the k sides of positive length, for k <= 12; None beyond."""
        wide = np.flatnonzero(self.upper > self.lower)
        if len(wide) > 12:
            return None
        corners = np.tile(self.lower, (2 ** len(wide), 1))
        bits = (np.arange(2 ** len(wide))[:, None] >> np.arange(len(wide))) & 1
        corners[:, wide] = np.where(bits == 1, self.upper[wide], self.lower[wide])
        return corners

    def uses(self) -> Uses:
        sides = np.diag(self.upper - self.lower)
        pairs = tuple(Budget.linear(np.array([0 * side, side])) for side in sides if side.any())
        return Uses(np.array(self.lower), pairs)

    def exact_uses(self) -> ExactUses:
        """One budget per side; the doubles of the bounds, not those of their difference, are what is exact."""
        lower, upper = (
            rows_of(exact, bound)[0] for exact, bound in zip(self._exact, (self.lower, self.upper), strict=True)
        )
        zero = (Fraction(0),) * self.dim
        sides = [times(axis(i, self.dim), plus(upper, tuple(-v for v in lower))) for i in range(self.dim)]
        return ExactUses(lower, tuple((zero, side) for side in sides if any(side)))

    def conic(self) -> ConicForm:
        eye = np.eye(self.dim)
        form = ConicForm.empty(eye, np.zeros(self.dim)).require("nonnegative", eye, self.upper)
        return form.require("nonnegative", -eye, -self.lower)

    def __repr__(self) -> str:
        return f"Box(lower={self.lower.tolist()}, upper={self.upper.tolist()})"
