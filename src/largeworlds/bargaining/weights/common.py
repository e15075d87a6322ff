"""Whether all players maximise the same weighted sum, and if not, who can trade (Treutlein 2023, Theorem 6).

A profile of points x_i of the sets F_i has common weights w >= 0 exactly if their sum cannot be improved for everybody,
and positive ones prove that it is Pareto optimal. Zero weights prove less: on the unit square the lower end of the
right side maximises (1, 0) and the upper end is better for the second player. Without common weights already some
players have none among themselves, at most as many as there are receivers (Helly); a linear program, or on curved sets
a Nash bargaining problem, finds what they should do instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..._core import tolerances
from ..._core.arrays import Array, finite_array, locked, positive_number
from ..._core.errors import NotConverged, invalid
from ..._core.text import listed, number
from ...sets.polytope import Polytope
from ..problem import Contributions
from .consensus import ConsensusWeights
from .from_point import consensus_weights
from .gains_left import gains_left
from .reach import Reach, asked, furthest, ranges

#: Pairs that are tried one by one, the most different weights first.
_MOST_PAIRS = 300


@dataclass(frozen=True, eq=False)
class CommonWeights:
    """Whether all of ``actions`` (givers, m) maximise one weighted sum; true in a condition if they do.

    If they do, ``weights`` (m,) is one (in the relative interior of all, summing to one) and ``consensus`` says how far
    they are determined. ``positive``: no weight is zero, which proves that the sum of the actions is Pareto optimal.
    ``pareto_optimal`` is None where that is undecided.

    If somebody can gain and nobody lose, ``traders`` are the givers who do something else (as few as were found),
    ``deviation`` (givers, m) is what all do then, and ``gains`` (m,) >= 0 what everybody gains; without common weights
    everybody whom they can serve gains. ``own_weights`` (givers, m) are weights that each giver maximises by itself,
    NaN where its action is not on its own frontier.
    """

    problem: Contributions
    actions: Array
    consensus: ConsensusWeights
    own_weights: Array
    pareto_optimal: bool | None
    traders: tuple[int, ...]
    deviation: Array
    gains: Array
    reason: str

    def __post_init__(self) -> None:
        for name in ("actions", "own_weights", "deviation", "gains"):
            object.__setattr__(self, name, locked(getattr(self, name)))

    def __bool__(self) -> bool:
        return self.consensus.on_frontier

    @property
    def weights(self) -> Array:
        """Common weights (m,), NaN if there are none."""
        return self.consensus.weights

    @property
    def positive(self) -> bool:
        """True if there are common weights without a zero."""
        return self.consensus.positive

    def __repr__(self) -> str:
        return f"CommonWeights({self.reason})"


def check_common_weights(
    problem: Any, actions: ArrayLike, *, tolerance: float = tolerances.ON_FRONTIER
) -> CommonWeights:
    """Whether the ``actions`` (givers, m), one point of every set, all maximise one weighted sum.

    ``problem`` is a :class:`BargainingProblem` or :class:`Contributions`; d plays no part. ``tolerance`` is the share
    of everybody's range that all must be able to gain before weights count as different. Raises :class:`InvalidProblem`
    if an action does not belong to its set, :class:`NotConverged` if the question could not be decided.

    >>> import largeworlds as lw
    >>> world = lw.Contributions([lw.Ball([1, 1]), lw.Ball([1, 1])])
    >>> selfish = lw.check_common_weights(world, [[1, 0], [0, 1]])
    >>> bool(selfish), selfish.traders, selfish.gains.round(4).tolist()
    (False, (0, 1), [0.4142, 0.4142])
    """
    parts = asked(problem)
    points = _members(parts, actions)
    tolerance = positive_number(tolerance, "tolerance", "give a small share of everybody's range, such as 1e-8")
    total = points.sum(axis=0)
    found = consensus_weights(parts, total, tolerance=tolerance)
    own = np.array([_own(part, y, tolerance) for part, y in zip(parts.sets, points, strict=True)])
    if not found:
        if found.dominating is None:
            raise NotConverged(f"The sum of the actions, which is feasible, came out as out of reach: {found.reason}")
        traders, reach = _smallest(parts, points, own, tolerance)
        who = "alone can do better for everybody" if len(traders) == 1 else "can trade"
        names = listed([_giver(parts, i) for i in traders])
        reason = f"there are no common weights: {names} {who}, {number(reach.tau)} of everybody's range at least."
        gains = np.where(ranges(_some(parts, points, traders)) > 0, reach.point - total, 0.0)
        return CommonWeights(parts, points, found, own, False, traders, reach.actions, gains, reason)
    nothing = (), points, np.zeros(parts.dim)
    if found.positive:
        reason = "all maximise one sum with positive weights, so nobody can gain unless somebody loses."
        return CommonWeights(parts, points, found, own, True, *nothing, reason)
    left = gains_left(parts, total)
    if not left:
        reason = "all maximise one sum, with a zero weight" + (
            "; nobody can gain unless somebody loses, which was checked one by one."
            if left.pareto_optimal
            else ", which proves only that not all can gain at once."
        )
        return CommonWeights(parts, points, found, own, left.pareto_optimal, *nothing, reason)
    size = ranges(parts)
    t = int(np.argmax(left.each / np.where(size > 0, size, np.inf)))
    wish = furthest(parts, total, np.where(np.arange(parts.dim) == t, size, 0.0))
    moved = np.abs(wish.actions - points) > tolerances.SAME_POINT * np.where(size > 0, size, np.inf)
    traders = tuple(int(i) for i in np.flatnonzero(moved.any(axis=1)))
    gains = np.maximum(wish.point - total, 0.0)
    reason = f"all maximise one sum, but with zero weights only: {parts.names[t]} can gain while nobody loses."
    return CommonWeights(parts, points, found, own, False, traders, wish.actions, gains, reason)


def _members(parts: Contributions, actions: ArrayLike) -> Array:
    fix = "give one point of every set, actions[giver, receiver]"
    points = finite_array(actions, "actions", 2, fix)
    if points.shape != (len(parts.sets), parts.dim):
        rule = f"must have shape ({len(parts.sets)}, {parts.dim})"
        raise invalid("actions", rule, f"of shape {points.shape}", fix)
    for i, (part, y) in enumerate(zip(parts.sets, points, strict=True)):
        if not part.contains(y):
            raise invalid(f"actions[{i}]", f"must belong to the set of {_giver(parts, i)}", f"{y.tolist()}", fix)
    return points


def _giver(parts: Contributions, i: int) -> str:
    return "everybody together" if parts.joint else parts.names[i]


def _own(part: Any, y: Array, tolerance: float) -> Array:
    """Weights that ``y`` maximises over ``part`` alone, NaN if there are none or they were not found."""
    try:
        return consensus_weights(Contributions(part), y, tolerance=tolerance).weights
    except NotConverged:
        return np.full(len(y), np.nan)


def _some(parts: Contributions, points: Array, free: tuple[int, ...]) -> Contributions:
    """The problem in which only ``free`` givers may still choose."""
    if parts.joint:
        return parts
    sets = [part if i in free else Polytope(points[[i]]) for i, part in enumerate(parts.sets)]
    return Contributions(sets, parts.names)


def _trade(parts: Contributions, points: Array, free: tuple[int, ...], tolerance: float) -> Reach | None:
    """What ``free`` givers can do for everybody whom they can serve, if anything."""
    smaller = _some(parts, points, free)
    size = ranges(smaller)
    if not size.any():
        return None
    try:
        reach = furthest(smaller, points.sum(axis=0), size)
    except NotConverged:
        return None
    return reach if reach.feasible and reach.tau > tolerance else None


def _smallest(parts: Contributions, points: Array, own: Array, tolerance: float) -> tuple[tuple[int, ...], Reach]:
    """As few givers as were found who can improve on the actions: one, a pair, or all but those who are not needed."""
    n, size = len(points), ranges(parts)
    for i in np.flatnonzero(np.isnan(own).any(axis=1)).tolist():
        if (found := _trade(parts, points, (i,), tolerance)) is not None:
            return (i,), found
    scaled = np.nan_to_num(own) * size
    scaled = scaled / np.maximum(scaled.sum(axis=1, keepdims=True), 1e-300)
    pairs = sorted(combinations(range(n), 2), key=lambda p: -float(np.abs(scaled[p[0]] - scaled[p[1]]).sum()))
    for pair in pairs[:_MOST_PAIRS]:
        if (found := _trade(parts, points, pair, tolerance)) is not None:
            return pair, found
    needed = tuple(range(n))
    best = _trade(parts, points, needed, tolerance)
    for i in range(n):
        fewer = tuple(j for j in needed if j != i)
        if fewer and (found := _trade(parts, points, fewer, tolerance)) is not None:
            needed, best = fewer, found
    if best is None:
        raise NotConverged("There are no common weights, but the trade that shows it was not found again.")
    return needed, best
