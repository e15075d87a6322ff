"""Polytopes: ties, names, the face's best point, and errors."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import InvalidProblem, Polytope


def test_ties_go_to_the_first_best_row():
    part = Polytope([[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]])
    assert part.maximizer([1.0, 1.0]).tolist() == [0.0, 1.0]
    assert part.maximizer([[1.0, 0.0], [0.0, 0.0]]).tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_face_point_counts_near_ties_as_ties():
    part = Polytope([[1.0, 0.0], [1.0 - 1e-15, 2.0], [1.0 - 1e-9, 5.0]])
    assert part.face_point(np.array([1.0, 0.0]), np.array([0.0, 1.0])).tolist() == [1.0 - 1e-15, 2.0]


def test_vertices_cannot_be_changed_and_are_a_copy():
    rows = np.array([[1.0, 0.0], [0.0, 1.0]])
    part = Polytope(rows, actions=["give", "keep"])
    rows[0, 0] = 9.0
    assert part.vertices()[0, 0] == 1.0 and part.actions == ("give", "keep")
    with pytest.raises(ValueError, match="read-only"):
        part.vertices()[0, 0] = 9.0


@pytest.mark.parametrize(
    ("vertices", "actions", "words"),
    [
        ([1.0, 2.0], None, ["vertices", "two axes", "(2,)", "one row of payoffs per action"]),
        ([[1.0], [2.0, 3.0]], None, ["vertices", "equal lengths"]),
        ([[1.0, np.inf]], None, ["vertices[0, 1]", "finite", "inf"]),
        (np.zeros((0, 2)), None, ["vertices", "at least one number", "empty"]),
        ([[1.0]], ["a", "b"], ["actions must have 1 name, one per row", "it has 2;"]),
        ([["a"]], None, ["vertices", "numbers"]),
    ],
)
def test_errors(vertices, actions, words):
    with pytest.raises(InvalidProblem) as error:
        Polytope(vertices, actions)
    assert all(word in str(error.value) for word in words), str(error.value)
