"""Is a point within a distance of a sum of budgets? A primal-dual interior-point method, with a proof either way.

Derivation. Write each use in its gain g in [0, 1], as a share of what the whole budget would bring. What a gain costs,
c(g), is convex and the payoff ``sum g_a row_a`` linear, so the points of a budget, ``{g >= 0 : sum c_a(g_a) <= 1}``,
form a convex program whatever the signs of the rows. (A linear budget has c(g) = g and is spent whole.) Minimise
``sum (up + down)`` subject to ``x = sum g_a row_a + up - down``. With a direction w, prices y of the budgets with
slacks s, and reduced costs z,

    z_a = y c'_a(g_a) - row_a . w >= 0,   g_a z_a = s y = up (1 - w) = down (1 + w) = mu -> 0.

Linearise and eliminate everything but dw: ``(diag(give) + P'P) dw = r``, give = up / (1 - w) + down / (1 + w), where P
holds the rows less their mean, weighted by Theta_a = 1 / (z_a / g_a + y c''_a). It is solved by least squares, never
as a product. (The squared distance would serve as well in exact arithmetic, but where x lies on the edge its minimiser
is degenerate: a step leaves a third of what there is, and rounding ends them at 1e-8.)

Neither answer rests on that. *Within* is a point made from shares that are not negative and sum to at most one, near
enough. *Not within* is a direction in which x lies beyond the support by more than the distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._core.arrays import Array
from .budgets import Stack
from .nearest_program import Pairs, Point, Problem

#: Steps after which the search is given up; 5 to 15 are usual.
_MOST_STEPS = 80
#: Steps of one centring.
_MOST_CENTRING = 30
#: Share of the way to the boundary that a step may go.
_BACK = 0.98
#: Where residuals are larger than complementarity, this share of it must remain, so that they fall first.
_KEEP = 0.8
#: Complementarity below which nothing but rounding moves, and the least at which to begin again.
_LEAST, _FRESH = 1e-24, 1e-12
#: Steps that do not bring what is left below this share of its least, and how many of them are enough.
_PROGRESS, _IDLE = 0.7, 3
#: Share of the distance below which what is left of the objective makes no difference.
_CLEAR = 1e-3
#: Rounding of a support, in units of a set of size one.
_ROUNDING = 1e-13


def is_within(stack: Stack, x: Array, distance: float) -> bool | None:
    """Whether some point of the budgets' sum lies within ``distance`` of ``x`` (m,); None if neither is proved.

    The distance is Euclidean in the units of ``stack.directions``, in which the budgets' sum should be of size one.
    What is minimised is the sum of absolute differences: where the distance of x is within a factor of sqrt(m) of the
    one that is asked about, it may remain undecided.
    """
    with np.errstate(all="ignore"):  # whatever is not finite proves nothing
        problem = Problem.of(stack.without_idle_uses(), x)
        point, best, idle, level = problem.start(), np.inf, 0, np.inf
        for _ in range(_MOST_STEPS):
            if problem.apart(point) <= distance:
                return True
            if problem.beyond(point) > distance + _ROUNDING:
                return False
            mu, residual = problem.complementarity(point), _Residuals.at(problem, point).size(point)
            if mu * (len(point.g) + 2 * len(x)) + residual <= _CLEAR * distance:
                break  # nothing is left to find out
            idle = 0 if mu + residual < _PROGRESS * best else idle + 1
            best = min(best, mu + residual) if idle == 0 else best
            moved = _step(problem, point, mu, residual) if idle <= _IDLE else None
            if moved is None:  # begin again from a point that is right for what is left, nearer every time
                best, idle, level = np.inf, 0, max(min(max(mu, residual), 0.1 * level), _FRESH)
                moved = _centred(problem, point, level)
            point = moved
    return None


@dataclass(frozen=True, eq=False)
class _Residuals:
    """What is left of the conditions that are equations."""

    dual: Array
    primal: Array
    unit: Array

    @classmethod
    def at(cls, problem: Problem, p: Point) -> _Residuals:
        spent, slope, _ = problem.cost(p.g)
        return cls(
            dual=p.y[problem.stack.block] * slope - problem.rows @ p.w - p.z,
            primal=problem.x - p.g @ problem.rows - p.up + p.down,
            unit=1.0 - problem.stack.totals(spent) - problem.open(p.s),
        )

    def size(self, p: Point) -> float:
        """In units of the objective, as complementarity is."""
        return float(np.abs(p.g * self.dual).sum() + np.abs(self.primal).sum() + np.abs(p.y * self.unit).sum())


@dataclass(frozen=True, eq=False)
class _System:
    """The linearised conditions at ``p``, factorised."""

    problem: Problem
    p: Point
    residual: _Residuals
    slope: Array
    curve: Array
    theta: Array
    total: Array
    mean: Array
    centred: Array
    give: Array
    order: NDArray[np.intp]
    q: Array
    r: Array

    @classmethod
    def at(cls, problem: Problem, p: Point) -> _System | None:
        """The system at ``p``; None if its factors are not finite or vanish."""
        stack = problem.stack
        _, slope, bend = problem.cost(p.g)
        curve = np.maximum(p.y, 0.0)[stack.block] * bend
        theta = p.g / (p.z + p.g * curve)
        room = problem.open(p.s / np.where(problem.closed, 1.0, p.y))
        total = stack.totals(slope**2 * theta) + room
        mean = stack.totals((slope * theta)[:, None] * problem.rows) / total[:, None]
        centred = problem.rows - slope[:, None] * mean[stack.block]
        rows = np.vstack([np.sqrt(theta)[:, None] * centred, np.sqrt(room)[:, None] * mean])
        give = p.up / (1.0 - p.w) + p.down / (1.0 + p.w)
        order = np.argsort(-np.abs(rows).max(axis=1, initial=0.0))
        matrix = np.vstack([rows[order], np.diag(np.sqrt(give))])
        if not np.isfinite(matrix).all():
            return None
        q, r = np.linalg.qr(matrix)
        if not np.diag(r).all():
            return None
        return cls(problem, p, _Residuals.at(problem, p), slope, curve, theta, total, mean, centred, give, order, q, r)

    def solved(self, pairs: Pairs) -> Point:
        """The step that leaves no residual and changes the products by ``pairs``, solved once more for the rounding."""
        problem, p = self.problem, self.p
        one = self.once(pairs, self.residual)
        left = _Residuals(
            dual=self.residual.dual
            + self.slope * one.y[problem.stack.block]
            + self.curve * one.g
            - problem.rows @ one.w
            - one.z,
            primal=self.residual.primal - one.g @ problem.rows - one.up + one.down,
            unit=self.residual.unit - problem.stack.totals(self.slope * one.g) - problem.open(one.s),
        )
        rest = Pairs(
            pairs.gain - p.z * one.g - p.g * one.z,
            problem.open(pairs.slack - p.s * one.y - p.y * one.s),
            pairs.up - (1.0 - p.w) * one.up + p.up * one.w,
            pairs.down - (1.0 + p.w) * one.down - p.down * one.w,
        )
        return one.moved(self.once(rest, left), 1.0)

    def once(self, pairs: Pairs, residual: _Residuals) -> Point:
        """The step that leaves no ``residual`` and changes the products by ``pairs``, up to rounding."""
        problem, p, theta = self.problem, self.p, self.theta
        totals, block = problem.stack.totals, problem.stack.block
        y = np.where(problem.closed, 1.0, p.y)
        rho = pairs.gain / p.g - residual.dual
        level = totals(self.slope * theta * rho) / self.total
        rho = rho - self.slope * level[block]
        left = problem.open(pairs.slack / y) - residual.unit
        room = problem.open(pairs.slack / np.sqrt(p.s * y) - np.sqrt(p.s / y) * level)
        upper = np.concatenate([-np.sqrt(theta) * rho, room])[self.order]
        less = pairs.up / (1.0 - p.w) - pairs.down / (1.0 + p.w)
        lower = (residual.primal - less - residual.unit @ self.mean) / np.sqrt(self.give)
        dw: Array = np.asarray(np.linalg.solve(self.r, np.concatenate([upper, lower]) @ self.q), dtype=np.float64)
        dg = theta * (rho + self.centred @ dw - self.slope * (left / self.total)[block])
        dy = level + self.mean @ dw + left / self.total
        return Point(
            g=dg,
            z=(pairs.gain - p.z * dg) / p.g,
            s=problem.open((pairs.slack - p.s * dy) / y),
            y=dy,
            up=(pairs.up + p.up * dw) / (1.0 - p.w),
            down=(pairs.down - p.down * dw) / (1.0 + p.w),
            w=dw,
        )


def _step(problem: Problem, p: Point, mu: float, residual: float) -> Point | None:
    """One Mehrotra predictor-corrector step; None if no progress is possible in floating point."""
    system = _System.at(problem, p) if mu > _LEAST else None
    if system is None:
        return None
    away = problem.pairs(p).times(-1.0)
    predictor = system.solved(away)
    ahead = problem.complementarity(p.moved(predictor, problem.longest(p, predictor, 1.0)))
    centring = max(min((ahead / mu) ** 3, 1.0), _KEEP if residual > mu * len(p.g) else 0.0)
    aim = away.plus(problem.ones(p), centring * mu)
    step = system.solved(aim.plus(problem.pairs(p, predictor), -1.0))
    length = problem.longest(p, step, _BACK)
    if not length >= 0.3:
        # The second-order guess was bad: centre instead, without it.
        calm = system.solved(away.plus(problem.ones(p), mu))
        calm_length = problem.longest(p, calm, _BACK)
        if not length >= calm_length:
            step, length = calm, calm_length
    if not length >= 1e-12:
        return None
    # Shorten a step along which curvature makes the linear model worthless: residuals would blow up.
    allowance = residual + mu * len(p.g)
    for _ in range(30):
        moved = p.moved(step, length)
        if _Residuals.at(problem, moved).size(moved) <= allowance:
            break
        length *= 0.5
    return problem.settled(moved)


def _centred(problem: Problem, p: Point, mu: float) -> Point:
    """Near the point where all products are ``mu``: Newton's method for the barrier function, within the budgets.

    It only ever moves gains, so residuals cannot stand in its way: slower than the steps above, but sure.
    """
    p = problem.anchored(problem.within(p.g), p.y, mu)
    value = problem.barrier(p, mu)
    for _ in range(_MOST_CENTRING):
        system = _System.at(problem, p)
        if system is None:
            break
        step = system.solved(problem.pairs(p).times(0.0))
        fall = -float(system.residual.dual @ step.g)
        falling = step.g < 0
        length = min(1.0, 0.95 * float((p.g[falling] / -step.g[falling]).min(initial=np.inf)))
        for _ in range(40):
            moved = problem.anchored(p.g + length * step.g, p.y + length * step.y, mu)
            trial = problem.barrier(moved, mu)
            if (moved.s > 0).all() and trial <= value - 0.1 * length * fall:
                break
            length *= 0.5
        else:
            break
        p, value = moved, trial
        if not fall > 0.1 * mu:
            break
    return p
