"""Rungs: lexicographic levels, ties within one level, floors, and data that doubles cannot order."""

from __future__ import annotations

from fractions import Fraction

from largeworlds import Ball, Box, Polytope
from largeworlds._core.rationals import vector
from largeworlds.bargaining.exact.ladder import climb
from largeworlds.bargaining.exact.model import FiniteProblem
from largeworlds.bargaining.problem import BargainingProblem

HAIR = Fraction(1, 10**40)


def model(*sets):
    part = sets[0] if len(sets) == 1 else sets[0] + sets[1]
    return FiniteProblem.of(BargainingProblem(part, [0] * part.dim))


def climbed(asked, base=None, ray=None, floor=None):
    m = asked.dim
    rungs, shares = climb(asked, vector(base or [0] * m), vector(ray or [1] * m), floor)
    return [(rung.level, rung.players) for rung in rungs], None if shares is None else asked.payoffs(shares)


def test_who_can_still_rise_does():
    levels, x = climbed(model(Ball([1, 1, 0], 1), Box([0, 0, 0], [0, 0, 1])))
    assert levels == [(Fraction(1, 2), (0, 1)), (Fraction(1), (2,))] and x == (Fraction(1, 2), Fraction(1, 2), 1)


def test_all_who_stop_at_one_level_are_on_one_rung():
    """Three players bounded one by one: whatever prices the first program finds, all three stop at once."""
    rungs, _ = climb(model(Box([0, 0, 0], [1, 1, 1])), vector([0, 0, 0]), vector([1, 1, 1]), None)
    assert [(rung.level, rung.players) for rung in rungs] == [(1, (0, 1, 2))]
    assert min(rungs[0].prices) > 0 and sum(rungs[0].prices) == 1


def test_levels_a_hair_apart_are_two_rungs():
    levels, _ = climbed(model(Box([0, 0], [1, 1 + HAIR])))
    assert levels == [(1, (0,)), (1 + HAIR, (1,))]


def test_rays_and_floors():
    triangle = model(Polytope([[3, 0], [0, 3]]))
    assert climbed(triangle, ray=[2, 1]) == ([(Fraction(1), (0, 1))], (2, 1))
    assert climbed(triangle, base=[3, 3], floor=(Fraction(2), None)) == (
        [(Fraction(-2), (1,)), (Fraction(-1), (0,))],
        (2, 1),
    )
    assert climbed(triangle, ray=[0, 1], floor=(Fraction(1), None)) == ([(Fraction(2), (1,))], (1, 2))
    assert climbed(triangle, floor=(Fraction(2), Fraction(2))) == ([], None)
    assert climbed(triangle, ray=[0, 0], floor=(Fraction(1), Fraction(2))) == ([], (1, 2))
