"""The problem in exact numbers: what rows, offsets, factors and d become, and the point without cooperation."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from largeworlds import Allocation, Ball, Beliefs, Box, Linear, Polytope, World, bargain
from largeworlds._core.rationals import vector
from largeworlds.bargaining.exact.model import FiniteProblem
from largeworlds.bargaining.problem import BargainingProblem
from tests.representative_sets import SETS

FINITE = [(name, part) for name, part in SETS if part.uses() is not None and part.uses().is_finite]


@pytest.mark.parametrize(("name", "part"), FINITE, ids=[name for name, _ in FINITE])
def test_exact_supports_are_those_of_the_set(name, part, rng):
    model = FiniteProblem.of(BargainingProblem(part, np.zeros(part.dim)))
    low, high = part.bounding_box()
    size = float(np.abs([low, high]).max())
    for w in (*np.eye(part.dim), *-np.eye(part.dim), *rng.normal(size=(3, part.dim))):
        exact = float(model.support(vector(w.tolist())))
        assert exact == pytest.approx(float(part.support(w)), rel=1e-13, abs=1e-13 * size * float(np.abs(w).sum()))


def test_there_are_finite_sets_of_every_kind_and_others_have_no_exact_form():
    assert len(FINITE) >= 25
    curved = [part for _, part in SETS if part.uses() is None or not part.uses().is_finite]
    assert len(curved) >= 20 and all(part.exact_uses() is None for part in curved)


def test_sums_scalings_and_shifts_round_nothing():
    third = Fraction(1, 3)
    made = ([third, 2] * (Box([0, 0], [third, 1]) + Ball([3, third], 1)).shift([third, 0])) + Ball([1, 1], math.inf)
    uses = made.exact_uses()
    assert uses.offset == (third * third, 0)
    assert uses.budgets[0] == ((0, 0), (third * third, 0))
    assert uses.budgets[2] == ((1, 0), (0, 2 * third), (0, 0))
    tiny = Box([1, 0], [1 + Fraction(1, 10**30), 1])  # its first side is no double
    assert tiny.exact_uses().budgets[0][1] == (Fraction(1, 10**30), 0)
    lines = Allocation(2.0, [Linear(1.0), Linear(3.0)]).exact_uses()
    assert lines.budgets == (((2, 0), (0, 6), (0, 0)),)


def test_actions_payoffs_faces_and_shares():
    model = FiniteProblem.of(BargainingProblem([[[1, 0], [0, 1]], [[2, 0], [0, 2]]], [0, 0]))
    half = Fraction(1, 2)
    shares = ((half, half), (Fraction(0), Fraction(1)))
    assert model.actions(shares) == ((half, half), (0, 2)) and model.payoffs(shares) == (half, 2 + half)
    assert model.are_shares(shares)
    assert not model.are_shares(((half, Fraction(1)), shares[1]))
    assert not model.are_shares(((2 * half + half, -half), shares[1]))
    assert not model.are_shares(shares[:1])
    face, kept = model.face(vector([1, 2]))
    assert kept == ((1,), (1,)) and model.widened(((Fraction(1),), (Fraction(1),)), kept) == ((0, 1), (0, 1))
    assert face.support(vector([1, 0])) == 0
    assert repr(model) == "FiniteProblem(2 players, 4 actions)"


def test_a_worlds_point_without_cooperation_is_not_rounded():
    """Beliefs of 0.1 and 0.9 are doubles; their sums and products are not."""
    sets = [[[0.1, 0.0], [0.0, 0.7]], [[0.3, 0.0], [0.0, 0.1]]]
    world = World(sets, Beliefs.independent([0.1, 0.9]))
    model = FiniteProblem.of(world.problem(weights="equal"))
    p, q = (Fraction(v) for v in world.beliefs.posterior[0].tolist())
    assert model.disagreement == (Fraction(0.1) * p, Fraction(0.1) * q)
    assert [float(v) for v in model.disagreement] == pytest.approx(world.problem().disagreement.tolist(), rel=1e-15)
    deal = bargain(world.problem(), exact=True)
    assert deal.is_answer and all(deal.verify())


def test_selfish_ties_are_worst_for_the_others_as_in_doubles():
    sets = [[[1.0, 5.0], [1.0, 0.0], [0.0, 9.0]], [[3.0, 2.0], [1.0, 2.0]]]
    problem = World(sets, Beliefs.independent([0.5, 0.5])).problem()
    assert FiniteProblem.of(problem).disagreement == vector(problem.disagreement.tolist()) == vector([1, 1])


def test_finite_players_are_scaled_without_rounding():
    sets = [Polytope([[1.0, 0.0], [0.0, 1.0]])] * 2
    problem = World(sets, Beliefs.independent([0.1, 0.9]), players=4).problem(disagreement=[0.0, 0.0], weights="equal")
    model = FiniteProblem.of(problem)
    assert model.budgets[0][0] == (3 * Fraction(0.1) + 1, 0)
