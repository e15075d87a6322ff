"""Linear algebra over the rationals: reduced rows, solutions of equations, and the blocks a subspace falls into."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from .._core.rationals import Vector


def reduced(rows: Sequence[Vector]) -> tuple[list[Vector], list[int]]:
    """The reduced row echelon form without zero rows, and the column of each row's leading one.

    >>> reduced([(Fraction(2), Fraction(4)), (Fraction(1), Fraction(2))])
    ([(Fraction(1, 1), Fraction(2, 1))], [0])
    """
    table = [_whole(row) for row in rows]
    pivots: list[int] = []
    den, done = 1, 0
    for j in range(len(table[0]) if table else 0):
        i = next((i for i in range(done, len(table)) if table[i][j]), None)
        if i is None:
            continue
        table[done], table[i] = table[i], table[done]
        row, p = table[done], table[done][j]
        for k, other in enumerate(table):
            if k != done:
                table[k] = [(p * a - other[j] * b) // den for a, b in zip(other, row, strict=True)]
        den = p
        pivots.append(j)
        done += 1
    return [tuple(Fraction(v, den) for v in row) for row in table[:done]], pivots


def _whole(row: Vector) -> list[int]:
    common = lcm(*(v.denominator for v in row)) if row else 1
    whole = [v.numerator * (common // v.denominator) for v in row]
    shared = gcd(*whole) or 1
    return [v // shared for v in whole]


def solve(rows: Sequence[Vector], rhs: Vector, count: int) -> tuple[Vector, list[Vector]] | None:
    """A solution x (n,) of ``rows @ x = rhs`` and a basis of ``rows @ v = 0``, n = ``count``; None if there is none."""
    table, pivots = reduced([(*row, b) for row, b in zip(rows, rhs, strict=True)])
    if pivots and pivots[-1] == count:
        return None
    x = [Fraction(0)] * count
    for row, j in zip(table, pivots, strict=True):
        x[j] = row[count]
    basis = []
    for free in sorted(set(range(count)) - set(pivots)):
        v = [Fraction(0)] * count
        v[free] = Fraction(1)
        for row, j in zip(table, pivots, strict=True):
            v[j] = -row[free]
        basis.append(tuple(v))
    return tuple(x), basis


def blocks(basis: Sequence[Vector], count: int) -> list[tuple[list[int], list[Vector]]]:
    """The finest split of the coordinates 0 .. count - 1 such that the span of ``basis``, in reduced form, splits too.

    Pairs of coordinates and the rows that live on them; a coordinate that never changes is a block without rows.
    """
    label = list(range(count))
    for row in basis:
        linked = {label[j] for j, v in enumerate(row) if v}
        label = [min(linked) if one in linked else one for one in label]
    found = []
    for one in sorted(set(label)):
        inside = [j for j in range(count) if label[j] == one]
        found.append((inside, [row for row in basis if any(row[j] for j in inside)]))
    return found
