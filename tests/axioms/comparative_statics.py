"""How a solution answers to a better disagreement point and to a more risk-averse opponent; rules that do it wrong.

A solver maps a BargainingProblem to payoffs (m,). A check raises AssertionError where the solver breaks the theorem.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from largeworlds import (
    Ball,
    BargainingProblem,
    Egalitarian,
    Isoelastic,
    KalaiSmorodinsky,
    NashBargaining,
    Polytope,
    Power,
    Utilitarian,
    bargain,
    pie,
)
from largeworlds.bargaining.concept import Concept
from largeworlds.sets.returns import Return

Solver = Callable[[BargainingProblem], np.ndarray]
#: Smallest loss, as a share of the range of payoffs, that counts as one; answers are certified to about 1e-7.
LOSS = 1e-6


def by(concept: Concept) -> Solver:
    return lambda problem: bargain(problem, concept).payoffs


NASH, KALAI_SMORODINSKY, EGALITARIAN = by(NashBargaining()), by(KalaiSmorodinsky()), by(Egalitarian())
UTILITARIAN = by(Utilitarian())


def everybody_is_given_the_next_ones_point(problem: BargainingProblem) -> np.ndarray:
    """Nash's solution from a mistaken disagreement point: everybody's own helps the next player."""
    return bargain(BargainingProblem(problem.sets[0], np.roll(problem.disagreement, 1))).payoffs


# -- disagreement points --------------------------------------------------------------------------------------------


def polygon(rng: np.random.Generator, m: int = 2) -> BargainingProblem:
    """A polytope, seldom comprehensive, and a point well inside."""
    return BargainingProblem(Polytope(np.vstack([np.zeros(m), rng.random((6, m)) + 0.1])), rng.uniform(0, 0.04, m))


def curved(rng: np.random.Generator, m: int) -> BargainingProblem:
    return BargainingProblem(Ball(rng.uniform(0.5, 2, m), p=float(rng.uniform(1.3, 3))), rng.uniform(0, 0.1, m))


def disagreement_point_monotonicity(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Who has more without agreement, all else the same, has no less with it (Thomson 1987)."""
    i, d = int(rng.integers(problem.dim)), np.array(problem.disagreement)
    before = solve(problem)
    d[i] += rng.uniform(0.2, 0.5) * (NASH(problem)[i] - d[i])
    after = solve(BargainingProblem(problem.sets[0], d))
    low, high = problem.bounding_box()
    assert after[i] >= before[i] - LOSS * (high - low)[i], (i, before, after)


# -- risk aversion --------------------------------------------------------------------------------------------------


def more_and_less_risk_averse(rng: np.random.Generator) -> tuple[Return, Return]:
    """A utility of money, and another one that is a concave function of it, in other units."""
    unit = 10.0 ** rng.uniform(-2, 2)
    if rng.random() < 0.5:
        exponent = rng.uniform(0.3, 1)
        return Power(exponent), Power(exponent * rng.uniform(0.3, 0.9), unit)
    eta = rng.uniform(0, 1.5)
    return Isoelastic(eta, 1.0, 1.0), Isoelastic(eta + rng.uniform(0.3, 2), unit, 1.0)


def risk_sensitivity(solve: Solver, rng: np.random.Generator) -> None:
    """Whoever divides a pie with somebody gains if that one becomes more risk-averse (Kihlstrom and others 1981)."""
    mine, size = more_and_less_risk_averse(rng)[0], rng.uniform(0.5, 3)
    before, after = (
        solve(BargainingProblem(pie([mine, theirs], size), [0, 0]))[0] for theirs in more_and_less_risk_averse(rng)
    )
    assert after > before + LOSS * float(mine(size)), (before, after)
