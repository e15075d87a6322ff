"""Primal-dual interior point for: maximise sum nu_t log s_t, s = payoff(shares) - d, shares of every budget sum to 1.

Derivation. With weights w (one per coordinate), prices y (one per budget) and reduced costs z (one per use) the
optimality conditions are ``w_t s_t = nu_t`` and ``z_a = y - value'_a(share_a) (direction_a . w) >= 0``,
``share_a z_a = 0``. Relax the last to mu and linearise everything. Eliminating all but dw leaves

    K dw = r,   K = diag(s / w) + sum over budgets of the Theta-weighted scatter of the marginal payoff vectors
    g_a = value'_a direction_a,   Theta_a = 1 / (z_a / share_a + bend_a (direction_a . w)),

an m x m positive definite system. K is formed from centred vectors, never as a difference of two products, and solved
in relative steps dw / w; the whole step is refined once. A coordinate with nu_t = 0 is the constraint s_t >= 0 and gets
w_t s_t = mu.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._core.arrays import Array
from . import returns
from .budgets import Stack

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
    """Even shares (or mostly ``feasible`` ones); slacks and reduced costs of a size that fits the problem."""
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
    v = returns.slope(shares, *stack.family) * (stack.directions @ w)
    top = stack.largest(v)
    room = top - stack.totals(v * shares) + 1e-2 * (np.abs(top) + float(w @ s) / max(len(top), 1))
    y = top + room
    return Point(shares, y[stack.block] - v, y, s, w)


def solve(
    stack: Stack,
    d: Array,
    nu: Array,
    point: Point,
    watch: Callable[[Point, float], bool],
    max_steps: int = 100,
) -> Point:
    """Iterate from ``point`` until ``watch(point, mu)`` says stop, the steps vanish or the system breaks down."""
    for _ in range(max_steps):
        mu = _complementarity(point, nu)
        if watch(point, mu):
            break
        moved = _step(stack, d, nu, point, mu)
        if moved is None:
            break
        point = moved
    return point


def _complementarity(point: Point, nu: Array) -> float:
    pairs = np.concatenate([point.shares * point.z, (point.w * point.s)[nu == 0]])
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
    reach = _longest(p, predictor, 1.0)
    ahead = _complementarity(_moved(p, predictor, reach), nu)
    centring = min((ahead / mu) ** 3, 1.0) if mu > 0 else 0.0
    if residual.size() > max(mu, _FEASIBLE):
        centring = max(centring, _KEEP)
        back = _CAREFUL
    else:
        back = _BOLD
    target = max(centring * mu, _FLOOR / max(len(p.shares), 1))
    pair = target - p.shares * p.z - predictor.shares * predictor.z
    slack = slack0 + np.where(free, 0.0, target) - predictor.w * predictor.s
    step = direction(pair, slack)
    length = _longest(p, step, back)
    if length < 0.3:
        # The second-order guess was bad: centre instead, without it.
        calm = direction(max(mu, target) - p.shares * p.z, slack0 + np.where(free, 0.0, mu))
        calm_length = _longest(p, calm, back)
        if calm_length > length:
            step, length = calm, calm_length
    if not np.isfinite(length) or length < 1e-13:
        return None
    if not stack.is_linear:
        length = _tempered(stack, d, p, step, length, residual.size())
        return _given_up(stack, _moved(p, step, length), max(target, (1.0 - length) * mu))
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
    """The linearised conditions at ``p``, factorised: ``g`` are marginal payoffs, ``centred`` less their ``mean``."""

    stack: Stack
    p: Point
    residual: _Residuals
    bend: Array
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
        bend = returns.bend(p.shares, *stack.family) * np.maximum(worth, 0.0)
        g = slope[:, None] * stack.directions
        theta = p.shares / (p.z + p.shares * bend)
        theta_total = stack.totals(theta)
        mean = stack.totals(theta[:, None] * g) / theta_total[:, None] if len(theta_total) else g
        centred = g - mean[stack.block]
        residual = _Residuals(
            dual=p.y[stack.block] - slope * worth - p.z,
            primal=stack.payoff(p.shares) - d - p.s,
            unit=1.0 - stack.totals(p.shares),
        )
        rows = (np.sqrt(theta)[:, None] * centred) * p.w
        order = np.argsort(-np.abs(rows).max(axis=1)) if len(rows) else np.zeros(0, dtype=int)
        q, r = np.linalg.qr(np.vstack([rows[order], np.diag(np.sqrt(p.w * p.s))]))
        if not np.isfinite(r).all():
            return None
        return cls(stack, p, residual, bend, g, theta, theta_total, mean, centred, order, q, r)

    def solved(self, pair: Array, slack: Array, residual: _Residuals) -> Point:
        """The step that leaves no ``residual`` and changes share * z by ``pair`` and w * s by ``slack``."""
        stack, p, theta, total = self.stack, self.p, self.theta, self.theta_total
        rho = pair / p.shares - residual.dual
        rho_mean = stack.totals(theta * rho) / total if len(total) else rho
        even = rho - rho_mean[stack.block]
        lower = (slack - p.w * (residual.primal + residual.unit @ self.mean)) / np.sqrt(p.w * p.s)
        upper = (-np.sqrt(theta) * even)[self.order]
        dw = p.w * np.linalg.solve(self.r, np.concatenate([upper, lower]) @ self.q)
        dshares = theta * (even + self.centred @ dw) + (theta / total[stack.block]) * residual.unit[stack.block]
        dy = (stack.totals(theta * (rho + self.g @ dw)) - residual.unit) / total if len(total) else p.y
        dz = pair / p.shares - p.z / p.shares * dshares
        return Point(dshares, dz, dy, (slack - p.s * dw) / p.w, dw)

    def refined(self, pair: Array, slack: Array) -> Point:
        """The step, solved once more for what rounding left: w is large where gains are small, and moves shares."""
        p, residual = self.p, self.residual
        first = self.solved(pair, slack, residual)
        left = _Residuals(
            dual=residual.dual + first.y[self.stack.block] - self.g @ first.w + self.bend * first.shares - first.z,
            primal=residual.primal + first.shares @ self.g - first.s,
            unit=residual.unit - self.stack.totals(first.shares),
        )
        rest = pair - p.z * first.shares - p.shares * first.z, slack - p.w * first.s - p.s * first.w
        return _moved(first, self.solved(*rest, left), 1.0)


def _tempered(stack: Stack, d: Array, p: Point, step: Point, length: float, before: float) -> float:
    """Shorten a step along which curvature makes the linear model worthless (residuals would blow up)."""
    allowance = 10.0 * before + 10.0 * float(stack.totals(p.shares * p.z).sum()) + 1e-12
    for _ in range(30):
        q = _moved(p, step, length)
        slope = returns.slope(q.shares, *stack.family)
        trial = _Residuals(
            dual=q.shares * (q.y[stack.block] - slope * (stack.directions @ q.w) - q.z),
            primal=q.w * (stack.payoff(q.shares) - d - q.s),
            unit=1.0 - stack.totals(q.shares),
        )
        if np.isfinite(trial.size()) and trial.size() <= allowance:
            return length
        length *= 0.5
    return length


def _given_up(stack: Stack, p: Point, mu: float) -> Point:
    """Take uses that are worth less than nothing down to where ``share * z = mu``, at no more than half of it.

    With a return like a root, ``share * z`` falls only like that root of the share, so steps that may take a share down
    by a hundred at most would need many; and since the share must vanish, nothing else depends on it.
    """
    worth = stack.directions @ p.w
    against = (worth < 0) & (stack.exponent < 1.0) & (stack.offset == 0) & (stack.scale > 0)
    if not against.any():
        return p
    loss, power = np.where(against, -worth * stack.scale, 1.0), np.where(against, stack.exponent, 1.0)
    price = np.maximum(p.y[stack.block], 1e-300)
    most = 0.5 * np.minimum(mu / price, (mu / loss) ** (1.0 / power))
    shares = np.where(against, np.minimum(p.shares, np.maximum(most, 1e-300)), p.shares)
    z = np.where(against, p.y[stack.block] - worth * returns.slope(shares, *stack.family), p.z)
    return Point(shares, z, p.y, p.s, p.w)


def _longest(p: Point, step: Point, back: float) -> float:
    """Largest step in (0, 1] that keeps shares, z, s, w positive, times ``back``."""
    now = np.concatenate([p.shares, p.z, p.s, p.w])
    change = np.concatenate([step.shares, step.z, step.s, step.w])
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
