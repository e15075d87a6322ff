"""ExponentialBudget: payoffs whose exponentials share a total."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, none_negative, positive_number
from .._core.errors import invalid
from .allocation import Allocation
from .base import ConvexSet
from .conic import ConicForm
from .returns import Log
from .uses import Uses


class ExponentialBudget(ConvexSet):
    """``{x >= 0 : sum exp(x_i / scales_i) <= total}`` (Treutlein 2023, Example 56).

    The same as splitting ``total - dim`` units with returns ``scales_i * log(1 + r)``: the largest own payoff is
    ``scales_i * log(total - dim + 1)``, since every other axis costs one unit at zero. Ties as in :class:`Allocation`.

    >>> ExponentialBudget([0.5, 0.5], 100.0).maximizer([1.0, 1.0]).round(6).tolist()
    [1.956012, 1.956012]
    """

    def __init__(self, scales: ArrayLike, total: float) -> None:
        self.scales = finite_array(scales, "scales", 1, "give one scale per axis")
        none_negative(self.scales, "scales", "use zero for an axis that brings nothing")
        self.total = positive_number(total, "total", "give the bound on the sum of exponentials")
        if self.total < len(self.scales):
            raise invalid(
                "total",
                f"must be at least {len(self.scales)}, the sum of exponentials at zero",
                self.total,
                "raise the total or drop axes",
            )
        self._split = Allocation(self.total - self.dim, [Log(scale) for scale in self.scales])

    @property
    def dim(self) -> int:
        return len(self.scales)

    def _maximizers(self, directions: Array) -> Array:
        return self._split._maximizers(directions)

    def face_point(self, w: Array, then: Array) -> Array:
        return self._split.face_point(w, then)

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        """True if ``x`` lies in the set up to ``tolerance`` (see :class:`Allocation`)."""
        return self._split.contains(x, tolerance)

    def uses(self) -> Uses:
        return self._split.uses()

    def conic(self) -> ConicForm:
        """Over payoffs and exponentials in units of their largest values: a conic solver then sees numbers near one."""
        k = self.dim
        x, z, zero = np.eye(2 * k)[:k], np.eye(2 * k)[k:], np.zeros(2 * k)
        highest = float(np.log1p(self.total - k))
        form = ConicForm.empty(x * (highest * self.scales)[:, None], np.zeros(k))
        form = form.require("nonnegative", -x, np.zeros(k)).require("nonnegative", z.sum(axis=0)[None], np.ones(1))
        if highest <= 0:
            return form.require("zero", x, np.zeros(k)).require("nonnegative", -z, np.zeros(k))
        for i in range(k):  # exp(highest x) <= total z
            form = form.require(
                "exponential", -np.array([highest * x[i], zero, z[i]]), np.array([-np.log(self.total), 1.0, 0.0])
            )
        return form

    def __repr__(self) -> str:
        return f"ExponentialBudget(scales={self.scales.tolist()}, total={self.total:g})"
