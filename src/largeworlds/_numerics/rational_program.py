"""Linear programs in exact rational arithmetic: maximise c . x subject to A x = b, x >= 0.

Larger programs are first solved in doubles: that names a basis, and one exact elimination decides whether it is best.
Where it is not, and for small programs, the simplex method runs on a tableau of whole numbers with one common
denominator (integer pivoting: Edmonds 1967, Bareiss 1968): every entry is a minor of the scaled matrix, so every
division is exact and numbers stay as short as they can be. The entering column is the most promising one; after a
stretch of pivots without progress it is Bland's (1977), which cannot cycle.

Every answer comes with its proof: prices y with A'y >= c and b . y = c . x, or prices that exclude every x, or a
direction in which the objective grows without end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm

import numpy as np

from .._core.rationals import Vector, axis, dot
from . import linear_program
from .rational_algebra import solve

#: Programs with at least this many entries ask doubles for the basis first.
_LARGE = 600


class OutOfTime(Exception):
    """The caller's ``stop`` said yes."""


@dataclass(frozen=True)
class RationalAnswer:
    """``status`` is "optimal", "infeasible" or "unbounded".

    ``duals`` y: A'y >= c and b . y = ``value`` if optimal; A'y >= 0 and b . y < 0 if infeasible. ``x`` is an optimum,
    or a feasible point from which ``ray`` >= 0 (A ray = 0, c . ray > 0) leads upwards without end.
    """

    status: str
    value: Fraction
    x: Vector
    duals: Vector
    ray: Vector = ()

    def holds(self, objective: Vector, rows: Sequence[Vector], rhs: Vector) -> bool:
        """True if the answer's proof is right for this program, recomputed."""
        prices = [dot(self.duals, column) for column in zip(*rows, strict=True)] if self.duals else []
        if self.status == "infeasible":
            return all(price >= 0 for price in prices) and dot(self.duals, rhs) < 0
        feasible = all(v >= 0 for v in self.x) and all(dot(row, self.x) == b for row, b in zip(rows, rhs, strict=True))
        if self.status == "unbounded":
            endless = all(v >= 0 for v in self.ray) and not any(dot(row, self.ray) for row in rows)
            return feasible and endless and dot(objective, self.ray) > 0
        best = all(price >= c for price, c in zip(prices, objective, strict=True))
        return feasible and best and dot(self.duals, rhs) == dot(objective, self.x) == self.value


class RationalProgram:
    """The feasible set ``{x >= 0 : rows @ x = rhs}``, to be maximised over for any objective.

    ``rows`` (r, n) and ``rhs`` (r,) are fractions, r >= 1. ``stop`` is asked before every pivot; if it says yes,
    :class:`OutOfTime` is raised. ``guess`` says whether doubles are asked first (default: if the program is large).
    """

    def __init__(
        self,
        rows: Sequence[Vector],
        rhs: Vector,
        stop: Callable[[], bool] | None = None,
        guess: bool | None = None,
    ) -> None:
        self.rows, self.rhs, self._stop = [tuple(row) for row in rows], tuple(rhs), stop
        self._guess = len(rows) * len(rows[0]) >= _LARGE if guess is None else guess
        self._excluded: RationalAnswer | None = None

    def maximize(self, objective: Vector) -> RationalAnswer:
        """The best feasible point for ``objective`` (n,), with its proof."""
        if self._excluded is not None:
            return self._excluded
        answer = self._by_guess(objective) if self._guess else None
        answer = self._tableau.maximize(objective) if answer is None else answer
        if answer.status == "infeasible":
            self._excluded = answer
        return answer

    @cached_property
    def _tableau(self) -> _Tableau:
        return _Tableau(self.rows, self.rhs, self._stop)

    def _by_guess(self, objective: Vector) -> RationalAnswer | None:
        """The answer if doubles find its basis; an empty set is excluded by the prices of what is missing least."""
        if self._stop is not None and self._stop():
            raise OutOfTime
        found = _exactly_at(_float_basis(self.rows, self.rhs, objective), self.rows, self.rhs, objective)
        if found is not None:
            return found
        count, width = len(self.rows), len(self.rows[0])
        signs = [Fraction(-1 if b < 0 else 1) for b in self.rhs]
        wider = [
            (*row, *(s * v for v in axis(i, count))) for i, (row, s) in enumerate(zip(self.rows, signs, strict=True))
        ]
        missing = (Fraction(0),) * width + (Fraction(-1),) * count
        least = _exactly_at(_float_basis(wider, self.rhs, missing), wider, self.rhs, missing)
        if least is None or least.value >= 0:
            return None
        return RationalAnswer("infeasible", Fraction(0), (), least.duals)


