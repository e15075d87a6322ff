"""Round budgets: one unit split over both ends of several axes, with square roots as returns, for the interior point.

Such a budget is the ellipsoid ``{sum v_a axis_a : sum v_a**2 <= 1}``. Over shares, v_a = sqrt(share) - sqrt(other
share), it has two uses for each axis, one of which does harm, and payoffs that are no concave functions of the shares.
Over the numbers v, which may have either sign, it is convex: a payoff linear in v and one quadratic constraint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._core.arrays import Array
from .budgets import Stack


@dataclass(frozen=True, eq=False)
class Folded:
    """A stack with every round budget folded: one number v per axis in place of two shares, marked in ``stack.round``.

    ``first`` (n,) is, for every number of the folded stack, its use in the ordinary one (of a round budget that of the
    axis's positive end), ``other`` that of the negative end (the same where there is none).
    """

    whole: Stack
    stack: Stack
    first: NDArray[np.intp]
    other: NDArray[np.intp]

    @classmethod
    def of(cls, whole: Stack) -> Folded:
        """The folded form of an ordinary stack."""
        first, other = [], []
        for uses in whole.slices:
            axes = round_axes(whole.directions[uses], *(p[uses] for p in whole.family))
            ahead = np.arange(uses.start, uses.start + axes)
            single = np.arange(uses.start + 2 * axes, uses.stop)
            first += [ahead, single]
            other += [ahead + axes, single]
        one, two = (np.concatenate(part) if part else np.zeros(0, dtype=int) for part in (first, other))
        paired = one != two
        block = whole.block[one]
        start = np.searchsorted(block, np.arange(len(whole.start)))
        stack = Stack(
            whole.directions[one],
            np.where(paired, 2.0 * whole.scale[one], whole.scale[one]),
            whole.offset[one],
            np.where(paired, 1.0, whole.exponent[one]),
            start,
            block,
            whole.is_linear,
            paired,
        )
        return cls(whole, stack, one, two)

    def shares(self, v: Array) -> Array:
        """The ordinary shares of the folded ones; a round budget that is overspent is brought back to one unit."""
        paired = self.stack.round
        length = np.sqrt(self.stack.totals(np.where(paired, v, 0.0) ** 2))
        inside = np.where(paired, v / np.maximum(length, 1.0)[self.stack.block], 0.0)
        out = np.zeros(len(self.whole.block))
        out[self.first] = np.where(paired, np.maximum(inside, 0.0) ** 2, v)
        out[self.other[paired]] = np.maximum(-inside[paired], 0.0) ** 2
        return out

    def folded(self, shares: Array) -> Array:
        """The folded form of ordinary shares."""
        paired = self.stack.round
        v = np.array(shares[self.first])
        v[paired] = np.sqrt(v[paired]) - np.sqrt(shares[self.other[paired]])
        left = np.maximum(1.0 - self.stack.spending(v), 0.0)[self.stack.block]
        rests = (self.stack.totals(paired.astype(float))[self.stack.block] > 0) & ~paired
        return np.where(rests, v + left, v)


def round_axes(directions: Array, scale: Array, offset: Array, exponent: Array) -> int:
    """The number of axes of a round budget: axes, their opposites, and a use that brings nothing; 0 if it is none."""
    half = len(directions) // 2
    if half == 0 or len(directions) % 2 == 0:
        return 0
    roots = bool((exponent[:-1] == 0.5).all()) and exponent[-1] == 1.0 and not offset.any()
    opposite = bool((directions[:half] == -directions[half:-1]).all()) and bool((scale[:half] == scale[half:-1]).all())
    return half if roots and opposite and not directions[-1].any() else 0
