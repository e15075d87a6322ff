"""Nash's demand game, smoothed: who asks for too much risks to get nothing, and equilibrium selects the Nash solution.

All players name a demand x_t at once. If the demands are compatible everybody gets its own, otherwise all get d. In
the game without noise every point of the frontier is an equilibrium. Nash (1953) lets the players be a little unsure
what is compatible: demands are met with probability h(x), which is one where they are feasible and falls smoothly
beyond. Then player t maximises ``(x_t - d_t) h(x)``; so all maximise their part of ``prod (x_s - d_s) h(x)``, and where
this is largest nobody can do better. As the noise goes to zero, it goes to the Nash bargaining solution.

Here h(x) = exp(-(e(x) / noise)^2 / 2), where e(x) is the share of their ideal gains r that all would have to give back
to make their demands feasible: the smallest e >= 0 with x - e r below a feasible point. It has no unit, is convex, and
zero exactly on what is feasible.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..._core.arrays import Array, locked, positive_number
from ..._core.errors import NotConverged, invalid
from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ..agreement import Agreement
from ..ascent import ascend
from ..bargain import bargain
from ..ideal import ideal_point
from ..lowering import Lowered
from ..problem import BargainingProblem
from ..solutions.nash import NashBargaining
from .asked import everybody_gains, playable

#: The excess of the demands is found to this share of itself.
_ACCURATE = 1e-14
_ROUNDS = 100
#: Largest regret, as a share of a gain, of demands that count as an equilibrium.
_REGRET = 1e-9
#: Noise beyond ten times the ideal gains is no demand game any more.
_LARGEST = 10.0


@dataclass(frozen=True, eq=False)
class SmoothedDemandGame:
    """The equilibrium of Nash's smoothed demand game.

    ``demands`` (m,) are compatible with probability ``compatible``, so ``payoffs`` (m,) are expected ones. ``excess``
    is the share of ``ideal_gains`` (m,) that all would have to give back to make the demands feasible. ``regret`` (m,)
    bounds what each player could gain by another demand, as a share of its expected gain; it is recomputed from the
    definition by one ascent and a normal of the feasible set, which bounds the excess of every other demand.
    ``limit`` is the Nash bargaining solution and ``distance`` the largest difference of a demand from it, as a share of
    a gain there.
    """

    problem: BargainingProblem
    noise: float
    demands: Array
    compatible: float
    excess: float
    ideal_gains: Array
    regret: Array
    limit: Agreement

    @property
    def payoffs(self) -> Array:
        """Expected payoffs (m,)."""
        return np.asarray(self.problem.disagreement + self.compatible * (self.demands - self.problem.disagreement))

    @property
    def distance(self) -> float:
        """How far demands are from the limit, as a share of the limit's gains."""
        return float((np.abs(self.demands - self.limit.payoffs) / self.limit.gains).max())

    def __repr__(self) -> str:
        each = zip(self.problem.names, self.demands, strict=True)
        rows = ", ".join(f"{name}: {demand:.6g}" for name, demand in each)
        return f"SmoothedDemandGame({rows}, compatible={self.compatible:.4g}, regret={self.regret.max():.1e})"


def smoothed_demand_game(problem: BargainingProblem, *, noise: float, throw: bool = True) -> SmoothedDemandGame:
    """The equilibrium of Nash's demand game when demands that exceed what is feasible by ``noise`` may still be met.

    ``noise`` is a share of everybody's ideal gain, up to 10: demands from which all have to give back the share e of
    theirs are met with probability ``exp(-(e / noise)**2 / 2)``.

    Raises :class:`InvalidProblem` if somebody cannot gain, :class:`NoAgreement` if no outcome gives everybody d, and
    :class:`NotConverged` if some regret may be above 1e-9 of a gain (with ``throw`` False it is returned and says so).

    >>> import largeworlds as lw
    >>> pie = lw.BargainingProblem(lw.Polytope([[0, 0], [3, 0], [0, 1]]), [0, 0])
    >>> for noise in (0.3, 0.03, 0.003):
    ...     print(lw.smoothed_demand_game(pie, noise=noise).demands.round(6).tolist())
    [2.227329, 0.742443]
    [1.510723, 0.503574]
    [1.500108, 0.500036]
    """
    problem = playable(problem)
    fix = "give the share of ideal gains by which demands may exceed what is feasible"
    sigma = positive_number(noise, "noise", fix)
    if not sigma <= _LARGEST:
        raise invalid("noise", f"must be at most {_LARGEST:g}", sigma, fix)
    limit = bargain(problem, NashBargaining("equal"))
    everybody_gains(limit)
    watch = Stopwatch()
    found = ideal_point(problem, "rational", limit, Lowered.of(problem), watch)
    if found is None:
        raise NotConverged(f"{Status.not_converged.value} The ideal points were not found.", limit)
    ray = locked(found.b - problem.disagreement)
    gains = _equilibrium(problem, ray, sigma)
    demands = locked(problem.disagreement + gains)
    excess, normals = _excess(problem, demands, ray, watch)
    regret = _regret(problem, demands, ray, sigma, excess, [*normals, 1.0 / gains])
    chance = math.exp(-0.5 * (excess / sigma) ** 2)
    game = SmoothedDemandGame(problem, sigma, demands, chance, excess, ray, locked(regret), limit)
    if throw and not (regret <= _REGRET).all():
        message = f"{Status.not_converged.value} Its largest regret is {regret.max():.3g}; take it with throw=False."
        raise NotConverged(message, game)
    return game


