"""Ellipsoids and inequalities in the checker: roots and vertices by its own route, and forged ones refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import largeworlds as lw
from largeworlds._numerics.root import root
from largeworlds._numerics.vertices import vertices
from largeworlds.checker import ResultFormatError, verify
from largeworlds.checker.shapes import columns, corners

from .making import assert_verified, changed, failed, hashed, result_of

TILTED = np.array([[2.0, 0.3, 0.1], [-0.5, 1.0, 0.7], [0.2, -1.0, 0.5]])


def on_ellipsoids():
    sets = [
        lw.Ellipsoid([1.0, 0.0, 2.0], TILTED @ TILTED.T),
        lw.Ellipsoid(np.zeros(3), TILTED[:, :2] @ TILTED[:, :2].T),
    ]
    return result_of(lw.BargainingProblem([*sets, lw.Ellipsoid(np.ones(3), np.diag([1.0, 0, 0]))], [1.5, 1.0, 3.0]))


def on_inequalities():
    sets = [lw.Inequalities([[1.0, 2.0], [3.0, 1.0]], [2.0, 2.0], lower=0.0), lw.Inequalities([[1.0, 1.0]], [1.0], 0.0)]
    return result_of(lw.BargainingProblem(sets, [0.1, 0.2]))


@pytest.mark.parametrize("seed", range(8))
def test_both_roots_agree(seed):
    rng = np.random.default_rng(seed)
    axes = rng.normal(size=(4, 1 + seed % 4)) * 10.0 ** rng.uniform(-3, 3, size=(4, 1))
    shape = lw.Ellipsoid(np.zeros(4), axes @ axes.T).shape
    mine = np.array([[float(value) for value in column] for column in columns(shape.tolist(), "shape")]).T
    assert mine.shape == axes.shape
    assert mine == pytest.approx(root(shape), rel=1e-15)


@pytest.mark.parametrize("seed", range(8))
def test_both_lists_of_vertices_agree(seed):
    rng = np.random.default_rng(seed)
    k = 1 + seed % 3
    rows = np.vstack([rng.integers(-3, 4, size=(4, k)), np.eye(k), -np.eye(k)]).astype(float)
    bounds = np.concatenate([rng.integers(0, 4, size=4), np.full(2 * k, 1.5)])
    assert corners(rows.tolist(), bounds.tolist(), "set") == list(vertices(rows, bounds).points)


def test_flat_ones_are_listed_too():
    rows, bounds = [[1.0, 1.0], [-1.0, -1.0], [-1.0, 0.0], [0.0, -1.0]], [1.0, -1.0, 0.0, 0.0]
    assert corners(rows, bounds, "set") == [(Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))]


def test_honest_results_verify():
    assert_verified(verify(on_ellipsoids()))
    assert_verified(verify(on_inequalities()))


@pytest.mark.parametrize("make", [on_ellipsoids, on_inequalities])
def test_a_point_beyond_the_set_is_refused(make):
    result = make()
    shares = result["choices"][0][0]
    more = changed(result, "choices", 0, 0, to=[1.01 * share for share in shares])
    assert "membership" in failed(verify(more))
    moved = changed(result, "profile", 0, 0, to=result["profile"][0][0] + 1e-6)
    assert "membership" in failed(verify(moved))
    negative = changed(result, "choices", 0, 0, to=[shares[0] + 1e-3, shares[1] - 1e-3 - shares[1], *shares[2:]])
    assert "membership" in failed(verify(negative))


@pytest.mark.parametrize(("make", "key"), [(on_ellipsoids, "shape"), (on_inequalities, "bounds")])
def test_a_larger_set_needs_another_answer(make, key):
    result = make()
    rows = np.array(result["model"]["types"][0]["set"][key])
    forged = hashed(changed(result, "model", "types", 0, "set", key, to=(1.001 * rows).tolist()))
    assert not verify(forged).ok


def test_a_gap_smaller_than_what_is_proved_is_refused():
    for result in (on_ellipsoids(), on_inequalities()):
        d = [value - 1e-3 for value in result["disagreement"]]
        other = hashed(changed(changed(result, "model", "disagreement", to=d), "disagreement", to=d))
        assert not verify(other).ok


FAULTS = [
    (
        on_ellipsoids,
        "shape",
        [[1.0, 2, 0], [2, 1, 0], [0, 0, 1]],
        "shape must be positive semidefinite, but it is not.",
    ),
    (
        on_ellipsoids,
        "shape",
        [[0.0, 1, 0], [1, 0, 0], [0, 0, 1]],
        "shape must be positive semidefinite, but it is not.",
    ),
    (on_ellipsoids, "shape", [[1.0, 0.5, 0], [0.4, 1, 0], [0, 0, 1]], "shape must be symmetric, but it is not."),
    (on_inequalities, "matrix", [[1.0, 2.0], [3.0, 1.0]] * 2, "must describe a bounded set, but it has no end in some"),
    (on_inequalities, "matrix", [[1.0, 0.0]] * 4, "must describe a bounded set, but it has no end in some direction."),
    (on_inequalities, "bounds", [-5.0, -5.0, 0.0, 0.0], "must leave some point, but no vertex meets all inequalities."),
]


@pytest.mark.parametrize(("make", "key", "to", "words"), FAULTS)
def test_forged_models_are_refused_in_words(make, key, to, words):
    forged = changed(make(), "model", "types", 0, "set", key, to=to)
    with pytest.raises(ResultFormatError) as error:
        verify(forged)
    assert words in str(error.value) and str(error.value).startswith("model.types[0].set"), str(error.value)


def test_too_many_systems_are_refused_in_words():
    with pytest.raises(
        ResultFormatError, match=r"^set has 60 inequalities in 5 coordinates, more than this checker tr"
    ):
        corners(np.ones((60, 5)).tolist(), [1.0] * 60, "set")
