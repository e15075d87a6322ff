"""Exactly the most: whether a type has at d the most it can get, in rational arithmetic.

On a curved set a shortfall of d of one unit in the last place is worth its square root to others: 1e-16 buys 1e-8. So
whether "it has the most already" is a proof is decided by the numbers as they are, without tolerance. Sets are taken
apart into leaves, each a budget of a set as it was given, stretched by factors: nothing is multiplied or added in
doubles. What a leaf brings is a double for polytopes, balls and boxes; for others it is rounded and counts as a little
more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from .._core.arrays import Array, Mask
from .._numerics import returns
from ..sets.algebra import MinkowskiSum, Scaled, Shifted
from ..sets.ball import Ball
from ..sets.base import ConvexSet
from ..sets.box import Box
from ..sets.from_uses import FromUses
from ..sets.polytope import Polytope
from ..sets.uses import Budget, Uses
from .problem import BargainingProblem

#: What is computed in doubles may be off by this share of the numbers involved.
_ROUNDING = Fraction(1, 2**48)
#: Rounding of a payoff that is the same whatever happens: there is nothing that others could gain by it.
_GRAIN = Fraction(1, 2**50)

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class Leaf:
    """One budget: ``rows`` (k, m) are what its uses bring if each gets all, to be stretched by ``factors`` (m,).

    ``curved``: a use that gets a part brings more than that part; the rows then serve one axis each, or ``mixed`` is
    the budget. ``rounded``: the rows are not exact, but off by a small share of themselves or of ``sizes`` (m,).
    """

    rows: Array
    factors: Vector
    curved: bool = False
    rounded: bool = False
    mixed: Budget | None = None
    sizes: Array | None = None

    def extremes(self, t: int) -> tuple[Fraction, Fraction]:
        """The largest payoff of ``t``, rounded up, and the range of its payoffs."""
        column = self.rows[:, t]
        low, high = Fraction(float(column.min(initial=0.0 if self.curved else np.inf))), Fraction(float(column.max()))
        if self.mixed is not None:
            low, high = (Fraction(float(_best(self.mixed, t, sign)[t])) for sign in (-1.0, 1.0))
        factor = self.factors[t]
        most = max(abs(low), abs(high), Fraction(0 if self.sizes is None else float(self.sizes[t])))
        size = most * abs(factor) * _ROUNDING if self.rounded else Fraction(0)
        return max(factor * low, factor * high) + size, abs(factor) * (high - low)

    def face(self, t: int) -> Leaf:
        """What is left where ``t`` gets the most."""
        column = self.rows[:, t]
        if not self.factors[t]:
            return self
        up = self.factors[t] > 0
        if self.mixed is not None:
            return self._mixed_face(self.mixed, t, 1.0 if up else -1.0)
        if self.curved and not column.max() > 0:
            return self
        best = column == (column.max() if up else column.min())
        return replace(self, rows=self.rows[best], curved=False)

    def _mixed_face(self, budget: Budget, t: int, sign: float) -> Leaf:
        worth = sign * budget.directions[:, t] * budget.scale
        if (worth > 0).any():
            sizes = np.abs(self.rows).sum(axis=0)
            return replace(self, rows=_best(budget, t, sign)[None], curved=False, mixed=None, sizes=sizes)
        free = worth == 0
        if free.any():
            return replace(self, rows=self.rows[free], mixed=budget.kept(free))
        return replace(self, rows=0.0 * self.rows[:1], curved=False, mixed=None)

    def of(self, others: list[int]) -> Leaf:
        """The same for ``others`` alone."""
        return replace(
            self,
            rows=self.rows[:, others],
            factors=tuple(self.factors[s] for s in others),
            mixed=None if self.mixed is None else replace(self.mixed, directions=self.mixed.directions[:, others]),
            sizes=None if self.sizes is None else self.sizes[others],
        )


def _best(budget: Budget, t: int, sign: float) -> Array:
    """The point of ``budget`` that is best (1) or worst (-1) for ``t``."""
    family = budget.scale, budget.offset, budget.exponent
    return budget.point(returns.best_split(sign * budget.directions[:, t][None], *family, 1.0)[0])


@dataclass(frozen=True, eq=False)
class Leaves:
    """``offset`` (m,) plus the sum of ``leaves``."""

    offset: Vector
    leaves: tuple[Leaf, ...]

    @classmethod
    def of(cls, problem: BargainingProblem) -> Leaves:
        """The leaves of all sets of a problem; every one of them must have a finite description."""
        first = problem.sets[0]
        if isinstance(first, Remaining):
            return first.leaves
        total, leaves, ones = [Fraction(0)] * problem.dim, list[Leaf](), (Fraction(1),) * problem.dim
        for i, part in enumerate(problem.sets):
            base, factors = part, ones
            if isinstance(part, Scaled) and problem.origin.factors is not None:
                base, factors = part.base, problem.origin.factors[i]
            for offset, leaf in _taken_apart(base, factors):
                total = [a + b for a, b in zip(total, offset, strict=True)]
                leaves += [] if leaf is None else [leaf]
        return cls(tuple(total), tuple(leaves))

    def has_most(self, t: int, d: Fraction) -> bool:
        """True if no point gives ``t`` more than ``d``; a payoff that never changes may be a rounding above it."""
        both = [leaf.extremes(t) for leaf in self.leaves]
        most = self.offset[t] + sum((high for high, _ in both), Fraction(0))
        constant = not any(wide for _, wide in both)
        return most <= d + (_GRAIN * (abs(d) + abs(most)) if constant else 0)

    def kept(self, stuck: Mask) -> Leaves:
        """The face where the ``stuck`` get the most, for the others."""
        leaves, others = self.leaves, np.flatnonzero(~stuck).tolist()
        for t in np.flatnonzero(stuck).tolist():
            leaves = tuple(leaf.face(t) for leaf in leaves)
        return Leaves(tuple(self.offset[s] for s in others), tuple(leaf.of(others) for leaf in leaves))


class Remaining(FromUses):
    """What is left of a feasible set on a face, with its leaves."""

    def __init__(self, uses: Uses, leaves: Leaves) -> None:
        self.leaves = leaves
        super().__init__(uses)


def _taken_apart(part: ConvexSet, factors: Vector) -> Iterator[tuple[Vector, Leaf | None]]:
    """Pairs of an offset and a leaf that add up to ``factors * part``."""
    zero = (Fraction(0),) * len(factors)
    if isinstance(part, MinkowskiSum):
        for one in part.parts:
            yield from _taken_apart(one, factors)
    elif isinstance(part, Scaled):
        yield from _taken_apart(part.base, _times(factors, part.factors))
    elif isinstance(part, Shifted):
        yield _times(factors, part.v), None
        yield from _taken_apart(part.base, factors)
    elif isinstance(part, Polytope):
        yield zero, Leaf(part.vertices(), factors)
    elif isinstance(part, Ball):
        curved = 1 < part.p < np.inf
        axes = np.diag(part.radii)
        if part.p == np.inf:
            yield from ((zero, Leaf(np.array([0 * axis, axis]), factors)) for axis in axes)
        else:
            yield zero, Leaf(axes if curved else np.vstack([axes, 0 * part.radii]), factors, curved)
    elif isinstance(part, Box):
        for lower, upper in zip(np.diag(part.lower), np.diag(part.upper), strict=True):
            yield zero, Leaf(np.array([lower, upper]), factors)
    else:
        uses = part.uses()
        assert uses is not None  # faces are only taken of sets with a finite description
        yield _times(factors, uses.offset), None
        for budget in uses.budgets:
            full = returns.value(np.ones(len(budget.scale)), budget.scale, budget.offset, budget.exponent)
            curved = not budget.is_linear
            several = (np.count_nonzero(budget.directions, axis=0) > 1).any()  # uses that serve the same type
            mixed = budget if curved and several else None
            yield zero, Leaf(full[:, None] * budget.directions, factors, curved, rounded=True, mixed=mixed)


def _times(factors: Vector, values: Array) -> Vector:
    return tuple(factor * Fraction(value) for factor, value in zip(factors, values.tolist(), strict=True))


def has_most(problem: BargainingProblem, leaves: Leaves, stuck: Mask) -> Mask:
    """Of the ``stuck``, who have at d exactly the most they can get (m,)."""
    d = problem.origin.exact or tuple(map(Fraction, problem.disagreement.tolist()))
    return np.array([bool(near) and leaves.has_most(t, d[t]) for t, near in enumerate(stuck)])
