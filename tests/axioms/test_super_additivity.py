"""Perles and Maschler's axiom: nobody loses if two bargains are struck at once; Nash's solution breaks it."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, NashBargaining, PerlesMaschler, Polytope, bargain
from largeworlds.bargaining.concept import Concept
from largeworlds.sets.base import ConvexSet


def drawn(rng: np.random.Generator) -> ConvexSet:
    """A set above d = (0, 0) in which both can gain, with all that free disposal adds at x >= 0."""
    kind = rng.integers(3)
    radii = 10.0 ** rng.uniform(-1, 1, size=2)
    if kind == 0:
        return Ball(radii, float(rng.choice([1.3, 2.0, 5.0])))
    points = rng.random((rng.integers(1, 5), 2)) * radii + 0.01
    return Polytope(np.vstack([points, points * [1, 0], points * [0, 1], np.zeros((1, 2))]))


def solved(concept: Concept, part: ConvexSet) -> tuple[np.ndarray, np.ndarray]:
    deal = bargain(BargainingProblem(part, [0.0, 0.0]), concept)
    return deal.payoffs, deal.error


def lost(concept: Concept, seed: int) -> float:
    """The largest loss of a player from striking two bargains at once, as a share, less what is uncertain."""
    rng = np.random.default_rng(seed)
    one, two = drawn(rng), drawn(rng)
    parts = [solved(concept, part) for part in (one, two, one + two)]
    apart = parts[0][0] + parts[1][0]
    return float(((apart - parts[2][0] - sum(error for _, error in parts)) / apart).max())


def test_perles_maschler_is_super_additive(count):
    for seed in range(count(200, 4)):
        assert lost(PerlesMaschler(), seed) <= 1e-12, seed


def test_a_solution_that_is_not_is_caught():
    assert sum(lost(NashBargaining(), seed) > 1e-4 for seed in range(8)) >= 2


def test_two_bargains_by_hand():
    """A pie, and a square from which player 1's best point (1, 1/2) is cut: apart Nash gives (1/2, 1/2) and (1, 1/2).

    At once the frontier falls from (0, 2) to (1, 3/2) and on to (2, 1/2), where Nash takes (5/4, 5/4): player 1 loses.
    Travelling gives (1/2, 1/2) and (1/2, 3/4) apart; at once half of 1 + sqrt(1/2), which nobody regrets.
    """
    pie, cut = Polytope([[0, 0], [1, 0], [0, 1]]), Polytope([[0, 0], [1, 0], [1, 0.5], [0, 1]])
    nash = [solved(NashBargaining(), part)[0] for part in (pie, cut, pie + cut)]
    assert nash[0] + nash[1] == pytest.approx([1.5, 1.0], abs=1e-7)
    assert nash[2] == pytest.approx([1.25, 1.25], abs=1e-7)
    travelled = [solved(PerlesMaschler(), part)[0] for part in (pie, cut, pie + cut)]
    assert travelled[0] + travelled[1] == pytest.approx([1.0, 1.25], abs=1e-13)
    over = (1 - 0.5**0.5) / 2
    assert travelled[2] == pytest.approx([1 + over, 1.5 - over], abs=1e-13)
