"""Compensated sums against exact rational arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from largeworlds._numerics import compensated


def exact_dot(row: np.ndarray, vector: np.ndarray) -> Fraction:
    return sum((Fraction(float(a)) * Fraction(float(b)) for a, b in zip(row, vector, strict=True)), Fraction(0))


@pytest.mark.parametrize("seed", range(20))
def test_matvec_is_right_to_the_last_digit_despite_cancellation(seed):
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(5, 7)) * 10.0 ** rng.uniform(-6, 6, size=(5, 7))
    vector = rng.normal(size=7)
    # Make every row cancel: the last entry removes all but the rounding error of the plain product.
    matrix[:, -1] = -(matrix[:, :-1] @ vector[:-1]) / vector[-1]
    found = compensated.matvec(matrix, vector)
    for row, value in zip(matrix, found, strict=True):
        exact = exact_dot(row, vector)
        size = float(np.abs(row * vector).sum())
        assert abs(Fraction(float(value)) - exact) <= Fraction(2e-16) * abs(exact) + Fraction(1e-30) * Fraction(size)


def test_the_plain_product_would_fail_this():
    matrix = np.array([[1e16, 1.0, -1e16]])
    assert (matrix @ np.ones(3))[0] != 1.0 or matrix.sum() != 1.0
    assert compensated.matvec(matrix, np.ones(3)).tolist() == [1.0]


@pytest.mark.parametrize("seed", range(10))
def test_column_sums_cancel_exactly(seed):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(30, 4)) * 10.0 ** rng.uniform(-8, 8, size=(30, 4))
    rows = np.vstack([rows, -rows[rng.permutation(30)], [[1.0, 1e-8, 3.0, 0.0]]])
    assert compensated.column_sums(rows) == pytest.approx([1.0, 1e-8, 3.0, 0.0], rel=1e-15, abs=1e-15)
    assert compensated.column_sums(np.zeros((0, 3))).tolist() == [0.0, 0.0, 0.0]
