"""The Pareto frontier of two players as an arc: where it runs, and its length in the sense of Perles and Maschler.

From the best point of player 2 to that of player 1, x rises and y falls along the arc. It is a sum of the arcs of all
budgets, ordered by slope: finite ones contribute *edges* of one slope each, curved ones (and oracles) a *moving* part
that is known at every slope by its best point. Slopes are carried as their logarithm t, so (exp(t/2), exp(-t/2)) is the
normal. Only what lies at x >= 0, y >= 0, above the disagreement point, counts.

The length of Perles and Maschler is the integral of sqrt(-dx dy). An edge has sqrt(|dx dy|). A piece that moves dx to
the right and dy down while its slope grows from p to q has a length between

    (dy + sqrt(p q) dx) / (sqrt(p) + sqrt(q))      and      sqrt(dx dy).

The square root is concave: of all slopes that bring (dx, dy) the constant one makes the longest piece, and two of which
one is p and the other q (the tangents at both ends) make the shortest. Where both are within h of each other in
logarithms, what lies between the bounds is h^2 / 32 of the piece, and (2 upper + lower) / 3 is right to order h^4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .._core.arrays import Array, Mask
from .._core.stopwatch import Stopwatch
from .._numerics import returns
from ..sets.base import ConvexSet
from ..sets.uses import Budget
from .lowering import Lowered

#: Logarithms of slopes at which the moving part is looked at first; beyond the ends lies a length below 1e-17.
_FIRST = 83.0 * np.linspace(-1.0, 1.0, 34) ** 3
#: Rounding of a coordinate, as a share of its size.
_ROUNDING = 3e-16
_ROUNDS = 300
#: Pieces into which an arc may be cut.
_MOST_PIECES = 400_000


@dataclass(frozen=True, eq=False)
class Curved:
    """A curved budget whose points are told from both ends of its arc, so that they are exact near either.

    ``corners`` (2, 2) are these ends, left and right. ``hot`` is for each the use that gets everything there, or -1 if
    several share; then points are told up to the rounding of the whole.
    """

    budget: Budget
    corners: Array
    hot: tuple[int, int]

    @classmethod
    def of(cls, budget: Budget) -> Curved:
        shares = _split(budget, _FIRST[[0, -1]])
        hot = [int(np.argmax(row)) if row.max() > 1 - 1e-15 else -1 for row in shares]
        sure = [row if i < 0 else np.eye(len(row))[i] for row, i in zip(shares, hot, strict=True)]
        return cls(budget, np.array([budget.point(row) for row in sure]), (hot[0], hot[1]))

    def seen(self, t: Array) -> Array:
        """The best points where the logarithm of the slope is ``t`` (n,), less both corners: (n, corner, 2)."""
        budget, shares = self.budget, _split(self.budget, t)
        family = budget.scale, budget.offset, budget.exponent
        values = returns.value(shares, *family)
        out = (values @ budget.directions)[:, None, :] - self.corners
        for corner, i in enumerate(self.hot):
            if i >= 0:
                rest = np.delete(shares, i, axis=1).sum(axis=1)
                fallen = np.array(values)
                fallen[:, i] = -_fall(rest, *(float(one[i]) for one in family))
                near = rest < 0.5  # far from its corner a use is better told by what it has than by what it lacks
                out[near, corner] = fallen[near] @ budget.directions
        return out


def _split(budget: Budget, t: Array) -> Array:
    """How ``budget`` is best split at the slopes with logarithms ``t`` (n,)."""
    return returns.best_split(_normals(t) @ budget.directions.T, budget.scale, budget.offset, budget.exponent, 1.0)


def _fall(missing: Array, scale: float, offset: float, exponent: float) -> Array:
    """What a use loses if ``missing`` (n,) of the whole budget is taken from it, free of cancellation."""
    if exponent == 1.0:  # a line, by definition exactly
        return np.asarray(scale * missing)
    with np.errstate(divide="ignore"):
        growth = np.log1p(-np.minimum(missing, 1.0) / (1.0 + offset))
    change = growth if exponent == 0.0 else np.expm1(exponent * growth) / exponent
    return np.asarray(-scale * (1.0 + offset) ** exponent * change)


@dataclass(frozen=True, eq=False)
class Frontier:
    """The frontier in scaled gains (x - d) / scale: moving budgets (``curved``) and ``oracles``, and edges.

    ``origin`` (2,) is the left end of all, ``steps`` (k, 2) are the edges in the order of their ``knots`` (k,), the
    logarithms of their slopes; ``blunt`` (2,) is the rounding of what is not told from its corners, ``place`` (2,)
    that of a position.
    """

    curved: tuple[Curved, ...]
    oracles: tuple[tuple[ConvexSet, Array], ...]
    scale: Array
    origin: Array
    knots: Array
    steps: Array
    blunt: Array
    place: Array

    @classmethod
    def of(cls, lowered: Lowered, d: Array) -> Frontier:
        """The frontier above ``d`` (2,) of the problem that ``lowered`` states."""
        stack, scale, threshold = lowered.stack, lowered.scale, lowered.threshold(d)
        seen = {one.owner: one for one in lowered.sampled}
        curved, oracles, steps, origin = [], [], [np.zeros((0, 2))], -threshold
        blunt, place = np.zeros(2), np.abs(threshold)
        for (owner, index), rows in zip(lowered.owners, stack.slices, strict=True):
            uses = lowered.uses[owner]
            if uses is None:
                part = seen[owner].part
                corners = part.maximizer(_normals(_FIRST[[0, -1]]) / scale) / scale
                middle = seen[owner].points.mean(axis=0) / scale  # where the stack has moved these points from
                oracles.append((part, corners))
                start, size = corners[0] - middle, np.abs(corners).max(axis=0)
                blunt = blunt + size
            elif uses.budgets[index].is_linear:
                points = uses.budgets[index].directions * uses.budgets[index].scale[:, None] / scale
                chain = pareto_chain(points)
                steps.append(np.diff(points[chain], axis=0))  # of points as given: no shift rounds them
                start = size = stack.directions[rows][chain[0]]
            else:
                budget = uses.budgets[index]
                curved.append(Curved.of(replace(budget, directions=budget.directions / scale)))
                start, size = curved[-1].corners[0], np.abs(curved[-1].corners).max(axis=0)
                blunt = blunt + (size if min(curved[-1].hot) < 0 else 0.0)
            origin, place = origin + start, place + np.abs(size)
        edges = np.vstack(steps)
        slopes = np.log(-edges[:, 1]) - np.log(edges[:, 0])
        order = np.argsort(slopes, kind="stable")
        rounded = _ROUNDING * blunt, _ROUNDING * place
        return cls(tuple(curved), tuple(oracles), scale, origin, slopes[order], edges[order], *rounded)

    @property
    def moves(self) -> bool:
        return bool(self.curved or self.oracles)

    def moving(self, t: Array) -> Array:
        """The moving part where the logarithm of the slope is ``t`` (n,), less its left and right end: (n, end, 2)."""
        total = np.zeros((len(t), 2, 2))
        for one in self.curved:
            total += one.seen(t)
        for part, corners in self.oracles:
            total += (part.maximizer(_normals(t) / self.scale) / self.scale)[:, None, :] - corners
        return total

    def arc(self) -> Arc:
        """The frontier cut into its edges and first pieces, from left to right."""
        k = len(self.knots)
        if not self.moves and not k:  # a frontier that is one point
            still, none = np.zeros(1), np.zeros((1, 2))
            return Arc(self, still, still, np.zeros((1, 2, 2)), np.zeros((1, 2, 2)), self.origin[None], none)
        spots = np.sort(np.concatenate([_FIRST, self.knots])) if self.moves else self.knots
        known = self.moving(spots)
        before = np.vstack([self.origin, self.origin + np.cumsum(self.steps, axis=0)])
        at = np.searchsorted(spots, self.knots)
        edges = Arc(self, self.knots, self.knots, known[at], known[at], before[:k], self.steps)
        if not self.moves:
            return edges
        passed = np.searchsorted(self.knots, spots[:-1], side="right")
        none = np.zeros((len(spots) - 1, 2))
        pieces = Arc(self, spots[:-1], spots[1:], known[:-1], known[1:], before[passed], none)
        # An edge comes before the piece that begins at its slope.
        order = np.lexsort([np.repeat([0, 1], [k, len(none)]), np.concatenate([edges.t0, pieces.t0])])
        return edges.joined(pieces).taken(order)


def _normals(t: Array) -> Array:
    """Normals (n, 2) of slopes with logarithms ``t`` (n,)."""
    return np.exp(0.5 * np.column_stack([t, -t]))


def pareto_chain(points: Array) -> NDArray[np.intp]:
    """Indices of the corners of the upper right boundary of the hull of ``points`` (k, 2), from left to right."""
    kept: list[int] = []
    for i in np.lexsort([-points[:, 1], -points[:, 0]]).tolist():  # from right to left, the highest first
        if kept and points[i, 1] <= points[kept[-1], 1]:
            continue
        while len(kept) > 1:
            (ax, ay), (bx, by) = points[kept[-1]] - points[kept[-2]], points[i] - points[kept[-2]]
            if ax * by - ay * bx > 0:  # a corner: the boundary turns left on its way
                break
            kept.pop()
        if kept and points[i, 0] == points[kept[-1], 0]:
            kept.pop()  # the same x, higher
        kept.append(i)
    return np.array(kept[::-1], dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Arc:
    """Pieces of a frontier from left to right.

    A piece runs from slope ``t0`` to ``t1`` (n,) while the moving part goes from ``c0`` to ``c1`` (n, 2, 2), told from
    both its ends, and the edges rest at ``v`` (n, 2); an edge has ``t0 = t1`` and adds its ``step`` (n, 2).
    """

    frontier: Frontier
    t0: Array
    t1: Array
    c0: Array
    c1: Array
    v: Array
    step: Array

    def _fields(self) -> tuple[Array, ...]:
        return self.t0, self.t1, self.c0, self.c1, self.v, self.step

    def joined(self, other: Arc) -> Arc:
        """Both, one after the other."""
        both = zip(self._fields(), other._fields(), strict=True)
        return Arc(self.frontier, *(np.concatenate(pair) for pair in both))

    def taken(self, chosen: NDArray[np.intp]) -> Arc:
        """The pieces ``chosen``, in that order."""
        return Arc(self.frontier, *(field[chosen] for field in self._fields()))

    @cached_property
    def edge(self) -> Mask:
        return np.asarray(self.step.any(axis=1))

    @cached_property
    def start(self) -> Array:
        return np.asarray(self.c0[:, 0] + self.v)

    @cached_property
    def end(self) -> Array:
        return np.asarray(self.c1[:, 0] + self.v + self.step)

    @cached_property
    def delta(self) -> Array:
        """(dx, dy) >= 0 of every piece, how far it goes to the right and down."""
        moved = np.where(self._nearer, self.c1[:, 1] - self.c0[:, 1], self.c1[:, 0] - self.c0[:, 0])
        return np.maximum((moved + self.step) * [1.0, -1.0], 0.0)

    @cached_property
    def _size(self) -> Array:
        """How far every piece is from the ends of the moving part: (n, end, 2)."""
        return np.maximum(np.abs(self.c0), np.abs(self.c1))

    @cached_property
    def _nearer(self) -> Mask:
        """Where the right end is the nearer one (n, 2)."""
        return np.asarray(self._size[:, 1] < self._size[:, 0])

    @cached_property
    def rounding(self) -> Array:
        """How far (dx, dy) may be off (n, 2)."""
        known = _ROUNDING * np.where(self._nearer, self._size[:, 1], self._size[:, 0]) + self.frontier.blunt
        return np.where(self.edge[:, None], 0.0, known)

    @cached_property
    def kept(self) -> tuple[Array, Array]:
        """From which to which share of itself every piece, taken for straight, lies at x >= 0, y >= 0 (n,)."""
        (dx, dy), moves = np.maximum(self.delta, 1e-300).T, self.delta > 0
        with np.errstate(over="ignore"):
            first = np.where(moves[:, 0], np.clip(-self.start[:, 0] / dx, 0.0, 1.0), 0.0)
            last = np.where(moves[:, 1], np.clip(self.start[:, 1] / dy, 0.0, 1.0), 1.0)
        return first, np.maximum(first, last)

    def _between(self, rounding: Array) -> tuple[Array, Array]:
        """Bounds on the length of every piece above (0, 0), (n,) each, if the moving part is right to ``rounding``."""
        (x0, y0), (x1, y1) = self.start.T, self.end.T
        (dx, dy), (off_x, off_y) = self.delta.T, rounding.T
        p, q = np.exp(0.5 * self.t0), np.exp(0.5 * self.t1)  # roots of the slopes
        left, below = x0 < 0, y1 < 0
        wide, tall = np.where(left, np.maximum(x1, 0.0), dx), np.where(below, np.maximum(y0, 0.0), dy)
        high = np.minimum(np.sqrt((wide + off_x) * (tall + off_y)), np.minimum(q * (wide + off_x), (tall + off_y) / p))
        wide, tall = np.maximum(wide - off_x, 0.0), np.maximum(tall - off_y, 0.0)
        low = np.where(left | below, 0.0, (tall + p * q * wide) / (p + q))
        low = np.maximum(low, np.where(below, 0.0, p * wide))
        low = np.maximum(low, np.where(left, 0.0, tall / q))
        first, last = self.kept
        straight = (last - first) * np.sqrt(dx * dy)
        low, high = np.where(self.edge, straight, np.minimum(low, high)), np.where(self.edge, straight, high)
        above = (x1 > 0) & (y0 > 0)
        return np.where(above, low, 0.0), np.where(above, high, 0.0)

    @cached_property
    def bounds(self) -> tuple[Array, Array]:
        """Between what the length of every piece above (0, 0) lies, (n,) each."""
        return self._between(self.rounding)

    @cached_property
    def spare(self) -> Array:
        """What cutting can take off what is open of every length (n,): all but rounding of its better known side."""
        low, high = self.bounds
        noise = (self.rounding / np.maximum(self.delta, np.maximum(self.rounding, 1e-300))).min(axis=1)
        return np.asarray(np.where(self.edge, 0.0, np.maximum(high - low - 2 * high * noise, 0.0)))

    @cached_property
    def lengths(self) -> Array:
        """The most likely length of every piece (n,)."""
        low, high = self._between(0.0 * self.rounding)
        return np.asarray((low + 2 * high) / 3)

    def split(self, chosen: Mask) -> Arc:
        """The same arc with the ``chosen`` pieces cut in half."""
        middle = 0.5 * (self.t0 + self.t1)[chosen]
        point = self.frontier.moving(middle)
        parts = self.taken(np.repeat(np.arange(len(self.t0)), 1 + chosen))
        second = np.cumsum(1 + chosen)[chosen] - 1
        parts.t0[second], parts.t1[second - 1] = middle, middle
        parts.c0[second], parts.c1[second - 1] = point, point
        return Arc(self.frontier, *parts._fields())

    @property
    def fine(self) -> Mask:
        """Pieces that cannot be cut any further: edges, and what rounding does not tell from a point."""
        short = self.t1 - self.t0 <= 4e-15 * np.maximum(1.0, np.abs(self.t0))
        return np.asarray(self.edge | short | (self.delta <= self.rounding).all(axis=1))

    def refined(self, share: float, watch: Stopwatch) -> Arc:
        """The arc cut so finely that all that is open of its length is this ``share`` of it, if rounding allows."""
        arc = self
        for _ in range(_ROUNDS):
            spare, fine = arc.spare, arc.fine
            room = share * float(arc.bounds[0].sum())
            over = float(spare.sum()) - room
            order = np.argsort(-np.where(fine, 0.0, spare))
            gain = np.cumsum(0.75 * np.where(fine, 0.0, spare)[order])
            enough = int(np.searchsorted(gain, over)) + 1
            loose = np.zeros(len(spare), dtype=bool)
            loose[order[:enough]] = True
            loose &= ~fine & (spare > room / max(2 * int((spare > 0).sum()), 1))
            if over <= 0 or not loose.any() or watch.expired() or len(spare) + int(loose.sum()) > _MOST_PIECES:
                break
            arc = arc.split(loose)
        return arc
