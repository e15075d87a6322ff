"""Stored problems on which a concept is known to break an axiom: every check is shown to bite.

Each entry: the axiom's key, the concept, the problem. The comments say what happens there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from largeworlds import (
    Armstrong,
    BargainingProblem,
    Dictatorial,
    Egalitarian,
    EqualLoss,
    KalaiSmorodinsky,
    NashBargaining,
    Polytope,
    Utilitarian,
)
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.agreement import Agreement
from largeworlds.bargaining.concept import Concept


@dataclass(frozen=True, eq=False)
class Halfway(Concept):
    """Half of what the Nash solution brings: broken on purpose, it leaves gains on the table."""

    @property
    def title(self) -> str:
        return "half of Nash"

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        deal = NashBargaining().solve(problem, watch)
        return replace(deal, payoffs=problem.disagreement + deal.gains / 2, gains=deal.gains / 2)


@dataclass(frozen=True, eq=False)
class FirstRungOnly(Concept):
    """Kalai-Smorodinsky's ray without its completion: weakly Pareto optimal, no more."""

    @property
    def title(self) -> str:
        return "Kalai-Smorodinsky without completion"

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        deal = KalaiSmorodinsky().solve(problem, watch)
        gains = deal.rungs[0].level * deal.rungs[0].ray
        return replace(deal, payoffs=problem.disagreement + gains, gains=gains)


def joint(points: list[list[float]], d: list[float]) -> BargainingProblem:
    return BargainingProblem(Polytope(points), d)


HOUSE = joint([[0, 0], [1, 0], [0, 1], [0.8, 0.7]], [0, 0])
#: Kalai and Smorodinsky 1975: with (1, 0.7) instead of (0.75, 0.75) there is more for player 2 whatever player 1 gets,
#: yet Nash's solution gives it 0.7 instead of 0.75.
TENT = joint([[0, 0], [1, 0], [0, 1], [0.75, 0.75]], [0, 0])
PIE = joint([[0, 0], [1, 0], [0, 1]], [0, 0])
#: Treutlein 2023, Section 3.4.2: two players with one goal and a third.
ONE_GOAL = joint([[2, 2, 1], [3, 3, 1], [2, 2, 2]], [2, 2, 1])
#: The third player's payoff costs nobody anything.
PRISM = joint([[1, 0, 0], [0, 1, 0], [1, 0, 1], [0, 1, 1], [0, 0, 0], [0, 0, 1]], [0, 0, 0])
#: Example 7 made stronger (Treutlein 2023, as corrected): (1, 1) is better for both than (0, 0), and yet the sum of
#: utilities, each divided by its standard deviation, is largest at (-2, 3).
STRONGER_7 = BargainingProblem([[[0, 0], [-2, 3]], [[0, 0], [3, -2], [-20, -1]]], [0, 0])
#: The sum of shares of ideal gains is largest at (0.3, 0.6, -0.3). It takes three players: for two, ideal points over x
#: >= d bound the frontier's slope where it leaves x >= d, so that no sum beyond is larger.
BELOW_D = joint([[0, 0, 0], [0.3, 0.6, -0.3], [0.1, -0.6, 1.0], [-0.5, -0.5, -0.9], [-0.5, 0.5, 0.4]], [0, 0, 0])
#: With ideal points over all of F two players suffice.
BELOW_D_FOR_TWO = joint([[0, 0], [-0.7, 0.9], [0.7, -0.2]], [0, 0])
#: The third player's share depends on what the first two could have had.
THREE = joint([[0, 0, 0], [2, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0.2, 0.6]], [0, 0, 0])

COUNTEREXAMPLES: tuple[tuple[str, Concept, BargainingProblem], ...] = (
    ("weak-individual-rationality", Utilitarian("std"), STRONGER_7),
    ("weak-individual-rationality", Armstrong(), BELOW_D),
    ("weak-individual-rationality", Armstrong("feasible"), BELOW_D_FOR_TWO),
    ("strong-individual-rationality", Dictatorial(), PIE),
    ("weak-pareto-optimality", Halfway(), HOUSE),
    ("strong-pareto-optimality", FirstRungOnly(), PRISM),
    ("affine-invariance", Utilitarian(), HOUSE),
    ("affine-invariance", Egalitarian(), HOUSE),
    ("affine-invariance", EqualLoss(), HOUSE),
    ("anonymity", NashBargaining([0.8, 0.2]), PIE),
    ("anonymity", Dictatorial(), HOUSE),
    (
        "multilateral-stability",
        KalaiSmorodinsky(),
        joint([[0, 0, 0], [2, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0.2, 0.6]], [0, 0, 0]),
    ),
    ("independence-of-irrelevant-alternatives", KalaiSmorodinsky(), HOUSE),
    ("independence-of-irrelevant-alternatives", EqualLoss(), HOUSE),
    ("individual-monotonicity", NashBargaining(), TENT),
    ("homogeneous-ideal-independence", EqualLoss(), joint([[0, 0], [2, 0], [0, 1], [1.6, 0.7]], [0, 0])),
    ("midpoint-domination", Utilitarian(), joint([[0, 0], [3, 0], [0, 1]], [0, 0])),
    ("midpoint-domination", Dictatorial(), HOUSE),
    ("replication-invariance", NashBargaining(), ONE_GOAL),
    ("continuity", Utilitarian(), PIE),
)