def _float_basis(rows: Sequence[Vector], rhs: Vector, objective: Vector) -> tuple[int, ...]:
    """What doubles take for the optimal basis (rows counted on after the columns); empty if they find none."""
    sizes = [max(map(abs, (*row, b))) or Fraction(1) for row, b in zip(rows, rhs, strict=True)]
    matrix = np.array([[float(v / size) for v in row] for row, size in zip(rows, sizes, strict=True)])
    right = np.array([float(b / size) for b, size in zip(rhs, sizes, strict=True)])
    top = max(map(abs, objective)) or Fraction(1)
    costs = np.array([float(c / top) for c in objective])
    answer = linear_program.maximize(costs, matrix, right, right, 0.0, np.inf, attempts=1)
    return answer.basis if answer.status == "optimal" and len(answer.basis) == len(rows) else ()


def _exactly_at(
    basis: tuple[int, ...], rows: Sequence[Vector], rhs: Vector, objective: Vector
) -> RationalAnswer | None:
    """The optimum if it is at ``basis``: solved for, and its prices computed, exactly."""
    if not basis:
        return None
    count, width = len(rows), len(objective)
    columns = [tuple(row[j] for row in rows) if j < width else axis(j - width, count) for j in basis]
    point = solve(list(zip(*columns, strict=True)), rhs, count)
    if point is None or point[1] or any(v < 0 or (v and j >= width) for j, v in zip(basis, point[0], strict=True)):
        return None
    costs = tuple(objective[j] if j < width else Fraction(0) for j in basis)
    prices = solve(columns, costs, count)
    if prices is None:
        return None
    x = [Fraction(0)] * width
    for j, v in zip(basis, point[0], strict=True):
        if j < width:
            x[j] = v
    answer = RationalAnswer("optimal", dot(objective, x), tuple(x), prices[0])
    return answer if answer.holds(objective, rows, rhs) else None


