"""The three building blocks of every set: a hull of points, a segment on one axis, a budget split over the axes.

Each knows how shares make a point, an upper bound on its support in any direction, its range on every axis, and its
points that are best for one axis with ties broken against the others. Directions may be negative.
"""

from __future__ import annotations

import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import tolerances
from .arithmetic import ONE, ZERO, decimals, dot
from .returns import Use, best_price, splits

#: A point on some axes; zero on all others.
Sparse = dict[int, Decimal]


class Piece(ABC):
    """A compact convex set reached by shares of one unit."""

    #: True if it is the hull of finitely many points.
    finite: bool = True
    #: True if the unit must be spent; False if a part may be left over (or listed as a last share that brings nothing).
    whole: bool = True

    @property
    @abstractmethod
    def count(self) -> int:
        """Number of shares."""

    @abstractmethod
    def point(self, shares: Sequence[Decimal]) -> Sparse:
        """What ``shares`` (none negative, sum one, or at most one) bring."""

    def size(self, shares: Sequence[Decimal]) -> Sparse:
        """The size of the numbers that :meth:`point` adds up."""
        return self.point(shares)

    @abstractmethod
    def support_above(self, w: Sequence[Decimal]) -> Decimal:
        """A number that no ``w . y`` with y in the piece exceeds."""

    @abstractmethod
    def ranges(self) -> dict[int, tuple[Decimal, Decimal]]:
        """Smallest and largest value on every axis where the piece is not always zero."""

    @abstractmethod
    def best(self, axis: int, sign: int, then: Sequence[float]) -> list[Sparse]:
        """The points with the largest ``sign * y[axis]`` that are, among those, best in direction ``then``.

        ``then[axis]`` is zero. More than one point is returned where rounding cannot tell them apart.
        """

    @abstractmethod
    def most(self, axis: int, sign: int) -> Decimal:
        """The largest ``sign * y[axis]``."""

    def most_above(self, axis: int, sign: int) -> Decimal:
        """As :meth:`most`, exact or rounded up."""
        return self.most(axis, sign)

    def corners(self) -> list[Sparse] | None:
        """The points whose hull the piece is, in the order of its shares; None if it is curved."""
        return None

    @abstractmethod
    def face(self, axis: int, sign: int) -> tuple[Sparse, Piece | None]:
        """Where ``sign * y[axis]`` is largest: a fixed point plus the points of a piece (None: that point alone)."""


@dataclass(frozen=True)
class Hull(Piece):
    """All mixtures of ``points``."""

    points: tuple[tuple[float, ...], ...]

    @property
    def count(self) -> int:
        return len(self.points)

    def point(self, shares: Sequence[Decimal]) -> Sparse:
        out = [ZERO] * len(self.points[0])
        for share, row in zip(shares, self.points, strict=True):
            if share:
                for i, value in enumerate(row):
                    if value:
                        out[i] += share * Decimal(value)
        return dict(enumerate(out))

    def size(self, shares: Sequence[Decimal]) -> Sparse:
        used = [(share, row) for share, row in zip(shares, self.points, strict=True) if share]
        return {i: sum((share * abs(Decimal(row[i])) for share, row in used), ZERO) for i in range(len(self.points[0]))}

    def support_above(self, w: Sequence[Decimal]) -> Decimal:
        top = max((abs(item) for item in w), default=ZERO)
        if not top:
            return ZERO
        rough = [float(item / top) for item in w]
        sizes = [max(abs(row[i]) for row in self.points) for i in range(len(w))]
        values = [sum(map(operator.mul, rough, row)) for row in self.points]
        scale = sum(map(operator.mul, map(abs, rough), sizes))
        # Doubles only say which points cannot be best; the others are compared in full.
        slack = (len(w) + 4) * 2.0**-51 * scale + 1e-300 * sum(sizes)
        least = max(values) - 2 * slack
        if not math.isfinite(least):
            least = -math.inf
        return max(dot(w, decimals(row)) for row, value in zip(self.points, values, strict=True) if not value < least)

    def ranges(self) -> dict[int, tuple[Decimal, Decimal]]:
        return {
            i: (Decimal(min(column)), Decimal(max(column))) for i, column in enumerate(zip(*self.points, strict=True))
        }

    def best(self, axis: int, sign: int, then: Sequence[float]) -> list[Sparse]:
        own = [Decimal(sign * row[axis]) for row in self.points]
        short = Decimal(tolerances.TIE) * (max(own) - min(own))
        tied = [row for row, value in zip(self.points, own, strict=True) if max(own) - value <= short]
        worth = [math.fsum(map(operator.mul, then, row)) for row in tied]
        slack = tolerances.TIE * max(math.fsum(map(abs, map(operator.mul, then, row))) for row in tied)
        kept = {row for row, value in zip(tied, worth, strict=True) if value >= max(worth) - slack}
        return [dict(enumerate(decimals(row))) for row in sorted(kept, key=self.points.index)]

    def corners(self) -> list[Sparse] | None:
        return [dict(enumerate(decimals(row))) for row in self.points]

    def most(self, axis: int, sign: int) -> Decimal:
        return Decimal(max(sign * row[axis] for row in self.points))

    def face(self, axis: int, sign: int) -> tuple[Sparse, Piece | None]:
        most = max(sign * row[axis] for row in self.points)
        return {}, Hull(tuple(row for row in self.points if sign * row[axis] >= most))


