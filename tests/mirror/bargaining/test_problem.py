"""Problems: what is asked, checked and locked."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Contributions, InvalidProblem, Polytope

PAIR = [[[1.0, 0.0], [0.0, 1.0]], Ball([1.0, 2.0])]


def test_plain_arrays_are_polytopes():
    problem = BargainingProblem(PAIR, [0.0, 0.0])
    assert isinstance(problem.sets[0], Polytope) and problem.sets[1] is PAIR[1]
    assert problem.dim == 2 and not problem.joint and problem.weights is None
    assert problem.names == ("player 1", "player 2")


def test_support_and_box_add_up():
    problem = BargainingProblem(PAIR, [0.0, 0.0])
    assert problem.support([1.0, 1.0]) == pytest.approx(1 + 5**0.5)
    assert problem.support([[1.0, 0.0], [0.0, 1.0]]) == pytest.approx([2.0, 3.0])
    low, high = problem.bounding_box()
    assert low.tolist() == [0.0, 0.0] and high.tolist() == [2.0, 3.0]


def test_a_single_set_is_joint():
    problem = BargainingProblem(Ball([1.0, 1.0, 1.0]), [0.0, 0.0, 0.0])
    assert problem.joint and problem.dim == 3 and len(problem.sets) == 1


def test_weights_are_scaled_to_sum_to_one():
    assert BargainingProblem(PAIR, [0, 0], weights=[1, 3]).weights.tolist() == [0.25, 0.75]


def test_contributions_become_problems():
    parts = Contributions(PAIR, ["a", "b"], weights=[1, 1], units="utils")
    problem = parts.problem([0.1, 0.2])
    assert problem.names == ("a", "b") and problem.units == "utils" and problem.weights.tolist() == [0.5, 0.5]
    assert parts.problem([0.1, 0.2], [0, 1]).weights.tolist() == [0.0, 1.0]
    assert Contributions(Ball([1.0, 1.0])).problem([0, 0]).joint


def test_nothing_can_be_changed():
    problem = BargainingProblem(PAIR, [0.0, 0.0], weights=[1, 1])
    for array in (problem.disagreement, problem.weights):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0
    with pytest.raises(AttributeError):
        problem.disagreement = np.ones(2)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: BargainingProblem([], []), ["sets", "at least one set", "empty"]),
        (lambda: BargainingProblem([[[1.0]], [[1.0]]], [0, 0]), ["sets[0]", "dimension 2", "of dimension 1"]),
        (lambda: BargainingProblem([[[1.0, np.nan]], [[1.0, 1.0]]], [0, 0]), ["sets[0]", "finite", "nan"]),
        (lambda: BargainingProblem([[1.0, 2.0], [[1.0, 1.0]]], [0, 0]), ["sets[0]", "two axes"]),
        (lambda: BargainingProblem(PAIR, [0.0]), ["disagreement must have 2 numbers, one per player", "it has 1;"]),
        (lambda: BargainingProblem(PAIR, [0.0, np.inf]), ["disagreement[1]", "finite"]),
        (lambda: BargainingProblem(PAIR, [0, 0], ["a"]), ["names must have 2 names", "it has 1;"]),
        (lambda: BargainingProblem(PAIR, [0, 0], weights=[1]), ["weights must have 2 numbers", "it has 1;"]),
        (lambda: BargainingProblem(PAIR, [0, 0], weights=[1, -1]), ["weights[1]", "not be negative", "zero"]),
        (lambda: BargainingProblem(PAIR, [0, 0], weights=[0, 0]), ["weights", "not all be zero"]),
        (lambda: BargainingProblem(PAIR, [0, 0], weights=[np.nan, 1]), ["weights[0]", "finite"]),
    ],
)
def test_errors(make, words):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)
