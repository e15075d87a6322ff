"""Budgets stacked for a solver: one long list of uses, each belonging to one budget of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._core.arrays import Array
from . import compensated, returns


@dataclass(frozen=True, eq=False)
class Stack:
    """N uses in B budgets over m coordinates: payoff = sum of ``value_a(share_a) * directions[a]``.

    ``start`` (B,) holds the first use of each budget; ``block`` (N,) the budget of each use.
    """

    directions: Array
    scale: Array
    offset: Array
    exponent: Array
    start: np.ndarray
    block: np.ndarray
    is_linear: bool

    @classmethod
    def of(cls, parts: Sequence[tuple[Array, Array, Array, Array]], dim: int) -> Stack:
        """Stack (directions, scale, offset, exponent) tuples."""
        sizes = np.array([len(part[0]) for part in parts], dtype=int)
        scale, offset, exponent = (
            np.concatenate([part[i] for part in parts]) if parts else np.zeros(0) for i in (1, 2, 3)
        )
        directions = np.vstack([part[0] for part in parts]) if parts else np.zeros((0, dim))
        start = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int) if parts else np.zeros(0, dtype=int)
        block = np.repeat(np.arange(len(parts)), sizes)
        return cls(directions, scale, offset, exponent, start, block, bool((exponent == 1.0).all()))

    @property
    def family(self) -> tuple[Array, Array, Array]:
        return self.scale, self.offset, self.exponent

    def totals(self, values: Array) -> Array:
        """Sum over the uses of each budget."""
        return np.add.reduceat(values, self.start, axis=0) if len(self.start) else values[:0]

    def largest(self, values: Array) -> Array:
        return np.maximum.reduceat(values, self.start) if len(self.start) else values[:0]

    def payoff(self, shares: Array) -> Array:
        """The payoff vector (m,) of ``shares`` (N,), summed with compensation."""
        return compensated.column_sums(returns.value(shares, *self.family)[:, None] * self.directions)

    def shortfall(self, w: Array, shares: Array) -> Array:
        """Per budget: largest weighted payoff minus the one of ``shares``; never negative, free of cancellation."""
        worth = compensated.matvec(self.directions, w)
        lost = np.zeros(len(self.start))
        for b, first in enumerate(self.start):
            rows = slice(first, first + int((self.block == b).sum()) if b + 1 == len(self.start) else self.start[b + 1])
            if (self.exponent[rows] == 1.0).all():
                linear = worth[rows] * self.scale[rows]
                lost[b] = float(((linear.max() - linear) * shares[rows]).sum())
            else:
                lost[b] = self._curved_shortfall(worth[rows], rows, shares[rows])
        return lost

    def slack(self, w: Array, shares: Array) -> float:
        """Sum over budgets of the best marginal worth minus the mean one: zero exactly at an optimum for ``w``.

        Unlike the shortfall it is of first order in the error of curved budgets' shares.
        """
        if not len(self.start):
            return 0.0
        marginal = returns.slope(shares, *self.family) * compensated.matvec(self.directions, w)
        return float(((self.largest(marginal)[self.block] - marginal) * shares).sum())

    def rounding(self, w: Array, shares: Array) -> float:
        """How far rounding can move the sum of :meth:`shortfall`: a few units in the last place of what it adds up."""
        worth = np.abs(self.directions) @ np.abs(w)
        return 4 * float(np.finfo(float).eps) * (1.0 + float(worth @ returns.value(shares, *self.family)))

    def _curved_shortfall(self, worth: Array, rows: slice, shares: Array) -> float:
        family = self.scale[rows], self.offset[rows], self.exponent[rows]
        best = returns.best_split(worth[None], *family, 1.0)[0]
        gained = worth * (returns.value(best, *family) - returns.value(shares, *family))
        return max(float(gained.sum()), 0.0)
