"""Sums, scalings, shifts: structure, limits and errors (their values: the contract suite)."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, Box, ExponentialBudget, InvalidProblem, Polytope
from largeworlds.sets import base
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


def test_a_coordinate_that_is_scaled_to_almost_nothing_still_has_its_points():
    """Products below 1e-308 lose digits, or all of them; dividing by the factor would not bring them back."""
    flat = np.array([-2e-311, 0.1]) * (np.array([0.1, -6e-8]) * Polytope([[1e-6, -0.0], [-0.0, 647662.8]]))
    best = flat.maximizer([1.0, 1.0])
    assert flat.contains(best)
    assert not flat.contains(best + np.array([0.0, 1e-8]))
    assert not flat.contains(best + np.array([1e-8, 0.0]))
    dust = np.array([0.0, 2e-313]) * ExponentialBudget([1e-12, 1e-7], 5e5)
    assert dust.contains(dust.maximizer([1.0, 1.0]))


def test_what_cancels_in_a_sum_is_allowed_for():
    """Payoffs of order one that are differences of 1e9 are rounded by 1e-7."""
    part = Box([0.0, 1e9], [1.0, 1e9 + 1.3]) + Box([0.0, 0.0], [1.0, 0.7]) + Box([0.0, -1e9], [1.0, 0.1 - 1e9])
    best = part.maximizer([1.0, 1.0])
    assert part.contains(best)
    assert part.contains(best + np.array([0.0, 1e-7]))
    assert not part.contains(best + np.array([0.0, 1e-5]))
    assert not part.contains(best + np.array([1e-7, 0.0]))


def test_a_curved_set_turned_round_in_a_sum_is_known_by_its_budgets():
    """No solver reads negative directions with curved returns; whether a point is one of the set does not need one."""
    part = -1.0 * Ball([1.0, 2.0], 3) + Polytope([[0.0, 0.0], [1.0, 0.5]])
    assert part.uses() is None
    for w in ([1.0, -3.0], [-1.0, -1e-7], [-1e-7, 1.0]):
        best = part.maximizer(w)
        assert part.contains(best)
        assert not part.contains(best + 1e-6 * np.array(w) / np.linalg.norm(w))


def test_a_point_far_along_a_face_of_a_sum_is_found(monkeypatch):
    """The end of a long face of a hull and exponentials, where a search among points came to rest at 1.3e-9."""
    rng = np.random.default_rng(57)
    part = Polytope(rng.random((5, 12))) + ExponentialBudget(rng.random(12) + 0.05, 12 + 1e9)
    monkeypatch.setattr(base, "distance_from_hull", None)  # which is not asked
    for _ in range(5):
        w = rng.random(12) * 10.0 ** rng.uniform(-6, 6, size=12)
        assert part.contains(part.maximizer(w))