class _Tableau:
    """The simplex tableau: whole numbers over the common denominator ``den``, one more row for the objective."""

    def __init__(self, rows: Sequence[Vector], rhs: Vector, stop: Callable[[], bool] | None) -> None:
        self._stop = stop
        self._count, self._columns = len(rows), len(rows[0])
        self._factors: list[Fraction] = []
        self._table: list[list[int]] = []
        for i, (row, b) in enumerate(zip(rows, rhs, strict=True)):
            common = lcm(*(v.denominator for v in (*row, b)))
            whole = [v.numerator * (common // v.denominator) for v in (*row, b)]
            shared = gcd(*whole) or 1
            sign = -1 if b < 0 else 1
            whole = [sign * (v // shared) for v in whole]
            unit = [int(i == k) for k in range(self._count)]
            self._table.append([*whole[:-1], *unit, whole[-1]])
            self._factors.append(Fraction(sign * common, shared))
        self._den = 1
        self._basis = [self._columns + i for i in range(self._count)]
        self._begin()
        self.infeasible = self._find_feasible()

    def maximize(self, objective: Vector) -> RationalAnswer:
        if self.infeasible is not None:
            return self.infeasible
        common = lcm(*(c.denominator for c in objective)) if objective else 1
        costs = [c.numerator * (common // c.denominator) for c in objective]
        row = [-self._den * c for c in costs] + [0] * (self._count + 1)
        for i, b in enumerate(self._basis):
            if b < self._columns and costs[b]:
                row = [v + costs[b] * w for v, w in zip(row, self._table[i], strict=True)]
        self._table.append(row)
        entering = self._climb(lambda: self._table[-1][: self._columns])
        row = self._table.pop()
        x = self._point()
        if entering is not None:
            ray = [Fraction(0)] * self._columns
            ray[entering] = Fraction(1)
            for i, b in enumerate(self._basis):
                if b < self._columns:
                    ray[b] = Fraction(-self._table[i][entering], self._den)
            return RationalAnswer("unbounded", dot(objective, x), x, (), tuple(ray))
        prices = row[self._columns : -1]
        duals = tuple(Fraction(v, self._den * common) * f for v, f in zip(prices, self._factors, strict=True))
        return RationalAnswer("optimal", dot(objective, x), x, duals)

    def _begin(self) -> None:
        """Columns of a single positive entry, such as slacks, start in the basis: each saves an artificial one."""
        taken = set()
        for j in range(self._columns):
            places = [i for i in range(self._count) if self._table[i][j]]
            if len(places) == 1 and places[0] not in taken and self._table[places[0]][j] > 0:
                taken.add(places[0])
                self._pivot(places[0], j)

    def _find_feasible(self) -> RationalAnswer | None:
        """Drive the artificial columns to zero; the proof that this is impossible, or None."""

        def artificial() -> list[int]:
            return [i for i, b in enumerate(self._basis) if b >= self._columns and self._table[i][-1]]

        def costs() -> list[int]:
            out = [i for i, b in enumerate(self._basis) if b >= self._columns]
            return [-sum(self._table[i][j] for i in out) for j in range(self._columns)]

        if artificial():
            self._climb(costs)
        if artificial():
            out = [i for i, b in enumerate(self._basis) if b >= self._columns]
            first = self._columns
            prices = [-sum(self._table[i][first + k] for i in out) for k in range(self._count)]
            duals = tuple(Fraction(v, self._den) * f for v, f in zip(prices, self._factors, strict=True))
            return RationalAnswer("infeasible", Fraction(0), (), duals)
        for i, b in enumerate(self._basis):
            if b >= self._columns:  # at zero: any other column will do; if there is none the row says nothing new
                j = next((j for j in range(self._columns) if self._table[i][j]), None)
                if j is not None:
                    self._pivot(i, j)
        return None

    def _climb(self, costs: Callable[[], list[int]]) -> int | None:
        """Pivot until no column promises more (None), or one promises more without end (its index)."""
        idle, patience = 0, 2 * self._count + 10
        while True:
            row = costs()
            if idle > patience:
                entering = next((j for j, v in enumerate(row) if v < 0), None)
            else:
                entering = min(range(len(row)), key=row.__getitem__) if row else None
            if entering is None or row[entering] >= 0:
                return None
            leaving = self._leaving(entering)
            if leaving is None:
                return entering
            idle = 0 if self._table[leaving][-1] else idle + 1
            self._pivot(leaving, entering)

    def _leaving(self, entering: int) -> int | None:
        """The row that limits ``entering``; of several the one whose basic column comes first (Bland)."""
        best: int | None = None
        for i in range(self._count):
            size = self._table[i][entering]
            if size <= 0:
                continue
            if best is not None:
                here, there = self._table[i][-1] * self._table[best][entering], self._table[best][-1] * size
                if here > there or (here == there and self._basis[i] > self._basis[best]):
                    continue
            best = i
        return best

    def _pivot(self, i: int, j: int) -> None:
        if self._stop is not None and self._stop():
            raise OutOfTime
        table, den = self._table, self._den
        row, p = table[i], table[i][j]
        for k, other in enumerate(table):
            if k == i:
                continue
            q = other[j]
            if q:
                table[k] = [(p * a - q * b) // den for a, b in zip(other, row, strict=True)]
            else:
                table[k] = [p * a // den if a else 0 for a in other]
        if p < 0:
            table[:] = [[-v for v in other] for other in table]
        self._den, self._basis[i] = abs(p), j

    def _point(self) -> Vector:
        x = [Fraction(0)] * self._columns
        for i, b in enumerate(self._basis):
            if b < self._columns:
                x[b] = Fraction(self._table[i][-1], self._den)
        return tuple(x)
