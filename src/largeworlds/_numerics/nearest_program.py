"""The convex program behind :mod:`largeworlds._numerics.nearest_point`: its iterates, products, costs and barrier."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .._core.arrays import Array, Mask
from . import returns
from .budgets import Stack


@dataclass(frozen=True, eq=False)
class Point:
    """An iterate; the slacks of linear budgets stay as they are."""

    g: Array
    z: Array
    s: Array
    y: Array
    up: Array
    down: Array
    w: Array

    def moved(self, step: Point, length: float) -> Point:
        return Point(
            self.g + length * step.g,
            self.z + length * step.z,
            self.s + length * step.s,
            self.y + length * step.y,
            self.up + length * step.up,
            self.down + length * step.down,
            self.w + length * step.w,
        )


@dataclass(frozen=True, eq=False)
class Pairs:
    """One number per product that goes to zero: gains, slacks (zero for linear budgets), up, down."""

    gain: Array
    slack: Array
    up: Array
    down: Array

    def times(self, factor: float) -> Pairs:
        return Pairs(factor * self.gain, factor * self.slack, factor * self.up, factor * self.down)

    def plus(self, other: Pairs, times: float) -> Pairs:
        return Pairs(
            self.gain + times * other.gain,
            self.slack + times * other.slack,
            self.up + times * other.up,
            self.down + times * other.down,
        )


@dataclass(frozen=True, eq=False)
class Problem:
    """``rows`` (N, m) are what uses bring with a whole budget, ``most`` (N,) what their returns are then, at scale one.

    ``closed`` (B,) are the budgets that must be spent whole.
    """

    stack: Stack
    rows: Array
    most: Array
    x: Array
    closed: Mask

    @classmethod
    def of(cls, stack: Stack, x: Array) -> Problem:
        one, closed = np.ones(len(stack.block)), ~stack.curved
        rows = returns.value(one, *stack.family)[:, None] * stack.directions
        if len(rows):  # linear budgets are moved to the mean of their points, so that no large shift is carried along
            mean = np.where(closed[:, None], stack.totals(rows) / stack.totals(one)[:, None], 0.0)
            rows, x = rows - mean[stack.block], x - mean.sum(axis=0)
        if len(rows) + 1 < len(x):  # whatever no use can change is one number
            basis = np.linalg.qr(rows.T)[0]
            inside = basis.T @ x
            x = np.append(inside, np.linalg.norm(x - basis @ inside))
            rows = np.hstack([rows @ basis, np.zeros((len(rows), 1))])
        return cls(stack, rows, returns.value(one, one, stack.offset, stack.exponent), x, closed)

    def cost(self, g: Array) -> tuple[Array, Array, Array]:
        """(what gains ``g`` cost, its slope, its second derivative), per use."""
        o, b = self.stack.offset, self.stack.exponent
        spent = np.minimum(returns.cost(g * self.most, np.ones_like(g), o, b), 1.0)
        slope = np.where(b == 1.0, 1.0, self.most * (o + spent) ** (1.0 - b))
        bend = np.where(b == 1.0, 0.0, self.most * (1.0 - b) * slope * (o + spent) ** -b)
        return spent, slope, bend

    def start(self) -> Point:
        """Every budget split evenly, a part of the curved ones left over, and prices that fit."""
        stack, closed = self.stack, self.closed
        count = stack.totals(np.ones(len(stack.block)))
        even = (1.0 / np.where(closed, count, count + 1.0))[stack.block]
        g = np.where(closed[stack.block], even, np.minimum(self.gains(even), 0.9))
        spent, slope, _ = self.cost(g)
        left = self.x - g @ self.rows
        size = max(float(np.abs(left).max(initial=0.0)), 1e-300)
        w = 0.5 * left / size
        pull = self.rows @ w
        y = np.where(closed, stack.largest(pull), np.maximum(stack.largest(pull), 0.0)) + 0.1
        z = np.maximum(y[stack.block] * slope - pull, 0.1)
        s = np.where(closed, 1.0, 1.0 - stack.totals(spent))
        return Point(g, z, s, y, np.maximum(left, 0.0) + 0.1 * size, np.maximum(-left, 0.0) + 0.1 * size, w)

    def gains(self, shares: Array) -> Array:
        return returns.value(shares, 1.0 / self.most, self.stack.offset, self.stack.exponent)

    def spent(self, g: Array, most: float) -> Array:
        """The shares of gains ``g``, reduced in the budgets that spend more than ``most`` (linear ones spend one)."""
        shares = self.cost(g)[0]
        total = self.stack.totals(shares)
        total = np.where(self.closed, total, np.maximum(total / most, 1.0))[self.stack.block]
        return np.asarray(shares / total)

    def within(self, g: Array) -> Array:
        """Gains near ``g`` that leave a tenth of the curved budgets over, if ``g`` leaves less."""
        return self.gains(self.spent(g, 0.9))

    def apart(self, p: Point) -> float:
        """The distance of x from a point of the set: what the iterate's shares make, none spent twice."""
        return float(np.linalg.norm(self.x - self.gains(self.spent(p.g, 1.0)) @ self.rows))

    def beyond(self, p: Point) -> float:
        """By how much x lies beyond the support in direction w: no point of the set is nearer."""
        w = p.w / max(float(np.linalg.norm(p.w)), 1e-300)
        worth = self.rows @ w
        best = self.stack.largest(worth)
        curved = np.flatnonzero(~self.closed[self.stack.block])
        if len(curved):
            kept, start = np.unique(self.stack.block[curved], return_index=True)
            given = worth[curved] / self.most[curved], self.stack.offset[curved], self.stack.exponent[curved]
            best[kept] = np.add.reduceat(returns.value(returns.best_shares(*given, start), *given), start)
        return float(w @ self.x - best.sum())

    def pairs(self, p: Point, step: Point | None = None) -> Pairs:
        """The products at ``p``; with a ``step``, what it adds to them in second order."""
        if step is not None:
            return Pairs(step.g * step.z, self.open(step.s * step.y), -step.up * step.w, step.down * step.w)
        return Pairs(p.g * p.z, self.open(p.s * p.y), p.up * (1.0 - p.w), p.down * (1.0 + p.w))

    def settled(self, p: Point) -> Point:
        """With the slacks and reduced costs that leave no residual, where these are near."""
        spent, slope, _ = self.cost(p.g)
        s = 1.0 - self.stack.totals(spent)
        z = p.y[self.stack.block] * slope - self.rows @ p.w
        return replace(
            p,
            s=np.where(self.closed | (s < 0.1 * p.s), p.s, s),
            z=np.where((z > 0.3 * p.z) & (z < 3.0 * p.z), z, p.z),
        )

    def anchored(self, g: Array, y: Array, mu: float) -> Point:
        """The point at gains ``g`` with all products ``mu``; ``y`` are the linear budgets' prices."""
        s = np.where(self.closed, 1.0, 1.0 - self.stack.totals(self.cost(g)[0]))
        left = self.x - g @ self.rows
        w = np.asarray(left / (mu + np.hypot(mu, left)), dtype=np.float64)
        return Point(g, mu / g, s, np.where(self.closed, y, mu / s), mu / (1.0 - w), mu / (1.0 + w), w)

    def barrier(self, p: Point, mu: float) -> float:
        """The barrier function; not a number outside its domain."""
        logs = np.log(p.g).sum() + self.open(np.log(p.s)).sum() + np.log(p.up).sum() + np.log(p.down).sum()
        return float((p.up + p.down).sum() - mu * logs)

    def ones(self, p: Point) -> Pairs:
        return Pairs(np.ones_like(p.g), self.open(np.ones_like(p.s)), np.ones_like(p.w), np.ones_like(p.w))

    def open(self, values: Array) -> Array:
        """Zero for the linear budgets."""
        return np.where(self.closed, 0.0, values)

    def complementarity(self, p: Point) -> float:
        pairs = self.pairs(p)
        count = len(p.g) + int((~self.closed).sum()) + 2 * len(p.w)
        return float(pairs.gain.sum() + pairs.slack.sum() + pairs.up.sum() + pairs.down.sum()) / count

    def longest(self, p: Point, step: Point, back: float) -> float:
        """The largest step in (0, 1] that keeps all signs, and curved budgets' gains below one, times ``back``."""
        live = ~self.closed
        inner = live[self.stack.block]
        now = np.concatenate([p.g, p.z, p.s[live], p.y[live], 1.0 - p.g[inner], p.up, p.down, 1.0 - p.w, 1.0 + p.w])
        change = np.concatenate(
            [step.g, step.z, step.s[live], step.y[live], -step.g[inner], step.up, step.down, -step.w, step.w]
        )
        falling = change < 0
        limit = float((now[falling] / -change[falling]).min()) if falling.any() else np.inf
        return min(1.0, back * limit)
