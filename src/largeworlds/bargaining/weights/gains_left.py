"""Gains left on the table: what everybody, or anybody, could still gain at a point without a loss for others.

Below the frontier there are gains from trade for all (Treutlein 2023, Section 3.5.2); how large they are, and that they
are no larger, is proved by prices w >= 0: ``w . (y - x) <= support_F(w) - w . x`` for every feasible y.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..._core import tolerances
from ..._core.arrays import Array, locked, positive_number
from ..._core.errors import NotConverged, invalid
from ..._core.text import number
from ..problem import Contributions
from .reach import Reach, asked, asked_point, furthest, is_finite, ranges


@dataclass(frozen=True, eq=False)
class GainsLeft:
    """What can still be gained at ``x`` (m,).

    ``common`` is the largest share of its range that everybody can gain at once, at ``point`` (m,) by ``actions``
    (givers, m); it is at most ``common_bound``, proved by ``weights`` (m,): with ``weights . ranges = 1`` that is
    ``support_F(weights) - weights . x``. ``each`` (m,) is the most that each player can gain while nobody loses, in
    its own units, at ``points`` (m, m), one row per player; at most ``each_bound`` (m,), proved by the rows of
    ``prices`` (m, m), whose own entry is 1. Players whose payoff nothing changes gain 0.

    True in a condition if somebody can gain more than ``tolerance`` of its range.
    """

    problem: Contributions
    x: Array
    common: float
    common_bound: float
    point: Array
    actions: Array
    weights: Array
    each: Array
    each_bound: Array
    points: Array
    prices: Array
    tolerance: float

    def __post_init__(self) -> None:
        for name in ("x", "point", "actions", "weights", "each", "each_bound", "points", "prices"):
            object.__setattr__(self, name, locked(getattr(self, name)))

    def __bool__(self) -> bool:
        size = ranges(self.problem)
        return bool((self.each > self.tolerance * np.where(size > 0, size, np.inf)).any())

    @property
    def pareto_optimal(self) -> bool | None:
        """True if it is proved that nobody can gain more than the tolerance, False if somebody can; None: undecided."""
        size = ranges(self.problem)
        if (self.each_bound <= self.tolerance * np.where(size > 0, size, 1.0)).all():
            return True
        return False if self else None

    def __repr__(self) -> str:
        each = ", ".join(f"{name}: {gain:.4g}" for name, gain in zip(self.problem.names, self.each, strict=True))
        return f"GainsLeft(common={self.common:.4g} of everybody's range; most for each: {each})"


def gains_left(problem: Any, x: ArrayLike, *, tolerance: float | None = None) -> GainsLeft:
    """The largest common gain at ``x`` (m,), and the most that each player could gain while nobody loses.

    ``problem`` is a :class:`BargainingProblem`, :class:`Contributions` or a set; d plays no part. x need not be
    feasible itself, but some feasible outcome must give everybody as much: :class:`InvalidProblem` otherwise, up to
    ``tolerance`` of everybody's range (1e-8, and 1e-6 with curved sets: near the ends of a round frontier a rounding of
    x is worth its square root). Raises :class:`NotConverged` if the largest common gain was not found.

    >>> import largeworlds as lw
    >>> left = lw.gains_left(lw.Polytope([[0, 2], [2, 0]]), [0.5, 0.5])
    >>> round(left.common, 9), left.each.round(9).tolist()
    (0.25, [1.0, 1.0])
    """
    parts = asked(problem)
    point = asked_point(x, parts)
    size = ranges(parts)
    if tolerance is None:
        tolerance = tolerances.ON_FRONTIER if is_finite(parts) else tolerances.NO_GAIN
    tolerance = positive_number(tolerance, "tolerance", "give a small share of everybody's range, such as 1e-8")
    common = furthest(parts, point, np.where(size > 0, size, 1.0) if not size.any() else size)
    if not common.feasible or common.bound < -tolerance:
        came = f"out of reach by {number(-common.bound)} of everybody's range" if common.feasible else "out of reach"
        raise invalid("x", "must be feasible, or less than what is", came, "give payoffs that can be had")
    start = point + min(common.tau, 0.0) * size
    rows = [_most(parts, t, point, start, common, size) for t in range(parts.dim)]
    gains, bounds, points, prices = (np.array(column) for column in zip(*rows, strict=True))
    return GainsLeft(
        parts, point, common.tau, common.bound, common.point, common.actions, common.w, gains, bounds, points, prices,
        tolerance,
    )  # fmt: skip


def _most(
    parts: Contributions, t: int, x: Array, start: Array, common: Reach, size: Array
) -> tuple[float, float, Array, Array]:
    """(gain, bound, point, prices) of the most that player ``t`` can gain while nobody loses."""
    axis = np.eye(parts.dim)[t]
    if size[t] <= 0:
        return 0.0, 0.0, common.point, axis
    gain, best = 0.0, common.point
    bound, price = float(parts.support(axis)) - float(x[t]), axis
    if common.w[t] > 0 and common.bound / common.w[t] < bound:
        bound, price = common.bound / common.w[t], common.w / common.w[t]
    if is_finite(parts) or bound > tolerances.GAP_SOLVED * size[t]:
        try:
            found = furthest(parts, start, size[t] * axis)
        except NotConverged:
            found = common
        if found is not common and found.feasible:
            gain, best = max(float(found.tau) * size[t], 0.0), found.point
            if found.bound * size[t] < bound:
                bound, price = found.bound * size[t], found.w * size[t]
    bound = max(bound, 0.0)
    return min(gain, bound) + 0.0, bound, best, price
