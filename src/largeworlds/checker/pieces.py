"""The building blocks of every set: hulls of points, a segment on one axis, a budget split over the axes, an ellipsoid.

Each knows how shares make a point, an upper bound on its support in any direction, its range on every axis, and its
points that are best for one axis with ties broken against the others. Directions may be negative.
"""

from __future__ import annotations

import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from . import tolerances
from .arithmetic import ONE, ZERO, decimals, dot
from .returns import Use, best_price, share_bounds, splits

#: A point on some axes; zero on all others.
Sparse = dict[int, Decimal]


@dataclass(frozen=True)
class Top:
    """Where a piece is best in a direction: at the mixtures of ``corners``, or anywhere in ``free``; else in a box.

    The box [``low``, ``high``] holds the one best point, or what all best ones have in common with ``corners`` added.
    ``tied`` and ``single`` say what is certain about there being several; rounding may leave both open.
    """

    low: Sparse = field(default_factory=dict)
    high: Sparse = field(default_factory=dict)
    corners: Sequence[Sparse] = ()
    free: Piece | None = None
    tied: bool = False
    single: bool = True


class Piece(ABC):
    """A compact convex set reached by shares of one unit."""

    #: True if it is the hull of finitely many points.
    finite: bool = True
    #: True if the unit must be spent; False if a part may be left over (or listed as a last share that brings nothing).
    whole: bool = True
    #: True if its points are no doubles, so that solvers round them.
    rounded: bool = False

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

    def top(self, w: Sequence[Decimal], live: Sequence[bool]) -> Top:
        """Where ``w . y`` is largest; ``live`` are the axes that matter to anybody."""
        points = self.corners()
        assert points is not None
        values = [sum((w[i] * value for i, value in point.items()), ZERO) for point in points]
        size = max(sum((abs(w[i] * value) for i, value in point.items()), ZERO) for point in points)
        gaps = [max(values) - value for value in values]
        near = [point for point, gap in zip(points, gaps, strict=True) if gap <= Decimal(tolerances.TIE) * size]
        sure = sum(gap <= Decimal(tolerances.SURE_TIE) * size for gap in gaps) > 1
        return Top(corners=near, tied=sure, single=sum(gap <= 10 * Decimal(tolerances.TIE) * size for gap in gaps) == 1)

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

    def top(self, w: Sequence[Decimal], live: Sequence[bool]) -> Top:
        if self.finite:
            return super().top(w, live)
        if not any(item > 0 and use.live for item, use in zip(w, self.uses, strict=True)):
            kept = [use.live and matters and not item for use, matters, item in zip(self.uses, live, w, strict=True)]
            uses = zip(self.uses, kept, strict=True)
            free = tuple(use if keep else replace(use, coefficient=ZERO, top=None) for use, keep in uses)
            return Top(free=Split(free), tied=True, single=False) if any(kept) else Top()
        bounds, tied = share_bounds(self.uses, w)
        low = {i: self.uses[i].value(a) for i, (a, _) in enumerate(bounds) if i not in tied}
        high = {i: self.uses[i].value(min(b, ONE)) for i, (_, b) in enumerate(bounds) if i not in tied}
        corners = [{i: self.uses[i].value(bounds[i][1])} for i in tied]
        return Top(low, high, corners, tied=False, single=not corners)

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


@dataclass(frozen=True)
class Corners(Piece):
    """All mixtures of ``points``, which are known to fifty digits."""

    points: tuple[tuple[Decimal, ...], ...]
    rounded = True

    @property
    def count(self) -> int:
        return len(self.points)

    def point(self, shares: Sequence[Decimal]) -> Sparse:
        return {i: dot(shares, column) for i, column in enumerate(zip(*self.points, strict=True))}

    def size(self, shares: Sequence[Decimal]) -> Sparse:
        columns = enumerate(zip(*self.points, strict=True))
        return {i: dot(shares, [abs(value) for value in column]) for i, column in columns}

    def support_above(self, w: Sequence[Decimal]) -> Decimal:
        return max(dot(w, row) for row in self.points)

    def ranges(self) -> dict[int, tuple[Decimal, Decimal]]:
        return {i: (min(column), max(column)) for i, column in enumerate(zip(*self.points, strict=True))}

    def best(self, axis: int, sign: int, then: Sequence[float]) -> list[Sparse]:
        own = [sign * row[axis] for row in self.points]
        short = Decimal(tolerances.TIE) * (max(own) - min(own))
        tied = [row for row, value in zip(self.points, own, strict=True) if max(own) - value <= short]
        lean = decimals(then)
        worth = [dot(lean, row) for row in tied]
        sizes = (sum((abs(a * x) for a, x in zip(lean, row, strict=True)), ZERO) for row in tied)
        least = max(worth) - Decimal(tolerances.TIE) * max(sizes)
        return [dict(enumerate(row)) for row, value in zip(tied, worth, strict=True) if value >= least]

    def corners(self) -> list[Sparse] | None:
        return [dict(enumerate(row)) for row in self.points]

    def most(self, axis: int, sign: int) -> Decimal:
        return max(sign * row[axis] for row in self.points)

    def most_above(self, axis: int, sign: int) -> Decimal:
        most = self.most(axis, sign)
        return most + abs(most) * Decimal(tolerances.ALLOWANCE)

    def face(self, axis: int, sign: int) -> tuple[Sparse, Piece | None]:
        most = self.most(axis, sign)
        return {}, Corners(tuple(row for row in self.points if sign * row[axis] >= most))


