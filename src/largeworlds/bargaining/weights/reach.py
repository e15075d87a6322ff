"""How far a point can be moved in a direction before nobody can follow: the largest tau with x + tau v <= some y in F.

With prices w >= 0 and ``w . v = 1`` weak duality gives ``tau <= support_F(w) - w . x``: the prices are the proof, and
at the furthest point they are normals of F (Treutlein 2023, Theorem 6). Finite sets are one linear program, whose basic
solution uses as few actions as possible. Curved sets and oracles are one Nash bargaining problem with a further player
who gets tau and alone counts: everybody else only has to keep ``y_t - tau v_t >= x_t``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..._core.arrays import Array, finite_array, of_length
from ..._core.errors import NotConverged, invalid
from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ..._core.text import shown
from ..._numerics import compensated, returns
from ..._numerics.linear_program import maximize
from ...sets.base import ConvexSet
from ...sets.polytope import Polytope
from ...sets.uses import Budget, Uses
from ..agreement import Choice
from ..lowering import Lowered, act
from ..problem import BargainingProblem, Contributions
from ..solutions.nash import NashBargaining


@dataclass(frozen=True, eq=False)
class Reach:
    """The furthest point: ``point`` >= x + tau v, with ``tau <= bound`` proved by ``w`` (``w . v = 1``).

    ``actions`` (givers, m) sum to ``point``; ``choices`` say how each giver reaches its part, ``shares`` the same for
    the stacked budgets of ``lowered`` (None if there is an oracle). If nothing is far enough down (``feasible`` false)
    only ``w`` and ``bound`` mean something.
    """

    lowered: Lowered
    feasible: bool
    tau: float
    bound: float
    w: Array
    point: Array
    actions: Array
    choices: tuple[Choice, ...]
    shares: Array | None


def asked(problem: object, name: str = "problem") -> Contributions:
    """``problem`` if it is one, the problem of a single joint set if it is a set; InvalidProblem otherwise."""
    if isinstance(problem, Contributions):
        return problem
    if isinstance(problem, ConvexSet):
        return Contributions(problem)
    rule = "must be a BargainingProblem, Contributions or a set"
    raise invalid(name, rule, shown(problem), "build one, or call world.problem() or world.contributions()")


def asked_point(x: ArrayLike, parts: Contributions, name: str = "x") -> Array:
    """A payoff vector (m,) of the players of ``parts``."""
    fix = "give the payoff of every player"
    point = finite_array(x, name, 1, fix)
    of_length(point, parts.dim, name, "player", fix)
    return point


def ranges(parts: Contributions) -> Array:
    """Range of every player's payoff over the feasible set (m,); zero where it is only rounding."""
    low, high = parts.bounding_box()
    size = np.maximum(np.abs(low), np.abs(high))
    return np.where(high - low > 1e-13 * size, high - low, 0.0)


def is_finite(parts: Contributions) -> bool:
    """True if every set is the hull of finitely many points."""
    known = [part.uses() for part in parts.sets]
    return all(uses is not None and uses.is_finite for uses in known)


def furthest(parts: Contributions, x: Array, v: Array) -> Reach:
    """The largest tau with ``x + tau v <= y`` for some y in F; ``v`` (m,) >= 0, not all zero.

    Raises :class:`NotConverged` if no solver came to an answer.
    """
    lowered = Lowered.of(parts)
    return _by_program(lowered, x, v) if is_finite(parts) else _by_bargaining(lowered, x, v)


def _by_program(lowered: Lowered, x: Array, v: Array) -> Reach:
    """Variables: shares of every use, and tau."""
    stack, m, k = lowered.stack, len(x), len(lowered.stack.block)
    threshold, step = lowered.threshold(x), v / lowered.scale
    rows = np.zeros((m + len(stack.start), k + 1))
    rows[:m, :k], rows[:m, k] = (stack.directions * stack.scale[:, None]).T, -step
    rows[m + stack.block, np.arange(k)] = 1.0
    one = np.ones(len(stack.start))
    free = np.concatenate([threshold, one]), np.concatenate([np.full(m, np.inf), one])
    upper = np.append(np.ones(k), np.inf)
    answer = maximize(np.eye(k + 1)[k], rows, *free, np.append(np.zeros(k), -np.inf), upper)
    if answer.status == "optimal":
        shares = np.maximum(answer.x[:k], 0.0)
        shares = shares / stack.totals(shares)[stack.block] if k else shares
        return _reach(lowered, x, v, answer.x[k], -answer.duals[:m] / lowered.scale, shares)
    # A direction that v does not serve is out of reach: how far is the nearest point below?
    rows[:m, k] = -1.0
    answer = maximize(np.eye(k + 1)[k], rows, *free, np.append(np.zeros(k), -np.inf), upper)
    if answer.status != "optimal" or answer.x[k] >= 0:
        raise NotConverged(f"The linear program for the furthest point ended as {answer.status}.")
    return _out_of_reach(lowered, x, -answer.duals[:m] / lowered.scale)


