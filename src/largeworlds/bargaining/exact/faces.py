"""The Nash bargaining solution on one face of the feasible set: an affine space of gains, solved block by block.

On the affine hull of the actions in use the gains of those who count are ``g = g0 + V z``, and the solution is where
``sum_t nu_t v_t / g_t = 0`` for every direction v of V. V splits into blocks of players that do not meet in any
direction; each is solved for itself. A block of dimension k among p players is linear if k = 0 or p - k = 1, the root
of one polynomial if k = 1 or p - k = 2, and otherwise a system.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..._core.rationals import Vector, dot, dyadic, plus
from ..._numerics.rational_algebra import blocks, reduced, solve
from ..._numerics.rational_program import OutOfTime
from ..._numerics.rational_roots import Root, root_between
from .condition import AlgebraicBlock
from .model import FiniteProblem

#: Binary digits to which gains are computed, and to which steps are rounded.
_DIGITS, _STEP_DIGITS = 176, 256
#: Newton steps before a face is given up.
_STEPS = 60
#: A fraction with a denominator of at most this that is as near as computed gains are is tried as the solution.
_DENOMINATOR = 2**72


@dataclass(frozen=True)
class OnFace:
    """Gains (p,) of those who count, exactly or (``exact`` False) to about 50 decimal digits, on the face exactly."""

    gains: Vector
    blocks: tuple[AlgebraicBlock, ...]
    exact: bool


def solve_on_face(
    model: FiniteProblem,
    active: Sequence[Sequence[int]],
    counted: Sequence[int],
    held: Sequence[int],
    nu: Vector,
    near: Vector,
) -> OnFace | None:
    """The solution on the hull of the ``active`` actions where those ``held`` get d; None if there is none inside.

    ``nu`` (p,) are the weights of the players ``counted``, ``near`` (p,) gains to start from.
    """
    space = gains_on(model, active, counted, held)
    if space is None:
        return None
    start = _nearest(*space, near)
    gains = None if start is None else _newton(start, space[1], nu, model.stop)
    if gains is None:
        return None
    found, exact = list(gains), True
    solved = []
    for inside, rows in blocks(space[1], len(counted)):
        block = _Block(
            tuple(counted[i] for i in inside),
            tuple(nu[i] for i in inside),
            tuple(space[0][i] for i in inside),
            tuple(tuple(row[i] for i in inside) for row in rows),
            tuple(gains[i] for i in inside),
        ).solved()
        if block is None:
            return None
        solved.append(block)
        if block.kind != "rational":
            exact = False
            continue
        for i, gain in zip(inside, block.gains, strict=True):
            found[i] = gain
    return OnFace(tuple(found), tuple(solved), exact)


def gains_on(
    model: FiniteProblem, active: Sequence[Sequence[int]], counted: Sequence[int], held: Sequence[int]
) -> tuple[Vector, list[Vector]] | None:
    """(g0, reduced basis of V): gains of the ``counted`` on the hull of the ``active`` actions; None if it is empty."""
    d, base = model.disagreement, model.offset
    moves = []
    for rows, some in zip(model.budgets, active, strict=True):
        first = rows[some[0]]
        base = plus(base, first)
        moves += [plus(rows[a], tuple(-v for v in first)) for a in some[1:]]
    moves = reduced(moves)[0]
    if held and moves:
        equations = [tuple(move[t] for move in moves) for t in held]
        found = solve(equations, tuple(d[t] - base[t] for t in held), len(moves))
        if found is None:
            return None
        for size, move in zip(found[0], moves, strict=True):
            base = plus(base, tuple(size * v for v in move))
        moves = [tuple(dot(size, column) for column in zip(*moves, strict=True)) for size in found[1]]
    elif any(base[t] != d[t] for t in held):
        return None
    basis = reduced([tuple(move[t] for t in counted) for move in moves])[0] if moves else []
    return tuple(base[t] - d[t] for t in counted), basis


def _nearest(point: Vector, basis: list[Vector], near: Vector) -> Vector | None:
    """The gains on the face that agree with ``near`` in the leading coordinates; None unless all are positive."""
    for row in basis:
        lead = next(i for i, v in enumerate(row) if v)
        size = near[lead] - point[lead]
        point = plus(point, tuple(size * v for v in row))
    return point if min(point) > 0 else None


def _newton(gains: Vector, basis: list[Vector], nu: Vector, stop: Callable[[], bool] | None) -> Vector | None:
    """Newton's method for ``sum nu log g`` on the face, in rounded fractions; None if it does not settle."""
    for _ in range(_STEPS if basis else 0):
        if stop is not None and stop():
            raise OutOfTime
        w = [dyadic(n / g, _STEP_DIGITS) for n, g in zip(nu, gains, strict=True)]
        slopes = tuple(dyadic(dot(row, w), _STEP_DIGITS) for row in basis)
        bends = [dyadic(v / g, 64) for v, g in zip(w, gains, strict=True)]
        curve = [
            tuple(
                dyadic(sum((a * b * c for a, b, c in zip(one, two, bends, strict=True)), Fraction(0)), 64)
                for two in basis
            )
            for one in basis
        ]
        found = solve(curve, slopes, len(basis))
        if found is None or found[1]:
            return None
        step = tuple(
            sum((z * row[i] for z, row in zip(found[0], basis, strict=True)), Fraction(0)) for i in range(len(nu))
        )
        size = max(abs(s) / g for s, g in zip(step, gains, strict=True))
        part = Fraction(1) if size <= Fraction(1, 4) else Fraction(1, 4) / size
        moved = gains
        for z, row in zip(found[0], basis, strict=True):
            short = dyadic(part * z, 64)
            moved = plus(moved, tuple(short * v for v in row))
        gains = moved
        if size <= Fraction(1, 2**_DIGITS):
            return gains
    return None if basis else gains


