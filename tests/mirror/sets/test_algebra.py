"""Sums, scalings, shifts: structure, limits and errors (their values: the contract suite)."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, Box, InvalidProblem, Polytope
from largeworlds.sets.algebra import MinkowskiSum, minkowski_sum
from tests.representative_sets import TRIANGLE


def test_sums_of_sums_are_flat_and_one_part_is_itself():
    a, b = Ball([1.0, 1.0]), TRIANGLE
    total = (a + b) + (b + a)
    assert isinstance(total, MinkowskiSum) and total.parts == (a, b, b, a)
    assert minkowski_sum([a]) is a


def test_arrays_and_numbers_scale_from_the_left():
    ball = Ball([1.0, 2.0])
    for scaled in (np.array([2.0, 3.0]) * ball, [2.0, 3.0] * ball, (2.0, 3.0) * ball):
        assert scaled.bounding_box()[1].tolist() == [2.0, 6.0]
    assert (2 * ball).bounding_box()[1].tolist() == [2.0, 4.0]
    assert (np.float64(2) * ball).bounding_box()[1].tolist() == [2.0, 4.0]


def test_a_negative_factor_on_a_curved_set_leaves_only_the_maximizer():
    assert (-1.0 * Ball([1.0, 2.0])).uses() is None
    assert (-1.0 * Ball([1.0, 2.0], 1)).uses().is_finite
    assert (-1.0 * Ball([1.0, 2.0])).support([-1.0, 0.0]) == 1.0


def test_a_sum_lists_its_vertices_only_while_they_are_few():
    square = Box([0.0, 0.0], [1.0, 1.0])
    assert len((square + square + square).vertices()) == 64
    assert minkowski_sum([square] * 7).vertices() is None
    assert (square + Ball([1.0, 1.0])).vertices() is None


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Ball([1.0]) + Ball([1.0, 1.0]), ["parts", "one dimension", "dimensions 1 and 2"]),
        (lambda: [1.0, 2.0, 3.0] * Ball([1.0, 1.0]), ["factors must have 2 numbers", "it has 3;"]),
        (lambda: [1.0, np.nan] * Ball([1.0, 1.0]), ["factors[1]", "finite"]),
        (lambda: Ball([1.0, 1.0]).shift([1.0]), ["v must have 2 numbers", "it has 1;"]),
        (lambda: Ball([1.0, 1.0]).shift([1.0, np.inf]), ["v[1]", "finite"]),
    ],
)
def test_errors(make, words):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)


def test_other_things_cannot_be_added():
    with pytest.raises(TypeError):
        Polytope([[1.0]]) + 1.0
