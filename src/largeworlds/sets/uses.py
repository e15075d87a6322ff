"""Uses: the common form of every set with a finite description.

A *budget* splits one unit over *uses*; use ``a`` turns its share ``r`` into the payoff vector ``f_a(r) * direction_a``
with a concave return ``f_a`` (:mod:`largeworlds._numerics.returns`). A polytope is a budget over its vertices with
linear returns, a ball one over its axes with power returns, an allocation one over the receivers. A Minkowski sum is
a list of budgets. Solvers need nothing else, so one interior-point method serves all these sets.

Directions of curved uses have no negative entries, or else payoffs would be no concave functions of the shares; the
exception are round budgets, over both ends of an ellipsoid's axes, which solvers treat in their own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .._core.arrays import Array, Mask
from .._core.rationals import Vector, plus, times, vector
from .._numerics import returns
from .._numerics.round_budgets import round_axes

#: So many points are few.
_FEW = 50


@dataclass(frozen=True, eq=False)
class Budget:
    """One unit split over k uses.

    ``directions`` is (k, dim); ``scale``, ``offset``, ``exponent`` (k,) parametrise the returns. With linear returns
    the unit must be spent whole; with others unspent budget is allowed (and never optimal for positive weights).
    """

    directions: Array
    scale: Array
    offset: Array
    exponent: Array

    @classmethod
    def linear(cls, directions: Array) -> Budget:
        """The convex hull of the rows of ``directions``."""
        one = np.ones(len(directions))
        return cls(directions, one, 0.0 * one, one)

    @classmethod
    def round(cls, axes: Array) -> Budget:
        """``{sum v_a axes[a] : sum v_a**2 <= 1}``: both ends of every axis, with roots, and a use without effect."""
        both = np.vstack([axes, -axes, 0.0 * axes[:1]])
        half, last = np.full(len(both), 0.5), np.arange(len(both)) == len(both) - 1
        return cls(both, np.where(last, 1.0, half), 0.0 * half, np.where(last, 1.0, half))

    @property
    def is_round(self) -> bool:
        """True if it has the form that :meth:`round` makes."""
        return round_axes(self.directions, self.scale, self.offset, self.exponent) > 0

    @property
    def is_linear(self) -> bool:
        return bool((self.exponent == 1.0).all())

    def point(self, shares: Array) -> Array:
        """The payoff vector that ``shares`` (k,) produce."""
        amounts = returns.value(shares, self.scale, self.offset, self.exponent)
        return np.asarray(amounts @ self.directions)

    def kept(self, which: Mask) -> Budget:
        """The uses that ``which`` marks, without the others."""
        return Budget(self.directions[which], self.scale[which], self.offset[which], self.exponent[which])

    def scaled(self, factors: Array) -> Budget:
        return replace(self, directions=self.directions * factors)

    def mapped(self, matrix: Array) -> Budget:
        """With every payoff vector y replaced by ``matrix @ y``."""
        return replace(self, directions=self.directions @ matrix.T)


@dataclass(frozen=True, eq=False)
class Uses:
    """``offset`` + the Minkowski sum of ``budgets``."""

    offset: Array
    budgets: tuple[Budget, ...]

    @property
    def is_finite(self) -> bool:
        """True for a polytope: every budget has linear returns."""
        return all(budget.is_linear for budget in self.budgets)

    @property
    def is_hull_of_few(self) -> bool:
        """True for the convex hull of a few points, where a search among these is quick."""
        return len(self.budgets) == 1 and self.is_finite and len(self.budgets[0].scale) <= _FEW

    def point(self, shares: tuple[Array, ...]) -> Array:
        """The payoff vector of one share vector per budget."""
        total = np.array(self.offset, dtype=float)
        for budget, share in zip(self.budgets, shares, strict=True):
            total += budget.point(share)
        return total

    def scaled(self, factors: Array) -> Uses:
        return Uses(self.offset * factors, tuple(budget.scaled(factors) for budget in self.budgets))

    def shifted(self, v: Array) -> Uses:
        return replace(self, offset=self.offset + v)

    def mapped(self, matrix: Array) -> Uses:
        """With every payoff vector y replaced by ``matrix @ y``."""
        return Uses(matrix @ self.offset, tuple(budget.mapped(matrix) for budget in self.budgets))

    @classmethod
    def sum(cls, parts: Sequence[Uses | None]) -> Uses | None:
        """The Minkowski sum; None if a part is None."""
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        offset = np.sum([part.offset for part in known], axis=0)
        return cls(offset, tuple(budget for part in known for budget in part.budgets))


@dataclass(frozen=True)
class ExactUses:
    """A polytope in exact numbers: ``offset`` + the Minkowski sum of the hulls of the rows of every budget."""

    offset: Vector
    budgets: tuple[tuple[Vector, ...], ...]

    @classmethod
    def of(cls, uses: Uses | None) -> ExactUses | None:
        """What ``uses`` says, every double taken as the rational number it is; None unless that is a polytope."""
        if uses is None or not uses.is_finite:
            return None
        budgets = []
        for budget in uses.budgets:
            scales = vector(budget.scale.tolist())
            rows = zip(scales, budget.directions.tolist(), strict=True)
            budgets.append(tuple(tuple(scale * v for v in vector(row)) for scale, row in rows))
        return cls(vector(uses.offset.tolist()), tuple(budgets))

    def scaled(self, factors: Vector) -> ExactUses:
        budgets = tuple(tuple(times(row, factors) for row in budget) for budget in self.budgets)
        return ExactUses(times(self.offset, factors), budgets)

    def moved(self, v: Vector) -> ExactUses:
        return replace(self, offset=plus(self.offset, v))
