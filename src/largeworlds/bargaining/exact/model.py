"""A problem with finitely many actions in exact numbers: hulls of rows, d, and linear programs over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..._core.errors import invalid
from ..._core.rationals import Vector, axis, dot, plus
from ..._core.text import counted, shown
from ..._numerics.rational_program import RationalProgram
from ...sets.algebra import Scaled
from ..problem import BargainingProblem

#: One vector per budget: the shares of its actions, none negative, summing to one.
Shares = tuple[Vector, ...]


@dataclass(frozen=True, eq=False)
class FiniteProblem:
    """The feasible set is the sum of ``offsets`` (one per giver) and of the hulls of the rows of every budget.

    ``owners`` says which giver a budget belongs to. ``disagreement`` d (m,). ``stop`` is asked during computations.
    """

    names: tuple[str, ...]
    disagreement: Vector
    offsets: tuple[Vector, ...]
    budgets: tuple[tuple[Vector, ...], ...]
    owners: tuple[int, ...]
    stop: Callable[[], bool] | None = None

    @classmethod
    def of(cls, problem: BargainingProblem, stop: Callable[[], bool] | None = None) -> FiniteProblem:
        """The problem in exact numbers; InvalidProblem, naming the set, if some set has not finitely many actions."""
        offsets, budgets, owners = [], list[tuple[Vector, ...]](), list[int]()
        for giver, part in enumerate(problem.sets):
            uses = part.exact_uses()
            factors = problem.origin.factors
            if uses is not None and factors is not None and isinstance(part, Scaled):
                base = part.base.exact_uses()
                uses = None if base is None else base.scaled(factors[giver])
            if uses is None:
                name = "sets" if problem.joint else f"sets[{giver}] ({shown(problem.names[giver])})"
                fix = "use sets with finitely many actions, such as lw.Polytope, or leave out exact=True"
                raise invalid(name, "must have finitely many actions for an exact answer", shown(part), fix)
            offsets.append(uses.offset)
            budgets += uses.budgets
            owners += [giver] * len(uses.budgets)
        made = cls(problem.names, problem.exact_disagreement, tuple(offsets), tuple(budgets), tuple(owners), stop)
        return replace(made, disagreement=made._selfish_point(problem)) if problem.origin.selfish else made

    @property
    def dim(self) -> int:
        return len(self.disagreement)

    @property
    def offset(self) -> Vector:
        total = (Fraction(0),) * self.dim
        for one in self.offsets:
            total = plus(total, one)
        return total

    def support(self, w: Vector) -> Fraction:
        """``max w . x`` over the feasible set."""
        return dot(w, self.offset) + sum((max(dot(w, row) for row in rows) for rows in self.budgets), Fraction(0))

    def actions(self, shares: Shares) -> tuple[Vector, ...]:
        """What each giver brings everybody."""
        out = list(self.offsets)
        for owner, rows, parts in zip(self.owners, self.budgets, shares, strict=True):
            for row, part in zip(rows, parts, strict=True):
                if part:
                    out[owner] = plus(out[owner], tuple(part * v for v in row))
        return tuple(out)

    def payoffs(self, shares: Shares) -> Vector:
        """What everybody gets."""
        return tuple(sum(column, Fraction(0)) for column in zip(*self.actions(shares), strict=True))

    def are_shares(self, shares: Shares) -> bool:
        """True if ``shares`` has one vector per budget, none negative, each summing to one."""
        fits = [len(parts) for parts in shares] == [len(rows) for rows in self.budgets]
        return fits and all(sum(parts) == 1 and min(parts) >= 0 for parts in shares)

    def face(self, w: Vector) -> tuple[FiniteProblem, tuple[tuple[int, ...], ...]]:
        """The best points in direction ``w``, and which actions of every budget remain."""
        kept = []
        for rows in self.budgets:
            worth = [dot(w, row) for row in rows]
            kept.append(tuple(a for a, value in enumerate(worth) if value == max(worth)))
        return self.restricted(kept), tuple(kept)

    def restricted(self, kept: Sequence[Sequence[int]]) -> FiniteProblem:
        """The same with the actions ``kept`` of every budget alone."""
        budgets = tuple(tuple(rows[a] for a in some) for rows, some in zip(self.budgets, kept, strict=True))
        return replace(self, budgets=budgets)

    def widened(self, shares: Shares, kept: Sequence[Sequence[int]]) -> Shares:
        """Shares of the actions ``kept`` as shares of all."""
        out = []
        for rows, some, parts in zip(self.budgets, kept, shares, strict=True):
            given = dict(zip(some, parts, strict=True))
            out.append(tuple(given.get(a, Fraction(0)) for a in range(len(rows))))
        return tuple(out)

    def average(self, points: Sequence[Shares]) -> Shares:
        """The shares halfway between all ``points``."""
        part = Fraction(1, len(points))
        return tuple(
            tuple(part * sum(column) for column in zip(*(point[b] for point in points), strict=True))
            for b in range(len(self.budgets))
        )

    # -- linear programs ----------------------------------------------------------------------------------------

    def objective(self, w: Vector, extra: Vector = ()) -> Vector:
        """``w . x`` (without the offset) plus ``extra`` in the further columns, as the objective of a program."""
        return (*(dot(w, row) for rows in self.budgets for row in rows), *extra)

    def program(self, lines: Sequence[tuple[int, Vector, Fraction]]) -> RationalProgram:
        """The mixtures with ``x_t + extra . z = value`` for every line (t, extra, value), further columns z >= 0."""
        width = len(lines[0][1]) if lines else 0
        offset, nothing = self.offset, (Fraction(0),) * width
        rows, rhs = list[Vector](), list[Fraction]()
        for b in range(len(self.budgets)):
            inside = [Fraction(b == k) for k, rows_k in enumerate(self.budgets) for _ in rows_k]
            rows.append((*inside, *nothing))
            rhs.append(Fraction(1))
        for t, extra, value in lines:
            rows.append((*(row[t] for budget in self.budgets for row in budget), *extra))
            rhs.append(value - offset[t])
        return RationalProgram(rows, tuple(rhs), self.stop)

    def at_least(self, floor: Vector) -> RationalProgram:
        """The mixtures with ``x >= floor``; the further columns are what is above."""
        above = [tuple(-v for v in axis(t, self.dim)) for t in range(self.dim)]
        return self.program([(t, above[t], floor[t]) for t in range(self.dim)])

    def shares_of(self, x: Vector) -> Shares:
        """The shares among the columns of a program's point."""
        out, first = [], 0
        for rows in self.budgets:
            out.append(x[first : first + len(rows)])
            first += len(rows)
        return tuple(out)

    # -- the point without cooperation ----------------------------------------------------------------------------

    def _selfish_point(self, problem: BargainingProblem) -> Vector:
        """What everybody gets if each giver serves itself best, ties as is worst for the others, without rounding.

        The doubles of the problem if this is not what they round: then they came from somewhere else.
        """
        total = self.offset
        for owner, rows in zip(self.owners, self.budgets, strict=True):
            own = [k for k, one in enumerate(self.owners) if one == owner]
            wide = [
                sum((max(r[s] for r in self.budgets[k]) - min(r[s] for r in self.budgets[k]) for k in own), Fraction(0))
                for s in range(self.dim)
            ]
            cost = [Fraction(0) if s == owner or not size else 1 / size for s, size in enumerate(wide)]
            total = plus(total, min(rows, key=lambda row: (-row[owner], dot(row, cost))))
        near = all(
            abs(exact - Fraction(d)) <= Fraction(1, 10**9) * max(abs(exact), abs(Fraction(d)))
            for exact, d in zip(total, problem.disagreement.tolist(), strict=True)
        )
        return total if near else self.disagreement

    def __repr__(self) -> str:
        return f"FiniteProblem({counted(self.dim, 'player')}, {counted(sum(map(len, self.budgets)), 'action')})"