def _equilibrium(problem: BargainingProblem, ray: Array, sigma: float) -> Array:
    """Gains over d (m,) that the equilibrium demands.

    At the largest product g_t w_t is the same for all, where w with w . r = 1 is the normal at the feasible point
    p = x - e r: p is the Nash solution over d - e r, and e solves ``e = sigma^2 sum r_t / g_t``. The right-hand side
    falls in e, so there is one root, between zero and its value there.
    """

    def demanded(e: float) -> Array:
        d = problem.disagreement - e * ray
        deal = bargain(problem.problem(d), NashBargaining("equal"), throw=False)
        return np.array(deal.gains)

    def over(e: float, gains: Array) -> float:
        return e - sigma**2 * float((ray / gains).sum())

    low, gains = 0.0, demanded(0.0)
    below = over(low, gains)
    high = -below
    gains = demanded(high)
    above = over(high, gains)
    for turn in range(_ROUNDS):
        if above <= 0 or high - low <= _ACCURATE * high:
            break
        e = (low * above - high * below) / (above - below) if turn % 4 < 3 else 0.5 * (low + high)
        gains = demanded(e)
        off = over(e, gains)
        if abs(off) <= _ACCURATE * e:
            break
        if off > 0:
            high, above, below = e, off, below * (0.5 if turn % 4 else 1.0)
        else:
            low, below, above = e, off, above * (0.5 if turn % 4 else 1.0)
    return gains


def _excess(problem: BargainingProblem, demands: Array, ray: Array, watch: Stopwatch) -> tuple[float, list[Array]]:
    """The share of ``ray`` that makes ``demands`` feasible when given back, and the prices that prove it least."""
    found = None
    back = 0.0
    while found is None and back < 1e3:
        # From a feasible point upwards: giving back enough is always possible.
        back = 2 * back if back else 1.0 + float(((demands - problem.disagreement) / ray).max())
        found = ascend(problem, demands - back * ray, ray, watch)
    if found is None:
        return math.inf, []
    return max(back - found.rung.level, 0.0), [found.rung.prices]


def _regret(
    problem: BargainingProblem, demands: Array, ray: Array, sigma: float, excess: float, normals: list[Array]
) -> Array:
    """Bounds (m,) on what each player could gain by another demand, as a share of its expected gain.

    For any w >= 0 with w . r = 1 demands y have an excess of at least w . y - support(w), so the best answer of player
    t is worth no more than that to a line: ``max log g - (a + w_t g)^2 / (2 sigma^2)``, a quadratic equation for g.
    """
    gains = demands - problem.disagreement
    now = np.log(gains) - 0.5 * (excess / sigma) ** 2
    best = np.full(len(gains), np.inf)
    for normal in normals:
        w = normal / float(normal @ ray)
        a = float(w @ demands) - float(problem.support(w)) - w * gains
        with np.errstate(divide="ignore"):
            answer = np.where(w > 0, 2 * sigma**2 / np.where(w > 0, w * (a + np.hypot(a, 2 * sigma)), 1.0), np.inf)
            worth = np.log(answer) - 0.5 * (0.5 * (a + np.hypot(a, 2 * sigma)) / sigma) ** 2
        best = np.minimum(best, worth)
    return np.maximum(np.expm1(best - now), 0.0)