@dataclass(frozen=True)
class _Block:
    """Some players whose gains are ``point`` plus the span of ``rows``; ``near`` are computed ones."""

    players: tuple[int, ...]
    nu: Vector
    point: Vector
    rows: tuple[Vector, ...]
    near: Vector

    def solved(self) -> AlgebraicBlock | None:
        """What the block solves, exactly if that is a fraction; None if it has no solution with positive gains."""
        if not self.rows:
            return self._found((), self.point)
        nothing = solve(self.rows, (Fraction(0),) * len(self.rows), len(self.point))
        assert nothing is not None  # zero solves it
        normals = tuple(nothing[1])
        if len(normals) == 1:
            level = dot(normals[0], self.point) / sum(self.nu, Fraction(0))
            flat = tuple(level * v / a if a else Fraction(0) for v, a in zip(self.nu, normals[0], strict=True))
            return self._found(normals, flat)
        if len(self.rows) == 1:
            return self._line(normals)
        if len(normals) == 2:
            return self._pencil(normals)
        return self._found(normals, self._short()) or self._open("system", normals)

    def _found(self, normals: tuple[Vector, ...], gains: Vector | None) -> AlgebraicBlock | None:
        if gains is None or min(gains) <= 0:
            return None
        return AlgebraicBlock(self.players, "rational", self.point, self.rows, normals, gains)

    def _open(self, kind: str, normals: tuple[Vector, ...], root: Root | None = None) -> AlgebraicBlock:
        known = () if root is None else (root.coefficients, root.low, root.high)
        return AlgebraicBlock(self.players, kind, self.point, self.rows, normals, (), *known)

    def _line(self, normals: tuple[Vector, ...]) -> AlgebraicBlock | None:
        """gains = point + z v."""
        v = self.rows[0]
        root = _root(self.point, v, self.nu)
        if root is None or root.exact is None:
            return None if root is None else self._open("line", normals, root)
        z = root.exact
        return self._found(normals, tuple(g + z * a for g, a in zip(self.point, v, strict=True)))

    def _pencil(self, normals: tuple[Vector, ...]) -> AlgebraicBlock | None:
        """w = (n + s k) / c on two normals with k . g = 0: the same equation in s as on a line."""
        first, second = dot(normals[0], self.point), dot(normals[1], self.point)
        k = tuple(second * a - first * b for a, b in zip(*normals, strict=True))
        ahead = _within(tuple(v / g for v, g in zip(self.nu, self.near, strict=True)), normals)
        root = None if ahead is None else _root(ahead, k, self.nu)
        if ahead is None or root is None:
            return None
        if root.exact is None:
            return self._open("pencil", (ahead, k), root)
        level, s = dot(ahead, self.point) / sum(self.nu, Fraction(0)), root.exact
        return self._found(
            (ahead, k), tuple(v * level / (a + s * b) for v, a, b in zip(self.nu, ahead, k, strict=True))
        )

    def _short(self) -> Vector | None:
        """Gains with short fractions on the face near the computed ones, if they solve the equations exactly."""
        found = self.point
        for row in self.rows:
            lead = next(i for i, v in enumerate(row) if v)
            move = self.near[lead].limit_denominator(_DENOMINATOR) - found[lead]
            found = plus(found, tuple(move * v for v in row))
        if min(found) <= 0:
            return None
        w = tuple(n / g for n, g in zip(self.nu, found, strict=True))
        return None if any(dot(row, w) for row in self.rows) else found


def _within(w: Vector, normals: tuple[Vector, ...]) -> Vector | None:
    """A short positive combination of two normals, each with a coordinate of its own, near ``w``."""
    leads = [next(i for i, v in enumerate(n) if v and not normals[1 - k][i]) for k, n in enumerate(normals)]
    for digits in (4, 24, 64, 160):
        sizes = [dyadic(w[i] / n[i], digits) for i, n in zip(leads, normals, strict=True)]
        near = tuple(sizes[0] * a + sizes[1] * b for a, b in zip(*normals, strict=True))
        if min(near) > 0:
            return near
    return None


def _root(point: Vector, v: Vector, nu: Vector) -> Root | None:
    """The z with ``sum nu_t v_t / (point_t + z v_t) = 0`` among those that keep all of ``point + z v`` positive."""
    moving = [(n, -p / a, a) for n, p, a in zip(nu, point, v, strict=True) if a]
    low = max((pole for _, pole, a in moving if a > 0), default=None)
    high = min((pole for _, pole, a in moving if a < 0), default=None)
    if low is None or high is None or low >= high:
        return None
    return root_between([n for n, _, _ in moving], [pole for _, pole, _ in moving], low, high, _DIGITS)
