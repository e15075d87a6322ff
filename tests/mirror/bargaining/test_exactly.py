"""Whether d is exactly the most that somebody can get: decided by the numbers as they are."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from largeworlds import Allocation, Ball, Beliefs, Box, Ellipsoid, Inequalities, Linear, Log, Polytope, World
from largeworlds.bargaining.exactly import Leaves, has_most
from largeworlds.bargaining.faces import face_of_the_stuck
from largeworlds.bargaining.problem import BargainingProblem

NOBODY = Polytope([[0.0, 0.0]])
TENTH = 0.1


@pytest.mark.parametrize(
    ("part", "most"),
    [
        (Ball([TENTH, 1.0]), Fraction(TENTH)),
        (Ball([TENTH, 1.0], 1), Fraction(TENTH)),
        (Ball([TENTH, 1.0], math.inf), Fraction(TENTH)),
        (Ball([TENTH, 1.0], 49), Fraction(TENTH)),
        (Box([-1.0, 0.0], [TENTH, 1.0]), Fraction(TENTH)),
        (Polytope([[TENTH, 0.0], [0.0, 1.0]]), Fraction(TENTH)),
        (Ball([TENTH, 1.0]) + Ball([0.2, 1.0]), Fraction(TENTH) + Fraction(0.2)),
        (3.0 * Ball([TENTH, 1.0]), 3 * Fraction(TENTH)),
        ((-3.0) * Polytope([[TENTH, 0.0], [0.2, 1.0]]), -3 * Fraction(TENTH)),
        (Ball([TENTH, 1.0]).shift([0.7, 0.0]), Fraction(TENTH) + Fraction(0.7)),
    ],
)
def test_the_most_is_the_sum_of_the_doubles_without_rounding(part, most):
    problem = BargainingProblem([part, NOBODY], [0.0, 0.0])
    leaves, tiny = Leaves.of(problem), Fraction(1, 2**200)
    assert leaves.has_most(0, most)
    assert not leaves.has_most(0, most - tiny)


@pytest.mark.parametrize(
    "part",
    [
        Allocation(1.0, [Log(), Linear()]),
        Allocation(3.0, [Linear(TENTH), Linear()]),
        Ellipsoid([1.0, 0.0], [[2.0, 0.7], [0.7, 1.0]]),  # several uses add up to what is most for one
        [-1.0, 2.0] * Ellipsoid([-1.0, 0.0], [[2.0, 0.7], [0.7, 1.0]]),
        Inequalities([[3.0, 1.0]], [1.0], lower=0.0),
    ],
)
def test_what_is_rounded_counts_as_more(part):
    problem = BargainingProblem([part, NOBODY], [0.0, 0.0])
    most = Fraction(float(part.support([1.0, 0.0])))
    assert not Leaves.of(problem).has_most(0, most)
    assert Leaves.of(problem).has_most(0, most * (1 + Fraction(1, 2**40)))


def test_an_ellipsoid_leaves_one_point_where_somebody_has_the_most():
    shape = np.array([[2.0, 0.7, 0.0], [0.7, 1.0, 0.0], [0.0, 0.0, 3.0]])
    for part in (Ellipsoid(np.zeros(3), shape), -1.0 * Ellipsoid(np.zeros(3), shape)):
        leaves = Leaves.of(
            BargainingProblem([part, Polytope(np.zeros((1, 3))), Polytope(np.zeros((1, 3)))], np.zeros(3))
        )
        left = leaves.kept(np.array([True, False, False]))
        most = [float(left.offset[t] + sum(leaf.extremes(t)[0] for leaf in left.leaves)) for t in (0, 1)]
        assert most == pytest.approx([0.7 / 2**0.5, 0.0], rel=1e-12, abs=1e-12)
        assert most[0] > 0.7 / 2**0.5  # rounded up


def test_a_payoff_that_never_changes_may_be_a_rounding_away():
    problem = BargainingProblem([Polytope([[0.1, 0.0]]), Polytope([[0.2, 0.0], [0.2, 1.0]])], [0.3, 0.5])
    assert has_most(problem, Leaves.of(problem), np.array([True, True])).tolist() == [True, False]


def test_on_a_face_the_others_are_added_without_rounding():
    """Type 1 gives itself all; what is left for type 2 is 0.1 + 0.2, which is no double."""
    sets = [Ball([1.0, 1.0, 1.0]), Polytope([[0.0, 0.1, 0.0]]) + Ball([0.0, 0.2, 1.0]), Ball([0.0, 0.0, 1.0])]
    for most, exact in ((math.nextafter(0.1 + 0.2, 0.0), False), (0.1 + 0.2, True)):
        face = face_of_the_stuck(BargainingProblem(sets, [1.0, most, 0.5]))
        assert face is not None and face.exact and face.smaller is not None
        further = face_of_the_stuck(face.smaller)
        assert further is not None and further.exact is exact


@pytest.mark.parametrize("players", [3, math.inf])
def test_named_disagreement_points_are_the_profile_and_vectors_are_numbers(players):
    """(n - 1) 0.9 + 1 is no double: the payoff that is printed differs from the one that is meant."""
    beliefs = Beliefs([[0.9, 0.1], [0.0, 1.0]], [0.5, 0.5], common_prior=False)
    sets, default = [Ball([0.7, 1.0]), Ball([0.3, 1.0])], [[0.7, 0.0], [0.3, 0.0]]
    problem = World(sets, beliefs, players, defaults=default).problem("defaults")
    assert has_most(problem, Leaves.of(problem), np.array([True, False]))[0]
    exact = problem.origin.exact
    assert exact is not None
    vector = World(sets, beliefs, players).problem(problem.disagreement)
    expected = Fraction(float(problem.disagreement[0])) >= exact[0]
    assert has_most(vector, Leaves.of(vector), np.array([True, False]))[0] == expected
