"""A frontier in sampled directions, with a bound on what lies beyond (the sandwich method).

Directions w >= 0 with ``w . ranges = 1`` form a simplex. On a smaller simplex with corners w_k and their best points
x_k every direction is w = sum l_k w_k, where the support of F is at most sum l_k w_k . x_k and that of the hull of the
points at least ``max_j w . x_j``. The largest difference is the value of a matrix game, and the largest over all
simplices bounds how far F rises above the hull of the points, since that is the largest difference of the supports. The
simplex with the largest bound is cut in two again and again.
"""

from __future__ import annotations

import heapq
from itertools import count

import numpy as np

from .._core.arrays import Array
from .._numerics.linear_program import maximize
from .problem import Contributions

#: Points closer than this, in units of the ranges, are one point.
_SAME = 1e-12
#: A bound below this is rounding: more directions bring nothing.
_NOTHING = 1e-13

Patches = tuple[tuple[int, ...], ...]


def sample(problem: Contributions, unit: Array, most: int) -> tuple[Array, Patches, Array, float]:
    """(points, patches, normals, missed) after about ``most`` directions, at least one per payoff."""
    return _Sandwich(problem, unit).run(most)


class _Sandwich:
    def __init__(self, problem: Contributions, unit: Array) -> None:
        self.problem, self.unit = problem, unit
        self.directions: list[Array] = []  # in units of the ranges: they sum to one
        self.points: list[Array] = []
        self.heights: list[float] = []
        self.known: dict[bytes, int] = {}

    def ask(self, w: Array) -> int:
        """The position of direction ``w``; among its best points one that is good for all is taken."""
        key = w.tobytes()
        if key not in self.known:
            direction, even = w / self.unit, 1.0 / self.unit
            point = np.sum([part.face_point(direction, even) for part in self.problem.sets], axis=0)
            self.known[key] = len(self.points)
            self.directions.append(w)
            self.points.append(point)
            self.heights.append(float(self.problem.support(direction)))
        return self.known[key]

    def bound(self, cell: tuple[int, ...]) -> float:
        """The most that F rises above the hull of the cell's points in a direction of the cell."""
        w = np.array([self.directions[k] for k in cell]) / self.unit
        x = np.array([self.points[k] for k in cell])
        gaps = np.maximum(np.array([self.heights[k] for k in cell])[:, None] - w @ x.T, 0.0)  # (direction, point)
        n = len(cell)
        if n == 1:
            return float(gaps[0, 0])
        rows = np.vstack([np.hstack([-gaps.T, np.ones((n, 1))]), np.append(np.ones(n), 0.0)])
        lower, upper = np.append(np.full(n, -np.inf), 1.0), np.append(np.zeros(n), 1.0)
        found = maximize(np.append(np.zeros(n), 1.0), rows, lower, upper, np.append(np.zeros(n), 0.0), np.inf)
        if found.status != "optimal":
            return float(gaps.max())
        # By duality any mixture of the points bounds the value: round-proof, whatever the solver left open.
        mixed = np.maximum(found.duals[:n], 0.0)
        mixed = mixed / mixed.sum() if mixed.sum() > 0 else np.full(n, 1.0 / n)
        return float((gaps @ mixed).max())

    def run(self, most: int) -> tuple[Array, Patches, Array, float]:
        m, ticket = self.problem.dim, count()
        whole = tuple(self.ask(w) for w in np.eye(m))
        cells = [(-self.bound(whole), next(ticket), whole)]
        for _ in range(m * most):  # neighbours share directions, and rounding may leave nothing to cut
            if len(self.points) >= most or -cells[0][0] <= _NOTHING:
                break
            _, _, cell = heapq.heappop(cells)
            for half in self._halves(cell):
                heapq.heappush(cells, (-self.bound(half), next(ticket), half))
        missed = max(0.0, *(-worst for worst, _, _ in cells))
        return (*self._patches([cell for _, _, cell in cells]), missed)

    def _halves(self, cell: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Cut between the two corners whose directions and points are furthest apart."""
        w = np.array([self.directions[k] for k in cell])
        x = np.array([self.points[k] for k in cell]) / self.unit
        apart = np.abs(w[:, None] - w[None]).sum(axis=2) * (1e-3 + np.abs(x[:, None] - x[None]).max(axis=2))
        i, j = divmod(int(np.argmax(apart)), len(cell))
        middle = self.ask(self._between(cell[i], cell[j]))
        return (*cell[:i], middle, *cell[i + 1 :]), (*cell[:j], middle, *cell[j + 1 :])

    def _between(self, i: int, j: int) -> Array:
        """The direction in which to cut: of two payoffs that in which both points are equally good, else the middle."""
        one, two = self.directions[i], self.directions[j]
        step = (self.points[j] - self.points[i]) / self.unit
        less, more = max(0.0, -float(one @ step)), max(0.0, float(two @ step))  # what the other's point loses and gains
        if len(one) > 2 or min(less, more) <= 1e-6 * max(less, more):
            return np.asarray(0.5 * (one + two))
        return np.asarray((more * one + less * two) / (less + more))

    def _patches(self, cells: list[tuple[int, ...]]) -> tuple[Array, Patches, Array]:
        """Distinct points in lexical order, and every cell as the positions of its points."""
        points = np.array(self.points)
        order = np.lexsort(points.T[::-1]).tolist()
        place: dict[int, int] = {}
        kept: list[int] = []
        for k in order:
            if not kept or (np.abs(points[k] - points[kept[-1]]) > _SAME * self.unit).any():
                kept.append(k)
            place[k] = len(kept) - 1
        found: dict[tuple[int, ...], Array] = {}
        for cell in cells:
            middle = np.mean([self.directions[k] for k in cell], axis=0)
            found.setdefault(tuple(sorted({place[k] for k in cell})), middle / self.unit)
        faces = sorted(found)
        return points[kept], tuple(faces), np.array([found[face] for face in faces])