@dataclass(frozen=True)
class Segment(Piece):
    """``[0, length]`` on one axis: two shares, for its ends 0 and ``length``."""

    axis: int
    length: Decimal

    @property
    def count(self) -> int:
        return 2

    def point(self, shares: Sequence[Decimal]) -> Sparse:
        return {self.axis: shares[1] * self.length}

    def support_above(self, w: Sequence[Decimal]) -> Decimal:
        return max(w[self.axis] * self.length, ZERO)

    def ranges(self) -> dict[int, tuple[Decimal, Decimal]]:
        return {self.axis: (ZERO, self.length)}

    def best(self, axis: int, sign: int, then: Sequence[float]) -> list[Sparse]:
        lean = sign if axis == self.axis else then[self.axis]
        return [{self.axis: self.length if lean > 0 else ZERO}]

    def corners(self) -> list[Sparse] | None:
        return [{}, {self.axis: self.length}]

    def most(self, axis: int, sign: int) -> Decimal:
        return self.length if axis == self.axis and sign > 0 else ZERO

    def face(self, axis: int, sign: int) -> tuple[Sparse, Piece | None]:
        if axis != self.axis:
            return {}, self
        return {axis: self.length if sign > 0 else ZERO}, None


@dataclass(frozen=True)
class Split(Piece):
    """One unit split over the axes, one concave use each."""

    uses: tuple[Use, ...]
    whole = False

    @property
    def finite(self) -> bool:  # type: ignore[override]
        return all(use.straight for use in self.uses)

    @property
    def count(self) -> int:
        return len(self.uses)

    def point(self, shares: Sequence[Decimal]) -> Sparse:
        return {i: use.value(share) for i, (use, share) in enumerate(zip(self.uses, shares, strict=True))}

    def support_above(self, w: Sequence[Decimal]) -> Decimal:
        """Weak duality: for any price, the price of the unit plus what every use earns net of it at most."""
        prices = best_price(self.uses, w)
        if not prices:
            return ZERO
        return min(
            price + sum((use.most_net(item, price) for use, item in zip(self.uses, w, strict=True)), ZERO)
            for price in prices
        )

    def ranges(self) -> dict[int, tuple[Decimal, Decimal]]:
        return {i: (ZERO, use.value(ONE)) for i, use in enumerate(self.uses) if use.live}

    def best(self, axis: int, sign: int, then: Sequence[float]) -> list[Sparse]:
        if sign > 0 and self.uses[axis].live:
            return [{axis: self.uses[axis].value(ONE)}]
        return [self.point(shares) for shares in splits(self.uses, decimals(then))]

    def corners(self) -> list[Sparse] | None:
        return [*({i: use.value(ONE)} for i, use in enumerate(self.uses)), {}] if self.finite else None

    def most(self, axis: int, sign: int) -> Decimal:
        return self.uses[axis].value(ONE) if sign > 0 else ZERO

    def most_above(self, axis: int, sign: int) -> Decimal:
        return self.uses[axis].most_above() if sign > 0 else ZERO

    def face(self, axis: int, sign: int) -> tuple[Sparse, Piece | None]:
        if not self.uses[axis].live:
            return {}, self
        if sign > 0:
            return {axis: self.uses[axis].value(ONE)}, None
        idle = replace(self.uses[axis], coefficient=ZERO)
        return {}, Split((*self.uses[:axis], idle, *self.uses[axis + 1 :]))
