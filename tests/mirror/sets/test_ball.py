"""Balls: the paper's numbers, ties, the face's best point, and errors."""

from __future__ import annotations

import math

import numpy as np
import pytest

from largeworlds import Ball, InvalidProblem


def test_support_is_the_dual_norm():
    assert Ball([3.0, 4.0]).support([1.0, 1.0]) == 5.0
    assert Ball([3.0, 4.0], 1).support([1.0, 1.0]) == 4.0
    assert Ball([3.0, 4.0], math.inf).support([1.0, 1.0]) == 7.0
    assert Ball([1.0, 1.0], 3).support([1.0, 1.0]) == pytest.approx(2 ** (2 / 3), rel=1e-15)
    assert Ball([1.0, 1.0]).maximizer([3.0, 4.0]) == pytest.approx([0.6, 0.8], rel=1e-15)


@pytest.mark.parametrize("p", [1, 1.05, 2, 3, 10, math.inf])
def test_axes_with_weight_zero_or_less_get_nothing(p):
    assert Ball([1.0, 2.0, 3.0], p).maximizer([0.0, 1.0, -1.0]).tolist() == [0.0, 2.0, 0.0]
    assert Ball([1.0, 2.0], p).maximizer([-1.0, 0.0]).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("p", "w", "then", "expected"),
    [
        (1, [1, 1, 0], [0, 1, 5], [0, 1, 0]),  # the first two tie; the third does not matter
        (1, [1, 1, 0], [-1, -2, 5], [1, 0, 0]),  # the face has no point at zero
        (1, [2, 1, 0], [0, 1, 5], [1, 0, 0]),
        (1, [0, 0, 0], [0, 1, 5], [0, 0, 1]),
        (2, [1, 0, 0], [0, 1, 0], [1, 0, 0]),
        (2, [-1, 0, 0], [1, 3, 4], [0, 0.6, 0.8]),  # the first axis must stay at zero
        (2, [-1, 0, 0], [1, -3, -4], [0, 0, 0]),
        (math.inf, [1, 0, -1], [-1, 1, 1], [1, 1, 0]),
        (math.inf, [1, 0, -1], [-1, -1, 1], [1, 0, 0]),
    ],
)
def test_face_point(p, w, then, expected):
    assert Ball([1.0, 1.0, 1.0], p).face_point(np.array(w), np.array(then)) == pytest.approx(expected)


def test_contains_is_measured_per_axis():
    ball = Ball([1e6, 1e-6])
    assert ball.contains([1e6 * (1 - 1e-12), 0.0])
    assert ball.contains([6e5, 8e-7])
    assert not ball.contains([6e5, 8.001e-7])
    assert not ball.contains([0.0, 1.1e-6])
    assert not ball.contains([0.0, -1e-8])
    assert not Ball([0.0, 1.0]).contains([1e-6, 0.5])


@pytest.mark.parametrize(
    ("radii", "p", "words"),
    [
        ([1.0, -1.0], 2, ["radii[1]", "must not be negative", "-1.0", "use zero"]),
        ([], 2, ["radii", "at least one number"]),
        ([[1.0]], 2, ["radii", "one axis", "(1, 1)"]),
        ([1.0, math.nan], 2, ["radii[1]", "finite", "nan"]),
        ([1.0], 0.5, ["p", "at least 1", "0.5", "math.inf"]),
        ([1.0], math.nan, ["p", "at least 1"]),
        ([1.0], "two", ["p", "'two'"]),
        ([1.0], True, ["p", "True"]),
    ],
)
def test_errors_name_the_argument_the_rule_and_the_next_step(radii, p, words):
    with pytest.raises(InvalidProblem) as error:
        Ball(radii, p)
    assert all(word in str(error.value) for word in words), str(error.value)


def test_it_says_what_it_is():
    assert repr(Ball([1.0, 2.0], 3)) == "Ball(radii=[1.0, 2.0], p=3)"
    assert Ball([1.0, 2.0]).dim == 2
