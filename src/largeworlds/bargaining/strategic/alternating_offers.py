"""Rubinstein's game of alternating offers: the strategic route to the Nash bargaining solution.

Players take turns in proposing a feasible outcome; if all others accept it, it is carried out, otherwise the next one
proposes. Waiting hurts: after every rejection the game breaks down with some probability and all get d (Binmore,
Rubinstein and Wolinsky 1986), or gains over d shrink by everybody's discount factor and d is what perpetual
disagreement brings (Rubinstein 1982). With continuation factors delta_j (one minus the probability of breakdown) the
stationary subgame perfect equilibrium offers x^i satisfy, i + 1 being who proposes after i,

    x^i_j = d_j + delta_j (x^{i+1}_j - d_j)  for every responder j,    x^i_i = the most for i given that.

So j gains ``delta_j^k u_j`` where k rounds pass until j proposes and gains ``u_j``: n unknowns, and n conditions that
these points lie on the frontier. With the normals of F there they are linear: Newton's method, one ascent per point.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..._core.arrays import Array, finite_array, locked, of_length, real_number
from ..._core.errors import NotConverged, invalid
from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ..._core.text import shown
from ..agreement import Agreement
from ..ascent import ascend, most_for
from ..bargain import bargain
from ..lowering import Lowered
from ..problem import BargainingProblem
from ..solutions.nash import NashBargaining
from .asked import everybody_gains, playable

#: Waiting has to cost at least this share of a gain: below, doubles cannot tell who proposes.
_LEAST = 1e-10
_ROUNDS = 60
#: Newton's method stops when no point is further from the frontier than this share of its gains, or nothing improves.
_TARGET = 1e-14
#: An equilibrium counts as found if its residual, recomputed from the definitions, is at most this.
_RESIDUAL = 1e-9


@dataclass(frozen=True, eq=False)
class AlternatingOffers:
    """The stationary subgame perfect equilibrium of the game of alternating offers.

    ``offers[i]`` (n, m) is what player i proposes when it is its turn, accepted at once; ``continuation`` (m,) are the
    factors delta. ``expected`` (m,) is the outcome: the offer of the first proposer, or the mean offer if that one is
    drawn by lot (``first`` None). ``limit`` is the Nash bargaining solution with bargaining weights proportional to
    ``1 / log(1 / delta)``: who discounts more is weaker (Treutlein 2023, footnote 12). Offers converge to it as rounds
    follow each other faster and faster (all delta to one, their logarithms in proportion) if there are two players, or
    if the frontier has a single normal there; with three or more players and a kink they need not (Kultti and
    Vartiainen 2010). ``distance`` is the largest difference between ``expected`` and the limit, as a share of a gain.

    ``residual`` is recomputed from the definition: the largest of what a proposer could get beyond its own offer while
    its responders keep theirs, as a share of its gain, and of the responders' difference between accepting and waiting,
    as a share of theirs. For two players this equilibrium is the only subgame perfect one (Rubinstein 1982); for three
    or more, where every responder has to accept, many others are subgame perfect too, and this is the *stationary* one
    (Osborne and Rubinstein 1990, Section 3.13). As all delta come near one, the conditions come near each other:
    offers are then known to about 1e-15 / (1 - delta) of the gains, whatever the residual says.
    """

    problem: BargainingProblem
    continuation: Array
    first: int | None
    offers: Array
    residual: float
    limit: Agreement

    @property
    def expected(self) -> Array:
        """The payoffs (m,) of the outcome."""
        return np.array(self.offers.mean(axis=0) if self.first is None else self.offers[self.first])

    @property
    def distance(self) -> float:
        """How far the outcome is from the limit, as a share of the limit's gains."""
        return float((np.abs(self.expected - self.limit.payoffs) / self.limit.gains).max())

    def __repr__(self) -> str:
        each = zip(self.problem.names, self.expected, strict=True)
        rows = ", ".join(f"{name}: {payoff:.6g}" for name, payoff in each)
        return f"AlternatingOffers({rows}, distance={self.distance:.1e}, residual={self.residual:.1e})"


def alternating_offers(
    problem: BargainingProblem,
    *,
    breakdown: float | None = None,
    discounts: ArrayLike | None = None,
    first: str | int | None = None,
    throw: bool = True,
) -> AlternatingOffers:
    """The stationary equilibrium of Rubinstein's game on ``problem``, for any number of players.

    Give either ``breakdown``, the probability (between 0 and 1) that a rejection ends the game at d, or ``discounts``,
    one factor between 0 and 1 for all or one per player. ``first`` names who proposes first, or gives its position from
    0; by default that is drawn by lot. Proposers follow each other in the order of the problem.

    Raises :class:`InvalidProblem` if somebody cannot gain: then waiting costs it nothing and the game has no such
    equilibrium; :class:`NoAgreement` if no outcome gives everybody d; :class:`NotConverged` if the equations could not
    be solved to 1e-9, unless ``throw`` is False: ``residual`` then says how far the offers are from an equilibrium.

    >>> import largeworlds as lw
    >>> pie = lw.BargainingProblem(lw.Polytope([[0, 0], [1, 0], [0, 1]]), [0, 0])
    >>> game = lw.alternating_offers(pie, discounts=[0.9, 0.8], first=0)
    >>> game.expected.round(9).tolist()  # (1 - 0.8) / (1 - 0.9 * 0.8) for the first
    [0.714285714, 0.285714286]
    """
    problem = playable(problem)
    delta = _continuation(breakdown, discounts, problem.dim)
    start = None if first is None else _position(problem, first)
    rates = -np.log(delta)
    limit = bargain(problem, NashBargaining((1.0 / rates) / (1.0 / rates).sum()))
    everybody_gains(limit)
    gains, residual = _Game(problem, delta).solved(limit.gains)
    game = AlternatingOffers(problem, delta, start, locked(problem.disagreement + gains), residual, limit)
    if throw and not residual <= _RESIDUAL:
        message = f"{Status.not_converged.value} Its residual is {residual:.3g}; take it as it is with throw=False."
        raise NotConverged(message, game)
    return game


