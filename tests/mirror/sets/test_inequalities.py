"""Polytopes by inequalities: vertices, flat and degenerate ones, linear programs beyond them, errors, bargaining."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import BargainingProblem, Inequalities, InvalidProblem, Polytope, bargain
from largeworlds._core.status import Status
from tests import conic
from tests.certificates import assert_proved
from tests.conftest import FULL
from tests.contracts.set_contract import CHECKS
from tests.representative_sets import MANY


def test_the_lower_bounds_are_inequalities_too():
    one, all_ = Inequalities([[1.0, 1.0]], [1.0], lower=[0.0, -1.0]), Inequalities([[1.0, 1.0]], [1.0], lower=0)
    assert one.matrix.tolist() == [[1, 1], [-1, 0], [0, -1]] and one.bounds.tolist() == [1, 0, 1]
    assert one.vertices().tolist() == [[0.0, -1.0], [0.0, 1.0], [2.0, -1.0]]
    assert all_.vertices().tolist() == [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]


def test_membership_is_measured_where_it_is_stated():
    part = Inequalities([[1.0, 1.0]], [1.0], lower=0.0)
    assert part.contains([0.5, 0.5]) and part.contains([0.5, 0.5 + 1e-10])
    assert not part.contains([0.5, 0.5 + 1e-8]) and not part.contains([-1e-8, 0.5])


def test_ties_take_the_first_vertex_and_the_face_the_best():
    part = Inequalities([[1.0, 1.0]], [1.0], lower=0.0)
    assert part.maximizer([1.0, 1.0]).tolist() == [0.0, 1.0]
    assert part.face_point(np.array([1.0, 1.0]), np.array([1.0, 0.0])).tolist() == [1.0, 0.0]


@pytest.mark.parametrize("check", ["maximizers_attain_the_support", "maximizers_lie_in_the_set"])
def test_with_too_many_vertices_linear_programs_answer(check):
    assert MANY.vertices() is None and MANY.uses() is None
    CHECKS[check](MANY, np.random.default_rng(1))


def test_bargaining_by_linear_programs_finds_the_same_as_by_vertices():
    """A polygon around a disc, by its inequalities and by its corners."""
    deal = bargain(BargainingProblem(MANY, [-0.2, 0.0]))
    angles = 2 * np.pi * (np.arange(520) + 0.5) / 520
    corners = np.column_stack([np.cos(angles), 0.5 * np.sin(angles)]) / np.cos(np.pi / 520)
    other = bargain(BargainingProblem(Polytope(corners), [-0.2, 0.0]))
    assert deal.status is Status.solved
    assert (np.abs(deal.payoffs - other.payoffs) <= deal.error + other.error + 1e-9).all()


@pytest.mark.parametrize("seed", range(12 if FULL else 3))
def test_bargaining_like_a_conic_solver(seed):
    rng = np.random.default_rng(seed)
    sets = [
        Inequalities(np.vstack([rng.normal(size=(3, 3)), np.eye(3)]), rng.random(6) + 0.1, lower=-1.0) for _ in range(3)
    ]
    x = sum(part.maximizer(rng.dirichlet(np.ones(3))) for part in sets)
    problem = BargainingProblem(sets, x - rng.random(3) - 0.1)
    deal = bargain(problem)
    assert deal.gap <= 1e-13
    assert_proved(deal)
    other = conic.nash(sets, problem.disagreement, np.full(3, 1 / 3))
    assert (np.abs(other.gains - deal.gains) <= other.error + deal.error).all()


UNBOUNDED = "matrix must describe a bounded set, but it is without end in direction "


@pytest.mark.parametrize(
    ("matrix", "bounds", "lower", "words"),
    [
        ([[1, 1]], [1], None, UNBOUNDED + "[-1.0, 1.0]; add an inequality that bounds it"),
        ([[1, 1], [-1, 0]], [1, 0], None, UNBOUNDED + "[0.0, -1.0]"),
        ([[0, 0]], [1], 0, UNBOUNDED),
        (
            [[1, 0], [-1, 0]],
            [1, -2],
            0,
            "bounds must leave some point, but it is such that no x meets all inequalities",
        ),
        ([[1, 0], [-1, 0], [0, 1]], [0.3, -0.30000000000000004, 1], 0, "bounds must leave some point"),
        (np.eye(2), [1, 1, 1], 0, "bounds must have 2 numbers, one per row of matrix, but it has 3"),
        (np.eye(2), [1, 1], [0, 0, 0], "lower must have 2 numbers, one per coordinate, but it has 3"),
        (np.eye(2), [1, 1], True, "lower must be numbers, but it is True"),
        ([1, 1], [1], 0, "matrix must have two axes (rows and columns), but it is of shape (2,)"),
        ([[1, np.inf]], [1], 0, "matrix[0, 1] must be a finite number, but it is inf"),
    ],
)
def test_errors(matrix, bounds, lower, words):
    with pytest.raises(InvalidProblem) as error:
        Inequalities(matrix, bounds, lower)
    assert str(error.value).startswith(words), str(error.value)


def test_errors_where_programs_have_to_tell():
    with pytest.raises(
        InvalidProblem, match=r"^matrix must describe a bounded set, but it is without end in direction "
    ):
        Inequalities(MANY.matrix[:260], MANY.bounds[:260])
    pushed = np.concatenate([MANY.bounds, [-3.0]])
    with pytest.raises(InvalidProblem, match=r"^bounds must leave some point"):
        Inequalities(np.vstack([MANY.matrix, [[1.0, 0.0]]]), pushed)
