"""Two players' frontiers as dense polylines of best points, and solutions on them: an independent, cruder route.

Nothing here calls the library's solvers: only the sets' best points, numpy's interpolation and plain sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from largeworlds.bargaining.problem import BargainingProblem
from largeworlds.sets.base import ConvexSet
from tests.worlds import random_set

KINDS = ("polytope", "ball", "allocation", "exponential", "box", "sum", "moved")


def random_problem(rng: np.random.Generator, kind: str) -> BargainingProblem:
    """A problem of one or two sets of the kind in which both can gain."""
    while True:
        sets: list[ConvexSet] = [random_set(rng, 2, kind) for _ in range(2)]
        problem = BargainingProblem(sets, np.zeros(2))
        low, high = problem.bounding_box()
        if ((high - low) > 1e-3).all():
            middle = sum(part.maximizer(np.array([[1.0, 1e-9], [1e-9, 1.0]])).mean(axis=0) for part in sets)
            return BargainingProblem(sets, middle - (high - low) * rng.uniform(0.01, 0.6, size=2))


@dataclass(frozen=True)
class Polyline:
    """Points (k, 2) of the frontier over d, x rising and y falling, from the one where x = 0 to the one where y = 0."""

    points: np.ndarray

    @classmethod
    def of(cls, problem: BargainingProblem, count: int = 40_001) -> Polyline:
        low, high = problem.bounding_box()
        slopes = np.exp(np.linspace(-1.0, 1.0, count) ** 3 * 40)
        w = np.column_stack([slopes**0.5, slopes**-0.5]) / (high - low)
        found = sum(part.maximizer(w) for part in problem.sets) - problem.disagreement
        found = np.column_stack([np.maximum.accumulate(found[:, 0]), np.minimum.accumulate(found[:, 1])])
        x, y = found.T
        ends = []
        if x[0] < 0:
            ends.append([0.0, np.interp(0.0, x, y)])
        last = [[np.interp(0.0, -y, x), 0.0]] if y[-1] < 0 else []
        inside = found[(x >= 0) & (y >= 0)]
        return cls(np.array([*ends, *inside.tolist(), *last]))

    @property
    def lengths(self) -> np.ndarray:
        dx, dy = np.abs(np.diff(self.points, axis=0)).T
        return np.sqrt(dx * dy)

    def perles_maschler(self) -> np.ndarray:
        passed = np.append(0.0, np.cumsum(self.lengths))
        return np.array([np.interp(0.5 * passed[-1], passed, self.points[:, k]) for k in (0, 1)])

    def most(self, gains: np.ndarray) -> np.ndarray:
        x, y = self.points.T
        return np.array([np.interp(-gains[1], -y, x), np.interp(gains[0], x, y)])

    def raiffa(self, steps: int = 60) -> np.ndarray:
        gains = np.zeros(2)
        for _ in range(steps):
            gains = 0.5 * (gains + self.most(gains))
        return gains

    def flow(self, length: float = 2e-3) -> np.ndarray:
        """The continuous solution by Heun's rule."""
        gains = np.zeros(2)
        for _ in range(round(14 / length)):
            first = self.most(gains) - gains
            second = self.most(gains + length * first) - gains - length * first
            gains = gains + 0.5 * length * (first + second)
        return gains
