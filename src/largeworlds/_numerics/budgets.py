"""Budgets stacked for a solver: one long list of uses, each belonging to one budget of one unit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .._core.arrays import Array, Mask
from . import compensated, returns


@dataclass(frozen=True, eq=False)
class Stack:
    """N uses in B budgets over m coordinates: payoff = sum of ``value_a(share_a) * directions[a]``.

    ``start`` (B,) holds the first use of each budget; ``block`` (N,) the budget of each use. ``round`` (N,) marks what
    is no share but a number of either sign that costs its square (:mod:`largeworlds._numerics.round_budgets`).
    """

    directions: Array
    scale: Array
    offset: Array
    exponent: Array
    start: np.ndarray
    block: np.ndarray
    is_linear: bool
    round: Mask

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
        return cls(directions, scale, offset, exponent, start, block, bool((exponent == 1.0).all()), block < 0)

    def without_idle_uses(self) -> Stack:
        """The same payoffs without curved budgets' uses that bring nothing (linear ones need a way to spend)."""
        live = (self.directions != 0).any(axis=1) & (self.scale > 0) | ~self.curved[self.block]
        rows = [uses.start + np.flatnonzero(live[uses]) for uses in self.slices]
        kept = [(self.directions[i], *(part[i] for part in self.family)) for i in rows if len(i)]
        return Stack.of(kept, self.directions.shape[1])

    @property
    def slices(self) -> list[slice]:
        """The uses of each budget."""
        ends = [*self.start.tolist(), len(self.block)]
        return [slice(first, last) for first, last in pairwise(ends)]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many uses every budget has."""
        return tuple(uses.stop - uses.start for uses in self.slices)

    def padded(self, shares: Array, sizes: Sequence[int]) -> Array:
        """``shares`` of a stack whose budgets had ``sizes`` uses; what was added to them since gets nothing."""
        if tuple(sizes) == self.sizes:
            return shares
        out, ends = np.zeros(len(self.block)), np.cumsum([0, *sizes]).tolist()
        for uses, (first, last) in zip(self.slices, pairwise(ends), strict=True):
            out[uses.start : uses.start + last - first] = shares[first:last]
        return out

    @property
    def curved(self) -> Mask:
        """Which budgets have a use with curved returns (B,)."""
        return (
            np.asarray(np.logical_or.reduceat(self.exponent != 1.0, self.start))
            if len(self.start)
            else np.zeros(0, bool)
        )

    @property
    def family(self) -> tuple[Array, Array, Array]:
        return self.scale, self.offset, self.exponent

    def even_shares(self) -> Array:
        """Every budget split evenly over its uses (N,)."""
        if not len(self.block):
            return np.zeros(0)
        return np.asarray(1.0 / np.bincount(self.block, minlength=len(self.start))[self.block])

    def totals(self, values: Array) -> Array:
        """Sum over the uses of each budget."""
        return np.add.reduceat(values, self.start, axis=0) if len(self.start) else values[:0]

    def spending(self, shares: Array) -> Array:
        """What every budget spends (B,)."""
        return self.totals(np.where(self.round, shares**2, shares))

    def largest(self, values: Array) -> Array:
        return np.maximum.reduceat(values, self.start) if len(self.start) else values[:0]

    def payoff(self, shares: Array) -> Array:
        """The payoff vector (m,) of ``shares`` (N,), summed with compensation."""
        return compensated.weighted_rows(returns.value(shares, *self.family), self.directions)

    def spent(self, shares: Array) -> Array:
        """``shares`` whose sums are one up to rounding, with the rounding of curved budgets never below one.

        What is left unspent costs its price, which is high where gains are small; a sum above one only means that the
        shares are to be divided by it.
        """
        out = np.array(shares)
        for uses, curved in zip(self.slices, self.curved, strict=True):
            missing = math.fsum([1.0, *(-out[uses])])
            if curved and missing > 0:
                most = uses.start + int(np.argmax(out[uses]))
                out[most] = np.nextafter(out[most] + missing, 2.0)
        return out

    def rounding(self, shares: Array, threshold: Array) -> Array:
        """How far rounding can move the payoffs (m,): shares are doubles, and so is the threshold."""
        size = np.abs(self.directions).T @ returns.value(shares, *self.family)
        return np.asarray(np.finfo(float).eps * (size + np.abs(threshold)))

    def shortfall(self, w: Array, shares: Array) -> Array:
        """Per budget: largest weighted payoff minus the one of ``shares``; never negative, free of cancellation.

        Curved budgets by weak duality at the price of the best split: best payoff <= price + sum max_r (worth f(r) -
        price r). Minus the payoff of ``shares``, which sum to one, that is a sum of terms worth (f(best) - f(share)) -
        price (best - share), none negative and all small where the shares are right.
        """
        if not len(self.start):
            return np.zeros(0)
        worth = compensated.matvec(self.directions, w)
        full = worth * self.scale
        lost = (self.largest(full)[self.block] - full) * shares
        if self.is_linear:
            return self.totals(lost)
        curved = self.curved[self.block]
        best = np.where(curved, returns.best_shares(full, self.offset, self.exponent, self.start), shares)
        live = (best > 0) | (self.offset > 0) | (self.exponent == 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            marginal = np.where(live, worth * returns.slope(best, *self.family), 0.0)
        price = np.maximum(self.largest(marginal), 0.0)[self.block]
        terms = worth * returns.difference(shares, best, *self.family) - price * (best - shares)
        # Rounded, `best` may miss max (worth f(r) - price r): the tangent there bounds what is missing.
        terms = terms + np.maximum(price - marginal, 0.0) * best
        return self.totals(np.where(curved, np.maximum(terms, 0.0), lost))

    def slack(self, w: Array, shares: Array) -> float:
        """Sum over budgets of the best marginal worth minus the mean one: zero exactly at an optimum for ``w``.

        Unlike the shortfall it is of first order in the error of curved budgets' shares.
        """
        if not len(self.start):
            return 0.0
        worth = compensated.matvec(self.directions, w)
        idle = (shares == 0) & (self.offset == 0) & (self.exponent < 1.0)  # the slope at zero is infinite
        marginal = np.where(idle, 0.0, returns.slope(np.where(idle, 1.0, shares), *self.family) * worth)
        return float(((self.largest(marginal)[self.block] - marginal) * shares).sum())
