"""Sets that are not listed by their points: the root of an ellipsoid's shape, the vertices that inequalities leave."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from .arithmetic import ONE, ZERO, exactly
from .reading import ResultFormatError

#: What is left of a diagonal entry of a shape below this share of it is rounding.
_FLAT = Decimal("1e-13")
#: Diagonal entries of which the same share is left, up to this, are taken in their order.
_TIED = Decimal("1e-9")
#: Shapes, scaled to ones on the diagonal, may miss being positive semidefinite by this.
_MISSED = Decimal("1e-11")
#: Systems of equations that are solved to list vertices.
_MOST_SYSTEMS = 20_000

Exact = tuple[Fraction, ...]


def columns(shape: Sequence[Sequence[float]], place: str) -> list[tuple[Decimal, ...]]:
    """Vectors l with ``sum l l' = shape``: of every step that with the largest share of its diagonal entry left."""
    with exactly():
        if any(shape[i][j] != shape[j][i] for i in range(len(shape)) for j in range(i)):
            raise ResultFormatError(f"{place} must be symmetric, but it is not.")
        left = [[Decimal(x) for x in row] for row in shape]
        n = len(left)
        whole = [left[i][i] for i in range(n)]
        found: list[tuple[Decimal, ...]] = []
        while True:
            shares = [left[i][i] / whole[i] if whole[i] > 0 else left[i][i] for i in range(n)]
            most = max(shares, default=ZERO)
            if most <= _FLAT:
                _check_little(left, whole, place)
                return found
            first = next(i for i, share in enumerate(shares) if share >= most * (ONE - _TIED))
            length = left[first][first].sqrt()
            column = tuple(ZERO if not left[i][first] else left[i][first] / length for i in range(n))
            found.append(column)
            left = [
                [ZERO if first in (i, j) else left[i][j] - column[i] * column[j] for j in range(n)] for i in range(n)
            ]


def _check_little(left: list[list[Decimal]], whole: list[Decimal], place: str) -> None:
    """What is left of a shape where nothing of its diagonal is must be rounding."""
    for i, row in enumerate(left):
        for j, value in enumerate(row):
            if value * value > _MISSED * _MISSED * whole[i] * whole[j]:
                raise ResultFormatError(f"{place} must be positive semidefinite, but it is not.")


def corners(matrix: Sequence[Sequence[float]], bounds: Sequence[float], place: str) -> list[Exact]:
    """All vertices of ``{x : matrix x <= bounds}`` in lexicographic order, by trying every set of rows.

    Raises :class:`ResultFormatError` if there are none, if the set is unbounded, or if there are too many rows to try.
    """
    n, k = len(matrix), len(matrix[0])
    if math.comb(n, k) > _MOST_SYSTEMS:
        raise ResultFormatError(
            f"{place} has {n} inequalities in {k} coordinates, more than this checker tries; "
            "give the set as a polytope by its vertices."
        )
    rows = [[Fraction(x) for x in row] for row in matrix]
    right = [Fraction(x) for x in bounds]
    for chosen in combinations(range(n), k - 1):
        ray = _null([rows[i] for i in chosen], k)
        if ray is None:
            continue
        for way in (ray, [-x for x in ray]):
            if all(_dot(row, way) <= 0 for row in rows):
                raise ResultFormatError(f"{place} must describe a bounded set, but it has no end in some direction.")
    found = set[Exact]()
    for chosen in combinations(range(n), k):
        point = _solved([rows[i] for i in chosen], [right[i] for i in chosen])
        if point is not None and all(_dot(row, point) <= bound for row, bound in zip(rows, right, strict=True)):
            found.add(tuple(point))
    if not found:
        raise ResultFormatError(f"{place} must leave some point, but no vertex meets all inequalities.")
    return sorted(found)


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True) if x and y), Fraction(0))


def _reduced(rows: list[list[Fraction]], k: int) -> list[int]:
    """Gauss-Jordan elimination in place; the pivot column of every row that is not zero, in order."""
    pivots: list[int] = []
    for column in range(k):
        place = len(pivots)
        best = next((i for i in range(place, len(rows)) if rows[i][column]), None)
        if best is None:
            continue
        rows[place], rows[best] = rows[best], rows[place]
        rows[place] = [x / rows[place][column] for x in rows[place]]
        for i, row in enumerate(rows):
            if i != place and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[place], strict=True)]
        pivots.append(column)
    return pivots


def _solved(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """The solution of a square system, or None if it has not exactly one."""
    k = len(rows)
    system = [[*row, value] for row, value in zip(rows, right, strict=True)]
    return [row[k] for row in system] if len(_reduced(system, k)) == k else None


def _null(rows: list[list[Fraction]], k: int) -> list[Fraction] | None:
    """A vector on which k - 1 rows vanish; None if they leave more than a line.

    Rows of rank below k - 1 may be passed over: if the set has no end, either so does it along a line that k - 1
    independent rows leave, or all rows together have rank below k, and then no system has a solution.
    """
    system = [list(row) for row in rows]
    pivots = _reduced(system, k)
    if len(pivots) < k - 1:
        return None
    free = next(j for j in range(k) if j not in pivots)
    out = [Fraction(0)] * k
    out[free] = Fraction(1)
    for row, pivot in zip(system, pivots, strict=False):
        out[pivot] = -row[free]
    return out
