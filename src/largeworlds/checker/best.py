"""The points of the feasible set with the largest weighted sum: where they lie, and whether there is only one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import tolerances
from .arithmetic import ONE, ZERO, dot, plus, times
from .model import Model
from .pieces import Sparse, Split
from .returns import share_bounds
from .rungs import Reach

_TIE = Decimal(tolerances.TIE)
_SURE = Decimal(tolerances.SURE_TIE)


@dataclass(frozen=True)
class Best:
    """What direction ``w`` leaves of the feasible set: [low, high] of all that is settled by it, plus ``free`` parts.

    ``surely_tied`` and ``surely_one`` say what is certain about there being several best points; rounding of the
    weights may leave both open. ``open`` is true if the best shares of somebody are not known well.
    """

    low: list[Decimal]
    high: list[Decimal]
    corners: list[list[list[Decimal]]]
    curved: list[tuple[Split, list[Decimal]]]
    surely_tied: bool
    surely_one: bool

    def reach(self) -> Reach:
        """The face as a set of its own."""
        low, high = list(self.low), list(self.high)
        for points in self.corners:
            low = plus(low, [min(column) for column in zip(*points, strict=True)])
            high = plus(high, [max(column) for column in zip(*points, strict=True)])
        for piece, factors in self.curved:
            for axis, (least, most) in piece.ranges().items():
                ends = (factors[axis] * least, factors[axis] * most)
                low[axis] += min(ends)
                high[axis] += max(ends)
        return Reach(self._support_above, low, high)

    def _support_above(self, w: Sequence[Decimal]) -> Decimal:
        total = sum((max(a * b, a * c) for a, b, c in zip(w, self.low, self.high, strict=True)), ZERO)
        total += sum((max(dot(w, point) for point in points) for points in self.corners), ZERO)
        return total + sum((piece.support_above(times(w, factors)) for piece, factors in self.curved), ZERO)


def best_points(model: Model, w: Sequence[Decimal]) -> Best | None:
    """The face of the feasible set in direction ``w`` >= 0; None where it is beyond this checker."""
    low, high = [ZERO] * model.count, [ZERO] * model.count
    corners, curved = list[list[list[Decimal]]](), list[tuple[Split, list[Decimal]]]()
    sure_tie, sure_one = False, True
    for given, row in zip(model.sets, model.meetings, strict=True):
        if not given.by_shares:
            return None
        low, high = plus(low, times(given.offset, row)), plus(high, times(given.offset, row))
        for part in given.parts:
            factors = times(part.factors, row)
            worth = times(w, factors)
            points = part.piece.corners()
            if points is None:
                assert isinstance(part.piece, Split)
                free = _worthless(part.piece, worth, factors)
                if free is not None:
                    curved.append((free, factors))
                    sure_tie, sure_one = True, False
                    continue
                bounds = share_bounds(part.piece.uses, worth)
                low = plus(low, _ends(part.piece, [a for a, _ in bounds], factors))
                high = plus(high, _ends(part.piece, [b for _, b in bounds], factors))
                continue
            near, tied, one = _near_best(points, worth)
            brought = [[f * point.get(t, ZERO) for t, f in enumerate(factors)] for point in near]
            sure_tie, sure_one = sure_tie or tied, sure_one and one
            if _alike(brought):
                low, high = plus(low, brought[0]), plus(high, brought[0])
            else:
                corners.append(brought)
    several = bool(corners or curved)
    return Best(low, high, corners, curved, sure_tie and several, sure_one or not several)


def _worthless(piece: Split, worth: Sequence[Decimal], factors: Sequence[Decimal]) -> Split | None:
    """What is left of a budget that brings nothing to those who count, if it brings others something; else None."""
    if any(item > 0 and use.live for item, use in zip(worth, piece.uses, strict=True)):
        return None
    kept = [
        use.live and bool(factor) and not item for use, factor, item in zip(piece.uses, factors, worth, strict=True)
    ]
    uses = zip(piece.uses, kept, strict=True)
    left = Split(tuple(use if keep else replace(use, coefficient=ZERO, top=None) for use, keep in uses))
    return left if any(kept) else None


def _ends(piece: Split, shares: Sequence[Decimal], factors: Sequence[Decimal]) -> list[Decimal]:
    return [f * use.value(min(r, ONE)) for f, use, r in zip(factors, piece.uses, shares, strict=True)]


def _near_best(points: Sequence[Sparse], worth: Sequence[Decimal]) -> tuple[list[Sparse], bool, bool]:
    """The corners that are best up to rounding; whether they tie for certain, and whether only one is for certain."""
    values = [sum((worth[i] * value for i, value in point.items()), ZERO) for point in points]
    size = max(sum((abs(worth[i] * value) for i, value in point.items()), ZERO) for point in points)
    most = max(values)
    near = [point for point, value in zip(points, values, strict=True) if value >= most - _TIE * size]
    sure = [value for value in values if value >= most - _SURE * size]
    further = [value for value in values if value >= most - 10 * _TIE * size]
    return near, len(sure) > 1, len(further) == 1


def _alike(points: Sequence[Sequence[Decimal]]) -> bool:
    """True if all are the same point up to rounding."""
    size = max((abs(value) for point in points for value in point), default=ZERO)
    return all(max(column) - min(column) <= _SURE * size for column in zip(*points, strict=True))
