"""Exact values of Treutlein (2023), "Modeling evidential cooperation in large worlds", and its errata."""

from __future__ import annotations

from fractions import Fraction

import pytest

from largeworlds import Ball, Box, Polytope, bargain
from largeworlds.bargaining.exact import exact_kalai_smorodinsky
from largeworlds.bargaining.problem import BargainingProblem
from tests.exact_problems import EXAMPLE_64, EXAMPLE_66

#: Section 3.4.2: the hull of three points (the printed Nash solution has a slip in its last number, 2.3).
SECTION_342 = BargainingProblem(Polytope([[2, 2, 1], [3, 3, 1], [2, 2, 2]]), [2, 2, 1])
#: Equation (8) has no strictly Pareto-optimal solution here; the lexicographic one is.
WEAKLY_OPTIMAL = BargainingProblem(Ball([1, 1, 0], 1) + Box([0, 0, 0], [0, 0, 1]), [0, 0, 0])
PLACES = [
    ("Section 3.4.2", SECTION_342, ("8/3", "8/3", "4/3"), ("5/2", "5/2", "3/2")),
    ("Example 64", BargainingProblem(EXAMPLE_64, [3, 3, 3]), ("13/3", "13/3", "17/3"), ("9/2", "9/2", "5")),
    ("Example 66", BargainingProblem(EXAMPLE_66, [5, 5, 15]), ("6", "6", "17"), ("81/13", "81/13", "203/13")),
    ("Equation (8)", WEAKLY_OPTIMAL, ("1/2", "1/2", "1"), ("1/2", "1/2", "1")),
]


@pytest.mark.parametrize(("place", "problem", "nash", "kalai"), PLACES, ids=[place for place, *_ in PLACES])
def test_published_solutions_are_met_exactly(place, problem, nash, kalai):
    deal = bargain(problem, exact=True)
    assert deal.payoffs == tuple(map(Fraction, nash)) and deal.is_exact and all(deal.verify())
    other = exact_kalai_smorodinsky(problem, "feasible")
    assert other.payoffs == tuple(map(Fraction, kalai)) and all(other.verify())


def test_example_66_from_the_alternative_disagreement_point():
    deal = bargain(BargainingProblem(EXAMPLE_66, [5, 5, 5]), exact=True)
    assert deal.payoffs == (7, 7, 11) and all(deal.verify())


def test_example_64_has_other_ideals_among_what_all_accept():
    """Over F the ideal point is (6, 6, 7); among x >= d it is lower, and the solution is another."""
    problem = BargainingProblem(EXAMPLE_64, [3, 3, 3])
    assert exact_kalai_smorodinsky(problem, "feasible").ideal == (6, 6, 7)
    rational = exact_kalai_smorodinsky(problem)
    assert rational.ideal is not None and rational.ideal != (6, 6, 7) and all(rational.verify())