@dataclass(frozen=True)
class Round(Piece):
    """``{sum v_a columns[a] : sum v_a**2 <= 1}``: shares of both ends of every column, v = sqrt(one) - sqrt(other)."""

    columns: tuple[tuple[Decimal, ...], ...]
    finite = False
    whole = False
    rounded = True

    @property
    def count(self) -> int:
        return 2 * len(self.columns)

    def point(self, shares: Sequence[Decimal]) -> Sparse:
        lean = self._lean(shares)
        return {i: dot(lean, row) for i, row in enumerate(zip(*self.columns, strict=True))}

    def size(self, shares: Sequence[Decimal]) -> Sparse:
        lean = [abs(value) for value in self._lean(shares)]
        return {i: dot(lean, list(map(abs, row))) for i, row in enumerate(zip(*self.columns, strict=True))}

    def support_above(self, w: Sequence[Decimal]) -> Decimal:
        return _length([dot(w, column) for column in self.columns])

    def ranges(self) -> dict[int, tuple[Decimal, Decimal]]:
        lengths = {i: _length(row) for i, row in enumerate(zip(*self.columns, strict=True))}
        return {i: (-length, length) for i, length in lengths.items() if length}

    def best(self, axis: int, sign: int, then: Sequence[float]) -> list[Sparse]:
        own = [sign * column[axis] for column in self.columns]
        served = any(own)
        lean = own if served else [dot(decimals(then), column) for column in self.columns]
        length = _length(lean)
        if not length:
            return [{}]
        point = {i: dot(lean, row) / length for i, row in enumerate(zip(*self.columns, strict=True))}
        return [point | {axis: sign * length} if served else point]

    def top(self, w: Sequence[Decimal], live: Sequence[bool]) -> Top:
        lean = [dot(w, column) for column in self.columns]
        sizes = [sum((abs(a * b) for a, b in zip(w, column, strict=True)), ZERO) for column in self.columns]
        length, size = _length(lean), _length(sizes)
        if length <= Decimal(tolerances.TIE) * size:
            return Top(free=self, tied=length <= Decimal(tolerances.SURE_TIE) * size, single=False)
        point = {i: dot(lean, row) / length for i, row in enumerate(zip(*self.columns, strict=True))}
        slack = {i: Decimal(tolerances.ALLOWANCE) * size for i, (_, size) in self.ranges().items()}
        low = {i: value - slack.get(i, ZERO) for i, value in point.items()}
        return Top(low, {i: value + slack.get(i, ZERO) for i, value in point.items()})

    def most(self, axis: int, sign: int) -> Decimal:
        return _length([column[axis] for column in self.columns])

    def most_above(self, axis: int, sign: int) -> Decimal:
        return self.most(axis, sign) * (ONE + Decimal(tolerances.ALLOWANCE))

    def face(self, axis: int, sign: int) -> tuple[Sparse, Piece | None]:
        if not any(column[axis] for column in self.columns):
            return {}, self
        return self.best(axis, sign, [0.0] * len(self.columns[0]))[0], None

    def _lean(self, shares: Sequence[Decimal]) -> list[Decimal]:
        half = len(self.columns)
        return [a.sqrt() - b.sqrt() for a, b in zip(shares[:half], shares[half:], strict=True)]


def _length(values: Sequence[Decimal]) -> Decimal:
    return sum((value * value for value in values), ZERO).sqrt()
