"""Allocation: one resource split over the receivers, one concave return each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, positive_number
from .._core.errors import invalid
from .._numerics import returns
from .base import ConvexSet
from .conic import ConicForm
from .returns import Isoelastic, Linear, Log, Power, Return
from .uses import Budget, Uses


class Allocation(ConvexSet):
    """``{x >= 0 : x_i <= f_i(e_i r_i), sum r_i <= budget, r >= 0}``: a resource split over ``dim`` uses.

    ``returns`` is one :class:`Return` for all or a list with one per use; ``efficiency`` (dim,) multiplies the amount
    that arrives at each use (default 1). Ties of ``maximizer``: among equally good linear uses the first gets all;
    uses with weight zero or less get nothing. (Treutlein 2023, Examples 1, 46, 56.)

    >>> Allocation(4.0, [Power(0.5), Power(0.5)]).maximizer([1.0, 0.0]).tolist()
    [2.0, 0.0]
    """

    def __init__(
        self, budget: float, returns: Return | Sequence[Return], efficiency: ArrayLike | None = None
    ) -> None:
        self.budget = positive_number(budget, "budget", "give the amount of the resource to split", zero=True)
        if isinstance(returns, Return):
            if efficiency is None:
                raise invalid(
                    "returns", "must be a list with one return per use", repr(returns), "write [f] * number_of_uses"
                )
            returns = [returns] * len(np.atleast_1d(np.asarray(efficiency)))
        if not returns or not all(isinstance(f, Return) for f in returns):
            raise invalid(
                "returns", "must be a non-empty list of Linear, Power, Log or Isoelastic", repr(returns),
                "give one return per use",
            )
        self.returns = tuple(returns)
        count = len(self.returns)
        self.efficiency = finite_array(
            np.ones(count) if efficiency is None else efficiency, "efficiency", 1, "give one factor per use"
        )
        if len(self.efficiency) != count or (self.efficiency < 0).any():
            raise invalid(
                "efficiency", f"must be {count} numbers, none negative", self.efficiency.tolist(),
                "give one factor per use",
            )
        scale, offset, exponent = (np.array(p) for p in zip(*(f.parameters for f in self.returns), strict=True))
        # f(e r) is in the same family as f: c ((o + e r)**b - o**b) / b = c e**b ((o/e + r)**b - (o/e)**b) / b.
        live = self.efficiency > 0
        e = np.where(live, self.efficiency, 1.0)
        self._family = (np.where(live, scale * e**exponent, 0.0), offset / e, exponent)

    @property
    def dim(self) -> int:
        return len(self.returns)

    def spending(self, w: ArrayLike) -> Array:
        """Amounts of the resource per use behind :meth:`maximizer`, same shape as ``w``."""
        directions, single = self._directions(w)
        spent = returns.best_split(directions, *self._family, self.budget)
        return spent[0] if single else spent

    def _maximizers(self, directions: Array) -> Array:
        if self.budget == 0:
            return np.zeros_like(directions)
        return returns.value(returns.best_split(directions, *self._family, self.budget), *self._family)

    def face_point(self, w: Array, then: Array) -> Array:
        # Uses that matter in direction w are settled by it; what is left over for the others follows `then`.
        best = self.maximizer(w)
        return best if (np.asarray(w) * self._family[0] > 0).any() else self.maximizer(then)

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        point = self._point(x)
        top = returns.value(np.full(self.dim, self.budget), *self._family)
        slack = tolerance * max(float(top.max()), 1e-300)
        if (point < -slack).any():
            return False
        needed = returns.cost(np.maximum(point - slack, 0.0), *self._family)
        return bool(needed.sum() <= self.budget * (1 + tolerance))

    def uses(self) -> Uses:
        scale, offset, exponent = self._family
        if self.budget == 0 or not scale.any():
            return Uses(np.zeros(self.dim), ())
        unit = scale * self.budget**exponent, offset / self.budget, exponent
        return Uses(np.zeros(self.dim), (Budget(np.eye(self.dim), *unit),))

    def conic(self) -> ConicForm:
        k = self.dim
        x, r, zero = np.eye(2 * k)[:k], np.eye(2 * k)[k:], np.zeros(2 * k)
        form = ConicForm.empty(x, np.zeros(k)).require("nonnegative", -np.eye(2 * k), np.zeros(2 * k))
        form = form.require("nonnegative", r.sum(axis=0)[None], np.array([self.budget]))
        for i, (f, e) in enumerate(zip(self.returns, self.efficiency, strict=True)):
            amount = e * r[i]
            if isinstance(f, Power):
                f = Linear(f.scale) if f.exponent == 1 else Isoelastic(1 - f.exponent, f.scale * f.exponent)
            if isinstance(f, Log):
                f = Isoelastic(1.0, f.scale, f.offset)
            if isinstance(f, Linear) or f.parameters[2] == 1.0:
                form = form.require("nonnegative", (x[i] - f.parameters[0] * amount)[None], np.zeros(1))
                continue
            scale, offset, b = f.parameters
            if scale == 0:
                form = form.require("zero", x[i][None], np.zeros(1))
            elif b == 0:  # exp(x / scale) <= 1 + amount / offset
                form = form.require("exponential", -np.array([x[i] / scale, zero, amount / offset]),
                                    np.array([0.0, 1.0, 1.0]))
            elif b > 0:  # (offset + amount)**b >= offset**b + b x / scale
                form = form.require("power", -np.array([amount, zero, b * x[i] / scale]),
                                    np.array([offset, 1.0, offset**b]), b)
            else:  # (offset + amount)**-b * (offset**b + b x / scale) >= 1
                form = form.require("power", -np.array([amount, b * x[i] / scale, zero]),
                                    np.array([offset, offset**b, 1.0]), b / (b - 1))
        return form

    def __repr__(self) -> str:
        return f"Allocation(budget={self.budget:g}, dim={self.dim})"
