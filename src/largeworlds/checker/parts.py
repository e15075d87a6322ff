"""What there is to choose, piece by piece, and what is left of it when some pieces are spent as a result says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import tolerances
from .arithmetic import ZERO, dot, plus, times
from .model import Model
from .pieces import Corners, Piece, Sparse

_SURE = Decimal(tolerances.SURE_TIE)
_WORTH = Decimal(tolerances.SPLIT_WORTH)
_SOLVED = Decimal(tolerances.GAP_SOLVED)

#: Exact points of every piece of every set, in order; None for sets whose points are made by no shares.
Made = Sequence[Sequence[Sparse] | None]


@dataclass(frozen=True)
class Reach:
    """What can be reached: ``support(w)`` is never below any feasible ``w . x``; payoffs lie in [low, high]."""

    support: Callable[[Sequence[Decimal]], Decimal]
    low: list[Decimal]
    high: list[Decimal]


@dataclass(frozen=True)
class Proof:
    """Prices (m,) at which the result is best up to ``short``; ``whole`` is what they say all ranges are worth."""

    prices: Sequence[Decimal]
    short: Decimal
    whole: Decimal


@dataclass(frozen=True)
class Entry:
    """One piece, stretched by ``factors``; ``point`` is what the result makes of it. None: nothing to choose."""

    piece: Piece | None
    factors: list[Decimal]
    point: list[Decimal] | None

    def range(self, t: int) -> Decimal:
        """How far payoff ``t`` can be changed here."""
        ends = {} if self.piece is None else self.piece.ranges()
        low, high = ends.get(t, (ZERO, ZERO))
        return abs(self.factors[t]) * (high - low)

    def settled_by(self, proof: Proof) -> bool:
        """True if the piece is curved, worth something, and spent in the one way that is best by these prices.

        Prices that are next to nothing say nothing: any split would be best by some of them.
        """
        if self.piece is None or self.piece.corners() is not None:
            return self.piece is None
        w = times(proof.prices, self.factors)
        top = self.piece.top(w, [bool(factor) for factor in self.factors])
        if top.free is not None or top.corners or self.point is None:
            return False
        worth, made = self.piece.support_above(w), dot(proof.prices, self.point)
        return worth > _WORTH * proof.whole and worth - made <= _SOLVED * proof.whole + proof.short


@dataclass(frozen=True)
class Parts:
    """All that can be reached: between ``low`` and ``high`` whatever is chosen, plus one point of every entry."""

    low: list[Decimal]
    high: list[Decimal]
    entries: tuple[Entry, ...]

    def wide(self, t: int) -> Decimal:
        """How far payoff ``t`` can be changed."""
        return sum((entry.range(t) for entry in self.entries), ZERO)

    @property
    def moves(self) -> bool:
        """True if some payoff can be changed by more than what doubles round it to."""
        nothing = [False] * len(self.entries)
        reach, rounding = self.reach(nothing), 4 * Decimal(tolerances.CONSTANT)
        return any(
            self.wide(t) > rounding * max(abs(low), abs(high))
            for t, (low, high) in enumerate(zip(reach.low, reach.high, strict=True))
        )

    def reach(self, fixed: Sequence[bool]) -> Reach:
        """What is left where the entries marked ``fixed`` are spent as in the result."""
        low, high, free = self.low, self.high, list[tuple[Piece, list[Decimal]]]()
        for entry, done in zip(self.entries, fixed, strict=True):
            if entry.piece is None:
                continue
            if done and entry.point is not None:
                low, high = plus(low, entry.point), plus(high, entry.point)
                continue
            free.append((entry.piece, entry.factors))
            ends = entry.piece.ranges()
            pairs = [[f * end for end in ends.get(t, (ZERO, ZERO))] for t, f in enumerate(entry.factors)]
            low, high = plus(low, list(map(min, pairs))), plus(high, list(map(max, pairs)))
        bottom, top = self._settled(fixed)

        def support(w: Sequence[Decimal]) -> Decimal:
            total = sum((max(a * b, a * c) for a, b, c in zip(w, bottom, top, strict=True)), ZERO)
            return total + sum((piece.support_above(times(w, factors)) for piece, factors in free), ZERO)

        return Reach(support, low, high)

    def _settled(self, fixed: Sequence[bool]) -> tuple[list[Decimal], list[Decimal]]:
        low, high = self.low, self.high
        for entry, done in zip(self.entries, fixed, strict=True):
            if done and entry.piece is not None and entry.point is not None:
                low, high = plus(low, entry.point), plus(high, entry.point)
        return low, high

    def proof(self, prices: Sequence[Decimal], short: Decimal) -> Proof:
        """What ``prices`` prove of a result that is best by them up to ``short``."""
        return Proof(prices, short, dot(prices, [self.wide(t) for t in range(len(prices))]))

    def may_fix(self, fixed: Sequence[bool], before: Sequence[bool], proof: Proof | None) -> bool:
        """True if the entries ``fixed`` beyond those ``before`` are settled by the rung before; none is freed."""
        return all(
            done or not was if done == was or not done else proof is not None and entry.settled_by(proof)
            for entry, done, was in zip(self.entries, fixed, before, strict=True)
        )

    def left_to(self, t: int, fixed: Sequence[bool], proof: Proof) -> bool:
        """True if something can still change payoff ``t`` when also what the prices settle is spent."""
        left = size = ZERO
        for entry, done in zip(self.entries, fixed, strict=True):
            wide = entry.range(t)
            size += wide
            if wide and not done and not entry.settled_by(proof):
                left += wide
        return left > Decimal(tolerances.FLAT) * size + 4 * Decimal(tolerances.CONSTANT) * abs(self.low[t])


def all_parts(model: Model, settled: Sequence[int], made: Made) -> Parts:
    """Everything of ``model``, on the faces where the types ``settled`` (in that order) keep the most they can get."""
    fixed, entries = [ZERO] * model.count, list[Entry]()
    for given, row, points in zip(model.sets, model.meetings, made, strict=True):
        fixed = plus(fixed, times(given.offset, row))
        for b, part in enumerate(given.parts):
            factors, piece = times(part.factors, row), part.piece
            left: Piece | None = piece
            for t in settled:
                if left is None or not row[t] or not part.sign(t):
                    continue
                at, left = left.face(t, part.sign(t))
                fixed = plus(fixed, stretched(at, factors))
            point = None if points is None else stretched(points[b], factors)
            entries.append(Entry(left, factors, point))
    return Parts(fixed, fixed, tuple(entries))


@dataclass(frozen=True)
class Best:
    """The face where a weighted sum is largest; ``tied`` and ``single`` say what is certain about several best points.

    Rounding of the weights may leave both open.
    """

    parts: Parts
    tied: bool
    single: bool


def best_points(model: Model, w: Sequence[Decimal], made: Made) -> Best | None:
    """The face of the feasible set in direction ``w`` >= 0; None where it is beyond this checker."""
    low, high = [ZERO] * model.count, [ZERO] * model.count
    entries, tied, single = list[Entry](), False, True
    ones = [Decimal(1)] * model.count
    for given, row, points in zip(model.sets, model.meetings, made, strict=True):
        if points is None:
            return None
        low, high = plus(low, times(given.offset, row)), plus(high, times(given.offset, row))
        for b, part in enumerate(given.parts):
            factors = times(part.factors, row)
            top = part.piece.top(times(w, factors), [bool(factor) for factor in factors])
            ends = [stretched(top.low, factors), stretched(top.high, factors)]
            low, high = plus(low, list(map(min, *ends))), plus(high, list(map(max, *ends)))
            if top.free is not None and any(factors[axis] for axis in top.free.ranges()):
                entries.append(Entry(top.free, factors, stretched(points[b], factors)))
            brought = [stretched(point, factors) for point in top.corners]
            if _alike(brought):
                low, high = plus(low, brought[0]), plus(high, brought[0])
                continue
            if brought:
                entries.append(Entry(Corners(tuple(map(tuple, brought))), ones, None))
            tied, single = tied or top.tied, single and top.single
    parts = Parts(low, high, tuple(entries))
    return Best(parts, tied and parts.moves, single or not entries)


def stretched(point: Sparse, factors: Sequence[Decimal]) -> list[Decimal]:
    """A point of a piece as payoffs."""
    return [factor * point.get(axis, ZERO) for axis, factor in enumerate(factors)]


def _alike(points: Sequence[Sequence[Decimal]]) -> bool:
    """True if there are points, and all are the same up to rounding."""
    size = max((abs(value) for point in points for value in point), default=ZERO)
    return bool(points) and all(max(column) - min(column) <= _SURE * size for column in zip(*points, strict=True))
