"""Boxes: ties, corners, the face's best point, and errors."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Box, InvalidProblem


def test_weights_of_zero_take_the_lower_bound():
    box = Box([0.0, -1.0], [2.0, 1.0])
    assert box.support([1.0, -1.0]) == 3.0
    assert box.maximizer([0.0, 1.0]).tolist() == [0.0, 1.0]
    assert box.face_point(np.array([0.0, 1.0]), np.array([1.0, -1.0])).tolist() == [2.0, 1.0]


def test_corners():
    assert sorted(Box([0.0, 5.0, 1.0], [1.0, 5.0, 2.0]).vertices().tolist()) == [
        [0.0, 5.0, 1.0],
        [0.0, 5.0, 2.0],
        [1.0, 5.0, 1.0],
        [1.0, 5.0, 2.0],
    ]
    assert Box(np.zeros(13), np.ones(13)).vertices() is None
    assert Box(np.zeros(3), np.zeros(3)).vertices().tolist() == [[0.0, 0.0, 0.0]]


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        ([0.0, 2.0], [1.0, 1.0], ["lower[1]", "must not exceed upper[1] = 1", "2.0", "swap"]),
        ([0.0], [1.0, 1.0], ["upper must have 1 number, one per entry of lower", "it has 2;"]),
        ([], [], ["lower", "at least one number", "empty"]),
        ([np.nan], [1.0], ["lower[0]", "finite"]),
    ],
)
def test_errors(lower, upper, words):
    with pytest.raises(InvalidProblem) as error:
        Box(lower, upper)
    assert all(word in str(error.value) for word in words), str(error.value)
