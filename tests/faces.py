"""The face on which some types have the most they can get, made again for the tests from the sets' uses alone."""

from __future__ import annotations

import math

import numpy as np

from largeworlds._numerics import returns
from largeworlds.bargaining.problem import BargainingProblem
from largeworlds.sets.uses import Budget

#: Points of one budget tie for a type if they differ by less than this share of the largest.
TIE = 1e-12


def face_of(problem: BargainingProblem, levels: tuple[int, ...]) -> tuple[np.ndarray, list[Budget]]:
    """Offset and budgets of the face on which, level by level, everybody with a level above 0 has its most.

    Fails if that most is not the disagreement payoff, up to rounding.
    """
    uses = [part.uses() for part in problem.sets]
    offset = np.sum([one.offset for one in uses], axis=0)
    budgets = [budget for one in uses for budget in one.budgets]
    size = np.maximum(*np.abs(problem.bounding_box())) + np.abs(problem.disagreement)
    for level in range(1, max(levels, default=0) + 1):
        stuck = [t for t, at in enumerate(levels) if at == level]
        assert stuck, f"no type of level {level}, but one of a higher level"
        for t in stuck:
            most = offset[t] + sum(float((b.directions[:, t] * b.scale).max()) for b in budgets if b.is_linear)
            most += sum(b.point(_best(b, np.eye(problem.dim)[t]))[t] for b in budgets if not b.is_linear)
            assert abs(most - problem.disagreement[t]) <= 1e-14 * size[t], (t, level, most, problem.disagreement[t])
        for t in stuck:
            left = []
            for budget in budgets:
                worth = budget.directions[:, t] * budget.scale
                if budget.is_linear:
                    rows = budget.directions * budget.scale[:, None]
                    left.append(Budget.linear(rows[worth >= worth.max() - TIE * np.abs(worth).max()]))
                elif (worth > 0).any():
                    offset = offset + budget.point(_best(budget, np.eye(problem.dim)[t]))
                else:
                    left.append(budget)
            budgets = left
    return offset, budgets


def _best(budget: Budget, w: np.ndarray) -> np.ndarray:
    worth = (budget.directions @ w)[None]
    return returns.best_split(worth, budget.scale, budget.offset, budget.exponent, 1.0)[0]


def support_on_face(problem: BargainingProblem, levels: tuple[int, ...], w: np.ndarray) -> float:
    """The largest ``w . x`` over the face."""
    offset, budgets = face_of(problem, levels)
    best = [
        float((budget.directions @ w * budget.scale).max()) if budget.is_linear else budget.point(_best(budget, w)) @ w
        for budget in budgets
    ]
    return math.fsum([float(offset @ w), *best])
