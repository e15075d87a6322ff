"""The Nash solution in fractions: rational faces, irrational ones with proved intervals, and wrong guesses."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from largeworlds import Polytope, Status, bargain
from largeworlds.bargaining.exact import exact_nash, nash
from largeworlds.bargaining.problem import BargainingProblem
from tests.exact_certificates import assert_member, support
from tests.exact_problems import problem, roomy

HAIR = Fraction(1, 10**40)


def kinds(deal):
    return sorted(block.kind for block in deal.condition.blocks)


def assert_inside(deal, payoffs):
    for (low, high), x in zip(deal.enclosure, payoffs, strict=True):
        assert low <= Fraction(x) + Fraction(1, 10**14) and Fraction(x) <= high + Fraction(1, 10**14)


def test_a_segment_between_three_players_is_a_square_root():
    """x = (3 z, 2 - 2 z, 1 + z): 1 / z - 1 / (1 - z) + 1 / (1 + z) = 0 where 3 z^2 = 1."""
    deal = bargain(BargainingProblem(Polytope([[0, 2, 1], [3, 0, 2]]), [0, 0, 0]), exact=True)
    assert deal.status is Status.solved and not deal.is_exact and deal.unique and all(deal.verify())
    assert deal.condition.proved and deal.condition.irrational and kinds(deal) == ["line"]
    block = deal.condition.blocks[0]
    assert block.degree == 2 and block.polynomial() == "z^2 - 3"  # z is the first payoff
    (low, high), *_ = deal.enclosure
    assert low**2 < 3 < high**2 and high - low < Fraction(1, 10**20)
    z = math.sqrt(1 / 3)
    assert_inside(deal, [3 * z, 2 - 2 * z, 1 + z])
    assert_member([[[0, 2, 1], [3, 0, 2]]], deal.payoffs, deal.shares)
    assert "irrational" in repr(deal) and "z^2 - 3, which is irrational" in str(deal.condition)


@pytest.mark.parametrize(
    ("nu", "share"), [((1, 1), Fraction(1, 2)), ((1, 2), Fraction(1, 3)), ((7, 3), Fraction(7, 10))]
)
def test_two_players_on_a_segment_are_always_rational(nu, share):
    deal = exact_nash(BargainingProblem(Polytope([[0, 2], [3, 0]]), [0, 0]), nu)
    assert deal.payoffs == (3 * share, 2 * (1 - share)) and all(deal.verify())


def test_a_frontier_flat_in_all_directions_is_rational_for_any_weights():
    simplex = Polytope([[3, 0, 0], [0, 5, 0], [0, 0, Fraction(1, 7)]])
    deal = exact_nash(BargainingProblem(simplex, [0, 0, 0]), [1, 2, 4])
    assert deal.payoffs == (Fraction(3, 7), Fraction(10, 7), Fraction(4, 49)) and all(deal.verify())


def test_two_normals_are_one_polynomial():
    """Four players on a triangle: w = n + s k; against the solver in doubles within its own error."""
    asked = BargainingProblem(Polytope([[4, 0, 0, 1], [0, 1, 0, 1], [0, 0, 2, 3]]), [0] * 4, weights=[1, 2, 3, 4])
    deal, plain = bargain(asked, exact=True), bargain(asked)
    assert kinds(deal) == ["pencil"] and deal.condition.irrational and all(deal.verify())
    for (low, high), x, e in zip(deal.enclosure, plain.payoffs, plain.error, strict=True):
        assert low - Fraction(e) <= Fraction(float(x)) <= high + Fraction(e)
    assert "(first normal + s second normal)" in str(deal.condition)


def test_blocks_are_solved_one_by_one():
    """Players 1 and 2 share a pie; 3, 4 and 5 another whose frontier is a segment."""
    pie, line = [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]], [[0, 0, 0, 2, 1], [0, 0, 3, 0, 2]]
    asked = BargainingProblem([pie, line, [[0] * 5], [[0] * 5], [[0] * 5]], [0] * 5)
    deal = bargain(asked, exact=True)
    assert kinds(deal) == ["line", "rational"] and deal.condition.proved and all(deal.verify())
    rational = next(block for block in deal.condition.blocks if block.kind == "rational")
    assert rational.players == (0, 1) and rational.gains == (Fraction(1, 2), Fraction(1, 2))


def test_systems_are_enclosed_and_short_solutions_of_them_found():
    """Six players on a flat face of three directions: rational where its middle solves, by symmetry; else a system."""
    rows = [[6, 1, 1, 6, 1, 1], [1, 6, 1, 1, 6, 1], [1, 1, 6, 1, 1, 6], [2, 2, 2, 4, 4, 4]]
    deal = bargain(BargainingProblem(Polytope(rows), [0] * 6), exact=True)
    assert all(deal.verify()) and deal.unique
    assert deal.is_exact or set(kinds(deal)) <= {"system", "line", "pencil"}
    lifted = [[*row[:3], *(v + 3 * t + 1 for t, v in enumerate(row[3:]))] for row in rows]
    other = bargain(BargainingProblem(Polytope(lifted), [0] * 6), exact=True)
    assert all(other.verify()) and max(high - low for low, high in other.enclosure) < Fraction(1, 10**20)


def test_weights_of_zero_keep_d_but_do_not_count():
    triangle = Polytope([[3, 0, 1], [0, 3, 1], [0, 0, 0]])
    deal = exact_nash(BargainingProblem(triangle, [0, 1, 0]), [1, 0, 0])
    assert deal.payoffs[:2] == (2, 1) and deal.unique and all(deal.verify())
    free = exact_nash(BargainingProblem(Polytope([[1, 0], [1, 1]]), [0, 0]), [1, 0])
    assert free.payoffs[0] == 1 and not free.unique and all(free.verify())
    nobody = exact_nash(BargainingProblem(Polytope([[1, 0], [0, 1]]), [1, 0]), [1, 0])
    assert nobody.status is Status.nobody_can_gain and nobody.payoffs == (1, 0) and nobody.unique
    others = exact_nash(BargainingProblem(Polytope([[1, 0], [1, 1]]), [1, 0]), [1, 0])
    assert others.status is Status.some_cannot_gain and others.can_gain == (False, True) and not others.unique


def test_gains_a_hair_wide():
    """d is 1e-40 below the frontier: far below what doubles can see."""
    line = [[1, 0], [0, 1]]
    deal = bargain(BargainingProblem([line, line], [1, 1 - HAIR]), exact=True)
    assert deal.gains == (HAIR / 2, HAIR / 2) and deal.status is Status.solved and all(deal.verify())
    far = bargain(BargainingProblem([[[10**12, 0], [0, Fraction(1, 10**12)]], line], [0, 0]), exact=True)
    assert far.is_exact and all(far.verify())


def test_without_a_face_the_interval_still_holds(monkeypatch):
    """Whatever is wrong with the guess, the interval follows from the exact gap of a feasible point."""
    asked = BargainingProblem(Polytope([[0, 2, 1], [3, 0, 2]]), [0, 0, 0])
    true = bargain(asked, exact=True)
    monkeypatch.setattr(nash, "candidates", lambda *_: iter(()))
    deal = bargain(asked, exact=True, throw=False)
    assert deal.condition is None and all(deal.verify()) and deal.gap > 0 and not deal.is_exact
    for (low, high), (inner, outer) in zip(deal.enclosure, true.enclosure, strict=True):
        assert low <= inner and outer <= high
    assert ", not exact, gap=" in repr(deal)


def test_a_wrong_guess_far_away_is_not_called_solved(monkeypatch):
    sets, d = roomy(np.random.default_rng(8), 3, 4)
    asked = problem(sets, d)
    true = bargain(asked, exact=True)
    monkeypatch.setattr(nash, "candidates", lambda *_: iter(()))
    monkeypatch.setattr(
        nash, "in_doubles", lambda question, watch: (question.model.average(question.stands.points), (Fraction(0),) * 3)
    )
    deal = bargain(asked, exact=True, throw=False)
    assert deal.status is Status.not_converged and not deal.is_answer and all(deal.verify())
    for (low, high), (inner, outer) in zip(deal.enclosure, true.enclosure, strict=True):
        assert low <= inner and outer <= high
    assert support(sets, deal.weights) > 1


def test_a_wrong_face_is_noticed(monkeypatch):
    """Actions that only look idle: the solution on the remaining ones has a gap, and the next candidate is tried."""
    asked = BargainingProblem(Polytope([[0, 2], [3, 0], [2, 2]]), [0, 0])
    wrong, right = ((0, 1),), ((2,),)
    monkeypatch.setattr(nash, "candidates", lambda *_: iter((wrong, right)))
    assert bargain(asked, exact=True).payoffs == (2, 2)