def _continuation(breakdown: Any, discounts: Any, m: int) -> Array:
    """The factors delta (m,) by which waiting one round multiplies gains."""
    if (breakdown is None) == (discounts is None):
        came = "has neither" if breakdown is None else "has both"
        fix = "give breakdown=0.01, say, or discounts with one factor per player"
        raise invalid("breakdown", "or discounts must be given, one of the two", came, fix)
    if breakdown is not None:
        rule = f"must be a probability from {_LEAST:g} to below 1"
        fix = "give the chance that a rejection ends the game"
        p = real_number(breakdown, "breakdown", rule, fix)
        if not _LEAST <= p < 1:
            raise invalid("breakdown", rule, p, fix)
        return locked(np.full(m, 1.0 - p))
    fix = "give what a gain is worth one round later, as a share of a gain now"
    if isinstance(discounts, Real) and not isinstance(discounts, bool):
        discounts = [real_number(discounts, "discounts", "must be numbers", fix)] * m
    given = finite_array(discounts, "discounts", 1, fix)
    of_length(given, m, "discounts", "player", fix)
    wrong = ~((given > 0) & (given <= 1 - _LEAST))
    if wrong.any():
        i = int(np.argmax(wrong))
        raise invalid(f"discounts[{i}]", f"must be above 0 and at most 1 - {_LEAST:g}", float(given[i]), fix)
    return given


def _position(problem: BargainingProblem, first: Any) -> int:
    """The position of the player ``first``, given by name or position."""
    fix = "use one of the problem's names, or count players from 0"
    if isinstance(first, str) and first in problem.names:
        return problem.names.index(first)
    if isinstance(first, int | np.integer) and not isinstance(first, bool) and 0 <= first < problem.dim:
        return int(first)
    raise invalid("first", "must be a player of the problem", shown(first), fix)


class _Game:
    """The equations of one game; gains are over d, ``shares[i, j]`` = delta_j to the rounds from i's turn to j's."""

    def __init__(self, problem: BargainingProblem, delta: Array) -> None:
        n = problem.dim
        self.problem, self.delta, self.lowered = problem, delta, Lowered.of(problem)
        rounds = (np.arange(n)[None, :] - np.arange(n)[:, None]) % n
        self.shares = delta[None, :] ** rounds
        self.watch = Stopwatch()

    def solved(self, start: Array) -> tuple[Array, float]:
        """(gains of every offer (n, n), residual) from the gains ``start`` (n,) of the limit."""
        u, best = np.array(start), (np.inf, np.array(start))
        step: Array | None = None
        for _ in range(_ROUNDS):
            off, normals, levels = self._levels(u)
            if off < best[0]:
                best = off, u
                if off <= _TARGET:
                    break
                trial = np.linalg.lstsq(normals * self.shares * u, levels, rcond=None)[0]
                # In relative changes of u, so that nobody's units matter; never to a tenth or less at once.
                step = np.clip(trial, 0.1, 10.0)
            elif step is not None:
                step = np.sqrt(step)
                if float(np.abs(step - 1).max()) <= _TARGET:
                    break
            if step is None:
                break
            u = best[1] * step
        offers = self.shares * best[1]
        return offers, self._residual(offers)

    def _levels(self, u: Array) -> tuple[float, Array, Array]:
        """(how far the offers are from the frontier, its normals there (n, n), support less d in these (n,))."""
        n, d = len(u), self.problem.disagreement
        normals, levels, off = np.zeros((n, n)), np.ones(n), 0.0
        for i in range(n):
            ray = self.shares[i] * u
            found = ascend(self.problem, d, ray, self.watch, lowered=self.lowered)
            if found is None or not found.rung.level > 0:
                return np.inf, normals, levels
            normals[i], levels[i] = found.rung.prices, found.rung.most
            off = max(off, abs(found.rung.level - 1.0))
        return off, normals, levels

    def _residual(self, offers: Array) -> float:
        """How far offers are from the definition of the equilibrium."""
        n, d = len(offers), self.problem.disagreement
        worst = 0.0
        for i in range(n):
            later = offers[(i + 1) % n]
            others = np.arange(n) != i
            waits = np.abs(offers[i] - self.delta * later)[others] / offers[i][others]
            # From a little below, since the offer itself lies on the frontier.
            floors = d + np.where(others, offers[i], 0.5 * offers[i])
            found = most_for(self.problem, i, floors, self.watch, self.lowered)
            if found is None:
                return np.inf
            most = 0.5 * offers[i, i] + np.array([found.rung.level, found.rung.most])
            worst = max(worst, float(waits.max(initial=0.0)), float(np.abs(most / offers[i, i] - 1).max()))
        return worst
