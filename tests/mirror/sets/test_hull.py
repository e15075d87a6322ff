"""Hulls: finite ones are polytopes, others mixtures; ties, perspective, errors, bargaining."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Box, Egalitarian, Ellipsoid, InvalidProblem, Polytope, bargain, hull
from tests import conic
from tests.certificates import assert_proved
from tests.conftest import FULL

LENS = hull([Ellipsoid([3.0, 0.0], np.eye(2)), Ball([1.0, 2.0])])


def test_finite_sets_give_a_polytope_and_one_set_itself():
    assert isinstance(hull([Box([0, 0], [1, 1]), Polytope([[2.0, 2.0]])]), Polytope)
    ball = Ball([1.0, 1.0])
    assert hull([ball]) is ball
    assert len(hull([hull([ball, Polytope([[2.0, 0.0]])]), ball]).parts) == 3


def test_the_support_is_the_largest_and_mixtures_belong():
    assert LENS.support([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]).tolist() == [4.0, 2.0, 0.0]
    assert LENS.contains([1.5, 1.5]) and LENS.contains(0.5 * np.array([3.0, 1.0]) + [0.0, 1.0])
    assert not LENS.contains([1.5, 1.7])
    assert LENS.maximizer([0.0, 0.0]).tolist() == LENS.parts[0].maximizer([0.0, 0.0]).tolist()


def test_among_parts_that_tie_the_best_in_the_other_direction():
    two = hull([Ball([1.0, 1.0]), Ball([2.0, 1.0]).shift([0.0, 0.0]), Ball([1.0, 1.0]).shift([5.0, 0.0])])
    up = np.array([0.0, 1.0])
    assert two.face_point(up, np.array([1.0, 0.0])).tolist() == [5.0, 1.0]
    assert two.face_point(up, np.array([-1.0, 0.0])).tolist() == [0.0, 1.0]


def test_an_optimum_that_mixes_two_curved_sets():
    """On the edge between a disc's top (0, 1) and one moved to the right: the middle of it, by symmetry."""
    part = hull([Ball([1.0, 3.0]), Ball([3.0, 1.0])])
    deal = bargain(BargainingProblem(part, [0.0, 0.0]))
    # The common tangent of both ellipses touches them at (s, 9 s) and (9 s, s) with s = 1 / sqrt(10).
    assert deal.payoffs == pytest.approx([5 / 10**0.5] * 2, rel=1e-7)
    assert deal.gap <= 1e-13
    assert_proved(deal)


@pytest.mark.parametrize("seed", range(12 if FULL else 2))
def test_bargaining_like_a_conic_solver(seed):
    rng = np.random.default_rng(seed)
    axes = rng.normal(size=(3, 3, 3))
    sets = [hull([Ellipsoid(rng.normal(size=3), a @ a.T), Ball(rng.random(3) + 0.5, 3)]) for a in axes]
    x = sum(part.maximizer(rng.dirichlet(np.ones(3))) for part in sets)
    problem = BargainingProblem(sets, x - rng.random(3) - 0.1)
    deal = bargain(problem)
    assert deal.gap <= 1e-12
    assert_proved(deal)
    other = conic.nash(sets, problem.disagreement, np.full(3, 1 / 3))
    assert (np.abs(other.gains - deal.gains) <= other.error + deal.error).all()


def test_the_largest_equal_gain_while_points_are_learnt():
    """The best point so far is kept as more points come; a conic solver bounds the gain from both sides."""
    first = Ellipsoid(
        [-1.6, 0.0], [[0.5299999999999999, -1.3299999999999998], [-1.3299999999999998, 3.3799999999999994]]
    )
    second = Ellipsoid([0.2, 1.6], [[0.37, 0.98], [0.98, 2.6000000000000005]])
    sets = [hull([first, Ball([1.0, 1.0])]), hull([second, Ball([1.0, 1.0])])]
    problem = BargainingProblem(sets, [-1.604, 5.026])
    deal = bargain(problem, Egalitarian())
    best = conic.common_gain(sets, problem.disagreement, np.ones(2))
    assert best.low - 1e-7 <= deal.gains.min() <= best.high + 1e-7


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "parts must be a list of at least one set, but it is empty"),
        (Ball([1.0]), "parts must be a list of at least one set, but it is Ball"),
        ([Ball([1.0]), 3], "parts[1] must be a set, but it is 3"),
        (
            [Ball([1.0]), Ball([1.0, 1.0])],
            "parts must be sets of one dimension, but it is a list of sets of dimensions 1",
        ),
    ],
)
def test_errors(parts, words):
    with pytest.raises(InvalidProblem) as error:
        hull(parts)
    assert str(error.value).startswith(words), str(error.value)
