"""Ellipsoids: support and best points by formula, flat ones, what counts as symmetric, errors, and bargaining."""

from __future__ import annotations

import math

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Ellipsoid, InvalidProblem, NashBargaining, Polytope, bargain
from tests import conic
from tests.certificates import assert_proved
from tests.conftest import FULL

TILTED = np.array([[4.0, 1.0], [1.0, 9.0]])


def test_support_and_best_point_by_formula():
    part, w = Ellipsoid([1.0, 2.0], TILTED), np.array([3.0, -1.0])
    reach = math.sqrt(w @ TILTED @ w)
    assert part.support(w) == pytest.approx(w @ [1.0, 2.0] + reach, rel=1e-15)
    assert part.maximizer(w) == pytest.approx(np.array([1.0, 2.0]) + TILTED @ w / reach, rel=1e-15)
    assert part.maximizer([0.0, 0.0]).tolist() == [1.0, 2.0]


def test_membership_is_the_quadratic_form():
    part = Ellipsoid([1.0, 2.0], TILTED)
    rng = np.random.default_rng(1)
    inverse = np.linalg.inv(TILTED)
    for _ in range(200):
        z = rng.normal(size=2) * [1.5, 2.0]
        form = float(z @ inverse @ z)
        if abs(form - 1) > 1e-6:
            assert part.contains(np.array([1.0, 2.0]) + z) == (form < 1)


def test_flat_ones_have_no_thickness():
    line = Ellipsoid([0.0, 1.0], [[1.0, -2.0], [-2.0, 4.0]])
    assert sorted(line.vertices().tolist()) == [[-1.0, 3.0], [1.0, -1.0]]
    assert line.support([2.0, 1.0]) == 1.0
    assert line.contains([0.5, 0.0]) and not line.contains([0.5, 1e-6]) and not line.contains([1.001, -1.002])
    point = Ellipsoid([3.0, 4.0], np.zeros((2, 2)))
    assert point.vertices().tolist() == [[3.0, 4.0]] and point.uses().budgets == ()
    axes = np.array([[1.0, 0.3], [0.2, 0.7], [0.1, 1.0 / 3.0]])
    disc = Ellipsoid(np.zeros(3), axes @ axes.T)
    normal = np.cross(axes[:, 0], axes[:, 1])
    assert len(disc.uses().budgets[0].directions) == 5
    assert float(disc.support(normal)) <= 1e-15


def test_among_the_points_that_tie_the_best_in_the_other_direction():
    disc = Ellipsoid([0.0, 0.0, 1.0], np.diag([1.0, 4.0, 0.0]))
    up = np.array([0.0, 0.0, 1.0])
    assert disc.face_point(up, np.array([0.0, 1.0, 0.0])).tolist() == [0.0, 2.0, 1.0]
    assert disc.face_point(np.array([1.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])).tolist() == [1.0, 0.0, 1.0]


def test_a_shape_that_is_symmetric_up_to_rounding_is_taken_as_if_it_were():
    rng = np.random.default_rng(3)
    for size in (1e-100, 1.0, 1e100):
        axes = rng.normal(size=(5, 2)) * np.array([[1e8], [1.0], [1e-8], [1.0], [3.0]])
        shape = size * np.array(
            [[float(a @ b) * (1 + 1e-15 * (i > j)) for j, b in enumerate(axes)] for i, a in enumerate(axes)]
        )
        part = Ellipsoid(np.zeros(5), shape)
        assert (part.shape == part.shape.T).all()
        assert len(part.uses().budgets[0].directions) == 5  # two axes, both ends, and nothing


@pytest.mark.parametrize(
    ("center", "shape", "words"),
    [
        ([0, 0], [[1, 2], [2, 1]], "shape must be positive semidefinite, but it has the eigenvalue -1 when scaled to"),
        ([0, 0], [[0, 1], [1, 0]], "shape must be positive semidefinite, but it has the eigenvalue -1"),
        ([0, 0], [[-1, 0], [0, 1]], "shape must be positive semidefinite, but it has the eigenvalue -1"),
        (
            [0, 0],
            [[1, 2], [0, 1]],
            "shape must be symmetric, but it has 2 at [0, 1] and 0 at [1, 0]; give the matrix S",
        ),
        ([0, 0], [[1, 2]], "shape must have shape (2, 2), but it is of shape (1, 2); give one row and one column per"),
        ([0, 0], [1, 2], "shape must have two axes (rows and columns), but it is of shape (2,)"),
        ([[0, 0]], [[1]], "center must have one axis, but it is of shape (1, 2)"),
        ([0], [[np.nan]], "shape[0, 0] must be a finite number, but it is nan"),
        (
            np.zeros(201),
            np.eye(201),
            "center must have at most 200 coordinates, but it has 201; describe it by an Oracle",
        ),
    ],
)
def test_errors(center, shape, words):
    with pytest.raises(InvalidProblem) as error:
        Ellipsoid(center, shape)
    assert str(error.value).startswith(words), str(error.value)


