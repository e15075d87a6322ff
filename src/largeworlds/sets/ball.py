"""Ball: the non-negative part of a p-norm ball with one radius per axis."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, none_negative, real_number
from .._core.errors import invalid
from .._core.rationals import axis, exact_copy, rows_of, times
from .base import ConvexSet, membership_units
from .conic import ConicForm
from .uses import Budget, ExactUses, Uses


class Ball(ConvexSet):
    """``{x >= 0 : sum (x_i / radii_i)**p <= 1}`` for p >= 1 (p = inf: the box up to ``radii``).

    Equivalently one unit of a resource with returns ``radii_i * r**(1/p)``; Treutlein 2023, Examples 46, 54, 55 have
    p = 2. The support is the dual norm of ``radii * max(w, 0)``. Ties of ``maximizer``: axes with weight zero or less
    get nothing; for p = 1 the first best axis gets all.

    >>> Ball([3.0, 4.0]).support([1.0, 1.0]).item()
    5.0
    """

    def __init__(self, radii: ArrayLike, p: float = 2.0) -> None:
        self.radii = finite_array(radii, "radii", 1, "give one radius per axis")
        self._exact = exact_copy(radii, self.radii)
        none_negative(self.radii, "radii", "use zero for an axis that brings nothing")
        rule, fix = "must be a number of at least 1", "use 2 for a round ball or math.inf for a box"
        self.p = real_number(p, "p", rule, fix)
        if not self.p >= 1:
            raise invalid("p", rule, self.p, fix)

    @property
    def dim(self) -> int:
        return len(self.radii)

    def _supports(self, directions: Array) -> Array:
        worth = np.maximum(directions, 0.0) * self.radii
        if self.p == 1:
            return np.asarray(worth.max(axis=1))
        if math.isinf(self.p):
            return np.asarray(worth.sum(axis=1))
        top = np.maximum(worth.max(axis=1), 1e-300)
        dual = self.p / (self.p - 1)
        return np.asarray(top * ((worth / top[:, None]) ** dual).sum(axis=1) ** (1 / dual))

    def _maximizers(self, directions: Array) -> Array:
        worth = np.maximum(directions, 0.0) * self.radii
        if math.isinf(self.p):
            return np.where(worth > 0, self.radii, 0.0)
        top = worth.max(axis=1, keepdims=True)
        if self.p == 1:
            first = np.arange(self.dim) == np.argmax(worth, axis=1)[:, None]
            return np.where(first & (top > 0), self.radii, 0.0)
        share = worth / np.where(top > 0, top, 1.0)
        dual = self.p / (self.p - 1)
        norm = (share**dual).sum(axis=1, keepdims=True) ** (1 / self.p)
        return np.asarray(self.radii * np.where(share > 0, share ** (dual - 1), 0.0) / np.where(norm > 0, norm, 1.0))

    def face_point(self, w: Array, then: Array) -> Array:
        w, then = np.asarray(w, dtype=float), np.asarray(then, dtype=float)
        worth = np.maximum(w, 0.0) * self.radii
        if math.isinf(self.p):
            return np.where((worth > 0) | ((w == 0) & (then > 0)), self.radii, 0.0)
        if not worth.any():
            # Whatever costs nothing in direction w is free; axes with a negative weight stay at zero.
            return self.maximizer(np.where(w == 0, then, 0.0))
        if self.p > 1:
            return self.maximizer(w)
        tied = worth >= (1 - tolerances.TIE) * worth.max()
        best = int(np.argmax(np.where(tied, then * self.radii, -np.inf)))
        return np.where(np.arange(self.dim) == best, self.radii, 0.0)

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        point = self._point(x)
        slack = tolerance * membership_units(np.zeros(self.dim), self.radii)
        if (point < -slack).any() or (point > self.radii + slack).any():
            return False
        if math.isinf(self.p):
            return True
        round_axes = self.radii > 0
        share = np.maximum(point[round_axes], 0.0) / self.radii[round_axes]
        return bool((share**self.p).sum() <= 1 + self.p * tolerance)

    def uses(self) -> Uses:
        axes = np.diag(self.radii)
        if math.isinf(self.p):
            pairs = tuple(Budget.linear(np.array([0 * axis, axis])) for axis in axes if axis.any())
            return Uses(np.zeros(self.dim), pairs)
        if not self.radii.any():
            return Uses(np.zeros(self.dim), ())
        if self.p == 1:
            return Uses(np.zeros(self.dim), (Budget.linear(np.vstack([axes, np.zeros(self.dim)])),))
        flat = np.zeros(self.dim)
        power = Budget(axes, flat + 1 / self.p, flat, flat + 1 / self.p)
        return Uses(np.zeros(self.dim), (power,))

    def exact_uses(self) -> ExactUses | None:
        zero, radii = (Fraction(0),) * self.dim, rows_of(self._exact, self.radii)[0]
        if 1 < self.p < math.inf:
            return None if any(radii) else ExactUses(zero, ())
        axes = tuple(times(axis(i, self.dim), radii) for i in range(self.dim))
        if math.isinf(self.p):
            return ExactUses(zero, tuple((zero, one) for one in axes if any(one)))
        return ExactUses(zero, ((*axes, zero),) if any(radii) else ())

    def conic(self) -> ConicForm:
        k = self.dim
        x, t, zero = np.eye(2 * k)[:k], np.eye(2 * k)[k:], np.zeros(2 * k)
        form = ConicForm.empty(x * self.radii[:, None], np.zeros(k)).require("nonnegative", -x, np.zeros(k))
        if math.isinf(self.p):
            return form.require("nonnegative", x, np.ones(k))
        form = form.require("nonnegative", t.sum(axis=0)[None], np.ones(1))
        for i in range(k):  # t**(1/p) >= x / radius
            if self.p == 1:
                form = form.require("nonnegative", (x[i] - t[i])[None], np.zeros(1))
            else:
                form = form.require("power", -np.array([t[i], zero, x[i]]), np.array([0.0, 1.0, 0.0]), 1 / self.p)
        return form

    def __repr__(self) -> str:
        return f"Ball(radii={self.radii.tolist()}, p={self.p:g})"
