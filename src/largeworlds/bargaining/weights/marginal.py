"""Marginal rates of substitution along the frontier, and marginal charity (Treutlein 2023, Sections 3.1 and 3.5.2).

Where the frontier is smooth, one more unit for t costs s as much as the normal says: w_t / w_s units. At a kink the two
directions cost differently, and every normal gives a rate in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..._core import tolerances
from ..._core.arrays import Array, locked
from ..._core.errors import invalid
from ..._core.text import shown
from ..._numerics import returns
from ..._numerics.linear_program import maximize
from ...sets.base import ConvexSet
from ...sets.uses import Budget
from ..problem import Contributions
from .consensus import ConsensusWeights
from .from_point import consensus_weights, normals_at
from .reach import asked, asked_point, furthest, ranges


@dataclass(frozen=True, eq=False)
class MarginalRates:
    """``low[s, t]`` to ``high[s, t]`` (m, m): units of s's payoff that one unit for t is worth at ``x``, others kept.

    Along the frontier one more unit for t costs s ``high[s, t]`` units, and one unit less for t brings s
    ``low[s, t]``; they agree where the frontier is smooth. Infinite where s gets no weight (nothing that s could give
    makes up for it), NaN where neither does. ``weights`` are the normals behind them.
    """

    weights: ConsensusWeights
    low: Array
    high: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", locked(self.low))
        object.__setattr__(self, "high", locked(self.high))

    @property
    def unique(self) -> bool:
        """True if every rate is one number."""
        same = np.isclose(self.low, self.high, rtol=tolerances.SAME_POINT, atol=0.0, equal_nan=True)
        return bool(same.all())


def marginal_rates(problem: Any, x: ArrayLike) -> MarginalRates:
    """Marginal rates of substitution between all pairs of players at ``x`` (m,) on the frontier.

    ``problem`` is a set (of one player's contributions), :class:`Contributions` or a :class:`BargainingProblem`.
    Raises :class:`InvalidProblem` if x is not on the frontier or a set is known only by its maximizer.

    >>> import largeworlds as lw
    >>> lw.marginal_rates(lw.Ball([1.0, 1.0]), [0.6, 0.8]).high.round(9).tolist()
    [[1.0, 1.333333333], [0.75, 1.0]]
    """
    parts = asked(problem)
    point = asked_point(x, parts)
    weights = consensus_weights(parts, point)
    if not weights:
        came = f"a point of which this holds: {weights.reason[:-1]}"
        raise invalid("x", "must lie on the frontier", came, "give a point that maximises a weighted sum")
    if any(part.uses() is None for part in parts.sets):
        fix = "describe the set, for example by vertices"
        raise invalid("problem", "must have sets with a description", "one with an Oracle", fix)
    if weights.generators is not None:
        w = weights.generators
        rows = np.array([[_ratios(w[:, s], w[:, t]) for t in range(parts.dim)] for s in range(parts.dim)])
        return MarginalRates(weights, rows[..., 0], rows[..., 1])
    return MarginalRates(weights, *_by_programs(parts, point))


def _ratios(below: Array, above: Array) -> tuple[float, float]:
    """Smallest and largest ``above / below`` over non-negative combinations of the entries."""
    some = (below > 0) | (above > 0)
    if not some.any():
        return np.nan, np.nan
    with np.errstate(divide="ignore"):
        ratio = above[some] / below[some]
    return float(ratio.min()), float(ratio.max())


def _by_programs(parts: Contributions, x: Array) -> tuple[Array, Array]:
    """(low, high): the largest weight of t among normals that give s the weight one."""
    wide = ranges(parts)
    reach = furthest(parts, x, wide)
    cone = normals_at(x, reach, wide)
    assert cone is not None
    m, scale = parts.dim, reach.lowered.scale
    rows = np.vstack([cone.equal, cone.less])
    low, top = np.append(np.zeros(len(cone.equal)), np.full(len(cone.less), -np.inf)), np.zeros(len(rows))
    high = np.full((m, m), np.nan)
    for s in range(m):
        fixed, free = np.eye(m)[s], np.where(np.arange(m) == s, 1.0, np.inf)
        for t in range(m):
            answer = maximize(np.eye(m)[t], rows, low, top, fixed, free)
            if answer.status == "optimal":
                high[s, t] = answer.x[t] * scale[s] / scale[t]
            elif maximize(np.eye(m)[t], rows, low, top, np.zeros(m), np.ones(m)).value > tolerances.SAME_POINT:
                high[s, t] = np.inf
    with np.errstate(divide="ignore"):
        return 1.0 / high.T, high


def marginal_charity(problem: Any) -> Array:
    """What the first unit given costs the giver, from its selfish optimum: (m, m), per unit ``[giver, receiver]``.

    Every giver starts at what is best for itself alone; among equally good points at the one that is best for the
    receiver. Other players may lose or gain. Zero where the giver's frontier is smooth at its own optimum: the first
    unit given is free (Hanson 2012; Treutlein 2023, Section 3.5.2). Infinite where the giver cannot give the receiver
    more than it already does; one on the diagonal. ``problem`` needs one set per player, each with a description:
    :class:`InvalidProblem` otherwise.

    >>> import largeworlds as lw
    >>> lw.marginal_charity(lw.Contributions([lw.Ball([1, 1]), [[0, 3], [1, 0]]])).tolist()
    [[1.0, 0.0], [3.0, 1.0]]
    """
    if isinstance(problem, ConvexSet) or asked(problem).joint:
        fix = "give lw.Contributions a list with every player's set"
        raise invalid("problem", "must have one set per player", f"one with a joint set: {shown(problem)}", fix)
    parts = asked(problem)
    costs = np.eye(parts.dim)
    for giver, part in enumerate(parts.sets):
        known = part.uses()
        if known is None:
            fix = "describe the set, for example by vertices"
            raise invalid(f"sets[{giver}]", "must have a description", "known only by its maximizer", fix)
        for receiver in range(parts.dim):
            if receiver != giver:
                costs[giver, receiver] = min((_cost(b, giver, receiver) for b in known.budgets), default=np.inf)
    return locked(costs)


def _cost(budget: Budget, giver: int, receiver: int) -> float:
    """Own loss per unit for the receiver of moving the first bit of this budget to the use that costs least."""
    own, other = budget.directions[:, giver], budget.directions[:, receiver]
    size = float(np.abs(own * budget.scale).max(initial=0.0))
    if budget.is_linear:
        own, other = own * budget.scale, other * budget.scale
        tied = own >= own.max() - tolerances.TIE * size
        lost, won = own.max() - own, other - other[tied].max()
        won = np.where(won > tolerances.TIE * np.abs(other).max(), won, 0.0)
        return float(np.divide(np.where(tied, 0.0, lost), won, out=np.full(len(own), np.inf), where=won > 0).min())
    if budget.is_round:  # whoever's axes point elsewhere gains to the first order where the giver loses to the second
        if not own.any():
            return np.inf
        apart = other - own * float(own @ other) / float(own @ own)
        return 0.0 if float(np.abs(apart).max()) > tolerances.TIE * float(np.abs(other).max(initial=0.0)) else np.inf
    family = budget.scale, budget.offset, budget.exponent
    shares = returns.best_split(own[None], *family, 1.0)[0]
    if not shares.any():  # nothing of this budget serves the giver: the receiver has all of it already
        return np.inf
    used, idle = shares > 0, (other > 0) & (budget.scale > 0) & (shares <= 0)
    slopes = returns.slope(shares, *family)
    worth = float((own[used] * slopes[used]).max())
    steep = idle & np.isinf(slopes)
    if steep.any():
        return 0.0
    return float(((worth - own[idle] * slopes[idle]) / (other[idle] * slopes[idle])).min(initial=np.inf))
