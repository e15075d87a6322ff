"""Vertices of ``{x : A x <= b}`` in exact arithmetic, by the double description method.

Every double is a whole number times a power of two, so with rows scaled by these all arithmetic is on whole numbers.
The set is the slice t = 1 of the cone ``{(x, t) : b t - A x >= 0, t >= 0}``; its extreme rays with t > 0 are the
vertices, those with t = 0 directions in which the set has no end (Motzkin, Raiffa, Thompson and Thrall 1953). The
half-spaces are taken in one by one; a new ray lies between two old neighbours on either side of the new plane.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from .._core.arrays import Array

#: Rays kept at any time; beyond, the set is not enumerated.
MOST_RAYS = 512

Row = tuple[int, ...]


@dataclass(frozen=True)
class Vertices:
    """``points``: the vertices in lexicographic order; ``free``: a direction without end, if there is one.

    Both are None if there would be too many rays on the way.
    """

    points: tuple[tuple[Fraction, ...], ...] | None
    free: tuple[Fraction, ...] | None


def vertices(matrix: Array, bounds: Array) -> Vertices:
    """The vertices of ``{x : matrix @ x <= bounds}`` (n, k), (n,); no points if it is empty."""
    k = matrix.shape[1]
    rows = [(*(0,) * k, 1)]
    for row, bound in zip(matrix.tolist(), bounds.tolist(), strict=True):
        rows.append(_whole([*(-Fraction(a) for a in row), Fraction(bound)]))
    basis, inverse = _start(rows)
    if len(basis) < k + 1:
        return Vertices((), _null_vector(rows, k))
    rays = [(ray, _tight(ray, rows, basis)) for ray in inverse]
    for i, row in enumerate(rows):
        if i in basis:
            continue
        found = _cut(rays, row, i, k + 1)
        if found is None:
            return Vertices(None, None)
        rays = found
    ends = [ray for ray, _ in rays if ray[-1] == 0]
    points = sorted(tuple(Fraction(x, ray[-1]) for x in ray[:-1]) for ray, _ in rays if ray[-1] > 0)
    free = tuple(Fraction(x, max(map(abs, ends[0]))) for x in ends[0][:-1]) if ends and points else None
    return Vertices(tuple(points), free)


def _cut(rays: list[tuple[Row, int]], row: Row, i: int, size: int) -> list[tuple[Row, int]] | None:
    """The rays of the cone within ``row . ray >= 0``; every ray comes with the rows it meets as bits."""
    sides = [sum(a * x for a, x in zip(row, ray, strict=True)) for ray, _ in rays]
    kept = [
        (ray, tight | (1 << i) if side == 0 else tight)
        for (ray, tight), side in zip(rays, sides, strict=True)
        if side >= 0
    ]
    inside = [(n, side) for n, side in enumerate(sides) if side > 0]
    outside = [(n, side) for n, side in enumerate(sides) if side < 0]
    for n, high in inside:
        for o, low in outside:
            common = rays[n][1] & rays[o][1]
            if common.bit_count() < size - 2 or any(
                common & tight == common for m, (_, tight) in enumerate(rays) if m not in (n, o)
            ):
                continue  # no neighbours: another ray lies on the same face
            between = [high * y - low * x for x, y in zip(rays[n][0], rays[o][0], strict=True)]
            divisor = gcd(*between)
            kept.append((tuple(x // divisor for x in between), common | (1 << i)))
            if len(kept) > MOST_RAYS:
                return None
    return kept


def _whole(row: list[Fraction]) -> Row:
    """A positive multiple of ``row`` in whole numbers without a common divisor."""
    common = max(x.denominator for x in row)  # powers of two: the largest is a multiple of all
    whole = [int(x * common) for x in row]
    divisor = gcd(*whole) or 1
    return tuple(x // divisor for x in whole)


def _start(rows: list[Row]) -> tuple[list[int], list[Row]]:
    """The first rows that are independent, and the rays on which all of them but one vanish."""
    size = len(rows[0])
    basis: list[int] = []
    reduced: list[list[Fraction]] = []  # rows in echelon form, each with what makes it of the chosen ones
    for i, row in enumerate(rows):
        left = [*map(Fraction, row), *[Fraction(0)] * size]
        for other in reduced:
            pivot = next(j for j in range(size) if other[j])
            if left[pivot]:
                factor = left[pivot] / other[pivot]
                left = [a - factor * b for a, b in zip(left, other, strict=True)]
        if any(left[:size]):
            left[size + len(basis)] += 1
            basis.append(i)
            reduced.append(left)
        if len(basis) == size:
            break
    if len(basis) < size:
        return basis, []
    for n in range(size):  # to the identity: then the right half is the inverse
        pivot = next(j for j in range(size) if reduced[n][j])
        reduced[n] = [a / reduced[n][pivot] for a in reduced[n]]
        for m in range(size):
            if m != n and reduced[m][pivot]:
                factor = reduced[m][pivot]
                reduced[m] = [a - factor * b for a, b in zip(reduced[m], reduced[n], strict=True)]
    lines = {next(j for j in range(size) if line[j]): line[size:] for line in reduced}
    columns = [[lines[j][c] for j in range(size)] for c in range(size)]
    return basis, [_scaled(column) for column in columns]


def _scaled(row: list[Fraction]) -> Row:
    """As :func:`_whole`, for any denominators."""
    common = 1
    for x in row:
        common = common * x.denominator // gcd(common, x.denominator)
    whole = [int(x * common) for x in row]
    divisor = gcd(*whole) or 1
    return tuple(x // divisor for x in whole)


def _tight(ray: Row, rows: list[Row], basis: list[int]) -> int:
    return sum(1 << i for i in basis if sum(a * x for a, x in zip(rows[i], ray, strict=True)) == 0)


def _null_vector(rows: list[Row], k: int) -> tuple[Fraction, ...] | None:
    """A direction that no row sees, if there is one."""
    lines: list[tuple[int, list[Fraction]]] = []
    for row in rows[1:]:
        left = [Fraction(x) for x in row[:k]]
        for pivot, other in lines:
            left = [a - left[pivot] * b for a, b in zip(left, other, strict=True)]
        pivot = next((j for j in range(k) if left[j]), -1)
        if pivot < 0:
            continue
        left = [a / left[pivot] for a in left]
        lines = [(p, [a - o[pivot] * b for a, b in zip(o, left, strict=True)]) for p, o in lines]
        lines.append((pivot, left))
    missing = next((j for j in range(k) if j not in {p for p, _ in lines}), None)
    if missing is None:
        return None
    out = [Fraction(0)] * k
    out[missing] = Fraction(1)
    for pivot, line in lines:
        out[pivot] = -line[missing]
    top = max(map(abs, out))
    return tuple(x / top for x in out)
