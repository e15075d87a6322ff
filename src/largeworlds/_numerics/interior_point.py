"""Primal-dual interior point for: maximise sum nu_t log s_t, s = payoff(shares) - d, shares of every budget sum to 1.

Derivation. With weights w (one per coordinate), prices y (one per budget) and reduced costs z (one per use) the
optimality conditions are ``w_t s_t = nu_t`` and ``z_a = y - value'_a(share_a) (direction_a . w) >= 0``,
``share_a z_a = 0``. Relax the last to mu and linearise everything. Eliminating all but dw leaves

    K dw = r,   K = diag(s / w) + sum over budgets of the Theta-weighted scatter of the marginal payoff vectors
    g_a = value'_a direction_a,   Theta_a = 1 / (z_a / share_a + bend_a (direction_a . w)),

an m x m positive definite system. K is formed from centred vectors, never as a difference of two products, and solved
in relative steps dw / w; the whole step is refined once. A coordinate with nu_t = 0 is the constraint s_t >= 0 and gets
w_t s_t = mu.

Of a round budget (:mod:`largeworlds._numerics.round_budgets`) the unknowns are numbers v_a of either sign, with
``sum v_a**2`` plus the share of its last use equal to 1. They need no z: ``2 y v_a = direction_a . w`` takes the place
of reduced costs, ``Theta_a = 1 / (2 y)``, and where shares enter the unit with coefficient 1 they do with 2 v_a.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .._core.arrays import Array
from . import returns
from .budgets import Stack
from .round_budgets import Folded

#: Complementarity is not driven below this in total: beyond it rounding errors dominate.
_FLOOR = 1e-17
#: Slack of a coordinate at the start, in units of the payoff's range.
_FIRST_SLACK = 0.1
#: Share of the way to the boundary that a step may go, while residuals remain and after.
_CAREFUL, _BOLD = 0.9, 0.99
#: Residual above which a step must keep this share of the complementarity, so that feasibility comes first.
_FEASIBLE, _KEEP = 1e-6, 0.3


@dataclass(eq=False)
class Point:
    """A primal-dual iterate."""

    shares: Array
    z: Array
    y: Array
    s: Array
    w: Array

    def copy(self) -> Point:
        return Point(*(np.array(v) for v in (self.shares, self.z, self.y, self.s, self.w)))


def start(stack: Stack, d: Array, nu: Array, feasible: Array | None = None) -> Point:
    """Even shares (or mostly ``feasible`` ones); slacks and reduced costs of a size that fits the problem.

    The iterate is that of the stack with round budgets folded.
    """
    folded = Folded.of(stack)
    shares = stack.even_shares()
    floor = _FIRST_SLACK
    if feasible is not None:
        # Move from a feasible point into the interior as far as the gains allow.
        gains = stack.payoff(feasible) - d
        part = 0.1
        while part > 1e-9 and not (stack.payoff((1 - part) * feasible + part * shares) - d >= 0.5 * gains).all():
            part *= 0.25
        shares = (1 - part) * feasible + part * shares
        floor = 1e-11
    s = np.maximum(stack.payoff(shares) - d, floor)
    w = np.where(nu > 0, nu, nu[nu > 0].min()) / s
    shares, stack = folded.folded(shares), folded.stack
    v = returns.slope(shares, *stack.family) * (stack.directions @ w)
    length = np.sqrt(stack.totals(np.where(stack.round, v, 0.0) ** 2))
    top = np.maximum(stack.largest(np.where(stack.round, -np.inf, v)), 0.5 * length)
    used = np.where(stack.round, 0.0, v * shares)
    room = top - stack.totals(used) + 1e-2 * (np.abs(top) + float(w @ s) / max(len(top), 1))
    y = top + room
    return Point(shares, np.where(stack.round, 0.0, y[stack.block] - v), y, s, w)


def solve(
    stack: Stack,
    d: Array,
    nu: Array,
    point: Point,
    watch: Callable[[Point, float], bool],
    max_steps: int = 100,
) -> Point:
    """Iterate from ``point`` until ``watch(point, mu)`` says stop, the steps vanish or the system breaks down.

    ``point`` is what :func:`start` makes; what ``watch`` sees and what is returned has the shares of ``stack``.
    """
    folded = Folded.of(stack)

    def ordinary() -> Point:
        return replace(point, shares=folded.shares(point.shares))

    for _ in range(max_steps):
        mu = _complementarity(folded.stack, point, nu)
        if watch(ordinary(), mu):
            break
        moved = _step(folded.stack, d, nu, point, mu)
        if moved is None:
            break
        point = moved
    return ordinary()


def _complementarity(stack: Stack, point: Point, nu: Array) -> float:
    pairs = np.concatenate([(point.shares * point.z)[~stack.round], (point.w * point.s)[nu == 0]])
    return float(pairs.mean()) if len(pairs) else 0.0


def _step(stack: Stack, d: Array, nu: Array, p: Point, mu: float) -> Point | None:
    """One Mehrotra predictor-corrector step; None if no progress is possible in floating point."""
    system = _System.at(stack, d, p)
    if system is None:
        return None
    direction, residual = system.refined, system.residual
    free = nu > 0

    slack0 = np.where(free, nu, 0.0) - p.w * p.s
    predictor = direction(-p.shares * p.z, slack0)
    reach = _longest(stack, p, predictor, 1.0)
    ahead = _complementarity(stack, _moved(p, predictor, reach), nu)
    centring = min((ahead / mu) ** 3, 1.0) if mu > 0 else 0.0
    if residual.size() > max(mu, _FEASIBLE):
        centring = max(centring, _KEEP)
        back = _CAREFUL
    else:
        back = _BOLD
    target = max(centring * mu, _FLOOR / max(len(p.shares), 1))
    barrier = ~stack.round
    pair = barrier * (target - p.shares * p.z - predictor.shares * predictor.z)
    slack = slack0 + np.where(free, 0.0, target) - predictor.w * predictor.s
    step = direction(pair, slack)
    length = _longest(stack, p, step, back)
    if length < 0.3:
        # The second-order guess was bad: centre instead, without it.
        calm = direction(barrier * (max(mu, target) - p.shares * p.z), slack0 + np.where(free, 0.0, mu))
        calm_length = _longest(stack, p, calm, back)
        if calm_length > length:
            step, length = calm, calm_length
    if not np.isfinite(length) or length < 1e-13:
        return None
    if not stack.is_linear:
        length = _tempered(stack, d, p, step, length, residual.size())
    return _moved(p, step, length)


@dataclass(frozen=True, eq=False)
class _Residuals:
    dual: Array
    primal: Array
    unit: Array

    def size(self) -> float:
        return float(np.abs(self.dual).sum() + np.abs(self.primal).sum() + np.abs(self.unit).sum())


@dataclass(frozen=True, eq=False)
class _System:
    """The linearised conditions at ``p``, factorised: ``g`` are marginal payoffs, ``centred`` less their ``mean``.

    ``unit`` are marginal costs: one for shares.
    """

    stack: Stack
    p: Point
    residual: _Residuals
    bend: Array
    unit: Array
    g: Array
    theta: Array
    theta_total: Array
    mean: Array
    centred: Array
    order: NDArray[np.intp]
    q: Array
    r: Array

    @classmethod
    def at(cls, stack: Stack, d: Array, p: Point) -> _System | None:
        """The system at ``p``; None if its factors are not finite."""
        slope = returns.slope(p.shares, *stack.family)
        worth = stack.directions @ p.w
        price = p.y[stack.block]
        bend = np.where(stack.round, 2.0 * price, returns.bend(p.shares, *stack.family) * np.maximum(worth, 0.0))
        unit = np.where(stack.round, 2.0 * p.shares, 1.0)
        g = slope[:, None] * stack.directions
        amount = np.where(stack.round, 1.0, p.shares)
        theta = amount / (p.z + amount * bend)
        theta_total = stack.totals(theta * unit**2)
        mean = stack.totals((theta * unit)[:, None] * g) / theta_total[:, None] if len(theta_total) else g
        centred = g - unit[:, None] * mean[stack.block]
        residual = _Residuals(
            dual=price * unit - slope * worth - p.z,
            primal=stack.payoff(p.shares) - d - p.s,
            unit=1.0 - stack.spending(p.shares),
        )
        rows = (np.sqrt(theta)[:, None] * centred) * p.w
        order = np.argsort(-np.abs(rows).max(axis=1)) if len(rows) else np.zeros(0, dtype=int)
        q, r = np.linalg.qr(np.vstack([rows[order], np.diag(np.sqrt(p.w * p.s))]))
        if not np.isfinite(r).all():
            return None
        return cls(stack, p, residual, bend, unit, g, theta, theta_total, mean, centred, order, q, r)

    def solved(self, pair: Array, slack: Array, residual: _Residuals) -> Point:
        """The step that leaves no ``residual`` and changes share * z by ``pair`` and w * s by ``slack``."""
        stack, p, theta, total = self.stack, self.p, self.theta, self.theta_total
        amount = np.where(stack.round, 1.0, p.shares)  # no z belongs to a number of either sign, and its pair is zero
        rho = pair / amount - residual.dual
        rho_mean = stack.totals(theta * self.unit * rho) / total if len(total) else rho
        even = rho - self.unit * rho_mean[stack.block]
        lower = (slack - p.w * (residual.primal + residual.unit @ self.mean)) / np.sqrt(p.w * p.s)
        upper = (-np.sqrt(theta) * even)[self.order]
        dw = p.w * np.linalg.solve(self.r, np.concatenate([upper, lower]) @ self.q)
        costly = theta * self.unit
        dshares = theta * (even + self.centred @ dw) + (costly / total[stack.block]) * residual.unit[stack.block]
        dy = (stack.totals(costly * (rho + self.g @ dw)) - residual.unit) / total if len(total) else p.y
        dz = pair / amount - p.z / amount * dshares
        return Point(dshares, dz, dy, (slack - p.s * dw) / p.w, dw)

    def refined(self, pair: Array, slack: Array) -> Point:
        """The step, solved once more for what rounding left: w is large where gains are small, and moves shares."""
        p, residual = self.p, self.residual
        first = self.solved(pair, slack, residual)
        left = _Residuals(
            dual=residual.dual
            + self.unit * first.y[self.stack.block]
            - self.g @ first.w
            + self.bend * first.shares
            - first.z,
            primal=residual.primal + first.shares @ self.g - first.s,
            unit=residual.unit - self.stack.totals(self.unit * first.shares),
        )
        rest = pair - p.z * first.shares - p.shares * first.z, slack - p.w * first.s - p.s * first.w
        return _moved(first, self.solved(*rest, left), 1.0)


def _tempered(stack: Stack, d: Array, p: Point, step: Point, length: float, before: float) -> float:
    """Shorten a step along which curvature makes the linear model worthless (residuals would blow up)."""
    allowance = 10.0 * before + 10.0 * float(stack.totals(p.shares * p.z).sum()) + 1e-12
    for _ in range(30):
        q = _moved(p, step, length)
        slope = returns.slope(q.shares, *stack.family)
        unit, amount = np.where(stack.round, [2.0 * q.shares, 0.0 * q.shares + 1.0], [0.0 * q.shares + 1.0, q.shares])
        trial = _Residuals(
            dual=amount * (q.y[stack.block] * unit - slope * (stack.directions @ q.w) - q.z),
            primal=q.w * (stack.payoff(q.shares) - d - q.s),
            unit=1.0 - stack.spending(q.shares),
        )
        if np.isfinite(trial.size()) and trial.size() <= allowance:
            return length
        length *= 0.5
    return length


def _longest(stack: Stack, p: Point, step: Point, back: float) -> float:
    """Largest step in (0, 1] that keeps shares, z, s, w positive, times ``back``."""
    signed = ~stack.round
    now = np.concatenate([p.shares[signed], p.z[signed], p.s, p.w])
    change = np.concatenate([step.shares[signed], step.z[signed], step.s, step.w])
    falling = change < 0
    limit = float((now[falling] / -change[falling]).min()) if falling.any() else np.inf
    return min(1.0, back * limit)


def _moved(p: Point, step: Point, length: float) -> Point:
    return Point(
        p.shares + length * step.shares,
        p.z + length * step.z,
        p.y + length * step.y,
        p.s + length * step.s,
        p.w + length * step.w,
    )