# -- bargaining over ellipsoids -----------------------------------------------------------------------------------


def test_two_players_on_a_circle():
    deal = bargain(BargainingProblem(Ellipsoid([1.0, 1.0], np.eye(2)), [1.0, 1.0]))
    assert deal.payoffs == pytest.approx([1 + math.sqrt(0.5)] * 2, rel=1e-12)
    same = bargain(BargainingProblem([Ball([1.0, 1.0]), Polytope([[1.0, 1.0]])], [1.0, 1.0]))
    assert deal.payoffs == pytest.approx(same.payoffs, rel=1e-9)


def test_a_frontier_that_only_reaches_below_zero():
    """Payoffs are spoiled for some by what serves others: directions of uses have either sign."""
    part = Ellipsoid([0.0, 0.0], [[1.0, -0.9], [-0.9, 1.0]])
    deal = bargain(BargainingProblem(part, [-1.0, -1.0]))
    reach = math.sqrt(0.05)  # (x, x) is in it if x**2 * (1, 1) S^-1 (1, 1) = 20 x**2 <= 1
    assert deal.payoffs == pytest.approx([reach, reach], rel=1e-9)


def test_an_optimum_inside_a_flat_ellipsoid():
    """Where the set is flat its middle may be best: then no use is worth anything, and some of the unit is left."""
    flat = np.eye(3) - 1.0 / 3.0
    deal = bargain(BargainingProblem(Ellipsoid([1.0, 1.0, 1.0], flat), [0.9, 0.9, 0.9]))
    assert deal.payoffs == pytest.approx([1.0, 1.0, 1.0], rel=1e-9)
    assert_proved(deal)
    low = bargain(BargainingProblem(Ellipsoid([1.0, 1.0, 1.0], flat), [0.2, 0.5, 0.5]))
    assert low.payoffs == pytest.approx([0.8, 1.1, 1.1], rel=1e-9)
    assert low.choices[0][0][-1] > 0.1
    assert_proved(low)


@pytest.mark.parametrize("seed", range(60 if FULL else 6))
def test_three_ellipsoids_are_solved_to_rounding_in_few_steps(seed):
    rng = np.random.default_rng(seed)
    axes = rng.normal(size=(3, 3, 3 if seed % 3 else 2))
    sets = [Ellipsoid(rng.normal(size=3), a @ a.T) for a in axes]
    x = sum(part.maximizer(rng.dirichlet(np.ones(3))) for part in sets)
    problem = BargainingProblem(sets, x - rng.random(3) - 0.1)
    deal = bargain(problem)
    assert deal.gap <= 1e-13 and deal.steps <= 25
    assert_proved(deal)
    other = conic.nash(sets, problem.disagreement, np.full(3, 1 / 3))
    assert (np.abs(other.gains - deal.gains) <= other.error + deal.error).all()


def test_a_linear_image_is_solved_like_the_ellipsoid_that_it_is():
    base, matrix = Ellipsoid([1.0, 2.0], TILTED), np.array([[1.0, -0.5], [-0.3, 0.4], [0.5, 0.1]])
    d = matrix @ [1.0, 2.0] - 0.2
    image = bargain(BargainingProblem(base.image(matrix), d))
    other = bargain(BargainingProblem(Ellipsoid(matrix @ [1.0, 2.0], matrix @ TILTED @ matrix.T), d))
    assert image.payoffs == pytest.approx(other.payoffs, rel=1e-9)
    assert base.image(matrix).uses() is not None
    assert_proved(image)


def test_who_already_has_the_most_of_an_ellipsoid_cannot_gain():
    part = Ellipsoid([0.0, 0.0, 0.0], [[1.0, 0.5, 0.0], [0.5, 1.0, 0.2], [0.0, 0.2, 1.0]])
    deal = bargain(BargainingProblem(part, [1.0, 0.5, 0.0]), NashBargaining(), throw=False)
    assert deal.status.name in ("nobody_can_gain", "not_converged")  # d is the best point of the first, up to rounding
    assert_proved(deal) if deal.is_answer else None
    sets = [Ellipsoid([0.0, 0.0], np.eye(2)), Polytope([[0.0, 0.0], [0.0, 1.0]])]
    some = bargain(BargainingProblem(sets, [1.0, 0.0]))
    assert some.status.name == "some_cannot_gain"
    assert some.payoffs == pytest.approx([1.0, 1.0], abs=1e-5)
    assert_proved(some)