def _by_bargaining(lowered: Lowered, x: Array, v: Array) -> Reach:
    parts, m = lowered.parts, len(x)
    _, high = parts.bounding_box()
    room = np.divide(high - x, v, out=np.zeros(m), where=v > 0)
    most = 2.0 + max(float(room[v > 0].max(initial=0.0)), 0.0)
    down = 1.0 + max(float(-room[v > 0].min(initial=0.0)), 0.0)
    most = most + down
    ladder = Polytope(np.array([np.zeros(m + 1), most * np.append(-v, 1.0)]))
    sets: list[ConvexSet] = [*(_Lifted(part) for part in parts.sets), ladder]
    sets += [Polytope(np.zeros((1, m + 1)))] * (m + 1 - len(sets))
    lifted = BargainingProblem(sets, np.append(x - down * v, 0.0), weights=np.append(np.zeros(m), 1.0))
    deal = NashBargaining().solve(lifted, Stopwatch())
    if deal.status is Status.infeasible and deal.direction is not None:
        return _out_of_reach(lowered, x, deal.direction[:m])
    if not np.isfinite(deal.payoffs).all():
        raise NotConverged(f"The search for the furthest point ended without one: {deal.status.value}", deal)
    tau = float(deal.payoffs[m]) - down
    choices = tuple(
        choice if part.uses() is not None else (choice[0][:, :m], choice[1])
        for part, choice in zip(parts.sets, deal.choices, strict=False)
    )
    shares = None
    if not lowered.sampled:
        shares = np.concatenate([piece for choice in choices for piece in choice] or [np.zeros(0)])
    w = np.maximum(deal.weights[:m], 0.0)
    return _reach(lowered, x, v, tau, w, shares, choices)


def _reach(
    lowered: Lowered,
    x: Array,
    v: Array,
    tau: float,
    w: Array,
    shares: Array | None,
    choices: tuple[Choice, ...] | None = None,
) -> Reach:
    """State what was found: the point that the choices make, and the bound by the prices."""
    w = np.maximum(w, 0.0)
    if not float(w @ v) > 0:
        raise NotConverged("The search for the furthest point found no prices that prove it.")
    w = w / float(w @ v)
    if choices is None:
        assert shares is not None
        choices = lowered.choices(shares)
    actions = np.array([act(part, choice) for part, choice in zip(lowered.parts.sets, choices, strict=True)])
    point = compensated.column_sums(actions)
    bound = worth_left(lowered, x, w)
    return Reach(lowered, True, float(tau), bound, w, point, actions, choices, shares)


def worth_left(lowered: Lowered, x: Array, w: Array) -> float:
    """``support_F(w) - w . x``, each budget against the point shifted to its middle, so that no large shift cancels."""
    scaled = w * lowered.scale
    if lowered.sampled:
        return float(lowered.parts.support(w)) - float(w @ x)
    best = [
        float((lowered.stack.directions[uses] @ scaled * lowered.stack.scale[uses]).max())
        for uses, curved in zip(lowered.stack.slices, lowered.stack.curved, strict=True)
        if not curved
    ]
    stack = lowered.stack
    if stack.curved.any():
        full = np.asarray(stack.directions @ scaled)
        shares = returns.best_shares(full * stack.scale, stack.offset, stack.exponent, stack.start)
        worth = full * returns.value(shares, *stack.family)
        best += stack.totals(worth)[stack.curved].tolist()
    return float(np.sum(best)) - float(scaled @ lowered.threshold(x))


def _out_of_reach(lowered: Lowered, x: Array, w: Array) -> Reach:
    nothing = np.full(len(x), np.nan)
    w = np.maximum(w, 0.0)
    actions = np.full((len(lowered.parts.sets), len(x)), np.nan)
    return Reach(lowered, False, -np.inf, worth_left(lowered, x, w), w, nothing, actions, (), None)


def nearest_mixture(lowered: Lowered, x: Array) -> tuple[Array, float, Array]:
    """(shares of finite sets, distance in the largest scaled coordinate, prices) of the mixture nearest to ``x``."""
    stack, m, k = lowered.stack, len(x), len(lowered.stack.block)
    threshold = lowered.threshold(x)
    points = (stack.directions * stack.scale[:, None]).T
    rows = np.zeros((2 * m + len(stack.start), k + 1))
    rows[:m, :k], rows[:m, k], rows[m : 2 * m, :k], rows[m : 2 * m, k] = points, 1.0, points, -1.0
    rows[2 * m + stack.block, np.arange(k)] = 1.0
    one, far = np.ones(len(stack.start)), np.full(m, np.inf)
    low, high = np.concatenate([threshold, -far, one]), np.concatenate([far, threshold, one])
    answer = maximize(-np.eye(k + 1)[k], rows, low, high, np.zeros(k + 1), np.append(np.ones(k), np.inf))
    if answer.status != "optimal":
        raise NotConverged(f"The linear program for the nearest mixture ended as {answer.status}.")
    shares = np.maximum(answer.x[:k], 0.0)
    return shares / stack.totals(shares)[stack.block], float(answer.x[k]), -answer.duals[:m] - answer.duals[m : 2 * m]


class _Lifted(ConvexSet):
    """A set with one more coordinate, which is zero. Ties of ``maximizer``: those of the base."""

    def __init__(self, base: ConvexSet) -> None:
        self.base = base

    @property
    def dim(self) -> int:
        return self.base.dim + 1

    def _maximizers(self, directions: Array) -> Array:
        best = self.base._maximizers(np.ascontiguousarray(directions[:, :-1]))
        return np.column_stack([best, np.zeros(len(best))])

    def uses(self) -> Uses | None:
        known = self.base.uses()
        if known is None:
            return None
        budgets = tuple(
            Budget(np.column_stack([b.directions, np.zeros(len(b.scale))]), b.scale, b.offset, b.exponent)
            for b in known.budgets
        )
        return Uses(np.append(known.offset, 0.0), budgets)
