"""Whether the Nash bargaining solution lies inside a face: then its equations are those of the face, by proof.

The intervals that follow from the gap hold the solution's gains and so bound its weights nu / g. If no other action is
best at any such weights, the solution is a mixture of the face's actions; if every point of the face in the intervals
can be mixed from all of them, they are all equally good at the solution's weights, which is what the equations say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..._core.rationals import Vector, axis, dot, plus
from ..._numerics.rational_algebra import blocks, reduced
from ..._numerics.rational_program import RationalProgram
from .condition import AlgebraicBlock, AlgebraicCondition
from .enclosure import Interval, enclosure
from .faces import gains_on
from .model import FiniteProblem, Shares
from .proofs import Check, Proof


@dataclass(frozen=True)
class InsideFace(Proof):
    """The solution lies inside the face of ``condition`` and solves its equations; all count, with weights ``nu``.

    ``shares`` bring the payoffs with a part of every action of the face.
    """

    condition: AlgebraicCondition
    nu: Vector
    shares: Shares

    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        active = self.condition.active
        face = model.restricted(active)
        fits = face.are_shares(self.shares) and face.payoffs(self.shares) == payoffs
        yield Check("the payoffs are mixed from all actions of the face", fits)
        w = tuple(v / (x - d) for v, x, d in zip(self.nu, payoffs, model.disagreement, strict=True))
        around = enclosure(model, max(model.support(w) - dot(w, payoffs), Fraction(0)), self.nu, payoffs)
        yield Check("no other action is best at any weights in the intervals", self._others_are_worse(model, around))
        least = min(min(parts) for parts in self.shares)
        yield Check("so is every point of the face in the intervals", least > _largest_move(face, payoffs, around))
        space = gains_on(model, active, range(model.dim), ())
        assert space is not None  # nobody is held at d
        found = [
            (tuple(inside), tuple(space[0][t] for t in inside), tuple(tuple(row[t] for t in inside) for row in rows))
            for inside, rows in blocks(space[1], model.dim)
        ]
        same = found == [(block.players, block.point, block.directions) for block in self.condition.blocks]
        yield Check("its gains are the points and directions of the blocks", same)
        for block in self.condition.blocks:
            nu = tuple(self.nu[t] for t in block.players)
            yield Check(f"the equations of block {block.players} are solved as it says", _solved(block, nu))

    def _others_are_worse(self, model: FiniteProblem, around: tuple[Interval, ...]) -> bool:
        d = model.disagreement
        most = [nu / (low - own) for nu, (low, _), own in zip(self.nu, around, d, strict=True)]
        least = [nu / (high - own) for nu, (_, high), own in zip(self.nu, around, d, strict=True)]
        for rows, some in zip(model.budgets, self.condition.active, strict=True):
            for a in set(range(len(rows))) - set(some):
                ahead = [v - u for v, u in zip(rows[a], rows[some[0]], strict=True)]
                worth = (v * (high if v > 0 else low) for v, high, low in zip(ahead, most, least, strict=True))
                if sum(worth) >= 0:
                    return False
        return True


def _largest_move(face: FiniteProblem, x: Vector, around: tuple[Interval, ...]) -> Fraction:
    """How much a share must change at most on the way from ``x`` to any point of the face in the intervals.

    A move along the face is a combination of independent differences of actions: v = sum c_i basis_i with
    c = v[leads] @ inverse.
    """
    moves = [plus(row, tuple(-v for v in rows[0])) for rows in face.budgets for row in rows[1:]]
    if not moves:
        return Fraction(0)
    basis = [moves[j] for j in reduced(list(zip(*moves, strict=True)))[1]]
    leads = reduced(basis)[1]
    system = [(*(one[t] for one in basis), *axis(i, len(leads))) for i, t in enumerate(leads)]
    inverse = [row[len(basis) :] for row in reduced(system)[0]]
    wide = [max(around[t][1] - x[t], x[t] - around[t][0]) for t in leads]
    return sum((dot(map(abs, row), wide) for row in inverse), Fraction(0))


def _solved(block: AlgebraicBlock, nu: Vector) -> bool:
    """True if the block's gains, or its root, or its normals are what its equations ask for."""
    if any(dot(n, row) for n in block.normals for row in block.directions):
        return False
    if block.kind == "rational":
        w = tuple(v / g for v, g in zip(nu, block.gains, strict=True))
        moved = plus(block.gains, tuple(-v for v in block.point))
        return len(reduced([*block.directions, moved])[0]) == len(block.directions) and not any(
            dot(row, w) for row in block.directions
        )
    if block.kind == "system":
        return True  # it says no more than what holds on every face
    start, step = (block.point, block.directions[0]) if block.kind == "line" else block.normals
    if block.kind == "pencil" and dot(step, block.point):
        return False
    assert block.low is not None and block.high is not None
    ends = []
    for z in (block.low, block.high):
        values = tuple(a + z * b for a, b in zip(start, step, strict=True))
        if min(values) <= 0:
            return False
        slope = sum((v * b / value for v, b, value in zip(nu, step, values, strict=True)), Fraction(0))
        ends.append((slope, _at(block.coefficients, z)))
    crosses = ends[0][0] > 0 > ends[1][0] and ends[0][1] * ends[1][1] < 0
    lead = abs(block.coefficients[0])
    whole = range(math.ceil(block.low * lead), math.floor(block.high * lead) + 1)
    return crosses and len(whole) <= 1 and all(_at(block.coefficients, Fraction(n, lead)) for n in whole)


def _at(coefficients: tuple[int, ...], z: Fraction) -> Fraction:
    value = Fraction(0)
    for c in coefficients:
        value = value * z + c
    return value


def even_shares(face: FiniteProblem, x: Vector) -> Shares | None:
    """Shares with payoffs ``x`` whose smallest is largest; None if there are none."""
    count = sum(map(len, face.budgets))
    rows, rhs = list[Vector](), list[Fraction]()
    for b, budget in enumerate(face.budgets):
        inside = [Fraction(b == k) for k, one in enumerate(face.budgets) for _ in one]
        rows.append((*inside, Fraction(len(budget))))
        rhs.append(Fraction(1))
    for t, offset in enumerate(face.offset):
        column = [row[t] for budget in face.budgets for row in budget]
        rows.append((*column, sum(column, Fraction(0))))
        rhs.append(x[t] - offset)
    answer = RationalProgram(rows, tuple(rhs), face.stop).maximize((*((Fraction(0),) * count), Fraction(1)))
    if answer.status != "optimal":
        return None
    return tuple(tuple(v + answer.value for v in parts) for parts in face.shares_of(answer.x))
